"""The list: draws only the rows that are visible, however many there are and however high each is.

What stands in which line, a sheet knows (`row_sheet`). Rows that turn out higher or lower than thought never move what
is in view: the scroll offset is set anew from the row at the top.
"""

from __future__ import annotations

from collections import OrderedDict

from rich.segment import Segment
from textual import events
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip

from reader.model import DayGroup, Results
from reader.tui.geometry import Place
from reader.tui.row_sheet import KEPT_ROWS, RowSheet, RowSource
from reader.tui.rows import INDENT, Glyphs, Heading, RowView
from reader.tui.spans import line_width
from reader.tui.themes import CURSOR, FOCUSED
from reader.tui.typeset import SetDocument
from reader.tui.widgets.line_pane import LinePane
from reader.tui.widgets.row import Row


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

    class Opened(Message):
        """A row was clicked twice."""

    def __init__(self, *, id: str | None = None, most_lines: int = 3, glyphs: Glyphs) -> None:
        """`most_lines`: of a title; what is longer is cut."""
        super().__init__(id=id)
        self.results = Results()
        self._source: RowSource = _Nothing()
        self.glyphs = glyphs
        self._most_lines = most_lines
        self._airy = False
        self._sheet = RowSheet(self.results, self._source, 0, 0, most_lines=most_lines, airy=False)
        self._wanted_depth = 0
        self._strips: OrderedDict[tuple[int, bool], tuple[Strip, ...]] = OrderedDict()
        self._notice_set: tuple[int, SetDocument] | None = None

    def forget_drawn(self) -> None:
        """Let go of rows that were drawn: those that are seen again are drawn again."""
        self._sheet.forget_read()
        self._strips.clear()

    # What it shows

    def show(self, results: Results, cursor: int, source: RowSource, *, depth: int | None = None) -> None:
        """Show other rows with the cursor on row `cursor`, which stays at its depth on the screen where it can.

        depth    lines between the top and the cursor's row; None: as they are now
        """
        at = self.depth if depth is None else depth
        self.results, self._source = results, source
        self.set_reactive(PaperList.cursor, max(0, min(cursor, len(results.listed) - 1)))
        self._lay_out(at)

    @property
    def depth(self) -> int:
        """Lines between the top of what is seen and the cursor's row."""
        if not self._sheet.lines:  # not laid out yet
            return self._wanted_depth
        return self._sheet.geometry.line_of(self.cursor) - self.scroll_offset.y

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
        return self._page(1)

    @property
    def page_back(self) -> int:
        """Rows of a page from the cursor on, upwards (at least one)."""
        return self._page(-1)

    def _page(self, step: int) -> int:
        return max(self._sheet.rows_within(self.cursor, self._sheet.page_lines, step) - 1, 1)

    def redraw(self, source: RowSource | None = None) -> None:
        """Something about the rows changed (marks, language): draw the visible ones anew, the cursor where it is."""
        self._source = source or self._source
        self._lay_out(self.depth)

    def redraw_headings(self, source: RowSource) -> None:
        """Headings say something else; the rows are as they were, and are not painted again."""
        self._source = self._sheet.source = source
        if not (self._sheet.rows and self.results.groups and self._sheet.lines):
            return
        for line, place in enumerate(self.places(), self.scroll_offset.y):
            if place.group is not None or line == self.scroll_offset.y:  # there the heading of the row in it stands
                self.refresh_lines(line, 1)

    def move_to(self, index: int) -> None:
        """Put the cursor on row `index`, or on the nearest one there is."""
        self.cursor = self._within(index)

    def lift(self, index: int) -> None:
        """Put the cursor on row `index`, and that row with its heading at the top, as far as there are rows below."""
        self.move_to(index)
        if self._sheet.lines and self._sheet.rows:
            self._sheet.measure(self.cursor, 1)
            self._scroll_to_line(self._sheet.geometry.line_of(self.cursor) - self._sheet.headings_above(self.cursor))

    def _within(self, index: int) -> int:
        return max(0, min(index, len(self._sheet.rows) - 1))

    # Heights

    def _lay_out(self, depth: int) -> None:
        """Forget what was drawn and measured; the cursor's row is `depth` lines below the top, where it can be."""
        self._strips.clear()
        self._notice_set = None
        self._wanted_depth = depth
        width, lines = self.width, self.scrollable_content_region.height
        self._sheet = sheet = RowSheet(
            self.results, self._source, width, lines, most_lines=self._most_lines, airy=self._airy
        )
        if sheet.rows and lines:  # else there will be an `on_resize`
            sheet.measure_around(self.cursor)
            self._scroll_to_line(sheet.top_showing(self.cursor, sheet.geometry.line_of(self.cursor) - depth))
        else:
            self._scroll_to_line(0)
        self.refresh()

    def _scroll_to_line(self, line: int) -> None:
        self.set_virtual_height(self._sheet.geometry.height)
        self.scroll_to(y=max(line, 0), animate=False, force=True, immediate=True)

    # Drawing

    def places(self) -> list[Place]:
        """What stands in each line of the screen, as far as there is something."""
        return self._sheet.places(self.scroll_offset.y)

    def prepare(self) -> None:
        if self.width != self._sheet.width:
            self._lay_out(self.depth)

    def render_line(self, y: int) -> Strip:
        self.prepare()
        if not self._sheet.rows:
            return self._notice_line(y, self.width)
        place = self._sheet.shown(self.scroll_offset.y, y)
        if place is None:
            return self.blank()
        return self._row(place) if place.group is None else self._heading(place.group, at_top=y == 0)

    def _row(self, place: Place) -> Strip:
        key = (place.row, place.row == self.cursor)
        strips = self._strips.get(key)
        if strips is None:
            strips = self._strips[key] = self._draw_row(place.row, cursor=key[1])
            if len(self._strips) > KEPT_ROWS:
                self._strips.popitem(last=False)
        return strips[place.sub] if place.sub < len(strips) else self.blank()

    def _draw_row(self, row: int, *, cursor: bool) -> tuple[Strip, ...]:
        width = self.width
        here, glyphs = self.has_focus, self.glyphs
        bar = (glyphs.cursor if here else glyphs.cursor_elsewhere) if cursor else " "
        lines = self._sheet.row_lines(row, glyphs, bar)
        over = (FOCUSED if here else CURSOR,) if cursor else ()
        strips = (Row(self.segments(line, *over), max(width, INDENT)) for line in lines)
        return tuple(strip if width >= INDENT else strip.adjust_cell_length(width) for strip in strips)

    def _heading(self, group: int, *, at_top: bool) -> Strip:
        return Row(self.segments(self._sheet.heading_line(group, at_top=at_top)), self.width)

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
        return Row(segments).adjust_cell_length(width, self.style_of())

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._strips.clear()

    # Cursor, keys and mouse

    def watch_cursor(self, old: int, new: int) -> None:
        """Repaint the two rows concerned and keep the cursor in view."""
        sheet = self._sheet
        if not sheet.lines or not sheet.rows:
            return
        top = sheet.geometry.locate(self.scroll_offset.y)
        sheet.measure_around(new)
        self._scroll_to_line(sheet.top_showing(new, self._line_of_place(top)))
        for index in (old, new):
            if index < len(sheet.rows):
                self.refresh_lines(sheet.geometry.line_of(index), sheet.geometry.lines_of(index))

    def _line_of_place(self, place: Place | None) -> int:
        """Where a place is, now that rows above it may have been measured."""
        if place is None:
            return 0
        geometry = self._sheet.geometry
        if place.group is not None:
            return geometry.top_of(place.row)
        return geometry.line_of(place.row) + min(place.sub, geometry.lines_of(place.row) - 1)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Measure what comes into view by wheel or scroll bar; upwards, so many lines as were asked for."""
        super().watch_scroll_y(old_value, new_value)
        sheet = self._sheet
        if not sheet.rows or not sheet.lines:
            return
        old, new = round(old_value), round(new_value)
        top = sheet.geometry.locate(old) if 0 < old - new <= sheet.lines else None
        if top is not None:
            sheet.measure(top.row, -1)
            if (target := self._line_of_place(top) + new - old) != new:
                self._scroll_to_line(target)
                return
        self.places()
        self.set_virtual_height(sheet.geometry.height)

    def on_resize(self) -> None:
        """Same rows, other width or height."""
        if (self._sheet.width, self._sheet.lines) != (self.width, self.scrollable_content_region.height):
            self._lay_out(self.depth)

    def index_at(self, event: events.MouseEvent) -> int | None:
        """The row under the mouse; None beside the rows (the scroll bar, a heading, below the end)."""
        offset = event.get_content_offset(self)
        if offset is None:
            return None
        place = self._sheet.geometry.locate(offset.y + self.scroll_offset.y)
        return place.row if place is not None and place.group is None else None

    def on_click(self, event: events.Click) -> None:
        """Put the cursor where the mouse is; a second click opens."""
        index = self.index_at(event)
        if index is None:
            return
        self.move_to(index)
        if event.chain == 2:
            self.post_message(self.Opened())
