"""The documentation against the code: every command, target, file and line of Python that the README shows is real."""

from __future__ import annotations

import re
import shlex

import pytest

import cq_research as cq
from cq_research import cli
from cq_research.paths import ROOT, VOCABULARIES

README = (ROOT / "README.md").read_text(encoding="utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```(\w*)\n(.*?)```", README, flags=re.DOTALL)
COMMANDS = sorted({line.split("#")[0].strip() for _, code in BLOCKS for line in code.splitlines()})


@pytest.mark.parametrize("command", [c for c in COMMANDS if c.startswith("cq-research ")])
def test_every_command_of_the_readme_is_understood(command):
    options = cli._parser().parse_args(shlex.split(command)[1:])
    assert callable(options.act)


@pytest.mark.parametrize("target", sorted(set(re.findall(r"`make ([a-z-]+)`", README + CONTRIBUTING))))
def test_every_make_target_that_is_named_exists(target):
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE)


def test_the_python_of_the_readme_runs(tmp_path, monkeypatch):
    (code,) = [code for language, code in BLOCKS if language == "python"]
    (tmp_path / "seeds").symlink_to(ROOT / "seeds")
    monkeypatch.chdir(tmp_path)
    space: dict = {}
    exec(compile(code, "README.md", "exec"), space)
    assert set(space["corpus"].figures["doc_id"]) <= set(space["corpus"].documents["doc_id"])
    assert (tmp_path / "build" / "tables" / "datapackage.json").exists()


def test_the_public_verbs_are_those_that_the_package_names():
    assert all(getattr(cq, name) is not None for name in cq.__all__)
    assert set(cq.__all__) <= set(dir(cq))
    with pytest.raises(AttributeError, match="there are: Corpus, check"):
        cq.nothing  # noqa: B018


def test_files_that_the_documents_name_exist():
    named = re.findall(r"`((?:cq_research|tests|notebooks|seeds)/[\w./-]+\.\w+)`", README + CONTRIBUTING)
    assert len(named) > 3
    assert [name for name in named if "NAME" not in name and not (ROOT / name).exists()] == []


@pytest.mark.parametrize("path", sorted(VOCABULARIES.glob("*.yaml")), ids=lambda p: p.stem)
def test_every_vocabulary_begins_with_a_header_that_explains_it(path):
    header = [line for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("#")]
    assert len(header) >= 2
