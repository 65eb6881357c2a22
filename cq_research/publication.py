"""When a page was published, and how that is known.

A date that the page states (byline, credit line, dateline with its year, closing bracket) is read. Where there is none
it is worked out, as the data contract's rule 2 says, from a month-day, the weekday that the text calls it, the years
that the text speaks of as past, and events of the world that it speaks of as present. Today's date is never looked at.
"""

from __future__ import annotations

import calendar
import datetime as dt
import functools
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from cq_research import dates, schema, vocabularies
from cq_research.timex import expressions
from cq_research.timex.points import compose
from cq_research.timex.words import WORDS

_PRECISION = {10: "day", 7: "month", 4: "year"}
_LINE = 200  # a longer line is prose, not a line of bibliographic facts
_HORIZON = 28  # years after which the calendar repeats: no candidate further on is worth naming


@dataclass(frozen=True, slots=True)
class Published:
    """The date of publication; all None where nothing shows it."""

    value: str | None = None  # ISO 8601 at the precision known
    precision: str | None = None  # day, month, year
    basis: str | None = None  # stated, inferred
    evidence: str | None = None  # a sentence that names what it rests on, and the other candidates
    doubt: str | None = None


@dataclass(frozen=True, slots=True)
class _Candidate:
    value: str
    rank: int  # the lower the better
    line: str
    where: str
    doubt: str | None = None


def published(page_text: str, blocks: list[schema.Block], sentences: list[schema.Sentence]) -> Published:
    """The date of publication of a page.

    `page_text` is the whole page, `blocks` its parts and `sentences` those of its content. Read are, best first: a line
    labelled so (`Published:`, `Add Time:2014-10-27 00:00:00`, a Chinese label); a byline or credit line (`By NAME|Nov
    15,2019`, an issue line); a dateline with its year; a closing bracket (`(Xinhua, May 3, 2018)`); a line that is
    hardly more than a date beside the title, or the title itself; `Updated:`. A copyright or banner year is no evidence. Never raises.
    """
    stated = sorted(_stated(blocks, sentences), key=lambda c: (c.rank, -len(c.value)))
    if stated:
        return _read(stated, sentences)
    return _worked_out(page_text, sentences)


# 1. Read off the page

_LABEL = {
    name: re.compile(
        rf"(?i)(?<![\w-])(?:{'|'.join(re.escape(w) for w in sorted(WORDS[name], key=len, reverse=True))})(?![a-z])"
    )
    for name in ("published_labels", "updated_labels", "not_published")
}
_ISSUE = re.compile(
    r"(?<!\d)((?:19|20)\d\d)\s?年\s?第?\s?\d{1,4}\s?期|(?i:issue|no\.?|vol\.?)\s?\d{1,4},?\s{1,2}((?:19|20)\d\d)(?!\d)"
)
_BRACKET = re.compile(r"[(\[（【][^()\[\]（）【】]{4,100}[)\]）】]?\s{0,3}\Z")
_DATELINE = re.compile(
    r"\A\W{0,3}[A-Z][\w.'’ -]{1,40}(?:,\s{1,2}[A-Z][\w.'’ -]{1,30}){0,3}[,:]?\s{1,3}"
    r"[^\n]{3,40}?(?:\s{0,3}[(/（]|\s{1,3}(?:--|—|–|-)\s)"
)


def _stated(blocks: list[schema.Block], sentences: list[schema.Sentence]) -> Iterator[_Candidate]:
    title = next((b for b in blocks if b.kind == "title"), None)
    first_body = next((b.start for b in blocks if b.kind == "body"), 0)
    for block in blocks:
        if block.kind not in ("byline", "source", "furniture"):
            continue
        near = block.start < first_body + 1 and (title is None or abs(block.start - title.start) < 1500)
        for line in block.text.splitlines():
            yield from _in_line(line.strip(), block.kind, near)
    if title:
        for value, doubt in _full_dates(title.text):
            if len(value) == 10:
                yield _Candidate(value, 4, " ".join(title.text.split()), "the title says", doubt)
    opening = next((s for s in sentences if s.start >= first_body), None)
    if opening:
        match = _DATELINE.match(opening.text[:200])
        if match:
            for value, _ in _full_dates(match.group(), stop=match.end()):
                yield _Candidate(value, 2, match.group().strip(), "the dateline says")
    for sentence in sentences[-3:]:
        match = _BRACKET.search(sentence.text[-130:])
        if match:
            for value, doubt in _full_dates(match.group()):
                if len(value) == 10 or doubt:
                    yield _Candidate(value, 3, match.group().strip(), "the closing bracket says", doubt)


