"""The noun that a number counts: where its phrase ends, and the noun in the singular."""

from __future__ import annotations

import functools
from typing import NamedTuple

from cq_research import vocabularies
from cq_research.quantities import number_words
from cq_research.quantities.tokens import Token

_REACH = 9  # tokens between the number and its noun
_HYPHENS = ("-", "‑", "–")


class Noun(NamedTuple):
    """A counted noun: its singular, and the index behind its last token."""

    singular: str
    last: int


class _Lists(NamedTuple):
    stops: frozenset[str]
    irregular: dict[str, str]
    modifiers: frozenset[str]
    not_plural: frozenset[str]
    us: frozenset[str]
    ie: frozenset[str]
    o: frozenset[str]
    singular: frozenset[str]
    hyphen: frozenset[str]
    elided: frozenset[str]
    time: frozenset[str]
    people: frozenset[str]


@functools.cache
def _lists() -> _Lists:
    data = vocabularies.load("counted_nouns")
    sets = [
        frozenset(data[k]) for k in ("modifiers", "not_plural", "us_nouns", "ie_nouns", "o_nouns", "singular", "hyphen")
    ]
    return _Lists(
        frozenset(data["stops"]),
        data["irregular"],
        *sets,
        frozenset(data["elided"]),
        frozenset(data["time"]),
        frozenset(data["people"]),
    )


def is_time(word: str) -> bool:
    """Whether `word` (lower case) is a unit of time: numbers before it are durations."""
    return word in _lists().time


def is_of_people(words: list[str]) -> bool:
    """Whether the words (lower case) behind a bare number are said of people only (`30 injured`, `four were hurt`)."""
    states = _lists().people
    return words[:1] != [] and (words[0] in states or (words[0] in ("were", "are") and words[-1] in states))


def is_noun(word: str) -> bool:
    """Whether `word` (lower case) may be a noun: not one of the words at which a counted phrase ends."""
    return word.isascii() and word not in _lists().stops


def is_elided(word: str) -> bool:
    """Whether `word` behind a bare number shows that its noun stands earlier (`with two just settled`)."""
    return word in _lists().elided


def singular(word: str) -> str | None:
    """The singular of a plural noun, or None where `word` does not look like a plural.

    >>> singular("companies"), singular("people"), singular("glass")
    ('company', 'person', None)
    """
    lists, low = _lists(), word.lower()
    if low in lists.irregular:
        return lists.irregular[low]
    for ending, short in (("women", "woman"), ("men", "man"), ("children", "child")):
        if low.endswith(ending) and len(low) > len(ending) + 2 and low not in ("specimen", "regimen", "abdomen"):
            return low[: -len(ending)] + short
    if len(word) > 2 and word.endswith("s") and word[-2].isupper() and word[0].isupper():
        return word[:-1]  # MOUs, SMEs
    if (
        not low.endswith("s")
        or len(low) < 3
        or low.endswith(("ss", "us", "is", "'s", "ous"))
        or low in lists.not_plural
    ):
        return None
    if word.isupper():  # an acronym, not a plural: `US`
        return None
    own = word if word[:1].isupper() and not word[1:].islower() else low  # SMEs → SME
    if low in lists.ie or low in lists.o:
        return own[:-1] if low in lists.ie else own[:-2]
    if low.endswith("ies") and len(low) > 4:
        return own[:-3] + "y"
    if low.endswith("es") and low[:-2] in lists.us:
        return own[:-2]
    if low.endswith(("sses", "shes", "ches", "xes", "zzes")) and low not in ("caches", "aches", "headaches", "axes"):
        return own[:-2]
    return own[:-1]


