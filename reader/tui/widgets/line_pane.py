"""What the panes share: lines of spans drawn through Textual's line API, with styles looked up once."""

from __future__ import annotations

from collections.abc import Iterable

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widget import Widget

from reader.tui.spans import Span
from reader.tui.themes import HIT, PALETTES


class Styled(Widget):
    """A widget that draws spans. A widget's own style is found by a walk through its ancestors, so it is kept."""

    _memo: dict[tuple[str, ...], Style]

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._memo = {}

    def notify_style_update(self) -> None:
        """Theme, focus or classes changed: what was looked up is stale."""
        super().notify_style_update()
        self._memo.clear()

    def style_of(self, *names: str) -> Style:
        """The widget's own style with the looks of roles and states `names` laid over it, in order."""
        style = self._memo.get(names)
        if style is None:
            palette = PALETTES.get(self.app.theme) or PALETTES["dark"]
            style = self.rich_style
            for name in names:
                style += palette[name]
            self._memo[names] = style
        return style

    def style_of_span(self, span: Span, over: tuple[str, ...] = ()) -> Style:
        """How a span looks; `over` are states laid over its role."""
        style = self.style_of(span.role, HIT, *over) if span.hit else self.style_of(span.role, *over)
        return style + Style(link=span.link) if span.link else style

    def segments(self, spans: Iterable[Span], *over: str) -> list[Segment]:
        """Spans as segments; `over` are states laid over every role."""
        return [Segment(span.text, self.style_of_span(span, over)) for span in spans if span.text]


class LinePane(Styled, ScrollView):
    """A scrolling pane whose height changes without laying out the screen anew.

    `virtual_size` is a layout reactive: assigning it costs a full layout and a second paint. The scroll bar's place
    is always kept (`overflow-y: scroll`), so nothing around the pane can move and the size is set silently.
    """

    painting = False
    """A paint is going on, so that the width cannot change from line to line."""
    _paint_width = 0

    def render_lines(self, crop: Region) -> list[Strip]:
        """Paint; the width, which takes a walk through the style sheet to find out, is found out once."""
        self._paint_width = self.scrollable_content_region.width
        self.painting = True
        try:
            return super().render_lines(crop)
        finally:
            self.painting = False

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
        return Strip.blank(self.width, self.style_of())
