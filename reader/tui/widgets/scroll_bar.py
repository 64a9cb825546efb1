"""A scroll bar that is painted when it looks different, not at every step through a long list."""

from __future__ import annotations

from collections.abc import Callable
from math import ceil
from typing import Self

from rich.console import RenderableType
from textual.geometry import Region
from textual.scrollbar import ScrollBar

EIGHTHS = 8
"""The ends of a bar are drawn to an eighth of a cell."""


class CalmScrollBar(ScrollBar):
    """Textual's paints all its cells anew whenever its position or the height of the text changes at all."""

    _looked: tuple[object, ...] = ()

    def __init__(self, prepare: Callable[[], None], *, thickness: int) -> None:
        """`prepare` has the pane find out how long it is, if it has not: bars are painted before what they stand by."""
        super().__init__(name="vertical", thickness=thickness)
        self._prepare = prepare

    def render(self) -> RenderableType:
        """As long as the pane says."""
        self._prepare()
        return super().render()

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
