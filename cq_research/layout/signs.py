"""What a vocabulary, or its shape, tells of a line by itself: furniture, caption, byline, credit.

Vocabularies: ``furniture.yaml``, ``spam.yaml``, ``captions.yaml``, ``bylines.yaml``, each explained in its header.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from ahocorasick_rs import AhoCorasick

from cq_research import vocabularies
from cq_research.layout import labels, spam
from cq_research.layout.lines import Line

_AROUND = " \t[](){}|•·●▪■◆>»›<«‹:：…-–—_+*#/\\.,;=~→←↑↓▶►▲▼【】（）《》“”\"'"
_LONGEST = 1600  # characters: a line beyond is running text, whatever words stand in it
_TAIL = 110  # characters at the end of a line in which a credit stands
_STRONGEST = ("end", "aside", "section", "furniture")
_MENU = 80  # characters of a line of menu words
_BETWEEN = " |/·•,&-0123456789"
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
    behind_text = credit and _behind_text(text)
    credit = credit and not behind_text
    byline = not behind_text and bool(kinds & {"author", "date", "publisher", "source", "editor"}) and words <= 40
    caption = _caption(text, words)
    # A label that names somebody is no menu item: `Source: …`, `Editor: …`.
    named = credit or behind_text or (byline and "date" in kinds) or _DAY_ALONE.fullmatch(text)
    furniture = None if named or caption == "cue" else _furniture().effect(key, words)
    if not furniture and not named and spam.is_spam(text):
        furniture = "furniture"
    return Signs(furniture, caption, byline or labels.dated(text), credit)


_DAY_ALONE = re.compile(r"(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}(?: \d{1,2}:\d\d(?::\d\d)?)?")  # no telephone number
_SENTENCE_END = re.compile(r"[.!?][”\"’']?\s|[。！？][”」]?")
_A_SENTENCE = 8  # words, or twice as many Chinese characters


def _behind_text(text: str) -> bool:
    """Whether a credit stands behind a sentence in the same line: `The port grew … last year. (Editing by Li Wei)`."""
    for match in _SENTENCE_END.finditer(text):
        head = text[: match.end()]
        long = len(head.split()) >= _A_SENTENCE or (head[-1] in "。！？”」" and len(head) >= 2 * _A_SENTENCE)
        if long:
            return not labels.read(head) and bool(labels.read(text[match.end() :].strip(" ()（）[]【】")))
    return False


def fold(text: str) -> str:
    """`text` as the vocabularies compare it: lower case, straight quotation marks, no marks around it."""
    plain = text.translate(_STRAIGHT).casefold()
    return plain.strip(_AROUND) or plain.strip()


_STRAIGHT = str.maketrans("‘’“”\xa0", "''\"\" ")


class _Furniture:
    """The vocabulary of furniture, made ready for one look a line."""

    def __init__(self, entries: list[dict]):
        self.whole: dict[str, str] = {}
        self.inside: list[tuple[str, str, int]] = []  # phrase, effect, most words
        grouped: dict[tuple[str, int, str], list[str]] = {}
        for entry in entries:
            effect, words = entry["effect"], entry.get("words", _SHORT)
            for phrase in entry.get("line", ()):
                self.whole.setdefault(fold(phrase), effect)
            for phrase in entry.get("part", ()):
                self.inside.append((_plain(phrase), effect, words))
            for phrase in entry.get("start", ()):
                grouped.setdefault((effect, words, "match"), []).append(_phrase(phrase))
            for pattern in entry.get("patterns", ()):
                grouped.setdefault((effect, words, "fullmatch"), []).append(f"(?:{pattern})")
        self.patterns = [
            (effect, words, getattr(re.compile("|".join(patterns)), method))
            for (effect, words, method), patterns in grouped.items()
        ]
        self.longest = min(24, max(map(len, self.whole), default=0))
        self.automaton = AhoCorasick([phrase for phrase, _, _ in self.inside])

    def effect(self, key: str, words: int) -> str | None:
        """The effect that the folded line `key` has; what says more than plain furniture before it."""
        if key in self.whole:
            return self.whole[key]
        if words <= _SHORT and len(key) <= _MENU and self._menu(key):
            return "furniture"
        found = {effect for effect, limit, matches in self.patterns if words <= limit and matches(key)}
        for hit in self.automaton.find_matches_as_indexes(key, overlapping=True):
            found.add(self._part(key, words, hit))
        return next((effect for effect in _STRONGEST if effect in found), None)

    def _menu(self, key: str) -> bool:
        """Whether `key` is nothing but menu words, run together or with marks and numbers between them."""
        reached = {0: 0}  # offset: how many phrases lead there
        for start in range(len(key)):
            if start not in reached:
                continue
            if key[start] in _BETWEEN:
                reached[start + 1] = max(reached.get(start + 1, 0), reached[start])
            for length in range(2, min(self.longest, len(key) - start) + 1):
                if self.whole.get(key[start : start + length]) in ("furniture", "end"):
                    reached[start + length] = max(reached.get(start + length, 0), reached[start] + 1)
        return reached.get(len(key), 0) > 1

    def _part(self, key: str, words: int, hit: tuple[int, int, int]) -> str | None:
        index, start, end = hit
        phrase, effect, limit = self.inside[index]
        left = start and _joins(key[start - 1], phrase[0])
        right = end < len(key) and _joins(phrase[-1], key[end])
        return None if left or right or words > limit else effect


def _joins(before: str, after: str) -> bool:
    """Whether two characters belong to one word (Chinese has no word boundaries)."""
    return before.isascii() and after.isascii() and before.isalnum() and after.isalnum()


def _plain(phrase: str) -> str:
    return phrase.translate(_STRAIGHT).casefold().strip()


def _phrase(phrase: str) -> str:
    """A phrase that a line begins with, as a pattern of whole words."""
    plain = _plain(phrase)
    return re.escape(plain) + (r"(?!\w)" if plain[-1].isascii() and plain[-1].isalnum() else "")


@functools.cache
def _furniture() -> _Furniture:
    return _Furniture(vocabularies.load("furniture"))


def about_writer(text: str) -> bool:
    """Whether a line speaks of its writer, or of the text itself: ``The author is a professor …``."""
    key = text.strip("()（）*[] ").translate(_STRAIGHT).casefold()
    return len(key) <= _LONGEST and bool(_bios().fullmatch(key))


@functools.cache
def _bios() -> re.Pattern[str]:
    return re.compile("|".join(vocabularies.load("bylines")["bios"]))


@functools.cache
def _captions() -> dict:
    table = vocabularies.load("captions")
    return {
        "needs": table["needs"],
        "ends": re.compile("|".join(f"(?:{p})" for p in table["ends"])),
        "credits": re.compile("|".join(f"(?:{p})" for p in table["credits"]), re.I),
        "begins": re.compile("|".join(map(_phrase, table["begins"]))),
        "scene": re.compile(table["scene"]),
    }


def _caption(text: str, words: int) -> str | None:
    table = _captions()
    if words <= 10 and table["credits"].fullmatch(text):
        return "credit"
    if words > 90:
        return None
    tail = text[-_TAIL:].casefold()
    if any(word in tail for word in table["needs"]) and table["ends"].search(tail):
        return "cue"
    key = text.translate(_STRAIGHT).casefold().lstrip("▲△↑[( ")
    if table["begins"].match(key) and words <= 60:
        return "cue"
    if 6 <= words <= 32 and table["scene"].fullmatch(key):
        return "scene"
    return None
