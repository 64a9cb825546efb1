"""Where rows and headings lie in the list: line numbers to rows and back, without walking the rows.

A row is as high as its title, and a title is known only once it was looked at. So a row has an estimated height until
it is measured. Measured heights are kept as their differences from the estimate, summed up in blocks: measuring a row
costs nothing that depends on the number of rows, asking for a line number a sum over one block.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

BLOCK = 256
"""Rows whose differences from the estimate are summed up in one number."""


class Place(NamedTuple):
    """What a line of the list shows.

    row    the row it belongs to
    sub    the line of the row; within a heading, 0 is its words and -1 the blank line above them
    group  the heading that stands there, above `row`; None: the row itself
    """

    row: int
    sub: int
    group: int | None = None


class ListGeometry:
    """Rows of different heights under headings. Building it costs O(headings), asking it O(log rows)."""

    def __init__(self, count: int, starts: Sequence[int], estimate: int, *, heading: int = 2) -> None:
        """`count` rows, each `estimate` lines high until it is measured.

        starts   ascending indexes of the rows with a heading above them; one that stands twice has two
        heading  lines of a heading: its words, and above them a blank line. One at the top of the list, and one right
                 below another, have no blank.
        """
        self.count = count
        self._estimate = estimate
        self._starts = starts
        self._heading_lines = [
            1 if not start or (group and starts[group - 1] == start) else heading for group, start in enumerate(starts)
        ]
        self._lines_above = [0, *accumulate(self._heading_lines)]
        self._measured = bytearray(count)
        self._differences = [0] * (count // BLOCK + 1)
        self._sums: list[int] | None = None

    @property
    def height(self) -> int:
        """Lines in all, as far as is known."""
        return self._rows_above(self.count) + self._lines_above[-1]

    def is_measured(self, index: int) -> bool:
        """The height of row `index` is known."""
        return self._measured[index] > 0

    def measure(self, index: int, lines: int) -> None:
        """Row `index` is `lines` high (1 to 255)."""
        self._differences[index // BLOCK] += lines - self.lines_of(index)
        self._measured[index] = lines
        self._sums = None

    def lines_of(self, index: int) -> int:
        """Lines of row `index`, as far as is known."""
        return self._measured[index] or self._estimate

    def group_of(self, index: int) -> int | None:
        """The heading row `index` stands under; None where there is none above it."""
        group = bisect_right(self._starts, index) - 1
        return group if group >= 0 else None

    def headings_of(self, index: int) -> range:
        """The headings right above row `index`."""
        return range(bisect_left(self._starts, index), bisect_right(self._starts, index))

    def line_of(self, index: int) -> int:
        """First line of row `index`."""
        return self._rows_above(index) + self._lines_above[bisect_right(self._starts, index)]

    def top_of(self, index: int) -> int:
        """First line that belongs to row `index`: of its headings, where it has some."""
        return self._rows_above(index) + self._lines_above[bisect_left(self._starts, index)]

    def locate(self, line: int) -> Place | None:
        """What `line` shows; None above the first row and below the last."""
        if not 0 <= line < self.height:
            return None
        index = bisect_right(range(self.count), line, key=self.top_of) - 1
        left = line - self.top_of(index)
        for group in self.headings_of(index):
            lines = self._heading_lines[group]
            if left < lines:
                return Place(index, left - lines + 1, group)
            left -= lines
        return Place(index, left)

    def below(self, place: Place) -> Place | None:
        """What the line below `place` shows; None at the end. The heights of the rows in between must be measured."""
        row, sub, group = place
        if group is None:
            if sub + 1 < self.lines_of(row):
                return Place(row, sub + 1)
            if row + 1 == self.count:
                return None
            return self._first_line(row + 1)
        if sub < 0:
            return Place(row, sub + 1, group)
        if group + 1 in self.headings_of(row):
            return Place(row, 1 - self._heading_lines[group + 1], group + 1)
        return Place(row, 0)

    def _first_line(self, row: int) -> Place:
        headings = self.headings_of(row)
        if not headings:
            return Place(row, 0)
        return Place(row, 1 - self._heading_lines[headings[0]], headings[0])

    def _rows_above(self, index: int) -> int:
        """Lines of the rows before `index`, without headings."""
        if self._sums is None:
            self._sums = [0, *accumulate(self._differences)]
        block = index // BLOCK
        part = self._measured[block * BLOCK : index]
        return index * self._estimate + self._sums[block] + sum(part) - (len(part) - part.count(0)) * self._estimate
