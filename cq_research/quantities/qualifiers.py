"""How a quantity is put: qualifier, sign, range or change, score."""

from __future__ import annotations

import functools
from typing import NamedTuple

from cq_research import vocabularies
from cq_research.quantities.number_words import Number
from cq_research.quantities.tokens import Token, cut, is_glued, low_at, text_at


class _Lists(NamedTuple):
    change: frozenset[str]
    scores: frozenset[str]
    over_particles: frozenset[str]
    before_over: frozenset[str]
    level_verbs: frozenset[str]
    measures: frozenset[str]
    before: dict[tuple[str, ...], str]
    after: dict[tuple[str, ...], str]


@functools.cache
def _lists() -> _Lists:
    data, said = vocabularies.load("number_contexts"), vocabularies.load("number_words")
    names = ("change_verbs", "scores", "over_particles", "before_over", "level_verbs", "measures")
    before = {_phrase(p): q for q, phrases in said["qualifiers"].items() for p in phrases}
    before |= {(">",): "over", ("≥",): "over", ("<",): "under", ("≤",): "under", ("~",): "about", ("≈",): "about"}
    after = {_phrase(p): q for q, phrases in said["qualifiers_after"].items() for p in phrases}
    return _Lists(*(frozenset(data[n]) for n in names), before, after | {("+",): "over"})


def _phrase(words: str) -> tuple[str, ...]:
    return tuple(t.low for t in cut(words))


def is_change(tokens: list[Token], i: int, *, named: bool) -> bool:
    """Whether `X to Y`, X at token `i`, is a change from one level to another and not a range.

    `rose from 3 to 5 million`, `up 3 percent to 5 percent`, `rose 9 to 126`, `cut by 1,200 to 8,400` are changes;
    `ranging from 3 to 5` and `rose 3 to 5 percent` are ranges. `named`: whether X has a unit, or Y has none either.
    """
    change = _lists().change
    back = [low_at(tokens, k) for k in range(max(0, i - 8), i)]
    if "from" in back[-3:]:
        return not any(w.startswith(("rang", "vary", "vari")) for w in back) and any(w in change for w in back)
    return named and any(w in change for w in (back if back[-1:] == ["by"] else back[-4:]))


def is_start(tokens: list[Token], i: int) -> bool:
    """Whether the number at token `i` is where a change or a range begins (`from 3% to 5`)."""
    return low_at(tokens, i - 1) in ("from", "between")


def sign(tokens: list[Token], i: int) -> bool:
    """Whether a minus stands directly before token `i` (`-5 °C`, `minus 3.2 percent`)."""
    before = i - 1
    if low_at(tokens, before) == "minus":
        return True
    if text_at(tokens, before) not in ("-", "−") or tokens[i].spaced or not tokens[before].spaced:
        return False
    return before == 0 or tokens[before - 1].kind != "number"


def is_level_verb(word: str) -> bool:
    """Whether a verb (lower case) puts a number to its subject (`flights increased to 14`, `the total reached 14`)."""
    return word in _lists().change or word in _lists().level_verbs


def is_measure(word: str) -> bool:
    """Whether a plural (lower case) names a measure and not things counted (`sales of cars fell to 300`)."""
    return word in _lists().measures


def is_score(tokens: list[Token], number: Number, other: Number) -> bool:
    """Whether `2-1` or `2011-15` is the score of a game, or years, rather than a range."""
    years = (
        tokens[number.first].kind == "number" and 1900 <= number.value <= 2100 and "," not in tokens[number.first].text
    )
    if years and number.value == number.mantissa and other.value <= 2100:
        return True
    back = (low_at(tokens, k) for k in range(max(0, number.first - 4), number.first))
    return other.value < 200 and any(w in _lists().scores for w in back)


def qualifier(tokens: list[Token], first: int, last: int) -> tuple[str, int]:
    """How exactly the quantity on tokens ``[first, last)`` is put, and the index behind the words that say so."""
    lists = _lists()
    for length in (4, 3, 2, 1):
        if first < length:
            continue
        words = tuple(low_at(tokens, k) for k in range(first - length, first))
        if words in lists.before and not (words == ("over",) and _is_preposition(tokens, first - 1, last)):
            digits = any(t.kind == "number" for t in tokens[first : first + 3])  # `some US$6 billion`
            if words == ("some",) and not digits and low_at(tokens, first) != "a":
                break
            return lists.before[words], last
    behind, found = past_qualifier(tokens, last)
    for k in range(first, last):  # `500 or so delegates`: between number and noun
        found = found or past_qualifier(tokens, k)[1]
    return (found, behind) if found else ("exact", last)


def _is_preposition(tokens: list[Token], i: int, last: int) -> bool:
    """Whether `over` at token `i` belongs to what stands before it (`handed over 12 awards`, `boxes over 900 km`)."""
    lists, before = _lists(), low_at(tokens, i - 1)
    if before in lists.over_particles:
        return True
    long = low_at(tokens, last - 1).startswith(("kilomet", "mile", "km", "met"))
    return long and i > 0 and not before.endswith(("ing", "ed")) and before not in lists.before_over


def past_qualifier(tokens: list[Token], i: int) -> tuple[int, str | None]:
    """The index behind `or more`, `-plus`, `+` … at token `i`, and the qualifier it gives; `i` and None without."""
    k = i + 1 if text_at(tokens, i) in ("-", "‑") and is_glued(tokens, i) else i
    for length in (2, 1):
        words = tuple(low_at(tokens, k + n) for n in range(length))
        if words in _lists().after and (words != ("plus",) or k > i) and (words != ("+",) or is_glued(tokens, k)):
            return k + length, _lists().after[words]
    return i, None
