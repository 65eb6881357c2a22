"""The exporter: executed notebooks to PDF and HTML, whole, safe and the same each time."""

from __future__ import annotations

import hashlib
import html
import io
import os
import re
import subprocess
import sys
import warnings
from itertools import pairwise
from pathlib import Path

import nbformat
import pikepdf
import pytest
import typst
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from cq_research import export, fonts
from cq_research.errors import ParameterError, ReportError
from cq_research.export import formula, markdown, page, reading
from cq_research.export import typst as emitter
from cq_research.export.grid import PADDING, grid, layout
from cq_research.export.markup import flow, parse, squeeze
from cq_research.export.pdf import to_pdf as pdf_of

HERE = Path(__file__).parent
CASES = yaml.safe_load((HERE / "cases" / "export.yaml").read_text(encoding="utf-8"))
FOREIGN = HERE / "notebooks" / "foreign.ipynb"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="40pt" height="20pt"><text x="1" y="9">words</text></svg>'


def notebook(*cells, **metadata):
    return new_notebook(cells=list(cells), metadata=metadata)


def shows(data, **metadata):
    return new_code_cell("", outputs=[new_output("display_data", data=data, metadata=metadata)])


def read(nb, **options):
    return reading.read(nb, None, **{"show_code": False, "allow_errors": True, **options})


def words(page_or_source):
    """The words of an HTML page, tags and style sheet taken out."""
    body = page_or_source.partition("<body>")[2]
    return squeeze(html.unescape(re.sub(r"<[^>]*>", "", re.sub(r"</(?:p|td|th|li|pre|h\d)>", " ", body))))


@pytest.fixture(scope="module")
def foreign():
    nb = nbformat.read(FOREIGN, 4)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        made = export.to_pdf(nb, allow_errors=True)
    told = {(w.message.cell, w.message.what) for w in caught if w.category is export.ExportWarning}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return {
            "nb": nb, "pdf": made, "told": told, "html": export.to_html(nb, allow_errors=True),
            "typst": emitter.to_typst(read(nb), paper="a4"),
        }  # fmt: skip


# The foreign notebook: constructs that our own notebooks don't have


def test_everything_that_is_not_shown_as_it_is_is_told_by_name(foreign):
    assert foreign["told"] == {
        (3, "text/latex"),
        (5, "https://example.org/x.png"),
        (10, "<script>"),
        (10, "<iframe>"),
        (11, "picture"),
        (12, "characters"),
        (13, "application/vnd.jupyter.widget-view+json"),
        (13, "application/javascript"),
        (14, "text/latex"),
    }


@pytest.mark.parametrize(
    "phrase",
    [
        "Foreign constructs: does everything come through?",
        "neither are [brackets], @labels, <tags> and $dollars$.",
        "US$25.24 billion and $5 are money",
        "deeper 重庆",
        "with a paragraph",
        "☑ done",
        "its definition",
        "and one inside it",
        "\\begin{pmatrix} 1 \\\\ 2 \\end{pmatrix}",
        'return "#[*not markup*]"  # a comment',
        "-22,000",
        "A Markdown table; numbers; 2 rows; nobody's.",
        "progress 100%",
        "red and <plain> #text",
        "a warning to stderr",
        "r199c20 text",
        "βήτα",
        "Styler: a *caption* of its own",
        "a note",
        "rocket [U+1F680] smile 😀 tick ✓ Ğ 서울 重庆 日本 Việt Nam Ελλάδα Россия",
        "IntSlider(value=3)",
        "ZeroDivisionError: division by zero",
        "The last words of the notebook.",
    ],
)
def test_the_words_of_every_cell_are_in_the_pdf_and_on_the_page(foreign, phrase):
    assert squeeze(phrase) in words(foreign["html"])
    literals = "".join(re.findall(r'"((?:[^"\\]|\\.)*)"', foreign["typst"])).replace('\\"', '"')
    assert phrase.replace("\\", "\\\\") in literals


def test_a_frame_of_200_rows_and_25_columns_comes_out_whole(foreign):
    source = "".join(foreign["nb"].cells[6].outputs[0].data["text/html"])
    values = re.findall(r"<td>([^<]+)</td>", source)
    assert len(values) == 5000
    assert set(values) <= set(re.findall(r'"([^"]*)"', foreign["typst"]))
    assert set(values) <= set(re.findall(r"<td[^>]*>([^<]+)</td>", foreign["html"]))


