"""Lines of a page, joined to one where the break falls inside a sentence.

Three kinds of break are undone:

1. hard wrapping: every line of a paragraph is filled up to the same column, as e-mail and plain-text pages have it;
2. a break inside a sentence, with or without an empty line: ``support enterprises in`` / ``opening up the market``,
   also before its last word: ``officials`` / ``said.``, ``the commission said on`` / ``Friday.``;
3. a dateline on a line of its own: ``CHONGQING, June 3 (Xinhua) --`` / ``The city …``.
"""

from __future__ import annotations

import functools
import itertools
import re
from dataclasses import dataclass

from cq_research.layout import dateline

_LINE = re.compile(r"[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
_BREAK = re.compile(r"\r\n|[\n\r\v\f\x85\u2028\u2029]")
_WORD = re.compile(r"[^\W_][\w'’.&/-]*")
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]")
_FINAL = re.compile(r"[.!?…。！？][\"”’'»）)\]】」』*]{0,3}$")
_NOTE = re.compile(r"[.!?。！？][”\"]? ?[(（][^()（）]{1,70}[)）]$")  # … in a filing. ($1 = 6.35 yuan)

_BULLET = re.compile(r"(?:--|[-*•·●▪■◆◇□○►▶➤✓–—]|\(?\d{1,2}[.)]|\(?[a-z]\))\s")
_SMALL_WORD = re.compile(
    r"(?:,|\b(?:a|an|and|as|at|but|by|for|from|in|into|its|of|on|or|than|that|the|their|to|which|with|&))$", re.I
)
_OPEN_BRACKET = re.compile(r"[(（][^()（）]{1,40}\Z")
_LOWER = re.compile(r"[a-zà-öø-ÿ]")
_LAST_WORD = re.compile(r"[^\W_][\w'’,%-]{0,30}[.!?][\"”’')）]{0,2}")
_LAST_CHINESE = re.compile(r"[\u3400-\u9fff]{1,3}[。！？][”」]?")
_DAY = re.compile(
    r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day(?: (?:morning|afternoon|evening|night))?"
    r"|(?:Jan|Feb|March|April|May|June|July|Aug|Sept|Oct|Nov|Dec)[a-z]{0,6}\.? \d{1,2}(?:, \d{4})?)\.[\"”]?"
)
_SHARE = re.compile(r"\d{1,3}(?:[.,]\d{1,3})?(?:%| percent| per cent)\.[\"”]?")
_LOWER_WORD = re.compile(r"(?<![\w'’-])[a-z]")
_NAME_OR_ADDRESS = re.compile(r"[a-z]+[A-Z]|\S*[a-z]\.[a-z]|\S*@|\S*//")

WIDTHS = range(38, 131)  # columns at which plain-text pages are wrapped
_WRAPPED_LINES = 4  # so many filled lines make a page a wrapped one


@dataclass(frozen=True)
class Line:
    """A line (or several, joined) of a page without the white space around it: ``[start, end)`` of the page."""

    start: int
    end: int
    raw: str
    breaks: int = 2  # line breaks before it

    @property
    def gap(self) -> bool:
        """Whether an empty line stands before it (or nothing)."""
        return self.breaks > 1

    @functools.cached_property
    def text(self) -> str:
        """The line with every run of white space as one space."""
        return " ".join(self.raw.split())

    @functools.cached_property
    def words(self) -> int:
        """How many words it has; two Chinese characters count as one word."""
        cjk = len(_CJK.findall(self.text))
        if not cjk:
            return len(_WORD.findall(self.text))
        return len(_WORD.findall(_CJK.sub(" ", self.text))) + (cjk + 1) // 2

    @functools.cached_property
    def chinese(self) -> bool:
        """Whether most of its letters are Chinese, Japanese or Korean."""
        cjk = len(_CJK.findall(self.text))
        return cjk > 0 and cjk * 2 >= sum(c.isalpha() for c in self.text)

    @functools.cached_property
    def final(self) -> bool:
        """Whether it ends as a sentence does, or stands in brackets as a whole."""
        text = self.text
        if text[-1] in ")）":
            return text[0] in "(（" or bool(_NOTE.search(text[-90:]) or _FINAL.search(text[-6:]))
        return bool(_FINAL.search(text[-6:]))

    @functools.cached_property
    def bullet(self) -> bool:
        """Whether it begins with a list mark."""
        return bool(_BULLET.match(self.text))


def cut(text: str) -> list[Line]:
    """The lines of `text` that hold more than white space."""
    found, last = [], 0
    for match in _LINE.finditer(text):
        raw = match.group().strip()
        if not raw:
            continue
        start = match.start() + match.group().index(raw[0])
        breaks = _breaks(text[last:start]) if found else 2
        found.append(Line(start, start + len(raw), raw, breaks))
        last = start + len(raw)
    return found


