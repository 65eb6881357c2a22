"""The tables written out: a Frictionless Data Package (v2) beside one CSV and one Parquet file a table."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from pathlib import Path

import pandas as pd

from cq_research import __version__, schema
from cq_research.corpus import Corpus
from cq_research.errors import OutputError


def write(corpus: Corpus, out: str | Path) -> list[Path]:
    """Write the Data Package of `corpus` into the folder `out`, made if need be; returns the files written.

    CSV is UTF-8 with a byte-order mark, which Excel needs to read it as such; null is the empty cell. All files are
    written beside `out` first and then moved, so that a failure leaves what was there. Raises OutputError where `out`
    can't be written.
    """
    out = Path(out)
    try:
        out.mkdir(parents=True, exist_ok=True)
        temporary = Path(tempfile.mkdtemp(prefix=".tables-", dir=out))
    except OSError as error:
        raise OutputError(f"{out}: can't be written ({error.strerror}); name a folder that you may write to") from error
    try:
        resources = [_write_table(name, corpus.table(name), temporary) for name in schema.TABLES]
        package = json.dumps(descriptor(corpus, resources), ensure_ascii=False, indent=2) + "\n"
        (temporary / "datapackage.json").write_text(package, encoding="utf-8")
        written = []
        for path in sorted(temporary.iterdir()):
            path.replace(out / path.name)
            written.append(out / path.name)
        return written
    except OSError as error:
        raise OutputError(f"{out}: writing stopped ({error.strerror}); what was there before is unchanged") from error
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def descriptor(corpus: Corpus, resources: list[dict]) -> dict:
    """The content of ``datapackage.json``: what the package is, where it comes from, and its resources."""
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "cq-research-tables",
        "title": "Chongqing's international cooperation: tables read from source documents",
        "description": (
            "What source documents say, as tidy tables. A row that quotes a source carries doc_id, start and end: "
            "Unicode code points into the decoded file, end exclusive. The documents belong to their publishers."
        ),
        "version": __version__,
        "sources": [
            {"title": row.title if isinstance(row.title, str) else row.doc_id, "path": row.file}
            for row in corpus.documents.itertuples()
        ],
        "resources": resources,
    }


def table_schema(name: str) -> dict:
    """The Table Schema of table `name`: types, descriptions, units, keys and enums."""
    fields, primary, foreign = [], [], []
    for column in schema.columns(schema.TABLES[name]):
        field: dict = {"name": column.name, "type": column.type, "description": column.meaning}
        if column.unit:
            field["unit"] = column.unit
        constraints: dict = {"required": True} if column.required else {}
        if column.enum:
            constraints["enum"] = list(column.enum)
        if column.key == "primary":
            primary.append(column.name)
            constraints["unique"] = True
        elif column.key:
            table, target = column.key.split(".")
            # A reference within the same table has an empty resource name in the specification.
            reference = {"resource": "" if table == name else table, "fields": [target]}
            foreign.append({"fields": [column.name], "reference": reference})
        if constraints:
            field["constraints"] = constraints
        fields.append(field)
    result: dict = {"fields": fields, "missingValues": [""]}
    if primary:
        result["primaryKey"] = primary
    if foreign:
        result["foreignKeys"] = foreign
    return result


def _write_table(name: str, frame: pd.DataFrame, folder: Path) -> dict:
    csv, parquet = folder / f"{name}.csv", folder / f"{name}.parquet"
    # 15 significant digits: what a double holds for certain, and 10650000000 instead of 10650000000.0.
    frame.to_csv(csv, index=False, encoding="utf-8-sig", lineterminator="\n", float_format="%.15g")
    frame.to_parquet(parquet, index=False, engine="pyarrow")
    return {
        "name": name,
        "type": "table",
        "description": schema.TABLES[name].__doc__,
        "path": csv.name,
        "scheme": "file",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        **_fingerprint(csv),
        "alternatives": [
            {"path": parquet.name, "mediatype": "application/vnd.apache.parquet", **_fingerprint(parquet)}
        ],
        "schema": table_schema(name),
    }


def _fingerprint(path: Path) -> dict:
    content = path.read_bytes()
    return {"bytes": len(content), "hash": f"sha256:{hashlib.sha256(content).hexdigest()}"}
