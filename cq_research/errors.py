"""What can go wrong, as one tree.

    CqResearchError
    ├── DocumentError      a seed file can't be read as a text page
    ├── CurationError      a correction in a sidecar can't be applied
    ├── VocabularyError    a vocabulary file is not as its header says
    ├── ParameterError     a notebook or command was given a value it can't take
    ├── IntegrityError     the tables break a promise of the data contract
    ├── ReportError        a notebook failed, or could not be exported
    └── OutputError        the result can't be written where it was asked for

Every message is one line that says which file (and line, where there is one), what is wrong and what would be right.
"""

from __future__ import annotations


class CqResearchError(Exception):
    """Base of all errors that a person can act on; the command line prints its message and exits with 1."""


class DocumentError(CqResearchError):
    """A seed file can't be read as a text page (missing, empty, binary, not UTF-8)."""


class CurationError(CqResearchError):
    """A correction in a sidecar can't be applied (unknown table or column, nothing matches, no reason given)."""


class VocabularyError(CqResearchError):
    """A vocabulary file is not as its header says."""


class ParameterError(CqResearchError):
    """A notebook or command was given a name or value that it can't take; the message names those there are."""


class IntegrityError(CqResearchError):
    """The tables break a promise of the data contract."""


class ReportError(CqResearchError):
    """A notebook failed, or its result could not be exported."""


class OutputError(CqResearchError):
    """The result can't be written where it was asked for."""
