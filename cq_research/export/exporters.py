"""nbconvert's fronts: `jupyter nbconvert --to cq-pdf`, `--to cq-html`, and JupyterLab's export menu.

Jupyter Server's address of an export takes letters, digits and underscores only, so that a name with a hyphen stands in
JupyterLab's menu and answers "404: Not Found" (jupyter_server 2.21, `nbconvert/handlers.py`). The exporters are
therefore registered twice: `cq_pdf` and `cq_html` for the menu, and, hidden from it, `cq-pdf` and `cq-html`.
"""

from __future__ import annotations

import sys
from typing import Any

import nbformat
from nbconvert.exporters import Exporter
from traitlets import Bool, Enum, default

from cq_research import export


class _ReportExporter(Exporter):
    """What the two have in common: their options, and nbconvert's own `--allow-errors`."""

    show_code = Bool(False, help="Show code cells as well.").tag(config=True)
    allow_errors = Bool(help="Export a notebook although a cell failed.").tag(config=True)

    @default("allow_errors")
    def _allow_errors_default(self) -> bool:
        return bool(self.config.ExecutePreprocessor.get("allow_errors", False))


class PdfExporter(_ReportExporter):
    """A notebook as a PDF, set by Typst."""

    export_from_notebook = "PDF report (Typst)"
    output_mimetype = "application/pdf"
    paper = Enum(export.PAPERS, "a4", help="Size of the page.").tag(config=True)

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".pdf"

    def from_notebook_node(
        self, nb: nbformat.NotebookNode, resources: Any = None, **kw: Any
    ) -> tuple[bytes, dict[str, Any]]:
        """The bytes of the PDF, and nbconvert's resources."""
        nb, resources = super().from_notebook_node(nb, resources, **kw)
        made = export.to_pdf(nb, resources, show_code=self.show_code, paper=self.paper, allow_errors=self.allow_errors)
        return made, resources


class HtmlExporter(_ReportExporter):
    """A notebook as one self-contained HTML page."""

    export_from_notebook = "HTML report (self-contained)"
    output_mimetype = "text/html"

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".html"

    def from_notebook_node(
        self, nb: nbformat.NotebookNode, resources: Any = None, **kw: Any
    ) -> tuple[str, dict[str, Any]]:
        """The page, and nbconvert's resources."""
        nb, resources = super().from_notebook_node(nb, resources, **kw)
        return export.to_html(nb, resources, show_code=self.show_code, allow_errors=self.allow_errors), resources


class _OutsideOfServer(_ReportExporter):
    @default("enabled")
    def _enabled_default(self) -> bool:
        return "jupyter_server.nbconvert.handlers" not in sys.modules


class CommandPdfExporter(_OutsideOfServer, PdfExporter):
    """The PDF exporter under the name that commands use."""


class CommandHtmlExporter(_OutsideOfServer, HtmlExporter):
    """The HTML exporter under the name that commands use."""
