"""The audit of numbers: every run of digits and every number word has one row, with a reason."""

from __future__ import annotations

import re

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from cq_research import figures, numerals, schema
from cq_research.paths import ROOT

CASES = yaml.safe_load((ROOT / "tests" / "cases" / "numerals.yaml").read_text(encoding="utf-8"))


def audit(case: dict) -> tuple[str, list[schema.Numeral], set[str]]:
    text = "\n".join(words for _, words in case["blocks"])
    blocks, sentences, start = [], [], 0
    for kind, words in case["blocks"]:
        end = start + len(words)
        block = schema.Block(doc_id="d", block_id=f"b{start}", start=start, end=end, text=words, kind=kind)
        blocks.append(block)
        if kind in schema.CONTENT_KINDS and words.strip():
            sentences.append(
                schema.Sentence(
                    doc_id="d", sentence_id=f"s{start}", block_id=block.block_id, start=start, end=end, text=words
                )
            )
        start = end + 1
    repeated = frozenset(blocks[n].block_id for n in case.get("repeated", ()))
    told = [s for s in sentences if s.block_id not in repeated]
    dates = [
        schema.Date(
            doc_id="d",
            date_id=f"d{s.start + at}",
            sentence_id=s.sentence_id,
            start=s.start + at,
            end=s.start + at + len(words),
            text=words,
            kind="date",
            value=value,
            basis="stated",
        )
        for s in told
        for words, value in case.get("dates", {}).items()
        if (at := s.text.find(words)) >= 0
    ]
    found = figures.find(told, dates, [])
    rows = numerals.audit(text, "d", blocks, sentences, dates, found, repeated)
    return text, rows, {d.date_id for d in dates} | {f.figure_id for f in found} | {b.block_id for b in blocks}


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["blocks"][-1][1][:30])
def test_every_number_has_the_role_the_case_gives(case):
    _, rows, _ = audit(case)
    assert [[r.text, r.role] for r in rows] == case["want"]


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["blocks"][-1][1][:30])
def test_figures_dates_ranks_and_furniture_name_their_row(case):
    _, rows, ids = audit(case)
    for row in rows:
        assert (row.ref_id in ids) == (row.role in ("figure", "date", "rank", "furniture"))


PIECES = [
    "12",
    "1,234.5",
    "two",
    "third",
    "COVID-19",
    "km2",
    "0" * 45,
    "$5 million",
    "2013",
    "三分之一",
    "12亿元",
    "½",
    "١٢",
    "1.2.3",
    "-",
    "one",
    "dozens of",
]
WORDS = st.one_of(st.text(max_size=60), st.lists(st.sampled_from(PIECES), max_size=12).map(" ".join)).map(
    lambda t: t.replace("\n", " ")
)


@given(st.lists(st.tuples(st.sampled_from(schema.BLOCK_KINDS), WORDS), max_size=4))
@settings(max_examples=200)
def test_each_run_of_digits_lies_in_exactly_one_row(blocks):
    text, rows, _ = audit({"blocks": blocks, "dates": {"2013": "2013"}})
    end = 0
    for row in rows:
        assert text[row.start : row.end] == row.text
        assert end <= row.start < row.end
        end = row.end
    for run in re.finditer(r"\d+", text):
        holders = [r for r in rows if r.start < run.end() and run.start() < r.end]
        assert len(holders) >= 1
        assert holders[0].start <= run.start() and run.end() <= holders[-1].end
        if len(run.group()) <= 40:
            assert len(holders) == 1
