"""The checks find nothing in the tables of the five documents, and find each promise when it is broken."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cq_research as cq
from cq_research import periods


def test_all_promises_hold_for_the_five_documents(corpus):
    assert cq.check(corpus) == []


def broken(corpus, table, **cells):
    frame = corpus.table(table).copy()
    for column, value in cells.items():
        frame.loc[frame.index[0], column] = value
    return dataclasses.replace(corpus, **{table: frame})


@pytest.mark.parametrize(
    ("table", "cells", "says"),
    [
        ("figures", {"text": "12"}, "figures row 0: text differs from"),
        ("figures", {"unit": None, "kind": "colour"}, "figures.kind: 'colour' is not one of"),
        ("figures", {"value": float("inf")}, "figures.value: holds an infinite number"),
        ("dates", {"value": "Friday"}, "'Friday' is no ISO 8601"),
        ("dates", {"sentence_id": "nowhere"}, "dates.sentence_id: 'nowhere' is no sentences.sentence_id"),
        ("blocks", {"end": 3}, "blocks of"),
        ("sentences", {"end": 1}, "sentences of"),
        ("numerals", {"start": 0, "end": 0, "text": ""}, "is in no row"),
        ("numerals", {"ref_id": "nowhere"}, "'nowhere' is no row of any table"),
        ("numerals", {"role": "figure", "ref_id": None}, "role figure names no row"),
        ("documents", {"sha256": None}, "documents.sha256: null in row 0"),
    ],
)
def test_a_broken_promise_is_found(corpus, table, cells, says):
    assert any(says in line for line in cq.check(broken(corpus, table, **cells)))


def test_a_row_outside_its_sentence_is_found(corpus):
    other = corpus.sentences["sentence_id"].iloc[-1]
    lines = cq.check(broken(corpus, "figures", sentence_id=other))
    assert any("is not inside sentence" in line for line in lines)


def test_a_doubled_id_is_found(corpus):
    twin = corpus.figures["figure_id"].iloc[1]
    assert any("stands in more than one row" in line for line in cq.check(broken(corpus, "figures", figure_id=twin)))


ISO = "2013 2013-05 2013-05-17 2020-Q1 2020-H1 2018-W20 2020-01/2020-04 P2Y 199X XXXX-11-29 PRESENT_REF"


@pytest.mark.parametrize("value", [*ISO.split(), "2019-06-28T09:30", "P1DT2H"])
def test_the_grammar_of_dates_takes_the_contract_s_values(value):
    assert periods.valid(value)


@pytest.mark.parametrize("value", ["", "Friday", "2013-5", "13-05-2013", "2013-05-17 ", "2020-Q5", "P", "2013/"])
def test_the_grammar_of_dates_takes_no_other(value):
    assert not periods.valid(value)


PIECES = st.sampled_from(
    ["Chongqing ", "USD 10.65 billion ", "in 2013", "\n\n", "\r\n", "\u00a0", " ", "“", "”", "Japan’s ", "Home > News",
     "3.5 percent", "12 ", "|", "By A B|Nov 15,2019", "重庆", "1.2万亿元", "Friday, ", ". ", "said ", "\t", "🎉",
     "\u2028", "٣٤"]
)  # fmt: skip


@given(st.lists(PIECES | st.text(max_size=8), max_size=40).map("".join))
def test_every_promise_holds_for_any_text(text):
    corpus = cq.parse("x" + text)
    assert cq.check(corpus) == []


@given(st.lists(PIECES, min_size=5, max_size=40).map("".join))
def test_the_same_text_gives_the_same_tables(text):
    first, second = cq.parse("x" + text), cq.parse("x" + text)
    for name in ("blocks", "sentences", "dates", "figures", "numerals", "themes", "partners"):
        assert first.table(name).equals(second.table(name))
