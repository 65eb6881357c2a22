"""What is out of date, as doit keeps account of it: by content, so that touching a file changes nothing."""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from doit.control import TaskControl
from doit.dependency import Dependency, JsonDB
from doit.exceptions import BaseFail, TaskFailed
from doit.reporter import ZeroReporter
from doit.runner import MThreadRunner
from doit.task import Task, dict_to_task
from doit.tools import config_changed

from cq_research.errors import CqResearchError, OutputError, ReportError
from cq_research.paths import LOCK, PACKAGE
from cq_research.reports.ledger import FOLDER
from cq_research.reports.matrix import DATA, Report

_SOURCES = {"__pycache__"}  # folders of the package that hold no source


def fingerprint(seeds: Path) -> str:
    """A hash of everything but the notebooks that the reports depend on: documents and corrections in the folder
    `seeds`, this package's sources, the lock, and the version of Python.
    """
    digest = hashlib.sha256("{}.{}".format(*sys.version_info).encode())
    package = (p for p in PACKAGE.rglob("*") if p.is_file() and not _SOURCES & set(p.parts))
    documents = (p for p in seeds.iterdir() if p.suffix in (".txt", ".yaml") and p.is_file())
    for root, paths in ((PACKAGE, package), (seeds, documents), (LOCK.parent, [LOCK])):
        for path in sorted(paths):
            if path.is_file():
                content = path.read_bytes()
                digest.update(f"{path.relative_to(root).as_posix()}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()


def open_state(out: Path) -> Dependency:
    """doit's account of the reports in the folder `out`. One that can't be read is begun anew: all is then made."""
    path = out / FOLDER / "doit.json"
    try:
        try:
            kept = json.loads(path.read_bytes() or b"null")
        except ValueError:
            kept = None
        except FileNotFoundError:
            kept = {}
        if not isinstance(kept, dict) or not all(isinstance(entry, dict) for entry in kept.values()):
            path.unlink()
        return Dependency(JsonDB, str(path))
    except OSError as error:
        raise OutputError(f"{path}: can't be read or renewed ({error.strerror})") from error


def tasks(
    reports: Sequence[Report], act: Callable[[Report], dict], out: Path, shared: str, seeds: str | None
) -> list[Task]:
    """A doit task a report of `reports`: it calls `act`, and holds what that returns.

    It is out of date if `shared` (a fingerprint), the notebook, the parameters or one of its files has changed.
    """
    made = []
    for report in reports:
        if not report.notebook.is_file():
            raise ReportError(f"{report.notebook}: there is no such notebook; reports of kind {report.kind!r} need it")
        settings = {"shared": shared, "parameters": {**report.parameters, "seeds": seeds}}
        made.append(_task(report.name, targets(report.name, out), [report.notebook], settings, act, report))
    return made


def data_task(act: Callable, files: Sequence[Path], shared: str) -> Task:
    """The doit task of the Data Package, whose `files` were made before, if any."""
    return _task(DATA, files, [], {"shared": shared}, act)


def targets(name: str, out: Path) -> list[Path]:
    """The files that the report `name` consists of."""
    return [out / f"{name}.pdf", out / f"{name}.html", out / "notebooks" / f"{name}.ipynb"]


def _task(name: str, files: Sequence[Path], sources: Sequence[Path], settings: dict, act: Callable, *arguments) -> Task:
    def action():
        try:
            return act(*arguments)
        except CqResearchError as error:
            return TaskFailed(str(error), report=False)

    return dict_to_task(
        {
            "name": name,
            "actions": [action],
            "file_dep": [str(path) for path in sources],
            "targets": [str(path) for path in files],
            "uptodate": [config_changed(settings)],
            "io": {"capture": False},  # doit's capture is a process's, and these run in threads
        }
    )


class Reporter(ZeroReporter):
    """Passes on doit's news of the end of a task: ``succeeded(name, values)`` or ``failed(name, message)``."""

    def __init__(self, succeeded: Callable[[str, dict], None], failed: Callable[[str, str], None]):
        super().__init__(sys.stderr, {})
        self.succeeded, self.failed = succeeded, failed

    def add_success(self, task: Task) -> None:
        """What the task's action returned is in its values, with what doit adds."""
        self.succeeded(task.name, {k: v for k, v in task.values.items() if not k.startswith("_")})

    def add_failure(self, task: Task, fail: BaseFail) -> None:
        """The message is one line: the error's own."""
        self.failed(task.name, " ".join(str(fail.message).split()))


def run(tasks: Sequence[Task], state: Dependency, reporter: Reporter, jobs: int) -> None:
    """Run `tasks`, `jobs` at a time in threads, all of them whether or not one fails; saves `state`."""
    control = TaskControl(list(tasks))
    control.process(None)
    MThreadRunner(state, reporter, continue_=True, always_execute=True, num_process=jobs).run_all(
        control.task_dispatcher()
    )


def why(task: Task, state: Dependency, known: bool) -> str | None:
    """Why `task` is out of date, in words; None if it is not. `known` says whether a build has made it before."""
    status = state.get_status(task, {}, get_log=True)
    if status.status == "up-to-date":
        return None
    if not known:
        return "new"
    reasons = status.reasons
    if reasons.get("uptodate_false"):
        return "documents, code, lock or parameters have changed"
    if reasons.get("changed_file_dep") or reasons.get("added_file_dep"):
        return "its notebook has changed"
    if reasons.get("missing_target"):
        return f"{Path(reasons['missing_target'][0]).name} is missing"
    return "not made by the last build"
