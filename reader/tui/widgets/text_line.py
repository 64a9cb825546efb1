"""One line of spans, aligned left or right, that changes without a layout."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.message import Message
from textual.strip import Strip

from reader.text.cells import fit
from reader.tui.spans import Line, Role, Span, line_width
from reader.tui.widgets.line_pane import Styled


class TextLine(Styled):
    """Shows parts at its left and text at its right end; where there is no room for all, the right end wins.

    Of the parts at the left whole ones are left out, the last of all but one first: the very last one always stays.
    """

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
        right = clip(self._right, width, self._whole)
        room = width - line_width(right) - (1 if right else 0)
        left = clip(_fitting(self._parts, room), room)
        gap = width - line_width(left) - line_width(right)
        filler = (Span(" " * gap, (right or left)[0].role),) if gap > 0 and (right or left) else ()
        return (*left, *filler, *right)

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        if y > 0:
            return Strip.blank(width, self.style_of())
        plain = tuple(Span(span.text, span.role, span.hit) for span in self.spans(width))
        return Strip(self.segments(plain)).adjust_cell_length(width, self.style_of())

    def on_click(self, event: events.Click) -> None:
        """Report which command was clicked."""
        at = event.x
        for span in self.spans(self.size.width):
            at -= line_width((span,))
            if at < 0:
                if span.link:
                    self.post_message(self.Pressed(span.link))
                return


def _fitting(parts: Sequence[Line], width: int) -> Line:
    """The first parts and the last one, as many as fit whole; the last one alone if nothing else does."""
    if not parts:
        return ()
    *others, last = parts
    width -= line_width(last)
    kept: list[Span] = []
    for part in others:
        width -= line_width(part)
        if width < 0:
            break
        kept += part
    return (*kept, *last)


def clip(line: Sequence[Span], width: int, whole: Role | None = None) -> Line:
    """As much of `line` as goes into `width` cells, the last span shortened; those in the role `whole` are left out."""
    kept: list[Span] = []
    for span in line:
        cells = line_width((span,))
        if cells <= width:
            kept.append(span)
            width -= cells
        elif span.role is not whole:
            if width > 1:
                kept.append(Span(fit(span.text, width), span.role, span.hit, span.link))
            break
    return tuple(kept)
