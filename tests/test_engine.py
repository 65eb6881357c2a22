"""The warm engine: a kernel's outputs, nothing shared between notebooks, and a named end for each that fails."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import pytest

from cq_research import engine
from cq_research.engine.outputs import join_streams, tidy
from cq_research.engine.run import read, run, text
from cq_research.errors import ParameterError, ReportError

NOTEBOOKS = Path(__file__).parent / "notebooks"
needs_fork = pytest.mark.skipif(
    not engine.available(), reason="no process can be forked here: the kernel does the work"
)


def printed(nb) -> str:
    return "".join(o.text for c in nb.cells for o in c.get("outputs", ()) if o.output_type == "stream")


def is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def until_ended(pids: list[int], seconds: float = 10) -> bool:
    end = time.monotonic() + seconds
    while any(map(is_running, pids)) and time.monotonic() < end:
        time.sleep(0.05)
    return not any(map(is_running, pids))


@needs_fork
def test_a_notebook_of_every_kind_of_output_has_the_same_bytes_as_under_a_kernel(tmp_path):
    # In a process of its own: pytest's handling of warnings and streams would show in the outputs.
    code = f"""if True:
        from pathlib import Path
        from cq_research.engine.run import run, text
        for engine in ("warm", "kernel"):
            nb = run({str(NOTEBOOKS / "outputs.ipynb")!r}, {{"number": 4}}, engine=engine)
            Path({str(tmp_path)!r}, engine).write_text(text(nb), encoding="utf-8")
    """
    outside = {k: v for k, v in os.environ.items() if not k.startswith("PYTEST")}
    subprocess.run([sys.executable, "-c", code], check=True, env={**outside, "SOURCE_DATE_EPOCH": "1577836800"})
    warm = (tmp_path / "warm").read_text(encoding="utf-8")
    assert warm == (tmp_path / "kernel").read_text(encoding="utf-8")
    for sign in ("image/png", "image/svg+xml", "past Python", "UserWarning: beware", '"second"'):
        assert sign in warm


@needs_fork
def test_no_state_passes_from_one_notebook_to_the_next():
    first = run(NOTEBOOKS / "leaky.ipynb", {"word": "ink"})
    second = run(NOTEBOOKS / "leaky.ipynb", {"word": "ink"})
    assert text(first) == text(second)
    found = printed(first)
    assert "left: ink /" in found
    for line in ("global: none", "module: none", "rcParams: 1.5", "pandas option: 6", "working folder changed: False",
                 "environment: none", "path: False", "figures: []", "argument: 1"):  # fmt: skip
        assert line in found


@needs_fork
def test_no_state_passes_back_into_this_process():
    before = (os.getcwd(), dict(os.environ), list(sys.path), list(sys.argv), sys.stdout, sys.displayhook)  # noqa: PTH109
    run(NOTEBOOKS / "leaky.ipynb", {"word": "ink"})
    assert before == (os.getcwd(), dict(os.environ), list(sys.path), list(sys.argv), sys.stdout, sys.displayhook)  # noqa: PTH109


@needs_fork
def test_the_state_of_this_process_is_not_seen_by_a_notebook(monkeypatch):
    plain = printed(run(NOTEBOOKS / "leaky.ipynb"))
    import random

    import numpy as np

    random.seed(1)
    np.random.seed(1)
    monkeypatch.setattr(sys, "argv", ["papermill", "a", "b", "c"])
    assert printed(run(NOTEBOOKS / "leaky.ipynb")) == plain


@pytest.mark.parametrize("kind", ["warm", "kernel"])
def test_a_failing_cell_is_named_with_notebook_number_and_cause(kind):
    with pytest.raises(ReportError) as caught:
        run(NOTEBOOKS / "failing.ipynb", {"number": 0}, engine=kind)
    assert str(caught.value) == f"{NOTEBOOKS / 'failing.ipynb'}, cell 5: ZeroDivisionError: division by zero"


@needs_fork
def test_a_cell_is_counted_alike_with_and_without_parameters():
    for given in ({}, {"number": 0}):
        with pytest.raises(ReportError, match=", cell 5: "):
            run(NOTEBOOKS / "failing.ipynb", given)


@needs_fork
def test_a_cell_that_takes_too_long_is_ended_with_all_it_started(tmp_path):
    begun = time.monotonic()
    with pytest.raises(ReportError, match=r"slow\.ipynb, cell 3: CellTimeoutError: stopped after 1 seconds"):
        run(NOTEBOOKS / "slow.ipynb", {"note": str(tmp_path / "pids")}, limit=1)
    assert time.monotonic() - begun < 20
    assert until_ended([int(pid) for pid in (tmp_path / "pids").read_text().split()])


@needs_fork
@pytest.mark.parametrize(
    ("how", "what"), [("kill", r"killed by SIGKILL \(out of memory\?\)"), ("exit", "ended by itself with status 3")]
)
def test_a_cell_that_takes_its_process_down_is_named_with_the_memory_it_had_used(how, what):
    with pytest.raises(ReportError, match=rf"dying\.ipynb, cell 3: DeadKernelError: .*{what}; it had used \d+ MB"):
        run(NOTEBOOKS / "dying.ipynb", {"how": how})


@needs_fork
def test_a_notebook_does_not_outlive_the_process_that_runs_it(tmp_path):
    note = tmp_path / "pids"
    code = f"from cq_research.engine.run import run; run({str(NOTEBOOKS / 'slow.ipynb')!r}, {{'note': {str(note)!r}}})"
    process = subprocess.Popen([sys.executable, "-c", code])
    try:
        end = time.monotonic() + 30
        while not (note.exists() and note.read_text()) and time.monotonic() < end:
            time.sleep(0.05)
        child, sleeper = map(int, note.read_text().split())
    finally:
        process.kill()
        process.wait()
    assert until_ended([child])
    os.kill(sleeper, signal.SIGKILL)  # a process of the notebook's own is out of reach when its parent is killed


@needs_fork
def test_papermill_finds_the_engine_by_its_entry_point_and_passes_streams_on(tmp_path):
    import papermill

    said = io.StringIO()
    papermill.execute_notebook(
        NOTEBOOKS / "leaky.ipynb", tmp_path / "out.ipynb", {"word": "ink"}, engine_name="cq-warm", progress_bar=False,
        stdout_file=said,
    )  # fmt: skip
    executed = nbformat.read(tmp_path / "out.ipynb", as_version=4)
    assert "left: ink /" in said.getvalue() == printed(executed)
    assert executed.metadata.papermill.exception is None
    assert all(c.metadata.papermill.status == "completed" for c in executed.cells)


@needs_fork
@pytest.mark.parametrize("name", ["failing", "dying"])
def test_papermill_fails_with_the_notebook_so_far_written(name, tmp_path):
    import papermill

    with pytest.raises(papermill.PapermillExecutionError):
        papermill.execute_notebook(
            NOTEBOOKS / f"{name}.ipynb", tmp_path / "out.ipynb", engine_name="cq-warm", progress_bar=False
        )
    executed = nbformat.read(tmp_path / "out.ipynb", as_version=4)
    assert executed.metadata.papermill.exception is True
    assert [o for c in executed.cells for o in c.get("outputs", ()) if o.output_type == "error"]


def test_an_unknown_parameter_is_refused_before_anything_runs():
    with pytest.raises(ParameterError, match=r"leaky\.ipynb: there is no parameter 'wort'; did you mean 'word'\?"):
        run(NOTEBOOKS / "leaky.ipynb", {"wort": "ink"})


@pytest.mark.parametrize(
    ("content", "what"),
    [(None, "there is no such notebook"), (b"", "is no notebook"), (b"{}", "is no notebook"),
     (b"\xff\x00", "is no notebook"), (b'{"cells": 3, "nbformat": 4, "nbformat_minor": 5}', "is no notebook")],
)  # fmt: skip
def test_a_file_that_is_no_notebook_is_named(content, what, tmp_path):
    path = tmp_path / "broken.ipynb"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ReportError, match=what) as caught:
        run(path)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_cells_of_an_old_notebook_get_the_same_ids_every_time(tmp_path):
    nb = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("a"), nbformat.v4.new_code_cell("1")])
    nb.nbformat_minor = 4
    for cell in nb.cells:
        del cell["id"]
    nbformat.write(nb, tmp_path / "old.ipynb")
    assert [c.id for c in read(tmp_path / "old.ipynb").cells] == ["cell-1", "cell-2"]


def stream(name: str, said: str):
    return nbformat.v4.new_output("stream", name=name, text=said)


def test_pieces_of_the_streams_are_joined_up_to_the_next_display():
    display = nbformat.v4.new_output("display_data", data={"text/plain": "d"})
    pieces = [stream("stderr", "1"), stream("stdout", "a"), stream("stderr", "2"), stream("stdout", "b"), display]
    joined = join_streams([*pieces, stream("stdout", "c")])
    assert joined == [stream("stdout", "ab"), stream("stderr", "12"), display, stream("stdout", "c")]
    assert join_streams(joined) == joined
    assert join_streams([]) == []


def test_what_varies_from_run_to_run_is_taken_out_and_the_parameters_stay():
    injected = nbformat.v4.new_code_cell(
        "a = 1", metadata={"tags": ["injected-parameters"], "papermill": {"duration": 1}}
    )
    injected.outputs = [stream("stderr", "/tmp/ipykernel_4711/123456.py:1: UserWarning: beware\n")]
    nb = nbformat.v4.new_notebook(cells=[injected])
    nb.metadata.papermill = {"parameters": {"a": 1}, "start_time": "now", "input_path": "/somewhere"}
    nb.metadata.language_info = {"name": "python", "version": "3.11.7"}
    tidied = tidy(nb)
    assert tidied.metadata == {"papermill": {"parameters": {"a": 1}}, "language_info": {"name": "python"}}
    assert tidied.cells[0].id == "injected-parameters"
    assert tidied.cells[0].metadata == {"tags": ["injected-parameters"]}
    assert tidied.cells[0].outputs[0].text == "cell:1: UserWarning: beware\n"
    assert text(tidy(nb)) == text(tidied)
