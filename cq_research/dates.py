"""Sentences in, time expressions out, each with its value as far as it can be known.

What the words say is read by :mod:`cq_research.timex`. Here it is counted from the date of publication, or from the
dates that the text gives: `In May 2013 … in August`, `that year`, `a year earlier`.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from cq_research import schema
from cq_research.timex import Expression, Point, Shift, expressions
from cq_research.timex.points import compose, moved, run_of_months, weekday_near, year_of
from cq_research.timex.tense import tense

_UNKNOWN = "counts from the date of publication, which is not known"
_TOO_COARSE = "counts from a date of publication that is only known as {}"


def find(sentences: list[schema.Sentence], anchor: str | None = None) -> list[schema.Date]:
    """All time expressions of the sentences of one document, in text order, never overlapping.

    `anchor` is the date of publication at the precision known (`2016-01-19`, `2020-03`, `2020`) or None; years, months
    and weekdays that the text leaves out are worked out from it and from the dates named just before. What can't be
    worked out has a null value and says why in `doubt`; a month-day without a year is `XXXX-11-29`. Never raises.

    The surface forms are listed in :mod:`cq_research.timex`.
    """
    rows: list[schema.Date] = []
    context = _Context(anchor)
    for sentence in sentences:
        context.enter(sentence)
        for expression in expressions(sentence.text):
            known = _resolve(expression, context, sentence.text)
            if known is None:
                continue
            context.note(expression, known)
            start, end = sentence.start + expression.start, sentence.start + expression.end
            rows.append(
                schema.Date(
                    doc_id=sentence.doc_id,
                    date_id=schema.row_id(sentence.doc_id, "dates", start, end),
                    sentence_id=sentence.sentence_id,
                    start=start,
                    end=end,
                    text=sentence.text[expression.start : expression.end],
                    kind=expression.kind,
                    value=known.value,
                    mod=expression.mod,
                    relation=expression.relation,
                    basis=known.basis if known.value else None,
                    anchor=known.anchor if known.value else None,
                    doubt=known.doubt or expression.doubt,
                )
            )
    return rows


@dataclass(frozen=True, slots=True)
class _Known:
    """A value, how it is known, and what it was counted from."""

    value: str | None
    basis: str | None = "stated"
    anchor: str | None = None
    doubt: str | None = None


class _Context:
    """What a reader has in mind when coming to an expression: the page's date and the dates just read."""

    def __init__(self, anchor: str | None):
        self.anchor = anchor
        self.block = None
        self.last: str | None = None  # value last spoken of, in this block
        self.topic: str | None = None  # likewise, less what is named for comparison (`last year`)
        self.period: str | None = None  # quarter, half or run of months that the text is about
        self.age = 0  # sentences since it was named
        self.here: str | None = None  # the year named last in this sentence
        self.told: str | None = None  # likewise, where the last date of the sentence is a month of that year
        self.before: str | None = None  # the same of the sentence before

    def enter(self, sentence: schema.Sentence) -> None:
        if sentence.block_id != self.block:
            self.block, self.last, self.before, self.topic = sentence.block_id, None, None, None
        else:
            self.before = self.told
        self.here = self.told = None
        self.age += 1
        if self.age > _MEMORY:
            self.period = None

    def note(self, expression: Expression, known: _Known) -> None:
        value = known.value
        if value and expression.kind in ("date", "time") and year_of(value):
            self.last = value.split("/")[-1]
            point = expression.until or expression.point
            if point and not point.same_part and not (point.shift and point.shift.by):
                self.topic = self.last
            if point and (point.year or (point.shift and point.shift.unit == "Y")):
                self.here = year_of(self.last)
                self.told = self.here if point.year and point.month else None
            if _PERIOD.fullmatch(value):
                if not (point and point.same_part):
                    self.period, self.age = value, 0
            elif point and (point.year or point.month):
                self.period = None


# What `the same period` can mean: a quarter, a half, a run of months.
_PERIOD = re.compile(r"\d{4}-[QH]\d|\d{4}(?:-(?:Q\d|\d\d(?:-\d\d)?))?/\d{4}(?:-(?:Q\d|\d\d(?:-\d\d)?))?")
_MEMORY = 6  # sentences


