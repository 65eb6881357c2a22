"""Executed notebooks as PDF (by Typst: tagged, PDF/UA-1 and PDF/A-2a) and as one self-contained HTML page.

Both are printed from the same tree (`reading`, `report`), so they say the same in the same order. What a notebook says
to the exporter:

* **Particulars**: notebook metadata `cq_report` (or an output's `{"cq": {…}}`): `title`, `subtitle`, `author`,
  `keywords`, `language`, `date`. Without a title the first heading is it; a heading at the very beginning is the title
  or, under another title, the subtitle.
* **Captions and descriptions**: an output's metadata `{"cq": {"caption": "…", "alt": "…"}}` (or the cell's `cq`);
  a `<caption>` in an HTML table; or a paragraph that begins with `Figure:` or `Table:` right after (or before) a chart
  or table, in the same or the next cell. Captions are Markdown of one line; they are numbered here, not by the author.
* **References**: Markdown footnotes `[^1]`, defined in the same cell or output, numbered through the report: at the
  foot of the page in the PDF, at the end in HTML. Links `[words](#id)` lead to `<a id="id"></a>` or to a heading
  (`#Its-words`); links to another notebook (`other.ipynb#id`) lead to the report of the same format made of it.
* **Outputs** are shown in the first form there is: SVG, PNG, JPEG, Markdown, HTML, LaTeX, plain text. Code cells only
  where asked for. Whatever is left out, or not shown as it is, is told by an `ExportWarning` with its cell.
* **A failed notebook** is refused, unless errors are allowed (nbconvert: `--allow-errors`): then they are shown.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from cq_research.clock import EPOCH
from cq_research.errors import ParameterError
from cq_research.export.report import ExportWarning

if TYPE_CHECKING:
    import nbformat

__all__ = ["ExportWarning", "HtmlExporter", "PdfExporter", "title", "to_html", "to_pdf"]

PAPERS = ("a4", "us-letter")


def to_pdf(
    notebook: nbformat.NotebookNode,
    resources: dict | None = None,
    *,
    show_code: bool = False,
    paper: str = "a4",
    allow_errors: bool = False,
) -> bytes:
    """The PDF of an executed notebook, the same bytes each time.

    `resources` is nbconvert's: `metadata.name` serves as title where there is no other, `metadata.path` is where
    pictures beside the notebook are looked for. Raises ReportError for a notebook whose run failed (unless
    `allow_errors`), ParameterError for an unknown paper.
    """
    from cq_research.export import pdf, reading

    if paper not in PAPERS:
        raise ParameterError(f"paper: {paper!r} is not known; there are {', '.join(PAPERS)}")
    report = reading.read(notebook, resources, show_code=show_code, allow_errors=allow_errors)
    return pdf.to_pdf(report, paper=paper, timestamp=_timestamp())


def to_html(
    notebook: nbformat.NotebookNode,
    resources: dict | None = None,
    *,
    show_code: bool = False,
    allow_errors: bool = False,
) -> str:
    """The same report as one HTML page that asks nothing of any other machine; arguments and errors as for `to_pdf`."""
    from cq_research.export import page, reading

    return page.to_html(reading.read(notebook, resources, show_code=show_code, allow_errors=allow_errors))


def title(notebook: nbformat.NotebookNode, name: str = "Notebook") -> str:
    """The title that the report of a notebook bears; `name` where it says none."""
    import warnings

    from cq_research.export import reading

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ExportWarning)
        resources = {"metadata": {"name": name}}
        return reading.read(notebook, resources, show_code=False, allow_errors=True).title


def _timestamp() -> int:
    stated = os.environ.get("SOURCE_DATE_EPOCH", "")
    if stated and not stated.isdigit():
        raise ParameterError(f"SOURCE_DATE_EPOCH: {stated!r} is not a number of seconds since 1970")
    return int(stated or EPOCH)


def __getattr__(name: str) -> Any:  # nbconvert takes seconds to import; only its fronts need it
    if name.endswith("Exporter"):
        from cq_research.export import exporters

        if hasattr(exporters, name):
            return getattr(exporters, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
