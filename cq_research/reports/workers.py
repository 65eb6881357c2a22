"""Processes that make reports, forked from one that has everything imported and the corpus read."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import queue
import signal
import sys
import threading
from collections.abc import Callable

from cq_research.engine import available, end_with
from cq_research.errors import CqResearchError, ReportError


class Workers:
    """`count` processes that call `job` on what :meth:`run` is given; threads may share them.

    They are forked here, before any thread is started, and last until :meth:`close`, so that what exporting a report
    loads is loaded once. Where that can't be done, jobs run in this process, one at a time: on systems that can't fork,
    and where typst has been at work, since its threads would be missing in a fork and waited for without end.
    """

    def __init__(self, count: int, job: Callable):
        self.job, self.lock = job, threading.Lock()
        self.free: queue.Queue = queue.Queue()
        self.processes = []
        if not available() or "typst" in sys.modules:
            return
        context = multiprocessing.get_context("fork")
        for _ in range(count):
            ours, theirs = context.Pipe()
            process = context.Process(target=_work, args=(theirs, ours, job, os.getpid()))
            process.start()
            theirs.close()
            self.processes.append(process)
            self.free.put((process, ours))
        self.left = count

    def run(self, *arguments):
        """What `job` returns for `arguments`; waits for a free process. Raises what it raises of this package's errors,
        and ReportError if its process is gone.
        """
        if not self.processes:
            with self.lock:
                return self.job(*arguments)
        worker = self.free.get()
        if worker is None:
            self.free.put(None)  # for the next one who asks
            raise ReportError("not made: no process that makes reports is left")
        process, connection = worker
        try:
            connection.send(arguments)
            result, error = connection.recv()
        except (EOFError, OSError) as problem:
            raise self._lost(process) from problem
        self.free.put(worker)
        if error is not None:
            raise error
        return result

    def _lost(self, process) -> ReportError:
        # Not replaced: a process that runs threads can't be forked safely. The others go on.
        process.join()
        with self.lock:
            self.left -= 1
            if not self.left:
                self.free.put(None)
        code = process.exitcode or 0
        how = f"by {signal.Signals(-code).name}" if code < 0 else f"with status {code}"
        return ReportError(f"the process that makes reports ended {how} while making it")

    def close(self) -> None:
        """End the processes, at once."""
        for process in self.processes:
            process.terminate()
        for process in self.processes:
            process.join()


def _work(connection, parents_end, job: Callable, parent: int) -> None:
    end_with(parent)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to answer: it ends this process
    parents_end.close()
    with contextlib.suppress(EOFError, BrokenPipeError):
        while True:
            arguments = connection.recv()
            try:
                answer = job(*arguments), None
            except CqResearchError as error:
                answer = None, error
            except Exception as error:
                answer = None, ReportError(f"{type(error).__name__}: {error}")
            connection.send(answer)
