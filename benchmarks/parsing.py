"""How fast texts become tables: the documents of ``seeds/``, again and again, in megabytes a second.

Measured is ``pipeline.parse``, everything from text to records, one process; not the data frames or files made of them.

    python benchmarks/parsing.py --seconds 10
"""

from __future__ import annotations

import argparse
import statistics
import time

from cq_research import pages, pipeline
from cq_research.paths import SEEDS


def main() -> None:
    """Measure, and print the speed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=10.0)
    options = parser.parse_args()
    read = [pages.read(path, SEEDS) for path in sorted(SEEDS.glob("*.txt"))]
    size = sum(len(page.text.encode()) for page in read) / 1e6
    for page in read:  # vocabularies are loaded at first use
        pipeline.parse(page)
    speeds = []
    end = time.perf_counter() + options.seconds
    while time.perf_counter() < end:
        begun = time.perf_counter()
        for page in read:
            pipeline.parse(page)
        speeds.append(size / (time.perf_counter() - begun))
    print(
        f"{len(read)} documents, {size * 1e3:.1f} KB, {len(speeds)} times: "
        f"{statistics.median(speeds):.3f} MB/s (median; {min(speeds):.3f} to {max(speeds):.3f})"
    )


if __name__ == "__main__":
    main()
