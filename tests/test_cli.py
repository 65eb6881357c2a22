"""The command line: quick to start, one line an error, exit statuses that say what happened."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from cq_research import cli
from cq_research.paths import SEEDS

NOTEBOOKS = Path(__file__).parent / "notebooks"
PAGE = """Chongqing sells more goods to Japan

CHONGQING, Jan. 12, 2019 (Xinhua) -- Exports to Japan rose 5 percent to 3 billion yuan in 2018.
"""


@pytest.fixture
def run(capsys):
    """Run a command line in this process: its exit status, and the lines it wrote to stdout and stderr."""

    def call(*arguments):
        with pytest.raises(SystemExit) as ended:
            cli.main([str(argument) for argument in arguments])
        said = capsys.readouterr()
        assert "Traceback" not in said.err
        return ended.value.code, said.out.splitlines(), said.err.splitlines()

    return call


@pytest.fixture
def seeds(tmp_path):
    folder = tmp_path / "seeds"
    folder.mkdir()
    (folder / "page.txt").write_text(PAGE, encoding="utf-8")
    return folder


def python(*arguments, **options):
    return subprocess.run(
        [sys.executable, *map(str, arguments)], capture_output=True, text=True, check=False, **options
    )


@pytest.mark.parametrize("arguments", [["--help"], ["list", "--help"], ["build", "--help"], ["--version"]])
def test_help_comes_without_importing_anything_slow(arguments):
    code = (
        "import sys\nfrom cq_research.cli import main\n"
        f"try:\n    main({arguments!r})\nexcept SystemExit as ended:\n    print(ended.code, *sorted(sys.modules))"
    )
    code, *modules = python("-c", code).stdout.splitlines()[-1].split()
    assert code == "0"
    assert not {"pandas", "numpy", "matplotlib", "papermill", "nbformat", "IPython", "doit", "typst"} & set(modules)


def test_a_build_with_nothing_to_do_imports_nothing_slow_either(seeds, tmp_path):
    code = """if True:
        import sys
        from pathlib import Path
        from cq_research.reports import build, plan
        from cq_research.reports.ledger import Ledger
        seeds, out = map(Path, sys.argv[1:])
        kept = Ledger(out)
        subjects = {"partner": [], "theme": [], "doc_id": []}
        kept.inputs = {"shared": plan.fingerprint(seeds), "subjects": subjects, "problems": []}
        kept.save()
        build.build(seeds, out, dry_run=True)
        print(*sorted(sys.modules))
    """
    run = python("-c", code, seeds, tmp_path / "out")
    assert run.returncode == 0, run.stderr
    assert not {"pandas", "numpy", "matplotlib", "papermill", "nbformat", "IPython"} & set(run.stdout.split()), (
        run.stderr
    )


def test_the_module_can_be_run_and_has_the_verbs_of_the_readme():
    said = python("-m", "cq_research", "--help").stdout
    for verb in ("build", "tables", "report", "check", "list", "add"):
        assert f"\n    {verb} " in said


@pytest.mark.parametrize(
    "arguments", [[], ["bild"], ["build", "--jobs", "two"], ["tables", "seeds"], ["report", "x", "-p", "a"]]
)
def test_a_command_that_can_not_be_understood_is_status_2(run, arguments):
    status, _, said = run(*arguments)
    assert status == 2
    assert said[0].startswith("usage: ")


def test_list_names_documents_partners_and_themes(run):
    status, said, _ = run("list", "--seeds", SEEDS)
    assert status == 0
    assert said[0] == "documents (5)"
    assert [line for line in said if line.startswith("partners (")]
    assert [line for line in said if line.startswith("  US  ") and line.endswith("sentences")]


def test_a_reader_that_stops_listening_is_no_error():
    command = f'"{sys.executable}" -m cq_research list --seeds "{SEEDS}" | head -1'
    run = subprocess.run(command, shell=True, capture_output=True, text=True, check=False)
    assert (run.stdout, run.stderr) == ("documents (5)\n", "")


def test_tables_writes_the_data_package(run, seeds, tmp_path):
    status, said, _ = run("tables", seeds, tmp_path / "out")
    assert status == 0
    assert said == [f"{tmp_path / 'out'}: 1 documents in 17 files"]
    assert json.loads((tmp_path / "out" / "datapackage.json").read_text(encoding="utf-8"))["resources"]


def test_check_says_that_all_holds_or_what_does_not(run, seeds, monkeypatch):
    status, said, _ = run("check", "--seeds", seeds)
    assert (status, len(said)) == (0, 1)
    from cq_research import checks

    monkeypatch.setattr(checks, "check", lambda corpus: ["figures row 3: text differs"])
    assert run("check", "--seeds", seeds) == (1, [], ["error: figures row 3: text differs"])


@pytest.mark.parametrize("verb", ["list", "check", "build", "tables"])
def test_a_folder_that_is_missing_or_empty_is_one_line(run, tmp_path, verb):
    (tmp_path / "empty").mkdir()
    for folder in ("nowhere", "empty"):
        arguments = [tmp_path / folder, tmp_path / "out"] if verb == "tables" else ["--seeds", tmp_path / folder]
        arguments += ["--out", tmp_path / "out"] if verb == "build" else []
        status, said, errors = run(verb, *arguments)
        assert (status, said, len(errors)) == (1, [], 1)
        assert errors[0].startswith("error: ")
        assert folder in errors[0]


def test_what_can_not_be_read_is_named_and_the_others_go_on(run, seeds, tmp_path):
    (seeds / "empty.txt").write_bytes(b"")
    (seeds / "latin.txt").write_bytes("Zürich".encode("latin-1"))
    (seeds / "binary.txt").write_bytes(b"\x00\x01\x02" * 50)
    status, said, errors = run("tables", seeds, tmp_path / "out")
    assert status == 1
    assert said == [f"{tmp_path / 'out'}: 1 documents in 17 files"]
    assert [
        name for line, name in zip(sorted(errors), ("binary", "empty", "latin"), strict=True) if f"{name}.txt" in line
    ]


@pytest.mark.parametrize("out", ["/dev/null", "/proc/reports"])
@pytest.mark.parametrize("verb", ["tables", "build", "report"])
def test_an_output_that_can_not_be_written_is_one_line(run, seeds, verb, out):
    arguments = {
        "tables": [seeds, out],
        "build": ["--seeds", seeds, "--out", out],
        "report": [NOTEBOOKS / "leaky.ipynb", "--out", out],
    }[verb]
    status, _, errors = run(verb, *arguments)
    assert (status, len(errors)) == (1, 1)
    assert errors[0].startswith(f"error: {out}")


def test_report_runs_a_notebook_and_names_the_files(run, tmp_path):
    status, said, _ = run("report", NOTEBOOKS / "leaky.ipynb", "-p", "word", "ink/pen", "--out", tmp_path)
    assert status == 0
    names = ["leaky-ink-pen.pdf", "leaky-ink-pen.html", "notebooks/leaky-ink-pen.ipynb"]
    assert [line for line in said if not line.startswith("warning: ")] == [str(tmp_path / name) for name in names]
    assert (tmp_path / names[0]).read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["leaky.ipynb", "-p", "wort", "x"], "there is no parameter 'wort'; did you mean 'word'? There are: word"),
        (["leaky.ipynb", "-p", "word", "x", "-p", "word", "y"], "-p word is given twice, as 'x' and 'y'; give it once"),
        (["slow.ipynb", "-p", "seconds", "long"], "parameter 'seconds' is to be a number, and 'long' is none"),
        (["failing.ipynb"], "failing.ipynb, cell 5: ZeroDivisionError: division by zero"),
        (["slow.ipynb", "--limit", "1"], "slow.ipynb, cell 3: CellTimeoutError"),
        (["nowhere.ipynb"], "nowhere.ipynb: there is no such notebook"),
    ],
)
def test_what_is_wrong_with_a_report_is_one_line_and_no_file(run, tmp_path, arguments, message):
    status, said, errors = run("report", NOTEBOOKS / arguments[0], *arguments[1:], "--out", tmp_path / "out")
    assert (status, said, len(errors)) == (1, [], 1)
    assert message in errors[0]
    assert not (tmp_path / "out").exists()


def test_a_notebook_can_be_named_without_its_path(run, tmp_path):
    status, _, errors = run("report", "partner", "-p", "partnr", "JP", "--out", tmp_path)
    assert status == 1
    assert "partner.ipynb: there is no parameter 'partnr'; did you mean 'partner'?" in errors[0]


def test_build_makes_the_real_matrix_of_a_page(run, seeds, tmp_path):
    out = tmp_path / "out"
    status, said, errors = run("build", "--seeds", seeds, "--out", out, "--only", "document", "--only", "partner=JP")
    assert (status, errors) == (0, [])
    assert said[-1].startswith(f"{out}: 2 made (")
    for name in ("document-page", "partner-JP"):
        assert (out / f"{name}.pdf").read_bytes().startswith(b"%PDF")
    status, said, _ = run("build", "--seeds", seeds, "--out", out, "--only", "document", "--only", "partner=JP")
    assert said[-1].startswith(f"{out}: 2 up to date (")
    assert run("build", "--seeds", seeds, "--out", out, "--only", "partner=XX")[2][0].startswith(
        "error: there is no partner 'XX'; "
    )


def test_an_interrupted_command_is_status_130(run, monkeypatch):
    from cq_research import checks

    def check(corpus):
        raise KeyboardInterrupt

    monkeypatch.setattr(checks, "check", check)
    assert run("check", "--seeds", SEEDS) == (130, [], ["error: interrupted; what was finished is kept"])


def test_a_build_runs_with_fixed_hash_seeds_and_clock(tmp_path, seeds):
    notebook = tmp_path / "hashes.ipynb"
    cell = {"cell_type": "code", "id": "a", "metadata": {}, "outputs": [], "execution_count": None,
            "source": "import os\nprint(hash('a'), os.environ['SOURCE_DATE_EPOCH'])"}  # fmt: skip
    notebook.write_text(
        json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}), encoding="utf-8"
    )
    outside = {k: v for k, v in os.environ.items() if k not in ("PYTHONHASHSEED", "SOURCE_DATE_EPOCH")}
    run = python("-m", "cq_research", "report", notebook, "--out", tmp_path, env=outside)
    assert run.returncode == 0, run.stderr
    expected = python("-c", "print(hash('a'), 1577836800)", env={**outside, "PYTHONHASHSEED": "0"}).stdout
    executed = json.loads((tmp_path / "notebooks" / "hashes.ipynb").read_text(encoding="utf-8"))
    assert executed["cells"][0]["outputs"][0]["text"] == [expected]


def test_add_takes_a_page_that_can_be_read_and_refuses_others(run, seeds, tmp_path):
    new = tmp_path / "new.txt"
    new.write_text(PAGE, encoding="utf-8")
    (tmp_path / "empty.txt").write_bytes(b" \n")
    (tmp_path / "page.html").write_text("<p>", encoding="utf-8")
    (tmp_path / "page.txt").write_text("Something else, which is also a sentence.", encoding="utf-8")
    others = [tmp_path / name for name in ("empty.txt", "page.html", "page.txt", "nowhere.txt")]
    status, said, errors = run("add", new, *others, "--seeds", seeds)
    assert status == 1
    assert said[0].startswith(f"{seeds / 'new.txt'}: ")
    assert (seeds / "new.txt").read_bytes() == new.read_bytes()
    assert len(errors) == len(others)
    for path, error in zip(others, errors, strict=True):
        assert path.name in error
    assert (seeds / "page.txt").read_text(encoding="utf-8") == PAGE
    assert sorted(p.name for p in seeds.iterdir()) == ["new.txt", "page.txt"]
    assert run("add", new, "--seeds", seeds)[0] == 0  # once more is no harm
