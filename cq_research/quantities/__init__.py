"""Quantities as a text writes them: number, unit or counted noun, range, qualifier, span. Not what they mean.

tokens        a sentence cut into words, numbers and signs
number_words  digits and number words → values
units         currencies and units of measure beside a number
counted       the noun that a number counts
contexts      what the words around a number say of it: name, rank, idiom, range or change, qualifier
reader        all of it together: :func:`scan`
"""

from cq_research.quantities.reader import Quantity, scan

__all__ = ["Quantity", "scan"]
