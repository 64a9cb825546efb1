"""How long a sub-command takes, beside an interpreter that does nothing, in the same run. Never fails on a time.

    python -m tests.benchmarks.bench_cli [--library DIR] [--runs 9]

Works on the library (and leaves it as it is); without one, on a few invented papers.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from screenshots.papers import write_digests
from tests.benchmarks.runs import Run, measured, program, show

COMMANDS = (
    ("--version",),
    ("where",),
    ("keys",),
    ("config",),
    ("sources",),
    ("show", "{id}"),
    ("mark", "{id}", "--untag", "no-such-tag"),
    ("search", "*", "--format", "ids", "--limit", "50"),
    ("search", "diffusion", "--format", "ids", "--limit", "50"),
    ("search", "扩散", "--limit", "50"),
    ("export", "-f", "bibtex"),
    ("stats",),
    ("stats", "diffusion"),
    ("interests",),
    ("index",),
    ("sync",),
)


@contextmanager
def library_of(given: Path | None) -> Iterator[Path]:
    """The library to ask: the one that was named, or an invented one."""
    if given is not None:
        yield given
        return
    with tempfile.TemporaryDirectory() as folder:
        digests = Path(folder) / "digests"
        digests.mkdir()
        write_digests(digests)
        measured(program(Path(folder) / "library", "sync", digests))
        yield Path(folder) / "library"


def row(name: str, runs: list[Run], floor: float) -> tuple[str, ...]:
    """Milliseconds of wall clock (median, best) and processor, and how many times the floor the median is."""
    wall = [run.wall * 1000 for run in runs]
    cpu = statistics.median(run.cpu * 1000 for run in runs)
    times = statistics.median(wall) / floor
    memory = f"{max(run.memory for run in runs):.0f}"
    return (name, f"{statistics.median(wall):.0f}", f"{min(wall):.0f}", f"{cpu:.0f}", f"{times:.1f}", memory)


def main() -> None:
    parser = argparse.ArgumentParser(description="How long a sub-command takes.")
    parser.add_argument("--library", type=Path, help="the library to ask")
    parser.add_argument("--runs", type=int, default=9, help="runs of each; the middle one counts")
    arguments = parser.parse_args()
    nothing = [measured([sys.executable, "-c", "pass"]) for _ in range(arguments.runs)]
    floor = statistics.median(run.wall * 1000 for run in nothing)
    rows = [("ms, wall clock", "median", "best", "cpu", "x floor", "MB"), row("python -c pass", nothing, floor)]
    with library_of(arguments.library) as library:
        paper = measured(program(library, "search", "*", "--format", "ids", "--limit", "1")).out
        for command in COMMANDS:
            words = [word.replace("{id}", paper) for word in command]
            runs = [measured(program(library, *words)) for _ in range(arguments.runs)]
            rows.append(row(" ".join(words), runs, floor))
    show(rows)


if __name__ == "__main__":
    main()
