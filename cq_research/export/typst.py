"""A report as a Typst document.

The document is written in Typst's code mode: words from sources stand in string literals only, made by `escape`, so
that nothing in them can act as markup.
"""

from __future__ import annotations

import re
from pathlib import Path

from cq_research import fonts
from cq_research.export import formula
from cq_research.export.grid import PADDING, Cell, Grid, grid, layout
from cq_research.export.markup import BLOCKS, Node, flow, squeeze
from cq_research.export.report import Report, beside, caption_of, in_format

TEMPLATE = Path(__file__).with_name("template.typ")
# Width and height in points; the margins are the template's.
PAPERS = {"a4": (595.28, 841.89), "us-letter": (612.0, 792.0)}
_MARGIN = 2 * 70.87
_TALLEST = 620.0  # points: a picture leaves room for its caption
_RULED = 12  # columns: in a wider table hair lines between the rows would only add weight
_LINE = 90  # characters: a paragraph of one line
_TURNED = "page(flipped: true, "
_WHOLE = 8, 1500  # rows and letters up to which a table is not broken over two pages
_LONG_WORD = re.compile(r"[^\s\u200b]{36,}")
_CELL_WORD = re.compile(r"[^\s\u200b]{5,}")
_PRE_WORD = re.compile(r"[^\s\u200b]{88,}")
_COLOUR = re.compile(r"#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})$")
_WRAPS = {
    "em": "emph", "i": "emph", "cite": "emph", "var": "emph", "dfn": "emph", "strong": "strong", "b": "strong",
    "sub": "sub", "sup": "super", "del": "strike", "s": "strike", "strike": "strike", "u": "underline",
    "ins": "underline", "mark": "highlight",
}  # fmt: skip


def escape(text: str) -> str:
    """`text` as a Typst string literal: no character in it has a meaning to Typst, every one has a glyph."""
    quoted = fonts.printable(text).replace("\\", "\\\\").replace('"', '\\"')
    return '"' + quoted.replace("\n", "\\n").replace("\r", "\\n").replace("\t", "\\t") + '"'


def to_typst(report: Report, *, paper: str) -> str:
    """The Typst source of a report; pictures are files beside it, under their names."""
    wide, high = PAPERS[paper]
    emitter = _Emitter(report, wide - _MARGIN, high - _MARGIN)
    language, _, region = report.language.partition("-")
    about = {
        "title": escape(report.title),
        "subtitle": escape(report.subtitle),
        "authors": _array(map(escape, report.authors)),
        "keywords": _array(map(escape, report.keywords)),
        "date": escape(report.date),
        "lang": escape(language),
        "region": escape(region.lower()) if region else "none",
        "paper": escape(paper),
        "families": _array(map(escape, fonts.families())),
        "mono": _array(map(escape, [fonts.MONO, *fonts.families()])),
    }
    head = ", ".join(f"{key}: {value}" for key, value in about.items())
    body = "\n".join(emitter.body())
    names = "data-table, failure, hair, head-words, part-label, report"
    return f'#import "{TEMPLATE.name}": {names}\n#show: report.with({head})\n#{{\n{body}\n}}\n'


def _array(items: object) -> str:
    return "(" + "".join(f"{item}, " for item in items) + ")"


def _block(statements: list[str]) -> str:
    return "{" + "; ".join(statements) + "}"


