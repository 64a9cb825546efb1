"""Papers whose terms are remembered say the same as papers that are looked up, whatever was asked for before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.search import interest
from reader.search.interest import KnownPapers
from reader.search.term_rows import Rows

MOST = 6


class Table:
    """Paper n has the terms n, n + 1, ... up to 2n modulo 5 of them, the last first; 0 has none."""

    def __init__(self) -> None:
        self.asked: list[int] = []

    def rows(self, nums: Sequence[int]) -> Rows:
        self.asked += nums
        found = [(row, num + term) for row, num in enumerate(nums) for term in range(2 * num % 5)]
        found.reverse()
        row, term = ([pair[at] for pair in found] for at in range(2))
        impact = np.array(term, dtype=np.float32) / np.float32(100)
        return Rows(np.array(row, dtype=np.int32), np.array(term, dtype=np.int32), impact)


def said(rows: Rows) -> list[tuple[int, int, float]]:
    return sorted(zip(rows.row.tolist(), rows.term.tolist(), rows.impact.tolist(), strict=True))


@pytest.fixture(autouse=True, scope="module")
def few_are_remembered() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(interest, "_MOST_KNOWN", MOST)
        yield


@given(st.lists(st.lists(st.integers(0, 20), max_size=9, unique=True), max_size=8))
def test_whatever_was_asked_before_papers_say_the_same(asked: list[list[int]]) -> None:
    known = KnownPapers(Table())  # type: ignore[arg-type]
    for nums in asked:
        assert said(known.rows(nums)) == said(Table().rows(nums))


def test_a_paper_more_is_looked_up_alone() -> None:
    table = Table()
    known = KnownPapers(table)  # type: ignore[arg-type]
    known.rows([1, 2, 3])
    known.rows([1, 2, 3, 4])
    assert table.asked == [1, 2, 3, 4]


def test_papers_that_are_kept_no_more_are_forgotten_once_there_are_many() -> None:
    table = Table()
    known = KnownPapers(table)  # type: ignore[arg-type]
    known.rows(range(1, MOST + 2))
    known.rows([MOST, MOST + 1])
    known.rows([1])
    assert table.asked == [*range(1, MOST + 2), 1]
