"""A folder read as a corpus, and a person's corrections: applied, marked as such, or refused with a line that helps."""

from __future__ import annotations

import pytest
import yaml

import cq_research as cq
from cq_research.errors import DocumentError

PAGE = """Chongqing and Hamburg extend their rail service

The train left on Friday with 41 containers for customers in Germany, the operator said in a statement.

It was the first departure of this year and will be followed by two more next month.
"""


@pytest.fixture
def seeds(tmp_path):
    (tmp_path / "page.txt").write_text(PAGE, encoding="utf-8")
    (tmp_path / "other.txt").write_text(PAGE.replace("Hamburg", "Duisburg"), encoding="utf-8")
    return tmp_path


def correct(seeds, content):
    text = content if isinstance(content, str) else yaml.safe_dump(content)
    (seeds / "page.yaml").write_text(text, encoding="utf-8")
    return cq.load(seeds)


def test_a_corrected_date_is_curated_and_anchors_relative_dates(seeds):
    published = {"value": "2018-05-06", "why": "the imprint of the printed page"}
    corpus = correct(seeds, {"documents": {"published": published}})
    row = corpus.documents.set_index("doc_id").loc["page"]
    assert (row["published"], row["published_precision"], row["published_basis"]) == ("2018-05-06", "day", "curated")
    assert row["published_evidence"] == "the imprint of the printed page"
    dates = corpus.dates[corpus.dates["doc_id"] == "page"].set_index("text")
    assert dates.loc["this year", "value"] == "2018"
    assert dates.loc["this year", "anchor"] == "2018-05-06"


def test_an_unquoted_yaml_date_and_a_null_are_understood(seeds):
    corpus = correct(
        seeds, "documents:\n  published: {value: 2018-05-06, why: seen}\n  title: {value: null, why: none}\n"
    )
    row = corpus.documents.set_index("doc_id").loc["page"]
    assert row["published"] == "2018-05-06"
    assert row.isna()["title"]


def test_a_sidecar_leaves_ids_of_other_rows_as_they_are(seeds):
    before = cq.load(seeds)
    after = correct(seeds, {"documents": {"author": {"value": "A. Person", "why": "imprint"}}})
    for table, key in (
        ("blocks", "block_id"),
        ("sentences", "sentence_id"),
        ("dates", "date_id"),
        ("figures", "figure_id"),
    ):
        assert list(before.table(table)[key]) == list(after.table(table)[key])


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("documents:\n  pubished: {value: 2018, why: seen}\n", "no column 'pubished'"),
        ("documents:\n  published: {value: 2018}\n", "needs a value and a reason"),
        ("documents:\n  published: {value: 2018, why: ' '}\n", "needs a value and a reason"),
        ("documents:\n  published: {value: May 2018, why: seen}\n", "write an ISO date"),
        ("documents:\n  published: {value: 2018-13, why: seen}\n", "write an ISO date"),
        ("figures:\n  x: {value: 1, why: seen}\n", "'figures' can't be corrected here"),
        ("documents: [1, 2]\n", "must list columns"),
        ("- 1\n", 'must begin with "documents:"'),
        ("documents: {published: {value: 2018, why: seen}\n", "page.yaml:2: can't be read as YAML"),
        ("documents:\n  sha256: {value: x, why: seen}\n", "no column 'sha256'"),
    ],
)
def test_a_correction_that_cannot_be_applied_is_named_and_the_others_go_on(seeds, content, says):
    corpus = correct(seeds, content)
    assert list(corpus.documents["doc_id"]) == ["other"]
    (problem,) = corpus.problems
    assert says in str(problem)
    assert str(problem).startswith("page.yaml")


def test_a_folder_without_documents_says_what_to_do(tmp_path):
    with pytest.raises(DocumentError, match=r"holds no \*\.txt; save each source page"):
        cq.load(tmp_path)
    with pytest.raises(DocumentError, match="does not exist"):
        cq.load(tmp_path / "nowhere")


def test_a_relative_folder_is_found_in_the_checkout_from_any_working_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert len(cq.load("seeds").documents) >= 5


def test_what_one_caller_does_to_its_tables_does_not_reach_the_next(seeds):
    mine = cq.load(seeds)
    documents, figures = mine.documents, mine.figures
    documents["note"] = "mine"
    figures["value"] = 0
    again = cq.load(seeds)
    assert "note" not in again.documents
    assert (again.figures["value"] > 0).all()


def test_a_page_without_a_body_is_kept_and_named_with_the_reason(seeds):
    (seeds / "menu.txt").write_text("Home | About\nContact us\n", encoding="utf-8")
    corpus = cq.load(seeds)
    assert "menu" in set(corpus.documents["doc_id"])
    assert any(line.startswith("menu.txt: no running text found") for line in corpus.doubts)
