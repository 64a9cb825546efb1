"""The sidebar's pane: draws an outline, moves a cursor in it, and says which entry is to be gone to."""

from __future__ import annotations

from textual.message import Message

from reader.tui.rows import Glyphs
from reader.tui.sidebar import Entry, Outline, Target, entries_of, sidebar_lines
from reader.tui.widgets.line_pane import EntryLine, EntryPane


class SidebarPane(EntryPane, can_focus=True):
    """Entries under headings, with a cursor while it has the focus. Knows nothing but what it is shown."""

    class Opened(Message):
        """An entry was clicked."""

        def __init__(self, entry: Entry) -> None:
            super().__init__()
            self.entry = entry

    class Uncovered(Message):
        """It is to be seen again: nothing was counted for it meanwhile."""

    def __init__(self, *, id: str | None = None, glyphs: Glyphs) -> None:
        super().__init__(id=id, glyphs=glyphs)
        self._outline: Outline = ()
        self._shown: Target | None = None
        self.cursor = 0

    def show(self, outline: Outline, shown: Target | None) -> None:
        """Show these entries, marking the one for what the list shows; the cursor goes there unless it is in use."""
        if (outline, shown) == (self._outline, self._shown):
            return
        self._outline, self._shown = outline, shown
        self.reset()
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

    @property
    def count(self) -> int:
        """How many entries there are."""
        return len(self.entries)

    @property
    def shows_cursor(self) -> bool:
        """Only while keys move it."""
        return self.has_focus

    def set_lines(self, width: int) -> list[EntryLine]:
        """The outline, for a width in cells."""
        return sidebar_lines(self._outline, self._shown, max(width, 1), self.glyphs)

    def move_to(self, number: int) -> None:
        """Put the cursor on an entry, or on the nearest there is."""
        super().move_to(max(0, number))

    def clicked(self, number: int) -> None:
        """Go there, and say so."""
        self.move_to(number)
        self.post_message(self.Opened(self.entries[number]))

    def on_show(self) -> None:
        """Say that what is shown may be out of date."""
        self.post_message(self.Uncovered())
