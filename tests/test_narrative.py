"""Numbers to sentences: what is told, how, and what is never said."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from types import SimpleNamespace

import mistune
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from made_corpus import FIGURE, made

from cq_research import facts, narrative, periods, vocabularies, wording
from cq_research.selection import select

CASES = Path(__file__).parent / "cases"
NARRATIVE = yaml.safe_load((CASES / "narrative.yaml").read_text(encoding="utf-8"))
WORDING = yaml.safe_load((CASES / "wording.yaml").read_text(encoding="utf-8"))


def read(markdown: str) -> str:
    """Markdown as its reader sees it."""
    text = re.sub(r"<[^>]+>", "", mistune.html(markdown))
    text = re.sub(r"\s+", " ", text.replace("\u202f", " ")).strip()
    for mark, char in (("&quot;", '"'), ("&lt;", "<"), ("&gt;", ">"), ("&#39;", "'"), ("&amp;", "&")):
        text = text.replace(mark, char)
    return text


@pytest.mark.parametrize("case", NARRATIVE, ids=lambda case: case["name"])
def test_key_points_say(case):
    corpus = made({"sentences": case["sentences"]})
    points = [read(point) for point in narrative.key_points(select(corpus, **case["about"]))]
    for expected in case["points"]:
        assert expected in points
    for word in case.get("never", []):
        assert not [point for point in points if word in point]
    assert len(points) <= 6


@pytest.fixture
def two_documents():
    partner = {"partners": ["US"], "themes": ["trade"]}
    return made(
        {"published": None, "published_basis": None, "title": "One *",
         "sentences": [{"text": "A sentence of the US.", **partner}]},
        {"published": "2019-06-28", "published_basis": "inferred", "sentences": [
            {"text": "In 2018 USD 5 billion.", **partner, "figures": [{"text": "USD 5 billion", "value": 5e9}]}]},
    )  # fmt: skip


def test_the_first_point_says_how_much_there_is_to_read(two_documents):
    first = narrative.key_points(select(two_documents, partner="US"))[0]
    assert first == (
        "Two documents, published on 28 June 2019 (inferred), speak of the United States, in two sentences."
    )


def test_gaps_name_what_is_not_there(two_documents):
    gaps = [read(line) for line in narrative.gaps(select(two_documents, partner="US"))]
    assert (
        "No source gives a figure with the United States for total trade, exports, imports, investment contracted, "
        "investment put to use, investment abroad, foreign-funded enterprises or enterprises abroad."
    ) in gaps
    assert "The date of publication is not known for One *." in gaps
    assert "The date of publication is worked out, not stated, for Title 1." in gaps
    assert "The figure has no period in the text." in gaps
    assert "Nothing here was published after 28 June 2019: what came later is not known." in gaps


def test_gaps_of_a_document_name_the_fields_that_are_missing(two_documents):
    gaps = narrative.gaps(select(two_documents, doc_id="doc0"))
    assert "The page names no author, dateline or other source." in gaps


def test_every_point_about_a_sentence_refers_to_it(corpus):
    for kind in ("partner", "theme", "doc_id"):
        for key in corpus.subjects(kind):
            about = select(corpus, **{kind: key})
            for point in narrative.key_points(about):
                numbers = [int(n) for n in re.findall(r"\(#s(\d+)\)", point)]
                assert set(numbers) <= set(about.numbers.values())
                if "“" in point or "USD" in point or "CNY" in point:
                    assert numbers, point


def test_every_number_in_a_point_stands_in_a_row_or_is_marked_as_computed(corpus):
    """Of the amounts of money in the reports on the partners of the five documents."""
    for key in corpus.subjects("partner"):
        about = select(corpus, partner=key)
        known = {wording.number(v) for v in about.figures["value"].dropna()}
        for point in narrative.key_points(about):
            for told in re.finditer(r"(?:USD|CNY) ([\d.,]*\d(?: [mbtr]+illion)?)( \(computed\))?", point):
                assert told[2] or "“" in point or told[1] in known, point


@pytest.mark.parametrize("key", [row["id"] for row in vocabularies.load("indicators")])
def test_every_indicator_has_words_for_a_reader(key):
    entry = wording.words()["indicators"][key]
    assert set(entry) <= {"label", "noun", "plural", "family", "expected"}
    assert entry.get("family") in {None, *wording.words()["families"]}
    bare = facts.noun(SimpleNamespace(indicator=key, place=None, partner=None))
    full = facts.noun(SimpleNamespace(indicator=key, place="CN-CQ", partner="US"))
    assert bare.strip() == bare
    assert not re.search(r"[\[\]{}]|  ", bare + full)


@pytest.mark.parametrize(("value", "expected"), WORDING["number"].items())
def test_numbers_in_words(value, expected):
    assert wording.number(value) == expected


@pytest.mark.parametrize(("figure", "expected"), WORDING["amount"], ids=lambda x: x if isinstance(x, str) else "")
def test_amounts_in_words(figure, expected):
    assert wording.amount(SimpleNamespace(**{**FIGURE, "value_high": None, "text": "", **figure})) == expected


@pytest.mark.parametrize(("noun", "expected"), WORDING["plural"].items())
def test_plurals(noun, expected):
    assert wording.plural(noun) == expected


@pytest.mark.parametrize(("code", "expected"), WORDING["place"].items())
def test_places_in_words(code, expected):
    assert wording.place(code) == expected


@pytest.mark.parametrize(("value", "expected"), WORDING["periods"].items())
def test_periods_in_days_and_words(value, expected):
    first, last, words = expected
    days = periods.bounds(str(value))
    assert days == (None if first is None else tuple(dt.date.fromisoformat(str(day)) for day in (first, last)))
    assert periods.words(str(value)) == words


@given(st.text())
@settings(max_examples=200)
def test_no_text_is_too_odd_for_a_period(text):
    periods.bounds(text)
    periods.when(text, "end", "by")


MARKS = st.text(st.sampled_from("\\`*_{}[]()<>#|~^$=&@!-+.1: \n“a你") | st.characters(codec="utf-8"), max_size=60)


@given(MARKS)
@settings(max_examples=300)
def test_source_text_has_no_effect_as_markdown(text):
    """What Markdown makes of the escaped text is a paragraph that reads as the text does."""
    from html import unescape

    made_html = mistune.html("x " + wording.md(text))
    shown = re.sub(r"\A<p>|</p>\s*\Z", "", made_html)
    assert "<" not in shown
    assert wording.plain(unescape(unescape(shown))) == wording.plain("x " + text)


@given(MARKS)
@settings(max_examples=200)
def test_source_text_opens_no_list_or_heading(text):
    if wording.plain(text):
        assert re.match(r"<p>", mistune.html(wording.md(wording.plain(text))))
