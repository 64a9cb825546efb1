"""Sorting no more than is looked at gives the order of sorting all."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from reader.search.ranking import Ranked


@given(st.lists(st.integers(0, 5), max_size=40), st.integers(0, 45))
def test_the_head_is_that_of_the_whole_order(levels: list[int], head: int) -> None:
    nums = np.arange(1, len(levels) + 1, dtype=np.uint32)
    ranked = Ranked(nums, np.array(levels, dtype=np.float32), head)
    expected = [num for _, num in sorted((-level, num) for num, level in enumerate(levels, 1))]
    assert list(ranked[:head]) == expected[:head]
    assert len(ranked) == len(levels)
    assert list(ranked) == expected
    assert [ranked[at] for at in range(-len(levels), 0)] == expected
    assert list(ranked[3:7]) == expected[3:7]
    assert list(ranked[::-1]) == expected[::-1]
