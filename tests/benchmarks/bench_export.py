"""What exporting a whole library costs in each format: papers a second on one core, memory, bytes.

    python -m tests.benchmarks.bench_export LIBRARY [FORMAT ...]

LIBRARY is a folder as given to `digest-reader --library`; it is written to (citation keys are kept): take a copy. Each
format is one run of the program, start-up and search included, measured from outside in seconds of CPU. The last rows
set a list of two papers beside a search, by wall clock, the best of five.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from reader.export.formats import FORMATS
from tests.benchmarks.runs import measured, program, show

TARGETS = {"ids": 50_000, "jsonl": 10_000, "csv": 10_000}
"""Papers a second; the others have `OTHERS`."""
OTHERS = 4_000
RUNS = 5


def formats(library: Path, names: Sequence[str], folder: Path) -> Iterator[list[str]]:
    """A line of the table for each format: everything, written into `folder`."""
    for name in names:
        file = folder / f"all.{FORMATS[name].extension}"
        run = measured([*program(library, "export", "-f", name, "-o", file), "*"])
        count = len(measured([*program(library, "export", "-f", "ids"), "*"]).out.split())
        target, size = f"{TARGETS.get(name, OTHERS):,}", f"{file.stat().st_size / 1e6:.1f}"
        yield [name, str(count), f"{run.cpu:.2f}", f"{count / run.cpu:,.0f}", target, f"{run.memory:.0f}", size]


def small(library: Path) -> Iterator[list[str]]:
    """What two papers cost as a list, beside a search."""
    ids = measured([*program(library, "search", "-f", "ids", "--limit", "2"), "*"]).out.split()
    for what, arguments in (("search", ("search", "-f", "ids", "owl")), ("export A B", ("export", *ids))):
        seconds = min(measured(program(library, *arguments)).wall for _ in range(RUNS))
        yield [what, f"{seconds * 1000:.0f}"]


def main(arguments: Sequence[str]) -> None:
    """Print the tables."""
    library, names = Path(arguments[0]), arguments[1:] or list(FORMATS)
    with tempfile.TemporaryDirectory() as folder:
        head = ["format", "papers", "CPU s", "papers/s", "target", "MB memory", "MB written"]
        show([head, *formats(library, names, Path(folder))])
    print()
    show([["process", "ms"], *small(library)])


if __name__ == "__main__":
    main(sys.argv[1:])