def test_wide_tables_turn_the_page_and_others_do_not(foreign):
    with pikepdf.open(io.BytesIO(foreign["pdf"])) as pdf:
        sizes = [tuple(round(float(side)) for side in sheet.mediabox[2:]) for sheet in pdf.pages]
    assert set(sizes) == {(595, 842), (842, 595)}
    assert sizes[0] == sizes[-1] == (595, 842)


def test_a_heading_goes_with_its_table_onto_a_turned_page():
    row = "<tr>" + "<td>12,345,678.90</td>" * 12 + "</tr>"
    nb = notebook(new_markdown_cell("# T\n\nWords.\n\n## Wide"), shows({"text/html": f"<table>{row * 30}</table>"}))
    made = emitter.to_typst(read(nb), paper="a4")
    assert re.search(r'page\(flipped: true, \{\[#heading\(level: 1, \{"Wide"\}\)', made)
    with pikepdf.open(io.BytesIO(export.to_pdf(nb))) as pdf, pdf.open_outline() as outline:
        assert [round(float(sheet.mediabox[2])) for sheet in pdf.pages] == [595, 842]
        assert [item.title for item in outline.root] == ["Wide"]


def test_long_words_can_break_and_lose_no_letter():
    digest = hashlib.sha256(b"x").hexdigest()
    nb = notebook(new_markdown_cell(f"# T\n\n{digest}\n\n| a | b |\n|---|---|\n| x | {digest} |"))
    made = emitter.to_typst(read(nb), paper="a4")
    assert digest not in made
    assert made.replace("\u200b", "").count(digest) == 2
    source = page.to_html(read(nb))
    assert digest not in source
    assert digest in source.replace("<wbr>", "")


def test_the_pdf_is_tagged_titled_outlined_and_archivable(foreign):
    with pikepdf.open(io.BytesIO(foreign["pdf"])) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert "/StructTreeRoot" in pdf.Root
        assert str(pdf.Root.Lang).startswith("en")
        with pdf.open_metadata() as meta:
            assert meta["dc:title"] == "Foreign constructs: does everything come through?"
            assert (meta["pdfaid:part"], meta["pdfaid:conformance"], meta["pdfuaid:part"]) == ("2", "A", "1")
        with pdf.open_outline() as outline:
            titles = [item.title for item in outline.root]
        assert titles == ["Nested lists", "Formulas", "Code and tables"]
        assert [item.title for item in outline.root[2].children] == ["HTML with spans"]
        kinds = {str(font.get("/Subtype")) for sheet in pdf.pages for font in sheet.Resources.get("/Font", {}).values()}
        assert kinds == {"/Type0"}  # every font embedded as Unicode


def test_a_failed_notebook_is_refused_with_its_cell_and_cause(foreign):
    for to in (export.to_pdf, export.to_html):
        with pytest.raises(ReportError, match=r"^mine: cell 15 failed \(ZeroDivisionError: division by zero\)"):
            to(foreign["nb"], {"metadata": {"name": "mine"}})


def test_a_run_that_broke_off_without_an_error_is_refused():
    nb = notebook(new_markdown_cell("# Half"), papermill={"exception": True})
    with pytest.raises(ReportError, match="broke off"):
        export.to_pdf(nb)
    assert export.to_pdf(nb, allow_errors=True).startswith(b"%PDF")


# The same bytes


