"""Dates of publication that a page states.

Surface forms, best first:

0. a line labelled so: `Published: 6:30am, 18 Oct, 2021`, `Add Time:2014-10-27 00:00:00`, `发布时间:2018年5月3日`;
   a part that opens with such a label (`date 2022-01-17 Trains see more`); a machine's stamp (`2013-11-08T15:58:49`)
1. a byline, credit or `Updated:` line: `By NAME|Nov 15,2019`, `Xinhua | 2018-03-05 20:11 | Editor: NAME`, `2023年9期`
2. a dateline with its year: `CHONGQING, China, Sept. 5, 2023 /PRNewswire/ --`
3. a closing bracket: `(Xinhua, May 3, 2018)`, `(China Daily 05/03/2018 page12)`
4. a line below the title that is hardly more than a date; the title itself
5. `Updated:` or `last edited` among the navigation
6. such a line above the title, which may be the day on which the page was saved

A year in a copyright line or a banner is no date of publication.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from cq_research import pages, schema
from cq_research.timex import expressions
from cq_research.timex.points import compose
from cq_research.timex.words import WORDS

PRECISION = {10: "day", 7: "month", 4: "year"}
_LINE = 200  # a longer line is prose, not a line of bibliographic facts
_DATE_LINE = 48  # a date with a time, a weekday and a word or two
_NEAR = 1500  # from the title to a line that still belongs to it


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
    rank: int  # the lower the better; see the list above
    line: str
    where: str
    doubt: str | None = None


def find(blocks: list[schema.Block], sentences: list[schema.Sentence]) -> Published | None:
    """The date that the page states, the best of the forms listed above; None if it states none."""
    candidates = sorted(_candidates(blocks, sentences), key=lambda c: (c.rank, -len(c.value)))
    if not candidates:
        return None
    best = candidates[0]
    rivals = {c.value for c in candidates[1:] if c.rank == best.rank and not best.value.startswith(c.value)}
    value, basis, doubt = best.value, "stated", best.doubt
    evidence = f"{best.where} “{best.line}”"
    if best.doubt:
        finer = next((c for c in candidates if len(c.value) == 10 and c.value.startswith(best.value)), None)
        told = _told_apart(best, sentences)
        if finer:
            value, doubt, evidence = finer.value, None, f"{evidence}; {finer.where} “{finer.line}”"
        elif told:
            value, doubt, basis = told, None, "inferred"
            evidence += "; of its two readings this one fits the dates in the text"
    elif best.rank == 6:
        doubt = "the date stands above the title: it may be the day on which the page was saved"
    elif rivals - {best.value}:
        doubt = f"the page states other dates as well: {', '.join(sorted(rivals - {best.value})[:4])}"
    return Published(value, PRECISION[len(value)], basis, evidence, doubt)


def _candidates(blocks: list[schema.Block], sentences: list[schema.Sentence]) -> Iterator[_Candidate]:
    title = next((b for b in blocks if b.kind == "title"), None)
    body = next((b.start for b in blocks if b.kind == "body"), 0)
    for block in blocks:
        if block.kind in ("byline", "source", "furniture"):
            where = None
            if block.start < body and (title is None or abs(block.start - title.start) < _NEAR):
                where = "above" if title and block.start < title.start else "below"
            for line in block.text.splitlines():
                yield from _in_line(line.strip(), block.kind, where)
    for block in blocks:
        if block.kind in schema.CONTENT_KINDS and block.start <= body:
            yield from _opening(block.text[:120])
    if title:
        yield from _whole_days(title.text, 4, "The title says")
    for block in blocks:
        dateline = pages.dateline(block.text[:300]) if block.kind == "body" else None
        if dateline:
            yield from _whole_days(block.text[dateline[0] : dateline[1]], 2, "The dateline says")
            break
    for sentence in sentences[-3:]:
        match = _BRACKET.search(sentence.text[-130:])
        if match and not _NO_CREDIT.search(match.group()):
            yield from _whole_days(match.group(), 3, "The closing bracket says")


_LABELS = {
    name: re.compile(
        rf"(?i)(?<![\w-])(?:{'|'.join(sorted(map(re.escape, WORDS[name]), key=len, reverse=True))})(?![a-z])"
    )
    for name in ("published_labels", "updated_labels", "not_published")
}
_OPENS = re.compile(
    rf"(?i)\A\W{{0,3}}(?:{_LABELS['published_labels'].pattern.removeprefix('(?i)')})\s{{0,2}}[::]?\s{{0,2}}(?=\d)"
)
_STAMP = re.compile(
    r"(?<!\d)((?:19[89]|20\d)\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]))T[0-2]\d:[0-5]\d(?::[0-5]\d|(?!\d))"
)
_ISSUE = re.compile(
    r"(?<!\d)((?:19|20)\d\d)\s?年\s?第?\s?\d{1,4}\s?期|(?i:issue|no\.?|vol\.?)\s?\d{1,4},?\s{1,2}((?:19|20)\d\d)(?!\d)"
)
# A bracket that opens after the end of a sentence, or is a sentence of its own.
_BRACKET = re.compile(r"(?:\A|[.!?。”\"]\s{0,3})[(\[（【][^()\[\]（）【】]{4,100}[)\]）】]?\s{0,3}\Z")
_NO_CREDIT = re.compile(r"(?i)photo|picture|taken|\bfile\b|founded|born|摄")


def _opening(text: str) -> Iterator[_Candidate]:
    """A label or a machine's stamp that is glued to the title or the story."""
    label, stamp = _OPENS.match(text), _STAMP.search(text)
    found = next((f for f in full_dates(text) if label and f[0] == label.end()), None)
    if found and len(found[1]) == 10:
        yield _Candidate(found[1], 0, " ".join(text[:40].split()) + " …", "The page says", found[2])
    elif stamp:
        yield _Candidate(stamp.group(1), 0, stamp.group(), "The page says")


