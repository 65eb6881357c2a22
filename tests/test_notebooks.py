"""The notebooks: thin, without outputs, with documented parameters; and every one runs."""

from __future__ import annotations

import ast
import re

import nbformat
import pytest

from cq_research.engine.run import run as execute
from cq_research.errors import ReportError
from cq_research.paths import NOTEBOOKS, ROOT, SEEDS

PATHS = sorted(NOTEBOOKS.glob("*.ipynb"))
SUBJECTS = {"partner": "partner", "theme": "theme", "document": "doc_id"}
PARAMETER = re.compile(r"[a-z_]+: (?:str|int|float|bool) = [^=#]+  # [^=]+")


def read(path):
    return nbformat.read(path, as_version=4)


def code(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def tagged(notebook, tag: str):
    return [cell for cell in notebook.cells if tag in cell.metadata.get("tags", [])]


def test_the_notebooks_are_all_there():
    assert {path.stem for path in PATHS} == {"overview", "partner", "theme", "document", "explore"}


@pytest.fixture(params=PATHS, ids=lambda path: path.stem)
def notebook(request):
    return read(request.param)


def test_it_is_stored_without_outputs(notebook):
    nbformat.validate(notebook)
    assert not [cell for cell in code(notebook) if cell.outputs or cell.execution_count is not None]
    assert set(notebook.metadata) == {"kernelspec", "language_info"}


def test_it_begins_with_a_question_and_a_few_sentences(notebook):
    first = notebook.cells[0]
    title, _, prose = first.source.partition("\n\n")
    assert first.cell_type == "markdown"
    assert re.fullmatch(r"# .*\?", title)
    assert 2 <= len(re.findall(r"[.:](?:\s|$)", prose)) <= 6


def test_its_parameters_are_tagged_and_documented_one_a_line(notebook):
    (cell,) = tagged(notebook, "parameters")
    for line in cell.source.splitlines():
        assert PARAMETER.fullmatch(line), line
    assert any(line.startswith("seeds: str") for line in cell.source.splitlines())


def test_it_imports_once_and_only_the_library(notebook):
    importing = [cell for cell in code(notebook) if re.search(r"^\s*(?:import|from) ", cell.source, re.M)]
    assert len(importing) == 1
    for node in ast.parse(importing[0].source).body:
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else [node.module]
        assert all(name.split(".")[0] == "cq_research" for name in names)


def test_it_is_thin(notebook):
    for cell in code(notebook):
        assert len(cell.source.splitlines()) <= 10
        tree = ast.parse(cell.source)
        logic = (ast.FunctionDef, ast.ClassDef, ast.Lambda, ast.For, ast.While, ast.If, ast.Try, ast.With)
        assert not [node for node in ast.walk(tree) if isinstance(node, logic)]
        assert "sys.path" not in cell.source


def test_no_number_in_its_prose_is_typed(notebook):
    """Numbers of reports come from the tables; the prose has none but codes such as ISO 3166."""
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            assert not re.findall(r"(?<!ISO )\b\d+", cell.source)


def run(name: str, **parameters: str):
    """The notebook of that name, executed in the warm engine on the five documents."""
    return execute(NOTEBOOKS / f"{name}.ipynb", {"seeds": str(SEEDS), **parameters}, folder=ROOT)


def outputs(notebook, form: str) -> list[str]:
    return [o.data[form] for cell in code(notebook) for o in cell.outputs if form in o.get("data", {})]


@pytest.mark.parametrize("name", [path.stem for path in PATHS])
def test_it_runs_and_says_something(name):
    done = run(name)
    assert not [o for cell in code(done) for o in cell.outputs if o.output_type in ("error", "stream")]
    assert outputs(done, "text/html")
    assert not outputs(done, "image/png")
    shown = "".join(outputs(done, "text/html") + outputs(done, "text/markdown") + outputs(done, "image/svg+xml"))
    assert str(ROOT) not in shown
    assert "nan" not in re.findall(r"\w+", shown)
    assert "None" not in re.findall(r"\w+", shown)
    assert not re.search(r"0x[0-9a-f]{8,}", shown)


def test_the_same_notebook_gives_the_same_outputs():
    one, two = (run("partner", partner="US") for _ in range(2))
    assert [cell.outputs for cell in code(one)] == [cell.outputs for cell in code(two)]


def test_every_number_of_a_report_leads_to_a_sentence_in_it(corpus):
    done = run("partner", partner=corpus.subjects("partner")[-1])
    shown = "".join(outputs(done, "text/markdown") + outputs(done, "text/html"))
    assert set(re.findall(r"\(#(s\d+)\)|\"#(s\d+)\"", shown))
    wanted = {one or two for one, two in re.findall(r"\(#(s\d+)\)|\"#(s\d+)\"", shown)}
    assert wanted <= set(re.findall(r'<a id="(s\d+)">', shown))


def test_an_unknown_partner_stops_the_run_and_names_those_there_are():
    with pytest.raises(ReportError, match=r"there are: .*US \(United States\)"):
        run("partner", partner="XX")


def test_a_report_names_its_subject_for_the_exporter(corpus):
    title = corpus.documents["title"].iloc[0]
    done = run("document", doc_id=corpus.documents["doc_id"].iloc[0])
    names = [o.metadata.get("cq", {}).get("title") for cell in code(done) for o in cell.outputs if "metadata" in o]
    assert title in names


def test_what_a_first_reader_needs_is_in_the_report_on_a_partner():
    done = run("partner", partner="US")
    told = [cell.source for cell in done.cells if cell.cell_type == "markdown"] + outputs(done, "text/markdown")
    headings = re.findall(r"^## (.*)$", "\n".join(told), re.M)
    assert set(headings) == {
        "Key points", "Figures", "Figures side by side", "Times spoken of", "What the sources say",
        "What the corpus does not say", "Sources", "How this report was made",
    }  # fmt: skip
    assert len(outputs(done, "image/svg+xml")) >= 2
