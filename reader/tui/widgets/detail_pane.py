"""The paper: a document set once for a width, drawn line by line, with selection and terminal links."""

from __future__ import annotations

from collections.abc import Callable

from rich.segment import Segment
from rich.style import Style
from textual.selection import Selection
from textual.strip import Strip

from reader.tui.spans import Span, line_width
from reader.tui.themes import SELECTION
from reader.tui.typeset import DECORATION, Piece, SetDocument, SetLine
from reader.tui.widgets.line_pane import LinePane
from reader.tui.widgets.row import Row

EMPTY = SetDocument((), ())
MARGIN = 1
"""Cells between the text and the scroll bar."""


class DetailPane(LinePane, can_focus=True):
    """Shows one document; what it shows is handed down as a function from a width in cells to a set document."""

    ALLOW_SELECT = True

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._compose_document: Callable[[int], SetDocument] = lambda width: EMPTY
        self._document = EMPTY
        self._set_for = -1
        self._top: tuple[int, int] | None = None
        self._strips: dict[int, Strip] = {}

    def show(self, document: Callable[[int], SetDocument], *, keep_scroll: bool = False) -> None:
        """Show another document from its top, or (`keep_scroll`) the same one set anew, at the same share of it."""
        self._compose_document = document
        if not self.size:  # not laid out yet: it is set once there is a width to set it for
            self._document, self._set_for = EMPTY, -1
            return
        share = self.scroll_offset.y / max(self.max_scroll_y, 1) if keep_scroll else 0
        self._set()
        self.scroll_to(y=round(share * self.max_scroll_y), animate=False, force=True)
        self._top = None

    @property
    def at_end(self) -> bool:
        """Nothing is left below."""
        return self.scroll_offset.y >= self.max_scroll_y

    @property
    def fits(self) -> bool:
        """All that it shows is in view without scrolling."""
        return not self.max_scroll_y

    @property
    def cut(self) -> bool:
        """There is more than it shows (see `SetDocument`)."""
        return self._document.cut

    def scroll_lines(self, lines: int) -> None:
        """Scroll by lines, up where negative."""
        self.scroll_to(y=self.scroll_offset.y + lines, animate=False, force=True)

    @property
    def page(self) -> int:
        """Lines of a page, one kept for the eye to hold on to."""
        return max(self.scrollable_content_region.height - self._document.head - 1, 1)

    def _set(self) -> None:
        """Set the document for the present width. Every new setting repaints: Resize comes after the first paint."""
        width = self._set_for = self.width
        y = self.scroll_offset.y
        # The top stays the top, whatever stands there then.
        self._top = _top_text(self._document, y + self._document.head) if y else None
        self._document = self._compose_document(max(width - MARGIN, 1))
        self._strips.clear()
        self.set_virtual_height(len(self._document.lines))
        self.refresh()

    def on_resize(self) -> None:
        """Set anew for another width, with the same words at the top."""
        if self._set_for != self.width:
            self._set()
        self.set_virtual_height(len(self._document.lines))
        if self._top is not None:
            line = _line_showing(self._document, *self._top) - self._document.head
            self.scroll_to(y=line, animate=False, force=True)
            self._top = None

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._strips.clear()

    # Drawing

    def prepare(self) -> None:
        if self._set_for != self.width:
            self._set()

    def render_line(self, y: int) -> Strip:
        self.prepare()
        number = y if y < self._document.head else y + self.scroll_offset.y
        if number >= len(self._document.lines):
            return self.blank()
        if not self.painting:  # somebody asks which text is under the mouse
            return self._draw(self._document.lines[number], offsets=True)
        strip = self._strips.get(number)
        if strip is None:
            strip = self._strips[number] = self._padded(self._draw(self._document.lines[number]))
        return strip

    def blank(self) -> Strip:
        if not self.painting:
            return super().blank()
        strip = self._strips.get(-1)
        if strip is None:
            strip = self._strips[-1] = self._padded(super().blank())
        return strip

    def _padded(self, line: Strip) -> Strip:
        """A line in the whole width of the pane: what lies beside it is painted with it."""
        padding = self.styles.padding
        left, right = (
            [Segment(" " * cells, self.style_of())] if cells else [] for cells in (padding.left, padding.right)
        )
        return Row([*left, *line, *right], padding.left + line.cell_length + padding.right)

    def _draw(self, line: SetLine, *, offsets: bool = False) -> Strip:
        """One line; with `offsets` each segment carries its paragraph and code point, which is dear."""
        segments: list[Segment] = []
        end = 0
        for piece in line:
            if piece.at > end:
                segments.append(Segment(" " * (piece.at - end), self.style_of()))
            segments.extend(self._piece(piece, offsets))
            end = piece.at + line_width(piece.spans)
        width = self.width
        if end > width:
            return Row(segments).adjust_cell_length(width)
        return Row([*segments, Segment(" " * (width - end), self.style_of())], width)

    def _piece(self, piece: Piece, offsets: bool) -> list[Segment]:
        if piece.paragraph == DECORATION:
            return self.segments(piece.spans)
        chosen = self._chosen(piece.paragraph)
        segments = []
        for span in piece.spans:
            for part, selected in _split(span, chosen):
                style = self.looks.style_of_span(part, (SELECTION,) if selected else ())
                if offsets:
                    style += Style.from_meta({"offset": (part.at, piece.paragraph)})
                segments.append(Segment(part.text, style))
        return segments

    def _chosen(self, paragraph: int) -> tuple[int, int] | None:
        """The code points of a paragraph that are selected with the mouse."""
        selection = self.text_selection
        span = selection.get_span(paragraph) if selection is not None else None
        if span is None:
            return None
        begin, end = span
        return begin, len(self._document.paragraphs[paragraph]) if end == -1 else end

    # Selecting and copying

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """The selected text, paragraph by paragraph."""
        return selection.extract("\n".join(self._document.paragraphs)), "\n"

    def selection_updated(self, selection: Selection | None) -> None:
        """Draw what is selected."""
        self._strips.clear()
        self.refresh()


def _top_text(document: SetDocument, line: int) -> tuple[int, int] | None:
    """Paragraph and code point that the first line with text at or below `line` shows."""
    for pieces in document.lines[line:]:
        for piece in pieces:
            if piece.paragraph != DECORATION and piece.spans:
                return piece.paragraph, piece.spans[0].at
    return None


def _line_showing(document: SetDocument, paragraph: int, at: int) -> int:
    """The line that shows code point `at` of a paragraph; the last one before it where there is none."""
    found = 0
    for number, pieces in enumerate(document.lines):
        for piece in pieces:
            if piece.paragraph == paragraph and piece.spans and piece.spans[0].at <= at:
                found = number
    return found


def _split(span: Span, chosen: tuple[int, int] | None) -> list[tuple[Span, bool]]:
    """A span cut where the selection begins and ends."""
    if chosen is None:
        return [(span, False)]
    end = span.at + len(span.text)
    begin, stop = (min(max(point, span.at), end) for point in chosen)
    pieces = ((span.at, begin, False), (begin, stop, True), (stop, end, False))
    return [
        (Span(span.text[a - span.at : b - span.at], span.role, span.hit, span.link, a), selected)
        for a, b, selected in pieces
        if a < b
    ]
