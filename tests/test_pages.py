"""Pages: what each line of a page is, and what a page says of itself."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from cq_research import masthead, pages, schema, vocabularies
from cq_research.errors import DocumentError
from cq_research.layout import dateline, labels, names, publishers, repeats, signs, spam, story
from cq_research.layout.lines import Line
from cq_research.paths import SEEDS

HERE = Path(__file__).parent
CASES = yaml.safe_load((HERE / "cases" / "pages.yaml").read_text(encoding="utf-8"))
DATELINES = yaml.safe_load((HERE / "cases" / "datelines.yaml").read_text(encoding="utf-8"))
GOLD = sorted((HERE / "gold").glob("*.json"))
BETWEEN = {"blank": "\n\n", "line": "\n", "windows": "\r\n"}


def build(case):
    """The text of a case's page, and its blocks as (kind, words)."""
    text, want = "", []
    for row in case["page"].splitlines():
        kind, _, words = (part.strip() for part in row.partition("|"))
        if kind == "+blank":
            text += "\n"
            continue
        if text:
            text += "\n" if kind == "+" else BETWEEN[case.get("between", "blank")]
        start = want.pop()[1] if kind == "+" else len(text)
        text += words
        want.append((kind if kind != "+" else None, start, len(text)))
    # A line that goes on with a block has no kind of its own.
    kinds = [row.partition("|")[0].strip() for row in case["page"].splitlines()]
    kinds = [kind for kind in kinds if kind not in ("+", "+blank")]
    return text, [(kind, text[start:end]) for kind, (_, start, end) in zip(kinds, want, strict=True)]


def line(text):
    return Line(0, len(text), text)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_each_line_of_a_page_is_what_it_is(case):
    text, want = build(case)
    assert [(b.kind, b.text) for b in pages.blocks(pages.from_text(text))] == want


@pytest.mark.parametrize("case", [c for c in CASES if "document" in c], ids=lambda case: case["name"])
def test_a_page_says_of_itself_what_a_reader_sees(case):
    page = pages.from_text(build(case)[0])
    document = pages.describe(page, pages.blocks(page))
    assert {name: getattr(document, name) for name in case["document"]} == case["document"]


@pytest.mark.parametrize("path", GOLD, ids=lambda path: path.stem)
def test_the_blocks_of_the_documents_are_as_a_person_marked_them(path):
    gold = json.loads(path.read_text(encoding="utf-8"))
    page = pages.read(SEEDS / f"{path.stem}.txt", SEEDS)
    want = [(b["start"], b["end"], b["kind"]) for b in gold["blocks"]]
    assert [(b.start, b.end, b.kind) for b in pages.blocks(page)] == want


# Blocks of any text.

FRAGMENTS = [
    "\n",
    "\n\n",
    "\r\n",
    " ",
    "\u00a0",
    "\u2028",
    "\ufeff",
    "Home > News",
    "By Li Wei",
    "Source: Xinhua",
    "Related",
]
FRAGMENTS += [
    "The city has a port and a railway of its own.",
    "Q: Why?",
    "- a",
    "Comments",
    "重庆。",
    "2019-05-03",
    "(",
    "|",
    "©",
]
texts = st.one_of(st.text(), st.lists(st.sampled_from(FRAGMENTS), max_size=30).map("".join)).filter(
    lambda text: text.removeprefix("\ufeff").strip()
)


@given(texts)
def test_blocks_and_the_white_space_between_them_cover_any_text(text):
    page = pages.from_text(text)
    blocks = pages.blocks(page)
    last = 0
    for block in blocks:
        assert block.text == page.text[block.start : block.end] == block.text.strip() != ""
        assert page.text[last : block.start].strip() == ""
        assert block.kind in schema.BLOCK_KINDS
        last = block.end
    assert page.text[last:].strip() == ""
    assert len({b.block_id for b in blocks}) == len(blocks)


@given(texts)
def test_any_text_can_be_described(text):
    page = pages.from_text(text)
    blocks = pages.blocks(page)
    document = pages.describe(page, blocks)
    assert document.body_chars <= document.chars == len(page.text)
    assert pages.repeated(blocks) <= {b.block_id for b in blocks if b.kind == "caption"}
    assert (document.title is None) <= (document.doubt is not None)


