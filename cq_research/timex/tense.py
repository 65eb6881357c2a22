"""Whether a sentence speaks of a time as past or as lying ahead."""

from __future__ import annotations

import re

from cq_research.timex.points import Expression
from cq_research.timex.words import WORDS

_AHEAD = re.compile(rf"\b(?i:{'|'.join(WORDS['future_cues'])})(?!\w)")
_BEHIND = re.compile(
    r"(?<!be\s)(?<!is\s)(?<!are\s)(?<!get\s)\b(?:was|were|did|had|came|went|began|took|saw|made|met|rose|fell|grew|"
    r"held|left|since|paid|sent|became|(?!added|announced|noted|stated|reported)[a-z]{3,15}ed)\b"
)
# Behind a past verb, what was agreed may yet lie ahead: `signed a deal to run trains from November`.
_TO_DO = re.compile(r"\bto\s{1,3}(?!(?:the|an?|its|their|his|her|this|that|be|have)\b)[a-z]{2,15}\b")
# `The summit begins on Tuesday`: the present tense of a timetable.
_SCHEDULED = re.compile(
    rf"(?<!housing )\b(?:{'|'.join(WORDS['scheduled'])})(?:\s{{1,3}}[A-Z]\w{{1,15}})?(?:\s{{1,3}}(?:here|there))?"
    r"(?:\s{1,3}(?:on|from|at|in))?(?:\s{1,3}(?:the|next))?\s{1,3}\Z"
)
# `had been due to open on Friday`: a plan of the past.
_WAS = re.compile(r"\b(?:had\s{1,3}been|was|were)\s{1,3}\Z")
_SAID = re.compile(r"\b(?:said|told|announced|reported|says|noted|stated|added)\b(?:\s{1,3}\w{1,15}){0,2}\s{1,3}\Z")


def tense(text: str, e: Expression) -> int:
    """Whether the sentence speaks of `e` as past (-1) or as lying ahead (1), or does not show it (0).

    Judged by the nearest verb before it, or behind it where it opens the sentence.
    """
    left = text[max(0, e.start - 120) : e.start]
    if _SAID.search(left[-60:]):
        return -1
    if e.point.weekday and re.match(r"[’']s\b", text[e.end : e.end + 2]):
        return -1
    if _SCHEDULED.search(left):
        return 1
    cues = list(_AHEAD.finditer(left))
    pasts = [m.end() for m in _BEHIND.finditer(left)]
    if cues:
        if _WAS.search(left[: cues[-1].start()]):
            return -1
        return -1 if pasts and pasts[-1] > cues[-1].end() + 12 else 1
    if pasts:
        return 0 if _TO_DO.search(left, pasts[-1]) else -1
    if e.relation in ("by", "until") and not _BEHIND.search(text[e.end : e.end + 60]):
        return 1
    if e.start > 12:
        return 0
    right = text[e.end : e.end + 90]
    cue, past = _AHEAD.search(right), _BEHIND.search(right)
    if cue and not (past and past.start() < cue.start()):
        return 1
    return -1 if past else 0
