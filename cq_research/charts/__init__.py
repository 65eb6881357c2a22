"""Charts made from the tables of a selection: what is drawn, and where nothing is."""

from __future__ import annotations

from cq_research.charts.bars import comparisons
from cq_research.charts.style import Chart
from cq_research.charts.timeline import chronologies, chronology, moments

__all__ = ["Chart", "chronologies", "chronology", "comparisons", "moments"]
