"""The whole matrix made: what is out of date, several at a time; what failed is named, what is gone is removed."""

from __future__ import annotations

import contextlib
import fcntl
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from cq_research.errors import DocumentError, OutputError, ParameterError
from cq_research.paths import NOTEBOOKS, REPORTS, ROOT, SEEDS
from cq_research.reports.index import write_index
from cq_research.reports.ledger import FOLDER, Ledger, sweep
from cq_research.reports.matrix import DATA, SUBJECTS, Report, matrix, select
from cq_research.reports.workers import Workers

CELL_LIMIT = 600.0  # seconds that a cell may take in a build


@dataclass
class Result:
    """What a build did: the names made, up to date and removed, and its problems, a line each."""

    made: list[str] = field(default_factory=list)
    current: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def build(
    seeds: Path = SEEDS,
    out: Path = REPORTS,
    *,
    jobs: int = 2,
    only: Sequence[str] = (),
    dry_run: bool = False,
    force: bool = False,
    engine: str = "warm",
    limit: float | None = CELL_LIMIT,
    notebooks: Path = NOTEBOOKS,
    say: Callable[[str], None] = print,
) -> Result:
    """Bring the reports on the folder `seeds` in the folder `out` up to date, `jobs` at a time; returns a Result.

    `only` selects reports (``partner=JP``), `force` takes all as out of date, `dry_run` says what would be done,
    `say` is called with a line of progress a report. A report that fails is a problem of the result, its old files are
    removed, and the others are made; so is a document that can't be read. Raises DocumentError where there is none to
    read, ParameterError for a selection that isn't there, and OutputError where `out` can't be written.
    """
    if jobs < 1:
        raise ParameterError(f"--jobs is to be 1 or more, and {jobs} is not")
    seeds, out = Path(seeds).absolute(), Path(out).absolute()
    if not seeds.is_dir():
        raise DocumentError(f"{seeds}: there is no such folder; name one that holds the documents as *.txt")
    with _alone(out, write=not dry_run):
        building = _Build(seeds, out, Path(notebooks).absolute(), engine, limit, say)
        return building.build(only, jobs, dry_run, force)


