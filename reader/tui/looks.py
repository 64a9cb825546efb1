"""From spans to styled text, without Textual: how roles look over the ground of a pane."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rich.segment import Segment
from rich.style import Style

from reader.tui.spans import Span
from reader.tui.themes import HIT


class Looks:
    """How spans look over `ground`, in a palette (role or state -> style); each combination is worked out once."""

    def __init__(self, ground: Style, palette: Mapping[str, Style]) -> None:
        self._ground, self._palette = ground, palette
        self._known: dict[tuple[str, ...], Style] = {}

    def style_of(self, *names: str) -> Style:
        """The ground with the looks of roles and states `names` laid over it, in order."""
        style = self._known.get(names)
        if style is None:
            style = self._ground
            for name in names:
                style += self._palette[name]
            self._known[names] = style
        return style

    def style_of_span(self, span: Span, over: tuple[str, ...] = ()) -> Style:
        """How a span looks; `over` are states laid over its role."""
        style = self.style_of(span.role, HIT, *over) if span.hit else self.style_of(span.role, *over)
        return style + Style(link=span.link) if span.link else style

    def segments(self, spans: Iterable[Span], *over: str) -> list[Segment]:
        """Spans as segments; `over` are states laid over every role."""
        return [Segment(span.text, self.style_of_span(span, over)) for span in spans if span.text]
