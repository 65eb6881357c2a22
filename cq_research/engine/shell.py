"""The child's side of the warm engine: an IPython shell in this process, with the outputs of an IPython kernel.

The shell, its display hook and its publisher are ipykernel's own; only their way out differs: messages go to nbclient's
`process_message`, which makes a notebook's outputs of them, without a socket in between. So what a cell shows is
formatted and collected by the same code as under a real kernel.
"""

from __future__ import annotations

import asyncio
import builtins
import copy
import io
import logging
import os
import random
import signal
import sys
import tempfile
import types
from pathlib import Path

import numpy as np
from ipykernel.compiler import XCachingCompiler
from ipykernel.ipkernel import IPythonKernel
from ipykernel.zmqshell import ZMQInteractiveShell
from IPython.core.error import StdinNotImplementedError
from IPython.core.profiledir import ProfileDir
from IPython.core.pylabtools import activate_matplotlib
from jupyter_client.session import Session
from matplotlib_inline.backend_inline import configure_inline_support
from nbclient import NotebookClient
from traitlets.config import Config

from cq_research.engine import end_with
from cq_research.engine.outputs import join_streams

_BACKEND = "module://matplotlib_inline.backend_inline"
_NOTEBOOK_COLUMNS = 20  # pandas' own display.max_columns in a notebook; a process that is none starts with 0


def language_info() -> dict:
    """What a kernel of this Python says of its language, for the notebook's metadata."""
    return copy.deepcopy(IPythonKernel.language_info)


def is_run(cell) -> bool:
    """Whether nbclient would execute `cell`: code, not empty, not tagged ``skip-execution``."""
    tags = cell.metadata.get("tags", [])
    return cell.cell_type == "code" and bool(cell.source.strip()) and "skip-execution" not in tags


def serve(nb, connection, parent: int) -> None:
    """Execute the cells of `nb` whose indices come through `connection`, until it is closed; ends the process.

    The answer to an index is ``(failed, [(index, execution_count, outputs), …])``: the cell, and any earlier one whose
    display it updated. `parent` is the process that this one must not outlive.
    """
    status = 70  # EX_SOFTWARE: something went wrong here rather than in a cell
    try:
        _detach(parent)
        cells = _Cells(nb)
        while True:
            try:
                index = connection.recv()
            except EOFError:
                break
            connection.send(cells.execute(index))
        status = 0
    except SystemExit as error:
        status = error.code if isinstance(error.code, int) else 1
    finally:
        os._exit(status)  # not sys.exit: what the parent registered for its own end is none of ours


class _Cells:
    """The shell, and the notebook whose outputs it fills."""

    def __init__(self, nb):
        self.client = NotebookClient(nb)
        self.nb = nb
        self.index = 0
        self.updated_display = False
        session = _Session(self._receive)
        self.streams = [_Stream("stdout", 1, session), _Stream("stderr", 2, session)]
        self.loop = asyncio.new_event_loop()
        asyncio.set_event_loop(self.loop)
        _as_in_a_new_process()
        self.shell = _shell(session)
        sys.stdout, sys.stderr = self.streams
        if "matplotlib.pyplot" in sys.modules:
            # Now and not in the parent, where there is no shell for it to hook into: figures would become text.
            activate_matplotlib(_BACKEND)
            configure_inline_support(self.shell, _BACKEND)

    def execute(self, index: int) -> tuple[bool, list[tuple]]:
        self.index, self.updated_display = index, False
        cell = self.nb.cells[index]
        cell.outputs = []
        cell.execution_count = self.shell.execution_count
        self.client.clear_before_next_output = False
        result = self.loop.run_until_complete(self._run(cell.source))
        for stream in self.streams:
            stream.flush()
        failed = not result.success or self.shell._last_traceback_during_displayhook
        cells = range(index + 1) if self.updated_display else [index]
        return failed, [
            (i, self.nb.cells[i].execution_count, join_streams(self.nb.cells[i].outputs))
            for i in cells
            if is_run(self.nb.cells[i])
        ]

    async def _run(self, source: str):
        """As ipykernel's `do_execute`: code that awaits on the running loop, other code within it."""
        shell = self.shell
        try:
            transformed, problem = shell.transform_cell(source), None
        except Exception:
            transformed, problem = source, sys.exc_info()
        if not shell.should_run_async(source, transformed_cell=transformed, preprocessing_exc_tuple=problem):
            return shell.run_cell(source, store_history=True)
        try:
            result = await shell.run_cell_async(
                source, store_history=True, transformed_cell=transformed, preprocessing_exc_tuple=problem
            )
        finally:
            shell.events.trigger("post_execute")
        shell.events.trigger("post_run_cell", result)
        return result

    def _receive(self, message: dict) -> None:
        transient = message["content"].get("transient") or {}
        if message["msg_type"] == "update_display_data" or transient.get("display_id"):
            self.updated_display = True
        if not message["msg_type"].startswith("comm"):  # widgets talk to a browser, and there is none
            self.client.process_message(message, self.nb.cells[self.index], self.index)


