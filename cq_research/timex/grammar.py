"""What a rule of the grammar of time is, and the pieces that several rules share.

A rule is a pattern that is tried where one of its first words stands. Of the rules that match there the longest match
wins; between equals the earlier rule. A reader may refuse a match (None), which is how `2000 companies` is told from a
year.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from cq_research.timex.points import Expression, Point, Shift, compose
from cq_research.timex.words import DAY_PARTS, HYPHEN, WORDS, YEAR, S, any_of

Reader = Callable[[re.Match], Expression | None]


class Rule(NamedTuple):
    """A pattern, the classes of words that it may begin with (see ``timex.HEADS``), and the reader of its matches."""

    heads: tuple[str, ...]
    pattern: re.Pattern
    read: Reader


RULES: list[Rule] = []


def rule(heads: str, *patterns: str) -> Callable[[Reader], Reader]:
    """Add a rule a pattern to :data:`RULES`, all read by the decorated function."""

    def keep(read: Reader) -> Reader:
        RULES.extend(Rule(tuple(heads.split()), re.compile(p), read) for p in patterns)
        return read

    return keep


THE = rf"(?:(?i:the){S})?"
TO = rf"(?:\s?{HYPHEN}\s?|{S}(?i:to|through|until|till){S})"
_RELATIVE = any_of({*WORDS["relative"], *WORDS["of_the_text"]})
YEAR_WORDS = (
    rf"(?i:(?:the{S})?year{S}before{S}last"
    rf"|(?:the{S})?(?:{_RELATIVE}){S}(?:(?:fiscal|financial|calendar|full){S})?year)\b"
)
OWN_YEAR = rf"(?:(?P<year>{YEAR})|(?P<years>{YEAR_WORDS}))"
# What may stand between a month, quarter or season and its year: `May of 2013`, `June, 2013`, `the first half of 2013`
OF_YEAR = rf"(?:,\s{{0,3}}|{S}(?:(?i:of|in){S})?(?:(?i:the{S}year|fiscal(?:{S}year)?|FY){S})?)"
DAY_PART_AFTER = rf"(?:{S}(?P<daypart>(?i:{any_of(DAY_PARTS)}))\b)?"


def shift_of(words: str, unit: str) -> Shift:
    """How to count what `last year`, `the following month` name.

    >>> shift_of("last year", "Y") == Shift("Y", -1)
    True
    >>> shift_of("the following month", "M") == Shift("M", 1, of_text=True)
    True
    """
    word = words.lower().split()
    definite = word[0] == "the"
    word = word[definite:]
    if word[-2:] == ["before", "last"]:
        return Shift(unit, -2)
    if word[0] in WORDS["of_the_text"]:
        return Shift(unit, WORDS["of_the_text"][word[0]], of_text=True)
    return Shift(unit, WORDS["relative"][word[0]])


def own_year(m: re.Match) -> dict:
    """The year that the groups `year` or `years` of a match give, as fields of a Point."""
    groups = m.groupdict()
    if groups.get("year"):
        return {"year": groups["year"]}
    return {"shift": shift_of(groups["years"], "Y")} if groups.get("years") else {}


def clock_of(m: re.Match) -> str | None:
    """The part of the day in the group `daypart`: `TMO`."""
    word = m.groupdict().get("daypart")
    return f"T{DAY_PARTS[word.lower()]}" if word else None


def made(m: re.Match, kind: str, **fields) -> Expression:
    """The expression that a whole match is."""
    return Expression(m.start(), m.end(), kind, **fields)


def dated(m: re.Match, point: Point, until: Point | None = None) -> Expression:
    """A date, or a time where the point has a clock; with a doubt where the calendar has no such day."""
    bad = any(p and p.month and compose(p) is None for p in (point, until))
    kind = "time" if point.clock else "date"
    return made(m, kind, point=point, until=until, doubt="the calendar has no such day" if bad else None)


def before(m: re.Match, length: int = 30) -> str:
    """The text just before a match."""
    return m.string[max(0, m.start() - length) : m.start()]


def after(m: re.Match, length: int = 30) -> str:
    """The text just behind a match."""
    return m.string[m.end() : m.end() + length]
