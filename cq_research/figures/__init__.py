"""Figures: every quantity in the content, with what it measures, where, with whom, when and how real it is.

phrases     a vocabulary's phrases found in a sentence
clauses     status, change, period, place and partner, by the parts of a sentence
indicators  what is measured, by the vocabulary's cues
rows        all of it together: :func:`find`
"""

from cq_research.figures.indicators import known
from cq_research.figures.rows import find

__all__ = ["find", "known"]
