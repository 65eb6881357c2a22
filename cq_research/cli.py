"""The command line: ``cq-research VERB``. Nothing that is slow to import is imported before a verb needs it.

Exit status: 0 if all is well, 1 if something is wrong (said in one line ``error: …`` each on stderr), 2 for a command
that can't be understood, 130 if interrupted.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from cq_research import __version__
from cq_research.clock import EPOCH
from cq_research.errors import CqResearchError, OutputError, ParameterError
from cq_research.paths import NOTEBOOKS, REPORTS, ROOT, SEEDS

_HASH_SEED = "0"  # the same bytes every time: the order of sets


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line `arguments`, those of this process by default; ends by SystemExit with the exit status."""
    options = _parser().parse_args(arguments)
    os.environ.setdefault("SOURCE_DATE_EPOCH", str(EPOCH))
    if arguments is None and options.reproducible and os.environ.get("PYTHONHASHSEED") != _HASH_SEED:
        # A Python that runs can't change its hash seed: begin again, before anything is imported.
        os.environ["PYTHONHASHSEED"] = _HASH_SEED
        os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])
    sys.exit(_status(lambda: options.act(options)))


def _status(act: Callable[[], list[str]]) -> int:
    try:
        problems = act()
        sys.stdout.flush()
    except CqResearchError as error:
        problems = [str(error)]
    except KeyboardInterrupt:
        print("error: interrupted; what was finished is kept", file=sys.stderr)
        return 130
    except BrokenPipeError:  # the reader of our output, such as head, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    for problem in problems:
        print(f"error: {problem}", file=sys.stderr)
    return 1 if problems else 0


def _build(options: argparse.Namespace) -> list[str]:
    from cq_research.reports.build import build

    begun = time.monotonic()
    result = build(
        options.seeds,
        options.out,
        jobs=options.jobs,
        only=options.only,
        dry_run=options.dry_run,
        force=options.force,
        engine=options.engine,
        limit=options.limit or None,
        say=lambda line: print(line, flush=True),
    )
    if not options.dry_run:
        counts = {"made": result.made, "up to date": result.current, "removed": result.removed}
        said = ", ".join(f"{len(names)} {what}" for what, names in counts.items() if names) or "nothing made"
        print(f"{options.out}: {said} ({time.monotonic() - begun:.1f} s)")
    return result.problems


def _tables(options: argparse.Namespace) -> list[str]:
    from cq_research import corpus, tables

    read = corpus.load(options.seeds)
    written = tables.write(read, options.out)
    print(f"{options.out}: {len(read.documents)} documents in {len(written)} files")
    _warn(read)
    return [str(problem) for problem in read.problems]


def _report(options: argparse.Namespace) -> list[str]:
    from cq_research.engine.run import run
    from cq_research.reports.make import export_all, write_all

    given: dict[str, str] = {}
    for name, value in options.parameter:
        if name in given:
            raise ParameterError(f"-p {name} is given twice, as {given[name]!r} and {value!r}; give it once")
        given[name] = value
    notebook = Path(options.notebook)
    if not notebook.suffix and not notebook.exists():
        notebook = NOTEBOOKS / f"{options.notebook}.ipynb"
    folder = None if "seeds" in given else ROOT  # where the notebooks' default finds them
    nb = run(notebook, given, engine=options.engine, limit=options.limit or None, folder=folder)
    contents, warnings = export_all(nb, str(notebook))
    subject = [value.replace("/", "-") for name, value in given.items() if name != "seeds"]
    files = write_all("-".join([notebook.stem, *subject]), contents, options.out)
    for warning in warnings:
        print(f"warning: {warning}")
    for file in files:
        print(options.out / file)
    return []


def _check(options: argparse.Namespace) -> list[str]:
    from cq_research import checks, corpus

    read = corpus.load(options.seeds)
    broken = checks.check(read)
    _warn(read)
    if not broken:
        print(f"{options.seeds}: {len(read.documents)} documents; every promise of the tables holds")
    return [*(str(problem) for problem in read.problems), *broken]


def _warn(read) -> None:
    for doubt in read.doubts:
        print(f"warning: {doubt}", file=sys.stderr)


