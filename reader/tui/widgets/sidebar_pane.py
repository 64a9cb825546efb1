"""The sidebar's pane: draws an outline, moves a cursor in it, and says which entry is to be gone to."""

from __future__ import annotations

from textual import events
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip

from reader.tui.rows import Glyphs
from reader.tui.sidebar import Entry, Outline, Target, entries_of, sidebar_lines
from reader.tui.spans import Line
from reader.tui.themes import FOCUSED
from reader.tui.widgets.line_pane import LinePane


class SidebarPane(LinePane, can_focus=True):
    """Entries under headings, with a cursor while it has the focus. Knows nothing but what it is shown."""

    ALLOW_SELECT = False

    class Opened(Message):
        """An entry was clicked."""

        def __init__(self, entry: Entry) -> None:
            super().__init__()
            self.entry = entry

    def __init__(self, *, id: str | None = None, glyphs: Glyphs) -> None:
        super().__init__(id=id)
        self._glyphs = glyphs
        self._outline: Outline = ()
        self._shown: Target | None = None
        self.cursor = 0
        self._set_for = -1
        self._lines: list[tuple[Line, int | None]] = []

    def show(self, outline: Outline, shown: Target | None) -> None:
        """Show these entries, marking the one for what the list shows; the cursor goes there unless it is in use."""
        if (outline, shown) == (self._outline, self._shown):
            return
        self._outline, self._shown = outline, shown
        self._set_for = -1
        texts = [entry.target.text for entry in self.entries]
        here = texts.index(shown.text) if shown is not None and shown.text in texts else self.cursor
        self.move_to(self.cursor if self.has_focus else here)

    @property
    def entries(self) -> list[Entry]:
        """All entries, from the top."""
        return entries_of(self._outline)

    @property
    def page(self) -> int:
        """Entries of a page downwards."""
        return max(self.scrollable_content_region.height - 1, 1)

    @property
    def page_back(self) -> int:
        """Entries of a page upwards."""
        return self.page

    @property
    def current(self) -> Entry | None:
        """The entry under the cursor."""
        return self.entries[self.cursor] if self.entries else None

    def move_to(self, number: int) -> None:
        """Put the cursor on an entry, or on the nearest there is."""
        self.cursor = max(0, min(number, len(self.entries) - 1))
        self._set()
        line = next((y for y, (_, entry) in enumerate(self._lines) if entry == self.cursor), 0)
        top = 0 if not self.cursor else line
        self.scroll_to_region(Region(0, top, 1, line - top + 1), animate=False, force=True, immediate=True)
        self.refresh()

    def _set(self) -> None:
        width = self.width
        if width != self._set_for:
            self._set_for = width
            self._lines = sidebar_lines(self._outline, self._shown, max(width, 1), self._glyphs)
            self.set_virtual_height(len(self._lines))

    def render_line(self, y: int) -> Strip:
        self._set()
        number = y + self.scroll_offset.y
        if number >= len(self._lines):
            return self.blank()
        line, entry = self._lines[number]
        over = (FOCUSED,) if self.has_focus and entry == self.cursor else ()
        return Strip(self.segments(line, *over)).adjust_cell_length(self.width, self.style_of(*over))

    def on_resize(self) -> None:
        """Set anew."""
        self.move_to(self.cursor)

    def on_click(self, event: events.Click) -> None:
        """Say which entry is under the mouse."""
        offset = event.get_content_offset(self)
        number = offset.y + self.scroll_offset.y if offset is not None else -1
        entry = self._lines[number][1] if 0 <= number < len(self._lines) else None
        if entry is not None:
            self.move_to(entry)
            self.post_message(self.Opened(self.entries[entry]))