def test_two_exports_are_the_same_bytes_in_one_process_and_in_another(foreign, tmp_path):
    code = (
        "import hashlib, sys, warnings, nbformat; warnings.simplefilter('ignore')\n"
        "from cq_research import export\n"
        "nb = nbformat.read(sys.argv[1], 4)\n"
        "print(hashlib.sha256(export.to_pdf(nb, allow_errors=True)).hexdigest())\n"
        "print(hashlib.sha256(export.to_html(nb, allow_errors=True).encode()).hexdigest())\n"
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert export.to_pdf(foreign["nb"], allow_errors=True) == foreign["pdf"]
        short = nbformat.from_dict({**foreign["nb"], "cells": [*foreign["nb"].cells[:6], *foreign["nb"].cells[7:]]})
        made = [export.to_pdf(short, allow_errors=True), export.to_html(short, allow_errors=True).encode()]
    nbformat.write(short, tmp_path / "short.ipynb")
    command = [sys.executable, "-c", code, str(tmp_path / "short.ipynb")]
    env = {**os.environ, "PYTHONHASHSEED": "4711"}
    run = subprocess.run(command, capture_output=True, text=True, env=env, check=True)
    assert run.stdout.split() == [hashlib.sha256(contents).hexdigest() for contents in made]


def test_the_date_of_a_pdf_is_that_of_source_date_epoch(monkeypatch):
    nb = notebook(new_markdown_cell("# A title"))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    with pikepdf.open(io.BytesIO(export.to_pdf(nb))) as pdf:
        assert "19700102" in str(pdf.docinfo.CreationDate)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    with pytest.raises(ParameterError, match="SOURCE_DATE_EPOCH: 'yesterday'"):
        export.to_pdf(nb)


# Escaping


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.text(max_size=30), min_size=40, max_size=60))
def test_no_text_has_an_effect_in_typst(texts):
    literals = ", ".join(map(emitter.escape, texts))
    back = typst.query(f"#metadata(({literals},))<t>".encode(), "<t>", field="value", one=True)
    expected = [fonts.printable(text).replace("\r", "\n") for text in texts]
    assert yaml.safe_load(back) == expected


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.lists(st.text(min_size=1, max_size=20), min_size=40, max_size=60))
def test_any_text_can_be_set_in_every_style(texts):
    shown = "".join(f"<p>{html.escape(text)}</p><p><b><i>{html.escape(text)}</i></b></p>" for text in texts)
    nb = notebook(shows({"text/html": shown}), shows({"text/plain": "\n".join(texts)}), shows({"image/svg+xml": SVG}))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert export.to_pdf(nb).startswith(b"%PDF")


@given(st.text())
def test_no_text_has_an_effect_in_html(text):
    assert html.unescape(page.escape(text)) == fonts.printable(text)
    assert not set("<>\"'") & set(page.escape(text))


def test_words_from_sources_do_not_act_as_markup():
    said = '#panic("x") $x$ <label> @ref `raw` *b* _i_ // gone /* gone */ \\ "quoted" = Heading'
    report = read(notebook(shows({"text/html": f"<p>{html.escape(said)}</p>"})))
    assert report.body[0].text() == said
    assert emitter.escape(said) in emitter.to_typst(report, paper="a4")
    assert html.escape(said) in page.to_html(report)


# The HTML page


def test_the_page_asks_nothing_of_any_other_machine(foreign):
    source = foreign["html"]
    assert "<script" not in source
    assert not re.findall(r"<(?:link|iframe|object|embed|base)\b", source)
    assert not re.findall(r"""(?:src|srcset|data|poster)=["']?(?!data:)[^"' >]""", re.sub(r"<a [^>]*>", "", source))
    assert not re.findall(r"url\((?!data:|#)", source)
    assert "@import" not in source


def test_the_page_is_accessible(foreign):
    source = foreign["html"]
    assert '<html lang="en">' in source
    assert source.count("<h1>") == 1
    levels = [int(level) for level in re.findall(r"<h([1-6])[ >]", source)]
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert re.search(r'<svg role="img" aria-label="Bars: Seoul 5, [^"]*"', source)
    assert all('alt="' in image for image in re.findall(r"<img [^>]*>", source))
    assert not re.findall(r"<th(?![^>]*scope=)[ >]", source.partition("<body>")[2])
    assert "<caption><strong>Table 2</strong> A frame of 200 rows" in source
    ids = re.findall(r' id="([^"]*)"', source)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', source.partition("<body>")[2])) <= set(ids)


def test_the_page_closes_every_element_that_it_opens(foreign):
    opened = []
    body = "<body>" + foreign["html"].partition("<body>")[2].partition("</html>")[0]
    for end, tag, empty in re.findall(r"<(/?)([a-zA-Z][\w-]*)[^>]*?(/?)>", body):
        if end:
            assert opened.pop() == tag
        elif tag not in {"br", "hr", "img"} and not empty:
            opened.append(tag)
    assert opened == []


def test_a_drawing_can_not_act_on_the_page():
    evil = (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" onload="x()">'
        '<script>x()</script><a xlink:href="javascript:x()"><rect id="r" width="5" height="5"/></a>'
        '<image xlink:href="https://example.org/x.png"/><use xlink:href="#r"/>'
        '<style>@import "https://example.org/x.css"; rect{fill:url(https://example.org/)}</style></svg>'
    )
    source = export.to_html(notebook(shows({"image/svg+xml": evil}, cq={"alt": "a drawing"})))
    assert not re.findall(r"onload|<script|javascript:|example\.org", source)
    assert 'id="p1-r"' in source
    assert 'href="#p1-r"' in source


