"""Figures: every quantity in the content, with what it measures, where, with whom, when and how real it is.

phrases     a vocabulary's phrases found in a sentence
parts       a sentence cut into parts
clauses     how real a figure is; whether it is a level or a change
when        the date that governs it
where       the place it is about, and the partner
indicators  what is measured, by the vocabulary's cues
rows        all of it together: :func:`find`
"""

from cq_research.figures.indicators import known
from cq_research.figures.rows import find

__all__ = ["find", "known"]
