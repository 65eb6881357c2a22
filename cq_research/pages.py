"""A file → its text, its blocks and what it says of itself.

>>> page = from_text("Title of the page\\n\\nCHONGQING, May 3 (Xinhua) -- The city opened an office in Bonn.")
>>> [block.kind for block in blocks(page)]
['title', 'body']
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from cq_research import layout, masthead, schema
from cq_research.errors import DocumentError
from cq_research.layout import dateline as datelines
from cq_research.layout import repeats

_BOM = "\ufeff"
_SURROGATE = re.compile("[\ud800-\udfff]")
_CONTROL_SHARE = 0.1  # of the characters: more control characters than that make a file binary
_CONTROL = dict.fromkeys([*range(9), *range(14, 32), 127])  # not tab, line ends, form feed


@dataclass(frozen=True)
class Page:
    """A document as decoded: `text` is what every ``start`` and ``end`` counts code points of."""

    doc_id: str
    file: str
    sha256: str
    text: str


def read(path: Path, seeds: Path) -> Page:
    """The page in the file `path`; its ``file`` is relative to the folder `seeds`.

    UTF-8, byte-order mark dropped, line ends kept. Raises DocumentError, naming the file and what to do, if the file
    is missing, is a folder, can't be opened, is empty, is binary or is not UTF-8.
    """
    path, seeds = Path(path), Path(seeds)
    name = path.relative_to(seeds).as_posix() if path.is_relative_to(seeds) else path.name
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise DocumentError(f"{name}: there is no such file; save the page there as UTF-8 text") from None
    except OSError as error:
        raise DocumentError(f"{name}: can't be read ({error.strerror or error}); give a text file") from None
    text = _decode(name, data)
    return Page(path.stem, name, hashlib.sha256(data).hexdigest(), text)


def from_text(text: str, doc_id: str = "text") -> Page:
    """`text` as a page named `doc_id`, as if read from a file.

    Lone surrogates, which are no characters that a file could hold, become U+FFFD: offsets stay. Raises DocumentError
    if the text is empty or white space only.
    """
    text = _SURROGATE.sub("\ufffd", text.removeprefix(_BOM))
    if not text.strip():
        raise DocumentError(f"{doc_id}: the text is empty; give the text of a page")
    return Page(doc_id, f"{doc_id}.txt", hashlib.sha256(text.encode()).hexdigest(), text)


def _decode(name: str, data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise DocumentError(f"{name}: is UTF-16, not UTF-8; convert it: iconv -f UTF-16 -t UTF-8")
    if b"\0" in data:
        line = data.count(b"\n", 0, data.index(b"\0")) + 1
        raise DocumentError(f"{name}:{line}: is binary (a NUL at byte {data.index(0)}); save the page as plain text")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise DocumentError(
            f"{name}:{line}: is not UTF-8 (byte 0x{data[error.start]:02x} at offset {error.start}); "
            f"convert it, for example: iconv -f GB18030 -t UTF-8"
        ) from None
    if not text.strip():
        raise DocumentError(f"{name}: is empty; save the page there as UTF-8 text, or remove the file")
    sample = text[:100_000]
    if len(sample) - len(sample.translate(_CONTROL)) > _CONTROL_SHARE * len(sample):
        raise DocumentError(f"{name}: is binary (mostly control characters); save the page as plain text")
    return text


def blocks(page: Page) -> list[schema.Block]:
    """The parts of `page`, in order; with the white space between them they cover its text completely."""
    return layout.blocks(page.text, page.doc_id)


def repeated(blocks: list[schema.Block]) -> frozenset[str]:
    """The ids of the captions that repeat body text, or a caption above them."""
    inside = [b for b in blocks if b.kind in ("body", "caption")]
    found = repeats.find([b.text for b in inside])
    return frozenset(inside[i].block_id for i in found if inside[i].kind == "caption")


def describe(page: Page, blocks: list[schema.Block]) -> schema.Document:
    """The row of `page` in ``documents``, without its date of publication (see :mod:`cq_research.publication`)."""
    head = masthead.read(blocks)
    doubts = []
    if not any(b.kind == "body" for b in blocks):
        doubts.append(
            "no running text found: the page may be a menu, a list or a picture; "
            "save the article's own page, or remove the file"
        )
    if head.title is None:
        doubts.append("no headline found")
    return schema.Document(
        doc_id=page.doc_id,
        file=page.file,
        sha256=page.sha256,
        title=head.title,
        publisher=head.publisher,
        source=head.source,
        author=head.author,
        dateline=head.dateline,
        language=masthead.language(blocks),
        chars=len(page.text),
        body_chars=sum(b.end - b.start for b in blocks if b.kind in schema.CONTENT_KINDS),
        doubt="; ".join(doubts) or None,
    )


def dateline(block_text: str) -> tuple[int, int, str] | None:
    """The dateline that `block_text` opens with: its offsets and its place in ordinary case. None if it has none.

    The forms it knows are listed in :mod:`cq_research.layout.dateline`.
    """
    found = datelines.find(block_text)
    return (found.start, found.end, found.place) if found else None
