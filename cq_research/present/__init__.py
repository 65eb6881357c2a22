"""The parts of a report, ready to be shown in a notebook, each made from a selection.

Each part shows itself in JupyterLab and is read by the exporter; a section without content shows nothing.
"""

from __future__ import annotations

from cq_research.present.parts import Section, Table, Text
from cq_research.present.prose import chronology, comparisons, evidence, gaps, key_points, sources, text, title, trace
from cq_research.present.tables import audit, colophon, dates, figures, matrix, particulars

__all__ = [
    "Section",
    "Table",
    "Text",
    "audit",
    "chronology",
    "colophon",
    "comparisons",
    "dates",
    "evidence",
    "figures",
    "gaps",
    "key_points",
    "matrix",
    "particulars",
    "sources",
    "text",
    "title",
    "trace",
]
