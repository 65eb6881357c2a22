"""What a vocabulary, or its shape, tells of a line by itself: furniture, caption, byline, credit.

Vocabularies: ``furniture.yaml``, ``captions.yaml``, ``bylines.yaml``; each explains its syntax in its header.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from cq_research import vocabularies
from cq_research.layout import labels
from cq_research.layout.lines import Line

_AROUND = " \t[](){}|•·●▪■◆>»›<«‹:：…-–—_+*#/\\.,;=~→←↑↓▶►▲▼【】（）《》“”\"'"
_LONGEST = 700  # characters: a line beyond is running text, whatever words stand in it
_SHORT = 12  # words, the limit of an entry that names none


@dataclass(frozen=True)
class Signs:
    """What one line shows by itself. All false or None: nothing."""

    furniture: str | None = None  # "furniture", "aside", "end" or "section": the vocabulary's effect
    caption: str | None = None  # "credit" (a credit and nothing else), "cue", "scene"
    byline: bool = False  # author, date or publisher, if it stands where bylines do
    credit: bool = False  # whom the page credits: source, editor, agency reporters


NONE = Signs()


def read(line: Line) -> Signs:
    """The signs that `line` bears."""
    if len(line.raw) > _LONGEST:
        return NONE
    return _read(line.text, line.words)


@functools.lru_cache(maxsize=4096)  # menus repeat themselves
def _read(text: str, words: int) -> Signs:
    key = fold(text)
    found = labels.read(text)
    kinds = {label for label, _ in found}
    credit = bool(kinds & {"source", "editor"}) and not kinds & {"date", "author"} and words <= 40
    byline = bool(kinds & {"author", "date", "publisher", "source", "editor"}) and words <= 40
    caption = _caption(text, words)
    # A label that names somebody is no menu item: `Source: …`, `Editor: …`.
    furniture = None if credit or (byline and "date" in kinds) or caption == "cue" else _furniture(key, words)
    return Signs(furniture, caption, byline or labels.dated(text), credit)


def fold(text: str) -> str:
    """`text` as the vocabularies compare it: lower case, straight quotation marks, no marks around it."""
    plain = text.translate(_STRAIGHT).casefold()
    return plain.strip(_AROUND) or plain.strip()


_STRAIGHT = str.maketrans("‘’“”\xa0", "''\"\" ")


@functools.cache
def _compiled() -> tuple[dict[str, str], list[tuple[str, int, re.Pattern[str], str]]]:
    """Whole-line phrases → effect; and (effect, words, pattern, method) for the others, few and combined."""
    whole: dict[str, str] = {}
    grouped: dict[tuple[str, int, str], list[str]] = {}
    for entry in vocabularies.load("furniture"):
        effect, words = entry.get("effect", "furniture"), entry.get("words", _SHORT)
        for phrase in entry.get("line", ()):
            whole.setdefault(fold(phrase), effect)
        for phrase in entry.get("start", ()):
            grouped.setdefault((effect, words, "match"), []).append(_phrase(phrase, before=False))
        for phrase in entry.get("part", ()):
            grouped.setdefault((effect, words, "search"), []).append(_phrase(phrase, before=True))
        for pattern in entry.get("patterns", ()):
            grouped.setdefault((effect, words, "fullmatch"), []).append(f"(?:{pattern})")
    return whole, [
        (effect, words, re.compile("|".join(patterns)), method) for (effect, words, method), patterns in grouped.items()
    ]


def _phrase(phrase: str, *, before: bool) -> str:
    """A phrase as a pattern of whole words (Chinese has no word boundaries)."""
    folded = phrase.translate(_STRAIGHT).casefold().strip()
    left = r"(?<!\w)" if before and folded[0].isascii() and folded[0].isalnum() else ""
    right = r"(?!\w)" if folded[-1].isascii() and folded[-1].isalnum() else ""
    return left + re.escape(folded) + right


def _furniture(key: str, words: int) -> str | None:
    whole, patterns = _compiled()
    if key in whole:
        return whole[key]
    # Headings of teasers and ends of stories before plain furniture: they say more.
    best = None
    for effect, limit, pattern, method in patterns:
        if words <= limit and getattr(pattern, method)(key):
            if effect in ("aside", "end"):
                return effect
            best = effect
    return best


@functools.cache
def _captions() -> dict[str, re.Pattern[str]]:
    table = vocabularies.load("captions")
    return {
        "ends": re.compile("|".join(f"(?:{p})" for p in table["ends"]), re.I),
        "credits": re.compile("|".join(f"(?:{p})" for p in table["credits"]), re.I),
        "begins": re.compile("|".join(_phrase(p, before=False) for p in table["begins"])),
        "scene": re.compile(table["scene"]),
    }


def _caption(text: str, words: int) -> str | None:
    table = _captions()
    if words <= 10 and table["credits"].fullmatch(text):
        return "credit"
    if words > 90:
        return None
    if table["ends"].search(text, max(0, len(text) - 110)):
        return "cue"
    key = text.translate(_STRAIGHT).casefold().lstrip("▲△↑[( ")
    if table["begins"].match(key) and words <= 60:
        return "cue"
    if 6 <= words <= 32 and table["scene"].fullmatch(key):
        return "scene"
    return None