def _resolve(e: Expression, context: _Context, text: str) -> _Known | None:
    """What is known of `e`; None where it is no time at all (`the period`, of which nothing was said before)."""
    if e.months and e.point:
        end = _point(e.point, context, tense(text, e) or -1)
        return end and _Known(run_of_months(end.value, e.months), end.basis, end.anchor, end.doubt)
    if e.value is not None:
        return _Known(e.value)
    if e.point is None or (e.doubt and e.point.month and compose(e.point) is None):
        return _Known(None)
    ahead = tense(text, e)
    first = _point(e.point, context, ahead)
    if first is None or e.until is None or first.value is None:
        return first
    last = _point(e.until, context, ahead)
    if last is None:
        return None
    if last.value is not None and last.value < first.value and ahead < 0:
        first = _Known(_until(e.point, last.value, context.anchor) or first.value, first.basis, first.anchor)
    if last.value is not None and last.value < first.value:
        last = _Known(_after(e.until, first.value), last.basis, last.anchor)
    if last.value is None:
        return _Known(None, doubt=last.doubt or "the interval ends before it begins")
    inferred = "inferred" in (first.basis, last.basis)
    if "/" in first.value + last.value:
        return _Known(None, doubt="the ends of the interval are intervals themselves")
    return _Known(f"{first.value}/{last.value}", "inferred" if inferred else "stated", first.anchor or last.anchor)


def _after(point: Point, start: str) -> str | None:
    """The first such month, day or weekday that is not before `start`; None for what has a year of its own."""
    if point.year or point.shift:
        return None
    if point.weekday:
        return weekday_near(start, point.weekday, 1)
    year = year_of(start)
    return compose(point, f"{int(year) + 1:04d}") if year else None


def _until(point: Point, end: str, anchor: str | None) -> str | None:
    """The last such month or day that is not after `end`, where the text looks back on both: `January to November`.

    None for what has a year of its own, and where the end may well be the next one (`November to January`, of which
    the anchor is past the January).
    """
    later = _after(point, end)
    if later is None or anchor is None or point.weekday:
        return None
    year = int(year_of(end))
    nearest = compose(point, f"{year:04d}")
    return nearest if nearest is None or nearest <= end else compose(point, f"{year - 1:04d}")


def _point(p: Point, context: _Context, ahead: int) -> _Known | None:
    if p.same_part:
        return _same_part(p, context)
    if p.year:
        return _Known(compose(p))
    if p.weekday:
        return _weekday(p, context, ahead)
    if p.shift:
        return _shifted(p, context)
    if p.month or p.part:
        return _in_its_year(p, context, ahead)
    return _Known(compose(p))  # an hour of a day that is not named


def _same_part(p: Point, context: _Context) -> _Known | None:
    """`the same period last year`, `a year earlier`: the part of the year that the text spoke of, in another year."""
    period = context.period
    if p.shift and p.shift.of_text and not p.shift.by:
        return _Known(period, "inferred", context.anchor or period) if period else None
    counted = p.shift and (p.shift.of_text or period)
    base = (period or context.last if counted else None) or context.anchor
    year = p.year or moved(base, p.shift)
    if year is None:
        return _Known(None, doubt=_UNKNOWN)
    month = re.match(r"\d{4}(-\d\d)(?!\d)", context.last or "")
    if period and "-" in period and "02-29" not in period:
        by = int(year) - int(period[:4])
        value = "/".join(f"{int(end[:4]) + by:04d}{end[4:]}" for end in period.split("/"))
    else:
        value = year + (month.group(1) if month and context.here and p.shift and p.shift.of_text else "")
    return _Known(value, "inferred", base or period)


