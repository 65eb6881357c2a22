"""A person's corrections: ``seeds/NAME.yaml`` beside ``seeds/NAME.txt``.

So far a sidecar sets columns of ``documents``, each with its reason::

    documents:
      published: {value: 2016-01-19, why: "date on the printed page, seen 2024-03-02"}
      publisher: {value: Xinhua, why: "the site's imprint names the agency"}

A corrected date of publication carries basis ``curated`` and is what relative dates are resolved against.
"""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import yaml

from cq_research import schema
from cq_research.errors import CurationError

_DERIVED = {"doc_id", "file", "sha256", "chars", "body_chars", "published_precision", "published_basis"}
_ISO = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?\Z")
_PRECISION = {4: "year", 7: "month", 10: "day"}
_SHAPE = 'write it as "column: {value: …, why: …}"'


def read(path: Path) -> dict[str, tuple[str | None, str]]:
    """The corrections of the sidecar `path`: column of ``documents`` → (value, why); empty where there is no file.

    Raises CurationError, naming file and line where known, for a file that is not such a list of corrections.
    """
    if not path.exists():
        return {}
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError, OSError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f":{mark.line + 1}" if mark else ""
        raise CurationError(f"{path.name}{where}: can't be read as YAML in UTF-8; {_SHAPE}") from error
    if content is None:
        return {}
    if not isinstance(content, dict):
        raise CurationError(f'{path.name}: must begin with "documents:"; {_SHAPE}')
    for table in content:
        if table != "documents":
            raise CurationError(f"{path.name}: {table!r} can't be corrected here; a sidecar sets columns of: documents")
    return {
        column: _correction(path.name, column, entry) for column, entry in _mapping(path.name, content["documents"])
    }


def apply(document: schema.Document, corrections: dict[str, tuple[str | None, str]]) -> schema.Document:
    """`document` with the corrections of :func:`read` in it; a corrected ``published`` has basis ``curated``."""
    values: dict[str, str | None] = {column: value for column, (value, _) in corrections.items()}
    if "published" in corrections:
        value, why = corrections["published"]
        values["published_precision"] = _PRECISION[len(value)] if value else None
        values["published_basis"] = "curated"
        values["published_evidence"] = why
    return dataclasses.replace(document, **values)


def _mapping(name: str, content: object):
    if not isinstance(content, dict):
        raise CurationError(f"{name}: documents must list columns; {_SHAPE}")
    return content.items()


def _correction(name: str, column: str, entry: object) -> tuple[str | None, str]:
    settable = [c.name for c in schema.columns(schema.Document) if c.name not in _DERIVED]
    if column not in settable:
        raise CurationError(f"{name}: documents has no column {column!r} to set; there are: {', '.join(settable)}")
    if not isinstance(entry, dict) or set(entry) != {"value", "why"} or not str(entry["why"] or "").strip():
        raise CurationError(f"{name}: documents.{column} needs a value and a reason; {_SHAPE}")
    value = None if entry["value"] is None else str(entry["value"]).strip()
    if column == "published" and value is not None and not _ISO.match(value):
        raise CurationError(f"{name}: documents.published is {value!r}; write an ISO date: 2016, 2016-01 or 2016-01-19")
    return value, str(entry["why"]).strip()
