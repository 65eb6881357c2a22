"""Time expressions: places and values, against ``cases/dates.yaml`` and properties that hold for any text."""

from __future__ import annotations

import datetime as dt
import doctest
import re
import time
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from cq_research import dates, schema, vocabularies
from cq_research.timex import chinese, expressions, grammar, points, words

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "dates.yaml").read_text(encoding="utf-8"))
VOCABULARY = vocabularies.load("time_words")

# The data contract's rule 3 as one expression.
POINT = (
    r"(?:\d{4}|\d{3}X|\d\dXX|XXXX)"
    r"(?:-(?:Q[1-4]|H[12]|SP|SU|FA|WI|W\d\d(?:-WE)?|WXX-[1-7]|\d\d(?:-\d\d)?))?(?:T(?:\d\d:\d\d|MO|AF|EV|NI))?"
)
_NUMBER = r"(?:[\d.]+|X)"
_TIME = rf"(?:T(?=[\dX])(?:{_NUMBER}H)?(?:{_NUMBER}M)?(?:{_NUMBER}S)?)?"
DURATION = rf"P(?!\Z)(?:{_NUMBER}Y)?(?:{_NUMBER}M)?(?:{_NUMBER}W)?(?:{_NUMBER}D)?{_TIME}"
VALUE = re.compile(rf"{POINT}(?:/{POINT})?|T\d\d:\d\d|T(?:MO|AF|EV|NI)|(?:PRESENT|PAST|FUTURE)_REF|{DURATION}")


def sentences(text: str) -> list[schema.Sentence]:
    """The parts of `text` between bars as the sentences of one paragraph."""
    result, start = [], 0
    for part in text.split("|"):
        end = start + len(part)
        result.append(
            schema.Sentence(doc_id="d", sentence_id=f"s{start}", block_id="b", start=start, end=end, text=part)
        )
        start = end + 1
    return result


def found(text: str, anchor: str | None = None) -> list[schema.Date]:
    return dates.find(sentences(text), anchor)


@pytest.mark.parametrize(
    ("anchor", "case"),
    [(group["anchor"], case) for group in CASES for case in group["cases"]],
    ids=[f"{group['group']}: {case['text'][:50]}" for group in CASES for case in group["cases"]],
)
def test_the_time_expressions_of_a_sentence_are_found_with_their_values(anchor, case):
    rows = found(case["text"], anchor)
    assert [(row.text, row.value) for row in rows] == [(words, value) for words, value, *_ in case["dates"]]
    for row, (_, _, *rest) in zip(rows, case["dates"], strict=True):
        wanted = {"kind": "date", "mod": None, "relation": None} | (rest[0] if rest else {})
        doubt = wanted.pop("doubt", None)
        assert {field: getattr(row, field) for field in wanted} == wanted
        assert bool(row.doubt) is bool(doubt)


def test_every_row_names_its_sentence_and_a_stable_id():
    rows = found("It opened in 2013.|It closed in May 2015.")
    assert [(row.date_id, row.sentence_id) for row in rows] == [("d:dates:13-17", "s0"), ("d:dates:32-40", "s19")]


def test_a_new_paragraph_forgets_the_month_before():
    first, second = sentences("In May 2013 it opened.|In August it closed.")
    apart = schema.Sentence(**{**{f: getattr(second, f) for f in second.__slots__}, "block_id": "other"})
    assert dates.find([first, apart], "2018-06-01")[1].value == "2017-08"


def entries():
    for name in ("vague", "sets", "holidays", "zh_vague", "zh_sets"):
        for entry in VOCABULARY[name]:
            yield pytest.param(name, entry, id=f"{name}: {entry['value']} {str(entry['words'][0])[:20]}")


@pytest.mark.parametrize(("name", "entry"), list(entries()))
def test_every_entry_of_the_vocabulary_matches_its_examples_and_not_its_counter_examples(name, entry):
    value = f"2020-{entry['value']}" if name == "holidays" else entry["value"]
    for example in entry["examples"]:
        assert value in [row.value for row in found(example, "2020")], example
    for other in entry["not"]:
        assert value not in [row.value for row in found(other, "2020")], other


@pytest.mark.parametrize("number", range(1, 13))
def test_every_name_of_a_month_is_read_in_both_cases(number):
    for name, *short in [VOCABULARY["months"][number]]:
        for form in (name, name.upper(), *short, *(f"{word}." for word in short)):
            assert found(f"on {form} 7, 2019")[0].value == f"2019-{number:02d}-07"


def test_the_examples_in_docstrings_hold():
    for module in (points, words, grammar, chinese):
        outcome = doctest.testmod(module)
        assert outcome.attempted > 0 and outcome.failed == 0


PIECES = st.sampled_from(
    "the_end_of|May|15|2019|13-45|2019-02-30|,|_|-|to|between|and|last|Friday|quarter|first|half|two|years|ago|1990s|9:30"
    "|am|Q3|FY|年|月|上半年|去年|’s|a|second|99999999|\u00a0|\n|every|the_same_period|Sept.|XX|0|00|th|of|(|)|20世纪90年代".replace(
        "_", " "
    ).split("|")
)
PHRASES = st.lists(PIECES, max_size=14)
TEXTS = st.one_of(st.text(max_size=80), PHRASES.map(" ".join), PHRASES.map("".join))
ANCHORS = st.sampled_from([None, "2016-01-19", "2020-02-29", "2020-03", "2020", "0001-01-01", "9999-12-31"])


@given(TEXTS, ANCHORS)
def test_on_any_text_spans_are_exact_in_order_and_values_follow_the_grammar(text, anchor):
    rows = found(text, anchor)
    whole = text
    end = 0
    for row in rows:
        assert row.start >= end and row.end > row.start
        assert row.text == whole[row.start : row.end]
        assert "|" not in row.text
        assert row.value is None or VALUE.fullmatch(row.value)
        assert (row.value is None) == (row.basis is None)
        assert row.value is not None or row.doubt
        assert row.kind in ("date", "time", "duration", "set")
        assert row.basis != "inferred" or row.anchor
        end = row.end


@given(st.dates(min_value=dt.date(1980, 1, 1), max_value=dt.date(2099, 12, 31)))
def test_any_day_is_read_back_from_the_ways_it_is_written(day):
    iso = day.isoformat()
    month = day.strftime("%B")
    for written in (
        iso,
        f"{month} {day.day}, {day.year}",
        f"{day.day} {month} {day.year}",
        f"{day.year}年{day.month}月{day.day}日",
    ):
        assert [(row.text, row.value) for row in found(f"on {written}.")] == [(written, iso)]


@pytest.mark.parametrize(
    "piece",
    [
        "2019-",
        "1",
        "the end of ",
        "May ",
        "last ",
        "a year ",
        "two years and ",
        "第",
        "2019年",
        "to ",
        "9:",
        "- ",
        "\n",
        "Friday, ",
    ],
)
def test_time_grows_in_line_with_the_length_of_a_hostile_text(piece):
    def seconds(length: int) -> float:
        text = (piece * length)[:length]
        began = time.perf_counter()
        expressions(text)
        return time.perf_counter() - began

    short = min(seconds(4_000) for _ in range(3))
    assert seconds(40_000) < 40 * short + 0.3
