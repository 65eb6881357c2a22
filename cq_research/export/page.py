"""A report as one HTML page: no outside request, light and dark, the same words in the same order as in the PDF."""

from __future__ import annotations

import base64
import re
import string
from html import escape as _html
from pathlib import Path

from cq_research import fonts
from cq_research.export import formula, webfonts
from cq_research.export.grid import Cell, Grid, grid
from cq_research.export.markup import BLOCKS, Node, flow, squeeze
from cq_research.export.report import Report, beside, caption_of, in_format

TEMPLATE = Path(__file__).with_name("page.html")
_MIMES = {"png": "image/png", "jpg": "image/jpeg", "gif": "image/gif", "webp": "image/webp"}
_COLOUR = re.compile(r"#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})$")
_ENDING = ".html"
_LONG_WORD = re.compile(r"([!-~]{36,})")
_ITALIC = re.compile(r"<(?:em|i|cite|var|dfn)>")
_DATA = re.compile(r"data:[a-z/+]+;base64,[A-Za-z0-9+/=]+")
_KEPT = frozenset(
    {"em", "i", "cite", "var", "dfn", "strong", "b", "sub", "sup", "del", "s", "u", "ins", "mark", "q", "small",
    "code", "kbd", "samp", "abbr"}
)  # fmt: skip


def escape(text: str) -> str:
    """`text` as HTML: no character in it has a meaning to HTML, every one has a glyph."""
    return _html(fonts.printable(text))


def to_html(report: Report) -> str:
    """The page, the same bytes for the same report."""
    printer = _Printer(report)
    body = "\n".join(printer.block(node) for node in report.body)
    notes = printer.notes()
    line = " · ".join(part for part in (*report.authors, report.date) if part)
    header = [f"<h1>{escape(report.title)}</h1>"]
    header += [f'<p class="subtitle">{escape(report.subtitle)}</p>'] if report.subtitle else []
    header += [f'<p class="particulars">{escape(line)}</p>'] if line else []
    particulars = [("author", ", ".join(report.authors)), ("keywords", ", ".join(report.keywords))]
    shown = _DATA.sub("", body + notes + "".join(header))
    return string.Template(TEMPLATE.read_text(encoding="utf-8")).substitute(
        language=report.language,
        title=escape(report.title),
        particulars="\n".join(f'<meta name="{name}" content="{escape(text)}">' for name, text in particulars if text),
        fonts=webfonts.stylesheet(shown, italics=_ITALIC.search(shown) is not None),
        header="\n".join(header),
        body=body,
        notes=notes,
    )


