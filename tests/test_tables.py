"""The Data Package: valid by the standard's own tool, the same bytes each time, and never half-written."""

from __future__ import annotations

import json

import pandas as pd
import pytest
from frictionless import Package, system

import cq_research as cq
from cq_research import corpus as corpus_module
from cq_research import schema
from cq_research.errors import OutputError
from cq_research.paths import ROOT


@pytest.fixture(scope="module")
def package(corpus, tmp_path_factory):
    out = tmp_path_factory.mktemp("package")
    cq.write(corpus, out)
    return out


def test_the_package_is_valid_by_frictionless(package):
    with system.use_context(trusted=True):
        report = Package(str(package / "datapackage.json")).validate()
    assert report.valid, report.flatten(["title", "rowNumber", "fieldName", "message"])[:5]
    assert {task.name for task in report.tasks} == set(schema.TABLES)


@pytest.mark.parametrize("name", schema.TABLES)
def test_csv_and_parquet_hold_the_same_rows_as_the_corpus(package, corpus, name):
    frame = corpus.table(name)
    parquet = pd.read_parquet(package / f"{name}.parquet")
    pd.testing.assert_frame_equal(parquet, frame)
    csv = pd.read_csv(package / f"{name}.csv", dtype=frame.dtypes.to_dict(), keep_default_na=False, na_values=[""])
    pd.testing.assert_frame_equal(csv, frame, check_exact=False, rtol=1e-14)


def test_every_column_is_described_and_every_reference_leads_to_a_declared_column():
    everything = schema.TABLES | schema.TO_COME
    names = {f"{table}.{c.name}" for table, record in everything.items() for c in schema.columns(record)}
    for table, record in everything.items():
        assert record.__doc__
        for c in schema.columns(record):
            assert c.meaning
            assert c.key in (None, "primary") or c.key in names, f"{table}.{c.name}"


def test_two_writings_are_identical_byte_for_byte(package, corpus, tmp_path):
    cq.write(corpus, tmp_path)
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == {p.name: p.read_bytes() for p in package.iterdir()}


def test_the_descriptor_names_bytes_and_hashes_that_are_true(package):
    for resource in json.loads((package / "datapackage.json").read_text(encoding="utf-8"))["resources"]:
        for file in (resource, *resource["alternatives"]):
            assert (package / file["path"]).stat().st_size == file["bytes"]


def test_a_folder_that_cannot_be_written_is_named_and_left_as_it_was(corpus, tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("mine")
    with pytest.raises(OutputError, match=r"can't be written .*; name a folder"):
        cq.write(corpus, blocked)
    assert blocked.read_text() == "mine"


def test_a_failure_while_writing_leaves_the_former_tables(corpus, tmp_path, monkeypatch):
    cq.write(corpus, tmp_path)
    before = {p.name: p.read_bytes() for p in tmp_path.iterdir()}

    def full(*_args, **_options):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(pd.DataFrame, "to_parquet", full)
    with pytest.raises(OutputError, match="No space left on device"):
        cq.write(corpus, tmp_path)
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == before


@pytest.mark.parametrize("name", schema.TABLES)
def test_a_table_without_rows_keeps_its_columns_and_types(corpus, name):
    empty = corpus_module.frame(name, [])
    assert list(empty.dtypes.items()) == list(corpus.table(name).dtypes.items())


def test_the_readme_names_every_table():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [t for t in schema.TABLES if f"`{t}`" not in text] == []
