"""How a long job tells how far it is."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[int, int, str], None]
"""`progress(done, total, what)`: steps done, steps in all (0 = not known yet), what is being read now."""


def silent(done: int, total: int, what: str) -> None:
    """A `Progress` that tells nobody."""
