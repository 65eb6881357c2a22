"""Time expressions as they stand in a sentence: where they are and what their words say, not yet which day is meant.

What needs a date to count from (`last year`, `Friday`) comes out as a :class:`Point` that says how to count;
``dates.py`` does the counting. English rules stand in ``day_rules`` (days, months, weekdays), ``year_rules`` (years and
their parts, centuries) and ``span_rules`` (time that is counted, durations, sets, hours), Chinese ones in ``chinese``.
"""

from __future__ import annotations

import re
from collections import defaultdict

from cq_research.timex import chinese, day_rules, span_rules, year_rules
from cq_research.timex.grammar import RULES, Rule
from cq_research.timex.points import Expression, Point, Shift
from cq_research.timex.words import (
    MONTHS,
    MULTIPLES,
    NUMBER_WORDS,
    ORDINALS,
    SEASONS,
    UNITS,
    WEEKDAYS,
    WORDS,
    S,
    count,
)

__all__ = ["Expression", "Point", "Shift", "expressions"]

_MODULES = (day_rules, year_rules, span_rules)  # in this order, which decides between matches of equal length

# The classes of words that a rule may begin with; any other class is the word itself. Digits are `digit`.
_HEADS: dict[str, set[str]] = {
    "month": set(MONTHS),
    "weekday": {*WEEKDAYS, *(w + "s" for w in WEEKDAYS)},
    "season": set(SEASONS),
    "the": {"the", "this"},
    "a": {"a", "an"},
    "relative": {*WORDS["relative"], *WORDS["of_the_text"], "corresponding", "year", "first", "final", "initial"},
    "ordinal": {*ORDINALS, "last", "final", "initial", "latter"},
    "number": NUMBER_WORDS,
    "year": {"year", "fiscal", "financial", "fy", "calendar"},
    "set": {"every", "each"},
    "unit": {*UNITS, *MULTIPLES, *(w + "long" for w in UNITS)},
    "today": {"today", "yesterday", "tomorrow", "tonight"},
    "noon": {"noon", "midday", "midnight"},
    "code": {"q", "h"},
}


def _by_first_word() -> dict[str, list[Rule]]:
    index: dict[str, list[Rule]] = defaultdict(list)
    order = [module.__name__ for module in _MODULES]
    for rule in sorted(RULES, key=lambda rule: order.index(rule.read.__module__)):
        for word in set().union(*(_HEADS.get(head, {head}) for head in rule.heads)):
            index[word].append(rule)
    return dict(index)


_INDEX = _by_first_word()
_TOKEN = re.compile(r"[A-Za-z]{1,20}|\d{1,12}")
# What shows that digits belong to a longer number, an amount, an address or a name.
_PART_OF_NUMBER = re.compile(r"[\w$€£¥#+@&=_~*/]\Z|\d[.,:-]\Z|[.]\Z")


def expressions(text: str) -> list[Expression]:
    """The time expressions of one sentence, in order and without overlap. Never raises; linear in the text's length.

    Surface forms: see the numbered comments in the rules' modules. Two that belong together are one
    interval (`from 2011 to 2015`, `between May and July 2020`); words for a part of a period are in the span (`the end
    of 2013`); what says how the text relates to it is not (`since 2015`).
    """
    found = _scan(text)
    if chinese.spoken(text):
        found = _without_overlap(found + chinese.expressions(text))
    return _ended(text, _joined(text, _shared([_widened(text, e) for e in found], text)))


def _scan(text: str) -> list[Expression]:
    found: list[Expression] = []
    end = 0
    for token in _TOKEN.finditer(text):
        start, word = token.start(), token.group()
        if start < end:
            continue
        digits = word[0].isdigit()
        rules = _INDEX.get("digit" if digits else word.lower())
        if not rules:
            continue
        left = text[max(0, start - 2) : start]
        if _PART_OF_NUMBER.search(left) if digits else left[-1:].isalnum():
            continue
        best = None
        for rule in rules:
            match = rule.pattern.match(text, start)
            if match and match.end() > (best.end if best else start):
                best = rule.read(match) or best
        if best:
            found.append(best)
            end = best.end
    return found


def _without_overlap(found: list[Expression]) -> list[Expression]:
    kept: list[Expression] = []
    for e in sorted(found, key=lambda e: (e.start, -e.end)):
        if not kept or e.start >= kept[-1].end:
            kept.append(e)
    return kept