def _weekday(p: Point, context: _Context, ahead: int) -> _Known:
    of_text = bool(p.shift and p.shift.of_text)
    base = (context.last if of_text else None) or context.anchor
    if p.towards == 0:  # this Friday
        monday = weekday_near(base, 1, 0)
        value = moved(monday, Shift("D", p.weekday - 1))
    else:
        value = weekday_near(base, p.weekday, p.towards if p.towards is not None else int(ahead > 0))
        if ahead > 0 and p.towards is None and weekday_near(base, p.weekday, 0) == (base or "")[:10]:
            value = base[:10]
    if value is None:
        return _Known(None, doubt=_TOO_COARSE.format(base) if base else _UNKNOWN)
    if p.part == "WE":
        value = moved(value, Shift("WE", 0))
    return _Known(value + (p.clock or ""), "inferred", base)


def _shifted(p: Point, context: _Context) -> _Known:
    base = (context.last if p.shift.of_text else context.topic if p.shift.of_topic else None) or context.anchor
    if base != context.anchor and moved(base, p.shift) is None:
        base = context.anchor
    value = moved(base, p.shift)
    if value is None:
        return _Known(None, doubt=_TOO_COARSE.format(base) if base else _UNKNOWN)
    if p.month or p.part:
        value = compose(p, year_of(value))
        return _Known(value, "inferred", base, None if value else "the calendar has no such day")
    return _Known(value + (p.clock or ""), "inferred", base)


_SEASON_MONTHS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}


def _in_its_year(p: Point, context: _Context, ahead: int) -> _Known:
    """The year of a month, day, quarter or season that is named without one."""
    anchor = context.anchor
    if p.towards is None:
        told = context.here or (context.before if p.month and _is_past(context.before, anchor) else None)
        if told and (anchor is None or (told >= anchor[:4] if ahead > 0 else told <= anchor[:4])):
            return _Known(compose(p, told), "inferred", anchor or told)
    year = year_of(anchor)
    if year is None:
        if p.part:  # a quarter of no year has no value in the contract's grammar
            return _Known(None, doubt=_UNKNOWN)
        return _Known(compose(p))
    return _Known(compose(p, f"{int(year) + _years_away(p, anchor, ahead):04d}"), "inferred", anchor)


def _is_past(year: str | None, anchor: str | None) -> bool:
    return year is not None and (anchor is None or year < anchor[:4])


def _years_away(p: Point, anchor: str, ahead: int) -> int:
    """How many years after that of `anchor` a month, day, quarter or season lies: -1, 0 or 1.

    It is the latest that is not after the anchor where the sentence looks back (`ahead` -1), the next where it looks
    ahead (1), and the nearest where it shows neither.
    """
    month = int(anchor[5:7]) if len(anchor) >= 7 else None
    if month is None:
        return p.towards or 0
    start = p.month or _first_month(p.part)
    if p.towards is not None:
        if p.towards < 0:
            return 0 if start + (2 if p.part else 0) < month else -1
        return (0 if start > month else 1) if p.towards > 0 else 0
    if p.day and len(anchor) >= 10:
        here = dt.date(2000, month, int(anchor[8:10]))
        try:
            days = (dt.date(2000, p.month, p.day) - here).days
        except ValueError:
            return 0
        if ahead > 0:
            return 1 if days < -45 else 0
        return 0 if days <= (31 if ahead else 183) else -1
    if ahead > 0:
        return 1 if start + (2 if p.part else 0) < month - (6 if p.part else 1) else 0
    if "/" in (p.part or "") and (_last_month(p.part) > month):
        return -1  # `in the first eleven months`, told in January
    if start <= month:
        return 0
    return 0 if not ahead and start - month <= 3 else -1


def _last_month(part: str) -> int:
    """The last month of a run of months or quarters: `01/11`, `Q1/Q3`."""
    end = part.split("/")[1]
    return int(end[1]) * 3 - 2 if end[0] == "Q" else int(end)


def _first_month(part: str) -> int:
    if part[:2] in _SEASON_MONTHS:
        return _SEASON_MONTHS[part[:2]]
    if part[0] in "QH":
        return (int(part[1]) - 1) * (3 if part[0] == "Q" else 6) + 1
    return int(part[:2]) if part[:2].isdigit() else 1
