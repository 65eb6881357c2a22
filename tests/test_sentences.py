"""Sentences: where they end, where they don't, and that no character is lost."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from cq_research import pages, schema, sentences, vocabularies

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "sentences.yaml").read_text(encoding="utf-8"))
EXAMPLES = vocabularies.load("abbreviations")["examples"]

FRAGMENTS = [
    "U.S.",
    "Co., Ltd.",
    "Inc.",
    "No.",
    "5",
    "1.5",
    "“",
    "”",
    "The",
    "said",
    ".",
    "…",
    "?",
    "。",
    "(",
    ")",
    " ",
]
FRAGMENTS += ["\n", "\n- ", "Jan.", "J.", "重庆", "i", "[1]", "\u00a0", "a.m.", "Li"]
texts = st.one_of(st.text(), st.lists(st.sampled_from(FRAGMENTS), max_size=40).map("".join))


def split(text):
    return [text[start:end] for start, end in sentences.spans(text)]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["about"])
def test_a_text_is_split_where_its_sentences_end(case):
    assert split(case["text"]) == case["sentences"]


@pytest.mark.parametrize("text", EXAMPLES)
def test_the_examples_of_the_abbreviations_hold(text):
    assert split(text) == EXAMPLES[text]


@given(texts)
def test_every_character_but_white_space_is_in_exactly_one_sentence(text):
    spans = sentences.spans(text)
    covered = [i for start, end in spans for i in range(start, end)]
    assert len(covered) == len(set(covered))
    assert {i for i, c in enumerate(text) if not c.isspace()} <= set(covered)
    assert spans == sorted(spans)


@given(texts)
def test_no_sentence_is_empty_or_has_white_space_around_it(text):
    assert all(s == s.strip() and s for s in split(text))


def test_sentences_quote_the_page_and_name_their_block():
    page = pages.from_text(
        "Trade grows\n\nBy Li Wei\n\nTrade grew by 5 percent in the city. It will grow again, said Li."
    )
    blocks = pages.blocks(page)
    found = sentences.split(blocks)
    assert [s.text for s in found] == [
        "Trade grows",
        "Trade grew by 5 percent in the city.",
        "It will grow again, said Li.",
    ]
    assert all(s.text == page.text[s.start : s.end] for s in found)
    kinds = {b.block_id: b.kind for b in blocks}
    assert [kinds[s.block_id] for s in found] == ["title", "body", "body"]
    assert len({s.sentence_id for s in found}) == 3


def test_blocks_that_are_no_content_have_no_sentences():
    block = schema.Block(doc_id="a", block_id="a:1", start=0, end=9, text="Read more.", kind="furniture")
    assert sentences.split([block]) == []


@pytest.mark.parametrize("unit", ["a", "a. ", "U.S. ", "“. ", "1.", "… ", "重庆。", "\n- a", "(.) "])
def test_a_long_line_is_split_in_time_that_grows_with_its_length(unit):
    text = unit * (200_000 // len(unit))
    begin = time.process_time()
    sentences.spans(text)
    assert time.process_time() - begin < 5
