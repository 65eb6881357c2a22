"""The report's fonts inside an HTML page: subsets of the same files, so that text and charts look as in the PDF."""

from __future__ import annotations

import base64
import functools
import io

from cq_research import fonts

# Always there, so that one subset serves all reports of a run: ASCII, Latin-1, dashes, quotes, dots.
_BASIC = frozenset(map(chr, (*range(32, 127), *range(160, 256), *range(0x2010, 0x2028))))
_TEXT = "Noto Sans"
# Of fonts that draw single characters only: vertical setting, ligatures and the like; an editor's time stamps.
_LEFT_OUT = ["GSUB", "GPOS", "GDEF", "BASE", "vhea", "vmtx", "VORG", "FFTM"]


def stylesheet(text: str, *, italics: bool) -> str:
    """`@font-face` rules with the fonts that it takes to draw `text`, as data URIs."""
    left = frozenset(text) - fonts.missing(text) - _BASIC
    slants = (False, True) if italics else (False,)
    rules = [_face(_TEXT, _BASIC, italic=italic) for italic in slants]
    for family in fonts.families():
        mine = left & fonts.repertoire(family)
        if mine:
            rules += [_face(family, mine, italic=italic) for italic in (slants if family == _TEXT else (False,))]
        left -= mine
    return "\n".join(rules)


@functools.lru_cache(maxsize=64)
def _face(family: str, chars: frozenset[str], *, italic: bool = False) -> str:
    codes = sorted(map(ord, chars))
    spread = "U+20-7E,U+A0-FF,U+2010-2027" if chars == _BASIC else ",".join(f"U+{code:X}" for code in codes)
    style = "italic" if italic else "normal"
    weight = "100 900" if family == _TEXT else "400"
    data = base64.b64encode(_subset(family, codes, italic=italic)).decode()
    return (
        f'@font-face{{font-family:"{family}";font-style:{style};font-weight:{weight};unicode-range:{spread};'
        f'src:url(data:font/woff;base64,{data}) format("woff")}}'
    )


def _subset(family: str, codes: list[int], *, italic: bool) -> bytes:
    """A WOFF file with these characters only, its axes kept."""
    from fontTools import subset
    from fontTools.ttLib import TTFont

    options = subset.Options(
        layout_features=["tnum", "mark"], glyph_names=False, recalc_timestamp=False, notdef_outline=True
    )
    options.drop_tables += _LEFT_OUT if family != _TEXT else []
    with TTFont(fonts.file_of(family, italic=italic), lazy=True, recalcTimestamp=False) as font:
        worker = subset.Subsetter(options)
        worker.populate(unicodes=codes)
        worker.subset(font)
        font.flavor = "woff"
        out = io.BytesIO()
        font.save(out)
    return out.getvalue()
