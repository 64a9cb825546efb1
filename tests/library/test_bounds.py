"""A screen that is open for weeks: what the library remembers has bounds."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import date
from weakref import ref

import pytest

from reader.library.filters import AT_LEAST, SETS_IN_MEMORY, Filters
from reader.library.interest import REASONS_IN_MEMORY, Reasons
from reader.library.library import Library
from reader.model import DateRange, Reason
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


def test_of_large_sets_only_the_last_few_are_remembered(filters: Filters, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reader.library.filters.NUMBERS_IN_MEMORY", 1)
    spans = [DateRange(date(2000, 1, 1), date(2100, 1, day)) for day in range(1, AT_LEAST + 2)]
    sets = [filters.nums("date", span) for span in spans]
    assert len(sets[0]) > 1
    assert [filters.nums("date", span) is found for span, found in zip(spans[1:], sets[1:], strict=True)] == [
        True
    ] * AT_LEAST
    assert filters.nums("date", spans[0]) is not sets[0]


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
