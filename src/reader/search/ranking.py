"""Putting hits in order: the first screenful at once, the rest when somebody looks at it."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import overload

import numpy as np
import numpy.typing as npt

from reader.search.paper_sets import Few, Many, PaperSet

_FEW_SHARE = 4
"""When less than one paper in so many matches, sorting the matches beats passing over the listing."""

F32 = npt.NDArray[np.float32]


def as_array(nums: Sequence[int]) -> npt.NDArray[np.uint32]:
    """Paper numbers as an array, without copying where they are one already."""
    return np.asarray(nums, dtype=np.uint32)


def plain(nums: npt.NDArray[np.integer]) -> array[int]:
    """Paper numbers as Python's own array."""
    result = array("I")
    result.frombytes(nums.astype(np.uint32).tobytes())
    return result


class Order:
    """The order of a listing: what "newest first" means, and which papers there are.

    source  the listing itself, as it was given
    nums    its paper numbers as an array
    """

    def __init__(self, source: Sequence[int]) -> None:
        self.source = source
        self.nums = as_array(source)
        self.highest = int(self.nums.max(initial=0))
        self._ranks = np.full(self.highest + 1, -1, dtype=np.int32)
        self._ranks[self.nums] = np.arange(len(self.nums), dtype=np.int32)

    def listed(self, nums: npt.NDArray[np.uint32]) -> npt.NDArray[np.bool_]:
        """Which papers are in the listing."""
        inside = nums <= self.highest
        inside[inside] = self._ranks[nums[inside]] >= 0
        return inside

    def chosen(self, papers: PaperSet) -> npt.NDArray[np.uint32]:
        """The papers of the listing that are in a set (which goes up to the listing's highest), in its order."""
        match papers:
            case Many(mask):
                inside = mask[: self.highest + 1]
                if np.count_nonzero(inside) * _FEW_SHARE > len(self.nums):
                    return self.nums[inside[self.nums]]
                found = np.flatnonzero(inside).astype(np.uint32)
            case Few(nums):
                found = nums[nums <= self.highest]
        ranks = self._ranks[found]
        ranks = ranks[ranks >= 0]
        ranks.sort()
        return self.nums[ranks]


class Ranked(Sequence[int]):
    """Paper numbers, best first; equally good ones stay in the order they came in. Sorts no more than is looked at."""

    def __init__(self, nums: npt.NDArray[np.uint32], scores: F32, head: int) -> None:
        """`head`: how many will be looked at first."""
        self._nums, self._scores = nums, scores
        self._known = plain(nums[_best(scores, head)])

    def __len__(self) -> int:
        return len(self._nums)

    @overload
    def __getitem__(self, at: int) -> int: ...

    @overload
    def __getitem__(self, at: slice) -> array[int]: ...

    def __getitem__(self, at: int | slice) -> int | array[int]:
        if isinstance(at, slice):
            start, stop, _ = at.indices(len(self))
            self._sort_to(max(start, stop))
        else:
            self._sort_to(at + 1 if at >= 0 else len(self))
        return self._known[at]

    def _sort_to(self, end: int) -> None:
        if min(end, len(self._nums)) > len(self._known):
            self._known = plain(self._nums[np.argsort(-self._scores, kind="stable")])


def _best(scores: F32, head: int) -> npt.NDArray[np.integer]:
    """Indices of the `head` highest scores, best first, equal ones in order."""
    if head >= len(scores):
        return np.argsort(-scores, kind="stable")
    if head <= 0:
        return np.zeros(0, dtype=np.int64)
    limit = np.partition(scores, len(scores) - head)[len(scores) - head]
    above = np.flatnonzero(scores > limit)
    equal = np.flatnonzero(scores == limit)[: head - len(above)]
    chosen = np.concatenate((above, equal))
    return chosen[np.argsort(-scores[chosen], kind="stable")]