class _Emitter:
    """Prints nodes as Typst code; `_upright` and `_turned` are the text widths of a page and of one on its side."""

    def __init__(self, report: Report, upright: float, turned: float) -> None:
        self._report, self._upright, self._turned = report, upright, turned
        self._noted: set[str] = set()
        self._marked: set[str] = set()

    def body(self) -> list[str]:
        """The blocks of the report; headings that stand right before a table on a turned page go with it.

        A line under a heading is not parted from what follows, or both would stand alone at the foot of a page.
        """
        out: list[str] = []
        headings: list[str] = []
        last = len(self._report.body) - 1
        for at, node in enumerate(self._report.body):
            printed = self.block(node)
            if headings and node.tag == "p" and at < last and len(node.text()) <= _LINE:
                printed = f"block(sticky: true, spacing: 1.05em, {printed})"
            if node.tag == "heading":
                headings.append(printed)
                continue
            if printed.startswith(_TURNED):
                printed = printed.replace(_TURNED, f"{_TURNED}{_block(headings)} + ", 1) if headings else printed
            else:
                out += headings
            headings = []
            out.append(printed)
        return out + headings

    def block(self, node: Node, *, top: bool = True) -> str:
        """One block as a statement; `top` where it stands on the page itself, not inside a list, quote or cell."""
        tag = node.tag
        if tag == "heading":
            return f"[#heading(level: {node.attrs['level']}, {self._inline(node)}){self._label(node)}]"
        if tag in {"ul", "ol"}:
            return self._list(node, top=top)
        if tag == "dl":
            return self._terms(node)
        if tag == "blockquote":
            return f"quote(block: true, {self._flow(node)})"
        if tag == "pre":
            return self._pre(node)
        if tag == "table":
            return self._table(node, top=top)
        if tag == "figure":
            return self._figure(node)
        if tag == "hr":
            return "line(length: 100%, stroke: 0.4pt + hair)"
        if tag == "formula-block":
            return self._formula(node)
        return f"par({self._inline(node)})"

    def _flow(self, node: Node) -> str:
        """The blocks inside a list item, quote or cell."""
        blocks = flow(node.children)
        if len(blocks) == 1 and blocks[0].tag == "p":
            return self._inline(blocks[0])
        return _block([self.block(block, top=False) for block in blocks])

    def _list(self, node: Node, *, top: bool) -> str:
        items = [child for child in node.children if isinstance(child, Node) and child.tag == "li"]
        printed = [self._item(item) for item in items]
        if not printed:
            return self._flow(Node("div", {}, node.children))
        start = node.attrs.get("start", "1")
        counted = node.tag == "ol" and start.isascii() and start.isdigit() and len(start) < 9
        first = f"start: {start}, " if counted else ""
        made = f"{'enum' if node.tag == 'ol' else 'list'}({first}{', '.join(printed)})"
        return f"{{parbreak(); {made}}}" if top else made  # a list that follows words at once would stick to them

    def _item(self, item: Node) -> str:
        blocks = flow(item.children)
        if blocks and blocks[0].tag == "p":  # the words of an item stand on the line of its mark
            return _block([self._inline(blocks[0]), *(self.block(block, top=False) for block in blocks[1:])])
        return _block([self.block(block, top=False) for block in blocks])

    def _terms(self, node: Node) -> str:
        items, term = [], '""'
        for child in node.find("dt", "dd"):
            if child.tag == "dt":
                term = self._inline(child)
            else:
                items.append(f"terms.item({term}, {self._flow(child)})")
                term = '""'
        return f"terms({', '.join(items)})"

    def _pre(self, node: Node) -> str:
        kind = node.attrs.get("class", "")
        text = _PRE_WORD.sub(lambda match: _broken(match[0], 80), node.text().strip("\n").expandtabs(4))
        language = ', lang: "python"' if kind == "code" else ""
        raw = f"raw(block: true{language}, {escape(text)})"
        return f"failure({raw})" if kind == "error" else raw

    def _figure(self, node: Node) -> str:
        pictures = [self._picture(picture) for picture in node.find("picture")]
        blocks = flow(beside(node))
        body = pictures[0] if len(pictures) == 1 and not blocks else _block(
            [*pictures, *(self.block(block, top=False) for block in blocks)]
        )  # fmt: skip
        return f"figure(kind: image, supplement: none, numbering: none{self._caption(node)}, {body})"

    def _caption(self, node: Node) -> str:
        caption = caption_of(node)
        if caption is None:
            return ""
        label = node.attrs.get("label")
        first = [f"strong({escape(label)})", '"  "'] if label else []
        return f", caption: {_block([*first, self._inline(caption)])}"

    def _picture(self, node: Node) -> str:
        picture = self._report.pictures.get(node.attrs["name"])
        if picture is None:
            return f"emph({escape('[' + squeeze(node.attrs['alt']).strip() + ']')})"
        scale = min(1.0, self._upright / picture.wide, _TALLEST / picture.high)
        alt = escape(squeeze(node.attrs["alt"]).strip())
        return f"image({escape(node.attrs['name'])}, width: {picture.wide * scale:.2f}pt, alt: {alt})"

    def _table(self, node: Node, *, top: bool) -> str:
        table = grid(node)
        if table is None:
            return "[]"
        plan = layout(table, self._upright, self._turned if top else self._upright)
        of = len(plan.parts)
        parts = [
            self._part(table, part, widths, plan.size, f"Part {at} of {of}, by columns" if of > 1 else "")
            for at, (part, widths) in enumerate(zip(plan.parts, plan.widths, strict=True), 1)
        ]
        out = f"figure(kind: table, supplement: none, numbering: none{self._caption(node)}, {_block(parts)})"
        if plan.turned and top:
            return f"{_TURNED}{out})"
        return f"block(breakable: false, above: 1.5em, below: 1.7em, {out})" if of == 1 and _small(table) else out

    def _part(self, table: Grid, columns: list[int], widths: list[float], size: float, label: str) -> str:
        """Some columns of a table, as a table of their own; a cell over several columns keeps its share."""
        place = {column: at for at, column in enumerate(columns)}
        head: list[str] = []
        body: list[str] = []
        for cell in table.cells:
            inside = [place[column] for column in range(cell.column, cell.column + cell.columns) if column in place]
            if inside:
                room = sum(widths[at] for at in inside)
                printed = self._cell(cell, inside[0], len(inside), room, size, heading=cell.row < table.head)
                (head if cell.row < table.head else body).append(printed)
        aligns = _array("right" if table.numeric[column] else "left" for column in columns)
        made = (
            f"data-table(size: {size}pt, widths: {_array(f'{width}pt' for width in widths)}, aligns: {aligns},"
            f" top: {table.head}, rows: {table.rows}, ruled: {str(len(columns) <= _RULED).lower()},"
            f" head: {_array(head)}, body: {_array(body)})"
        )
        return _block([f"part-label({escape(label)})", made]) if label else made

    def _cell(self, cell: Cell, at: int, wide: int, room: float, size: float, *, heading: bool) -> str:
        options = [f"x: {at}, y: {cell.row}"]
        options += [f"colspan: {wide}"] if wide > 1 else []
        options += [f"rowspan: {cell.rows}"] if cell.rows > 1 else []
        stated = cell.node.style("text-align") or cell.node.attrs.get("align", "")
        if heading:
            options.append("align: center + bottom" if wide > 1 else "align: bottom")
        elif stated in {"left", "right", "center"}:
            options.append(f"align: {stated} + top")
        fill = cell.node.style("background-color")
        options += [f"fill: rgb({escape(fill)})"] if _COLOUR.match(fill) else []
        body = self._flow(_fit_words(cell.node, (room - PADDING * wide) / size / (1.08 if heading else 1.0)))
        if heading:
            body = f"head-words({body})"
        elif cell.node.style("font-weight") == "bold":
            body = f"strong({body})"
        colour = cell.node.style("color")
        if _COLOUR.match(colour):
            body = f"text(fill: rgb({escape(colour)}), {body})"
        return f"table.cell({', '.join(options)}, {body})"

    def _inline(self, node: Node) -> str:
        """The words below a node, as one piece of content."""
        parts: list[str] = []
        for child in node.children:
            fresh = parts and parts[-1] == "linebreak()"
            words = (child.lstrip(" \n\t") if fresh else child) if isinstance(child, str) else ""
            parts.append(_words(words) if isinstance(child, str) else self._element(child))
        return _block([part for part in parts if part] or ['""'])

    def _element(self, node: Node) -> str:
        tag = node.tag
        if tag == "br":
            return "linebreak()"
        if tag in {"code", "kbd", "samp", "tt"}:
            return f"raw({escape(squeeze(node.text()))})"
        if tag in {"formula", "formula-block"}:
            return self._formula(node)
        if tag == "picture":
            return f"box({self._picture(node)})"
        if tag == "note":
            return self._note(node.attrs["number"])
        if tag in BLOCKS:
            return self.block(node, top=False)
        inner = self._inline(node)
        if tag == "q":
            inner = f'{{"“"; {inner}; "”"}}'
        if tag == "a":
            inner = self._link(node, inner)
        if tag in _WRAPS:
            inner = f"{_WRAPS[tag]}({inner})"
        label = self._label(node)
        return f"{{[#metadata(none){label}]; {inner}}}" if label else inner

    def _link(self, node: Node, inner: str) -> str:
        href = node.attrs.get("href", "")
        if not href or not (squeeze(node.text()).strip() or node.find("picture")):
            return inner
        if href == "#":
            return f"link(<top>, {inner})"
        to = f"label({escape(_name(href[1:]))})" if href.startswith("#") else escape(in_format(href, ".pdf"))
        return f"link({to}, {inner})"

    def _label(self, node: Node) -> str:
        """The mark that links lead to, where any does; each once, also where a table repeats a column."""
        name = node.attrs.get("id", "")
        if name not in self._report.targets or name in self._marked:
            return ""
        self._marked.add(name)
        return f"#label({escape(_name(name))})"

    def _note(self, number: str) -> str:
        if number in self._noted:
            return f"footnote(label({escape(f'note {number}')}))"
        self._noted.add(number)
        blocks = self._report.notes[int(number) - 1]
        return f"[#footnote({self._flow(Node('div', {}, list(blocks)))})#label({escape(f'note {number}')})]"

    def _formula(self, node: Node) -> str:
        latex, displayed = node.attrs["latex"], node.tag == "formula-block"
        tree = formula.parse(latex)
        if tree is None:
            return f"raw(block: {str(displayed).lower()}, {escape(latex)})"
        inside = formula.typst(tree)
        return f"{{set math.equation(alt: {escape(latex)}); {f'$ {inside} $' if displayed else f'${inside}$'}}}"


def _name(identifier: str) -> str:
    """The label of an id: the id itself, but for that of the title."""
    return "top of the text" if identifier == "top" else identifier


def _words(text: str) -> str:
    return escape(_LONG_WORD.sub(lambda match: _broken(match[0], 24), squeeze(text))) if text else ""


def _broken(word: str, every: int) -> str:
    """A long word (an address, a hash) with places where the line may break."""
    return "\u200b".join(word[at : at + every] for at in range(0, len(word), every))


def _fit_words(node: Node, wide: float) -> Node:
    """A cell's content with places to break in every word that is wider than the column, `wide` in em."""
    most = min(35, max(4, int(wide / 0.56)))

    def fits(word: re.Match) -> str:
        return word[0] if len(word[0]) <= 35 and fonts.width(word[0]) <= wide + 0.05 else _broken(word[0], most)

    def fitted(part: Node) -> Node:
        return Node(part.tag, part.attrs, [
            _CELL_WORD.sub(fits, child) if isinstance(child, str) else fitted(child)
            for child in part.children
        ])  # fmt: skip

    return fitted(node)


def _small(table: Grid) -> bool:
    return table.rows <= _WHOLE[0] and sum(len(cell.text) for cell in table.cells) <= _WHOLE[1]
