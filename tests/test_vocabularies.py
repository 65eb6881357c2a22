"""Vocabularies as data: every file loads, explains itself, holds no entry twice, and entries keep their examples."""

from __future__ import annotations

import itertools
import re
from collections import Counter

import pytest
import yaml

from cq_research import partners, schema, themes
from cq_research.errors import VocabularyError
from cq_research.paths import VOCABULARIES
from cq_research.terms import Finder, Term, expand, plain
from cq_research.vocabularies import load

FILES = sorted(path.stem for path in VOCABULARIES.glob("*.yaml"))


def sentence(text: str) -> schema.Sentence:
    return schema.Sentence(doc_id="d", sentence_id="s", block_id="b", start=0, end=len(text), text=text)


class _NoDuplicates(yaml.SafeLoader):
    """YAML takes the last of two equal keys silently; here that is an error."""


def _mapping(loader: yaml.SafeLoader, node: yaml.MappingNode) -> dict:
    keys = [loader.construct_object(key, deep=True) for key, _ in node.value]
    twice = [key for key, times in Counter(map(str, keys)).items() if times > 1]
    assert not twice, f"line {node.start_mark.line + 1}: given twice: {twice}"
    return dict(zip(keys, (loader.construct_object(value, deep=True) for _, value in node.value), strict=True))


_NoDuplicates.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)


@pytest.mark.parametrize("name", FILES)
def test_a_vocabulary_loads_explains_itself_and_repeats_no_key(name):
    text = (VOCABULARIES / f"{name}.yaml").read_text(encoding="utf-8")
    assert load(name)
    assert text.startswith("# "), "the header explains the syntax"
    yaml.load(text, Loader=_NoDuplicates)


def test_a_missing_vocabulary_names_those_there_are():
    with pytest.raises(VocabularyError, match="countries"):
        load("no-such-file")


def _twice(surfaces: list[str]) -> list[str]:
    return [s for s, n in Counter(surfaces).items() if n > 1]


def test_no_list_of_names_holds_one_twice():
    for name in ("places", "companies", "partner_traps", "given_names"):
        for key, value in load(name).items():
            for surfaces in value.values() if isinstance(value, dict) else [value]:
                assert not _twice([form for s in surfaces for form in expand(s)]), (name, key)


def test_places_and_companies_stand_under_codes_of_the_countries():
    companies, places = load("companies"), load("places")
    codes = {*places, *places["zh"], *companies["home"], *companies["zh"]} - {"zh"}
    assert codes <= set(load("countries"))


@pytest.mark.parametrize("name", ["places", "companies"])
def test_every_place_and_company_is_a_cue_for_its_country(name):
    data = load(name)
    latin = data["home"] if name == "companies" else {code: names for code, names in data.items() if code != "zh"}
    wrong = [
        form
        for group in (latin, data["zh"])
        for code, surfaces in group.items()
        for surface in surfaces
        for form in expand(surface)
        if [r.partner for r in partners.find([sentence(f"The buyers and {form} signed it.")])] != [code]
    ]
    assert not wrong


def test_every_partner_trap_holds_a_name_and_shows_no_partner():
    names = Finder(term for term in (Term(s, k) for s, k in partners._terms()) if term.key[0])
    for reason, phrases in load("partner_traps").items():
        for form in (form for phrase in phrases for form in expand(phrase)):
            if reason != "zh":  # some of these keep a name from matching across their edge
                assert names.find(form), f"{form!r} holds no name: it does nothing"
            assert partners.find([sentence(f"It is a {form} there.")]) == [], form


def test_traditional_characters_are_looked_up_as_simplified_ones():
    variants = load("chinese_variants")
    pairs = variants["pairs"].split()
    assert all(len(pair) == 2 and pair[0] != pair[1] for pair in pairs)
    assert not _twice([pair[0] for pair in pairs])
    assert not {pair[0] for pair in pairs} & {pair[1] for pair in pairs}, (
        "a chain: a form that is itself looked up as another"
    )
    for text, simplified in variants["examples"].items():
        assert plain(text) == simplified


def test_partner_contexts_keep_their_examples():
    for text in load("partner_contexts")["examples"]:
        assert partners.find([sentence(text)]), text
    for text in load("partner_contexts")["not"]:
        assert not partners.find([sentence(text)]), text


@pytest.mark.parametrize("code", load("blocs"))
def test_blocs_keep_their_examples(code):
    entry = load("blocs")[code]
    for text in entry["examples"]:
        assert code in {row.partner for row in partners.find([sentence(text)])}, text
    for text in entry["not"]:
        assert code not in {row.partner for row in partners.find([sentence(text)])}, text


@pytest.mark.parametrize("theme", load("themes"))
def test_themes_keep_their_examples_and_have_no_idle_entry(theme):
    entry = load("themes")[theme]
    for text in entry["examples"]:
        assert theme in {row.theme for row in themes.find([sentence(text)])}, text
    for text in entry["counter"]:
        assert theme not in {row.theme for row in themes.find([sentence(text)])}, text
    cues = [form for cue in entry["cues"] for form in expand(cue)]
    weak = [form for near in entry.get("near", ()) for cue in near["cues"] for form in expand(cue)]
    assert not _twice([plain(cue).lower() for cue in cues])
    finder = Finder(Term(cue, cue, "any") for cue in (*cues, *weak))
    idle = [form for phrase in entry["not"] for form in expand(phrase) if not finder.find(form)]
    assert not idle


@pytest.mark.parametrize("name", FILES)
def test_the_header_of_a_vocabulary_names_only_modules_that_are_there(name):
    text = (VOCABULARIES / f"{name}.yaml").read_text(encoding="utf-8")
    header = "".join(itertools.takewhile(lambda line: line.startswith("#"), text.splitlines(keepends=True)))
    for module in re.findall(r"[a-z_]+(?:/[a-z_]+)*\.py\b", header):
        assert (VOCABULARIES.parent / module).exists() or (VOCABULARIES.parents[1] / module).exists(), module
