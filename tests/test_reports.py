"""The build: what is out of date is made, what fails is named, what is gone is removed, and nothing else is touched."""

from __future__ import annotations

import errno
import fcntl
import json
import os
import signal
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import unquote

import nbformat
import pytest

from cq_research import corpus as corpus_module
from cq_research import export, tables
from cq_research.engine.run import read
from cq_research.errors import DocumentError, OutputError, ParameterError, ReportError
from cq_research.reports import make
from cq_research.reports.build import build
from cq_research.reports.ledger import Ledger, sha256, sweep, write
from cq_research.reports.matrix import matrix, select

SUBJECTS = {"partner": ["JP", "US"], "theme": ["trade"], "doc_id": ["b ç#1"]}
NAMES = ["overview", "partner-JP", "partner-US", "theme-trade", "document-b ç#1", "data"]


def notebook(path: Path, parameter: str | None, *cells: str) -> None:
    """A report's notebook that shows its parameter, and runs `cells`."""
    declared = [f'{parameter}: str = "none"'] if parameter else []
    nb = nbformat.v4.new_notebook(
        cells=[
            nbformat.v4.new_markdown_cell(f"# About *{path.stem}* <all>"),
            nbformat.v4.new_code_cell(
                "\n".join([*declared, 'seeds: str = "seeds"']), metadata={"tags": ["parameters"]}
            ),
            *(nbformat.v4.new_code_cell(cell) for cell in (parameter or "1", *cells)),
        ]
    )
    for number, cell in enumerate(nb.cells):
        cell.id = f"cell-{number}"
    nbformat.write(nb, path)


@pytest.fixture
def place(tmp_path, monkeypatch):
    """A document, four notebooks, a corpus whose subjects a test sets, and runs and exporters that only take notes."""
    seeds, notebooks = tmp_path / "seeds", tmp_path / "notebooks"
    seeds.mkdir()
    notebooks.mkdir()
    (seeds / "a.txt").write_text("A text.", encoding="utf-8")
    for kind, parameter in (("overview", None), ("partner", "partner"), ("theme", "theme"), ("document", "doc_id")):
        notebook(notebooks / f"{kind}.ipynb", parameter)
    subjects = {kind: list(names) for kind, names in SUBJECTS.items()}
    stand_in = SimpleNamespace(problems=[], doubts=[], subjects=subjects.__getitem__)
    loads = []

    def load(folder):
        loads.append(folder)
        return stand_in

    def write_tables(_, out):
        write(out / "datapackage.json", b"{}")
        write(out / "figures.csv", b"a,b")
        return [out / "datapackage.json", out / "figures.csv"]

    monkeypatch.setattr(corpus_module, "load", load)
    monkeypatch.setattr(tables, "write", write_tables)
    monkeypatch.delitem(sys.modules, "typst", raising=False)  # so that workers are forked after other tests too
    really = make.run

    def run_notebook(notebook, parameters, **_):
        nb = read(notebook)
        nb.cells[1].source += f"\n{parameters}"
        return nb

    monkeypatch.setattr(make, "run", run_notebook)
    monkeypatch.setattr(export, "to_pdf", lambda nb: b"%PDF " + nbformat.writes(nb).encode())
    monkeypatch.setattr(export, "to_html", lambda nb: "<p>" + nbformat.writes(nb))
    said = []

    def run(**options):
        said.clear()
        return build(seeds, tmp_path / "out", **{"notebooks": notebooks, "say": said.append, "limit": 60, **options})

    return SimpleNamespace(
        build=run, said=said, seeds=seeds, notebooks=notebooks, out=tmp_path / "out", subjects=subjects,
        corpus=stand_in, loads=loads, run_notebooks=lambda: monkeypatch.setattr(make, "run", really),
    )  # fmt: skip


def files(folder: Path) -> dict[str, bytes]:
    found = (p for p in folder.rglob("*") if p.is_file() and ".build" not in p.parts)
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in found}


def test_the_matrix_has_the_overview_and_a_report_a_subject():
    assert [r.name for r in matrix(SUBJECTS)] == NAMES[:-1]
    assert matrix(SUBJECTS)[4].parameters == {"doc_id": "b ç#1"}
    assert matrix(SUBJECTS)[0].parameters == {}


@pytest.mark.parametrize(
    ("only", "names"),
    [
        ([], NAMES[:-1]),
        (["partner=JP"], ["partner-JP"]),
        (["partner"], ["partner-JP", "partner-US"]),
        (["theme=trade", "overview"], ["overview", "theme-trade"]),
        (["document=b ç#1"], ["document-b ç#1"]),
        (["doc_id=b ç#1"], ["document-b ç#1"]),
        (["data"], []),
    ],
)
def test_a_selection_names_kinds_or_subjects(only, names):
    assert [r.name for r in select(matrix(SUBJECTS), only)] == names


