"""HTML, from wherever it comes, as one small tree.

Markdown cells (by way of mistune), data frames, Stylers and other HTML outputs all become `Node`s here; the PDF and
the HTML page are both printed from them. Anything not known keeps its words and loses its tag.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

_INLINE = frozenset(
    {"a", "abbr", "acronym", "b", "bdi", "bdo", "big", "body", "br", "button", "cite", "code", "data", "del", "dfn",
    "em", "font", "formula", "formula-block", "head", "html", "i", "img", "input", "ins", "kbd", "label", "link",
    "mark", "math", "meta", "note", "output", "progress", "q", "rp", "rt", "ruby", "s", "samp", "script", "small",
    "source", "span", "strike", "strong", "style", "sub", "sup", "svg", "time", "title", "tt", "u", "var", "wbr",
    "area", "base", "col", "colgroup", "embed", "param", "track", "option", "legend", "dir", "menu", "hgroup",
    "map", "picture", "slot", "search", "dialog", "meter", "optgroup", "nobr"}
)  # fmt: skip
VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
)  # fmt: skip
# Elements with a behaviour or a picture that a page of text can't show; what is inside them goes too.
UNSHOWN = frozenset(
    {"script", "iframe", "video", "audio", "canvas", "object", "embed", "select", "textarea", "template",
    "noscript", "math"}
)  # fmt: skip
BLOCKS = frozenset(
    {"address", "article", "aside", "blockquote", "caption", "center", "dd", "details", "div", "dl", "dt",
    "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li",
    "main", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr",
    "ul"}
)  # fmt: skip
_ELEMENTS = BLOCKS | VOID | UNSHOWN | _INLINE
# What an opening tag closes, where the author left the closing tag out.
_IMPLIED_END = {
    "li": ({"li"}, {"ul", "ol"}),
    "dt": ({"dt", "dd"}, {"dl"}),
    "dd": ({"dt", "dd"}, {"dl"}),
    "tr": ({"tr", "td", "th"}, {"table"}),
    "td": ({"td", "th"}, {"tr", "table"}),
    "th": ({"td", "th"}, {"tr", "table"}),
    "thead": ({"thead", "tbody", "tfoot", "tr", "td", "th"}, {"table"}),
    "tbody": ({"thead", "tbody", "tfoot", "tr", "td", "th"}, {"table"}),
    "tfoot": ({"thead", "tbody", "tfoot", "tr", "td", "th"}, {"table"}),
}
_DEEPEST = 60  # elements; deeper nesting keeps its text, in the innermost of these
_DECLARATION = re.compile(r"<(?=[!?](?!doctype\b))", re.IGNORECASE)
_SPACE = re.compile(r"[ \t\n\r\f]+")


@dataclass(slots=True)
class Node:
    """An element: its tag, its attributes, and its children (nodes and strings)."""

    tag: str
    attrs: dict[str, str] = field(default_factory=dict)
    children: list[Node | str] = field(default_factory=list)

    def walk(self) -> Iterator[Node]:
        """This node and all below it, in the order of the text."""
        yield self
        for child in self.children:
            if isinstance(child, Node):
                yield from child.walk()

    def find(self, *tags: str) -> list[Node]:
        """The nodes below with one of these tags, in order."""
        return [node for node in self.walk() if node.tag in tags]

    def text(self) -> str:
        """All words below, white space as it stands."""
        return "".join(child if isinstance(child, str) else child.text() for child in self.children)

    def style(self, name: str) -> str:
        """The value of a property in the `style` attribute, or an empty string."""
        for rule in self.attrs.get("style", "").split(";"):
            key, _, value = rule.partition(":")
            if key.strip().lower() == name:
                return value.strip()
        return ""


_CONTAINERS = BLOCKS - frozenset(
    {"blockquote", "dl", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "ol", "p", "pre", "table", "ul"}
)  # fmt: skip
_UNITS = (BLOCKS - _CONTAINERS) | {"formula-block", "error"}


def flow(children: list[Node | str]) -> list[Node]:
    """The blocks among `children`: containers opened up, runs of words gathered into paragraphs."""
    out: list[Node] = []
    run: list[Node | str] = []

    def close() -> None:
        if any(not isinstance(part, str) or part.strip() for part in run):
            out.append(Node("p", {}, list(run)))
        run.clear()

    for child in children:
        if isinstance(child, str) or child.tag not in BLOCKS | _UNITS:
            if isinstance(child, Node) and any(node.tag in BLOCKS for node in child.children if isinstance(node, Node)):
                close()
                out += flow(child.children)  # a link or span around whole blocks
            else:
                run.append(child)
            continue
        close()
        if child.tag in _UNITS:
            out.append(child)
            continue
        if child.attrs.get("id"):
            out.append(Node("p", {}, [Node("a", {"id": child.attrs["id"]})]))
        out += flow(child.children)
    close()
    return out


def squeeze(text: str) -> str:
    """Runs of ordinary white space as one space (no-break spaces stay)."""
    return _SPACE.sub(" ", text)


def parse(html: str) -> Node:
    """The tree of any HTML, well-formed or not; the root's tag is `div`. Takes linear time and never raises."""
    builder = _Builder()
    builder.feed(_without_comments(html.replace("\x00", "\ufffd")))
    builder.finish()
    return builder.root


