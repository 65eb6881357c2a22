"""A report as a tree, before it is printed: title, order of headings, captions and their numbers, links."""

from __future__ import annotations

import re
import urllib.parse
from collections.abc import Callable
from dataclasses import dataclass, field

from cq_research.export.markup import Node, squeeze

_CAPTION = re.compile(r"\s*(?:Figure|Chart|Table)(?: [0-9]+)? ?[:.]\s+")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Z]{2})?$")
_SCHEME = re.compile(r"(?:([A-Za-z][A-Za-z0-9+.\-]*):)?")
_SCHEMES = frozenset({"http", "https", "mailto", ""})  # none: a file beside the report
# What metadata can say of a report as a whole.
PARTICULARS = ("title", "subtitle", "author", "keywords", "language", "date")
_CAPTIONS = ("caption", "figcaption")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
NO_DESCRIPTION = "A picture without a description"


class ExportWarning(UserWarning):
    """Something in a notebook is not shown in the report as it is in the notebook.

    `cell` is the cell's number (the first is 1), `what` names the thing (a MIME type, an element, characters).
    """

    def __init__(self, cell: int, what: str, why: str) -> None:
        super().__init__(f"cell {cell}: {what}: {why}")
        self.cell, self.what = cell, what


@dataclass(slots=True)
class Picture:
    """A picture's bytes, the ending of its file and its size in points."""

    data: bytes
    ending: str
    wide: float
    high: float


@dataclass(slots=True)
class Report:
    """What a report says: its particulars, its blocks in order, its footnotes and its pictures by name.

    The blocks are nodes named as in HTML, but for `heading` (`level`, `id`), `figure` and `table` (`label`: "Table 2";
    a `caption` among the children), `picture` (`name`, `alt`), `formula` and `formula-block` (`latex`) and `note`
    (`number`). An `a` points to an id of this report, or outside; only ids that are
    pointed to, and the places marked by an `a`, are in `targets`.
    """

    title: str
    subtitle: str = ""
    authors: list[str] = field(default_factory=list)
    keywords: list[str] = field(default_factory=list)
    language: str = "en"
    date: str = ""
    body: list[Node] = field(default_factory=list)
    notes: list[list[Node]] = field(default_factory=list)
    pictures: dict[str, Picture] = field(default_factory=dict)
    targets: set[str] = field(default_factory=set)


def arrange(blocks: list[Node], notes: list[list[Node]], about: dict, name: str, warn: Callable[..., None]) -> Report:
    """Make a report of the blocks of a notebook and its `PARTICULARS`; `name` is the title where there is no other.

    Without a title the first heading is it. A heading at the very beginning is not printed again under the title: it
    is the title, or the subtitle where there is another title.
    """
    first = next((node for node in blocks if node.tag in _HEADINGS), None)
    heading = squeeze(first.text()).strip() if first else ""
    title = squeeze(str(about.get("title") or heading or name)).strip()
    subtitle = squeeze(str(about.get("subtitle") or "")).strip()
    language = str(about.get("language") or "en")
    tops = {"top"}
    if first is not None and first is blocks[0] and first.tag == "h1" and (heading == title or not subtitle):
        blocks, tops = blocks[1:], {slug(heading), "top"}
        subtitle = subtitle if heading == title else heading
    report = Report(
        title=title or name,
        subtitle=subtitle,
        authors=_listed(about.get("author")),
        keywords=_listed(about.get("keywords")),
        language=language if _LANGUAGE.match(language) else "en",
        date=str(about.get("date") or ""),
    )
    report.body = _numbered(_with_captions(blocks), warn)
    report.notes = notes
    _level_headings(report)
    _link(report, tops, warn)
    return report


def _listed(value: object) -> list[str]:
    items = value if isinstance(value, list | tuple) else [value]
    return [squeeze(str(item)).strip() for item in items if item]


def shown(node: Node) -> Node | None:
    """The chart or table that a block is, if it is one."""
    if node.tag == "table":
        return node
    inner = [child for child in node.children if not isinstance(child, str) or child.strip()]
    if node.tag in {"figure", "p"} and inner and isinstance(inner[0], Node) and inner[0].tag == "picture":
        return inner[0] if node.tag == "figure" or len(inner) == 1 else None
    return None


def caption_of(node: Node) -> Node | None:
    """The caption among a block's children."""
    return next((part for part in node.children if isinstance(part, Node) and part.tag in _CAPTIONS), None)


def beside(node: Node) -> list[Node | str]:
    """What stands in a figure beside its pictures and its caption."""
    return [part for part in node.children if isinstance(part, str) or part.tag not in {"picture", *_CAPTIONS}]


def in_format(href: str, ending: str) -> str:
    """A link to another notebook as a link to the report made of it: `a.ipynb#s1` is `a.pdf#s1` in a PDF."""
    path, mark, place = href.partition("#")
    if path.endswith(".ipynb") and not _SCHEME.match(path)[1]:
        path = path.removesuffix(".ipynb") + ending
    return path + mark + place


