"""Where the story of a page begins and ends: the run of lines that holds most running text for least of the rest.

Every line is weighed: running text by its words, furniture and headings of teasers against it. The story is the run of
lines with the greatest sum (found in one pass), so that a short heading, a credit or an advertisement inside the story
is bridged, and a teaser below it, behind a heading such as "Related stories", is not reached.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from cq_research import vocabularies
from cq_research.layout import dateline
from cq_research.layout.lines import Line
from cq_research.layout.signs import NONE, Signs

# What a line weighs, in words of running text.
_MOST = 60  # one long paragraph is not worth several
_WEIGHTS = {"furniture": -10.0, "section": -5.0, "aside": -20.0, "end": -90.0}
_SHORT = -3.5  # a heading, a menu item, a cell of a table
_TEASER = 45  # words
_LONGEST_LIST = 60  # lines
_FURTHEST_LEAD = 8  # lines
_BULLET = -0.5
_CREDIT = -1.0
_BYLINE = -12.0  # a story begins below it, and one comment on it after another
_ENOUGH = 80  # so much of a story above "Comments" makes that its end
_BELOW = 0.2  # share of the weight that what stands below it keeps
_SENTENCE = 1.0  # three to seven words that end as a sentence does

_SUBJECT = re.compile(r"(?:The|It|They|This|These|There|Its|Their|He|She|In total|Of these)\s[a-z]")
_LATIN_WORD = re.compile(r"[a-zà-žа-яё'’]+")


@dataclass(frozen=True)
class Story:
    """The lines ``[first, last]`` that hold the main text, and whether it is running text at all."""

    first: int
    last: int


def find(lines: list[Line], signs: list[Signs]) -> Story | None:
    """The story among `lines`; None where no line is running text."""
    best, best_sum = None, 0.0
    total, first, share = 0.0, 0, 1.0
    for i, (line, sign) in enumerate(zip(lines, signs, strict=True)):
        if total <= 0:
            total, first = 0.0, i
        total += weight(line, sign) * share
        if sign.furniture == "end" and best_sum >= _ENOUGH:
            share = _BELOW
        if total > best_sum:
            best, best_sum = Story(first, i), total
    if best is None:
        return None
    last = _before_teaser(lines, best.first, best.last)
    if last == best.last:
        last = _with_list(lines, signs, last)
    return Story(_with_lead(lines, signs, best.first), last)


def _before_teaser(lines: list[Line], first: int, last: int) -> int:
    """`last` without a paragraph that only more white space than the story has elsewhere sets apart from it.

    A story's own last paragraph may be set apart from one before it, not from three and more.
    """
    text = [line for line in lines[first + 1 : last] if running(line)]
    apart = lines[last].breaks > 2 and all(line.breaks <= 2 for line in text)
    return last - 1 if apart and len(text) >= 2 and lines[last].words <= _TEASER else last


def _with_lead(lines: list[Line], signs: list[Signs], first: int) -> int:
    """`first` moved up to a lead that teasers part from the rest: a paragraph with a dateline, or below a byline."""
    for i in range(first - 1, max(first - 1 - _FURTHEST_LEAD, 0), -1):
        if running(lines[i]) and signs[i] == NONE:
            signed = any(signs[j].byline and not signs[j].furniture for j in range(max(0, i - 2), i))
            return i if signed or dateline.find(lines[i].text) else first
    return first


def _with_list(lines: list[Line], signs: list[Signs], last: int) -> int:
    """`last` moved behind a list that ends the story: bullets, or lines that a line with a colon announces.

    Likewise behind a last line without its full stop: `The hub employs 300 people`.
    """
    announced = lines[last].text[-1] in ":："
    for i in range(last + 1, min(last + 1 + _LONGEST_LIST, len(lines))):
        line, sign = lines[i], signs[i]
        stated = i == last + 1 and _states(line)
        if sign != NONE or not (announced or line.bullet or stated or line.text[-1] in ":："):
            break
        announced = announced or line.text[-1] in ":："
        if line.text[-1] not in ":：":
            last = i
    return last


def _states(line: Line) -> bool:
    """Whether a short line is a sentence about a quantity, not a headline: an article or a pronoun opens it."""
    return line.words >= 4 and bool(_SUBJECT.match(line.text)) and any(map(str.isdigit, line.text))


def weight(line: Line, sign: Signs) -> float:
    """How much `line` speaks for being in the story (in words), or against."""
    if sign.furniture:
        return _WEIGHTS[sign.furniture]
    if sign.credit or sign.caption == "credit":
        return _CREDIT
    if sign.byline:
        return _BYLINE
    if running(line):
        words = min(line.words, _MOST)
        return words / 2 if sign.caption == "cue" else float(words)
    if line.final and line.words >= 3:
        return _SENTENCE
    return _BULLET if line.bullet and line.words >= 4 else _SHORT


def running(line: Line) -> bool:
    """Whether a line is running text: long enough, with small words among its words, and (if short) a full stop."""
    if line.words < 8:
        return False
    if line.chinese:
        return line.final or line.words >= 30
    share = small_share(line.text)
    return share >= 0.1 if line.final else line.words >= 20 and share >= 0.2


def small_share(text: str) -> float:
    """Which part of the words of `text` (its first 60) are the small words of some language."""
    words = _LATIN_WORD.findall(text[:480].lower())[:60]
    return sum(word in _small() for word in words) / len(words) if words else 0.0


@functools.cache
def _small() -> frozenset[str]:
    return frozenset(word for words in vocabularies.load("languages").values() for word in words)