class _Printer:
    def __init__(self, report: Report) -> None:
        self._report = report
        self._noted: set[str] = set()

    def block(self, node: Node) -> str:
        """One block as HTML."""
        tag = node.tag
        if tag == "heading":
            level = min(int(node.attrs["level"]) + 1, 6)
            return f'<h{level} id="{_html(node.attrs["id"])}">{self._inline(node)}</h{level}>'
        if tag in {"ul", "ol"}:
            start = node.attrs.get("start", "")
            first = f' start="{start}"' if tag == "ol" and start.isascii() and start.isdigit() else ""
            items = [child for child in node.children if isinstance(child, Node) and child.tag == "li"]
            return f"<{tag}{first}>" + "".join(f"<li>{self._flow(item)}</li>" for item in items) + f"</{tag}>"
        if tag == "dl":
            parts = node.find("dt", "dd")
            return "<dl>" + "".join(f"<{part.tag}>{self._flow(part)}</{part.tag}>" for part in parts) + "</dl>"
        if tag == "blockquote":
            return f"<blockquote>{self._flow(node)}</blockquote>"
        if tag == "pre":
            kind = ' class="error"' if node.attrs.get("class") == "error" else ""
            return f'<pre{kind} tabindex="0"><code>{escape(node.text().strip(chr(10)))}</code></pre>'
        if tag == "table":
            return self._table(node)
        if tag == "figure":
            return self._figure(node)
        if tag == "hr":
            return "<hr>"
        if tag == "formula-block":
            return f"<p>{self._formula(node)}</p>"
        return f"<p>{self._inline(node)}</p>"

    def notes(self) -> str:
        """The footnotes, each with a way back to the first place that refers to it."""
        if not self._report.notes:
            return ""
        items = "".join(
            f'<li id="note-{number}">{self._flow(Node("div", {}, list(note)))} '
            f'<a href="#ref-{number}" aria-label="Back to reference {number}">↑</a></li>'
            for number, note in enumerate(self._report.notes, 1)
        )
        return f'<section class="notes" role="doc-endnotes" aria-label="Notes"><ol>{items}</ol></section>'

    def _flow(self, node: Node) -> str:
        blocks = flow(node.children)
        if blocks and blocks[0].tag == "p":
            return self._inline(blocks[0]) + "".join(self.block(block) for block in blocks[1:])
        return "".join(self.block(block) for block in blocks)

    def _caption(self, node: Node, tag: str) -> str:
        caption, label = caption_of(node), node.attrs.get("label")
        if caption is None:
            return ""
        return f"<{tag}>{f'<strong>{label}</strong> ' if label else ''}{self._inline(caption)}</{tag}>"

    def _figure(self, node: Node) -> str:
        rest = beside(node)
        inner = "".join(map(self._picture, node.find("picture"))) + "".join(map(self.block, flow(rest)))
        return f"<figure>{inner}{self._caption(node, 'figcaption')}</figure>"

    def _picture(self, node: Node) -> str:
        picture = self._report.pictures[node.attrs["name"]]
        alt = escape(squeeze(node.attrs["alt"]).strip())
        if picture.ending == "svg":
            drawing = picture.data.decode().replace("<svg ", f'<svg role="img" aria-label="{alt}" ', 1)
            return f'<span class="drawing">{drawing}</span>'
        data = base64.b64encode(picture.data).decode()
        wide, high = round(picture.wide / 0.75), round(picture.high / 0.75)
        return f'<img src="data:{_MIMES[picture.ending]};base64,{data}" width="{wide}" height="{high}" alt="{alt}">'

    def _table(self, node: Node) -> str:
        table = grid(node)
        if table is None:
            return ""
        rows: list[list[str]] = [[] for _ in range(table.rows)]
        for cell in table.cells:
            rows[cell.row].append(self._cell(table, cell))
        printed = ["<tr>" + "".join(row) + "</tr>" for row in rows]
        head = f"<thead>{''.join(printed[: table.head])}</thead>" if table.head else ""
        body = f"<tbody>{''.join(printed[table.head :])}</tbody>"
        caption = self._caption(node, "caption")
        name = f'aria-label="{escape(node.attrs.get("label", "Table"))}"'
        return f'<div class="table" role="region" tabindex="0" {name}><table>{caption}{head}{body}</table></div>'

    def _cell(self, table: Grid, cell: Cell) -> str:
        heading = cell.row < table.head
        tag = "th" if heading or cell.node.tag == "th" else "td"
        scope = f' scope="{("colgroup" if cell.columns > 1 else "col") if heading else "row"}"' if tag == "th" else ""
        spans = f' colspan="{cell.columns}"' if cell.columns > 1 else ""
        spans += f' rowspan="{cell.rows}"' if cell.rows > 1 else ""
        stated = cell.node.style("text-align") or cell.node.attrs.get("align", "")
        kind = {"right": "n", "center": "c", "left": ""}.get("" if heading else stated)
        if kind is None:
            kind = "c" if heading and cell.columns > 1 else "n" if table.numeric[cell.column] else ""
        rules = [f"{name}:{cell.node.style(name)}" for name in ("background-color", "color")
                 if _COLOUR.match(cell.node.style(name))]  # fmt: skip
        rules += ["font-weight:bold"] if cell.node.style("font-weight") == "bold" else []
        style = f' style="{";".join(rules)}"' if rules else ""
        named = f' class="{kind}"' if kind else ""
        return f"<{tag}{scope}{spans}{named}{style}>{self._flow(cell.node)}</{tag}>"

    def _inline(self, node: Node) -> str:
        return "".join(_words(child) if isinstance(child, str) else self._element(child) for child in node.children)

    def _element(self, node: Node) -> str:
        tag = node.tag
        if tag == "br":
            return "<br>"
        if tag in {"formula", "formula-block"}:
            return self._formula(node)
        if tag == "picture":
            return self._picture(node)
        if tag == "note":
            number = node.attrs["number"]
            first = "" if number in self._noted else f' id="ref-{number}"'
            self._noted.add(number)
            return f'<sup><a href="#note-{number}"{first} role="doc-noteref">{number}</a></sup>'
        if tag in BLOCKS:
            return self.block(node)
        inner = self._inline(node)
        href, name = node.attrs.get("href", ""), node.attrs.get("id", "")
        place = f' id="{_html(name)}"' if name in self._report.targets else ""
        if tag == "a" and (href or place):
            to = f' href="{_html(in_format(href, _ENDING))}"' if href else ""
            return f"<a{place}{to}>{inner}</a>"
        if tag in _KEPT:
            return f"<{tag}{place}>{inner}</{tag}>"
        return f"<span{place}>{inner}</span>" if place else inner

    def _formula(self, node: Node) -> str:
        tree = formula.parse(node.attrs["latex"])
        if tree is None:
            return f"<code>{escape(node.attrs['latex'])}</code>"
        return formula.mathml(tree, node.attrs["latex"], block=node.tag == "formula-block")


def _words(text: str) -> str:
    """Words as HTML; a long one (a hash, an address) may break, or its column would push the others off the page."""
    parts = _LONG_WORD.split(squeeze(text))  # every other part is a long word
    for at in range(1, len(parts), 2):
        parts[at] = "<wbr>".join(escape(parts[at][i : i + 24]) for i in range(0, len(parts[at]), 24))
    parts[::2] = map(escape, parts[::2])
    return "".join(parts)