def _in_line(line: str, kind: str, near: bool) -> Iterator[_Candidate]:
    if not line or len(line) > _LINE or _LABEL["not_published"].search(line):
        return
    found = list(_full_dates(line))
    issue = _ISSUE.search(line)
    if issue and not any(len(value) > 4 for value, _ in found):
        found = [(issue.group(1) or issue.group(2), None)]
    if not found:
        return
    value, doubt = found[0]
    updated, labelled = _LABEL["updated_labels"].search(line), _LABEL["published_labels"].search(line)
    if updated and not labelled:
        rank, where = (1 if kind != "furniture" else 5), "the page says"
    elif labelled and (kind != "furniture" or (near and len(line) < 80)):
        rank, where = 0, "the page says"
    elif kind == "byline":
        rank, where = 1, "the byline says"
    elif kind == "source":
        rank, where = 1, "the credit line says"
    elif near and len(value) == 10 and len(line) <= 48:
        rank, where = 4, "the line beside the title says"
    else:
        return
    if len(value) == 4 and kind == "furniture":
        return
    yield _Candidate(value, rank, line, where, doubt)


def _full_dates(text: str, stop: int | None = None) -> Iterator[tuple[str, str | None]]:
    """The dates with a year in a line: value without the hour, and a doubt."""
    for e in expressions(text):
        if e.point and e.point.year and not e.until and not e.point.part and (stop is None or e.end <= stop):
            value = compose(e.point._replace(clock=None))
            if value and re.fullmatch(r"(?:19[89]|20)\d(?:\d(?:-\d\d){0,2})", value):
                yield value, e.doubt and f"{text[e.start : e.end]}: {e.doubt}"


def _read(candidates: list[_Candidate], sentences: list[schema.Sentence]) -> Published:
    best = candidates[0]
    others = sorted(
        {c.value for c in candidates[1:] if c.rank == best.rank and not best.value.startswith(c.value)} - {best.value}
    )
    value, basis, evidence, doubt = best.value, "stated", f"{best.where} “{best.line}”", best.doubt
    if best.doubt:
        finer = next((c for c in candidates if len(c.value) == 10 and c.value.startswith(best.value)), None)
        told = finer.value if finer else _told_apart(best, sentences)
        if told:
            value, doubt = told, None
            basis = "stated" if finer else "inferred"
            evidence += (
                f"; {finer.where} “{finer.line}”"
                if finer
                else "; of its two readings this one fits the dates in the text"
            )
    if others and not doubt:
        doubt = f"the page states other dates as well: {', '.join(others[:4])}"
    return Published(value, _PRECISION[len(value)], basis, evidence[0].upper() + evidence[1:], doubt)


def _told_apart(candidate: _Candidate, sentences: list[schema.Sentence]) -> str | None:
    """03/04/2019 as the reading whose month the text names, if it names only one of the two."""
    match = re.search(r"(?<!\d)(\d{1,2})[-/](\d{1,2})[-/](\d{4})", candidate.line)
    if not match:
        return None
    a, b, year = match.groups()
    months = {
        e.point.month for s in sentences for e in expressions(s.text) if e.point and e.point.month and e.point.day
    }
    fit = [(m, d) for m, d in ((int(a), int(b)), (int(b), int(a))) if m in months]
    return f"{year}-{fit[0][0]:02d}-{fit[0][1]:02d}" if len(fit) == 1 else None


# 2. Worked out


@dataclass(frozen=True, slots=True)
class _Clues:
    """What the text says that can narrow down its year."""

    day: tuple[int, int] | None = None  # month and day of the dateline, else the first that the text names
    in_dateline: bool = False
    weekdays: tuple[int, ...] = ()  # named in the text as near, in order
    past: int | None = None  # the latest year spoken of as past
    named: str = ""


