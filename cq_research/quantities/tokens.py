"""A sentence cut into words, numbers and signs, each with its place: what the readers of numbers walk over.

Offsets are code points into the text given. White space of any kind (also non-breaking) only separates tokens.
"""

from __future__ import annotations

import functools
import re
from typing import NamedTuple

from cq_research import vocabularies


class Token(NamedTuple):
    """One word, number or sign."""

    start: int
    end: int
    text: str  # Chinese in simplified characters
    low: str  # in lower case, curly apostrophes straightened
    kind: str  # `number` (begins with digits), `word` (letters, inner apostrophe), `cjk`, `sign`, `taken`
    spaced: bool  # white space, or nothing at all, stands before it


DASHES = ("-", "–", "—", "~", "‑", "～", "−")
HYPHENS = ("-", "‑", "–")

# Thousands are set apart by commas or by spaces that do not break. All repeats are bounded: linear on any input.
_NUMBER = r"\d{1,3}(?:,\d{3}){1,6}(?!\d)(?:\.\d{1,12})?|\d{1,3}(?:[\u00a0\u2009\u202f]\d{3}){1,6}(?!\d)(?:\.\d{1,12})?"
_INDIAN = r"\d{1,2}(?:,\d{2}){1,4},\d{3}(?!\d)(?:\.\d{1,12})?"  # 12,34,567
_DIGITS = r"\d{1,40}(?:\.\d{1,40})?|[½¼¾⅓⅔]"
_CJK = r"\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff"
_TOKEN = re.compile(
    rf"(?P<number>{_NUMBER}|{_INDIAN}|{_DIGITS}|(?<![\w.])\.\d{{1,12}})"
    rf"|(?P<word>(?i:three|four|five|six|seven|eight|nine|ten|twenty|thirty|hundred|thousand)(?=fold(?![^\W\d_]))|(?:[mbtr]{{1,2}}illion)(?=(?:yuan|RMB|USD|dollars|euros|tons|people)(?![^\W\d_]))|(?:[A-Z]\.){{2,6}}|[^\W\d_{_CJK}]{{1,60}}(?:['’][^\W\d_{_CJK}]{{1,3}}(?![^\W\d_{_CJK}]))?)"
    rf"|(?P<cjk>[{_CJK}]{{1,60}})"
    r"|(?P<sign>\S)"
)


@functools.cache
def _simplified() -> dict[int, str]:
    return str.maketrans(vocabularies.load("number_words")["traditional"])


def simplified(text: str) -> str:
    """Chinese in simplified characters, as far as the vocabularies of numbers, units and places need it."""
    return text.translate(_simplified())


def cut(text: str, taken: list[tuple[int, int]] | None = None) -> list[Token]:
    """The tokens of `text`, in order. Tokens that touch a span of `taken` (sorted) get the kind `taken`."""
    result = []
    spans = iter(taken or ())
    low, high = next(spans, (len(text) + 1, len(text) + 1))
    before = -1

    def add(start: int, end: int, kind: str) -> None:
        nonlocal before
        word = text[start:end] if kind != "cjk" else simplified(text[start:end])
        result.append(Token(start, end, word, word.lower().replace("’", "'"), kind, start != before))
        before = end

    for match in _TOKEN.finditer(text):
        start, end = match.span()
        while start >= high:
            low, high = next(spans, (len(text) + 1, len(text) + 1))
        if match.lastgroup == "cjk":  # no spaces between words: what a date leaves of a run is still text
            while start < end and low < end:
                if start < low:
                    add(start, low, "cjk")
                add(max(start, low), min(end, high), "taken")
                start = min(end, high)
                if start < end:
                    low, high = next(spans, (len(text) + 1, len(text) + 1))
            if start < end:
                add(start, end, "cjk")
            continue
        add(start, end, "taken" if end > low else match.lastgroup)
    return result


def low_at(tokens: list[Token], i: int) -> str:
    """The lower-case form of token `i`; empty where there is none or a date holds it."""
    return tokens[i].low if 0 <= i < len(tokens) and tokens[i].kind != "taken" else ""


def text_at(tokens: list[Token], i: int) -> str:
    """The text of token `i`; empty where there is none."""
    return tokens[i].text if 0 <= i < len(tokens) else ""


def is_word(tokens: list[Token], i: int) -> bool:
    """Whether token `i` is there and is a word."""
    return 0 <= i < len(tokens) and tokens[i].kind == "word"


def is_glued(tokens: list[Token], i: int) -> bool:
    """Whether token `i` is there and stands directly behind the one before it."""
    return 0 <= i < len(tokens) and not tokens[i].spaced
