"""Dates of publication worked out from what the text says, where the page states none.

Used are, as the data contract's rule 2 says: a day without its year (best: the dateline's), the weekday that the text
calls it, the latest year spoken of as past, the earliest spoken of as to come, and dated events of the world
(``vocabularies/world_events.yaml``) that the text speaks of as present.
"""

from __future__ import annotations

import calendar
import datetime as dt
import functools
import re
from collections import Counter
from dataclasses import dataclass, field

from cq_research import pages, schema, vocabularies
from cq_research.publication.stated import PRECISION, Published
from cq_research.timex import Expression, expressions
from cq_research.timex.tense import tense
from cq_research.timex.words import WEEKDAY_SHORT, WEEKDAYS

_HORIZON = 28  # years after which weekdays repeat: no candidate further on is worth naming
_SOON = 21  # a story about a day up to this one of a month appears, as a rule, within that month
_EARLIEST = 1980


@dataclass(slots=True)
class _Clues:
    """What narrows the date down."""

    day: tuple[int, int] | None = None  # month and day of the dateline or byline, else the first in the text
    named: str = ""  # the same as written
    of_page: bool = False  # whether it is the page's own day (dateline, byline) or one the text speaks of
    called: int | None = None  # the weekday written with the day: `Friday, June 28`
    weekdays: list[int] = field(default_factory=list)  # those that the text names as near
    past: int | None = None  # the latest year spoken of as past
    ahead: int | None = None  # the earliest year spoken of as to come

    @property
    def weekday(self) -> int | None:
        """The weekday of `day`: the one written with it, else the one that the text names most often."""
        return self.called or (Counter(self.weekdays).most_common(1)[0][0] if self.weekdays else None)


def find(page_text: str, blocks: list[schema.Block], sentences: list[schema.Sentence]) -> Published:
    """The date of publication as far as it can be worked out; only `doubt`, with the reasons, where it can't."""
    clues = _clues(blocks, sentences)
    event = _present_event(sentences)
    if event:
        return _by_event(clues, *event)
    if clues.day and clues.weekday and clues.past:
        return _by_weekday(clues)
    if clues.past and clues.past == clues.ahead:
        evidence = f"The text speaks of {clues.past} both as past and as to come"
        return _placed(clues, [clues.past], evidence, "rests on the tense of the text alone")
    reasons = ["no date of publication is stated"]
    if clues.past:
        reasons.append(f"the latest past year the text speaks of is {clues.past}")
    owned = re.findall(r"(?i:©|copyright)[^\n\d]{0,20}(?:\d{4}\s?[-–]\s?)?((?:19|20)\d\d)(?!\d)", page_text)
    if owned:
        reasons.append(f"the copyright line bears {max(owned)}, which shows no more than the latest year possible")
    return Published(doubt="; ".join(reasons))


def _clues(blocks: list[schema.Block], sentences: list[schema.Sentence]) -> _Clues:
    clues = _Clues()
    for block in blocks:
        if block.kind in ("byline", "source"):
            _take_day(clues, block.text, expressions(block.text), len(block.text))
    for sentence in sentences:
        dateline = pages.dateline(sentence.text[:300])
        found = expressions(sentence.text)
        _take_day(clues, sentence.text, found, dateline[1] if dateline else 0)
        for e in found:
            if e.point:
                _take_year(clues, sentence.text, e)
    return clues


def _take_day(clues: _Clues, text: str, found: list[Expression], own: int) -> None:
    """Note a day without its year, and weekdays; up to offset `own` they are the page's own."""
    for e in found:
        p = e.point
        if p is None or e.until or e.doubt or p.towards is not None:
            continue
        of_page = e.end <= own
        if not of_page and tense(text, e) > 0:
            continue
        weekday = None if p.part else p.weekday  # `the weekend` is no day that a page was made on
        if p.month and p.day and not p.year and not p.shift:
            match = re.match(WEEKDAY_SHORT, text[e.start : e.end])
            weekday = WEEKDAYS[match.group().lower().rstrip(".")] if match else None
            if clues.day is None or (of_page and not clues.of_page):
                clues.day, clues.of_page, clues.named = (p.month, p.day), of_page, text[e.start : e.end]
                clues.called = weekday
        elif p.month:
            continue
        if weekday:
            clues.weekdays.append(weekday)


