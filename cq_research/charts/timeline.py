"""The times that the sources speak of, drawn at the precision at which they are known.

A day is a dot, a longer period a bar; what is inferred is hollow; `since` and `by` trail a dotted line. Beyond
:data:`MOST_ROWS` the times are counted by year, or by as many years as make the bars few enough.
"""

from __future__ import annotations

import datetime as dt
import re
from types import SimpleNamespace

from cq_research import periods
from cq_research.charts.style import GREY, INK, LEADING, PALE, WIDTH, Chart, canvas, em, wrap
from cq_research.selection import Selection, rows
from cq_research.wording import counted, shortened, upper_first

MOST_ROWS = 24
_PART = 9  # rows of a picture that a page has room for, whatever stands before it
_MOST_BINS = 24
_AXIS = 118  # points
_TICK_WIDTH = 26
_TITLE = "Times the sentences speak of"
_BRACKETS = "In brackets: the source sentence."
_PARTS = {"start": "start of ", "mid": "middle of ", "end": "end of "}
_CLAUSE_END = re.compile(r"[,;:—–](?=\s)|[.!?][”\"’)]+(?=\s)")


def chronology(about: Selection) -> Chart | None:
    """The times that a selection's sentences speak of; None where fewer than two have a place in the calendar.

    One row a time and sentence: the time, its mark, and the words around it with the number of the sentence.
    """
    items = moments(about)
    if len(items) < 2:
        return None
    left_out = len(about.dates) - sum(item.rows for item in items)
    if len(items) > MOST_ROWS:
        return _counts(about, items, left_out)
    return _rows(items, items, f"{_legend(items)}. {_basis(about, items, left_out)} {_BRACKETS}")


