"""Finding terms: whole words, longest match, case rules, tolerance of white space and typography, exact spans."""

from __future__ import annotations

import itertools
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cq_research.terms import Finder, Term, expand, plain

NAMES = Finder(
    [
        Term("Hong Kong", "HK"),
        Term("US", "US"),
        Term("U.S.", "US"),
        Term("Mexico", "MX"),
        Term("New Mexico", "state"),
        Term("Côte d'Ivoire", "CI"),
        Term("日本", "JP"),
        Term("近日本", None),
        Term("东盟", "ASEAN"),
        Term("China-Laos Railway", "railway"),
        Term("port", "port", "any"),
        Term("port", "other", "any", "second group"),
        Term("dry port", "dry", "any"),
    ]
)


def found(text: str) -> list[tuple[str, object]]:
    return [(text[h.start : h.end], h.term.key) for h in NAMES.find(text) if not h.term.group]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hong Kong", [("Hong Kong", "HK")]),
        ("HONG KONG,", [("HONG KONG", "HK")]),
        ("hong kong", []),
        ("Hong\nKong", [("Hong\nKong", "HK")]),
        ("  Hong \xa0 \r\n Kong  US", [("Hong \xa0 \r\n Kong", "HK"), ("US", "US")]),
        ("Ho\xadng\u200b Kong", [("Ho\xadng\u200b Kong", "HK")]),
        ("us Us US, US-funded USA", [("US", "US"), ("US", "US")]),
        ("U.S.-based u.s.", [("U.S.", "US")]),
        ("New Mexico and Mexico", [("New Mexico", "state"), ("Mexico", "MX")]),
        ("NewMexico Mexicos", []),
        ("Côte d’Ivoire", [("Côte d’Ivoire", "CI")]),
        ("China–Laos Railway", [("China–Laos Railway", "railway")]),
        ("在日本的企业", [("日本", "JP")]),
        ("對東盟", [("東盟", "ASEAN")]),
        ("最近日本报", [("近日本", None)]),
        ("Port ports airport PORT", [("Port", "port"), ("PORT", "port")]),
        ("the dry port", [("dry port", "dry")]),
        ("\ud800 Hong Kong \udfff日本", [("Hong Kong", "HK"), ("日本", "JP")]),
        ("İİ  Hong  Kong", [("Hong  Kong", "HK")]),
        ("", []),
    ],
)
def test_a_term_is_found_as_a_whole_word_under_its_case_rule(text, expected):
    assert found(text) == expected


def test_groups_do_not_see_each_other():
    text = "the dry port"
    assert [(text[h.start : h.end], h.term.group) for h in NAMES.find(text)] == [
        ("dry port", ""),
        ("port", "second group"),
    ]


def test_shorthand_expands_to_every_form():
    assert expand("Wal(-|)Mart") == ["Wal-Mart", "WalMart"]
    assert expand("(a|b) (c|d)") == ["a c", "a d", "b c", "b d"]
    assert expand("Islands (Malvinas)") == ["Islands (Malvinas)"]


@given(st.text(alphabet="Hong KUS.日本近\n \xa0\u200b\xad’'–-İport", max_size=80) | st.text(max_size=80))
def test_spans_are_exact_in_order_and_stand_on_word_edges(text):
    hits = [h for h in NAMES.find(text) if not h.term.group]
    for hit in hits:
        assert 0 <= hit.start < hit.end <= len(text)
        slice_ = plain(text[hit.start : hit.end])
        assert slice_.lower() == plain(hit.term.surface).lower()
        if slice_.isascii():
            before, after = plain(text[: hit.start])[-1:], plain(text[hit.end :])[:1]
            assert not (slice_[0].isalnum() and before.isalnum() and before < "\u2e80")
            assert not (slice_[-1].isalnum() and after.isalnum() and after < "\u2e80")
    assert all(a.end <= b.start for a, b in itertools.pairwise(hits))


@pytest.mark.parametrize("text", ["Hong " * 100_000, "U.S." * 100_000, " \u200b" * 200_000, "日本" * 100_000])
def test_hostile_text_takes_linear_time(text):
    start = time.process_time()
    NAMES.find(text)
    assert time.process_time() - start < 4
