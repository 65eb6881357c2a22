"""What figures mean: indicator, place, partner, period, status, change; and that spans and links are sound."""

from __future__ import annotations

import dataclasses
import math

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from cq_research import figures, schema, vocabularies
from cq_research.figures import where
from cq_research.paths import ROOT
from cq_research.quantities import scan
from cq_research.quantities.tokens import cut

CASES = yaml.safe_load((ROOT / "tests" / "cases" / "figures.yaml").read_text(encoding="utf-8"))


def sentences(text: str) -> list[schema.Sentence]:
    rows, start = [], 0
    for line in text.split("\n"):
        if line.strip():
            begin = start + len(line) - len(line.lstrip())
            kept = line.strip()
            rows.append(
                schema.Sentence(
                    doc_id="d", sentence_id=f"s{start}", block_id="b", start=begin, end=begin + len(kept), text=kept
                )
            )
        start += len(line) + 1
    return rows


def place(text: str, rows: list[schema.Sentence], words: str) -> dict:
    start = text.index(words)
    sentence = next(s for s in rows if s.start <= start < s.end)
    return {
        "doc_id": "d",
        "sentence_id": sentence.sentence_id,
        "start": start,
        "end": start + len(words),
        "text": words,
    }


def find(case: dict) -> dict[str, schema.Figure]:
    text = case["text"]
    rows = sentences(text)
    dates = [
        schema.Date(
            **place(text, rows, words),
            date_id=words,
            kind="date",
            value=value,
            basis="stated",
            relation=case.get("relations", {}).get(words),
        )
        for words, value in case.get("dates", {}).items()
    ]
    partners = [
        schema.Partner(**place(text, rows, words), partner=code) for words, code in case.get("partners", {}).items()
    ]
    return {f.text: f for f in figures.find(rows, dates, partners, case.get("anchor"))}


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["text"][:40])
def test_figures_mean_what_the_case_says(case):
    found = find(case)
    for words, want in case["want"].items():
        assert words in found
        row = dataclasses.asdict(found[words])
        if want.get("converts"):
            want = {**want, "converts": found[want["converts"]].figure_id}
        assert {k: row[k] for k in want} == want


@pytest.mark.parametrize("row", vocabularies.load("indicators"), ids=lambda r: r["id"])
def test_an_indicator_is_found_in_its_examples_and_not_elsewhere(row):
    # The prevailing place of the page: without a place an area is of nothing in particular.
    for text, value in row["examples"].items():
        assert value in [f.value for f in find({"text": text}).values() if f.indicator == row["id"]], text
    for text in row.get("not", ()):
        assert row["id"] not in [f.indicator for f in find({"text": text}).values()], text


@pytest.mark.parametrize(("text", "want"), vocabularies.load("clause_words")["examples"].items())
def test_status_and_change_are_as_the_vocabulary_says(text, want):
    row = next(iter(find({"text": text}).values()))
    assert [row.status, row.change] == want


@pytest.mark.parametrize(("text", "code"), vocabularies.load("regions")["examples"].items())
def test_places_are_as_the_vocabulary_says(text, code):
    assert next(iter(find({"text": text}).values())).place == code


# ISO 3166-2:CN, less Hong Kong, Macao and Taiwan, which have country codes of their own.
PROVINCES = "AH BJ CQ FJ GD GS GX GZ HA HB HE HI HL HN JL JS JX LN NM NX QH SC SD SH SN SX TJ XJ XZ YN ZJ"


def test_every_chinese_province_has_its_iso_code():
    assert set(vocabularies.load("regions")["codes"]) - {"CN"} == {f"CN-{code}" for code in PROVINCES.split()}


def test_every_name_of_a_region_is_found():
    for code, names in vocabularies.load("regions")["codes"].items():
        for name in names:
            assert code in [h.meaning for h in where.regions(name, cut(name))], name


NAMES = [
    "clause_words", "counted_nouns", "currencies", "indicators", "number_contexts", "number_words", "regions", "units",
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_a_vocabulary_names_every_module_that_reads_it(name):
    package = ROOT / "cq_research"
    header = (package / "vocabularies" / f"{name}.yaml").read_text(encoding="utf-8").partition("\n\n")[0]
    for path in package.rglob("*.py"):
        if f'load("{name}")' in path.read_text(encoding="utf-8"):
            assert path.relative_to(package).as_posix() in header


def test_indicators_have_labels():
    assert figures.known()["gdp"] == "gross domestic product"


def test_a_sentence_of_endless_length_is_read_for_its_quantities_only():
    row = next(iter(figures.find(sentences("It has 30 firms, " * 300), [], [])))
    assert (row.value, row.place, "too long" in row.doubt) == (30, None, True)


PIECES = [
    "Chongqing", "exports", "to", "Japan", "rose", "5", "percent", "USD 3 billion", "(", ")", ",", "which", "will",
    "be", "from", "in", "2013", "140 companies", "up", "by", "and", "respectively", "the city", "GDP", "出口", "3亿元",
    "，", "增长", ":", "when", "It",
]  # fmt: skip
LINES = st.lists(st.sampled_from(PIECES), max_size=30).map(" ".join)


VALUES = [("2013", "since"), ("2013-W09", None), ("XXXX-11-29", None), (None, "by")]


@given(
    st.lists(st.one_of(LINES, st.text(max_size=80)), max_size=4).map("\n".join),
    st.sampled_from([None, "2019", "2019-06-28", "2019-Q9"]),
)
@settings(max_examples=150)
def test_any_text_yields_sound_rows(text, anchor):
    rows = sentences(text)
    dates = [
        schema.Date(
            doc_id="d",
            date_id=str(s.start),
            sentence_id=s.sentence_id,
            start=s.start + at,
            end=s.start + at + 4,
            text="2013",
            kind="date",
            value=value,
            basis="stated",
            relation=relation,
        )
        for s in rows
        if (at := s.text.find("2013")) >= 0
        for value, relation in [VALUES[at % 4]]
    ]
    partners = [
        schema.Partner(
            doc_id="d", sentence_id=s.sentence_id, partner="JP", start=s.start + at, end=s.start + at + 5, text="Japan"
        )
        for s in rows
        if (at := s.text.find("Japan")) >= 0
    ]
    found = figures.find(rows, dates, partners, anchor)
    enums = {c.name: c.enum for c in schema.columns(schema.Figure) if c.enum}
    ids = [f.figure_id for f in found]
    assert len(ids) == len(set(ids))
    end = 0
    for row in found:
        assert text[row.start : row.end] == row.text
        assert any(s.start <= row.start and row.end <= s.end and s.sentence_id == row.sentence_id for s in rows)
        assert row.start >= end
        end = row.end
        assert math.isfinite(row.value)
        assert all(getattr(row, name) is None or getattr(row, name) in enum for name, enum in enums.items())
        assert row.converts is None or row.converts in ids
        assert not any(d.start < row.end and row.start < d.end for d in dates)


def test_the_same_words_are_scanned_the_same_way_twice():
    text = "Exports rose 5 percent to USD 3 billion."
    assert scan(text) == scan(text)
