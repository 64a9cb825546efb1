"""Figures of a process, and tables of them."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Self


def memory(field: str) -> float:
    """A figure of this process from the kernel, in MB; 0 where there is no such file."""
    status = Path("/proc/self/status")
    if not status.exists():
        return 0.0
    line = next((line for line in status.read_text().splitlines() if line.startswith(field)), "x 0")
    return int(line.split()[1]) / 1024


class PeakMemory:
    """The most private memory (MB) this process had, looked at twenty times a second. Mapped files are not counted."""

    def __enter__(self) -> Self:
        self.highest = 0.0
        self._over = threading.Event()
        self._watcher = threading.Thread(target=self._watch)
        self._watcher.start()
        return self

    def _watch(self) -> None:
        while not self._over.wait(0.05):
            self.highest = max(self.highest, memory("RssAnon"))

    def __exit__(self, *error: object) -> None:
        self._over.set()
        self._watcher.join()


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """CPU and wall seconds of some work."""
    cpu, wall = time.process_time(), time.perf_counter()
    work()
    return time.process_time() - cpu, time.perf_counter() - wall


def size_of(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which `share` of the values lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def table(title: str, head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print a table."""
    body = [list(head), *(list(row) for row in rows)]
    widths = [max(len(row[column]) for row in body) for column in range(len(head))]
    print(f"\n{title}")
    for row in body:
        print(
            "  "
            + "  ".join(
                text.ljust(w) if at == 0 else text.rjust(w)
                for at, (text, w) in enumerate(zip(row, widths, strict=True))
            )
        )