def _worked_out(page_text: str, sentences: list[schema.Sentence]) -> Published:
    clues = _clues(sentences)
    event = _present_event(sentences)
    if clues.day and clues.in_dateline and clues.weekdays and clues.past and not event:
        return _by_weekday(clues)
    if event:
        return _by_event(clues, *event)
    reasons = ["no date of publication is stated"]
    if clues.past:
        reasons.append(f"the latest past year the text speaks of is {clues.past}")
    year = re.findall(r"(?:©|[Cc]opyright|COPYRIGHT)[^\n\d]{0,20}(?:\d{4}\s?[-–]\s?)?((?:19|20)\d\d)(?!\d)", page_text)
    if year:
        reasons.append(f"the copyright line bears {max(year)}, which is no later bound for the story than that")
    return Published(doubt="; ".join(reasons))


def _clues(sentences: list[schema.Sentence]) -> _Clues:
    day, in_dateline, named, weekdays, past = None, False, "", [], None
    body = 0
    for sentence in sentences:
        dateline = _DATELINE.match(sentence.text[:200])
        body += 1
        for e in expressions(sentence.text):
            p = e.point
            if p is None:
                continue
            tense = dates.tense(sentence.text, e)
            if p.month and p.day and not (p.year or p.shift or e.until or e.doubt) and p.towards is None:
                first = bool(dateline and e.end <= dateline.end())
                if (day is None and tense <= 0) or (first and not in_dateline):
                    day, in_dateline = (p.month, p.day), first
                    named = sentence.text[e.start : e.end]
            if p.weekday and p.towards is None and tense <= 0 and not p.month:
                weekdays.append(p.weekday)
            year = (e.until or p).year
            if (
                year
                and year.isdigit()
                and tense <= 0
                and e.relation not in ("by", "until", "before")
                and int(year) >= 1980
            ):
                past = max(past or 0, int(year))
    return _Clues(day, in_dateline, tuple(weekdays), past, named)


def _by_weekday(clues: _Clues) -> Published:
    weekday = Counter(clues.weekdays).most_common(1)[0][0]
    month, day = clues.day
    fitting = [y for y in range(clues.past, min(clues.past + _HORIZON, 9999)) if _weekday(y, month, day) == weekday]
    if not fitting:
        return Published(doubt=f"no year fits a {calendar.day_name[weekday - 1]}, {clues.named}")
    others = [str(y) for y in fitting[1:3]]
    evidence = (
        f"The dateline says {clues.named} and the text calls it a {calendar.day_name[weekday - 1]}; the latest past "
        f"year spoken of is {clues.past}; the first such year not before it is {fitting[0]}"
    )
    evidence += f" (other candidates: {', '.join(others)})" if others else ""
    doubt = "the text names more than one weekday" if len(set(clues.weekdays)) > 1 else None
    return Published(f"{fitting[0]:04d}-{month:02d}-{day:02d}", "day", "inferred", evidence, doubt)


def _weekday(year: int, month: int, day: int) -> int | None:
    try:
        return dt.date(year, month, day).isoweekday()
    except ValueError:
        return None


def _by_event(clues: _Clues, name: str, years: list[int], words: str) -> Published:
    fitting = [y for y in years if clues.past is None or y >= clues.past]
    if clues.day and clues.in_dateline and clues.weekdays:
        weekday = Counter(clues.weekdays).most_common(1)[0][0]
        fitting = [y for y in fitting if _weekday(y, *clues.day) == weekday] or fitting
    if not fitting:
        return Published(doubt=f"the text speaks of the {name} as present and of {clues.past} as past")
    value, reason = f"{fitting[0]}", f"The text speaks of the {name} (“{words}”) as present"
    others = ", ".join(map(str, fitting[1:]))
    if clues.day:
        month, day = clues.day
        # A page speaks of a day soon after it; late in a month that may be in the next.
        if clues.in_dateline:
            value += f"-{month:02d}-{day:02d}"
        elif day <= 21:
            value += f"-{month:02d}"
        reason += f" and names {clues.named}"
    reason += f"; first such year: {fitting[0]}" + (f" (other candidates: {others})" if others else "")
    return Published(value, _PRECISION[len(value)], "inferred", reason)


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
            if match and present.search(sentence.text) and not found:
                found = match.group()
        if found:
            return name, years, found
    return None
