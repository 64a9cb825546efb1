"""Lines that are freed when nobody shows them any more."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textual.color import Color
from textual.filter import LineFilter
from textual.strip import Strip


class Row(Strip):
    """A line of a widget.

    Of a line that is painted in one piece Textual's remembers that piece, itself, so that only a search for garbage
    frees it, with nine caches and all it was written as: ten of eleven cycles that the screen made were such lines.
    """

    __slots__ = ()

    def divide(self, cuts: Iterable[int]) -> Sequence[Strip]:
        """Pieces between cuts, in cells; the whole is itself."""
        cuts = tuple(cuts)  # ascending; those behind the end do not count
        return (self,) if cuts[:1] == (self.cell_length,) else super().divide(cuts)

    def apply_filter(self, filter: LineFilter, background: Color) -> Strip:
        """As it may be written; a row again, which a row that is kept remembers."""
        key = filter, background
        if (row := self._filter_cache.get(key)) is None:
            row = self._filter_cache[key] = Row(filter.apply(self._segments, background), self._cell_length)
        return row


def rows(strips: Iterable[Strip]) -> list[Strip]:
    """Lines that Textual drew, as rows: the same objects, with what was worked out of them."""
    made = list(strips)
    for strip in made:
        strip.__class__ = Row
    return made
