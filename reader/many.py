"""What is done to a whole library in the memory of a part of it: values in parts, paper numbers without objects.

50,000 integers or IDs are made and let go within milliseconds, in several threads at once; what is free of Python's
heap afterwards stays with the process wherever something that is kept was put among them.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, compress, count, islice
from typing import TypeVar

V = TypeVar("V")

TOGETHER = 500
"""Values at a time; papers with their texts take some megabytes."""

_FEW = 1_000
"""So many are rather sorted than looked for among all there may be."""


def in_parts(values: Iterable[V], most: int = TOGETHER) -> Iterator[Sequence[V]]:
    """All values in order, at most so many at a time."""
    rest = iter(values)
    while part := list(islice(rest, most)):
        yield part


def joined(between: str, pieces: Iterable[str]) -> str:
    """`between.join(pieces)`, which would have all pieces at once."""
    return between.join(between.join(part) for part in in_parts(pieces))


class Nums:
    """A set of paper numbers that does not change: a byte for each number there is, and none of Python's objects."""

    __slots__ = ("_there",)

    def __init__(self, nums: Iterable[int] = ()) -> None:
        self._there = bytes(_places(nums).rstrip(b"\0"))

    def __contains__(self, num: int) -> bool:
        return num < len(self._there) and self._there[num] == 1

    def __iter__(self) -> Iterator[int]:
        """The numbers in ascending order."""
        return compress(count(), self._there)

    def __len__(self) -> int:
        return self._there.count(1)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Nums) and self._there == other._there

    def __hash__(self) -> int:
        return hash(self._there)

    def toggled(self, num: int) -> Nums:
        """These with `num`, or without it if it is among them."""
        return Nums(each for each in self if each != num) if num in self else Nums((*self, num))


def ascending(nums: Iterable[int]) -> array[int]:
    """Paper numbers in order, each once."""
    found = array("I", nums)
    return array("I", sorted(set(found))) if len(found) <= _FEW else _nums_at(_places(found))


def without(nums: Iterable[int], *others: Iterable[int]) -> array[int]:
    """`nums` in ascending order but for those that are among `others`."""
    there = _places(nums)
    for num in chain(*others):
        if num < len(there):
            there[num] = 0
    return _nums_at(there)


def each_once(nums: Iterable[int]) -> array[int]:
    """Numbers in the order in which each comes first."""
    found, there = array("I"), bytearray()
    for num in nums:
        _reach(there, num)
        if not there[num]:
            there[num] = 1
            found.append(num)
    return found


def _places(nums: Iterable[int]) -> bytearray:
    """A byte for each number up to the highest: 1 where it is one of `nums`."""
    there = bytearray()
    for num in nums:
        _reach(there, num)
        there[num] = 1
    return there


def _reach(there: bytearray, num: int) -> None:
    """Have a byte for `num`."""
    if num >= len(there):
        there.extend(bytes(num + 1 - len(there) + _FEW))


def _nums_at(there: bytearray) -> array[int]:
    return array("I", compress(count(), there))
