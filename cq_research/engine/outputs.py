"""An executed notebook made the same every time: no clock, no process number, no path of this machine."""

from __future__ import annotations

import re

# ipykernel names a cell's source file after its process; warnings and tracebacks show it.
_CELL_FILE = re.compile(r"[^\s\"'<>]{0,200}ipykernel_\d{1,10}[/\\]\d{1,12}\.py")


def join_streams(outputs: list) -> list:
    """`outputs` with neighbouring stream outputs joined, what was printed first, then what went to stderr.

    A kernel cuts the two streams into pieces by the clock, and does not keep their order; this is the order that holds
    every time.
    """
    joined, group = [], {}
    for output in [*outputs, None]:
        if output is not None and output["output_type"] == "stream":
            if output["name"] in group:
                group[output["name"]]["text"] += output["text"]
            else:
                group[output["name"]] = output
            continue
        joined += [group[name] for name in ("stdout", "stderr") if name in group]
        group = {}
        if output is not None:
            joined.append(output)
    return joined


def tidy(nb):
    """`nb`, an executed notebook, changed in place: what differs from run to run is taken out; returned as well.

    Out go times and durations, paths of input and output, the version of Python, the random id of the cell that
    papermill adds, and the names of temporary files in messages. The parameters stay.
    """
    papermill = nb.metadata.pop("papermill", {})
    nb.metadata["papermill"] = {"parameters": papermill.get("parameters", {})}
    nb.metadata.get("language_info", {}).pop("version", None)
    for cell in nb.cells:
        for key in ("papermill", "execution"):
            cell.metadata.pop(key, None)
        if "injected-parameters" in cell.metadata.get("tags", []) and "id" in cell:
            cell.id = "injected-parameters"
        if cell.cell_type == "code":
            cell.outputs = join_streams(cell.outputs)
            for output in cell.outputs:
                _without_temporary_names(output)
    return nb


def _without_temporary_names(output) -> None:
    if output.output_type == "stream":
        output.text = _CELL_FILE.sub("cell", output.text)
    elif output.output_type == "error":
        output.traceback = [_CELL_FILE.sub("cell", line) for line in output.traceback]
