"""Jobs that run beside the screen as processes of their own: syncing, and bringing the index up to date.

A process, because reading and indexing thousands of papers would make every key wait.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from threading import Thread
from typing import IO, Any, NamedTuple

from reader.paths import Places


class Progress(NamedTuple):
    """How far a job is: `done` of `total` (0: not known), and what it is at."""

    done: int
    total: int
    what: str


class Finished(NamedTuple):
    """A job has ended.

    status    exit status
    summary   the JSON object it printed last, empty if it did not
    messages  what it had to say to a person
    """

    status: int
    summary: Mapping[str, Any]
    messages: tuple[str, ...]


Deliver = Callable[[Progress | Finished], object]


class Job(Thread):
    """Runs a sub-command of this program with JSON progress on stderr."""

    def __init__(self, places: Places, arguments: Sequence[str], deliver: Deliver) -> None:
        """`deliver` is called in this thread."""
        super().__init__(name="job", daemon=True)
        self._deliver = deliver
        self._process = subprocess.Popen(
            [sys.executable, "-m", "reader", *_where(places), *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            errors="replace",
            env={**os.environ, "PYTHONPATH": _import_path(), "PYTHONIOENCODING": "utf-8"},
            start_new_session=True,
        )

    def run(self) -> None:
        """Pass on what the process says until it ends."""
        process = self._process
        messages: list[str] = []
        with process:
            for line in process.stderr or ():
                report = _object(line)
                if "done" in report:
                    self._deliver(Progress(report["done"], report.get("total", 0), str(report.get("what", ""))))
                elif line.strip():
                    messages.append(line.strip())
            summary = _last_object(process.stdout)
        self._deliver(Finished(process.wait(), summary, tuple(messages)))

    def stop(self) -> None:
        """End the process; what it stored so far stays."""
        if self._process.poll() is None:
            self._process.terminate()


def _where(places: Places) -> list[str]:
    """Arguments by which another process finds the same places."""
    under_one_folder = places.cache == places.data / "cache"
    library = ["--library", str(places.data)] if under_one_folder else []
    return [*library, *(["--config", str(places.config)] if places.config.exists() else [])]


def _import_path() -> str:
    """Where this very package comes from, before anything else."""
    own = str(Path(__file__).parents[2])
    return os.pathsep.join(path for path in (own, os.environ.get("PYTHONPATH", "")) if path)


def _object(line: str) -> dict[str, Any]:
    try:
        value = json.loads(line)
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


def _last_object(stream: IO[str] | None) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for line in stream or ():
        found = _object(line) or found
    return found
