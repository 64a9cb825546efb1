"""The real program, run as a process of its own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.cli.conftest import Outcome

PATIENCE = 60.0
"""Seconds after which a run hangs."""


def command(library: Path, *arguments: str | Path) -> list[str]:
    """The words that run the program on a library."""
    return [sys.executable, "-m", "reader", "--library", str(library), *map(str, arguments)]


def run(library: Path, *arguments: str | Path, shell: str = 'exec "$@"') -> Outcome:
    """Run it, started by a shell that may do something first."""
    called = ["bash", "-c", shell, "bash", *command(library, *arguments)]
    done = subprocess.run(called, capture_output=True, encoding="utf-8", check=False, timeout=PATIENCE)
    return Outcome(done.returncode, done.stdout, done.stderr)


def is_one_line(done: Outcome, status: int = 1) -> bool:
    """Whether a run ended with that status and one line of the program's on stderr."""
    return done.status == status and len(done.err.splitlines()) == 1 and done.err.startswith("digest-reader: ")
