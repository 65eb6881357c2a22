"""The report matrix: one report on the whole, and one on each partner, theme and document, made as far as out of date.

``build`` brings them up to date, ``make`` makes one; nothing is imported until it is asked for.
"""
