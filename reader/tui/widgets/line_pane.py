"""What the panes share: lines of spans drawn through Textual's line API, with styles looked up once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from math import ceil
from typing import Self

from rich.console import RenderableType
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.scrollbar import ScrollBar
from textual.strip import Strip
from textual.widget import Widget

from reader.tui.looks import Looks
from reader.tui.rows import Glyphs
from reader.tui.spans import Line, Role, Span
from reader.tui.themes import FOCUSED, palette
from reader.tui.widgets.row import Row, rows

EIGHTHS = 8
"""The ends of a scroll bar are drawn to an eighth of a cell."""
EntryLine = tuple[Line, int | None]
"""A line of a pane of entries, and the number of the entry it belongs to; None: to none."""


def filtered(widget: Widget, strips: Iterable[Strip]) -> list[Strip]:
    """Lines of a widget as they may be written: without colours where NO_COLOR says so."""
    background, filtered = widget.background_colors[1], list(strips)
    for line_filter in widget.get_line_filters():
        filtered = [strip.apply_filter(line_filter, background) for strip in filtered]
    return filtered


class Styled(Widget):
    """A widget that draws spans. A widget's own style is found by a walk through its ancestors, so it is kept."""

    _looks: Looks | None = None

    def render_lines(self, crop: Region) -> list[Strip]:
        """What is painted."""
        return rows(super().render_lines(crop))

    def notify_style_update(self) -> None:
        """Theme, focus or classes changed: what was looked up is stale."""
        super().notify_style_update()
        self._looks = None

    @property
    def looks(self) -> Looks:
        """How spans look on this widget."""
        if self._looks is None:
            self._looks = Looks(self.rich_style, palette(self.app.theme))
        return self._looks

    def style_of(self, *names: str) -> Style:
        """See `Looks.style_of`."""
        return self.looks.style_of(*names)

    def segments(self, spans: Iterable[Span], *over: str) -> list[Segment]:
        """See `Looks.segments`."""
        return self.looks.segments(spans, *over)


class CalmScrollBar(ScrollBar):
    """A scroll bar that is painted when it looks different, not at every step through a long list.

    Textual's paints all its cells anew whenever its position or the height of the text changes at all.
    """

    _looked: tuple[object, ...] = ()

    def __init__(self, prepare: Callable[[], None], *, thickness: int) -> None:
        """`prepare` has the pane find out how long it is, if it has not: bars are painted before what they stand by."""
        super().__init__(name="vertical", thickness=thickness)
        self._prepare = prepare

    def render(self) -> RenderableType:
        """As long as the pane says."""
        self._prepare()
        return super().render()

    def render_lines(self, crop: Region) -> list[Strip]:
        """What is painted."""
        return rows(super().render_lines(crop))

    def refresh(self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False) -> Self:
        """Paint it anew, unless that would show the same. Before it is mounted Textual drops nothing it remembers."""
        if self.is_mounted and not (regions or layout or recompose):
            looks = self._looks()
            if looks == self._looked:
                return self
            self._looked = looks
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    def _looks(self) -> tuple[object, ...]:
        """What is drawn depends on this: where the bar begins and how long it is, in eighths of a cell; its colours."""
        cells, lines, seen = self.size.height, self.window_virtual_size, self.window_size
        scrolls = 0 < seen < lines
        thumb = max(1, seen * cells / lines) if scrolls else 0
        top = (cells - thumb) * self.position / (lines - seen) if scrolls else 0
        return (
            self.size,
            int(top * EIGHTHS),
            ceil(thumb * EIGHTHS),
            self.mouse_over,
            self.grabbed is None,
            self.app.theme,
        )


