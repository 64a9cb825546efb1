"""The list: draws only the rows that are visible, however many there are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar, NamedTuple

from rich.segment import Segment
from textual import events
from textual.cache import LRUCache
from textual.geometry import Region
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip

from reader.model import DayGroup
from reader.tui.geometry import ListGeometry, Place
from reader.tui.rows import INDENT, Glyphs, RowView, heading_line, row_lines
from reader.tui.spans import line_width
from reader.tui.themes import CURSOR, FOCUSED
from reader.tui.typeset import SetDocument
from reader.tui.widgets.line_pane import LinePane


class ListContent(NamedTuple):
    """What the list shows.

    nums     paper numbers in order
    groups   runs of rows that stand under a heading, ascending
    heading  what a group's heading says and counts; called for visible groups only
    row      what a paper looks like; called for visible papers only
    """

    nums: Sequence[int]
    groups: tuple[DayGroup, ...]
    heading: Callable[[DayGroup], tuple[str, str]]
    row: Callable[[int], RowView]


NOTHING = ListContent((), (), lambda group: ("", ""), lambda num: RowView("", ()))


class PaperList(LinePane, can_focus=True):
    """Rows under day headings, with a cursor.

    Everything it does costs what is visible, not what there is. The screen watches `cursor`, so that the detail pane
    is repainted in the same frame; a posted message would come a frame later.
    """

    cursor: reactive[int] = reactive(0, repaint=False)
    KEPT_STRIPS: ClassVar[int] = 1024

    class Opened(Message):
        """A row was clicked twice."""

    def __init__(self, *, id: str | None = None, row_height: int = 2, glyphs: Glyphs) -> None:
        super().__init__(id=id)
        self.content = NOTHING
        self.glyphs = glyphs
        self._row_height = row_height
        self._geometry = ListGeometry(0, (), row_height)
        self._strips: LRUCache[tuple[int, bool], tuple[Strip, ...]] = LRUCache(self.KEPT_STRIPS)
        self._strips_width = -1
        self._notice: Callable[[int], SetDocument] | None = None
        self._notice_set: tuple[int, SetDocument] | None = None

    # What it shows

    def show(
        self,
        content: ListContent,
        cursor: int,
        *,
        notice: Callable[[int], SetDocument] | None = None,
        depth: int | None = None,
    ) -> None:
        """Show other rows with the cursor on row `cursor`, which stays at its depth on the screen where it can.

        notice   what to show if there are no rows, set for a width in cells
        depth    lines between the top and the cursor's row; None: as they are now
        """
        at = self.depth if depth is None else depth
        self.content, self._notice = content, notice
        self._lay_out()
        self.set_reactive(PaperList.cursor, self._within(cursor))
        line = self._geometry.line_of(self.cursor)
        self.scroll_to(y=max(line - at, 0), animate=False, force=True)
        self._show_cursor()
        self.redraw()

    @property
    def depth(self) -> int:
        """Lines between the top of what is seen and the cursor's row."""
        return self._geometry.line_of(self.cursor) - self.scroll_offset.y

    @property
    def row_height(self) -> int:
        """Lines a row takes: 1, 2 or 3."""
        return self._row_height

    @row_height.setter
    def row_height(self, lines: int) -> None:
        self._row_height = lines
        self._lay_out()
        self._show_cursor()
        self.redraw()

    @property
    def page(self) -> int:
        """Rows that fit on the screen (at least one)."""
        return max(self.scrollable_content_region.height // self._row_height, 1)

    def redraw(self) -> None:
        """Something about the rows changed (marks, language): draw the visible ones anew."""
        self._strips.clear()
        self._notice_set = None
        self.refresh()

    def move_to(self, index: int) -> None:
        """Put the cursor on row `index`, or on the nearest one there is."""
        self.cursor = self._within(index)

    def _within(self, index: int) -> int:
        return max(0, min(index, len(self.content.nums) - 1))

    def _lay_out(self) -> None:
        starts = [group.start for group in self.content.groups]
        self._geometry = ListGeometry(len(self.content.nums), starts, self._row_height)
        self.set_virtual_height(self._geometry.height)

    # Drawing

    def render_line(self, y: int) -> Strip:
        width = self.width
        if width != self._strips_width:  # after a resize there is a paint before the resize event
            self._strips_width = width
            self._strips.clear()
        if not self.content.nums:
            return self._notice_line(y, width)
        place = self._geometry.locate(y + self.scroll_offset.y)
        if place is None:
            return self.blank()
        if place.group is not None:
            return self._heading(place.group, width)
        return self._row(place, width)

    def _row(self, place: Place, width: int) -> Strip:
        key = (place.row, place.row == self.cursor)
        strips = self._strips.get(key)
        if strips is None:
            strips = self._strips[key] = self._draw_row(place.row, width, cursor=key[1])
        return strips[place.sub]

    def _draw_row(self, index: int, width: int, *, cursor: bool) -> tuple[Strip, ...]:
        view = self.content.row(self.content.nums[index])
        lines = row_lines(view, width, self._row_height, self.glyphs, cursor=cursor)
        over = (FOCUSED if self.has_focus else CURSOR,) if cursor else ()
        strips = (Strip(self.segments(line, *over), max(width, INDENT)) for line in lines)
        return tuple(strip if width >= INDENT else strip.adjust_cell_length(width) for strip in strips)

    def _heading(self, group: int, width: int) -> Strip:
        label, count = self.content.heading(self.content.groups[group])
        return Strip(self.segments(heading_line(label, count, width, self.glyphs)), width)

    def _notice_line(self, y: int, width: int) -> Strip:
        if self._notice is None:
            return self.blank()
        if self._notice_set is None or self._notice_set[0] != width:
            self._notice_set = width, self._notice(width)
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
        for index in (old, new):
            self.refresh_lines(self._geometry.line_of(index), self._row_height)
        self._show_cursor()

    def _show_cursor(self) -> None:
        """Scroll as little as needed; a day's first row brings its heading along."""
        if not self.content.nums or not self.scrollable_content_region.height:
            return  # nothing to show, or not laid out yet: `on_resize` will come
        top = self._geometry.top_of(self.cursor)
        bottom = self._geometry.line_of(self.cursor) + self._row_height
        region = Region(0, top, 1, bottom - top)
        self.scroll_to_region(region, animate=False, force=True, immediate=True)

    def on_resize(self) -> None:
        """Same rows, other width or height."""
        self._lay_out()
        self._show_cursor()
        self.redraw()

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