# Conventions


def test_captions_come_from_metadata_from_the_table_or_from_the_next_paragraph():
    nb = notebook(
        new_markdown_cell("# A title"),
        shows({"image/svg+xml": SVG}, cq={"caption": "Of *metadata*", "alt": "Words"}),
        shows({"image/svg+xml": SVG}, cq={"alt": "More words"}),
        new_markdown_cell("**Figure:** From the next paragraph\n\nText."),
        shows({"text/html": "<table><caption>Its own</caption><tr><td>1</table>"}),
        new_markdown_cell("Table: From the paragraph before\n\n|a|\n|-|\n|1|"),
    )
    source = export.to_html(nb)
    found = re.findall(r"<(?:fig)?caption><strong>(.*?)</strong> (.*?)</(?:fig)?caption>", source)
    assert found == [
        ("Figure 1", "Of <em>metadata</em>"),
        ("Figure 2", "From the next paragraph"),
        ("Table 1", "Its own"),
        ("Table 2", "From the paragraph before"),
    ]


def test_a_picture_without_description_takes_its_caption_else_is_told():
    nb = notebook(new_markdown_cell("# T"), shows({"image/svg+xml": SVG}), new_markdown_cell("Figure: What it shows"))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert 'aria-label="What it shows"' in export.to_html(nb)
    with pytest.warns(export.ExportWarning, match="^cell 2: picture: has no description"):
        export.to_html(notebook(*nb.cells[:2]))


def test_the_title_is_of_metadata_else_of_an_output_else_the_first_heading():
    cells = [new_markdown_cell("# What is asked?"), shows({"text/markdown": "Subject"}, cq={"title": "Of an output"})]
    assert read(notebook(cells[0])).title == "What is asked?"
    report = read(notebook(*cells))
    assert (report.title, report.subtitle) == ("Of an output", "What is asked?")
    report = read(notebook(*cells, cq_report={"title": "Stated", "author": "A", "keywords": ["k"], "language": "de"}))
    assert (report.title, report.authors, report.keywords, report.language) == ("Stated", ["A"], ["k"], "de")
    assert export.title(notebook(new_markdown_cell("no heading")), "by-name") == "by-name"


def test_levels_of_headings_leave_none_out():
    report = read(notebook(new_markdown_cell("# T\n\n### a\n\n##### b\n\n#### c\n\n> ## quoted")))
    levels = [(node.attrs["level"], node.text()) for node in report.body if node.tag == "heading"]
    assert levels == [("1", "a"), ("2", "b"), ("2", "c")]


def test_footnotes_are_numbered_through_the_report_and_repeated_references_share_one():
    cell = new_markdown_cell("One[^a], two[^b], one again[^a].\n\n[^a]: First note\n[^b]: Second *note*")
    nb = notebook(new_markdown_cell("# T"), cell, new_markdown_cell("Three[^a].\n\n[^a]: Third note"))
    source = export.to_html(nb)
    assert re.findall(r'href="#note-(\d)"', source) == ["1", "2", "1", "3"]
    assert words(source).rstrip().endswith("First note ↑ Second note ↑ Third note ↑")
    made = emitter.to_typst(read(nb), paper="a4")
    assert made.count("#footnote(") == 3
    assert made.count('footnote(label("note 1"))') == 1


@pytest.mark.parametrize("case", CASES["links"], ids=lambda case: case["href"])
def test_links_lead_somewhere_or_are_told(case):
    nb = notebook(new_markdown_cell(f'# T\n\n<a href="{html.escape(case["href"])}">the words</a>'))
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        report = read(nb)
        made, source = emitter.to_typst(report, paper="a4"), page.to_html(report)
    assert bool(caught) == (case["pdf"] is None)
    assert "the words" in made and "the words" in source
    if case["pdf"]:
        assert f'link("{case["pdf"]}"' in made
        assert f'href="{case["html"]}"' in source
    else:
        assert "link(" not in made
        assert "<a" not in source.partition("<body>")[2]


