"""When a figure holds: the date of its sentence that governs it."""

from __future__ import annotations

import dataclasses
import functools
import re

from cq_research import schema, vocabularies
from cq_research.figures.parts import Parts
from cq_research.quantities import Quantity

# Behind the date of a dateline: `(Xinhua) --`, `/PRNewswire/ --`.
_DATELINE = re.compile(r"\s{0,2}(?:\([^()]{1,40}\)|/[^/]{1,30}/)\s{0,2}[-–—]")
_FRAME_LENGTH = 60


@functools.cache
def _frames() -> frozenset[str]:
    return frozenset(vocabularies.load("clause_words")["frames"])


def _usable(date: schema.Date) -> bool:
    value = date.value or ""
    return date.kind == "date" and bool(value) and not value.endswith("_REF") and "X" not in value


def _is_compared(parts: Parts, start: int, date: schema.Date) -> bool:
    """Whether a date is only what the figure is held against (`more than a year earlier`, `up 5% from last week`)."""
    before = parts.words_before(start, 3)
    if any(w in ("than", "against", "versus", "vs", "compared") for w in before):
        return True
    past = any(w in date.text.lower().split() for w in ("earlier", "previous", "ago", "last", "before", "same"))
    return (
        past
        and before[-1:] in (["from"], ["over"], ["on"])
        and any(
            t.low in ("up", "down", "percent", "%", "higher", "lower")
            for t in parts.tokens_between(max(0, start - 40), start)
        )
    )


def _is_frame(parts: Parts, start: int) -> bool:
    """Whether only words such as `in`, `by the end of` stand between the head of its part and the date at `start`."""
    low = parts.span(parts.part(start))[0]
    if start - low > _FRAME_LENGTH:
        return False
    between = parts.tokens_between(low, start)
    return all(t.low in _frames() for t in between if t.kind not in ("taken", "sign"))


def _is_spent(parts: Parts, date: tuple[int, int, schema.Date], low: int) -> bool:
    """Whether a date stands right behind a figure of its own (`3 billion in 2018 and 4 billion, a record, in 2020`)."""
    return bool(parts.between(max(low, date[0] - 40), date[0]))


def governing_date(parts: Parts, quantity: Quantity) -> schema.Date | None:
    """The `schema.Date` that says when a figure holds, or None.

    In order: a date right behind it in its part; the nearest before it in its part, unless a figure of its own has it
    and another stands behind; a date that frames the sentence or
    an earlier part (`In 2013, …`); a frame in the next part; the next date in its part.
    """
    low, high = parts.span(parts.part(quantity.start))
    usable = [
        (s, e, d)
        for s, e, d in parts.dates
        if _usable(d) and not _DATELINE.match(parts.text, e) and not _is_compared(parts, s, d)
    ]
    behind = [x for x in usable if quantity.end <= x[0] < high and not parts.between(quantity.end, x[0])]
    before = [x for x in usable if low <= x[0] and x[1] <= quantity.start]
    if behind and any(w == "since" for w in (t.low for t in parts.tokens_between(quantity.end, behind[0][0]))):
        return dataclasses.replace(behind[0][2], relation="since")  # `1,500 since the line opened in 2011`
    if behind and behind[0][0] - quantity.end <= 25:
        return behind[0][2]
    if before and _is_spent(parts, before[-1], low):
        ahead = [x for x in usable if x[0] >= quantity.end and not parts.between(quantity.end, x[0])]
        if ahead and (ahead[0][0] < high or (_is_frame(parts, ahead[0][0]) and ahead[0][0] - high <= _FRAME_LENGTH)):
            return ahead[0][2]
    if before:
        return before[-1][2]
    frames = [x for x in usable if x[1] <= quantity.start and _is_frame(parts, x[0])]
    if frames:
        return frames[-1][2]
    if behind:
        return behind[0][2]
    earlier = [x for x in usable if x[1] <= low and not parts.text[x[1] : low].strip(" ,\u00a0\n")]
    if earlier and "when" in parts.words_from(low, 2):
        return earlier[-1][2]  # `in the first quarter, when …`
    following = [x for x in usable if x[0] >= high and x[0] - high <= _FRAME_LENGTH and _is_frame(parts, x[0])]
    if following and parts.part(following[0][0]) == parts.part(quantity.start) + 1:
        low, high = parts.span(parts.part(following[0][0]))
        if high - following[0][1] <= 2:
            return following[0][2]
    return None
