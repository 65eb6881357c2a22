"""Content blocks → sentences.

A sentence ends at ``.`` ``!`` ``?`` ``…`` and their Chinese forms, with the closing quotation marks and brackets behind
them. It does not end

* inside a number, an abbreviation or initials: ``1.2657``, ``U.S. firms``, ``Co., Ltd. (CFTEC)``, ``Jan. 12``;
* where the text goes on in lower case: ``.” said Li``, ``?” he asked``, ``… and so on``;
* before a verb of saying with its speaker in capitals: ``.” Said Li``; before a bracket that belongs to it.

A block's own line break ends one only where a list mark stands behind it. A colon or semicolon never does.
Every character of a content block but white space is in exactly one sentence.
"""

from __future__ import annotations

import functools
import itertools
import re

from cq_research import schema, vocabularies

_STOP = re.compile(r"(?:\.{2,8}|…{1,4}|[.!?]{1,8}|[。！？｡]{1,8})")
_CLOSING = "\"'”’»›)）]】」』"
_OPENING = "\"'“‘«‹(（[【「『"
_QUOTES = "\"'“‘«"
_CHINESE_STOP = "。！？｡"
_TOKEN = re.compile(r"[^\s\"“”‘«»()\[\]（），,;:；：/]{1,30}$")
_INITIAL = re.compile(r"(?:[A-ZÀ-Þ]\.)*[A-ZÀ-Þ]$")
_ENUMERATOR = re.compile(r"(?:\(?\d{1,3}|[A-Za-z]|[IVXivx]{1,5})$")
_LIST_MARK = re.compile(r"\s*\n\s*(?:[-*•·●▪■◆○►–—]|\(?\d{1,2}[.)])\s")
_SAYS = re.compile(r"[A-Z][a-z]+ (?:said|says|added|noted|told|also|will|is|was|has)\b")
_NOTE = re.compile(r"(?:\[\d{1,3}\]){1,4}")  # a reference mark behind the full stop
_MARKS = 6  # characters
_SPACE = re.compile(r"\s*")


def split(blocks: list[schema.Block]) -> list[schema.Sentence]:
    """The sentences of the content blocks, in order; offsets count as those of the blocks do."""
    return [
        schema.Sentence(
            doc_id=block.doc_id,
            sentence_id=schema.row_id(block.doc_id, "sentences", block.start + start, block.start + end),
            block_id=block.block_id,
            start=block.start + start,
            end=block.start + end,
            text=block.text[start:end],
        )
        for block in blocks
        if block.kind in schema.CONTENT_KINDS
        for start, end in spans(block.text)
    ]


def spans(text: str) -> list[tuple[int, int]]:
    """The sentences of one block's `text`: offsets, without the white space around them.

    >>> [ "He left the U.S. Friday. Why?"[a:b] for a, b in spans("He left the U.S. Friday. Why?")]
    ['He left the U.S. Friday.', 'Why?']
    """
    cuts = [0, *_ends(text), len(text)]
    found = []
    for start, end in itertools.pairwise(cuts):
        piece = text[start:end]
        if piece.strip():
            lead = len(piece) - len(piece.lstrip())
            found.append((start + lead, start + len(piece.rstrip())))
    return found


def _ends(text: str) -> list[int]:
    """Where sentences end, in order: at full stops and before list marks."""
    ends = [m.start() for m in _LIST_MARK.finditer(text)]
    last = 0
    for match in _STOP.finditer(text):
        if match.start() < last:
            continue
        end = _with_closing(text, match.end())
        if _ends_sentence(text, last, match, end):
            ends.append(end)
            last = end
    return sorted(ends)


def _with_closing(text: str, end: int) -> int:
    """`end` moved behind the closing marks (at most four) and a reference mark."""
    limit = end + 4
    while end < min(limit, len(text)) and text[end] in _CLOSING:
        end += 1
    note = _NOTE.match(text, end)
    return note.end() if note else end


