"""Captions and pull-quotes that repeat what the text says: found by runs of four words that two lines share."""

from __future__ import annotations

import re
from collections import Counter

_TOKEN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[^\W_]+")
_RUN = 4  # words (or Chinese characters) in a run
_SHARED = 0.75  # share of a line's runs that the repeated text has
_LONGEST = 70  # words: a longer line is a paragraph
_KEPT = 6  # lines remembered for a run: more make it a commonplace


def find(texts: list[str]) -> dict[int, int]:
    """Which of `texts` repeat another: index → index of the text repeated.

    A text repeats a longer one if three quarters of its runs of words are there too, and an equally long one if that
    stands before it.
    """
    runs = [_runs(text) for text in texts]
    where: dict[tuple[str, ...], list[int]] = {}
    for i, own in enumerate(runs):
        for run in set(own):
            seen = where.setdefault(run, [])
            if len(seen) < _KEPT:
                seen.append(i)
    repeats = {}
    for i, own in enumerate(runs):
        if not 2 <= len(own) <= _LONGEST:
            continue
        shared = Counter(j for run in own for j in where[run] if j != i)
        for j, count in shared.most_common(3):
            longer = len(runs[j]) > len(own) * 1.1 or (j < i and len(runs[j]) >= len(own) * 0.9)
            if count >= _SHARED * len(own) and longer and repeats.get(j) != i:
                repeats[i] = j
                break
    return repeats


def _runs(text: str) -> list[tuple[str, ...]]:
    tokens = _TOKEN.findall(text.casefold())
    return [tuple(tokens[i : i + _RUN]) for i in range(len(tokens) - _RUN + 1)]
