"""The top line: what is looked for, what narrows the list, and where in it the reader is."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.events import Key
from textual.message import Message
from textual.widgets import Input

from reader.tui.lines import SEARCH_SIGN
from reader.tui.spans import Line, Role, Span
from reader.tui.widgets.text_line import TextLine

EDITING_KEYS = frozenset(key for binding in Input.BINDINGS for key in str(getattr(binding, "key", "")).split(",")) - {
    "enter"
}
"""Keys that edit a line; while one is being edited they are its own."""


class LineInput(Input):
    """A line to type in, without a frame; its cursor does not blink."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id, compact=True, select_on_focus=False)
        self.cursor_blink = False

    async def edit(self, event: Key) -> bool:
        """Edit the line at once, so that keys that follow in the same burst find it edited; False: not by that key."""
        bound = self._bindings.key_to_bindings.get(event.key, ())
        if bound:
            return await self.app.run_action(bound[0].action, self)
        if event.is_printable:
            await self._on_key(event)
        return event.is_printable


class QueryLine(Horizontal):
    """A sign, the query as it is typed, and to the right what narrows the list and the place in it."""

    class Edited(Message):
        """The query was changed by hand."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    _taken = ""

    def compose(self) -> ComposeResult:
        yield TextLine(id="query-sign")
        yield LineInput(id="query")
        yield TextLine(id="query-place", whole=Role.META)

    @property
    def input(self) -> LineInput:
        """The line that is typed in."""
        return self.query_one("#query", LineInput)

    def take(self, text: str) -> None:
        """`text` was typed, and its `Edited` has arrived."""
        self._taken = text

    def set_text(self, text: str) -> None:
        """Put `text` there without it counting as typed; not over what was typed since and is still on its way."""
        if self.input.value != self._taken:
            return
        self._taken = text
        if self.input.value != text:
            with self.prevent(Input.Changed):
                self.input.value = text
                self.input.cursor_position = len(text)

    def set_placeholder(self, text: str) -> None:
        """What stands there while nothing does."""
        self.input.placeholder = text

    def show_place(self, spans: Sequence[Span]) -> None:
        """Filters, `n of N` and the day: the right end of the line."""
        self.query_one("#query-place", TextLine).show(right=spans)

    def show_sign(self, sign: Line = SEARCH_SIGN) -> None:
        """The sign before the query."""
        self.query_one("#query-sign", TextLine).show(sign)

    def on_mount(self) -> None:
        """Draw the sign."""
        self.show_sign()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Pass on what was typed."""
        event.stop()
        self.post_message(self.Edited(event.value))
