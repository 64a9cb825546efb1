"""Where rows and day headings lie in the list: line numbers to rows and back, without walking the rows."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple


class Place(NamedTuple):
    """What a line of the list shows: line `sub` of row `row`; with `group`, the heading above that row instead."""

    row: int
    sub: int
    group: int | None = None


class ListGeometry:
    """Rows of one height under one-line headings. Building it costs O(headings), asking it O(log headings)."""

    def __init__(self, count: int, starts: Sequence[int], row_height: int) -> None:
        """`starts`: ascending indexes of the rows that have a heading above them."""
        self.count = count
        self.row_height = row_height
        self._starts = starts
        self._heading_lines = [start * row_height + position for position, start in enumerate(starts)]

    @property
    def height(self) -> int:
        """Lines in all."""
        return self.count * self.row_height + len(self._starts)

    def group_of(self, index: int) -> int | None:
        """The group row `index` stands in; None where no heading is above it."""
        group = bisect_right(self._starts, index) - 1
        return group if group >= 0 else None

    def line_of(self, index: int) -> int:
        """First line of row `index`."""
        return index * self.row_height + bisect_right(self._starts, index)

    def top_of(self, index: int) -> int:
        """First line that belongs to row `index`: its heading's, where it is the first of its group."""
        line = self.line_of(index)
        group = self.group_of(index)
        return line - 1 if group is not None and self._starts[group] == index else line

    def locate(self, line: int) -> Place | None:
        """What `line` shows; None below the last row."""
        if not 0 <= line < self.height:
            return None
        group = bisect_right(self._heading_lines, line) - 1
        if group < 0:
            return Place(*divmod(line, self.row_height))
        if self._heading_lines[group] == line:
            return Place(self._starts[group], 0, group)
        index, sub = divmod(line - self._heading_lines[group] - 1, self.row_height)
        return Place(self._starts[group] + index, sub)