class _Build:
    def __init__(self, seeds: Path, out: Path, notebooks: Path, engine: str, limit: float | None, say: Callable):
        from cq_research.reports import plan

        self.plan, self.seeds, self.out, self.notebooks, self.say = plan, seeds, out, notebooks, say
        self.engine, self.limit = engine, limit
        self.ledger, self.result = Ledger(out), Result()
        self.shared = plan.fingerprint(seeds)
        self.reasons: dict[str, str] = {}  # of each report that is to be made, by name
        self.started: dict[str, float] = {}
        self.ended = 0

    def build(self, only: Sequence[str], jobs: int, dry_run: bool, force: bool) -> Result:
        everything = matrix(self._subjects(), self.notebooks)
        reports = select(everything, only)
        self.state = self.plan.open_state(self.out)
        tasks = self.plan.tasks(reports, self._make, self.out, self.shared, self._seeds_parameter())
        if not only or DATA in only:
            files = [self.out / file for file in self.ledger.files(DATA)]
            tasks.append(self.plan.data_task(self._make_data, files, self.shared))
        for task in tasks:
            why = self.plan.why(task, self.state, task.name in self.ledger.made)
            if force or why:
                self.reasons[task.name] = why or "asked for by --force"
            else:
                self.result.current.append(task.name)
        gone = [] if only else sorted(set(self.ledger.made) - {r.name for r in everything} - {DATA})
        if dry_run:
            for name, reason in self.reasons.items():
                self.say(f"would make {name}: {reason}")
            for name in gone:
                self.say(f"would remove {name}: nothing is left to report on")
            return self.result
        for name in gone:
            self._say_kept(self.ledger.remove(name))
            self.result.removed.append(name)
            self.say(f"removed {name}: nothing is left to report on")
        if stale := [task for task in tasks if task.name in self.reasons]:
            self._run(stale, jobs)
        self.ledger.save()
        write_index(self.ledger, self.out)
        return self.result

    def _subjects(self) -> dict[str, list[str]]:
        """What there can be reports about; read from the documents only if they, or the code, have changed."""
        kept = self.ledger.inputs
        if kept.get("shared") != self.shared or set(kept.get("subjects", ())) != set(SUBJECTS):
            from cq_research import corpus

            read = corpus.load(self.seeds)
            subjects = {parameter: read.subjects(parameter) for parameter in SUBJECTS}
            problems = [str(problem) for problem in read.problems]
            kept = {"shared": self.shared, "subjects": subjects, "problems": problems, "doubts": read.doubts}
            self.ledger.inputs = kept
        self.result.problems += kept["problems"]
        for doubt in kept.get("doubts", ()):
            self.say(f"warning: {doubt}")
        return kept["subjects"]

    def _seeds_parameter(self) -> str | None:
        """How the notebooks, which run in the checkout, name the folder of seeds; None for their own default."""
        if self.seeds == SEEDS:
            return None
        return str(self.seeds.relative_to(ROOT) if self.seeds.is_relative_to(ROOT) else self.seeds)

    def _run(self, tasks: list, jobs: int) -> None:
        from cq_research import corpus
        from cq_research.engine import warm
        from cq_research.reports.make import Settings  # which imports nbformat, papermill's slow part, the quick way

        corpus.load(self.seeds)  # once, for all that are forked
        warm(("papermill", "cq_research.export"))
        self.settings = Settings(self.out, self._seeds_parameter(), ROOT, self.engine, self.limit)
        self.workers = Workers(min(jobs, len(tasks)), _job)
        try:
            self.plan.run(tasks, self.state, self.plan.Reporter(self._succeeded, self._failed), jobs)
        finally:
            self.workers.close()
            sweep(self.out)

    def _make(self, report: Report) -> dict:
        self.started[report.name] = time.monotonic()
        return self.workers.run(report, self.settings)

    def _make_data(self) -> dict:
        self.started[DATA] = time.monotonic()
        return self.workers.run(None, self.settings)

    def _succeeded(self, name: str, entry: dict) -> None:
        for warning in entry.pop("warnings"):
            self.say(f"warning: {name}: {warning}")
        self._say_kept(self.ledger.record(name, entry))
        self.result.made.append(name)
        self._progress(name, "")

    def _failed(self, name: str, why: str) -> None:
        self._say_kept(self.ledger.remove(name))  # so that no one takes the old files for new
        self.result.problems.append(f"{name}: {why}")
        self._progress(name, " FAILED")

    def _say_kept(self, files: list[str]) -> None:
        for file in files:
            self.say(f"kept {file}: it has been changed since it was made")

    def _progress(self, name: str, mark: str) -> None:
        self.ended += 1
        total = str(len(self.reasons))
        seconds = time.monotonic() - self.started[name]
        self.say(f"[{self.ended:>{len(total)}}/{total}] {name}  {seconds:.2f} s{mark}")


def _job(report: Report | None, settings) -> dict:
    from cq_research.reports.make import make, make_data

    return make_data(settings) if report is None else make(report, settings)


@contextlib.contextmanager
def _alone(out: Path, write: bool) -> Iterator[None]:
    """Make the folder `out`, and keep it for this build until the block ends; nothing of that unless `write`."""
    if out.exists() and not out.is_dir():
        raise OutputError(f"{out}: is no folder; name one, or a place where one can be made")
    if not write:
        yield
        return
    try:
        (out / FOLDER).mkdir(parents=True, exist_ok=True)
        lock = (out / FOLDER / "lock").open("w")
    except OSError as error:
        raise OutputError(f"{out}: can't be written ({error.strerror}); name a folder that you may write to") from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise OutputError(f"{out}: another build is writing there; wait for its end") from error
        sweep(out)
        yield
