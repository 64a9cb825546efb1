"""The list: draws only the rows that are visible, however many there are and however high each is.

A row is measured when it comes near the screen; what lies elsewhere has an estimated height. Rows that turn out higher
or lower than thought never move what is in view: the scroll offset is set anew from the row at the top.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Protocol

from rich.segment import Segment
from textual import events
from textual.cache import LRUCache
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip

from reader.model import DayGroup, Results
from reader.tui.geometry import ListGeometry, Place
from reader.tui.rows import INDENT, Glyphs, Heading, RowView, heading_line, row_height, row_lines
from reader.tui.spans import line_width
from reader.tui.themes import CURSOR, FOCUSED
from reader.tui.typeset import SetDocument
from reader.tui.widgets.line_pane import LinePane

ESTIMATE = 2
"""Lines of a title that was not looked at yet."""


class RowSource(Protocol):
    """What rows and headings look like; asked for what is visible only."""

    def row(self, num: int) -> RowView:
        """A paper."""

    def heading(self, group: DayGroup, *, at_top: bool) -> Heading:
        """What a group's heading says; `at_top` of the list it stands alone."""

    def notice(self, cells: int) -> SetDocument:
        """What stands there while there are no rows, set for a width in cells."""


class _Nothing:
    """The `RowSource` of a list that was not handed any rows yet."""

    def row(self, num: int) -> RowView:
        return RowView("")

    def heading(self, group: DayGroup, *, at_top: bool) -> Heading:
        return Heading("", ())

    def notice(self, cells: int) -> SetDocument:
        return SetDocument((), ())