class _Session(Session):
    """Hands each message to a function instead of a socket."""

    def __init__(self, receive):
        super().__init__()
        self.receive = receive

    def send(self, stream, msg_or_type, content=None, parent=None, *_, **__):
        message = msg_or_type if isinstance(msg_or_type, dict) else self.msg(msg_or_type, content, parent)
        self.receive(message)
        return message


class _Stream(io.TextIOBase):
    """What a cell prints, kept until the next display or the cell's end, as ipykernel's streams do.

    Also what comes through the file descriptor past Python: from other processes and libraries written in C.
    """

    encoding = "UTF-8"
    errors = "strict"

    def __init__(self, name: str, descriptor: int, session: _Session):
        self.name, self.session, self.parts = name, session, []
        self.descriptor, self.seen = descriptor, 0
        self.file = tempfile.TemporaryFile()  # noqa: SIM115  lasts as long as the process
        os.dup2(self.file.fileno(), descriptor)

    def write(self, text: str) -> int:
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text)}")
        self.parts.append(text)
        return len(text)

    def flush(self) -> None:
        parts, self.parts = self.parts, []
        if text := "".join(parts) + self._from_descriptor():
            self.session.send(None, "stream", {"name": self.name, "text": text})

    def writable(self) -> bool:
        return True

    def fileno(self) -> int:
        return self.descriptor

    def _from_descriptor(self) -> str:
        size = os.fstat(self.file.fileno()).st_size
        content = os.pread(self.file.fileno(), size - self.seen, self.seen) if size > self.seen else b""
        self.seen = size
        return content.decode(errors="replace")


def _shell(session: _Session) -> ZMQInteractiveShell:
    config = Config()
    config.HistoryManager.enabled = False  # no file in the home folder, no thread that writes it
    shell = ZMQInteractiveShell.instance(
        config=config, profile_dir=ProfileDir(), user_ns={}, compiler_class=XCachingCompiler
    )
    shell.kernel = types.SimpleNamespace(eventloop=None)
    shell.enable_gui = lambda gui=None: None  # there are no windows here
    for hook in (shell.displayhook, shell.display_pub):
        hook.session = session
    return shell


def _detach(parent: int) -> None:
    """A process group of its own, which ends when the parent does, however that ends."""
    os.setsid()
    end_with(parent)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)
    with Path(os.devnull).open("rb") as nothing:
        os.dup2(nothing.fileno(), 0)


def _as_in_a_new_process() -> None:
    """Undo what the parent's state would change in a notebook's output, and seed the generators of random numbers."""
    os.environ.setdefault("MPLBACKEND", _BACKEND)  # as ipykernel does
    random.seed(0)
    np.random.seed(0)
    logging.root.handlers.clear()
    logging.root.setLevel(logging.WARNING)
    _set_path()
    if "pandas" in sys.modules:
        sys.modules["pandas"].set_option("display.max_columns", _NOTEBOOK_COLUMNS)
    builtins.input = _no_input


def _set_path() -> None:
    """As in a kernel: the working folder stands before the installed packages, the command's own folder nowhere."""
    script = str(Path(sys.argv[0]).resolve().parent)
    paths = [p for p in sys.path if p not in ("", script)]
    installed = (i for i, p in enumerate(paths) if p.endswith(("site-packages", "dist-packages")))
    paths.insert(next(installed, len(paths)), "")
    sys.path[:] = paths
    sys.argv = ["ipykernel_launcher.py"]


def _no_input(prompt: str = "") -> str:
    raise StdinNotImplementedError("raw_input was called, but this frontend does not support input requests.")
