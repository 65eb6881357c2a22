"""Selections and the parts of a report: what is selected, how it is numbered, shown and escaped."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import mistune
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_corpus import made

from cq_research import present
from cq_research.errors import ParameterError
from cq_research.present.parts import Table
from cq_research.selection import select

US = {"partners": ["US"], "themes": ["trade"]}


@pytest.fixture
def small():
    """Two documents, given out of order: the one without a date comes last."""
    return made(
        {"doc_id": "b", "published": None, "published_basis": None, "sentences": [
            {"text": "The US again, in 2013.", **US, "dates": [{"text": "2013", "value": "2013"}]}]},
        {"doc_id": "a", "title": "A <b>title</b> | *so*", "sentences": [
            {"text": "Nothing to see.", "block": "title"},
            {"text": "Exports to the US were USD 5 billion, to Japan USD 6 billion, in all USD 11 billion.", **US,
             "partners": ["US", "JP"], "figures": [
                 {"text": "USD 5 billion", "value": 5e9, "indicator": "exports", "partner": "US", "period": "2013"},
                 {"text": "USD 6 billion", "value": 6e9, "indicator": "exports", "partner": "JP", "period": "2013"},
                 {"text": "USD 11 billion", "value": 1.1e10, "period": "2013"}]}]},
    )  # fmt: skip


def test_sentences_are_numbered_by_date_of_publication_then_place(small):
    about = select(small, partner="US")
    assert list(about.sentences["doc_id"]) == ["a", "b"]
    assert list(about.numbers.values()) == [1, 2]


def test_figures_of_another_partner_in_the_same_sentence_are_left_out(small):
    assert list(select(small, partner="US").figures["text"]) == ["USD 5 billion", "USD 11 billion"]
    assert len(select(small, theme="trade").figures) == 3


def test_a_document_is_selected_whole(small):
    about = select(small, doc_id="a")
    assert len(about.sentences) == 2
    assert about.label == "A <b>title</b> | *so*"


def test_without_a_subject_the_sentences_with_a_figure_or_a_time_are_selected(small):
    assert len(select(small).sentences) == 2


@pytest.mark.parametrize(
    ("subject", "message"),
    [
        ({"partner": "XX"}, "partner 'XX' is not in this corpus; there are: JP (Japan), US (United States)"),
        ({"partner": "jp"}, "did you mean JP?"),
        ({"partner": "Japan"}, "did you mean JP?"),
        ({"theme": "trad"}, "did you mean trade?"),
        ({"doc_id": "c"}, "there are: a, b"),
        ({"partner": "US", "theme": "trade"}, "give one subject"),
    ],
    ids=str,
)
def test_an_unknown_subject_names_those_there_are(small, subject, message):
    with pytest.raises(ParameterError, match=re.escape(message)) as error:
        select(small, **subject)
    assert "\n" not in str(error.value)


class _Cells(HTMLParser):
    """The words of a table's cells, and the tags in it."""

    def __init__(self, html: str):
        super().__init__()
        self.tags, self.cells = set(), []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        if tag in ("td", "th", "caption"):
            self.cells.append("")

    def handle_data(self, data):
        if self.cells:
            self.cells[-1] += data


@given(st.text(st.sampled_from("<>&\"'a\n|*[](") | st.characters(codec="utf-8"), max_size=40))
@settings(max_examples=100)
def test_source_text_has_no_effect_in_a_table(text):
    found = _Cells(Table(("Column",), ((f"x{text}",),), "Caption").html())
    assert found.tags <= {"table", "caption", "thead", "tbody", "tr", "th", "td"}
    assert found.cells[-1].rstrip("\n") == f"x{text}".rstrip("\n")


def test_columns_without_values_are_not_shown():
    html = Table(("One", "Two", "Three"), (("1", None, ""), ("2", None, "3")), "Caption").html()
    assert "Two" not in html
    assert "Three" in html


def test_the_table_of_figures_leads_to_its_sentences(small):
    (table,) = present.figures(select(small, partner="US")).parts
    assert '<a href="#s1">[1]</a>' in table.html()
    assert "USD 5 billion" in table.html()
    assert "two rows" in table.caption


