"""Rows under headings, set for one size of the list: what stands in each of its lines. Pure.

A row is measured when it comes near the lines that are seen; what lies elsewhere has an estimated height. Everything
costs what is seen, not what there is. Another width, height or order of rows is another sheet.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import Protocol

from reader.model import DayGroup, Results
from reader.tui.geometry import ListGeometry, Place
from reader.tui.rows import Glyphs, Heading, RowView, heading_line, row_height, row_lines
from reader.tui.spans import Line
from reader.tui.typeset import SetDocument

ESTIMATE = 2
"""Lines of a title that was not looked at yet."""
KEPT_ROWS = 256
"""Rows of which a sheet remembers what they show."""


class RowSource(Protocol):
    """What rows and headings look like; asked for what is visible only."""

    def row(self, num: int) -> RowView:
        """A paper."""

    def heading(self, group: DayGroup, *, at_top: bool) -> Heading:
        """What a group's heading says; `at_top` of the list it stands alone."""

    def notice(self, cells: int) -> SetDocument:
        """What stands there while there are no rows, set for a width in cells."""


class RowSheet:
    """The rows of `results`, `width` cells wide, of which `lines` lines are seen at a time.

    most_lines  that a title may take
    airy        a blank line stands between rows of several lines
    """

    def __init__(
        self, results: Results, source: RowSource, width: int, lines: int, *, most_lines: int, airy: bool
    ) -> None:
        self.rows, self._groups = results.listed, results.groups
        self.source = source
        self.width, self.lines, self._most_lines = width, lines, most_lines
        self.gap = int(airy and most_lines > 1)
        starts = [group.start for group in self._groups]
        estimate = min(ESTIMATE, most_lines) + self.gap
        self.geometry = ListGeometry(len(self.rows), starts, estimate, heading=2 - self.gap)
        self._measured = 0
        self._placed: tuple[tuple[int, int], list[Place]] = (-1, -1), []
        self._views: OrderedDict[int, RowView] = OrderedDict()

    # Heights

    def rows_within(self, row: int, lines: int, step: int) -> int:
        """How many rows from `row` on, downwards (1) or upwards (-1), have room in `lines` lines."""
        rows = 0
        while 0 <= row < len(self.rows) and lines > 0:
            lines -= self._height_of(row)
            rows += lines >= 0
            row += step
        return rows

    @property
    def page_lines(self) -> int:
        """Lines for rows below the heading that is always in view."""
        return self.lines - (1 if self._groups else 0)

    def headings_above(self, row: int) -> int:
        """Headings that are seen when `row` is the first row in view."""
        return len(self.geometry.headings_of(row)) or int(self.geometry.group_of(row) is not None)

    def _height_of(self, row: int) -> int:
        """Lines of a row, the blank one below it included; measured if it was not yet."""
        if not self.geometry.is_measured(row):
            height = row_height(self._view(row), self.width, self._most_lines) + self.gap
            self.geometry.measure(row, height)
            self._measured += 1
        return self.geometry.lines_of(row)

    def measure_around(self, row: int) -> None:
        """Measure whatever may come into view when `row` does."""
        self.measure(row, 1)
        self.measure(row, -1)

    def measure(self, row: int, step: int) -> None:
        """Measure what fills the lines that are seen, from `row` on downwards (1) or upwards (-1)."""
        left = self.lines
        while left > 0 and 0 <= row < len(self.rows):
            left -= self._height_of(row)
            row += step

    def top_showing(self, row: int, top: int) -> int:
        """`top`, or the nearest line to it from which on `row` is in view, below the heading of its day."""
        line = self.geometry.line_of(row)
        last = line + self.geometry.lines_of(row) - self.gap - self.lines
        return min(max(top, last), line - self.headings_above(row))

    # What stands where

    def places(self, top: int) -> list[Place]:
        """What stands in each line from `top` on, as far as there is something. Measures the rows it comes to."""
        key = (top, self._measured)
        if self._placed[0] != key:
            places: list[Place] = []
            place = self.geometry.locate(top)
            while place is not None and len(places) < self.lines:
                places.append(place)
                self._height_of(place.row)
                place = self.geometry.below(place)
            self._placed = (top, self._measured), places
        return self._placed[1]

    def shown(self, top: int, y: int) -> Place | None:
        """What is shown `y` lines below `top`: a row's line or the words of a heading; None: nothing.

        In the first line stands the heading that the top row is under; another takes its place when it gets there.
        """
        places = self.places(top)
        if y >= len(places):
            return None
        place = places[y]
        group = place.group
        if y == 0:
            group = self.geometry.group_of(place.row) if group is None else group - (place.sub < 0)
        elif group is not None and place.sub < 0:
            return None
        if group is None:
            return place
        return Place(place.row, 0, group) if group >= 0 else None

    def row_lines(self, row: int, glyphs: Glyphs, bar: str = " ") -> tuple[Line, ...]:
        """The lines of a row, each as wide as the sheet where that has room for its signs; `bar` marks the cursor's."""
        return row_lines(self._view(row), self.width, self._most_lines, glyphs, bar)

    def heading_line(self, group: int, *, at_top: bool) -> Line:
        """The words of a heading."""
        return heading_line(self.source.heading(self._groups[group], at_top=at_top), self.width)

    def forget_read(self) -> None:
        """Let go of what rows show; those that are seen again are asked for again."""
        self._views.clear()

    def _view(self, row: int) -> RowView:
        view = self._views.get(row)
        if view is None:
            view = self._views[row] = self.source.row(self.rows[row])
            if len(self._views) > KEPT_ROWS:
                self._views.popitem(last=False)
        return view
