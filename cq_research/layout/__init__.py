"""The layout of a page saved as text: its lines joined to blocks, the story found among them, each block given a kind.

text → lines (cut, joined where a line break falls inside a sentence) → signs (what a vocabulary knows of a line)
     → story (where the main text begins and ends) → kinds (title, byline, heading, body … furniture)
"""

from __future__ import annotations

from cq_research import schema
from cq_research.layout import kinds, lines


def blocks(text: str, doc_id: str) -> list[schema.Block]:
    """The blocks of a page, in order; with the white space between them they cover `text` completely."""
    parts = kinds.assign(lines.join(text))
    return [
        schema.Block(
            doc_id=doc_id,
            block_id=schema.row_id(doc_id, "blocks", part.start, part.end),
            start=part.start,
            end=part.end,
            text=text[part.start : part.end],
            kind=kind,
        )
        for part, kind in parts
    ]
