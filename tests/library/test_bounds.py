"""A screen that is open for weeks: what the library remembers has bounds."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from weakref import ref

import pytest

from reader.library.filters import SETS_IN_MEMORY, Filters
from reader.library.interest import REASONS_IN_MEMORY, Reasons
from reader.library.library import Library
from reader.model import Reason
from reader.paths import Places
from reader.store.collected import Collected
from reader.store.marks import MarksStore


@pytest.fixture
def filters(library: Library, places: Places) -> Iterator[Filters]:
    with closing(Collected(places.library_db)) as collected, closing(MarksStore(places.marks_db)) as marks:
        yield Filters(collected, marks)


@pytest.mark.parametrize("field", ["author", "tag"])
def test_of_what_is_typed_behind_a_field_the_last_is_remembered_not_all(filters: Filters, field: str) -> None:
    first = filters.nums(field, "nobody")
    assert filters.nums(field, "nobody") is first
    gone = ref(first)
    del first
    for number in range(SETS_IN_MEMORY + 1):
        filters.nums(field, f"nobody {number}")
    assert gone() is None


def test_why_papers_rank_as_they_do_is_remembered_of_the_last_ones() -> None:
    asked: list[int] = []

    class Asked:
        def reasons(self, nums: list[int], most: int) -> list[Reason]:
            asked.extend(nums)
            return [Reason()]

    reasons = Reasons(Asked())  # type: ignore[arg-type]  # no more of a profile is needed
    for _ in range(2):
        reasons(1)
    assert asked == [1]
    for num in range(2, REASONS_IN_MEMORY + 2):
        reasons(num)
    reasons(1)
    assert asked[-1] == 1
