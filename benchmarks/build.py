"""The whole matrix of reports: this package's build against papermill's command and ``jupyter nbconvert --to pdf``.

Both sides make the same reports of the same notebooks as PDF, from nothing, `--jobs` at a time, in alternating rounds.
The other side runs, for each report, the two commands that its documentation gives; nothing is handed over warm.
This package's side makes more than the other: HTML, the executed notebooks, the tables and the index come along.

    python benchmarks/build.py --rounds 5            # needs XeLaTeX and pandoc, see README.md
    python benchmarks/build.py --rounds 5 --ours     # this package's times alone
"""

from __future__ import annotations

import argparse
import concurrent.futures
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import cq_research as cq
from cq_research.paths import ROOT, SEEDS
from cq_research.reports.matrix import SUBJECTS, Report, matrix

BIN = Path(sys.executable).parent
# nbconvert needs Inkscape to put an SVG chart into LaTeX. Without it, the other side leaves charts out, which only
# makes it faster.
WITHOUT_CHARTS = (
    "--SVG2PDFPreprocessor.enabled=False",
    "--NbConvertBase.display_data_priority=['text/latex','application/pdf','image/png','text/markdown','text/plain']",
)
ENVIRONMENT = {**os.environ, "PYTHONHASHSEED": "0", "SOURCE_DATE_EPOCH": "1577836800"}


def command(*arguments: object) -> None:
    """Run a command in the checkout; end with its output if it fails."""
    run = subprocess.run(
        [str(a) for a in arguments], cwd=ROOT, env=ENVIRONMENT, capture_output=True, text=True, check=False
    )
    if run.returncode:
        sys.exit(f"{' '.join(map(str, arguments))} failed:\n{run.stdout[-2000:]}{run.stderr[-2000:]}")


def ours(out: Path, jobs: int) -> float:
    """Seconds that this package's build takes to bring the folder `out` up to date."""
    begun = time.perf_counter()
    command(BIN / "cq-research", "build", "--out", out, "--jobs", jobs)
    return time.perf_counter() - begun


def theirs(reports: list[Report], out: Path, jobs: int) -> float:
    """Seconds that papermill and nbconvert take to make `reports` in the folder `out`."""

    def one(report: Report) -> None:
        executed = out / f"{report.name}.ipynb"
        given = [part for name, value in report.parameters.items() for part in ("-r", name, value)]
        command(BIN / "papermill", report.notebook, executed, *given)
        command(BIN / "jupyter", "nbconvert", "--to", "pdf", "--no-input", *WITHOUT_CHARTS, executed)

    begun = time.perf_counter()
    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        list(pool.map(one, reports))
    return time.perf_counter() - begun


def spread(values: list[float]) -> str:
    """Median and range, for print."""
    return f"{statistics.median(values):.2f} ({min(values):.2f} to {max(values):.2f})"


def main() -> None:
    """Measure, and print each round and the whole."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--ours", action="store_true", help="without the other side")
    options = parser.parse_args()
    if not options.ours and not all(map(shutil.which, ("xelatex", "pandoc"))):
        sys.exit("xelatex or pandoc is missing: see benchmarks/README.md, or measure --ours alone")
    corpus = cq.load(SEEDS)
    reports = matrix({parameter: corpus.subjects(parameter) for parameter in SUBJECTS})
    print(
        f"{len(reports)} reports, {options.jobs} at a time; "
        f"{os.cpu_count()} processors, Python {platform.python_version()}"
    )
    times: dict[str, list[float]] = {"ours": [], "nothing to do": [], "theirs": [], "ratio": []}
    for number in range(options.rounds):
        with tempfile.TemporaryDirectory() as folder:
            out = Path(folder, "ours")
            times["ours"].append(ours(out, options.jobs))
            times["nothing to do"].append(ours(out, options.jobs))
            made = len(list(out.glob("*.pdf")))
            if made != len(reports):
                sys.exit(f"{made} reports made instead of {len(reports)}")
            if not options.ours:
                times["theirs"].append(theirs(reports, Path(folder), options.jobs))
                times["ratio"].append(times["theirs"][-1] / times["ours"][-1])
        print(f"round {number + 1}: " + ", ".join(f"{name} {v[-1]:.2f}" for name, v in times.items() if v), flush=True)
    for name, values in times.items():
        if values:
            print(f"{name:>14}: {spread(values)}{'' if name == 'ratio' else ' s'}")


if __name__ == "__main__":
    main()
