"""Curated knowledge as data: one YAML file a kind, each with a header that explains its syntax.

Entries carry ``examples`` that they must match and, where useful, ``not`` examples that they must not; the tests hold
every entry to both.
"""

from __future__ import annotations

import functools
from typing import Any

import yaml

from cq_research.errors import VocabularyError
from cq_research.paths import VOCABULARIES

# The C loader reads the same YAML some eight times faster; it is in every wheel of PyYAML.
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@functools.cache
def load(name: str) -> Any:
    """The content of ``vocabularies/<name>.yaml``, parsed once a process. Treat it as read-only.

    Raises VocabularyError, with file and line, where there is no such file or it is not valid YAML.
    """
    path = VOCABULARIES / f"{name}.yaml"
    try:
        with path.open(encoding="utf-8") as handle:
            return yaml.load(handle, Loader=_Loader)
    except FileNotFoundError:
        known = ", ".join(sorted(p.stem for p in VOCABULARIES.glob("*.yaml")))
        raise VocabularyError(f"vocabularies/{name}.yaml is missing; there are: {known}") from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f":{mark.line + 1}" if mark else ""
        problem = getattr(error, "problem", None) or "can't be parsed"
        raise VocabularyError(f"vocabularies/{name}.yaml{where}: not valid YAML: {problem}") from None
