"""Sets of paper numbers: a few as an ascending array, many as one truth value a number.

Rare words thus cost what they hold, and frequent ones one pass over a byte a paper.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from reader.search.segment import Mask
from reader.search.segment_format import U32

Number = TypeVar("Number", bound=np.integer)

_SHARE = 32
"""Fewer than one paper in so many are kept as an array."""


@dataclass(frozen=True, slots=True)
class Few:
    """Paper numbers, ascending, without repeats."""

    nums: U32


@dataclass(frozen=True, slots=True)
class Many:
    """A truth value for each paper number. Never changed once it is here."""

    mask: Mask


PaperSet = Few | Many
"""Sets that are combined go up to the same number (`size` is one more than that)."""

NO_PAPERS = Few(np.zeros(0, dtype=np.uint32))


def most_as_few(size: int) -> int:
    """How many papers are still kept as an array."""
    return size // _SHARE + 64


def everything(size: int) -> PaperSet:
    """All numbers."""
    return Many(np.ones(size, dtype=np.bool_))


def from_nums(nums: npt.NDArray[np.integer], size: int) -> PaperSet:
    """A set of ascending numbers without repeats; those from `size` on are left out."""
    if len(nums) and nums[-1] >= size:
        nums = nums[: int(np.searchsorted(nums, size))]
    if len(nums) <= most_as_few(size):
        return Few(nums.astype(np.uint32, copy=False))
    mask = np.zeros(size, dtype=np.bool_)
    mask[nums] = True
    return Many(mask)


def count(papers: PaperSet) -> int:
    """How many papers there are."""
    match papers:
        case Few(nums):
            return len(nums)
        case Many(mask):
            return int(np.count_nonzero(mask))


def as_nums(papers: PaperSet) -> U32:
    """The numbers, ascending."""
    match papers:
        case Few(nums):
            return nums
        case Many(mask):
            return np.flatnonzero(mask).astype(np.uint32)


def contained(nums: U32, papers: PaperSet) -> Mask:
    """Which of `nums` (in any order) are in the set."""
    match papers:
        case Many(mask):
            return mask[nums]
        case Few(others):
            if not len(others):
                return np.zeros(len(nums), dtype=np.bool_)
            at = np.searchsorted(others, nums)
            found: Mask = others[np.minimum(at, len(others) - 1)] == nums
            return found


def both(one: PaperSet, other: PaperSet) -> PaperSet:
    """Papers in both sets."""
    match one, other:
        case Few(nums), Few(others):
            small, large = (one, other) if len(nums) <= len(others) else (other, one)
            return Few(small.nums[contained(small.nums, large)])
        case Few(nums), Many():
            return Few(nums[contained(nums, other)])
        case Many(), Few(nums):
            return Few(nums[contained(nums, one)])
        case Many(mask), Many(other_mask):
            return Many(mask & other_mask)
    raise AssertionError


def without(one: PaperSet, other: PaperSet) -> PaperSet:
    """Papers in the first set only."""
    match one, other:
        case Few(nums), _:
            return Few(nums[~contained(nums, other)])
        case Many(mask), Many(other_mask):
            return Many(mask & ~other_mask)
        case Many(mask), Few(nums):
            kept = mask.copy()
            kept[nums] = False
            return Many(kept)
    raise AssertionError


def distinct(nums: npt.NDArray[Number]) -> npt.NDArray[Number]:
    """Numbers, ascending, each once. `np.unique` imports masked arrays first, which a first key would wait for."""
    ordered = np.sort(nums)
    first = np.ones(len(ordered), dtype=np.bool_)
    np.not_equal(ordered[1:], ordered[:-1], out=first[1:])
    return ordered[first]


def any_of(sets: Iterable[PaperSet], size: int) -> PaperSet:
    """Papers in at least one set."""
    masks: list[Mask] = []
    arrays: list[U32] = []
    for papers in sets:
        match papers:
            case Many(mask):
                masks.append(mask)
            case Few(nums) if len(nums):
                arrays.append(nums)
    if not masks:
        return _united(arrays, size)
    if len(masks) == 1 and not arrays:
        return Many(masks[0])
    mask = masks[0].copy()
    for other in masks[1:]:
        mask |= other
    for nums in arrays:
        mask[nums] = True
    return Many(mask)


def _united(arrays: Sequence[U32], size: int) -> PaperSet:
    if not arrays:
        return NO_PAPERS
    if len(arrays) == 1:
        return Few(arrays[0])
    return from_nums(distinct(np.concatenate(arrays)), size)
