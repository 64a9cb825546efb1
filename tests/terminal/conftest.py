"""Fixtures that start programs in real terminals and clean up after them."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Protocol

import pytest

from screenshots.papers import write_digests
from tests.terminal.harness import Pty, Tmux


@pytest.fixture
def tmux() -> Iterator[Callable[..., Tmux]]:
    """`tmux(command, columns=, rows=, ...)` starts a program in a tmux of its own."""
    if shutil.which("tmux") is None:
        pytest.skip("tmux is not installed")
    with ExitStack() as stack:
        yield lambda *args, **kwargs: stack.enter_context(Tmux(*args, **kwargs))


@pytest.fixture
def pty() -> Iterator[Callable[..., Pty]]:
    """`pty(command, columns=, rows=, ...)` starts a program on a pseudo-terminal."""
    with ExitStack() as stack:
        yield lambda *args, **kwargs: stack.enter_context(Pty(*args, **kwargs))


class Reader(Protocol):
    """Starts the program in a tmux of its own."""

    def __call__(self, *arguments: str, columns: int = 120, rows: int = 40, **environ: str) -> Tmux: ...


def program(library: Path) -> list[str]:
    """The command that starts the program over `library`."""
    return [sys.executable, "-m", "reader", "--library", str(library)]


@pytest.fixture(scope="session")
def collected(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library of the 17 invented papers of `screenshots/papers.toml`; not to be written to."""
    folder = tmp_path_factory.mktemp("collected")
    (folder / "digests").mkdir()
    write_digests(folder / "digests")
    sync = [*program(folder / "library"), "sync", str(folder / "digests")]
    subprocess.run(sync, check=True, capture_output=True)
    return folder / "library"


@pytest.fixture
def library(collected: Path, tmp_path: Path) -> Path:
    """A library of the invented papers for one test."""
    return Path(shutil.copytree(collected, tmp_path / "library"))


@pytest.fixture
def reader(tmux: Callable[..., Tmux], library: Path) -> Reader:
    """`reader(*arguments, columns=, rows=, **environ)` opens the screen over `library` in a real terminal."""

    def start(*arguments: str, columns: int = 120, rows: int = 40, **environ: str) -> Tmux:
        return tmux([*program(library), *arguments], columns=columns, rows=rows, environ=environ)

    return start