class PaperList(LinePane, can_focus=True):
    """Rows under headings, with a cursor; the heading that the top row stands under is always in view.

    Everything it does costs what is visible, not what there is. The screen watches `cursor`, so that the detail pane
    is repainted in the same frame; a posted message would come a frame later.
    """

    cursor: reactive[int] = reactive(0, repaint=False)
    KEPT_ROWS: ClassVar[int] = 256

    class Opened(Message):
        """A row was clicked twice."""

    def __init__(self, *, id: str | None = None, most_lines: int = 3, glyphs: Glyphs) -> None:
        """`most_lines`: of a title; what is longer is cut."""
        super().__init__(id=id)
        self.results = Results()
        self._rows: Sequence[int] = ()
        self._groups: Sequence[DayGroup] = ()
        self._source: RowSource = _Nothing()
        self.glyphs = glyphs
        self._most_lines = most_lines
        self._airy = False
        self._geometry = ListGeometry(0, (), ESTIMATE)
        self._gap = 0
        self._measured = 0
        self._placed: tuple[tuple[int, int, int], list[Place]] = (-1, -1, -1), []
        self._views: LRUCache[int, RowView] = LRUCache(self.KEPT_ROWS)
        self._strips: LRUCache[tuple[int, bool], tuple[Strip, ...]] = LRUCache(self.KEPT_ROWS)
        self._set_for = (0, 0)
        self._notice_set: tuple[int, SetDocument] | None = None

    def forget_drawn(self) -> None:
        """Let go of rows that were drawn: those that are seen again are drawn again."""
        self._views.clear()
        self._strips.clear()

    # What it shows

    def show(self, results: Results, cursor: int, source: RowSource, *, depth: int | None = None) -> None:
        """Show other rows with the cursor on row `cursor`, which stays at its depth on the screen where it can.

        depth    lines between the top and the cursor's row; None: as they are now
        """
        at = self.depth if depth is None else depth
        self.results, self._source = results, source
        self._rows, self._groups = results.listed, results.groups
        self.set_reactive(PaperList.cursor, self._within(cursor))
        self._lay_out(at)

    @property
    def depth(self) -> int:
        """Lines between the top of what is seen and the cursor's row."""
        return self._geometry.line_of(self.cursor) - self.scroll_offset.y

    @property
    def most_lines(self) -> int:
        """Lines a title may take: 1, 2 or 3."""
        return self._most_lines

    @most_lines.setter
    def most_lines(self, lines: int) -> None:
        self._most_lines = lines
        self.redraw()

    def space_out(self, airy: bool) -> None:
        """Have a blank line between rows of several lines, or none."""
        if airy != self._airy:
            self._airy = airy
            self.redraw()

    @property
    def page(self) -> int:
        """Rows of a page from the cursor on, downwards (at least one)."""
        return max(self._rows_within(self._page_lines, 1) - 1, 1)

    @property
    def page_back(self) -> int:
        """Rows of a page from the cursor on, upwards (at least one)."""
        return max(self._rows_within(self._page_lines, -1) - 1, 1)

    def redraw(self, source: RowSource | None = None) -> None:
        """Something about the rows changed (marks, language): draw the visible ones anew, the cursor where it is."""
        self._source = source or self._source
        self._lay_out(self.depth)

    def redraw_headings(self, source: RowSource) -> None:
        """Headings say something else; the rows are as they were, and are not painted again."""
        self._source = source
        if not (self._rows and self._groups and self._lines):
            return
        for line, place in enumerate(self._places(), self.scroll_offset.y):
            if place.group is not None or line == self.scroll_offset.y:  # there the heading of the row in it stands
                self.refresh_lines(line, 1)

    def move_to(self, index: int) -> None:
        """Put the cursor on row `index`, or on the nearest one there is."""
        self.cursor = self._within(index)

    def lift(self, index: int) -> None:
        """Put the cursor on row `index`, and that row with its heading at the top, as far as there are rows below."""
        self.move_to(index)
        if self._lines and self._rows:
            self._measure(self.cursor, 1)
            headings = len(self._geometry.headings_of(self.cursor)) or int(bool(self._groups))
            self._scroll_to_line(self._geometry.line_of(self.cursor) - headings)

    def _within(self, index: int) -> int:
        return max(0, min(index, len(self._rows) - 1))

    # Heights

    def _lay_out(self, depth: int) -> None:
        """Forget what was drawn and measured; the cursor's row is `depth` lines below the top, where it can be."""
        self._views.clear()
        self._strips.clear()
        self._notice_set = None
        self._set_for = self.width, self.scrollable_content_region.height
        self._measured += 1
        self._gap = int(self._airy and self._most_lines > 1)
        starts = [group.start for group in self._groups]
        estimate = min(ESTIMATE, self._most_lines) + self._gap
        self._geometry = ListGeometry(len(self._rows), starts, estimate, heading=2 - self._gap)
        if self._rows and self._lines:  # else there will be an `on_resize`
            self._measure_around(self.cursor)
            top = self._geometry.line_of(self.cursor) - depth
            self._scroll_to_line(self._showing_cursor(top))
        else:
            self._scroll_to_line(0)
        self.refresh()

    @property
    def _lines(self) -> int:
        """Lines of the screen, as of the last layout: asking Textual anew takes a walk through the style sheet."""
        return self._set_for[1]

    @property
    def _page_lines(self) -> int:
        return self._lines - (1 if self._groups else 0)

    def _rows_within(self, lines: int, step: int) -> int:
        """How many rows from the cursor on, in one direction, have room in `lines` lines."""
        row, rows = self.cursor, 0
        while 0 <= row < len(self._rows) and lines > 0:
            lines -= self._height_of(row)
            rows += lines >= 0
            row += step
        return rows

    def _height_of(self, row: int) -> int:
        """Lines of a row, the blank one below it included; measured if it was not yet."""
        if not self._geometry.is_measured(row):
            height = row_height(self._view(row), self._set_for[0], self._most_lines) + self._gap
            self._geometry.measure(row, height)
            self._measured += 1
        return self._geometry.lines_of(row)

    def _measure_around(self, row: int) -> None:
        """Measure whatever may come into view when `row` does."""
        self._measure(row, 1)
        self._measure(row, -1)

    def _measure(self, row: int, step: int) -> None:
        """Measure a screenful of rows from `row` on, downwards (1) or upwards (-1)."""
        left = self._lines
        while left > 0 and 0 <= row < len(self._rows):
            left -= self._height_of(row)
            row += step

    def _scroll_to_line(self, line: int) -> None:
        self.set_virtual_height(self._geometry.height)
        self.scroll_to(y=max(line, 0), animate=False, force=True, immediate=True)

    def _showing_cursor(self, top: int) -> int:
        """`top`, or the nearest line to it from which on the cursor's row is in view, below the heading of its day."""
        geometry = self._geometry
        line = geometry.line_of(self.cursor)
        headings = len(geometry.headings_of(self.cursor)) or int(geometry.group_of(self.cursor) is not None)
        last = line + geometry.lines_of(self.cursor) - self._gap - self._lines
        return min(max(top, last), line - headings)

    # Drawing

    def _places(self) -> list[Place]:
        """What stands in each line of the screen, as far as there is something. Measures the rows it comes to."""
        key = (self.scroll_offset.y, self._lines, self._measured)
        if self._placed[0] != key:
            places: list[Place] = []
            place, lines = self._geometry.locate(key[0]), self._lines
            while place is not None and len(places) < lines:
                places.append(place)
                self._height_of(place.row)
                place = self._geometry.below(place)
            self._placed = (*key[:2], self._measured), places
        return self._placed[1]

    def render_line(self, y: int) -> Strip:
        if self.width != self._set_for[0]:  # after a resize there is a paint before the resize event
            self._lay_out(self.depth)
        if not self._rows:
            return self._notice_line(y, self.width)
        places = self._places()
        if y >= len(places):
            return self.blank()
        place = places[y]
        group = place.group
        if y == 0:  # a heading takes the place of the one before it when it gets to the top itself
            group = self._geometry.group_of(place.row) if group is None else group - (place.sub < 0)
            if group is not None and group < 0:
                return self.blank()
        elif group is not None and place.sub < 0:
            return self.blank()
        return self._row(place) if group is None else self._heading(group, at_top=y == 0)

    def _view(self, row: int) -> RowView:
        view = self._views.get(row)
        if view is None:
            view = self._views[row] = self._source.row(self._rows[row])
        return view

    def _row(self, place: Place) -> Strip:
        key = (place.row, place.row == self.cursor)
        strips = self._strips.get(key)
        if strips is None:
            strips = self._strips[key] = self._draw_row(place.row, cursor=key[1])
        return strips[place.sub] if place.sub < len(strips) else self.blank()

    def _draw_row(self, row: int, *, cursor: bool) -> tuple[Strip, ...]:
        width = self.width
        here, glyphs = self.has_focus, self.glyphs
        bar = (glyphs.cursor if here else glyphs.cursor_elsewhere) if cursor else " "
        lines = row_lines(self._view(row), width, self._most_lines, glyphs, bar)
        over = (FOCUSED if here else CURSOR,) if cursor else ()
        strips = (Strip(self.segments(line, *over), max(width, INDENT)) for line in lines)
        return tuple(strip if width >= INDENT else strip.adjust_cell_length(width) for strip in strips)

    def _heading(self, group: int, *, at_top: bool) -> Strip:
        heading = self._source.heading(self._groups[group], at_top=at_top)
        return Strip(self.segments(heading_line(heading, self.width)), self.width)

    def _notice_line(self, y: int, width: int) -> Strip:
        if self._notice_set is None or self._notice_set[0] != width:
            self._notice_set = width, self._source.notice(width)
        lines = self._notice_set[1].lines
        if y >= len(lines):
            return self.blank()
        segments: list[Segment] = []
        end = 0
        for piece in lines[y]:
            segments += [Segment(" " * (piece.at - end), self.style_of()), *self.segments(piece.spans)]
            end = piece.at + line_width(piece.spans)
        return Strip(segments).adjust_cell_length(width, self.style_of())

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._strips.clear()

    # Cursor, keys and mouse

    def watch_cursor(self, old: int, new: int) -> None:
        """Repaint the two rows concerned and keep the cursor in view."""
        if not self._lines or not self._rows:
            return
        top = self._geometry.locate(self.scroll_offset.y)
        self._measure_around(new)
        self._scroll_to_line(self._showing_cursor(self._line_of_place(top)))
        for index in (old, new):
            if index < len(self._rows):
                self.refresh_lines(self._geometry.line_of(index), self._geometry.lines_of(index))

    def _line_of_place(self, place: Place | None) -> int:
        """Where a place is, now that rows above it may have been measured."""
        if place is None:
            return 0
        if place.group is not None:
            return self._geometry.top_of(place.row)
        return self._geometry.line_of(place.row) + min(place.sub, self._geometry.lines_of(place.row) - 1)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Measure what comes into view by wheel or scroll bar; upwards, so many lines as were asked for."""
        super().watch_scroll_y(old_value, new_value)
        if not self._rows or not self._lines:
            return
        old, new = round(old_value), round(new_value)
        top = self._geometry.locate(old) if 0 < old - new <= self._lines else None
        if top is not None:
            self._measure(top.row, -1)
            if (target := self._line_of_place(top) + new - old) != new:
                self._scroll_to_line(target)
                return
        self._places()
        self.set_virtual_height(self._geometry.height)

    def on_resize(self) -> None:
        """Same rows, other width or height."""
        if self._set_for != (self.width, self.scrollable_content_region.height):
            self._lay_out(self.depth)

    def index_at(self, event: events.MouseEvent) -> int | None:
        """The row under the mouse; None beside the rows (the scroll bar, a heading, below the end)."""
        offset = event.get_content_offset(self)
        if offset is None:
            return None
        place = self._geometry.locate(offset.y + self.scroll_offset.y)
        return place.row if place is not None and place.group is None else None

    def on_click(self, event: events.Click) -> None:
        """Put the cursor where the mouse is; a second click opens."""
        index = self.index_at(event)
        if index is None:
            return
        self.move_to(index)
        if event.chain == 2:
            self.post_message(self.Opened())