def _take_year(clues: _Clues, text: str, e: Expression) -> None:
    year = (e.until or e.point).year
    if not year or not year.isdigit() or int(year) < _EARLIEST:
        return
    onwards = bool(re.match(r"\s{1,3}onwards?\b", text[e.end : e.end + 12])) and e.relation != "since"
    ahead = tense(text, e) > 0 or (onwards and tense(text, e) == 0)
    if ahead or e.relation in ("by", "until", "before"):
        clues.ahead = min(clues.ahead or 9999, int(year)) if ahead else clues.ahead
    else:
        clues.past = max(clues.past or 0, int(year))


def _by_weekday(clues: _Clues) -> Published:
    name = calendar.day_name[clues.weekday - 1]
    years = [y for y in range(clues.past, min(clues.past + _HORIZON, 9999)) if _weekday(y, *clues.day) == clues.weekday]
    if not years:
        return Published(doubt=f"no year has a {name}, {clues.named}")
    evidence = (
        f"{'The dateline says' if clues.of_page else 'The text names'} {clues.named} and the text calls it a {name}; "
        f"the latest past year spoken of is {clues.past}; the first such year not before it is {years[0]}"
    )
    doubt = "the text names more than one weekday" if not clues.called and len(set(clues.weekdays)) > 1 else None
    return _placed(clues, years, evidence, doubt)


def _weekday(year: int, month: int, day: int) -> int | None:
    try:
        return dt.date(year, month, day).isoweekday()
    except ValueError:
        return None


def _placed(clues: _Clues, years: list[int], evidence: str, doubt: str | None) -> Published:
    """The first of the years, with month and day as far as they are the page's."""
    value = f"{years[0]:04d}"
    if clues.day and clues.of_page and _weekday(years[0], *clues.day):
        value += f"-{clues.day[0]:02d}-{clues.day[1]:02d}"
    elif clues.day and clues.day[1] <= _SOON:
        value += f"-{clues.day[0]:02d}"
    others = ", ".join(map(str, years[1:3]))
    return Published(
        value, PRECISION[len(value)], "inferred", evidence + (f" (other candidates: {others})" if others else ""), doubt
    )


def _by_event(clues: _Clues, name: str, years: list[int], words: str) -> Published:
    fitting = [y for y in years if clues.past is None or y >= clues.past]
    if clues.day and clues.weekday and (clues.of_page or clues.called):
        fitting = [y for y in fitting if _weekday(y, *clues.day) == clues.weekday] or fitting
    if not fitting:
        return Published(doubt=f"the text speaks of the {name} as present and of {clues.past} as past")
    evidence = f"The text speaks of the {name} (“{words}”) as present"
    if clues.day:
        evidence += f" and names {clues.named}"
    evidence += f"; the first such year is {fitting[0]}"
    doubt = f"the {name} was present in more than one year" if len(fitting) > 1 else None
    if doubt and clues.past == fitting[0]:
        doubt += f", and the text speaks of {clues.past} as past"
    return _placed(clues, fitting, evidence, doubt)


@functools.cache
def _events() -> list[tuple[str, list[int], re.Pattern, re.Pattern, re.Pattern]]:
    return [
        (e["name"], e["years"], *(re.compile(rf"(?i){'|'.join(e[part])}") for part in ("words", "present", "past")))
        for e in vocabularies.load("world_events")
    ]


def _present_event(sentences: list[schema.Sentence]) -> tuple[str, list[int], str] | None:
    """A dated event of the world that some sentence speaks of as present, and none as past: name, years, words."""
    for name, years, words, present, past in _events():
        found = None
        for sentence in sentences:
            match = words.search(sentence.text)
            if match and past.search(sentence.text):
                found = None
                break
            if match and not found and present.search(sentence.text):
                found = match.group()
        if found:
            return name, years, found
    return None
