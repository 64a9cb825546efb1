"""Many values, some hundred at a time: what is done to a whole library takes the memory of a part of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

V = TypeVar("V")

TOGETHER = 500
"""Values at a time; papers with their texts take some megabytes."""


def in_parts(values: Sequence[V]) -> Iterator[Sequence[V]]:
    """All values in order, at most `TOGETHER` at a time."""
    return (values[start : start + TOGETHER] for start in range(0, len(values), TOGETHER))