@pytest.mark.parametrize(
    ("wish", "message"),
    [
        ("partner=jp", r"there is no partner 'jp'; did you mean 'JP'\? There are: JP, US"),
        ("partners", r"no reports of kind 'partners'; did you mean 'partner'\?"),
        ("partner=", r"there is no partner ''; there are: JP, US"),
        ("overview=x", r"there is no overview 'x'; there are: none"),
        ("", r"no reports of kind ''; there are: overview, partner, theme, document, data"),
    ],
)
def test_a_selection_that_is_not_there_is_refused_with_those_that_are(wish, message):
    with pytest.raises(ParameterError, match=message):
        select(matrix(SUBJECTS), [wish])


def test_a_build_makes_everything_once(place):
    place.run_notebooks()
    first = place.build()
    assert sorted(first.made) == sorted(NAMES)
    assert not first.problems
    assert len(place.said) == len(NAMES)
    assert place.said[0].startswith("[1/6] ")
    made = files(place.out)
    for name in NAMES[:-1]:
        assert {f"{name}.pdf", f"{name}.html", f"notebooks/{name}.ipynb"} <= set(made)
    assert b"'JP'" in made["partner-JP.pdf"]
    assert {"index.html", "data/datapackage.json", "data/figures.csv"} <= set(made)
    loaded = len(place.loads)
    second = place.build()
    assert (second.made, sorted(second.current), place.said) == ([], sorted(NAMES), [])
    assert files(place.out) == made
    assert len(place.loads) == loaded  # nor was the corpus read


def test_two_builds_from_nothing_give_the_same_bytes(place, tmp_path):
    place.run_notebooks()
    place.build()
    first = files(place.out)
    place.out.rename(tmp_path / "elsewhere")
    place.build(jobs=1)
    assert files(place.out) == first


def test_touching_a_document_makes_nothing_and_changing_one_makes_all(place):
    place.build()
    os.utime(place.seeds / "a.txt", (1, 1))
    assert place.build().made == []
    (place.seeds / "a.yaml").write_text("documents: {}", encoding="utf-8")
    assert sorted(place.build().made) == sorted(NAMES)
    (place.seeds / "SOURCES.md").write_text("no document", encoding="utf-8")
    assert place.build().made == []


def test_a_changed_notebook_makes_its_own_reports_only(place):
    place.build()
    notebook(place.notebooks / "partner.ipynb", "partner", "2 + 2")
    assert place.build(dry_run=True).made == []
    assert place.said == [f"would make partner-{p}: its notebook has changed" for p in ("JP", "US")]
    assert sorted(place.build().made) == ["partner-JP", "partner-US"]


@pytest.mark.parametrize(("file", "name"), [("partner-JP.pdf", "partner-JP"), ("data/figures.csv", "data")])
def test_a_missing_file_is_made_again(place, file, name):
    place.build()
    (place.out / file).unlink()
    place.build(dry_run=True)
    assert place.said == [f"would make {name}: {Path(file).name} is missing"]
    assert place.build().made == [name]
    assert (place.out / file).exists()


def test_force_makes_what_is_up_to_date(place):
    place.build()
    assert place.build(force=True, only=["overview"]).made == ["overview"]


def test_a_failing_report_is_named_and_removed_and_the_others_are_made(place):
    place.build()
    place.run_notebooks()
    cells = ["1 / (partner != 'JP')", "print('after')"]
    notebook(place.notebooks / "partner.ipynb", "partner", *cells)
    result = place.build()
    assert result.made == ["partner-US"]
    path = place.notebooks / "partner.ipynb"
    assert result.problems == [f"partner-JP: {path}, cell 4: ZeroDivisionError: division by zero"]
    assert not [file for file in files(place.out) if "JP" in file]
    assert "JP" not in (place.out / "index.html").read_text(encoding="utf-8")
    assert [line for line in place.said if "FAILED" in line]
    assert place.build().problems == result.problems  # until it is mended
    notebook(path, "partner")
    assert sorted(place.build().made) == ["partner-JP", "partner-US"]


def test_a_report_that_can_not_be_exported_leaves_no_part_of_it(place, monkeypatch):
    def to_html(nb):
        raise ValueError("no such glyph")

    monkeypatch.setattr(export, "to_html", to_html)
    result = place.build(only=["overview"])
    path = place.notebooks / "overview.ipynb"
    assert result.problems == [f"overview: {path}: could not be exported (ValueError: no such glyph)"]
    assert [file for file in files(place.out) if "overview" in file] == []


