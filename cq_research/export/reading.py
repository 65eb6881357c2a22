"""An executed notebook, read into one `Report`: the tree that both the PDF and the HTML page are printed from.

Here it is decided what is shown: which form of an output, in which order, under which number; and everything that is
not shown is told by an `ExportWarning`. The conventions stand in the package's docstring.
"""

from __future__ import annotations

import re
import urllib.parse
import warnings
from pathlib import Path
from typing import TYPE_CHECKING

from cq_research import fonts
from cq_research.errors import ReportError
from cq_research.export import formula, markdown, pictures
from cq_research.export.markup import UNSHOWN, Node, flow, parse, squeeze
from cq_research.export.report import PARTICULARS, ExportWarning, Picture, Report, arrange, shown
from cq_research.export.sheets import apply_sheets

if TYPE_CHECKING:
    import nbformat

_ANSI = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]{0,1000}(?:\x07|\x1b\\)?|[@-Z\\-_])")
_CUT = re.compile(r"[0-9]+ rows × [0-9]+ columns$")  # what pandas writes under a frame that it has cut
_RASTER = ("image/png", "image/jpeg", "image/gif", "image/webp")
# Of the forms of an output the first that is there is shown.
_FORMS = ("image/svg+xml", *_RASTER, "text/markdown", "text/html", "text/latex", "text/plain")


def read(
    notebook: nbformat.NotebookNode, resources: dict | None = None, *, show_code: bool, allow_errors: bool
) -> Report:
    """Read an executed notebook.

    `resources` is nbconvert's (for the notebook's name and folder). Raises ReportError where a cell failed or the run
    broke off, unless `allow_errors`.
    """
    where = (resources or {}).get("metadata", {})
    if not allow_errors:
        _refuse_failed(notebook, where.get("name") or "the notebook")
    reader = _Reader(where.get("path") or "")
    for number, cell in enumerate(notebook.cells, 1):
        reader.cell(number, cell, show_code=show_code)
    about = {**reader.particulars, **_about_notebook(notebook.metadata)}
    report = arrange(reader.blocks, reader.notes, about, where.get("name") or "Notebook", reader.warn)
    report.pictures = reader.pictures
    return report


_INJECTED = {"injected-parameters", "papermill-error-cell-tag"}


def _about_notebook(metadata: dict) -> dict:
    """A notebook's particulars: ours, else the title and authors that Jupyter keeps."""
    about = {key: metadata[key] for key in ("title",) if isinstance(metadata.get(key), str)}
    authors = metadata.get("authors")
    if isinstance(authors, list):
        about["author"] = [str(entry.get("name", "")) for entry in authors if isinstance(entry, dict)]
    ours = metadata.get("cq_report", {})
    return about | ({key: ours[key] for key in PARTICULARS if key in ours} if isinstance(ours, dict) else {})


def _refuse_failed(notebook: nbformat.NotebookNode, name: str) -> None:
    # Counted as in the notebook that its writer knows, without the cells that papermill has put in.
    own = [cell for cell in notebook.cells if not _INJECTED & set(cell.metadata.get("tags", ()))]
    for number, cell in enumerate(own, 1):
        for output in cell.get("outputs", []):
            if output.output_type == "error":
                cause = squeeze(_plain(f"{output.get('ename', '')}: {output.get('evalue', '')}")).strip()
                raise ReportError(f"{name}: cell {number} failed ({cause}); mend it and run the notebook again")
    if notebook.metadata.get("papermill", {}).get("exception"):
        raise ReportError(f"{name}: its run broke off (papermill says so); run the notebook again")


