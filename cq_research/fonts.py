"""The typefaces of every report and chart: the same files on every machine, never the system's.

All come in pinned wheels and are free to embed: Noto Sans (variable: weights and italics; Latin, Greek, Cyrillic,
Devanagari), Noto Sans SC (Chinese, Japanese), Noto Sans KR (Hangul), all under the SIL Open Font License, and DejaVu
Sans and Sans Mono out of matplotlib (symbols, Arabic, Hebrew, code). How they were compared with Debian's packages:
CONTRIBUTING.md, "Fonts".

Charts take the regular weight only: matplotlib measures a variable font at its default weight.
"""

from __future__ import annotations

import functools
import importlib.util
import unicodedata
from pathlib import Path

from cq_research.errors import ReportError

# Family, package, file inside it. The order is the order in which a character looks for its glyph.
_FACES = (
    ("Noto Sans", "fontpkg_noto_sans", "files/NotoSans[wdth,wght].ttf"),
    ("Noto Sans", "fontpkg_noto_sans", "files/NotoSans-Italic[wdth,wght].ttf"),
    ("Noto Sans SC", "pylopdf_fonts_zh_cn", "NotoSansSC-Regular.otf"),
    ("Noto Sans KR", "pylopdf_fonts_ko", "NotoSansKR-Regular.otf"),
    ("DejaVu Sans", "matplotlib", "mpl-data/fonts/ttf/DejaVuSans.ttf"),
    ("DejaVu Sans Mono", "matplotlib", "mpl-data/fonts/ttf/DejaVuSansMono.ttf"),
    ("DejaVu Sans Mono", "matplotlib", "mpl-data/fonts/ttf/DejaVuSansMono-Bold.ttf"),
)
MONO = "DejaVu Sans Mono"
# Drawn by no font, understood by every text engine: zero-width joiners, soft hyphen, variation selectors.
_INVISIBLE = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufe0e\ufe0f")
_SPACE = frozenset("\t\n\r ")


@functools.cache
def files() -> list[Path]:
    """The font files, the one that text is set in first.

    Raises ReportError if a package that carries one is not installed.
    """
    found = []
    for family, package, name in _FACES:
        spec = importlib.util.find_spec(package)  # finds the folder without importing the package
        folders = list(spec.submodule_search_locations or []) if spec else []
        path = next((Path(folder) / name for folder in folders if (Path(folder) / name).is_file()), None)
        if path is None:
            raise ReportError(f"the font {family} ({package}: {name}) is not installed; run `make setup`")
        found.append(path)
    return found


def families() -> list[str]:
    """The families for running text, in the order in which a character looks for its glyph."""
    return [family for family in dict.fromkeys(face[0] for face in _FACES) if family != MONO]


def file_of(family: str, *, italic: bool = False) -> Path:
    """The file of a family's regular face (or its italic, where it has one)."""
    named = [path for face, path in zip(_FACES, files(), strict=True) if face[0] == family]
    return next((path for path in named if ("Italic" in path.name) == italic), named[0])


@functools.cache
def repertoire(family: str) -> frozenset[str]:
    """The characters that a family has a glyph for; private-use and control characters do not count."""
    return frozenset(
        char for char in map(chr, _cmap(file_of(family))) if unicodedata.category(char) not in {"Cc", "Cf", "Co", "Cs"}
    )


def missing(text: str) -> set[str]:
    """The characters of `text` that no font here has a glyph for (white space and joiners count as covered)."""
    return set(text) - _covered()


def printable(text: str) -> str:
    """`text` with every character that can't be drawn replaced by its number, as in `[U+1F680]`.

    A combining mark is drawn with the font of its base, so a pair that no single font covers loses the mark to a
    number too. Text without either comes back as it is.
    """
    absent = missing(text)
    marked = any(map(_is_mark, set(text)))
    if not absent and not marked:
        return text
    out: list[str] = []
    base, marks, hidden = "", "", []
    for char in text:
        joins = bool(marked and base and _is_mark(char))
        if char in absent or (joins and not _one_font(base + marks + char)):
            hidden.append(f"U+{ord(char):04X}")
            base = marks = ""
            continue
        if hidden:
            out.append(f"[{' '.join(hidden)}]")
            hidden = []
        if not joins and _is_mark(char):
            out.append("\u25cc")  # a mark that has lost its base stands on a dotted circle
            base = "\u25cc"
            joins = True
        base, marks = (base, marks + char) if joins else (char, "")
        out.append(char)
    if hidden:
        out.append(f"[{' '.join(hidden)}]")
    return "".join(out)


def width(text: str) -> float:
    """How wide `text` runs in Noto Sans regular, in em; wide (East Asian) characters count 1, unknown ones 0.6."""
    advances = _advances()
    total = 0.0
    for char in text:
        known = advances.get(char)
        total += known if known is not None else (1.0 if unicodedata.east_asian_width(char) in "WF" else 0.6)
    return total


def register() -> None:
    """Let matplotlib draw with these fonts and keep text as text in its SVG.

    Sets `font.family`, `svg.fonttype` and nothing else. Fonts of the same name that the system has are forgotten, so
    that widths are measured alike everywhere.
    """
    import matplotlib as mpl
    from matplotlib import font_manager

    manager = font_manager.fontManager
    ours = {str(path) for path in files()}
    names = set(families()) | {MONO}
    manager.ttflist = [entry for entry in manager.ttflist if entry.name not in names or entry.fname in ours]
    known = {entry.fname for entry in manager.ttflist}
    for path in sorted(ours - known):
        manager.addfont(path)
    mpl.rcParams["font.family"] = families()
    mpl.rcParams["svg.fonttype"] = "none"


@functools.cache
def _covered() -> frozenset[str]:
    return frozenset().union(*(repertoire(family) for family in families())) | _INVISIBLE | _SPACE


def _is_mark(char: str) -> bool:
    """Whether a character is drawn onto the one before it."""
    return char >= "\u0300" and unicodedata.category(char) in {"Mn", "Me", "Mc"} and char not in _INVISIBLE


def _one_font(cluster: str) -> bool:
    drawn = set(cluster) - _INVISIBLE
    return any(drawn <= repertoire(family) for family in families())


@functools.cache
def _cmap(path: Path) -> dict[int, str]:
    from fontTools.ttLib import TTFont

    with TTFont(path, lazy=True) as font:
        return dict(font.getBestCmap())


@functools.cache
def _advances() -> dict[str, float]:
    from fontTools.ttLib import TTFont

    path = file_of("Noto Sans")
    with TTFont(path, lazy=True) as font:
        per_em, metrics = font["head"].unitsPerEm, font["hmtx"].metrics
        return {chr(code): metrics[glyph][0] / per_em for code, glyph in _cmap(path).items()}
