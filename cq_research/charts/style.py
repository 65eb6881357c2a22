"""How every chart looks, is measured and becomes SVG.

One ink and white, told apart by fill, outline and hatching, so that a chart reads the same in colour, in grey and for
a colour-blind reader; every mark carries its label. Sizes are in points, widths of text in em of the chart's font.
"""

from __future__ import annotations

import contextlib
import dataclasses
import io
import re
import unicodedata
from collections.abc import Iterator

from cq_research import fonts
from cq_research.wording import md

WIDTH = 6.3 * 72  # the text block of an A4 page with wide margins
SIZE = 7.5
LEADING = 1.3 * SIZE
INK, GREY, PALE = "#1f3a5f", "#6b7280", "#d5d9e0"

_RC = {
    "font.size": SIZE,
    "axes.linewidth": 0.5,
    "axes.edgecolor": GREY,
    "xtick.color": GREY,
    "xtick.labelcolor": "black",
    "xtick.major.width": 0.5,
    "xtick.major.size": 2.5,
    "hatch.linewidth": 0.5,
    "svg.hashsalt": "cq_research",  # ids in the SVG are made from it: the same bytes each time
    "path.simplify": False,
}
# Where a line may break: after a space or hyphen, and around any Chinese, Japanese or Korean character.
_FAMILY = "Noto Sans"
_FOREIGN = 0.9  # em, on top of the 0.6 that `fonts.width` takes
_TRAILING = " ,;:–—-"
_WIDE = r"\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uff60"
_PIECES = re.compile(rf"[{_WIDE}]|[^\s{_WIDE}-]+-?|-|\s+")


@dataclasses.dataclass(frozen=True)
class Chart:
    """A finished drawing, which a notebook shows as SVG with its caption and its description in words.

    ``boxes`` has the place of every text as (text, left, bottom, right, top), in points, for the test of overlaps.
    """

    svg: str
    caption: str
    alt: str
    size: tuple[float, float]
    boxes: tuple[tuple[str, float, float, float, float], ...] = dataclasses.field(repr=False)

    def _repr_mimebundle_(self, include=None, exclude=None) -> tuple[dict, dict]:
        return {"image/svg+xml": self.svg, "text/plain": self.alt}, {"cq": {"alt": self.alt}}

    def _ipython_display_(self) -> None:
        from IPython.display import display

        data, metadata = self._repr_mimebundle_()
        display(data, metadata=metadata, raw=True)
        # An output of its own: JupyterLab shows no metadata, and the exporter takes this paragraph for the caption.
        display({"text/markdown": f"Figure: {md(self.caption)}", "text/plain": self.caption}, raw=True)


@contextlib.contextmanager
def canvas(height: float) -> Iterator[Canvas]:
    """A canvas `height` points high in the style of all charts; the settings of matplotlib stay as they were."""
    import matplotlib as mpl

    with mpl.rc_context():
        # Not the user's matplotlibrc: a chart is the same on every machine.
        mpl.rcParams.update({k: v for k, v in mpl.rcParamsDefault.items() if not k.startswith(("backend", "date"))})
        fonts.register()
        mpl.rcParams.update(_RC)
        yield Canvas(height)


class Canvas:
    """A page of :data:`WIDTH` by `height` points, (0, 0) at its top left, to draw text and axes on."""

    def __init__(self, height: float):
        from matplotlib.figure import Figure

        self.height = height
        self.figure = Figure(figsize=(WIDTH / 72, height / 72))

    def text(self, x: float, y: float, text: str, *, align: str = "left", **style) -> None:
        """Text whose first line is centred on `y`; more lines go below."""
        for i, line in enumerate(text.split("\n")):
            self.figure.text(x / WIDTH, 1 - (y + i * LEADING) / self.height, fonts.printable(line).replace("$", r"\$"),
                             ha=align, va="center", **style)  # fmt: skip

    def axes(self, left: float, top: float, width: float, height: float):
        """Axes without frame or ticks at that place; y runs down in points, like the page."""
        box = (left / WIDTH, 1 - (top + height) / self.height, width / WIDTH, height / self.height)
        axes = self.figure.add_axes(box, frameon=False)
        axes.set_ylim(top + height, top)
        axes.set_yticks([])
        axes.set_xticks([])
        return axes

    def finish(self, caption: str, alt: str) -> Chart:
        """The drawing as a :class:`Chart`; the same bytes each time."""
        from matplotlib.backends.backend_svg import RendererSVG
        from matplotlib.text import Text

        # The SVG backend measures text without hinting, as it will be set; its unit is the point.
        self.figure.set_dpi(72)
        renderer = RendererSVG(WIDTH, self.height, io.StringIO(), image_dpi=72)
        boxes = []
        for artist in self.figure.findobj(Text):
            if artist.get_text().strip() and artist.get_visible():
                box = artist.get_window_extent(renderer)
                boxes.append((artist.get_text(), *(round(float(v), 1) for v in box.extents)))
        buffer = io.StringIO()
        nothing = dict.fromkeys(("Date", "Creator", "Format", "Type"))
        self.figure.savefig(buffer, format="svg", metadata=nothing)
        return Chart(buffer.getvalue(), caption, alt, (WIDTH, self.height), tuple(boxes))


def em(text: str) -> float:
    """How many points wide `text` runs in a chart, at most: characters of a fallback font are taken for wide ones."""
    foreign = sum(unicodedata.east_asian_width(char) not in "WF" for char in set(text) - fonts.repertoire(_FAMILY)
                  for _ in range(text.count(char)))  # fmt: skip
    return (fonts.width(text) + _FOREIGN * foreign) * SIZE


def wrap(text: str, width: float, most: int = 2) -> str:
    """`text` on at most `most` lines of `width` points; what does not fit is cut and ends in ``…``.

    A single word wider than a line is cut as well.
    """
    lines, line = [], ""
    pieces = _PIECES.findall(fonts.printable(re.sub(r"\s+", " ", text).strip()))
    for i, piece in enumerate(pieces):
        if not line and piece.isspace():
            continue
        if em((line + piece).rstrip()) <= width:
            line += piece
            continue
        if len(lines) == most - 1 or not line.strip():
            lines.append(_cut(line + "".join(pieces[i : i + 40]), width))
            return "\n".join(lines)
        lines.append(line.rstrip())
        line = piece.lstrip()
        if em(line) > width:
            lines.append(_cut(line, width))
            return "\n".join(lines)
    return "\n".join([*lines, line.rstrip()] if line.strip() else lines)


def _cut(text: str, width: float) -> str:
    """As many whole words as fit before ``…``; part of the word where that would be less than half of the line."""
    while em(text.rstrip(_TRAILING) + "…") > width and text:
        text = text[:-1]
    at = text.rfind(" ")
    if at > len(text) / 2:
        text = text[:at]
    return text.rstrip(_TRAILING) + "…"