class _Reader:
    """Collects the blocks of the cells; `_number` is the cell being read."""

    def __init__(self, folder: str) -> None:
        self.blocks: list[Node] = []
        self.notes: list[list[Node]] = []
        self.pictures: dict[str, Picture] = {}
        self.particulars: dict[str, object] = {}  # what outputs say of the report itself
        self._folder, self._number, self._cell = folder, 0, {}

    def cell(self, number: int, cell: nbformat.NotebookNode, *, show_code: bool) -> None:
        self._number, self._cell = number, cell
        blocks, notes = len(self.blocks), len(self.notes)
        self._read(cell, show_code=show_code)
        fresh = [*self.blocks[blocks:], *(node for note in self.notes[notes:] for node in note)]
        absent = fonts.missing("".join(node.text() for node in fresh))
        if absent:
            self.warn("characters", f"no glyph for {_numbers(absent)}; shown by number")
        if any(node.tag == "p" and _CUT.match(squeeze(node.text()).strip()) for node in fresh):
            self.warn("text/html", "a frame that pandas has cut; set `display.max_rows` and `display.max_columns`")

    def _read(self, cell: nbformat.NotebookNode, *, show_code: bool) -> None:
        if cell["cell_type"] == "markdown":
            self.blocks += self._markdown(cell.source)
        elif cell["cell_type"] == "raw":
            kind = cell.metadata.get("format") or cell.metadata.get("raw_mimetype") or "text/plain"
            if kind in {"text/markdown", "text/html", "text/plain"}:
                self.blocks += self._form(kind, cell.source, {})
            elif cell.source.strip():
                self.warn(kind, "a raw cell for another format, left out")
        else:
            if show_code and cell.source.strip():
                self.blocks.append(Node("pre", {"class": "code"}, [cell.source]))
            for output in cell.get("outputs", []):
                self.blocks += self._output(output)

    def warn(self, what: str, why: str, cell: int | None = None) -> None:
        """Say that something of this cell (or of another) is not shown as it is."""
        warnings.warn(ExportWarning(cell or self._number, what, why), stacklevel=2)

    def _output(self, output: nbformat.NotebookNode) -> list[Node]:
        if output.output_type == "stream":
            text = _plain(output.text).strip("\n")
            return [Node("pre", {"class": output.get("name", "stdout")}, [text])] if text.strip() else []
        if output.output_type == "error":
            lines = _plain("\n".join(output.get("traceback") or [f"{output.ename}: {output.evalue}"]))
            return [Node("pre", {"class": "error"}, [lines])]
        data, metadata = output.get("data", {}), output.get("metadata", {})
        self.particulars |= {key: value for key, value in _own(metadata).items() if key in PARTICULARS}
        for form in _FORMS:
            if form not in data:
                continue
            blocks = self._form(form, data[form], metadata)
            if blocks:
                richer = [kind for kind in data if kind not in _FORMS] if form == "text/plain" else []
                for kind in richer:
                    self.warn(kind, "can't be shown on a page; its plain text stands instead")
                return _captioned(blocks, self._about(metadata))
        for kind in data:
            if kind not in {"text/plain", "text/html", "text/markdown"} or data[kind].strip():
                self.warn(kind, "can't be shown on a page, left out")
        return []

    def _about(self, metadata: dict) -> dict:
        """The caption and the description: of the output, else of its cell."""
        of_cell = self._cell["metadata"]
        about = {**_own(of_cell), **_own(metadata)}
        about.setdefault("alt", metadata.get("alt") or of_cell.get("alt") or "")
        return about

    def _form(self, form: str, data: str | list | bytes, metadata: dict) -> list[Node]:
        text = "".join(data) if isinstance(data, list) else data
        if form in _RASTER:
            wish = metadata.get(form, metadata) if isinstance(metadata.get(form, metadata), dict) else {}
            return self._figure(self._raster(text, form, wish.get("width")))
        if form == "image/svg+xml":
            return self._figure(self._svg(text))
        if form == "text/markdown":
            return self._markdown(text)
        if form == "text/html":
            return self._tidy(parse(text))
        if form == "text/latex":
            return self._markdown(text if "$" in text or "\\" in text else f"$${text}$$")
        text = _plain(text)
        return [Node("pre", {"class": "text"}, [text])] if text.strip() else []

    def _markdown(self, text: str) -> list[Node]:
        return self._tidy(markdown.tree(text))

    def _figure(self, picture: Node | None) -> list[Node]:
        return [Node("figure", {}, [picture])] if picture else []

    def _raster(self, data: str | bytes, form: str, wish: object = None) -> Node | None:
        try:
            content = pictures.decode(data)
            ending, wide, high = pictures.raster(content)
        except pictures.PictureError as error:
            return self.warn(form, f"{error}, left out")
        if isinstance(wish, int | float) and wish > 0:
            wide, high = wish * 0.75, high * wish * 0.75 / wide
        return self._keep(Picture(content, ending, wide, high))

    def _svg(self, source: str) -> Node | None:
        try:
            drawing, wide, high, absent = pictures.svg(source, f"p{len(self.pictures) + 1}-")
        except pictures.PictureError as error:
            return self.warn("image/svg+xml", f"{error}, left out")
        if absent:
            self.warn("characters in a chart", f"no glyph for {_numbers(absent)}; shown by number")
        return self._keep(Picture(drawing.encode(), "svg", wide, high))

    def _keep(self, picture: Picture) -> Node:
        name = f"p{len(self.pictures) + 1}.{picture.ending}"
        self.pictures[name] = picture
        return Node("picture", {"name": name, "alt": "", "cell": str(self._number)})

    def _tidy(self, root: Node) -> list[Node]:
        """Settle what only this cell knows (pictures, footnotes, style sheets), then give the blocks."""
        apply_sheets(root, self.warn)
        footnotes = [node for part in root.find("notes") for node in part.children if isinstance(node, Node)]
        numbers: dict[str, str] = {}
        self._settle(root, footnotes, numbers)
        return [node for node in flow(root.children) if node.tag != "notes"]

    def _settle(self, node: Node, footnotes: list[Node], numbers: dict[str, str]) -> None:
        kept: list[Node | str] = []
        for child in node.children:
            if isinstance(child, str):
                kept.append(child)
            elif child.tag in UNSHOWN:
                self.warn(f"<{child.tag}>", "can't be shown on a page, left out")
            elif child.tag in {"style", "link", "meta", "title", "notes", "col", "colgroup"}:
                continue
            elif child.tag == "input":
                if child.attrs.get("type") == "checkbox":
                    kept.append("☑ " if "checked" in child.attrs else "☐ ")
                else:
                    self.warn("<input>", "can't be shown on a page, left out")
            elif child.tag == "note":
                if child.attrs["key"] not in numbers:
                    self.notes.append([])
                    numbers[child.attrs["key"]] = number = str(len(self.notes))
                    item = footnotes[int(child.attrs["key"]) - 1]
                    self._settle(item, footnotes, numbers)
                    self.notes[int(number) - 1] = flow(item.children)
                kept.append(Node("note", {"number": numbers[child.attrs["key"]]}))
            elif child.tag in {"formula", "formula-block"}:
                if formula.parse(child.attrs["latex"]) is None:
                    self.warn("text/latex", f"a formula that is shown as written: {child.attrs['latex'][:60]}")
                kept.append(child)
            elif child.tag in {"img", "svg"}:
                picture = self._img(child) if child.tag == "img" else self._svg(child.attrs["source"])
                if picture:
                    picture.attrs["alt"] = child.attrs.get("alt", "")
                    kept.append(picture)
                elif child.attrs.get("alt"):
                    kept.append(Node("em", {}, [f"[{child.attrs['alt']}]"]))
            else:
                if child.tag == "a":
                    child.attrs["cell"] = str(self._number)
                self._settle(child, footnotes, numbers)
                kept.append(child)
        node.children = kept

    def _img(self, node: Node) -> Node | None:
        """The picture that an `<img>` points to: attached, in a data URI, or a file beside the notebook."""
        source = urllib.parse.unquote(node.attrs.get("src", ""))
        scheme, _, rest = source.partition(":")
        if scheme == "attachment":
            bundle = self._cell.get("attachments", {}).get(rest, {})
            form = next((form for form in _FORMS if form in bundle), "")
            return self._picture(form, bundle[form]) if form else self.warn(source, "no such attachment, left out")
        if scheme == "data":
            head, _, payload = node.attrs["src"].partition(",")
            form = head[5:].partition(";")[0]
            if form == "image/svg+xml" and not head.endswith(";base64"):
                return self._svg(urllib.parse.unquote(payload))
            return self._picture(form, payload)
        if scheme in {"http", "https"} or source.startswith("//"):
            return self.warn(source[:200], "a picture on another machine, left out")
        path = Path(self._folder, source)
        try:
            content = path.read_bytes()
            return self._svg(content.decode()) if path.suffix == ".svg" else self._raster(content, source)
        except (OSError, ValueError):
            return self.warn(source[:200], "no such picture, left out")

    def _picture(self, form: str, payload: str) -> Node | None:
        if form == "image/svg+xml":
            try:
                return self._svg(pictures.decode(payload).decode() if "<" not in payload else payload)
            except ValueError as error:
                return self.warn(form, f"{error}, left out")
        return self._raster(payload, form)


def _own(metadata: dict) -> dict:
    """What metadata says to us; an entry of the same name that is somebody else's says nothing."""
    own = metadata.get("cq", {})
    return own if isinstance(own, dict) else {}


def _captioned(blocks: list[Node], about: dict) -> list[Node]:
    """Give an output's caption and description to its first chart or table."""
    for node in blocks:
        target = shown(node)
        if target is None:
            continue
        if target.tag == "picture":
            target.attrs["alt"] = target.attrs["alt"] or str(about.get("alt") or "")
            node.tag = "figure"
        if about.get("caption"):
            node.children = [part for part in node.children if isinstance(part, str) or part.tag != "caption"]
            node.children.append(Node("caption", {}, markdown.words(str(about["caption"]))))
        break
    return blocks


def _plain(text: str | list) -> str:
    """Terminal output as text: colours gone, and of a line overwritten by carriage returns only what was left."""
    joined = _ANSI.sub("", "".join(text)).replace("\r\n", "\n")
    return "\n".join(line.rstrip("\r").rpartition("\r")[2] for line in joined.split("\n"))


def _numbers(chars: set[str]) -> str:
    return ", ".join(f"U+{ord(char):04X}" for char in sorted(chars)[:20]) + (" …" if len(chars) > 20 else "")
