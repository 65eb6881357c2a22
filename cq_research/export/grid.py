"""Tables: from rows of cells with spans to a layout that never leaves the page.

Widths are measured in the font that the table is set in. A table that is too wide for a page is set in smaller type,
then on a page turned on its side, then in parts that each repeat the first columns.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from cq_research import fonts
from cq_research.export.markup import Node, squeeze
from cq_research.export.report import caption_of

_NUMBER = re.compile(r"[(~≈<>≤≥]?\s*[-+−–]?\s*(?:[A-Z]{3}|[$€£¥])?\s*[0-9][0-9.,\s\u00a0\u202f]*\s?[%‰)*]*$")
_EMPTY = frozenset({"", "-", "–", "—", "…", "...", "nan", "NaN", "NaT", "None", "<NA>", "n/a"})
_INDENT = re.compile(r"[\s/]+")
PADDING = 9.0  # points, left and right of a cell together
_LONG = 26.0  # em: text that runs longer is expected to wrap
_ROOMY = 9.0  # em: what a column of running text needs to be read with ease
_WORD = 15.0  # em: longer words are broken
_CLOSE, _BROKEN = 6.0, 9.0  # the same two where a short table is kept on its page: file names and hashes are broken
_FEW = 16  # rows: too little for a page of its own
_MOST_SPANS = 200  # rows or columns; a bound on what a hostile table can ask for


@dataclass(slots=True)
class Cell:
    """A cell: where it stands, how far it spans, what is in it."""

    row: int
    column: int
    rows: int
    columns: int
    node: Node
    text: str


@dataclass(slots=True)
class Grid:
    """A table with every cell in its place; the first `head` rows are headings, the first `stub` columns labels."""

    cells: list[Cell]
    rows: int
    columns: int
    head: int
    stub: int
    numeric: list[bool]
    caption: Node | None
    label: str


@dataclass(slots=True)
class Layout:
    """How a grid is set: size of type in points, page on its side or not, columns and their widths, part by part."""

    size: float
    turned: bool
    parts: list[list[int]] = field(default_factory=list)
    widths: list[list[float]] = field(default_factory=list)


def grid(table: Node) -> Grid | None:
    """Put the cells of a table into their places; None for a table without cells."""
    lines = [(node, parent) for parent in [table, *_sections(table)] for node in parent.children if _is(node, "tr")]
    # A cell spans no further than its section (head, body, foot) goes.
    last = {id(parent): row + 1 for row, (_, parent) in enumerate(lines)}
    ends = {id(line): last[id(parent)] for line, parent in lines}
    taken: set[tuple[int, int]] = set()
    cells: list[Cell] = []
    for row, (line, _) in enumerate(lines):
        column = 0
        for node in line.children:
            if not _is(node, "td", "th"):
                continue
            while (row, column) in taken:
                column += 1
            wide, high = _span(node, "colspan"), min(_span(node, "rowspan"), ends[id(line)] - row)
            wide = next((right for right in range(1, wide) if (row, column + right) in taken), wide)
            cells.append(Cell(row, column, high, wide, node, squeeze(node.text()).strip()))
            if wide * high > 1:
                taken |= {(row + down, column + right) for down in range(high) for right in range(wide)}
            column += wide
    if not cells:
        return None
    columns = max(cell.column + cell.columns for cell in cells)
    in_head = [parent.tag == "thead" for _, parent in lines]
    head = next((at for at, inside in enumerate(in_head) if not inside), len(lines))
    if not head:  # no <thead>: the leading rows that consist of headings
        plain = {cell.row for cell in cells if cell.node.tag == "td"}
        head = next((row for row in range(len(lines)) if row in plain), len(lines))
    head = head if head < len(lines) else max(0, head - 1) if len(lines) > 1 else 0
    for cell in cells:
        if cell.row < head:
            cell.rows = min(cell.rows, head - cell.row)
    body = [cell for cell in cells if cell.row >= head]
    labels = {cell.column for cell in body if cell.node.tag == "th"}
    stub = next((column for column in range(columns) if column not in labels), columns)
    return Grid(
        cells, len(lines), columns, head, stub if stub < columns else 1,
        [_numeric(body, column) for column in range(columns)], caption_of(table), table.attrs.get("label", ""),
    )  # fmt: skip


def layout(table: Grid, upright: float, turned: float) -> Layout:
    """Choose the largest type and the fewest parts; `upright` and `turned` are the widths there are, in points."""
    natural, word = _measure(table)
    roomy = [min(full, max(least, _ROOMY)) for full, least in zip(natural, word, strict=True)]
    for size, wide, on_side in ((9.0, upright, False), (8.0, upright, False), (7.5, upright, False)):
        if sum(roomy) * size + PADDING * table.columns <= wide:
            return _fitted(table, [list(range(table.columns))], natural, roomy, size, wide, on_side)
    close = [
        least if number else min(full, max(_CLOSE, min(least, _BROKEN)))
        for full, least, number in zip(natural, word, table.numeric, strict=True)
    ]
    if table.rows <= _FEW and sum(close) * 7.5 + PADDING * table.columns <= upright:
        return _fitted(table, [list(range(table.columns))], natural, close, 7.5, upright, False)
    for size in (8.0, 7.5):
        if sum(roomy) * size + PADDING * table.columns <= turned:
            return _fitted(table, [list(range(table.columns))], natural, roomy, size, turned, True)
    size = 7.5
    needs = [min(full, turned / 3 / size) * size + PADDING for full in roomy]
    stub = list(range(table.stub)) if sum(needs[: table.stub]) < turned / 2 else []
    parts = _split(needs, stub, turned)
    narrow = [(need - PADDING) / size for need in needs]
    return _fitted(table, parts, natural, narrow, size, turned, True)


def _is(node: Node | str, *tags: str) -> bool:
    return isinstance(node, Node) and node.tag in tags


def _sections(table: Node) -> list[Node]:
    """Head, bodies and foot, in the order in which they are read (a foot may be written first)."""
    found = [node for node in table.children if _is(node, "thead", "tbody", "tfoot")]
    return sorted(found, key=lambda node: ("thead", "tbody", "tfoot").index(node.tag))


def _span(node: Node, name: str) -> int:
    stated = node.attrs.get(name, "1").strip()
    return max(1, min(int(stated), _MOST_SPANS)) if stated.isascii() and stated.isdigit() and len(stated) < 6 else 1


def _numeric(body: list[Cell], column: int) -> bool:
    texts = [cell.text for cell in body if cell.column == column and cell.columns == 1 and cell.text not in _EMPTY]
    return bool(texts) and sum(bool(_NUMBER.match(text[:60])) for text in texts) >= 0.8 * len(texts)


def _measure(table: Grid) -> tuple[list[float], list[float]]:
    """Of each column, in em: the width that its text would like, and that of its longest word."""
    natural, word = [1.0] * table.columns, [1.0] * table.columns
    for cell in table.cells:
        bold = 1.08 if cell.row < table.head else 1.0
        full = fonts.width(cell.text[:200]) * bold / cell.columns
        longest = max((fonts.width(part[:60]) for part in _INDENT.split(cell.text[:2000])), default=0.0) * bold
        if table.numeric[cell.column] and cell.row >= table.head:
            longest = full  # a number is not broken
        for column in range(cell.column, cell.column + cell.columns):
            natural[column] = max(natural[column], min(full, _LONG))
            word[column] = max(word[column], min(longest / cell.columns, _WORD))
    return natural, [min(least, full) for least, full in zip(word, natural, strict=True)]


def _split(needs: list[float], stub: list[int], wide: float) -> list[list[int]]:
    """Columns in as few parts as it takes, the parts about equally wide; each begins with the stub."""
    room = wide - sum(needs[column] for column in stub)
    rest = [column for column in range(len(needs)) if column not in stub]
    parts = _fill(rest, needs, room)
    share = sum(needs[column] for column in rest) / len(parts)
    even = _fill(rest, needs, min(room, share * 1.08))
    return [stub + part for part in (even if len(even) == len(parts) else parts)]


def _fill(columns: list[int], needs: list[float], room: float) -> list[list[int]]:
    parts: list[list[int]] = [[]]
    used = 0.0
    for column in columns:
        if parts[-1] and used + needs[column] > room:
            parts.append([])
            used = 0.0
        parts[-1].append(column)
        used += needs[column]
    return parts


def _fitted(
    table: Grid,
    parts: list[list[int]],
    natural: list[float],
    least: list[float],
    size: float,
    wide: float,
    turned: bool,
) -> Layout:
    """Widths in points: what a column needs, and of the room that is left a share by how much more it would like."""
    out = Layout(size, turned, parts)
    for part in parts:
        base = [least[column] * size + PADDING for column in part]
        wish = [(natural[column] - least[column]) * size for column in part]
        room = max(0.0, wide - sum(base))
        share = min(1.0, room / sum(wish)) if sum(wish) else 0.0
        shrink = min(1.0, wide / sum(base))
        out.widths.append([round((need + more * share) * shrink, 2) for need, more in zip(base, wish, strict=True)])
    return out