def _in_line(line: str, kind: str, where: str | None) -> Iterator[_Candidate]:
    if not line or len(line) > _LINE or _LABELS["not_published"].search(line):
        return
    found = list(full_dates(line))
    issue = _ISSUE.search(line)
    if issue and not any(len(value) > 4 for _, value, _ in found):
        found = [(issue.start(), issue.group(1) or issue.group(2), None)]
    stamp = _STAMP.search(line)
    if stamp and not found and where:
        yield _Candidate(stamp.group(1), 0, line, "The page says")
    if not found:
        return
    updated, labelled = _LABELS["updated_labels"].search(line), _LABELS["published_labels"].search(line)
    labelled = labelled if not updated or (labelled and labelled.start() != updated.start()) else None
    _, value, doubt = _behind(found, labelled or updated)
    if labelled and (kind != "furniture" or (where and len(line) < 80)):
        rank, says = 0, "The page says"
    elif updated and not labelled:
        rank, says = (1 if kind != "furniture" else 5), "The page says"
    elif kind != "furniture":
        rank, says = 1, "The byline says" if kind == "byline" else "The credit line says"
    elif where and len(value) == 10 and len(line) <= _DATE_LINE:
        rank, says = (4 if where == "below" else 6), f"The line {where} the title says"
    else:
        return
    if len(value) > 4 or kind != "furniture":
        yield _Candidate(value, rank, line, says, doubt)


def _behind(found: list[tuple[int, str, str | None]], label: re.Match | None) -> tuple[int, str, str | None]:
    """The first date behind a label, else the first of all."""
    return next((f for f in found if label and f[0] >= label.end()), found[0])


def _whole_days(text: str, rank: int, says: str) -> Iterator[_Candidate]:
    line = " ".join(text.split())
    for _, value, doubt in full_dates(text):
        if len(value) == 10 or doubt:
            yield _Candidate(value, rank, line.lstrip('.!?。”" '), says, doubt)


def full_dates(text: str) -> Iterator[tuple[int, str, str | None]]:
    """The dates with a year (1980 to 2099) in a line: where they start, their values without the hour, and a doubt."""
    for e in expressions(text):
        if e.point and e.point.year and not e.until and not e.point.part and not e.mod:
            value = compose(e.point._replace(clock=None))
            if value and re.fullmatch(r"(?:19[89]\d|20\d\d)(?:-\d\d){0,2}", value):
                yield e.start, value, e.doubt and f"{text[e.start : e.end]}: {e.doubt}"


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