def test_a_place_can_be_led_to_from_this_report_and_from_others():
    nb = notebook(new_markdown_cell('# T\n\n[there](#s1) and [up](#T)\n\n<a id="s1"></a>Here. <a id="s2"></a>There.'))
    source = export.to_html(nb)
    assert 'href="#s1"' in source and 'href="#"' in source
    assert 'id="s1"' in source and 'id="s2"' in source
    assert export.to_pdf(nb).startswith(b"%PDF")


def test_code_is_shown_only_when_asked_for():
    nb = notebook(new_markdown_cell("# T"), new_code_cell("secret = 1"))
    assert "secret" not in export.to_html(nb)
    assert "secret = 1" in words(export.to_html(nb, show_code=True))
    assert "secret = 1" in emitter.to_typst(read(nb, show_code=True), paper="a4")


def test_a_picture_that_can_not_be_drawn_is_left_out_and_told():
    nb = notebook(new_markdown_cell("# T"), shows({"image/png": "bm8gcGljdHVyZQ==", "text/plain": "<Figure>"}))
    with pytest.warns(export.ExportWarning, match="^cell 2: image/png: not readable as a picture, left out"):
        assert "&lt;Figure&gt;" in export.to_html(nb)


def test_drawings_inside_html_are_read_though_html_is_lax():
    drawn = (
        '<p>before<svg viewBox="0 0 10 10"><defs><linearGradient id="g"><stop offset="0"/></linearGradient></defs>'
        '<use xlink:href="#r"/><rect id="r" width="9" height="9"/></svg>after</p>'
    )
    nb = notebook(new_markdown_cell("# T"), shows({"text/html": drawn}, cq={"alt": "a square"}))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", export.ExportWarning)
        report = read(nb)
        assert [(picture.ending, picture.wide) for picture in report.pictures.values()] == [("svg", 7.5)]
        assert "linearGradient" in page.to_html(report)
        assert export.to_pdf(nb).startswith(b"%PDF")


def test_a_drawing_without_an_end_is_told():
    nb = notebook(shows({"text/html": "<p>before</p><svg><rect/>and the rest"}))
    with pytest.warns(export.ExportWarning, match="^cell 1: image/svg.xml: not well-formed SVG"):
        assert "before" in export.to_html(nb)


def test_a_drawing_that_typst_can_not_draw_is_told_and_the_rest_is_set():
    nb = notebook(new_markdown_cell("# T\n\nWords."), shows({"image/svg+xml": SVG}, cq={"alt": "what it shows"}))
    made = reading.read(nb, show_code=False, allow_errors=False)
    made.pictures["p1.svg"].data = b"no drawing"
    with pytest.warns(export.ExportWarning, match="picture p1.svg: Typst can't draw it"):
        assert pdf_of(made, paper="a4", timestamp=0).startswith(b"%PDF")


def test_a_frame_that_pandas_has_cut_is_told():
    cut = "<div><table><tr><td>…</table><p>200 rows × 25 columns</p></div>"
    with pytest.warns(export.ExportWarning, match=r"^cell 1: text/html: a frame that pandas has cut"):
        export.to_html(notebook(shows({"text/html": cut})))


def test_paper_is_a4_or_us_letter():
    nb = notebook(new_markdown_cell("# T"))
    with pikepdf.open(io.BytesIO(export.to_pdf(nb, paper="us-letter"))) as pdf:
        assert [float(side) for side in pdf.pages[0].mediabox] == [0, 0, 612, 792]
    with pytest.raises(ParameterError, match="paper: 'a5' is not known; there are a4, us-letter"):
        export.to_pdf(nb, paper="a5")


def test_an_empty_notebook_makes_a_report():
    assert export.to_pdf(notebook(), {"metadata": {"name": "empty"}}).startswith(b"%PDF")
    assert "<h1>empty</h1>" in export.to_html(notebook(), {"metadata": {"name": "empty"}})


# The parts


@pytest.mark.parametrize("case", CASES["formulas"], ids=lambda case: case["latex"])
def test_plain_formulas_are_read_and_others_left_as_written(case):
    tree = formula.parse(case["latex"])
    if case["shown"] is None:
        assert tree is None
    else:
        shown = re.sub(r"<[^>]*>", "", formula.mathml(tree, case["latex"], block=False))
        assert html.unescape(shown) == case["shown"]
        nb = notebook(new_markdown_cell("# T"), shows({"text/latex": f"$${case['latex']}$$"}))
        assert export.to_pdf(nb).startswith(b"%PDF")