_PARTS = [
    (mod, re.compile(rf"(?<![\w-])(?i:{'|'.join(patterns)})\Z")) for mod, patterns in WORDS["parts"].items()
]  # fmt: skip
_SOMEWHERE_IN = re.compile(rf"(?<![\w-])(?i:earlier|later){S}(?:in{S}|on{S})?\Z")
_RELATIONS = [
    (
        relation,
        re.compile(
            rf"(?<![\w-])(?i:{'|'.join(patterns)})(?:\s{{1,3}}|(?<=-))(?:(?i:the|about|around|at{S}least){S})?\Z"
        ),
    )
    for relation, patterns in WORDS["relations"].items()
]


def _widened(text: str, e: Expression) -> Expression:
    """`e` with the words before it that say which part of the period is meant, and how the text relates to it."""
    if e.point is None:
        return e
    mod, start = e.mod, e.start
    left = text[max(0, start - 60) : start]
    for name, pattern in _PARTS:
        match = pattern.search(left)
        if match:
            mod, start = name, start - (len(left) - match.start())
            break
    else:
        match = _SOMEWHERE_IN.search(left)
        if match and (e.point.shift or e.point.weekday):
            start -= len(left) - match.start()
    left = text[max(0, start - 30) : start]
    relation = next((name for name, pattern in _RELATIONS if pattern.search(left)), None)
    return e._replace(start=start, mod=mod, relation=relation or e.relation)


_AND = re.compile(r"\s{0,4}(?:[,&‐‑–—~]\s{0,4}|(?:,\s{0,3})?(?:and|or)\s{1,4}(?:in\s{1,3}|on\s{1,3}|the\s{1,3})?)\Z")
_TO = re.compile(r"\s{0,4}(?:[-‐‑–—~～至到]|\b(?i:to|until|till|through)\b)\s{0,4}(?:the\s{1,3})?\Z")
_BETWEEN = re.compile(r"\b(?i:between)\s{1,4}(?:the\s{1,3})?\Z")


def _shared(found: list[Expression], text: str) -> list[Expression]:
    """`in May and August 2013`: the month without a year has the year of the next."""
    for i in range(len(found) - 2, -1, -1):
        a, b = found[i], found[i + 1]
        gap = text[a.end : b.start]
        if not (a.point and b.point and len(gap) < 16 and (_AND.match(gap) or _TO.match(gap))):
            continue
        last = b.until or b.point
        open_year = not (a.point.year or a.point.shift or a.point.towards is not None) and (
            a.point.month or a.point.part
        )
        if open_year and (b.point.month or b.point.part) and (last.year or last.shift):
            found[i] = a._replace(
                point=a.point._replace(year=last.year, shift=last.shift),
                until=a.until and a.until._replace(year=last.year, shift=last.shift),
            )
    return found


def _joined(text: str, found: list[Expression]) -> list[Expression]:
    """Two points with `to` between them, or `between … and …`, as one interval; a day and its hour as one time."""
    result: list[Expression] = []
    for e in found:
        last = result[-1] if result else None
        hour = _with_hour(text, last, e) if last else None
        if hour:
            result[-1] = hour
        elif last and _is_interval(text, last, e):
            until = e.point
            if (
                not (until.year or until.shift)
                and (last.point.year or last.point.shift)
                and (until.month or until.part)
            ):
                until = until._replace(year=last.point.year, shift=last.point.shift)
            relation = None if last.relation == "by" else last.relation
            result[-1] = last._replace(end=e.end, until=until, mod=None, relation=relation, doubt=last.doubt or e.doubt)
        else:
            result.append(e)
    return result


