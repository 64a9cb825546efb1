"""Fixtures that start programs in real terminals and clean up after them."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

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