@pytest.mark.parametrize("case", CASES["dollars"], ids=lambda case: case["markdown"])
def test_money_is_no_formula(case):
    found = markdown.tree(case["markdown"]).find("formula", "formula-block")
    assert [node.attrs["latex"] for node in found] == case["formulas"]


@pytest.mark.parametrize("case", CASES["html"], ids=lambda case: case["html"])
def test_html_is_read_as_browsers_do(case):
    assert [squeeze(node.text()).strip() for node in flow(parse(case["html"]).children)] == case["blocks"]


@given(st.text(alphabet="<>/ab \"'=!-&;#p", max_size=200))
def test_reading_html_never_raises_and_loses_no_plain_words(source):
    parse(source)
    assert parse(html.escape(source)).text() == source


@pytest.mark.parametrize("case", CASES["grids"], ids=lambda case: case["html"])
def test_cells_come_to_stand_where_a_browser_puts_them(case):
    table = grid(parse(case["html"]).find("table")[0])
    placed = [[cell.row, cell.column, cell.rows, cell.columns, cell.text] for cell in table.cells]
    assert sorted(placed) == sorted(case["cells"])
    assert table.head == case["head"]


@given(
    st.lists(st.lists(st.sampled_from(["1", "22,000.5", "word", "x" * 70, "some more words " * 8, ""]), min_size=1,
                      max_size=40), min_size=1, max_size=6)
)  # fmt: skip
def test_no_table_leaves_the_page_and_none_loses_a_column(rows):
    source = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    table = grid(parse(f"<table>{source}</table>").find("table")[0])
    plan = layout(table, 453.5, 700.0)
    room = 700.0 if plan.turned else 453.5
    assert plan.size >= 7.5
    assert {column for part in plan.parts for column in part} == set(range(table.columns))
    for part, widths in zip(plan.parts, plan.widths, strict=True):
        assert len(part) == len(widths)
        assert sum(widths) <= room + 0.5
        assert min(widths) > PADDING


# nbconvert


@pytest.mark.parametrize(("name", "start"), [("cq-pdf", b"%PDF"), ("cq-html", b"<!DOCTYPE html>")])
def test_nbconvert_knows_both_exporters_and_gives_the_same_bytes(foreign, name, start):
    from nbconvert.exporters import get_exporter
    from traitlets.config import Config

    exporter = get_exporter(name)(config=Config({"ExecutePreprocessor": {"allow_errors": True}}))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        made, resources = exporter.from_filename(str(FOREIGN))
    made = made if isinstance(made, bytes) else made.encode()
    assert made.startswith(start)
    assert made == (foreign["pdf"] if name == "cq-pdf" else foreign["html"].encode())
    assert resources["output_extension"] == f".{name.removeprefix('cq-')}"
    with pytest.raises(ReportError, match="foreign: cell 15 failed"):
        get_exporter(name)().from_filename(str(FOREIGN))


def test_the_menu_of_jupyterlab_offers_names_that_its_server_can_be_asked_for(monkeypatch):
    from jupyter_server.nbconvert import handlers
    from nbconvert.exporters import get_export_names

    sys.modules.pop(handlers.__name__)  # as where no server runs, here and for the tests after this one
    assert [n for n in get_export_names() if n.startswith("cq")] == ["cq-html", "cq-pdf", "cq_html", "cq_pdf"]
    monkeypatch.setitem(sys.modules, handlers.__name__, handlers)
    offered = [name for name in get_export_names() if name.startswith("cq")]
    assert offered == ["cq_html", "cq_pdf"]
    assert all(re.fullmatch(handlers._format_regex, name) for name in offered)


def test_a_failed_cell_is_counted_as_in_the_notebook_before_papermill_put_cells_in():
    injected = [
        new_markdown_cell("An Exception was encountered", metadata={"tags": ["papermill-error-cell-tag"]}),
        new_code_cell("partner = 'XX'", metadata={"tags": ["injected-parameters"]}),
    ]
    failed = new_code_cell(
        "1 / 0", outputs=[new_output("error", ename="ZeroDivisionError", evalue="by zero", traceback=[])]
    )
    with pytest.raises(ReportError, match="cell 2 failed"):
        export.to_pdf(notebook(*injected, new_markdown_cell("# A"), failed))