def _is_interval(text: str, a: Expression, b: Expression) -> bool:
    if not (a.point and b.point and not a.until and not b.until and a.kind == b.kind == "date"):
        return False
    gap = text[a.end : b.start]
    if len(gap) > 12:
        return False
    if _fineness(a.point) != _fineness(b.point):  # `this year through August`
        return False
    if _TO.match(gap):
        return True
    if a.point.part and b.point.part and a.point.part[0] == b.point.part[0] == "Q" and len(b.point.part) == 2:
        # `in Q1 and Q2`: one run of quarters
        next_to = a.point.part[-1] + b.point.part[-1] in ("12", "23", "34")
        same = (a.point.year, a.point.shift) == (b.point.year, b.point.shift)
        if next_to and same and not a.mod and not b.mod and re.fullmatch(r"\s{1,4}and\s{1,4}", gap):
            return True
    apart = a.point.day or b.point.day or (a.point.year, a.point.shift) != (b.point.year, b.point.shift)
    if a.point.month and a.point.month + 1 == (b.point.month or 0) and not apart:
        # `exports fell in January and February`: one run of months
        return bool(re.fullmatch(r"\s{1,4}and\s{1,4}", gap) and not a.mod and not b.mod)
    between = re.fullmatch(r"\s{1,4}and\s{1,4}(?:the\s{1,3})?", gap)
    return bool(between and _BETWEEN.search(text[max(0, a.start - 16) : a.start]))


def _fineness(point: Point) -> int:
    if point.day or point.weekday or (point.shift and point.shift.unit in ("D", "W", "WE") and not point.month):
        return 2
    return 1 if point.month or point.part or (point.shift and point.shift.unit in ("M", "Q")) else 0


_RUN = re.compile(
    rf"(?<![\w-])(?P<run>(?i:the{S})?(?:(?i:current|last|past|previous|first|second|third|fourth){S})?(?i:fiscal{S}|financial{S})?"
    rf"(?:(?P<n>[A-Za-z]{{3,8}}|\d{{1,2}})[\s-]{{1,3}}(?i:months?)(?:{S}(?i:period))?|(?P<unit>(?i:year|half|quarter))))"
    rf"{S}(?P<joint>(?i:ended|ending|through|to)){S}(?:(?i:in|on){S})?\Z"
)
_LENGTHS = {"year": 12, "half": 6, "quarter": 3}


def _ended(text: str, found: list[Expression]) -> list[Expression]:
    """`the year ended March 31`, `in the 12 months to June`: the run of months that ends there, as one expression."""
    result: list[Expression] = []
    for e in found:
        p = e.point
        closes = p and not e.until and e.kind == "date" and p.month and not e.doubt
        match = _RUN.search(text, max(0, e.start - 60), e.start) if closes else None
        months = match and (_LENGTHS.get(match["unit"].lower()) if match["unit"] else count(match["n"]))
        if not months or months > 36 or months != int(months) or (match["unit"] and _open_end(match)):
            result.append(e)
            continue
        while result and result[-1].end > match.start():
            result.pop()  # `the third quarter`, `12 months`, which are part of it
        result.append(e._replace(start=match.start(), mod=None, relation=None, months=int(months)))
    return result


def _open_end(match: re.Match) -> bool:
    """`a year to March`: only a named year, half or quarter runs `to` or `through` its end."""
    return match["joint"].lower() in ("to", "through") and not match["run"].lower().startswith("the")


_HOUR_BEFORE = re.compile(r"(?:,|\s{1,3}on|\s{1,3}this|\s{1,3}of)?\s{1,3}\Z")
_HOUR_AFTER = re.compile(r"(?:,|\s{1,3}at|,\s{1,3}at)?\s{1,3}\Z")


def _with_hour(text: str, a: Expression, b: Expression) -> Expression | None:
    """`9:30 am on Friday`, `Friday at 9:30 am`: the day with its hour; None where the two are not that."""
    if not (a.point and b.point) or a.until or b.until or b.start - a.end > 8:
        return None
    hour_first = _hour_only(a.point) and _is_day(b.point) and _HOUR_BEFORE.match(text[a.end : b.start])
    hour_last = _hour_only(b.point) and _is_day(a.point) and _HOUR_AFTER.match(text[a.end : b.start])
    if not (hour_first or hour_last):
        return None
    hour, day = (a, b) if hour_first else (b, a)
    if day.point.clock and (not hour_last or day.point.clock[1].isdigit()):
        return None
    point = day.point._replace(clock=hour.point.clock)
    return day._replace(start=a.start, end=b.end, kind="time", point=point, relation=a.relation)


def _hour_only(point: Point) -> bool:
    return point == Point(clock=point.clock)


def _is_day(point: Point) -> bool:
    return bool(point.day or point.weekday or (point.shift and point.shift.unit == "D"))
