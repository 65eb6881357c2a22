"""Quantities as written: values, units, spans; and that nothing else is taken for one."""

from __future__ import annotations

import math
import time

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from cq_research import vocabularies
from cq_research.paths import ROOT
from cq_research.quantities import chinese, counted, number_words, scan, tokens

CASES = yaml.safe_load((ROOT / "tests" / "cases" / "quantities.yaml").read_text(encoding="utf-8"))


def read(text: str) -> list:
    return [q for q in scan(text) if q.role in ("figure", "rank")]


@pytest.mark.parametrize("case", CASES["cases"], ids=lambda c: c["text"][:40])
def test_a_text_yields_these_quantities_and_no_others(case):
    found = read(case["text"])
    assert [case["text"][q.start : q.end] for q in found] == [w["words"] for w in case["want"]]
    for quantity, want in zip(found, case["want"], strict=True):
        assert (quantity.kind, quantity.unit) == (want["kind"], want["unit"])
        assert quantity.value == pytest.approx(want["value"])
        assert quantity.value_high == want.get("value_high")
        assert quantity.qualifier == want.get("qualifier", "exact")
        assert bool(quantity.doubt) == want.get("doubt", False)


@pytest.mark.parametrize("text", CASES["none"])
def test_no_quantity_is_read_into(text):
    assert [text[q.start : q.end] for q in read(text)] == []


@pytest.mark.parametrize(("text", "value"), vocabularies.load("number_words")["examples"]["numbers"].items())
def test_number_words_have_the_value_their_vocabulary_gives(text, value):
    number = number_words.read(tokens.cut(text), 0)
    assert number.value == value
    assert number.last == len(tokens.cut(text))


@pytest.mark.parametrize("name", ["units", "currencies"])
def test_every_unit_reads_its_own_examples(name):
    for row in vocabularies.load(name):
        assert row["examples"], row
        for text, value in row["examples"].items():
            quantity = read(f"It had {text} then.")[0]
            assert quantity.value == pytest.approx(value), text
            assert quantity.unit == (row.get("code") or row["unit"]), text


def test_every_surface_of_a_unit_or_currency_names_it():
    for row in vocabularies.load("units"):
        for surface in [*row.get("words", ()), *row.get("symbols", ())]:
            if surface not in ("pound", "pounds"):  # may be money
                assert read(f"5{'' if surface in 'LgtVW' else ' '}{surface} of it")[0].unit == row["unit"], surface
    for row in vocabularies.load("currencies"):
        for surface in row["before"]:
            assert read(f"for {surface} 5 million")[0].unit == row["code"], surface
        for surface in [*row.get("after", ()), *row.get("loose", ())]:
            surface = surface.replace("u.s.", "U.S.")
            assert (
                read(f"for 5000000{surface}" if surface > "一" else f"for 5 million {surface}")[0].unit == row["code"]
            ), surface


@pytest.mark.parametrize(("text", "want"), vocabularies.load("counted_nouns")["examples"].items())
def test_counted_nouns_end_where_their_vocabulary_says(text, want):
    quantity = read(text)[0]
    assert [text[quantity.start : quantity.end], quantity.unit] == want


@pytest.mark.parametrize(("text", "role"), vocabularies.load("number_contexts")["examples"].items())
def test_numbers_have_the_role_their_vocabulary_gives(text, role):
    assert scan(text)[0].role == role


@pytest.mark.parametrize(
    ("plural", "singular"),
    [
        ("companies", "company"),
        ("buses", "bus"),
        ("warehouses", "warehouse"),
        ("boxes", "box"),
        ("movies", "movie"),
        ("heroes", "hero"),
        ("businessmen", "businessman"),
        ("SMEs", "SME"),
        ("glass", None),
        ("US", None),
        ("campus", None),
    ],
)
def test_plurals_are_made_singular(plural, singular):
    assert counted.singular(plural) == singular


def test_a_date_is_not_read_as_a_quantity():
    text = "In 2013 140 companies came; May 5 million people left."
    assert [text[q.start : q.end] for q in scan(text, [(3, 7)]) if q.role == "figure"] == [
        "140 companies",
        "5 million people",
    ]
    chinese = "2023年重庆出口7000亿元"
    assert [chinese[q.start : q.end] for q in scan(chinese, [(0, 5)])] == ["7000亿元"]


def test_figures_of_a_language_with_decimal_commas_carry_a_doubt():
    found = read("Der Hafen und das Lager fassen 1.300 Tonnen, dazu 45 km Kai.")
    assert found and all("27,8" in q.doubt for q in found)
    assert not read("The port of Lyon has 45 km of quays, says Der Spiegel und Co.")[0].doubt


def test_chinese_scales_multiply():
    assert chinese.scale_and_unit("万亿元的")[:3] == (1e12, "money", "CNY")


PIECES = [
    "12", "1,234", "3.5", "million", "bn", " ", "-", "$", "US$", "¥", "%", "km2", "to", "and a half", "dozen", "of",
    "two", "third", "a", "companies", "No. ", "(", ")", "亿元", "三分之一", ".", ",",
    "\u00a0", "one", "hundred", "from",
    "year", "/",
]  # fmt: skip


@given(
    st.one_of(
        st.text(max_size=200),
        st.lists(st.sampled_from(PIECES), max_size=30).map(" ".join),
        st.lists(st.sampled_from(PIECES), max_size=30).map("".join),
    )
)
@settings(max_examples=200)
def test_any_text_yields_ordered_finite_quantities_with_exact_spans(text):
    end = 0
    for quantity in scan(text):
        assert end <= quantity.start < quantity.end <= len(text)
        assert not text[quantity.start].isspace() and not text[quantity.end - 1].isspace()
        assert math.isfinite(quantity.value)
        assert quantity.value_high is None or quantity.value_high > quantity.value
        for low, high in quantity.numbers:
            assert quantity.start <= low < high <= quantity.end
        end = quantity.end


@pytest.mark.parametrize(
    "piece", ["12 ", "1,234,", "and a half ", "$3 ", "(1", "two hundred ", "1 to ", "+1-", "a@", "1亿元"]
)
def test_time_grows_no_faster_than_the_text(piece):
    def seconds(size: int) -> float:
        text = piece * (size // len(piece))
        begin = time.process_time()
        scan(text)
        return time.process_time() - begin

    seconds(2000)
    small, large = seconds(3_000), seconds(12_000)
    assert large < 12 * small + 0.2  # linear is 4