def test_what_an_exporter_warns_of_is_said(place, monkeypatch):
    import warnings

    def to_html(nb):
        warnings.warn(export.ExportWarning(3, "image/x", "left out"), stacklevel=1)
        warnings.warn("something else", DeprecationWarning, stacklevel=1)
        return "<p>"

    monkeypatch.setattr(export, "to_html", to_html)
    assert place.build(only=["overview"]).made == ["overview"]
    assert place.said[0] == "warning: overview: cell 3: image/x: left out"


def test_a_worker_that_is_killed_takes_one_report_with_it(place, monkeypatch):
    def to_pdf(nb):
        if "'JP'" in nbformat.writes(nb):
            os.kill(os.getpid(), signal.SIGKILL)
        return b"%PDF"

    monkeypatch.setattr(export, "to_pdf", to_pdf)
    result = place.build()
    assert result.problems == ["partner-JP: the process that makes reports ended by SIGKILL while making it"]
    assert len(result.made) == len(NAMES) - 1


def test_what_is_imported_before_workers_are_forked_starts_no_compiler():
    code = (
        "import sys; from cq_research.engine import warm; warm(('cq_research.export',)); print('typst' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == "False\n"


def test_where_the_compiler_has_been_at_work_reports_are_made_in_this_process(place, monkeypatch):
    monkeypatch.setitem(sys.modules, "typst", SimpleNamespace())
    pids = []
    monkeypatch.setattr(export, "to_pdf", lambda nb: pids.append(os.getpid()) or b"%PDF")
    assert sorted(place.build().made) == sorted(NAMES)
    assert set(pids) == {os.getpid()}


def test_when_no_worker_is_left_the_rest_is_named_instead_of_waited_for(place, monkeypatch):
    monkeypatch.setattr(export, "to_pdf", lambda nb: os.kill(os.getpid(), signal.SIGKILL))
    result = place.build(jobs=1, only=["partner"])
    assert sorted(problem.partition(": ")[2] for problem in result.problems) == [
        "not made: no process that makes reports is left",
        "the process that makes reports ended by SIGKILL while making it",
    ]


def test_a_full_disk_is_named_and_leaves_nothing_half_written(place, monkeypatch):
    place.build()
    real = Path.write_bytes

    def write_bytes(path, content):
        if content.startswith(b"%PDF") and b"'JP'" in content:
            real(path, content[:10])
            raise OSError(errno.ENOSPC, "No space left on device")
        return real(path, content)

    monkeypatch.setattr(Path, "write_bytes", write_bytes)
    result = place.build(force=True)
    assert result.problems == [
        f"partner-JP: {place.out / 'partner-JP.pdf'}: can't be written (No space left on device)"
    ]
    assert not [p for p in place.out.rglob("*") if "JP" in p.name or p.suffix == ".part"]


def test_reports_whose_subject_is_gone_are_removed_and_nothing_else(place):
    place.build()
    (place.out / "partner-XX.pdf").write_bytes(b"a person's own")
    (place.out / "partner-JP.html").write_bytes(b"changed by hand")
    place.subjects["partner"] = ["US"]
    (place.seeds / "a.txt").write_text("Another text.", encoding="utf-8")
    place.build(dry_run=True)
    assert "would remove partner-JP: nothing is left to report on" in place.said
    assert (place.out / "partner-JP.pdf").exists()
    result = place.build()
    assert result.removed == ["partner-JP"]
    assert "kept partner-JP.html: it has been changed since it was made" in place.said
    assert {f for f in files(place.out) if "XX" in f or "JP" in f} == {"partner-XX.pdf", "partner-JP.html"}
    assert place.build().removed == []


def test_a_selection_leaves_everything_else_alone(place):
    place.build()
    place.subjects["theme"] = []
    (place.seeds / "a.txt").write_text("Another text.", encoding="utf-8")
    before = files(place.out)
    result = place.build(only=["partner=JP"])
    assert (result.made, result.removed) == (["partner-JP"], [])
    assert set(files(place.out)) == set(before)


def test_a_dry_run_writes_nothing_at_all(place):
    assert place.build(dry_run=True).made == []
    assert place.said == [f"would make {name}: new" for name in NAMES]
    assert not place.out.exists()


def test_a_document_that_can_not_be_read_is_a_problem_of_every_build(place):
    place.corpus.problems = [DocumentError("seeds/b.txt: is empty")]
    assert place.build().problems == ["seeds/b.txt: is empty"]
    again = place.build()
    assert (again.problems, again.made) == (["seeds/b.txt: is empty"], [])


def test_a_document_to_look_at_is_named_in_every_build(place):
    place.corpus.doubts = ["b.txt: no headline found"]
    for _ in range(2):
        place.build()
        assert "warning: b.txt: no headline found" in place.said


def test_a_folder_of_documents_that_is_missing_or_holds_none_stops_the_build(place, tmp_path, monkeypatch):
    place.build()
    made = files(place.out)
    with pytest.raises(DocumentError, match="there is no such folder"):
        build(tmp_path / "nowhere", place.out)

    def load(folder):
        raise DocumentError(f"{folder}: holds no *.txt")

    (place.seeds / "a.txt").unlink()
    monkeypatch.setattr(corpus_module, "load", load)
    with pytest.raises(DocumentError, match="holds no"):
        place.build()
    assert files(place.out) == made


@pytest.mark.parametrize("out", ["/dev/null", "/dev/null/reports", "/proc/reports"])
def test_a_place_that_can_not_be_written_is_named(place, out):
    with pytest.raises(OutputError, match=out):
        build(place.seeds, Path(out), notebooks=place.notebooks)


def test_a_missing_notebook_is_named(place):
    (place.notebooks / "theme.ipynb").unlink()
    with pytest.raises(ReportError, match=r"theme\.ipynb: there is no such notebook"):
        place.build()


def test_no_reports_at_a_time_are_refused(place):
    with pytest.raises(ParameterError, match="--jobs is to be 1 or more, and 0 is not"):
        place.build(jobs=0)


def test_two_builds_do_not_write_to_one_place(place):
    place.build()
    with (place.out / ".build" / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(OutputError, match="another build is writing there"):
            place.build()


def test_an_interrupted_build_keeps_what_is_finished_and_goes_on_from_there(place):
    def interrupt(line):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        place.build(jobs=1, say=interrupt)
    kept = Ledger(place.out).made
    assert len(kept) == 1
    assert not list(place.out.rglob("*.part"))
    assert len(place.build().made) == len(NAMES) - 1


@pytest.mark.parametrize("file", ["doit.json", "ledger.json"])
@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff\xfe", b'{"made": {"x": {}}, "inputs": {}}'])
def test_a_damaged_record_costs_a_build_and_no_file(place, file, content):
    place.build(only=["overview"])
    (place.out / "mine.pdf").write_bytes(b"mine")
    (place.out / ".build" / file).write_bytes(content)
    assert not place.build(only=["overview"]).problems
    assert {"mine.pdf", "overview.pdf"} <= set(files(place.out))


def test_the_index_lists_every_report_by_its_title_with_links_that_lead_somewhere(place):
    place.build()
    page = (place.out / "index.html").read_text(encoding="utf-8")
    links, text = [], []

    class Reader(HTMLParser):
        def handle_starttag(self, tag, attributes):
            links.extend(value for name, value in attributes if name == "href")

        def handle_data(self, data):
            text.append(data)

    Reader().feed(page)
    assert len(links) == 2 * len(NAMES[:-1]) + 1
    assert all((place.out / unquote(link)).is_file() for link in links)
    assert "About document <all>" in text
    assert not [link for link in links if "://" in link]
    assert "http" not in page


def test_writing_is_whole_or_not_at_all_and_leftovers_are_swept(tmp_path, monkeypatch):
    write(tmp_path / "a.txt", b"old")
    monkeypatch.setattr(Path, "replace", lambda *_: (_ for _ in ()).throw(OSError(errno.EIO, "Input/output error")))
    with pytest.raises(OutputError, match=r"a\.txt: can't be written \(Input/output error\)"):
        write(tmp_path / "a.txt", b"new")
    assert files(tmp_path) == {"a.txt": b"old"}
    (tmp_path / f".12-{'0' * 12}.part").write_bytes(b"left by a process that was killed")
    (tmp_path / ".mine.part").write_bytes(b"not ours")
    sweep(tmp_path)
    assert set(files(tmp_path)) == {"a.txt", ".mine.part"}


def test_the_record_is_readable_and_holds_hashes(place):
    place.build(only=["overview"])
    kept = json.loads((place.out / ".build" / "ledger.json").read_text(encoding="utf-8"))
    entry = kept["made"]["overview"]
    assert (entry["kind"], entry["title"]) == ("overview", "About overview <all>")
    assert entry["files"]["overview.pdf"] == sha256(place.out / "overview.pdf")
