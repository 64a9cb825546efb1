"""One line of spans, aligned left or right, that changes without a layout."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.message import Message
from textual.strip import Strip

from reader.tui.lines import ends, unlinked
from reader.tui.spans import Line, Role, Span, line_width
from reader.tui.widgets.line_pane import Styled


class TextLine(Styled):
    """Shows parts at its left and text at its right end (`lines.ends`)."""

    ALLOW_SELECT = False

    class Pressed(Message):
        """A span with a link of the form `command:ID` was clicked."""

        def __init__(self, target: str) -> None:
            super().__init__()
            self.target = target

    def __init__(self, *, id: str | None = None, whole: Role | None = None) -> None:
        """`whole`: what stands at the right end in that role is left out where it has no room, rather than cut."""
        super().__init__(id=id)
        self._whole = whole
        self._parts: tuple[Line, ...] = ()
        self._right: Line = ()

    def show(self, left: Sequence[Span] = (), right: Sequence[Span] = ()) -> None:
        """Show other text, the left end of which is one part."""
        self.show_parts((tuple(left),), right)

    def show_parts(self, parts: Sequence[Line], right: Sequence[Span] = ()) -> None:
        """Show other text."""
        shown = (tuple(parts), tuple(right))
        if shown != (self._parts, self._right):
            self._parts, self._right = shown
            self.refresh()

    def spans(self, width: int) -> Line:
        """What is drawn in `width` cells."""
        return ends(self._parts, self._right, width, self._whole)

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        if y > 0:
            return Strip.blank(width, self.style_of())
        return Strip(self.segments(unlinked(self.spans(width)))).adjust_cell_length(width, self.style_of())

    def on_click(self, event: events.Click) -> None:
        """Report which command was clicked."""
        at = event.x
        for span in self.spans(self.size.width):
            at -= line_width((span,))
            if at < 0:
                if span.link:
                    self.post_message(self.Pressed(span.link))
                return
