from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reader.tui.geometry import ListGeometry, Place


def every_line(count: int, starts: list[int], height: int) -> list[Place]:
    """The lines of a list, one after the other."""
    lines = []
    for index in range(count):
        if index in starts:
            lines.append(Place(index, 0, starts.index(index)))
        lines += [Place(index, sub) for sub in range(height)]
    return lines


@given(st.integers(0, 60), st.sets(st.integers(0, 59)), st.integers(1, 3))
def test_lines_are_found_as_if_they_had_been_walked(count: int, places: set[int], height: int) -> None:
    starts = sorted(start for start in places if start < count)
    geometry = ListGeometry(count, starts, height)
    lines = every_line(count, starts, height)
    assert geometry.height == len(lines)
    assert [geometry.locate(line) for line in range(len(lines))] == lines
    assert [geometry.line_of(index) for index in range(count)] == [lines.index(Place(i, 0)) for i in range(count)]


def test_nothing_is_below_the_last_row_or_above_the_first() -> None:
    geometry = ListGeometry(2, [0], 2)
    assert geometry.locate(5) is None
    assert geometry.locate(-1) is None


def test_the_first_row_of_a_day_begins_at_its_heading() -> None:
    geometry = ListGeometry(4, [0, 2], 2)
    assert (geometry.top_of(2), geometry.line_of(2)) == (5, 6)
    assert geometry.top_of(3) == geometry.line_of(3)
