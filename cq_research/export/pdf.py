"""A Typst document as a PDF: tagged, PDF/UA-1 and PDF/A-2a, with our fonts and no others."""

from __future__ import annotations

import re
import tempfile
import warnings
from pathlib import Path

import typst

from cq_research import fonts
from cq_research.errors import ReportError
from cq_research.export.markup import squeeze
from cq_research.export.report import ExportWarning, Report
from cq_research.export.typst import TEMPLATE, escape, to_typst

_STANDARDS = ["ua-1", "a-2a"]
_ATTEMPTS = 8  # compilations of a report with characters or pictures that have to be left out one after the other
_UNDRAWN = re.compile(r"text `\"(.*?)\"` could not be displayed", re.DOTALL)


def to_pdf(report: Report, *, paper: str, timestamp: int) -> bytes:
    """The PDF of a report, dated `timestamp` (seconds since 1970): the same report gives the same bytes.

    Raises ReportError where Typst refuses the document.
    """
    with tempfile.TemporaryDirectory(prefix="cq-report-") as folder:
        root = Path(folder)
        (root / TEMPLATE.name).write_bytes(TEMPLATE.read_bytes())
        for name, picture in report.pictures.items():
            (root / name).write_bytes(picture.data)
        typefaces = _typst_fonts(root / "fonts")
        source = to_typst(report, paper=paper)
        for _ in range(_ATTEMPTS):
            try:
                return _compile(root, typefaces, source, timestamp)
            except typst.TypstError as error:
                mended = _mended(root, typefaces, source, report, paper, str(error))
                if mended is None:
                    raise ReportError(f"{report.title}: Typst can't set the report ({squeeze(str(error))})") from error
                source = mended
    raise ReportError(f"{report.title}: too many characters or pictures that Typst can't set")


def _compile(root: Path, typefaces: typst.Fonts, source: str, timestamp: int) -> bytes:
    (root / "report.typ").write_text(source, encoding="utf-8")
    return typst.compile(
        root / "report.typ",
        root=root,
        font_paths=typefaces,
        ignore_system_fonts=True,
        pdf_standards=_STANDARDS,
        timestamp=timestamp,
    )


def _mended(root: Path, typefaces: typst.Fonts, source: str, report: Report, paper: str, error: str) -> str | None:
    """The source without what `error` is about, if that is a cluster of characters or a picture; told by a warning."""
    undrawn = _UNDRAWN.search(error)
    if undrawn and not undrawn[1].isascii() and undrawn[1] in source:
        # Characters that the fonts cover one by one only: shown by number, like any other without a glyph.
        numbers = " ".join(f"U+{ord(char):04X}" for char in undrawn[1])
        warnings.warn(ExportWarning(0, "characters", f"no glyph for {numbers}; shown by number"), stacklevel=3)
        return source.replace(undrawn[1], f"[{numbers}]")
    broken = []
    for name in report.pictures:
        alone = f'#set document(title: "x")\n#image({escape(name)}, alt: "x")'
        try:
            _compile(root, typefaces, alone, 0)
        except typst.TypstError:
            broken.append(name)
    for name in broken:
        del report.pictures[name]
        why = "Typst can't draw it; its description stands instead"
        warnings.warn(ExportWarning(0, f"picture {name}", why), stacklevel=3)
    return to_typst(report, paper=paper) if broken else None


def _typst_fonts(folder: Path) -> typst.Fonts:
    """Our fonts and no others. Typst takes folders, and matplotlib's has many more: so a folder of links to ours."""
    folder.mkdir()
    for path in fonts.files():
        (folder / path.name).symlink_to(path)
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[folder])