@pytest.mark.parametrize(
    "unit", ["a", "a\n", "a ", "By Li Wei\n", "Source: X\n", "© 2020 A\n", "12:00\n", "(", "www.a.", "a@", "Home > "]
)
def test_a_hostile_page_takes_time_that_grows_with_its_length(unit):
    page = pages.from_text(unit * (100_000 // len(unit)))
    begin = time.process_time()
    pages.describe(page, pages.blocks(page))
    assert time.process_time() - begin < 6


def test_a_caption_that_repeats_the_text_is_told_from_one_that_does_not():
    page = pages.from_text(build(next(c for c in CASES if c["name"].startswith("captions")))[0])
    blocks = pages.blocks(page)
    repeated = pages.repeated(blocks)
    captions = [b for b in blocks if b.kind == "caption"]
    assert [b.block_id in repeated for b in captions] == [True, False]


def test_a_text_that_shares_only_some_words_repeats_nothing():
    assert repeats.find(["the port of the city is large and new", "the port of the town is old and it is small"]) == {}
    assert repeats.find(["one two three four five six", "zero one two three four five six seven"]) == {0: 1}


def test_a_string_with_half_a_character_is_read_with_a_mark_in_its_place():
    text = "Tea \ud800 trade\n\nSales of tea to Japan rose by 5 percent last year, as the port says."
    page = pages.from_text(text)
    assert page.text == text.replace("\ud800", "\ufffd")
    assert next((b.start, b.end) for b in pages.blocks(page)) == (0, 11)


def test_a_page_without_running_text_is_flagged():
    page = pages.from_text("Home\n\nNews\n\nContact Us")
    document = pages.describe(page, pages.blocks(page))
    assert document.title is None
    assert "no running text" in document.doubt
    assert "save the article's own page, or remove the file" in document.doubt


# Reading files.


def test_a_file_is_read_as_it_stands_but_for_its_byte_order_mark(tmp_path):
    data = "\ufeffTitle\r\n\r\nText.\r\n".encode()
    (tmp_path / "a.txt").write_bytes(data)
    page = pages.read(tmp_path / "a.txt", tmp_path)
    assert page.text == "Title\r\n\r\nText.\r\n"
    assert (page.doc_id, page.file) == ("a", "a.txt")


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "a.txt: is empty"),
        (b" \r\n\t\xe2\x80\x83", "a.txt: is empty"),
        (b"one\ntwo \xff\n", "a.txt:2: is not UTF-8 (byte 0xff at offset 8)"),
        ("一二".encode("gb18030"), "a.txt:1: is not UTF-8"),
        ("text".encode("utf-16"), "a.txt: is UTF-16"),
        (b"one\n\0", "a.txt:2: is binary"),
        (bytes(range(1, 32)), "a.txt: is binary"),
    ],
)
def test_a_file_that_is_no_page_is_refused_with_what_to_do(tmp_path, data, says):
    (tmp_path / "a.txt").write_bytes(data)
    with pytest.raises(DocumentError) as error:
        pages.read(tmp_path / "a.txt", tmp_path)
    assert str(error.value).startswith(says)
    assert "\n" not in str(error.value)


def test_a_missing_file_and_a_folder_are_refused(tmp_path):
    for path in (tmp_path / "none.txt", tmp_path):
        with pytest.raises(DocumentError):
            pages.read(path, tmp_path)
    with pytest.raises(DocumentError):
        pages.from_text(" \n")


# Datelines, labels, names.


@pytest.mark.parametrize("case", DATELINES, ids=lambda case: case["text"][:40])
def test_a_dateline_is_found_where_there_is_one(case):
    found = pages.dateline(case["text"])
    if case["place"] is None:
        assert found is None
    else:
        assert (found[2], case["text"][found[0] : found[1]]) == (case["place"], case["dateline"])
        assert dateline.find(case["text"]).agency == case["agency"]


BYLINES = vocabularies.load("bylines")


@pytest.mark.parametrize("text", BYLINES["examples"])
def test_labels_give_what_stands_behind_them(text):
    assert dict(labels.read(text)) == BYLINES["examples"][text]


@pytest.mark.parametrize("text", BYLINES["not"])
def test_running_text_has_no_labels(text):
    assert labels.read(text) == []


@pytest.mark.parametrize(
    ("value", "name"),
    [
        ("JIEYU WANG", "Jieyu Wang"),
        ("LI MING and Ana Souza", "Li Ming and Ana Souza"),
        ("Xinhua writers Li Wei, Zhang San", "Li Wei, Zhang San"),
        ("staff reporter Jane O'Hara", "Jane O'Hara"),
        ("Li Wei, China Daily", "Li Wei"),
        ("Zhou Kai/Global Times", "Zhou Kai"),
        ("MA LIN/WU YUE/CHEN XIAOYU", "Ma Lin, Wu Yue, Chen Xiaoyu"),
        ("李明", "李明"),
        ("editor@example.com", None),
        ("2019-05-03", None),
    ],
)
def test_a_writer_has_a_name_in_ordinary_case_and_nothing_else(value, name):
    assert names.person(value) == name