def _breaks(between: str) -> int:
    return 1 if len(between) == 1 else len(_BREAK.findall(between))


def join(text: str) -> list[Line]:
    """The lines of `text`, those that a break inside a sentence parts as one."""
    found = cut(text)
    width = _width(found)
    joined: list[list[Line]] = []
    for line in found:
        if joined and _continues(joined[-1], line, width):
            joined[-1].append(line)
        else:
            joined.append([line])
    return [
        parts[0]
        if len(parts) == 1
        else Line(parts[0].start, parts[-1].end, text[parts[0].start : parts[-1].end], parts[0].breaks)
        for parts in joined
    ]


def _width(found: list[Line]) -> int | None:
    """The column at which the page is wrapped, if it is.

    A line is filled for every width that holds it but not also the next line's first word; the width that fills most
    lines is the page's, if it fills most of the long lines that have another right below.
    """
    steps = [0] * (WIDTHS.stop + 2)
    pairs = 0
    for line, following in itertools.pairwise(found):
        length = len(line.raw)
        if following.gap or length not in WIDTHS:
            # A long unwrapped line with another right below speaks against wrapping.
            pairs += not following.gap and length > WIDTHS.stop
            continue
        pairs += 1
        steps[length] += 1
        steps[min(length + 1 + _first_word(following), WIDTHS.stop)] -= 1
    filled = list(itertools.accumulate(steps))
    best = max(WIDTHS, key=lambda width: filled[width])
    return best if filled[best] >= _WRAPPED_LINES and filled[best] * 2 >= pairs else None


def _first_word(line: Line) -> int:
    if _CJK.match(line.raw):
        return 1
    return len(line.raw[:80].split(None, 1)[0])


def _continues(parts: list[Line], line: Line, width: int | None) -> bool:
    """Whether `line` goes on with the sentence or the wrapped paragraph of `parts`."""
    before = parts[-1]
    length = len(before.raw)
    if width and not line.gap and not line.bullet and length <= width + 2:
        # 1. Filled up: the next word had no room. The first line of a paragraph must nearly reach the column.
        reach = width - 40 if len(parts) > 1 else width - 24
        if length > reach and length + 1 + _first_word(line) > width:
            return True
    if dateline.whole(before.text):
        return True  # 3.
    if before.words >= 3 and length >= 12 and _breaks_before_the_end(before, line):
        return True
    return _breaks_inside(parts, line)


def _breaks_before_the_end(before: Line, line: Line) -> bool:
    """2. A line without its full stop, then the one word (or the day) that ends its sentence.

    A word in lower case goes on with any line; a name or a number only where the line can't end yet, or is mostly in
    lower case and so long as no headline is (a day and a share come after shorter ones, too).
    """
    if before.final or before.raw[-1] in ":;：；|>»" or len(line.raw) > 40:
        return False
    if _LAST_CHINESE.fullmatch(line.raw):
        return before.chinese and before.words >= 12
    day = bool(_DAY.fullmatch(line.raw))
    share = bool(_SHARE.fullmatch(line.raw))
    if not (day or share) and (not _LAST_WORD.fullmatch(line.raw) or _NAME_OR_ADDRESS.match(line.raw)):
        return False
    if _LOWER.match(line.raw) or _SMALL_WORD.search(before.raw[-12:]):
        return True
    sentence = len(_LOWER_WORD.findall(before.raw)) * 2 > before.words
    return sentence and before.words >= (6 if share else 10 if day else 15)


def _breaks_inside(parts: list[Line], line: Line) -> bool:
    """2. A sentence that goes on in the next line: in lower case, or after a word that can't end a sentence."""
    before = parts[-1]
    first = line.raw[:60]
    if len(before.raw) < 12 or before.words < 5 or line.words < 2 or line.bullet:
        return False
    if before.raw[-1] in "，、" and _CJK.match(first):
        return before.words >= 12 and (line.final or line.words >= 12)
    if before.raw[-1] in ":;：；|>»":
        return False
    lower = bool(_LOWER.match(first)) and not _NAME_OR_ADDRESS.match(first)
    if not line.gap and len(before.raw) >= 40 and _OPEN_BRACKET.search(before.raw[-60:]):
        return True  # … (around / SGD 5.2 billion)
    hanging = bool(_SMALL_WORD.search(before.raw[-12:]))
    sentence = line.final or line.words >= 8
    if lower:
        quoted = before.final and before.raw[-1] in "”\"’'"  # “…?” / said the mayor.
        below = not line.gap and len(before.raw) >= 45
        return (not before.final or quoted) and (hanging or sentence or below) and len(before.raw) >= 30
    return hanging and before.words >= 8 and sentence and len(before.raw) >= 60 and first[0].isalnum()