def test_a_single_time_is_a_sentence_and_no_chart(small):
    (text,) = present.chronology(select(small, doc_id="b")).parts
    assert text.markdown.startswith("One time only is spoken of: ")


def test_a_section_without_content_shows_nothing(small, capsys):
    about = select(small, doc_id="b")
    for part in (present.figures, present.comparisons, present.audit):
        section = part(about)
        assert section.parts == ()
        section._ipython_display_()
    assert capsys.readouterr().out == ""


def test_evidence_has_an_anchor_for_every_number_and_marks_figures_and_times(small):
    text = present.evidence(select(small, partner="US")).markdown
    assert re.findall(r'<a id="(s\d+)">', text) == ["s1", "s2"]
    assert "<strong>USD 5 billion</strong>" in text
    assert "<em>2013</em>" in text
    assert "document-a.ipynb#s2" in text


def test_a_title_with_marks_stays_words(small):
    html = mistune.html(present.evidence(select(small, partner="US")).markdown)
    assert "<b>" not in html
    assert "A &lt;b&gt;title&lt;/b&gt; | *so*" in html


def test_every_reference_in_a_report_has_its_anchor(corpus):
    for kind in ("partner", "theme"):
        for key in corpus.subjects(kind):
            about = select(corpus, **{kind: key})
            anchors = set(re.findall(r'id="(s\d+)"', present.evidence(about).markdown))
            text = present.key_points(about).markdown
            text += "".join(part.html() for part in present.figures(about).parts)
            assert set(re.findall(r"#(s\d+)[\")]", text)) <= anchors


def test_links_into_a_dossier_lead_to_the_same_sentence_there(corpus):
    about = select(corpus, theme=corpus.subjects("theme")[0])
    linked = re.findall(r'<a id="s(\d+)"></a>.*?\(document-(\S+)\.ipynb#s(\d+)\)', present.evidence(about).markdown)
    assert linked
    sentence = {n: key for key, n in about.numbers.items()}
    for here, doc_id, there in linked:
        dossier = {n: key for key, n in select(corpus, doc_id=doc_id).numbers.items()}
        assert dossier[int(there)] == sentence[int(here)]


def test_a_dossier_shows_every_block_and_every_word(corpus):
    from html import unescape

    for doc_id in corpus.subjects("doc_id"):
        text = present.text(select(corpus, doc_id=doc_id)).markdown
        shown = re.sub(r"\s+", "", unescape(re.sub(r"<[^>]+>", "", text)))
        blocks = corpus.blocks[corpus.blocks["doc_id"] == doc_id]
        assert text.count("<br>") == len(blocks)
        for word in " ".join(blocks["text"]).split():
            assert word in shown


def test_the_box_names_no_place_on_a_machine(small):
    html = present.colophon(select(small, partner="US"), seeds="/srv/someone/seeds", partner="US").html()
    assert "/home" not in html
    assert "someone" not in html
    assert "partner: US, seeds: seeds" in html


def test_the_sources_say_how_each_date_is_known(small):
    text = present.sources(select(small, partner="US")).markdown
    assert "Xinhua, 2016-01-19 (stated)." in text
    assert "Xinhua, date not known." in text
    assert "(document-a.ipynb)" in text
    assert small.documents["sha256"].iloc[0][:12] in text


def test_a_number_is_traced_to_its_words(small):
    traced = present.trace(small, small.figures["figure_id"].iloc[0]).markdown
    assert "<strong>USD 5 billion</strong>" in traced
    with pytest.raises(ParameterError, match="no figure or date has the id 'nothing'"):
        present.trace(small, "nothing")


def test_partners_and_themes_are_counted_by_sentence(small):
    (table,) = present.matrix(select(small)).parts
    assert table.rows == (("Trade", "2", "1"),)
    assert table.columns == ("Theme", "United States", "Japan")


def test_many_partners_turn_the_matrix():
    codes = ["US", "JP", "DE", "FR", "IT", "SG", "KR", "BR", "GB"]
    corpus = made({"sentences": [{"text": "All of them.", "partners": codes, "themes": ["trade"]}]})
    (table,) = present.matrix(select(corpus)).parts
    assert table.columns == ("Partner", "Trade")
    assert len(table.rows) == 9