@pytest.mark.parametrize(
    "text", ["New Port Area, Chongqing City", "San Francisco", "Acme Group", "Executive Summary", "Staff Reporter"]
)
def test_a_bare_line_that_names_no_person_is_no_author(text):
    assert names.person(text, bare=True) is None


# Vocabularies.

FURNITURE = vocabularies.load("furniture")


@pytest.mark.parametrize(("effect", "text"), [(e["effect"], t) for e in FURNITURE for t in e["examples"]])
def test_the_examples_of_furniture_are_taken_for_it(effect, text):
    found = signs.read(line(text)).furniture
    assert found == effect or (found in ("aside", "end") and effect == "furniture")


@pytest.mark.parametrize("text", [t for e in FURNITURE for t in e["not"]])
def test_what_only_looks_like_furniture_is_not_taken_for_it(text):
    assert signs.read(line(text)).furniture is None


SPAM = vocabularies.load("spam")


@pytest.mark.parametrize("text", SPAM["examples"])
def test_the_examples_of_spam_are_taken_for_it_wherever_they_stand(text):
    assert signs.read(line(text)).furniture == "furniture"


@pytest.mark.parametrize("text", SPAM["short"])
def test_a_short_line_of_spam_is_taken_for_it_only_where_it_is_no_sentence(text):
    assert not spam.is_spam(text)
    assert spam.suspect(text, line(text).words)


@pytest.mark.parametrize("text", SPAM["not"])
def test_what_only_speaks_of_what_spam_sells_is_not_taken_for_it(text):
    assert not spam.is_spam(text)
    assert story.running(line(text)) or not spam.suspect(text, line(text).words)


def test_no_phrase_of_spam_stands_in_its_vocabulary_twice():
    phrases = [p for kind in SPAM["kinds"].values() for p in (*kind["strong"], *kind["topic"])] + SPAM["pitch"]
    assert sorted(set(phrases)) == sorted(phrases)


CAPTIONS = vocabularies.load("captions")
SHOWS = {"ends": "cue", "begins": "cue", "credits": "credit", "scene": "scene"}


@pytest.mark.parametrize(("part", "text"), [(part, t) for part, texts in CAPTIONS["examples"].items() for t in texts])
def test_the_examples_of_captions_are_taken_for_them(part, text):
    assert signs.read(line(text)).caption == SHOWS[part]


@pytest.mark.parametrize("text", [t for texts in CAPTIONS["not"].values() for t in texts])
def test_what_only_looks_like_a_caption_is_not_taken_for_one(text):
    assert signs.read(line(text)).caption is None


PUBLISHERS = vocabularies.load("publishers")["publishers"]


@pytest.mark.parametrize("entry", PUBLISHERS, ids=lambda entry: entry["name"])
def test_a_publisher_is_known_by_each_of_its_names_and_domains(entry):
    for name in (entry["name"], *entry.get("aliases", ())):
        assert publishers.named(name).name == entry["name"]
        assert publishers.first_in(f"published by {name} today").name == entry["name"]
    for domain in entry.get("domains", ()):
        assert publishers.of_domain(domain).name == entry["name"]


def test_no_name_or_domain_stands_for_two_publishers():
    forms = [form for e in PUBLISHERS for form in {name.casefold() for name in (e["name"], *e.get("aliases", ()))}]
    domains = [domain for e in PUBLISHERS for domain in e.get("domains", ())]
    assert len(set(forms)) == len(forms)
    assert len(set(domains)) == len(domains)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("The city and the port are part of a network that has grown.", "en"),
        ("Die Stadt und der Hafen sind nicht nur für den Handel da.", "de"),
        ("La ville et le port sont dans une région qui est grande.", "fr"),
        ("重庆是中国的直辖市，与多个国家合作。", "zh"),
        ("重慶市は中国の直轄市である。", "ja"),
        ("충칭은 중국의 직할시이다.", "ko"),
        ("Город и порт на реке, и это не всё, что есть.", "ru"),
        ("12 345", None),
    ],
)
def test_the_language_of_a_text_is_told_by_its_script_and_small_words(text, code):
    block = schema.Block(doc_id="a", block_id="a:1", start=0, end=len(text), text=text, kind="body")
    assert masthead.language([block]) == code
