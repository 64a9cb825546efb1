"""A scroll bar that is painted when it looks different, not at every step through a long list."""

from __future__ import annotations

from math import ceil
from typing import Self

from textual.geometry import Region
from textual.scrollbar import ScrollBar

EIGHTHS = 8
"""The ends of a bar are drawn to an eighth of a cell."""


class CalmScrollBar(ScrollBar):
    """Textual's paints all its cells anew whenever its position or the height of the text changes at all."""

    _looked: tuple[object, ...] = ()

    def refresh(self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False) -> Self:
        """Paint it anew, unless that would show the same."""
        if not (regions or layout or recompose):
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
