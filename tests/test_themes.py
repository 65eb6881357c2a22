"""Themes: what a sentence speaks of, and the words that show it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from cq_research import schema, themes
from cq_research.errors import ParameterError
from cq_research.terms import expand
from cq_research.vocabularies import load

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "themes.yaml").read_text(encoding="utf-8"))
ENTRIES = load("themes")


def sentence(text: str, start: int = 0) -> schema.Sentence:
    return schema.Sentence(
        doc_id="d", sentence_id=f"d:sentences:{start}", block_id="b", start=start, end=start + len(text), text=text
    )


def shown(text: str) -> set[str]:
    return {row.theme for row in themes.find([sentence(text)])}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:60])
def test_a_sentence_shows_the_themes_it_speaks_of(case):
    got = shown(case["text"])
    assert set(case.get("shows", ())) <= got
    assert not set(case.get("not", ())) & got


def test_rows_point_into_the_file():
    rows = themes.find([sentence("Nothing.", 0), sentence("Its exports rose.", 10)])
    assert [(r.theme, r.sentence_id) for r in rows] == [("trade", "d:sentences:10")]
    assert [(r.start, r.end, r.text) for r in rows] == [(14, 21, "exports")]


def test_one_cue_is_one_row_a_theme():
    rows = themes.find([sentence("A foreign-funded joint venture built a bonded logistics park.")])
    assert [(r.theme, r.text) for r in rows] == [
        ("investment", "foreign-funded"),
        ("investment", "joint venture"),
        ("platforms", "bonded logistics"),
        ("logistics", "logistics"),
    ]


def test_a_weak_cue_counts_only_beside_its_company():
    assert "investment" in shown("Many companies have settled there.")
    assert "investment" not in shown("Many people have settled there.")
    assert "investment" not in shown("Many companies exist" + " and so on" * 10 + ", and he settled there.")


@pytest.mark.parametrize("theme", ENTRIES)
def test_every_cue_shows_its_theme(theme):
    missed = [f for c in ENTRIES[theme]["cues"] for f in expand(c) if theme not in shown(f"It is about {f} there.")]
    assert not missed


@pytest.mark.parametrize("theme", ENTRIES)
def test_no_counter_phrase_shows_its_theme(theme):
    wrong = [f for c in ENTRIES[theme]["not"] for f in expand(c) if theme in shown(f"It is about {f} there.")]
    assert not wrong


def test_titles_definitions_and_codes():
    assert list(themes.known()) == list(schema.THEMES)
    for theme in schema.THEMES:
        assert themes.definition(theme).endswith(".")
        assert re.fullmatch(r"\d{5}", themes.crs(theme))
    with pytest.raises(ParameterError, match="there are: trade"):
        themes.definition("sport")


PIECES = [
    *("export", "s", " ", "new energy ", "vehicles", "settled ", "companies ", "bank", "river ", "\n", "\xa0"),
    *("外贸", "新能源", "汽车", "Expo", "'"),
]


@given(st.lists(st.sampled_from(PIECES), max_size=25).map("".join) | st.text(max_size=200))
def test_no_text_raises_and_every_span_is_exact(text):
    for row in themes.find([sentence(text, 5)]):
        assert text[row.start - 5 : row.end - 5] == row.text
        assert row.theme in schema.THEMES
