"""Runs of whole programs, measured from outside, and tables of what was measured."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

_RSS_UNIT = 1 if sys.platform == "darwin" else 1024


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a program: wall clock and processor time (its children's included) in seconds, peak memory in MB
    (of the largest process; see getrusage(2)), and what it wrote to stdout.
    """

    wall: float
    cpu: float
    memory: float
    out: str


def measured(command: Sequence[str]) -> Run:
    """Run a program and measure it. Raises SystemExit with what it said if it fails."""
    begun = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8") as process:
        assert process.stdout
        assert process.stderr
        out, errors = process.stdout.read(), process.stderr.read()
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.perf_counter() - begun
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} failed: {errors}")
    return Run(wall, used.ru_utime + used.ru_stime, used.ru_maxrss * _RSS_UNIT / 1e6, out.strip())


def program(library: Path, *arguments: str | Path) -> list[str]:
    """The command that runs the reader over `library`."""
    return [sys.executable, "-m", "reader", "--library", str(library), *map(str, arguments)]


def show(rows: Sequence[Sequence[str]]) -> None:
    """Print a table: the first column to the left, the others to the right. The first row is its head."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        first, *others = (cell.rjust(width) for cell, width in zip(row, widths, strict=True))
        print("  ".join([first.strip().ljust(widths[0]), *others]).rstrip())
