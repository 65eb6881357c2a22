"""Chongqing's international cooperation: source documents in, checkable tables and reports out.

The public verbs:

- :func:`load`: a folder of source documents → :class:`Corpus`, the tables as data frames
- :func:`parse`: one text → :class:`Corpus`
- :func:`write`: a corpus → a Data Package (CSV, Parquet, ``datapackage.json``)
- :func:`select`: a corpus, a partner, theme or document → the rows that speak of it, its sentences numbered
- :func:`check`: a corpus → what breaks the promises of the tables, as sentences (nothing, if all is well)
"""

from __future__ import annotations

import importlib

__version__ = "0.1.0"
__all__ = ["Corpus", "check", "load", "parse", "select", "write"]

# pandas takes half a second to import: the command line's help need not wait for it.
_HOMES = {
    "Corpus": "corpus",
    "load": "corpus",
    "parse": "corpus",
    "select": "selection",
    "write": "tables",
    "check": "checks",
}


def __getattr__(name: str):
    if name in _HOMES:
        return getattr(importlib.import_module(f"cq_research.{_HOMES[name]}"), name)
    raise AttributeError(f"module 'cq_research' has no attribute {name!r}; there are: {', '.join(__all__)}")


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
