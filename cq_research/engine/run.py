"""One notebook run by papermill: parameters checked before, failures named after, and nothing left that varies."""

from __future__ import annotations

import copy
import math
import re
from collections.abc import Mapping
from pathlib import Path

from cq_research import parameters as notebook_parameters
from cq_research.engine import WarmEngine, available, quick_imports
from cq_research.engine.outputs import tidy
from cq_research.errors import ReportError

with quick_imports():
    import nbformat

ENGINES = {"warm": "cq-warm", "kernel": "nbclient"}
_COLOURS = re.compile(r"\x1b\[[\d;]{0,20}m")


def read(path: str | Path):
    """The notebook at `path`, as nbformat's node of version 4.5. Raises ReportError where there is none to read."""
    try:
        nb = nbformat.read(path, as_version=4)
    except FileNotFoundError as error:
        raise ReportError(f"{path}: there is no such notebook") from error
    except OSError as error:
        raise ReportError(f"{path}: can't be read ({error.strerror})") from error
    except Exception as error:  # nbformat raises its own kinds, JSON's and those of a wrong structure
        raise ReportError(f"{path}: is no notebook that nbformat can read ({_first_line(error)})") from error
    # Cells of older notebooks have no ids: papermill would give them random ones.
    for number, cell in enumerate(nb.cells, 1):
        cell.setdefault("id", f"cell-{number}")
    nb.nbformat_minor = max(nb.nbformat_minor, 5)
    return nb


def text(nb) -> str:
    """The notebook `nb` as the text of its file."""
    return nbformat.writes(nb, version=4) + "\n"


def run(
    notebook: str | Path,
    parameters: Mapping[str, object] | None = None,
    *,
    engine: str = "warm",
    folder: str | Path | None = None,
    limit: float | None = None,
):
    """The notebook at the path `notebook`, executed with `parameters`: a notebook node, ready to be exported.

    `engine` is ``warm`` or ``kernel`` (a new kernel for it; the same outputs); where a process can't be forked, it is
    always the kernel. `folder` is the working folder, by default this process's; `limit` a cell's time limit in
    seconds. Raises ParameterError for parameters that the notebook doesn't take, and ReportError, naming notebook, cell
    and cause, if it fails.
    """
    source = read(notebook)
    given = notebook_parameters.check(source, str(notebook), parameters or {})
    with quick_imports():
        import papermill
        from papermill.engines import papermill_engines
        from papermill.exceptions import PapermillExecutionError
    papermill_engines.register(ENGINES["warm"], WarmEngine)
    try:
        executed = papermill.execute_notebook(
            copy.deepcopy(source),
            None,
            given,
            engine_name=ENGINES[engine if available() else "kernel"],
            kernel_name="python3",
            language="python",
            progress_bar=False,
            cwd=folder,
            execution_timeout=limit and math.ceil(limit),
            extra_arguments=["--log-level=ERROR"],  # of a kernel, which warns on every start that it has no encryption
        )
    except PapermillExecutionError as error:
        number = _number(source, error.cell_index, bool(given))
        cause = _first_line(f"{error.ename}: {error.evalue}")
        raise ReportError(f"{notebook}, cell {number}: {cause}") from error
    except Exception as error:  # a kernel that died, took too long or doesn't exist; each is an error of its own kind
        raise ReportError(f"{notebook}: {type(error).__name__}: {_first_line(error)}") from error
    return tidy(executed)


def _number(source, index: int, injected: bool) -> int:
    """The number of cell `index` as its author counts: from 1, without the cell that papermill put in."""
    after = next((i for i, c in enumerate(source.cells) if "parameters" in c.metadata.get("tags", [])), -1)
    return index if injected and index > after + 1 else index + 1


def _first_line(error: object, width: int = 300) -> str:
    lines = [line.strip() for line in _COLOURS.sub("", str(error)).splitlines() if line.strip()]
    line = lines[0] if lines else type(error).__name__
    return line if len(line) <= width else line[: width - 1] + "…"