def _list(options: argparse.Namespace) -> list[str]:
    from cq_research import corpus

    read = corpus.load(options.seeds)
    print(f"documents ({len(read.documents)})")
    for row in read.documents.itertuples():
        published, title = (value if isinstance(value, str) else "?" for value in (row.published, row.title))
        print(f"  {row.doc_id}  {published:<10}  {title}")
    for kind, table in (("partner", read.partners), ("theme", read.themes)):
        subjects = read.subjects(kind)
        print(f"{kind}s ({len(subjects)})")
        for subject in subjects:
            count = table.loc[table[kind] == subject, "sentence_id"].nunique()
            print(f"  {subject}  {count} sentence{'s' if count > 1 else ''}")
    return [str(problem) for problem in read.problems]


def _add(options: argparse.Namespace) -> list[str]:
    from cq_research import corpus, pages
    from cq_research.reports.ledger import write

    problems = []
    for path in options.file:
        target = options.seeds / path.name
        try:
            if path.suffix != ".txt":
                raise OutputError(f"{path}: is not named *.txt; save the page as text, in UTF-8")
            page = pages.read(path, path.parent)
            content = path.read_bytes()
            if target.exists() and target.read_bytes() != content:
                raise OutputError(f"{target}: is there already, with other content; give {path} another name")
            row = corpus.parse(page.text, page.doc_id).documents.iloc[0]
            write(target, content)
            print(f"{target}: {row.title if isinstance(row.title, str) else 'no title found'}")
            if isinstance(row.doubt, str):
                print(f"warning: {target}: {row.doubt}")
        except CqResearchError as error:
            problems.append(str(error))
    return problems


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="cq-research", description="Source documents in, tables and reports out.")
    parser.add_argument("--version", action="version", version=f"cq-research {__version__}")
    verbs = parser.add_subparsers(required=True, metavar="VERB")

    def verb(name: str, act: Callable, summary: str, reproducible: bool = False) -> argparse.ArgumentParser:
        added = verbs.add_parser(name, help=summary, description=f"{summary[0].upper()}{summary[1:]}.")
        added.set_defaults(act=act, reproducible=reproducible)
        return added

    def seeds(to: argparse.ArgumentParser) -> None:
        to.add_argument(
            "--seeds", type=Path, default=_near(SEEDS), metavar="DIR", help="documents (default: %(default)s)"
        )

    def running(to: argparse.ArgumentParser) -> None:
        to.add_argument("--out", type=Path, default=_near(REPORTS), metavar="DIR", help="default: %(default)s")
        to.add_argument(
            "--engine",
            choices=("warm", "kernel"),
            default="warm",
            help="forks of a warm process (default), or a new kernel for each; the reports are the same",
        )
        to.add_argument(
            "--limit", type=float, default=600.0, metavar="SECONDS", help="a cell's time (default: 600; 0 for no limit)"
        )

    build = verb("build", _build, "bring all reports up to date", reproducible=True)
    seeds(build)
    running(build)
    build.add_argument("--jobs", type=int, default=2, metavar="N", help="reports made at a time (default: 2)")
    build.add_argument(
        "--only",
        action="append",
        default=[],
        metavar="KIND[=SUBJECT]",
        help="such as partner=JP; may be repeated; the dossiers that a report links to are of an earlier build",
    )
    build.add_argument("--dry-run", action="store_true", help="say what would be done, and why, and do nothing")
    build.add_argument("--force", action="store_true", help="make also what is up to date")

    tables = verb("tables", _tables, "write the tables as a Data Package")
    tables.add_argument("seeds", type=Path, metavar="SEEDS", help="folder of documents")
    tables.add_argument("out", type=Path, metavar="OUT", help="folder for the package")

    report = verb("report", _report, "run one notebook and export it", reproducible=True)
    report.add_argument("notebook", metavar="NOTEBOOK", help="its path, or the name of one in notebooks/")
    report.add_argument(
        "-p", dest="parameter", nargs=2, action="append", default=[], metavar=("KEY", "VALUE"), help="a parameter"
    )
    running(report)

    seeds(verb("check", _check, "prove the promises of the tables: spans, keys, coverage, the audit"))
    seeds(verb("list", _list, "list the documents, partners and themes there are"))
    add = verb("add", _add, "add pages saved as text, if they can be read")
    add.add_argument("file", nargs="+", type=Path, metavar="FILE", help="a page as *.txt")
    seeds(add)
    return parser


def _near(path: Path) -> Path:
    """`path` as seen from the working folder, if it lies within."""
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path
