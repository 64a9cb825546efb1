"""Sets of paper numbers say what sets of Python say of the same numbers; values come in parts."""

from __future__ import annotations

import sys
from array import array

from hypothesis import given
from hypothesis import strategies as st

from reader.many import Nums, ascending, each_once, joined, without

SOME = st.lists(st.integers(min_value=1, max_value=3_000), max_size=60)
MANY = st.lists(st.integers(min_value=1, max_value=3_000), min_size=1_001, max_size=1_200)


@given(SOME | MANY)
def test_numbers_in_order_come_once(nums: list[int]) -> None:
    assert ascending(nums) == array("I", sorted(set(nums)))


@given(SOME | MANY, SOME, SOME)
def test_what_is_taken_away_is_gone_and_nothing_else(nums: list[int], some: list[int], others: list[int]) -> None:
    assert without(nums, some, others) == array("I", sorted(set(nums) - set(some) - set(others)))


@given(SOME)
def test_the_first_place_of_each_counts(nums: list[int]) -> None:
    assert each_once(nums) == array("I", dict.fromkeys(nums))


@given(SOME, st.integers(min_value=0, max_value=10_000))
def test_a_number_is_among_them_or_not(nums: list[int], num: int) -> None:
    assert (num in Nums(nums)) == (num in nums)
    assert all(each in Nums(nums) for each in nums)


@given(SOME, st.integers(min_value=1, max_value=10_000))
def test_a_set_of_numbers_is_what_python_takes_for_one(nums: list[int], num: int) -> None:
    found = Nums(nums)
    assert list(found) == sorted(set(nums))
    assert len(found) == len(set(nums))
    assert found == Nums(reversed(nums))
    assert hash(found) == hash(Nums(sorted(nums)))
    assert set(found.toggled(num)) == set(nums) ^ {num}
    assert found.toggled(num).toggled(num) == found
    assert bool(found) == bool(nums)


def test_those_of_a_large_library_take_four_bytes_each() -> None:
    assert sys.getsizeof(ascending(range(500_000, 0, -1))) < 500_000 * 5


@given(st.text(max_size=2), st.lists(st.text(max_size=3), max_size=5) | st.just(["a", ""] * 700))
def test_pieces_are_joined(between: str, pieces: list[str]) -> None:
    assert joined(between, iter(pieces)) == between.join(pieces)
