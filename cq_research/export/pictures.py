"""Pictures on their way into a report: size, safety, glyphs."""

from __future__ import annotations

import base64
import binascii
import io
import re
from xml.etree import ElementTree

from cq_research import fonts

_SVG, _XLINK = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"
_POINTS = {"": 0.75, "px": 0.75, "pt": 1.0, "in": 72.0, "cm": 72 / 2.54, "mm": 72 / 25.4, "pc": 12.0}
_LENGTH = re.compile(r"\s*([0-9]+(?:\.[0-9]+)?)\s*([a-z]*)\s*$")
_INSIDE = re.compile(r"url\(\s*(['\"]?)#([^)'\"]+)\1\s*\)")
_ACTIVE = frozenset({"script", "foreignObject", "iframe", "audio", "video", "animate", "set", "metadata"})
_FORMATS = {"PNG": "png", "JPEG": "jpg", "GIF": "gif", "WEBP": "webp"}

ElementTree.register_namespace("", _SVG)
ElementTree.register_namespace("xlink", _XLINK)


class PictureError(ValueError):
    """The bytes are no picture of a kind that can be shown."""


def decode(payload: str | bytes) -> bytes:
    """The bytes of base64 text; raises PictureError where it is none."""
    if isinstance(payload, bytes):
        return payload
    try:
        return base64.b64decode("".join(payload.split()), validate=True)
    except (binascii.Error, ValueError) as error:
        raise PictureError("not base64") from error


def raster(data: bytes) -> tuple[str, float, float]:
    """File ending, width and height in points (96 dots an inch) of a PNG, JPEG, GIF or WebP picture."""
    from PIL import Image

    try:
        with Image.open(io.BytesIO(data)) as image:
            kind, (wide, high) = image.format, image.size
            image.verify()
    except Exception as error:  # Pillow raises a dozen kinds, by format
        raise PictureError("not readable as a picture") from error
    if kind not in _FORMATS or not wide or not high:
        raise PictureError(f"{kind} pictures can't be shown")
    return _FORMATS[kind], wide * 0.75, high * 0.75


def svg(source: str, prefix: str) -> tuple[str, float, float, set[str]]:
    """A drawing made safe to embed: the SVG, its width and height in points, and the characters without a glyph.

    Scripts, outside references and metadata are taken out; every id gets `prefix`, so that several drawings can stand
    in one page; text is made printable. Raises PictureError where `source` is no SVG.
    """
    head = source.partition("<svg")[2].partition(">")[0]
    for name, space in (("xmlns", _SVG), ("xmlns:xlink", _XLINK)):  # HTML leaves them out
        if f"{name}=" not in head:
            source = source.replace("<svg", f'<svg {name}="{space}"', 1)
    try:
        root = ElementTree.fromstring(source.strip())
    except ElementTree.ParseError as error:
        raise PictureError(f"not well-formed SVG ({error})") from error
    if _local(root.tag) != "svg":
        raise PictureError("no <svg> element")
    absent: set[str] = set()
    try:
        _clean(root, prefix, absent)
    except RecursionError as error:
        raise PictureError("SVG nested too deep") from error
    wide, high = _size(root)
    root.set("width", f"{wide:g}pt")
    root.set("height", f"{high:g}pt")
    if "viewBox" not in root.attrib:
        root.set("viewBox", f"0 0 {wide / 0.75:g} {high / 0.75:g}")
    return ElementTree.tostring(root, encoding="unicode"), wide, high, absent


def _clean(element: ElementTree.Element, prefix: str, absent: set[str]) -> None:
    for name, value in list(element.attrib.items()):
        local = _local(name)
        if local.startswith("on") or (local == "href" and not value.startswith(("#", "data:image/"))):
            del element.attrib[name]
        elif local == "id":
            element.set(name, prefix + value)
        elif local == "href" and value.startswith("#"):
            element.set(name, f"#{prefix}{value[1:]}")
        elif "url(" in value:
            element.set(name, _local_urls(value, prefix))
    if _local(element.tag) == "style" and element.text:
        element.text = re.sub(r"@import[^;]*;?", "", _local_urls(element.text, prefix))
    elif element.text:
        absent |= fonts.missing(element.text)
        element.text = fonts.printable(element.text)
    for child in list(element):
        if not isinstance(child.tag, str) or _local(child.tag) in _ACTIVE:
            element.remove(child)
            continue
        _clean(child, prefix, absent)
        if child.tail:
            absent |= fonts.missing(child.tail)
            child.tail = fonts.printable(child.tail)


def _local_urls(value: str, prefix: str) -> str:
    """References inside the drawing follow the renamed ids; references to anywhere else vanish."""
    inside = _INSIDE.sub(lambda match: f"url(#{prefix}{match[2]})", value)
    return re.sub(r"url\((?!#)[^)]*\)", "none", inside)


def _local(name: str) -> str:
    return name.rpartition("}")[2]


def _size(root: ElementTree.Element) -> tuple[float, float]:
    """Width and height in points: as stated, else of the view box, else 300 by 150 pixels as browsers have it."""
    box = re.findall(r"-?[0-9]+(?:\.[0-9]+)?", root.get("viewBox", ""))
    stated = [_length(root.get(name, "")) for name in ("width", "height")]
    if all(stated):
        return stated[0] or 0, stated[1] or 0
    if len(box) == 4 and float(box[2]) > 0 and float(box[3]) > 0:
        wide, high = float(box[2]) * 0.75, float(box[3]) * 0.75
        if stated[0]:
            return stated[0], stated[0] * high / wide
        return wide, high
    return stated[0] or 225.0, stated[1] or 112.5


def _length(text: str) -> float | None:
    match = _LENGTH.match(text)
    return float(match[1]) * _POINTS[match[2]] or None if match and match[2] in _POINTS else None
