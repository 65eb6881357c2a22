"""Partners: which countries and blocs a sentence involves."""

from __future__ import annotations

import re
import time
from pathlib import Path

import babel
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from cq_research import partners, schema
from cq_research.errors import ParameterError
from cq_research.vocabularies import load

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "partners.yaml").read_text(encoding="utf-8"))


def sentence(text: str, start: int = 0) -> schema.Sentence:
    return schema.Sentence(
        doc_id="d", sentence_id=f"d:sentences:{start}", block_id="b", start=start, end=start + len(text), text=text
    )


def codes(text: str) -> list[str]:
    return list(dict.fromkeys(row.partner for row in partners.find([sentence(text)])))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:60])
def test_a_sentence_involves_the_partners_it_speaks_of(case):
    rows = partners.find([sentence(case["text"])])
    assert list(dict.fromkeys(row.partner for row in rows)) == case["partners"]
    if "cues" in case:
        assert [row.text for row in rows] == case["cues"]


def test_rows_point_into_the_file():
    (row,) = partners.find([sentence("Nothing here.", 0), sentence("Goods went to Japan.", 20)])
    assert (row.doc_id, row.sentence_id, row.start, row.end, row.text) == ("d", "d:sentences:20", 34, 39, "Japan")


# In CLDR's list of territories and not assigned in ISO 3166-1: exceptional reservations, groupings, private use.
NOT_ISO = {"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "XK", "ZZ"}
TERRITORIES = {
    code: name
    for code, name in babel.Locale("en").territories.items()
    if len(code) == 2 and code.isalpha() and code not in NOT_ISO
}


def test_the_vocabulary_has_every_country_of_iso_3166():
    assert len(TERRITORIES) == 249
    assert set(load("countries")) == set(TERRITORIES)


@pytest.mark.parametrize("code", [code for code in TERRITORIES if code != "CN"])
def test_every_country_is_known_by_the_name_that_unicode_gives_it(code):
    name = re.sub(r" SAR China$| \(.*\)$", "", TERRITORIES[code].replace("&", "and").replace(" - ", "-"))
    assert code in codes(f"The buyers from there and {name} traders signed it.")


@pytest.mark.parametrize("code", [code for code in load("countries") if code != "CN"])
def test_every_name_of_a_country_is_found_in_a_sentence(code):
    entry = load("countries")[code]
    missed = [
        name
        for name in (entry["name"], *entry.get("also", ()), *entry.get("adjectives", ()), *entry.get("capitals", ()))
        if code not in codes(f"The buyers from there and {name} traders signed it.")
    ]
    assert not missed


def test_every_chinese_name_is_found_in_a_sentence():
    names = [(code, name) for code, entry in load("countries").items() if code != "CN" for name in entry.get("zh", ())]
    missed = [name for code, name in names if code not in codes(f"与{name}签约")]
    assert not missed


def test_china_is_never_a_partner():
    assert codes("China, the PRC, the Chinese mainland, Beijing and 中国 trade with nobody.") == []
    assert "CN" not in partners.known()


def test_names_for_reports():
    assert partners.name("JP") == "Japan"
    assert partners.name("HK") == "Hong Kong (region)"
    assert partners.name("US", article=True) == "the United States"
    assert partners.name("EU", article=True) == "the European Union"
    assert partners.known()["ASEAN"] == "ASEAN"
    with pytest.raises(ParameterError, match="ISO 3166-1"):
        partners.name("XX")


WORDS = [
    *("Japan", "Chad", "Brown", "US", "U.S.", "Ford", "-", "–", ", ", " and ", "English", "French", "via ", "日本"),
    *("\n", "Lao", "Polish", "the", "LONDON, May 3 (Xinhua) -- ", "HP", "Changan ", "Mr. ", "\xa0", "visa-free"),
]


@given(st.lists(st.sampled_from(WORDS), max_size=25).map("".join) | st.text(max_size=200))
def test_no_text_raises_and_every_span_is_exact(text):
    for row in partners.find([sentence(text, 7)]):
        assert text[row.start - 7 : row.end - 7] == row.text
        assert row.partner in partners.known()


@pytest.mark.parametrize("unit", ["US ", "日本", "Japan, ", "Chad Brown ", "English, French, ", "Ford-"])
def test_a_long_sentence_takes_time_in_proportion(unit):
    def seconds(n: int) -> float:
        text = unit * (n // len(unit))
        start = time.process_time()
        partners.find([sentence(text)])
        return time.process_time() - start

    seconds(1_000)
    assert seconds(60_000) < 12 * seconds(15_000) + 0.5
