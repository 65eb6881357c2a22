"""One set of versions: the lock, pyproject.toml and environment.yml say the same, and none names a machine."""

from __future__ import annotations

import importlib.metadata
import re
import subprocess
import tomllib

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from cq_research.paths import LOCK, ROOT

LOCK_TEXT = LOCK.read_text(encoding="utf-8")
PINS = [Requirement(line.rstrip(" \\")) for line in LOCK_TEXT.splitlines() if re.match(r"[A-Za-z0-9]", line)]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
WANTED = [*PROJECT["dependencies"], *(r for extra in PROJECT["optional-dependencies"].values() for r in extra)]


def test_the_lock_pins_every_package_with_hashes_and_names_no_index_or_path():
    entries = re.split(r"\n(?=[A-Za-z0-9])", LOCK_TEXT.strip())
    assert len(entries) == len(PINS) > 100
    for entry in entries:
        assert re.match(r"[a-z0-9-]+==[^ ]+", entry)
        assert "--hash=sha256:" in entry
    assert not re.search(r"https?:|file:|/|--index|--find|--extra", re.sub(r"[<>=!~]=?", "", LOCK_TEXT))


@pytest.mark.parametrize("wanted", WANTED)
def test_every_dependency_of_the_project_is_in_the_lock(wanted):
    requirement = Requirement(wanted)
    pins = [p for p in PINS if canonicalize_name(p.name) == canonicalize_name(requirement.name)]
    assert pins
    for pin in pins:
        version = str(pin.specifier).removeprefix("==")
        assert requirement.specifier.contains(version)


def test_what_is_installed_is_what_the_lock_says():
    for pin in PINS:
        if pin.marker is None or pin.marker.evaluate():
            assert pin.specifier.contains(importlib.metadata.version(pin.name), prereleases=True), pin.name


def test_conda_supplies_python_and_pip_the_same_lock():
    environment = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    conda = [d for d in environment["dependencies"] if isinstance(d, str)]
    pip = next(d["pip"] for d in environment["dependencies"] if isinstance(d, dict))
    assert [d.split()[0] for d in conda] == ["python", "make", "pip"]
    assert conda[0].removeprefix("python ") == PROJECT["requires-python"]
    assert pip == ["--require-hashes", "--only-binary=:all:", "-r requirements.lock"]


def test_no_tracked_file_names_a_machine_path_or_an_index():
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout")
    machine = re.compile(
        "|".join([r"/home/[a-z]", "/ro" + "ot/", "/Use" + "rs/", re.escape(str(ROOT)), r"--(extra-)?ind" + "ex-url"])
    )
    for name in listed.stdout.decode().split("\0"):
        path = ROOT / name
        if path.suffix in {".pdf", ".parquet", ".png"} or name.startswith("seeds/") or not path.is_file():
            continue
        found = machine.search(path.read_text(encoding="utf-8", errors="replace"))
        assert not found, f"{name}: {found}"