def _without_comments(html: str) -> str:
    """`html` without comments; unfinished ones, and other declarations, are words.

    Python's parser looks for the end of each from its beginning, which takes quadratic time where there is no end.
    """
    out: list[str] = []
    at = 0
    while (start := html.find("<!--", at)) >= 0 and (end := html.find("-->", start + 4)) >= 0:
        out.append(html[at:start])
        at = end + 3
    return _DECLARATION.sub("&lt;", "".join([*out, html[at:]]))


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Node("div")
        self._open = [self.root]
        self._names: dict[str, str] = {}
        self._svg: list[str] | None = None  # the source of a picture drawn inside the page, kept whole

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._svg is not None or tag == "svg":
            written = self.get_starttag_text() or ""
            self._names[tag] = written[1 : len(tag) + 1]  # SVG's names are told apart by case, HTML's parser lowers it
            self._svg = [*(self._svg or []), written]
            return
        if tag not in _ELEMENTS:
            self._open[-1].children.append(self.get_starttag_text() or "")
            return
        if tag in _IMPLIED_END:
            closes, inside = _IMPLIED_END[tag]
            self._close_open(closes, inside)
        elif tag in BLOCKS:
            self._close_open({"p"}, BLOCKS - {"p"})
        node = Node(tag, {name: value or "" for name, value in attrs})
        self._open[-1].children.append(node)
        if tag not in VOID and len(self._open) < _DEEPEST:
            self._open.append(node)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if (self._svg is None and tag in _ELEMENTS) or tag == "svg":
            self.handle_endtag(tag)

    def finish(self) -> None:
        """The end of the text; a drawing that was not ended is handed on as it is, to be told of."""
        self.close()
        if self._svg is not None:
            self._open[-1].children.append(Node("svg", {"source": "".join(self._svg)}))

    def handle_endtag(self, tag: str) -> None:
        if self._svg is not None:
            self._svg.append(f"</{self._names.get(tag, tag)}>")
            if tag == "svg":
                self._open[-1].children.append(Node("svg", {"source": "".join(self._svg)}))
                self._svg = None
            return
        if tag not in _ELEMENTS:
            self._open[-1].children.append(f"</{tag}>")
            return
        for depth in range(len(self._open) - 1, 0, -1):
            if self._open[depth].tag == tag:
                del self._open[depth:]
                return

    def handle_data(self, data: str) -> None:
        if self._svg is not None:
            self._svg.append(data.replace("&", "&amp;").replace("<", "&lt;"))
            return
        self._open[-1].children.append(data)

    def _close_open(self, closes: set[str], inside: frozenset[str] | set[str]) -> None:
        """Close the elements of `closes` that are open, up to the nearest of `inside`."""
        for depth in range(len(self._open) - 1, 0, -1):
            tag = self._open[depth].tag
            if tag in inside:
                return
            if tag in closes:
                del self._open[depth:]
                if tag in {"p", "li", "dt", "dd", "td", "th"} and closes <= {"p", "li", "dt", "dd", "td", "th"}:
                    return
                self._close_open(closes, inside)
                return
