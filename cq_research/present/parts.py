"""What a part of a report is: Markdown, a table, a section; each shows itself in a notebook."""

from __future__ import annotations

import dataclasses
import html
import urllib.parse
from types import SimpleNamespace

from cq_research.selection import Selection
from cq_research.wording import place, plain, upper_first


@dataclasses.dataclass(frozen=True)
class Text:
    """A piece of Markdown; `metadata` goes to the output's metadata."""

    markdown: str
    metadata: dict = dataclasses.field(default_factory=dict)

    def _repr_mimebundle_(self, include=None, exclude=None) -> tuple[dict, dict]:
        return {"text/markdown": self.markdown, "text/plain": self.markdown}, self.metadata


@dataclasses.dataclass(frozen=True)
class Cell:
    """What a table's cell holds where that is more than a string: words that link somewhere."""

    links: tuple[tuple[str, str], ...]  # (words, where to)


@dataclasses.dataclass(frozen=True)
class Table:
    """A table with a caption; columns in which no row has a value are not shown. Cells are escaped here."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str | Cell | None, ...], ...]
    caption: str

    def html(self) -> str:
        """The table as HTML, as accessible as a table can be: caption, column headings with their scope."""
        used = [i for i, _ in enumerate(self.columns) if any(row[i] for row in self.rows)]
        head = "".join(f'<th scope="col">{html.escape(self.columns[i])}</th>' for i in used)
        body = "\n".join(f"<tr>{''.join(f'<td>{_cell(row[i])}</td>' for i in used)}</tr>" for row in self.rows)
        return (
            f"<table>\n<caption>{html.escape(self.caption)}</caption>\n<thead>\n<tr>{head}</tr>\n</thead>\n"
            f"<tbody>\n{body}\n</tbody>\n</table>"
        )

    def _repr_mimebundle_(self, include=None, exclude=None) -> tuple[dict, dict]:
        return {"text/html": self.html(), "text/plain": f"{self.caption} ({len(self.rows)} rows)"}, {}


@dataclasses.dataclass(frozen=True)
class Section:
    """Parts under a heading; without parts, nothing at all, the heading neither."""

    heading: str
    parts: tuple

    def _ipython_display_(self) -> None:
        from IPython.display import display

        if self.parts:
            display(Text(f"## {self.heading}"))
            for part in self.parts:
                display(part)


def _cell(value: str | Cell | None) -> str:
    if isinstance(value, Cell):
        return " ".join(f'<a href="{html.escape(to)}">{html.escape(words)}</a>' for words, to in value.links)
    return html.escape(value or "")


def source(about: Selection, sentence_id: str) -> Cell:
    """The number of a source sentence, leading to it."""
    n = about.numbers[sentence_id]
    return Cell(((f"[{n}]", f"#s{n}"),))


def title_of(document: SimpleNamespace) -> str:
    """A document's title; its id where it has none."""
    return plain(document.title) if document.title else document.doc_id


def dated(value: str | None, basis: str | None) -> str | None:
    """A time value, marked where it is inferred."""
    return value + (" (inferred)" if basis == "inferred" else "") if value else None


def place_name(code: str | None) -> str | None:
    """The name of a place or partner for tables, without an article."""
    return upper_first(place(code).removeprefix("the ")) if code else None


def dossier(doc_id: str, n: int | None = None) -> str:
    """Where the dossier of a document stands, beside this report; the exporter puts its own ending for ``.ipynb``."""
    return urllib.parse.quote(f"document-{doc_id}.ipynb") + (f"#s{n}" if n else "")