def chronologies(about: Selection) -> list[Chart]:
    """The same for a page: more than a few rows become pictures of as many rows each, drawn on one axis."""
    items = moments(about)
    parts = -(-len(items) // _PART)
    if parts < 2 or len(items) > MOST_ROWS:
        chart = chronology(about)
        return [chart] if chart else []
    left_out = len(about.dates) - sum(item.rows for item in items)
    cuts = [len(items) * i // parts for i in range(parts + 1)]
    captions = [f"{_TITLE}, part {i + 1} of {parts}." for i in range(parts)]
    captions[0] = f"{_legend(items, f', part 1 of {parts}')}. {_BRACKETS}"
    captions[-1] += f" {_basis(about, items, left_out)}"
    return [_rows(items, items[a:b], text) for a, b, text in zip(cuts, cuts[1:], captions, strict=False)]


def moments(about: Selection) -> list[SimpleNamespace]:
    """The dates of a selection that have a place in the calendar, once a sentence, in order of time.

    Each has ``start`` and ``end`` (days), ``label``, ``inferred``, ``relation``, ``mod``, ``number`` (of the sentence),
    ``words`` (what the sentence says there) and ``rows`` (of the table ``dates`` that it stands for).
    """
    texts = {s.sentence_id: s for s in rows(about.sentences)}
    found: dict[tuple, SimpleNamespace] = {}
    for date in rows(about.dates):
        span = periods.bounds(date.value) if date.kind in ("date", "time") else None
        if span is None:
            continue
        key = (date.value.partition("T")[0], date.mod, date.relation, date.sentence_id)
        if key in found:
            found[key].rows += 1
            found[key].inferred &= date.basis == "inferred"
            continue
        sentence = texts[date.sentence_id]
        relation = f"{date.relation} " if date.relation else ""
        found[key] = SimpleNamespace(
            start=span[0],
            end=span[1],
            label=f"{relation}{_PARTS.get(date.mod, '')}{key[0]}",
            inferred=date.basis == "inferred",
            relation=date.relation,
            mod=date.mod,
            number=about.numbers[date.sentence_id],
            words=_around(sentence.text, date.start - sentence.start),
            rows=1,
        )
    return sorted(found.values(), key=lambda m: (m.start, m.end, m.number, m.label))


def _around(text: str, at: int) -> str:
    """The sentence from the start of the clause in which the time stands."""
    start = max((m.end() for m in _CLAUSE_END.finditer(text, 0, at)), default=0)
    rest = re.sub(r"\A\s*(?:(?:and|but|while|which|where)\b\s*)?[“\"‘]?", "", text[start:])
    # A clause that is little more than the time itself says nothing: then the sentence from its beginning.
    return upper_first(rest if len(rest) >= 40 else text.strip())


def _rows(known: list[SimpleNamespace], items: list[SimpleNamespace], caption: str) -> Chart:
    """A row each of `items`; the axis and the columns are those of all that are `known`."""
    dates_width = min(max(em(_dated(item)) for item in known) + 3, 140)
    labels = [_dated(item) for item in items]
    axis = dates_width + 10
    text_at = axis + _AXIS + 14
    texts = []
    for item in items:
        number = f" [{item.number}]"
        lines = wrap(shortened(item.words, 400), WIDTH - text_at - em(number) - 2)
        texts.append(lines + number)
    tops, top = [], 26.0
    for text in texts:
        tops.append(top)
        top += LEADING * (text.count("\n") + 1) + 5
    first, last = _frame(known)
    with canvas(top + 4) as page:
        axes = page.axes(axis, 20, _AXIS, top - 20)
        axes.set_xlim(first.toordinal(), last.toordinal() + 1)
        for day, name in _ticks(first, last, _AXIS / _TICK_WIDTH):
            axes.axvline(day.toordinal(), color=PALE, linewidth=0.5, zorder=0)
            x = axis + _AXIS * (day - first).days / ((last - first).days + 1)
            page.text(x, 11, name, align="center", color=GREY)
        for item, label, text, row_top in zip(items, labels, texts, tops, strict=True):
            y = row_top + LEADING / 2
            page.text(dates_width, y, wrap(label, dates_width + 1, 1), align="right")
            _mark(axes, item, y, first, last)
            page.text(text_at, y, text)
        return page.finish(caption, _alt(items))


def _dated(item: SimpleNamespace) -> str:
    return item.label + (" (inferred)" if item.inferred else "")


def _mark(axes, item: SimpleNamespace, y: float, first: dt.date, last: dt.date) -> None:
    start, end = item.start.toordinal(), item.end.toordinal() + 1
    face = "white" if item.inferred else INK
    if item.relation in ("since", "after"):
        axes.plot([end, last.toordinal() + 1], [y, y], ":", color=INK, linewidth=1)
    elif item.relation in ("by", "before", "until"):
        axes.plot([first.toordinal(), start], [y, y], ":", color=INK, linewidth=1)
    if item.start == item.end:
        axes.plot([start + 0.5], [y], "o", markersize=5, markerfacecolor=face, markeredgecolor=INK, clip_on=False)
        return
    # A bar no narrower than the dot, else a month among decades would be lost; its middle stays true.
    least = (last - first).days * 4 / _AXIS
    width = max(end - start, least)
    left = (start + end - width) / 2
    light = PALE if item.mod in ("start", "mid", "end") and not item.inferred else face
    axes.barh(y, width, 5, left, facecolor=light, edgecolor=INK, linewidth=0.8, clip_on=False)
    if item.mod in ("start", "mid", "end"):
        at = {"start": left, "mid": left + width / 2, "end": left + width}[item.mod]
        axes.plot([at, at], [y - 4, y + 4], color=INK, linewidth=1.8, clip_on=False)


def _frame(items: list[SimpleNamespace]) -> tuple[dt.date, dt.date]:
    """The days the axis runs from and to: whole years, or whole months where all lies within two years."""
    first, last = min(i.start for i in items), max(i.end for i in items)
    if (last - first).days > 730:
        return dt.date(first.year, 1, 1), dt.date(last.year, 12, 31)
    after = dt.date(last.year + last.month // 12, last.month % 12 + 1, 1) if last.year < dt.MAXYEAR else last
    return first.replace(day=1), after - dt.timedelta(1)


def _ticks(first: dt.date, last: dt.date, room: float) -> list[tuple[dt.date, str]]:
    """Days to mark on the axis with their names, at most `room` of them (months need twice the room)."""
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    if months > 24:
        steps = (s * 10**k for k in range(5) for s in (1, 2, 5))
        step = next(s for s in steps if (last.year - first.year) / s + 1 <= room)
        years = range(-(-first.year // step) * step, last.year + 1, step)
        return [(dt.date(year, 1, 1), f"{year:04}") for year in years if year]
    step = next(s for s in (1, 2, 3, 6, 12) if months / s <= room / 2)
    counted_months = (first.month - 1 + i for i in range(0, months, step))
    starts = [dt.date(first.year + i // 12, i % 12 + 1, 1) for i in counted_months]
    return [(day, f"{day:%Y-%m}") for day in starts[: int(room / 2) or 1]]


def _counts(about: Selection, items: list[SimpleNamespace], left_out: int) -> Chart:
    first, last = items[0].start.year, max(i.start.year for i in items)
    step = next(s * 10**k for k in range(5) for s in (1, 2, 5) if (last - first) // (s * 10**k) + 2 <= _MOST_BINS)
    starts = range(first // step * step, last + 1, step)
    stated = [sum(s <= i.start.year < s + step and not i.inferred for i in items) for s in starts]
    worked = [sum(s <= i.start.year < s + step and i.inferred for i in items) for s in starts]
    left, height = 8, 120
    with canvas(height + 46) as page:
        axes = page.axes(left, 18, WIDTH - 2 * left, height)
        top = max(a + b for a, b in zip(stated, worked, strict=True))
        axes.set_ylim(0, top)
        axes.set_xlim(-0.6, len(starts) - 0.4)
        x = list(range(len(starts)))
        axes.bar(x, stated, 0.72, color=INK, edgecolor=INK, linewidth=0.8, clip_on=False)
        axes.bar(x, worked, 0.72, stated, color="white", edgecolor=INK, linewidth=0.8, clip_on=False)
        axes.axhline(0, color=GREY, linewidth=0.8)
        slot = (WIDTH - 2 * left) / (len(starts) + 0.2)
        every = max(1, -(-_TICK_WIDTH // int(slot)))
        for i, start in enumerate(starts):
            centre = left + slot * (i + 0.6)
            total = stated[i] + worked[i]
            if total:
                page.text(centre, 18 + height * (1 - total / top) - 7, f"{total}", align="center")
            if i % every == 0:
                page.text(centre, height + 27, f"{start}", align="center", color=GREY)
        span = f" Each bar holds {step} years, from the one it is labelled with." if step > 1 else ""
        caption = (
            "Times the sentences speak of, counted by the year they begin in; the white part is inferred."
            f"{span} {_basis(about, items, left_out)}"
        )
        told = ", ".join(f"{s}: {a + b}" for s, a, b in zip(starts, stated, worked, strict=True) if a + b)
        return page.finish(caption, f"Bar chart of {len(items)} times spoken of, by year. {told}.")


def _legend(items: list[SimpleNamespace], part: str = "") -> str:
    parts = [f"{_TITLE}{part}: a bar is a period, a dot a day"]
    if any(i.inferred for i in items):
        parts.append("hollow marks are inferred")
    if any(i.relation for i in items):
        parts.append("a dotted line leads on from “since” and up to “by”")
    if any(i.mod for i in items):
        parts.append("a thick stroke marks the start or end of a period")
    return "; ".join(parts)


def _basis(about: Selection, items: list[SimpleNamespace], left_out: int) -> str:
    drawn = f"{sum(i.rows for i in items)} rows of the table dates from {counted(len(about.documents), 'document')}"
    return f"{upper_first(drawn)}" + (
        f"; {left_out:,} more (durations, vague or undatable times) have no place on the axis." if left_out else "."
    )


def _alt(items: list[SimpleNamespace]) -> str:
    told = [f"{i.label}{' (inferred)' if i.inferred else ''}: {shortened(i.words, 60)}" for i in items[:12]]
    more = f"; and {len(items) - 12} more" if len(items) > 12 else ""
    return f"Timeline of {len(items)} times spoken of. " + "; ".join(told) + more + "."
