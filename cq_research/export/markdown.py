"""Markdown as a tree: CommonMark with tables, footnotes, strike-through, task and definition lists, and formulas.

Formulas stand between `$…$`, `$$…$$`, `\\(…\\)` or `\\[…\\]`, or in an `equation` or `align` environment. A dollar sign
before a number is money: `$25.24 billion … US$` is no formula, and `\\$` is never one.
"""

from __future__ import annotations

import functools
import re

import mistune

from cq_research.export.markup import Node, flow, parse

# Bounded, so that a page of dollar signs takes linear time.
_DISPLAY = (
    r"(?:\$\$(?P<dollars>[^$]{1,800})\$\$|\\\[(?P<square>(?:[^\\]|\\[^\]]){1,800})\\\]"
    r"|\\begin\{(?P<env>equation|align|gather)\*?\}(?P<body>(?:[^\\]|\\(?!end\{)){1,800})\\end\{(?P=env)\*?\})"
)
_INLINE = (
    r"(?:\$(?P<dollar>[^\s$](?:[^$\n]{0,298}[^\s$\\])?)\$(?![0-9])"
    r"|\\\((?P<round>(?:[^\\\n]|\\[^)\n]){1,300})\\\))"
)
_MONEY = re.compile(r"[0-9][^\\^_={}]*$")


def tree(source: str) -> Node:
    """The tree of a Markdown text; footnotes come as `note` nodes that point into a last `notes` node.

    A formula is a node `formula` (`formula-block`, if displayed) with its LaTeX as `latex`.
    """
    root = parse(_parser()(source))
    _footnotes(root)
    return root


def words(source: str) -> list[Node | str]:
    """The inline content of one line of Markdown, such as a caption."""
    out: list[Node | str] = []
    for block in flow(tree(source).children):
        out += [*([" "] if out else []), *(block.children if block.tag == "p" else [block])]
    return out


@functools.cache
def _parser() -> mistune.Markdown:
    # Raw HTML and every kind of address come through: what may be shown is decided further on.
    renderer = mistune.HTMLRenderer(escape=False, allow_harmful_protocols=True)
    parser = mistune.create_markdown(
        renderer=renderer, plugins=["strikethrough", "footnotes", "table", "task_lists", "def_list"]
    )
    parser.block.register("display_formula", r"^ {0,3}" + _DISPLAY + r"[ \t]*$", _display_block, before="list")
    parser.inline.register("display", _DISPLAY, _display, before="escape")
    parser.inline.register("formula", _INLINE, _inline, before="escape")
    for name, tag in (("formula", "formula"), ("formula_block", "formula-block")):
        parser.renderer.register(name, functools.partial(_element, tag))
    return parser


def _element(tag: str, _renderer: object, latex: str) -> str:
    return f'<{tag} latex="{mistune.escape(latex)}"></{tag}>'


def _display_latex(match: re.Match[str]) -> str:
    return (match["dollars"] or match["square"] or match["body"] or "").strip()


def _display(_parser: object, match: re.Match[str], state: mistune.InlineState) -> int:
    state.append_token({"type": "formula_block", "raw": _display_latex(match)})
    return match.end()


def _display_block(_parser: object, match: re.Match[str], state: mistune.BlockState) -> int:
    state.append_token({"type": "formula_block", "raw": _display_latex(match)})
    return match.end() + 1


def _inline(_parser: object, match: re.Match[str], state: mistune.InlineState) -> int | None:
    latex = match["dollar"] or match["round"]
    if match["dollar"] and _MONEY.match(latex) and not latex.isdigit():
        return None
    state.append_token({"type": "formula", "raw": latex.strip()})
    return match.end()


def _footnotes(root: Node) -> None:
    """Turn what mistune makes of footnotes into `note` and `notes` nodes, without its backward links."""
    for node in root.walk():
        for at, child in enumerate(node.children):
            if not isinstance(child, Node):
                continue
            if child.tag == "sup" and child.attrs.get("class") == "footnote-ref":
                node.children[at] = Node("note", {"key": child.text().strip()})
            elif child.tag == "section" and child.attrs.get("class") == "footnotes":
                for item in child.find("p", "li"):
                    item.children = [
                        part for part in item.children
                        if isinstance(part, str) or part.attrs.get("class") != "footnote"
                    ]  # fmt: skip
                listed = [item for part in child.find("ol")[:1] for item in part.children if isinstance(item, Node)]
                node.children[at] = Node("notes", {}, [Node("li", {}, item.children) for item in listed])
