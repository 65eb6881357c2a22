"""Chongqing's international cooperation: source documents in, checkable tables and reports out."""

__version__ = "0.1.0"