def head(tokens: list[Token], i: int, *, one: bool = False) -> Noun | None:
    """The noun counted by the number that ends before token `i`, where only modifiers stand between.

    Surface forms: `24 newly founded companies`, `535 US-funded enterprises`, `14 Chinese and foreign companies`,
    `three million people`, `3,000 SMEs`, `12-member team` (the noun behind the hyphen), and, with `one`, a singular
    noun of the vocabulary (`one company`).
    """
    lists = _lists()
    if i < len(tokens) and tokens[i].text in _HYPHENS:
        return _hyphenated(tokens, i, lists)
    found: Noun | None = None
    j = i
    while j < min(len(tokens), i + _REACH):
        token = tokens[j]
        behind = tokens[j + 1] if j + 1 < len(tokens) else None
        if token.kind == "sign":
            if token.text in _HYPHENS and j > i and not token.spaced and behind and not behind.spaced and not found:
                j += 1
                continue
            if token.text == "," and j > i and not found and _adjective_list(tokens, j):
                j += 1
                continue
            break
        if token.kind == "number" and j > i and token.text.isdigit() and tokens[j - 1].text[:1].isupper():
            j += 1  # `11 Fortune Global 500 companies`
            continue
        if token.text[:1].isupper() and behind and behind.kind == "number" and not behind.spaced:
            j = _past_name(tokens, j)  # `30 A320neo jets`
            continue
        if token.kind != "word" or (j > i and number_words.is_cardinal(token.low)):
            break
        hyphened = behind is not None and behind.text in _HYPHENS and not behind.spaced
        if token.low in lists.stops and not hyphened and not (token.text.isupper() and len(token.text) > 1):
            if token.low == "and" and not found and j > i and _plural_ahead(tokens, j + 1, lists):
                j += 1
                continue
            break
        if found and not _compound(tokens, j, lists):
            break
        number = singular(token.text) if not hyphened else None
        if number and token.text.istitle() and behind and behind.kind == "word" and behind.text.islower():
            number = None if singular(behind.text) and behind.low not in lists.stops else number  # `31 Abrams tanks`
        if number and not (token.low in lists.modifiers and _plural_ahead(tokens, j + 1, lists)):
            found = Noun(number, j + 1)
        elif found is None and one and token.low in lists.singular and not hyphened:
            after = behind.low if behind and behind.kind == "word" else ""
            if after not in lists.singular:
                return Noun(token.low, j + 1)
        if token.low.endswith("'s") and found is None and j > i:
            break
        j += 1
        if found and tokens[j - 1].low not in lists.modifiers:
            break
    return found


def _past_name(tokens: list[Token], j: int) -> int:
    """The index behind a name of letters and digits that begins at `j` (`A320neo`)."""
    j += 1
    while j < len(tokens) and not tokens[j].spaced and tokens[j].kind in ("word", "number"):
        j += 1
    return j


def _adjective_list(tokens: list[Token], j: int) -> bool:
    """Whether the comma at `j` parts two adjectives (`3 large, modern ports`): a lower-case word on both sides."""
    return (
        j + 2 < len(tokens)
        and tokens[j - 1].low.endswith(("al", "ed", "ern", "ge", "ll", "ive", "ic", "ous", "an"))
        and tokens[j + 1].low.endswith(("al", "ed", "ern", "ge", "ll", "ive", "ic", "ous", "an"))
    )


def _plural_ahead(tokens: list[Token], j: int, lists: _Lists) -> bool:
    """Whether a plural follows from token `j` on before anything that ends the phrase."""
    for token in tokens[j : j + 4]:
        if token.text in _HYPHENS:
            continue
        if token.kind != "word" or token.low in lists.stops or number_words.is_cardinal(token.low):
            return False
        if singular(token.text) and token.low not in lists.modifiers:
            return True
    return False


def _compound(tokens: list[Token], j: int, lists: _Lists) -> bool:
    """Whether the plural just found is only a modifier of a plural behind it."""
    return tokens[j - 1].low in lists.modifiers and _plural_ahead(tokens, j, lists)


def _hyphenated(tokens: list[Token], i: int, lists: _Lists) -> Noun | None:
    if i + 1 >= len(tokens) or tokens[i].spaced or tokens[i + 1].spaced or tokens[i + 1].kind != "word":
        return None
    word = tokens[i + 1].low
    return Noun(word, i + 2) if word in lists.hyphen else None
