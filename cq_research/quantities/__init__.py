"""Quantities as a text writes them: number, unit or counted noun, range, qualifier, span. Not what they mean.

tokens        a sentence cut into words, numbers and signs
number_words  digits and number words → values
units         currencies and units of measure beside a number
counted       the noun that a number counts
contexts      what sort of number it is, by the words around: name, rank, idiom, enumerator, time
qualifiers    how a quantity is put: qualifier, sign, range or change
chinese       the same for Chinese sentences, as far as digits go
elision       units and nouns that a sentence leaves out
reader        all of it together: :func:`scan`
"""

from cq_research.quantities.quantity import Quantity
from cq_research.quantities.reader import scan

__all__ = ["Quantity", "scan"]
