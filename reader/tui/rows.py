"""What one paper looks like in the list: pure data in, lines of spans out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from reader.text.cells import cell_len, fit
from reader.tui.spans import Line, Role, Span, cut_at_hits

INDENT = 4
"""Cells before a row's text: cursor bar, state, bookmark, space."""

Hits = Sequence[tuple[int, int]]
"""Ascending (begin, end) code points that match the query."""


class RowView(NamedTuple):
    """One paper as the list shows it; every text is ready for a terminal.

    title    in the language of the screen, or in the other one where that is missing
    meta     category, announcement, "+2 channels"
    tags     with their sign
    summary  one line more, where rows are three lines high
    """

    title: str
    meta: tuple[str, ...]
    tags: tuple[str, ...] = ()
    summary: str = ""
    title_hits: Hits = ()
    summary_hits: Hits = ()
    unread: bool = False
    bookmarked: bool = False
    skipped: bool = False
    selected: bool = False


class Glyphs(NamedTuple):
    """Signs of the list; each is one cell wide and says what colour would."""

    unread: str = "●"
    bookmarked: str = "★"
    selected: str = "✓"
    skipped: str = "–"
    cursor: str = "▌"
    rule: str = "─"


ASCII_GLYPHS = Glyphs(unread="*", bookmarked="!", selected="+", skipped="-", cursor=">", rule="-")


def row_lines(row: RowView, cells: int, height: int, glyphs: Glyphs, *, cursor: bool) -> tuple[Line, ...]:
    """The `height` (1 to 3) lines of a row, each exactly `cells` wide."""
    bar = Span(glyphs.cursor if cursor else " ", Role.BAR)
    body = Role.TITLE if row.unread else Role.SEEN
    room = max(cells - INDENT, 0)
    title = fit(row.title, room)
    lines: list[Line] = [(bar, *_signs(row, glyphs), *cut_at_hits(title, body, row.title_hits))]
    if height > 1:
        lines.append((bar, Span(" " * (INDENT - 1), Role.META), *_meta(row, room)))
    if height > 2:
        summary = fit(row.summary, room)
        lines.append((bar, Span(" " * (INDENT - 1), Role.META), *cut_at_hits(summary, Role.SUMMARY, row.summary_hits)))
    return tuple(lines)


def _signs(row: RowView, glyphs: Glyphs) -> tuple[Span, Span, Span]:
    if row.selected:
        state = Span(glyphs.selected, Role.KEY)
    elif row.unread:
        state = Span(glyphs.unread, Role.DOT)
    else:
        state = Span(glyphs.skipped if row.skipped else " ", Role.META)
    return state, Span(glyphs.bookmarked if row.bookmarked else " ", Role.STAR), Span(" ", Role.META)


def _meta(row: RowView, room: int) -> list[Span]:
    """Metadata, then tags as far as there is room; filled up with blanks."""
    meta = "  ".join(row.meta)
    tags = "  ".join(row.tags)
    if not tags:
        return [Span(fit(meta, room), Role.META)]
    space = "  " if meta else ""
    left = room - cell_len(meta) - len(space)
    if left < 3:
        return [Span(fit(meta, room), Role.META)]
    shown = fit(tags, left)
    return [Span(meta + space, Role.META), Span(shown, Role.TAG)]


def heading_line(label: str, count: str, cells: int, glyphs: Glyphs) -> Line:
    """A day's heading: its name, a rule, how many papers; exactly `cells` wide."""
    label = fit(label, min(cell_len(label), max(cells - INDENT, 0)))
    room = cells - INDENT - cell_len(label) - 2 - cell_len(count) - 1
    if room < 1:
        return (Span(fit(" " * INDENT + label, cells), Role.HEADING),)
    return (
        Span(" " * INDENT, Role.RULE),
        Span(label, Role.HEADING),
        Span(f" {glyphs.rule * room} ", Role.RULE),
        Span(f"{count} ", Role.HEADING),
    )
