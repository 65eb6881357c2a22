"""``cq-warm``: a papermill engine that runs each notebook in a fork of this process instead of in a new kernel.

Starting a kernel and importing pandas and matplotlib takes longer than most notebooks do. So this process imports
them once, and every notebook runs in a child forked from it (:mod:`cq_research.engine.shell`), which inherits the
imports and nothing else that matters: it ends with its notebook, so no report sees what another one did. The outputs
are those of an IPython kernel, and so are the bytes of the report; the engine is for speed alone.

The parent drives: it asks for one cell after the other and waits with a time limit. A cell that fails, takes too long
or takes its process down leaves an error output in its place, on which papermill fails the run.

Loaded by papermill through its entry point, so this module imports neither papermill nor anything else that is slow.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import importlib
import multiprocessing.connection
import os
import signal
import sys
import time
import warnings

# What a report imports: imported here once, so that each report starts with it in memory.
_WARM = (
    "numpy.random",
    "pandas",
    "pyarrow.compute",
    "matplotlib.pyplot",
    "matplotlib.backends.backend_agg",
    "matplotlib.backends.backend_svg",
    "matplotlib_inline.config",
    "cq_research.corpus",
    "cq_research.charts",
    "cq_research.narrative",
    "cq_research.present",
)
_tried: set[str] = set()  # modules that have been imported, or can't be
_PR_SET_PDEATHSIG = 1  # linux/prctl.h
_POLL = 0.2  # seconds between looks at a child that may have died without closing its pipe


def available() -> bool:
    """Whether this system can fork a process that has matplotlib loaded; elsewhere the normal kernel does the work."""
    return sys.platform == "linux" and hasattr(os, "fork")


@contextlib.contextmanager
def quick_imports():
    """Keep ``rfc3987_syntax`` from being imported within the block.

    jsonschema looks for it when papermill imports it by way of jupyter_events, and it takes a second to build a grammar
    for a check of web addresses that nothing here asks for. jsonschema does without where it is missing.
    """
    name = "rfc3987_syntax"
    if name in sys.modules:
        yield
        return
    sys.modules[name] = None
    try:
        yield
    finally:
        del sys.modules[name]


def warm(modules: tuple[str, ...] = ()) -> None:
    """Import what reports need, and `modules`, into this process, so that its forks have them."""
    wanted = {*_WARM, *modules} - _tried
    if not wanted:
        return
    with quick_imports():
        for module in sorted(wanted):
            # What can't be imported fails in the notebook that wants it, and is named there.
            with contextlib.suppress(Exception):
                importlib.import_module(module)
    _tried.update(wanted)
    with contextlib.suppress(Exception):
        _rehearse()
    # What is here now stays: a child that need not look through it for garbage need not copy its pages either.
    gc.collect()
    gc.freeze()


def _rehearse() -> None:
    """Draw a first chart: that reads the fonts, which takes longer than all the rest. It leaves no setting changed."""
    from cq_research import fonts
    from cq_research.charts import style

    fonts.width(fonts.printable("0"))
    with style.canvas(style.SIZE) as canvas:
        canvas.text(0, 0, "0")
        canvas.axes(0, 0, 1, 1)
        canvas.finish("", "")


def end_with(parent: int) -> None:
    """Have the system kill this process when the process `parent`, which forked it, ends, however that ends."""
    prctl = getattr(ctypes.CDLL(None), "prctl", None)
    if prctl:
        prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:  # it was quicker
        os._exit(1)


class WarmEngine:
    """The engine as papermill sees it: the class methods of ``papermill.engines.Engine``, inherited by delegation.

    Not a subclass, since papermill loads this class while its own module is still being imported.
    """

    @classmethod
    def execute_notebook(cls, nb, kernel_name, **options):
        """Execute `nb` under papermill's own management of state and progress; returns the executed notebook."""
        from papermill.engines import Engine

        return Engine.execute_notebook.__func__(cls, nb, kernel_name, **options)

    @classmethod
    def nb_kernel_name(cls, nb, name=None):
        """The kernel that the notebook asks for; any Python kernel will do."""
        from papermill.engines import Engine

        return Engine.nb_kernel_name.__func__(cls, nb, name)

    @classmethod
    def nb_language(cls, nb, language=None):
        """The language that the notebook is written in."""
        from papermill.engines import Engine

        return Engine.nb_language.__func__(cls, nb, language)

    @classmethod
    def execute_managed_notebook(
        cls, nb_man, kernel_name, *, execution_timeout=None, timeout=None, allow_errors=False, **options
    ):
        """Run the cells of ``nb_man.nb`` in a fork of this process and put their outputs in place.

        `execution_timeout` (or `timeout`) is a cell's time limit in seconds, none by default. `allow_errors` goes on
        after a failing cell, as its tag ``raises-exception`` does.
        """
        from cq_research.engine import shell

        warm()
        limit = execution_timeout or timeout or None
        nb_man.nb.metadata["language_info"] = shell.language_info()
        with _Child(nb_man.nb) as child:
            for index, cell in enumerate(nb_man.nb.cells):
                nb_man.cell_start(cell, index)
                try:
                    failed = shell.is_run(cell) and child.execute(index, limit)
                    _pass_on_streams(cell, **options)
                    if failed and not allow_errors and "raises-exception" not in cell.metadata.get("tags", []):
                        nb_man.cell_exception(cell, cell_index=index)
                        break
                finally:
                    nb_man.cell_complete(cell, cell_index=index)
        return nb_man.nb