def _ends_sentence(text: str, begin: int, stop: re.Match[str], end: int) -> bool:
    marks = stop.group()
    if end >= len(text):
        return True
    if stop.start() - begin < _MARKS and not any(map(str.isalnum, text[begin : stop.start()])):
        return False  # `“…and so on`
    if marks[0] in _CHINESE_STOP:
        return text[end] not in "，、；：,;:"
    if marks == "." and end == stop.end() and not text[end].isspace():
        # `1.5`, `U.S.`, `example.com`; but a forgotten space: `trade.The city`
        before, after = text[stop.start() - 1 : stop.start()], text[end : end + 2]
        glued = (before.islower() or before in "%％‰") and len(after) == 2 and after[0].isupper() and after[1].islower()
        return (glued and not _inside_word(text, stop.start())) or _is_chinese(after[:1])
    following = _SPACE.match(text, end).end()
    if following >= len(text):
        return True
    glued = not text[end].isspace() and text[end] not in _OPENING + "-–—"
    if glued and not text[end].isupper() and not _is_chinese(text[end]):
        return False
    return _opens(text, following, begin, stop, end)


def _inside_word(text: str, dot: int) -> bool:
    """Whether the full stop at `dot` stands in an address or a name such as ``CQNews.Net``."""
    token = re.match(r"\S{0,40}", text[dot + 1 :]).group()
    return bool(re.search(r"\.|@|/", token.rstrip(".,;:)”\"'")))


def _is_chinese(char: str) -> bool:
    return "\u3040" <= char <= "\u9fff"


def _opens(text: str, at: int, begin: int, stop: re.Match[str], end: int) -> bool:
    """Whether what stands at `at`, behind the marks, opens a new sentence."""
    marks = stop.group()
    first = text[at]
    if first.islower():
        # `.” said Li`, `… and so on`; but `iPhone`, `eBay`, `iChongqing`
        word = text[at : at + 12].split()[0]
        return any(c.isupper() for c in word[1:3])
    if first in ",;:，；：、)]）】%":
        return False
    if marks[0] == "." and len(marks) == 1 and end == stop.end():
        return not _abbreviation(text, begin, stop.start(), at)
    if marks[0] in "…" or len(marks) > 1:
        return not first.isdigit()
    return True


def _abbreviation(text: str, begin: int, dot: int, at: int) -> bool:
    """Whether the full stop at `dot` belongs to an abbreviation that does not end its sentence."""
    match = _TOKEN.search(text, max(begin, dot - 30), dot)
    if match is None:
        return False
    token = match.group()
    words = _abbreviations()
    following = text[at : at + 30]
    if _enumerator(text, begin, match):
        return True
    if token in words["never"]:
        return True
    if token in words["numbered"]:
        return following[:1].isdigit()
    opener = re.match(r"[A-Z][a-z]*(?!\w)", following.lstrip(_QUOTES))
    opens = bool(opener) and opener.group() in words["openers"]
    if token in words["times"]:
        return bool(opener) and opener.group() in words["time_follows"]
    if token in words["firms"] and _SAYS.match(following):
        return False
    if token in words["maybe"] or token in words["firms"]:
        return not (opens or following[:1] in _QUOTES)
    if _INITIAL.match(token):
        # `J. K. Rowling`; but `Plan B. The …`, `in Class A. It …`
        return not (opens and len(opener.group()) > 1)
    return False


def _enumerator(text: str, begin: int, match: re.Match[str]) -> bool:
    """Whether a sentence so far is nothing but a number or letter that counts: ``1. Trade``, ``b. Rail``."""
    return (
        match.start() - begin < 20
        and not text[begin : match.start()].strip()
        and bool(_ENUMERATOR.match(match.group()))
    )


@functools.cache
def _abbreviations() -> dict[str, frozenset[str]]:
    table = vocabularies.load("abbreviations")
    found = {
        kind: frozenset(map(str, table[kind]))
        for kind in ("never", "maybe", "firms", "numbered", "openers", "times", "time_follows")
    }
    for kind in ("never", "maybe"):
        found[kind] |= {word.upper() for word in found[kind] if len(word) > 1 and "." not in word}
    return found
