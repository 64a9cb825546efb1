"""How tightly two Chinese characters hold together: how much oftener they stand side by side than by chance."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

import numpy as np
import numpy.typing as npt

F64 = npt.NDArray[np.float64]
Counted = tuple[npt.NDArray[np.integer], npt.NDArray[np.integer], npt.NDArray[np.integer]]
"""Pairs: their first characters, their second ones, and how often each pair is there."""

_CHARACTERS = 1 << 16
_Character = TypeVar("_Character", int, npt.NDArray[np.int64])


class Bonds:
    """What is counted of all pairs together, some at a time."""

    def __init__(self, pairs: Iterable[Counted]) -> None:
        self._begins, self._ends = (np.zeros(_CHARACTERS, dtype=np.float32) for _ in range(2))
        for first, second, counts in pairs:
            self._begins += np.bincount(first, counts, _CHARACTERS).astype(np.float32)
            self._ends += np.bincount(second, counts, _CHARACTERS).astype(np.float32)
        self._every = float(self._begins.sum(dtype=np.float64))

    def of(self, first: _Character, second: _Character, together: npt.ArrayLike) -> F64:
        """The natural logarithm of how many times as often as by chance pairs stand `together` so often (1 or more)."""
        by_chance = self._begins[first].astype(np.float64) * self._ends[second]
        bonds: F64 = np.log(np.asarray(together) * self._every / by_chance)
        return bonds