class _Child:
    """A fork of this process that executes the cells of one notebook, and ends with it."""

    def __init__(self, nb):
        from cq_research.engine import shell

        self.nb = nb
        self.connection, theirs = multiprocessing.connection.Pipe()
        sys.stdout.flush()
        sys.stderr.flush()
        parent = os.getpid()
        with warnings.catch_warnings():
            # papermill's progress bar has a thread of its own; it holds no lock that the child wants.
            warnings.simplefilter("ignore", DeprecationWarning)
            self.pid = os.fork()
        if self.pid == 0:
            self.connection.close()
            shell.serve(nb, theirs, parent)  # does not return
        theirs.close()
        self.usage = None

    def __enter__(self) -> _Child:
        return self

    def __exit__(self, *_) -> None:
        self.connection.close()  # the child's sign to end
        if self.usage is None:
            self._stop()

    def execute(self, index: int, limit: float | None) -> bool:
        """Execute cell `index` and take over its outputs; returns whether it failed. `limit` is in seconds."""
        cell = self.nb.cells[index]
        deadline = time.monotonic() + limit if limit else None
        try:
            self.connection.send(index)
            while not self.connection.poll(_POLL):
                if deadline and time.monotonic() > deadline:
                    return self._fail(cell, "CellTimeoutError", f"stopped after {limit:g} seconds, its time limit")
                if self._has_ended() and not self.connection.poll():
                    return self._fail(cell, "DeadKernelError", self._how_it_ended())
            failed, updates = self.connection.recv()
        except (EOFError, ConnectionError):
            self._has_ended(wait=True)
            return self._fail(cell, "DeadKernelError", self._how_it_ended())
        for changed, execution_count, outputs in updates:
            self.nb.cells[changed].execution_count = execution_count
            self.nb.cells[changed].outputs = outputs
        return failed

    def _fail(self, cell, name: str, reason: str) -> bool:
        from nbformat.v4 import new_output

        self._stop()
        cell.outputs = [new_output("error", ename=name, evalue=reason, traceback=[f"{name}: {reason}"])]
        return True

    def _has_ended(self, wait: bool = False) -> bool:
        if self.usage is None:
            pid, status, usage = os.wait4(self.pid, 0 if wait else os.WNOHANG)
            if pid:
                self.status, self.usage = status, usage
        return self.usage is not None

    def _how_it_ended(self) -> str:
        code = os.waitstatus_to_exitcode(self.status)
        memory = f"it had used {self.usage.ru_maxrss / 1024:.0f} MB of memory"
        if code >= 0:
            return f"the notebook's process ended by itself with status {code}; {memory}"
        likely = " (out of memory?)" if -code == signal.SIGKILL else ""
        return f"the notebook's process was killed by {signal.Signals(-code).name}{likely}; {memory}"

    def _stop(self) -> None:
        """End the child and whatever it started: it leads a process group of its own."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL) if self.usage is None else None
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, signal.SIGKILL)
        self._has_ended(wait=True)


def _pass_on_streams(cell, *, log_output=False, stdout_file=None, stderr_file=None, **_) -> None:
    """What papermill's options --log-output, --stdout-file and --stderr-file ask for."""
    files = {"stdout": stdout_file, "stderr": stderr_file}
    for output in cell.get("outputs", ()):
        if output.output_type == "stream":
            if files[output.name]:
                files[output.name].write(output.text)
            if log_output:
                from papermill.log import logger

                logger.info(output.text)
