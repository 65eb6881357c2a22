"""One report made: the notebook run, exported, and put in its place."""

from __future__ import annotations

import hashlib
import warnings
from dataclasses import dataclass
from pathlib import Path

from cq_research.engine.run import run, text
from cq_research.errors import CqResearchError, ReportError
from cq_research.reports.ledger import sha256, write
from cq_research.reports.matrix import DATA, Report


@dataclass(frozen=True)
class Settings:
    """What all reports of a build have in common.

    `out` is where they go; `seeds` the folder of documents, seen from `folder`, in which the notebooks run, or None
    for their own default; `limit` a cell's time limit in seconds.
    """

    out: Path
    seeds: str | None
    folder: Path
    engine: str
    limit: float | None


def make(report: Report, settings: Settings) -> dict:
    """Make `report`; returns its entry for the ledger (kind, subject, title, files and their hashes) and ``warnings``.

    Nothing is written unless the notebook ran to its end and all its formats could be exported. Raises ParameterError,
    ReportError or OutputError.
    """
    from cq_research import export

    parameters = dict(report.parameters)
    if settings.seeds is not None:
        parameters["seeds"] = settings.seeds
    nb = run(report.notebook, parameters, engine=settings.engine, folder=settings.folder, limit=settings.limit)
    contents, said = export_all(nb, str(report.notebook))
    return {
        "kind": report.kind,
        "subject": report.subject,
        "title": export.title(nb, report.name),
        "files": write_all(report.name, contents, settings.out),
        "warnings": said,
    }


def make_data(settings: Settings) -> dict:
    """Write the tables as a Data Package into the subfolder ``data``; returns its entry for the ledger."""
    from cq_research import corpus, tables

    folder = settings.folder / (settings.seeds or "seeds")
    written = tables.write(corpus.load(folder), settings.out / "data")
    files = {path.relative_to(settings.out).as_posix(): sha256(path) for path in written}
    return {"kind": DATA, "subject": None, "title": "The tables, as a Data Package", "files": files, "warnings": []}


def export_all(nb, notebook: str) -> tuple[dict[str, bytes], list[str]]:
    """The executed notebook `nb` as ``.pdf``, ``.html`` and ``.ipynb``, and what the exporters warn of."""
    from cq_research import export

    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            pdf, html = export.to_pdf(nb), export.to_html(nb)
        except CqResearchError:
            raise
        except Exception as error:
            raise ReportError(f"{notebook}: could not be exported ({type(error).__name__}: {error})") from error
    said = list(dict.fromkeys(str(w.message) for w in caught if issubclass(w.category, export.ExportWarning)))
    return {".pdf": pdf, ".html": html.encode(), ".ipynb": text(nb).encode()}, said


def write_all(name: str, contents: dict[str, bytes], out: Path) -> dict[str, str]:
    """Write the formats of a report into the folder `out`; returns the files, relative to it, and their SHA-256.

    Executed notebooks go to the subfolder ``notebooks``: they are there to trace a report, not to be read.
    """
    files = {}
    for ending, content in contents.items():
        file = Path("notebooks" if ending == ".ipynb" else "", name + ending)
        write(out / file, content)
        files[file.as_posix()] = hashlib.sha256(content).hexdigest()
    return files
