"""Which line of a page is its headline."""

from __future__ import annotations

import re

from cq_research.layout import names, publishers
from cq_research.layout.lines import Line
from cq_research.layout.signs import Signs, fold
from cq_research.layout.story import Story, running

_TOKEN = re.compile(r"[a-zà-žа-яё]{4,}|\d{2,}|[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{2}")
_REACH = 60  # lines above the story in which a headline may stand
_LEAST = 1.0  # the score below which a page is said to have no headline


def find(lines: list[Line], signs: list[Signs], story: Story) -> int | None:
    """The index of the headline; None where no line is enough like one.

    What speaks for a line: its words come back in the story; it is repeated above the story (glued to a breadcrumb, or
    as the name of the page); a byline follows; it is near the story and has a headline's length. Against it: a full
    stop, a furniture's or caption's signs, being only a word or two.
    """
    vocabulary = _vocabulary(lines, story)
    last = _last_candidate(lines, story)
    candidates = range(max(0, story.first - _REACH), last + 1)
    folded = {i: fold(lines[i].text) for i in candidates if len(lines[i].raw) <= 400}
    best, best_score = None, _LEAST
    distance = 0
    for i in reversed(candidates):
        score = _score(i, lines, signs, vocabulary, folded) - 0.35 * distance
        # The uppermost of two that are alike stands above its sub-heading.
        if score > best_score or (best is not None and best - i <= 2 and score >= best_score - 0.2 and score >= _LEAST):
            best, best_score = i, max(score, best_score)
        if i < story.first and not (signs[i].furniture or signs[i].byline or signs[i].caption or lines[i].bullet):
            distance += 1
    return best


def _last_candidate(lines: list[Line], story: Story) -> int:
    """Headlines stand above the first paragraph; a short line or two of the story's beginning may be one."""
    for i in range(story.first, min(story.last, story.first + 3) + 1):
        if running(lines[i]) and lines[i].final and (lines[i].words >= 20 or lines[i].text[-1] in ".。"):
            return i - 1
    return story.first - 1


def _vocabulary(lines: list[Line], story: Story) -> set[str]:
    text = " ".join(line.text for line in lines[story.first : story.last + 1] if running(line))
    return set(_tokens(text[:20000]))


def _tokens(text: str) -> list[str]:
    return [token[:6] for token in _TOKEN.findall(text.casefold())]  # six letters: visit, visits, visited


def _score(i: int, lines: list[Line], signs: list[Signs], vocabulary: set[str], folded: dict[int, str]) -> float:
    line, sign = lines[i], signs[i]
    if (
        i not in folded
        or sign.furniture
        or sign.byline
        or sign.caption in ("cue", "credit")
        or not 2 <= line.words <= 40
    ):
        return -9.0
    if publishers.named(line.text):
        return -9.0
    tokens = _tokens(line.text)
    score = 3.5 * sum(t in vocabulary for t in tokens) / len(tokens) if tokens else 0.0
    score -= 1.5 if not score else 0.0
    score += 1.0 if 4 <= line.words <= 24 else -1.0
    if line.final and line.text[-1] in ".。…":
        score -= 2.0
    score += 0.6 if line.words >= 6 else 0.0
    if line.bullet:
        score -= 3.0
    if line.text[-1] in ":：,，;；" or "|" in line.text:
        score -= 1.5
    if names.person(line.text, bare=True):
        score -= 2.0
    if len(folded[i]) >= 16 and any(folded[i] in other for j, other in folded.items() if j != i):
        score += 1.5
    if any(signs[j].byline for j in range(i + 1, min(i + 6, len(lines)))):
        score += 1.5
    return score