class LinePane(Styled, ScrollView):
    """A scrolling pane whose height changes without laying out the screen anew.

    `virtual_size` is a layout reactive: assigning it costs a full layout and a second paint. The scroll bar's place
    is always kept (`overflow-y: scroll`), so nothing around the pane can move and the size is set silently.
    """

    painting = False
    """A paint is going on, so that the width cannot change from line to line."""
    _paint_width = 0
    _blank: Strip | None = None

    def render_lines(self, crop: Region) -> list[Strip]:
        """Paint: every line as the pane draws it, without Textual's going through its segments for borders and tints.

        So a strip that a pane keeps stays one object, which remembers how it was cut up and written to the terminal:
        a list that scrolls writes rows that it drew before. The width, which takes a walk through the style sheet to
        find out, is found out once.
        """
        self._paint_width = self.scrollable_content_region.width
        self.painting = True
        try:
            strips = [self.render_line(y) for y in crop.line_range]
        finally:
            self.painting = False
        strips = filtered(self, strips)
        first, end = crop.column_span
        return [strip if first == 0 and end >= strip.cell_length else strip.crop(first, end) for strip in strips]

    def prepare(self) -> None:
        """Set what is shown for the present width, if it is not: after a resize there is a paint before the event."""

    @property
    def vertical_scrollbar(self) -> ScrollBar:
        """The scroll bar, made when it is first asked for, as Textual does."""
        if self._vertical_scrollbar is None:
            self._vertical_scrollbar = CalmScrollBar(self.prepare, thickness=self.scrollbar_size_vertical)
            self._vertical_scrollbar.display = False
            self.app._start_widget(self, self._vertical_scrollbar)
        return self._vertical_scrollbar

    @property
    def width(self) -> int:
        """Cells of a line."""
        return self._paint_width if self.painting else self.scrollable_content_region.width

    def set_virtual_height(self, height: int) -> None:
        """The content is `height` lines high from now on."""
        size = Size(self.width, height)
        if size != self.virtual_size:
            self.set_reactive(Widget.virtual_size, size)
            self._scroll_update(size)

    def blank(self) -> Strip:
        """An empty line of the pane."""
        width = self.width
        if self._blank is None or self._blank.cell_length != width:
            self._blank = Strip.blank(width, self.style_of())
        return self._blank

    def notify_style_update(self) -> None:
        """Colours or focus changed."""
        super().notify_style_update()
        self._blank = None


class EntryPane(LinePane):
    """A pane of numbered entries under a cursor, each on a line or more; lines of headings belong to none.

    The first cell of every line of an entry is kept for the cursor, which is to be seen without colours, too.
    A subclass says what the lines are (`set_lines`), how many entries there are (`count`), and what a click does
    (`clicked`).
    """

    ALLOW_SELECT = False

    def __init__(self, *, id: str | None = None, glyphs: Glyphs) -> None:
        super().__init__(id=id)
        self.glyphs = glyphs
        self.cursor = -1
        self._set_for = -1
        self._lines: Sequence[EntryLine] = ()

    @property
    def count(self) -> int:
        """How many entries there are."""
        raise NotImplementedError

    @property
    def shows_cursor(self) -> bool:
        """Whether the entry under the cursor is to be told from others."""
        return True

    def set_lines(self, width: int) -> Sequence[EntryLine]:
        """All lines, for a width in cells."""
        raise NotImplementedError

    def clicked(self, number: int) -> None:
        """Entry `number` was clicked."""
        raise NotImplementedError

    def reset(self) -> None:
        """What is shown has changed: lines are set anew before they are drawn."""
        self._set_for = -1

    def move_to(self, number: int) -> None:
        """Put the cursor on an entry, or on the last there is; -1: on none. It comes into view."""
        self.cursor = min(number, self.count - 1)
        self._set()
        lines = [y for y, (_, entry) in enumerate(self._lines) if entry == self.cursor] or [0]
        top = 0 if self.cursor <= 0 else lines[0]  # with the heading above the first entry
        self.scroll_to_region(Region(0, top, 1, lines[-1] - top + 1), animate=False, force=True, immediate=True)
        self.refresh()

    def prepare(self) -> None:
        self._set()

    def render_line(self, y: int) -> Strip:
        self.prepare()
        number = y + self.scroll_offset.y
        if number >= len(self._lines):
            return self.blank()
        line, entry = self._lines[number]
        over = (FOCUSED,) if entry is not None and entry == self.cursor and self.shows_cursor else ()
        if over:
            first, *others = line
            line = (Span(self.glyphs.cursor, Role.BAR), first._replace(text=first.text[1:]), *others)
        return Row(self.segments(line, *over)).adjust_cell_length(self.width, self.style_of(*over))

    def on_resize(self) -> None:
        """Set anew, from the top: where the cursor was moved before there was room, little was in view above it."""
        self.scroll_to(y=0, animate=False, force=True, immediate=True)
        self.move_to(self.cursor)

    def on_click(self, event: events.Click) -> None:
        """Tell which entry is under the mouse."""
        offset = event.get_content_offset(self)
        number = offset.y + self.scroll_offset.y if offset is not None else -1
        entry = self._lines[number][1] if 0 <= number < len(self._lines) else None
        if entry is not None:
            self.clicked(entry)

    def _set(self) -> None:
        width = self.width
        if width != self._set_for:
            self._set_for = width
            self._lines = self.set_lines(width)
            self.set_virtual_height(len(self._lines))
