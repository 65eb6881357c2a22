"""Advertising that is injected into a page: betting, drugs without a prescription, quick loans, copies of brands, ….

Told by the phrases of ``spam.yaml``, which explains what they count. One phrase is never enough for a sentence, since
news speaks of casinos and pharmacies too; a line with a word of a report ("said", "customs") is left alone.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from ahocorasick_rs import AhoCorasick, MatchKind

from cq_research import vocabularies

_ENOUGH = 3  # points of a line that is spam by itself
_STRONG = 2
_LONGEST = 600  # characters; a longer line is a paragraph of something
_SHORT = 12  # words of a line that one strong phrase makes spam
_STRAIGHT = str.maketrans("‘’“”\xa0", "''\"\" ")


@dataclass(frozen=True)
class _Phrases:
    all: AhoCorasick
    points: list[int]
    pitch: list[bool]
    story: AhoCorasick
    patterns: list[re.Pattern[str]]


def is_spam(text: str) -> bool:
    """Whether the line `text` is spam wherever it stands: a strong sign and another, or four that are not strong."""
    return _points(text) >= _ENOUGH


def suspect(text: str, words: int) -> bool:
    """Whether the line `text` of so many `words` is spam if it is no running text: one strong sign, or three others."""
    return words <= _SHORT and _points(text) >= _STRONG


@functools.lru_cache(maxsize=4096)
def _points(text: str) -> int:
    """The points of `text`; 0 without a thing that spam sells, or with a word of a report."""
    if len(text) > _LONGEST:
        return 0
    key, table = text.translate(_STRAIGHT).casefold(), _phrases()
    hits = {i for i, start, end in table.all.find_matches_as_indexes(key) if _whole(key, start, end)}
    matched = sum(bool(pattern.search(key)) for pattern in table.patterns)
    points = sum(table.points[i] for i in hits) + _STRONG * matched
    strong = matched or any(table.points[i] == _STRONG for i in hits)
    if not strong and all(table.pitch[i] for i in hits):
        return 0
    if any(_whole(key, start, end) for _, start, end in table.story.find_matches_as_indexes(key, overlapping=True)):
        return 0
    return points if strong else points - 1  # words that news has too must be more


def _whole(key: str, start: int, end: int) -> bool:
    """Whether ``key[start:end]`` cuts no word in two (Chinese and Thai have no marks between words)."""
    return not (start and _joins(key[start - 1], key[start])) and not (
        end < len(key) and _joins(key[end - 1], key[end])
    )


def _joins(before: str, after: str) -> bool:
    return before.isascii() and after.isascii() and before.isalnum() and after.isalnum()


@functools.cache
def _phrases() -> _Phrases:
    table = vocabularies.load("spam")
    kinds = table["kinds"].values()
    strong = [phrase for kind in kinds for phrase in kind["strong"]]
    topic = [phrase for kind in kinds for phrase in kind["topic"]]
    everything = [*strong, *topic, *table["pitch"]]
    return _Phrases(
        AhoCorasick([phrase.casefold() for phrase in everything], matchkind=MatchKind.LeftmostLongest),
        [_STRONG] * len(strong) + [1] * (len(topic) + len(table["pitch"])),
        [False] * (len(strong) + len(topic)) + [True] * len(table["pitch"]),
        AhoCorasick([phrase.casefold() for phrase in table["story"]]),
        [re.compile(pattern) for kind in kinds for pattern in kind.get("patterns", ())],
    )
