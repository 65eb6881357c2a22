"""The tables of the five documents against hand-made gold rows, with floors that may rise and not fall."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

import cq_research as cq
from cq_research.paths import SEEDS

HERE = Path(__file__).parent
FLOORS = yaml.safe_load((HERE / "cases" / "gold_floors.yaml").read_text(encoding="utf-8"))


def score(tables: Path, texts: Path, gold: Path) -> dict:
    """The result of ``score_tables.py`` as a dictionary."""
    command = [sys.executable, HERE / "score_tables.py", tables, texts, gold, "--json"]
    return json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


@pytest.fixture(scope="module")
def seeds_score(corpus, tmp_path_factory):
    out = tmp_path_factory.mktemp("tables")
    cq.write(corpus, out)
    return score(out, SEEDS, HERE / "gold")


@pytest.mark.parametrize(("table", "measure"), [(t, m) for t, ms in FLOORS["seeds"].items() for m in ms])
def test_the_five_documents_score_at_least_their_floor(seeds_score, table, measure):
    row = seeds_score["tables"][table]
    found = row["attributes"].get(measure, row.get(measure))
    assert found >= FLOORS["seeds"][table][measure]


def test_no_span_of_the_five_documents_is_wrong(seeds_score):
    assert seeds_score["spans_checked"] > 500
    assert seeds_score["spans_wrong"] == 0


@pytest.fixture(scope="module", params=["dev", "held"])
def pages_score(request, tmp_path_factory):
    folder = HERE / "pages" / request.param
    out = tmp_path_factory.mktemp(request.param)
    cq.write(cq.load(folder), out)
    return request.param, score(out, folder, folder)


def test_pages_of_other_publishers_score_at_least_their_floors(pages_score):
    part, result = pages_score
    floors = FLOORS["pages"][part]
    found = {table: round(result["tables"][table]["exact"] or result["tables"][table]["r"], 3) for table in floors}
    assert {t: (found[t], floor) for t, floor in floors.items() if found[t] < floor} == {}
    assert result["spans_wrong"] == 0
