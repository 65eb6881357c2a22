"""Style sheets inside an output: what a pandas Styler says of single cells is written onto those cells."""

from __future__ import annotations

from collections.abc import Callable

from cq_research.export.markup import Node

# The properties that both the PDF and the page can show.
KEPT = ("background-color", "color", "font-weight", "text-align")
_PLAIN = (".dataframe",)  # the sheet that every frame of pandas brings along; it says nothing


def apply_sheets(root: Node, warn: Callable[[str, str], None]) -> None:
    """Move the rules for single elements (`#id { … }`) into their `style` attribute; tell of rules that are lost."""
    sheets = root.find("style")
    if not sheets:
        return
    by_id = {node.attrs["id"]: node for node in root.walk() if node.attrs.get("id")}
    lost = False
    for sheet in sheets:
        for rule in sheet.text().split("}"):
            selectors, _, body = rule.partition("{")
            kept = ";".join(part for part in body.split(";") if part.partition(":")[0].strip().lower() in KEPT)
            for selector in map(str.strip, selectors.split(",")):
                node = by_id.get(selector[1:]) if selector.startswith("#") else None
                if node is not None and node.tag in {"td", "th"}:
                    node.attrs["style"] = f"{node.attrs.get('style', '')};{kept}"
                lost |= bool(body.strip()) and (node is None or kept.count(":") < body.count(":")) and not (
                    selector.startswith(_PLAIN)
                )  # fmt: skip
    if lost:
        warn("<style>", "of a style sheet only colours, weight and alignment of single cells are shown")