def slug(text: str) -> str:
    """The id that a heading has in JupyterLab: its words, joined by hyphens."""
    return squeeze(text).strip().replace(" ", "-")


def _with_captions(blocks: list[Node]) -> list[Node]:
    """Make paragraphs that begin with `Figure:` or `Table:` the caption of the block before, else of that after."""
    out: list[Node] = []
    waiting: Node | None = None
    for node in blocks:
        match = _CAPTION.match(node.text()) if node.tag == "p" else None
        bare = shown(node) is not None and caption_of(node) is None
        if match and out and shown(out[-1]) is not None and caption_of(out[-1]) is None:
            _drop_leading(node, match.end())
            out[-1].children.append(Node("caption", {}, node.children))
            continue
        if waiting is not None and bare:
            out.pop()
            _drop_leading(waiting, _CAPTION.match(waiting.text()).end())
            node.children.append(Node("caption", {}, waiting.children))
        waiting = node if match else None
        out.append(node)
    return out


def _drop_leading(node: Node, count: int) -> int:
    """Take the first `count` characters off a node's text; gives how many are still to go."""
    for at, child in enumerate(node.children):
        if isinstance(child, str):
            node.children[at], count = child[count:], max(0, count - len(child))
        else:
            count = _drop_leading(child, count)
        if not count:
            break
    node.children = [child for child in node.children if child and (isinstance(child, str) or child.children)]
    return count


def _numbered(blocks: list[Node], warn: Callable[..., None]) -> list[Node]:
    """Number what has a caption, and see that every picture has a description."""
    count = {"Table": 0, "Figure": 0}
    for node in blocks:
        target, caption = shown(node), caption_of(node)
        if target is not None and target.tag == "picture":
            node.tag = "figure"
        if target is not None and caption is not None:
            kind = "Table" if node.tag == "table" else "Figure"
            count[kind] += 1
            node.attrs["label"] = f"{kind} {count[kind]}"
            if target.tag == "picture":
                target.attrs["alt"] = target.attrs["alt"] or squeeze(caption.text()).strip()
        for picture in node.find("picture"):
            if not picture.attrs["alt"].strip():
                warn("picture", "has no description (`alt`) and no caption", cell=int(picture.attrs["cell"]))
                picture.attrs["alt"] = NO_DESCRIPTION
    return blocks


def _level_headings(report: Report) -> None:
    """Levels from 1, none left out (PDF/UA asks for it); a heading inside a list, quote or table is a bold line."""
    tops = [node for node in report.body if node.tag in _HEADINGS]
    base = min((int(node.tag[1]) for node in tops), default=1)
    level, taken = 0, set()
    for node in tops:
        level = min(int(node.tag[1]) - base + 1, level + 1)
        wanted = unique = node.attrs.get("id") or slug(node.text()) or "section"
        number = 1
        while unique in taken:
            unique, number = f"{wanted}-{number}", number + 1
        taken.add(unique)
        node.tag, node.attrs = "heading", {"level": str(level), "id": unique}
    for top in [*report.body, *(node for note in report.notes for node in note)]:
        for node in top.walk():
            if node.tag in _HEADINGS:
                node.tag, node.children = "p", [Node("strong", {}, node.children)]


def _link(report: Report, tops: set[str], warn: Callable[..., None]) -> None:
    """Point each link to an id of this report or outside; a link that leads nowhere keeps its words and is told."""
    nodes = [node for top in [*report.body, *(node for note in report.notes for node in note)] for node in top.walk()]
    ids: set[str] = set()
    for node in nodes:
        name = node.attrs.get("id")
        if name in ids:
            del node.attrs["id"]
        elif name:
            ids.add(name)
            if node.tag == "a":  # a place that other reports may lead to
                report.targets.add(name)
    tops = tops - ids
    folded = {name.casefold(): name for name in sorted(ids | tops)}
    for node in nodes:
        if node.tag != "a" or "href" not in node.attrs:
            continue
        href = node.attrs.pop("href").strip()
        if href.startswith("#"):
            wanted = urllib.parse.unquote(href[1:])
            target = wanted if wanted in ids | tops else folded.get(wanted.casefold())
            if target is None:
                why = "leads to no place in this report; its words stand alone"
                warn(f"link {href[:80]}", why, cell=int(node.attrs["cell"]))
            else:
                node.attrs["href"] = "#" if target in tops else f"#{target}"
                report.targets |= {target} & ids
        elif href and (_SCHEME.match(href)[1] or "").lower() in _SCHEMES:
            node.attrs["href"] = href
        elif href:
            why = "is of a kind that a report can't follow; its words stand alone"
            warn(f"link {href[:80]}", why, cell=int(node.attrs["cell"]))
