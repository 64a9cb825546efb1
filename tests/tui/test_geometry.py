from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reader.tui.geometry import BLOCK, ListGeometry, Place

ESTIMATE = 2


def every_line(heights: list[int], starts: list[int], heading: int) -> list[Place]:
    """The lines of a list, one after the other."""
    lines = []
    for index, height in enumerate(heights):
        groups = [group for group, start in enumerate(starts) if start == index]
        for group in groups:
            blanks = 0 if not index or (group and starts[group - 1] == index) else heading - 1
            lines += [Place(index, sub, group) for sub in range(-blanks, 1)]
        lines += [Place(index, sub) for sub in range(height)]
    return lines


@given(
    st.lists(st.one_of(st.none(), st.integers(1, 4)), max_size=60),
    st.lists(st.integers(0, 59), max_size=12),
    st.integers(1, 2),
)
def test_lines_are_found_as_if_they_had_been_walked(
    measured: list[int | None], places: list[int], heading: int
) -> None:
    starts = sorted(start for start in places if start < len(measured))
    geometry = ListGeometry(len(measured), starts, ESTIMATE, heading=heading)
    for index, height in enumerate(measured):
        if height is not None:
            geometry.measure(index, height)
    lines = every_line([height or ESTIMATE for height in measured], starts, heading)
    assert geometry.height == len(lines)
    assert [geometry.locate(line) for line in range(len(lines))] == lines
    assert [geometry.below(place) for place in lines] == [*lines[1:], None][: len(lines)]
    assert [geometry.line_of(i) for i in range(len(measured))] == [
        lines.index(Place(i, 0)) for i in range(len(measured))
    ]


@given(st.dictionaries(st.integers(0, 4 * BLOCK - 1), st.integers(1, 4), max_size=40), st.integers(0, 4 * BLOCK - 1))
def test_rows_far_apart_add_up(heights: dict[int, int], asked: int) -> None:
    geometry = ListGeometry(4 * BLOCK, (), ESTIMATE)
    for index, height in heights.items():
        geometry.measure(index, 1)
        geometry.measure(index, height)  # the later word holds
    assert geometry.line_of(asked) == sum(heights.get(index, ESTIMATE) for index in range(asked))


def test_nothing_is_below_the_last_row_or_above_the_first() -> None:
    geometry = ListGeometry(2, [0], 2)
    assert geometry.locate(5) is None
    assert geometry.locate(-1) is None


def test_a_heading_has_a_blank_line_above_it_and_the_first_one_none() -> None:
    geometry = ListGeometry(4, [0, 2], 2)
    assert [geometry.locate(line) for line in (0, 5, 6)] == [Place(0, 0, 0), Place(2, -1, 1), Place(2, 0, 1)]
    assert (geometry.top_of(2), geometry.line_of(2)) == (5, 7)
    assert geometry.top_of(3) == geometry.line_of(3)
