"""The reading screen as text for the terminal, drawn without Textual: something to read while that is imported.

The screen paints the same over it a moment later, from the same pure functions (`moment`, `row_sheet`, `lines`,
`typeset`, `looks`); a test compares both cell by cell. Only what a start shows is drawn here: all papers, the list with
the focus, nothing asked and nothing said.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping

from rich.color import ColorSystem
from rich.style import Style

from reader.tui.arrangement import Box, Boxes, arrangement, boxes, padding, top_line_cells
from reader.tui.geometry import Place
from reader.tui.lines import QUERY_INDENT, SEARCH_SIGN, ends, rule, scroll_bar, unlinked, upright
from reader.tui.looks import Looks
from reader.tui.moment import Moment, all_of, place_of
from reader.tui.row_sheet import RowSheet
from reader.tui.rows import Glyphs, glyphs_of
from reader.tui.sidebar import entries_of, sidebar_lines
from reader.tui.spans import Line, Role, Span, line_width
from reader.tui.themes import FOCUSED, colors_of, palette
from reader.tui.typeset import SetLine

LEAST_CELLS, LEAST_LINES = 30, 10
"""In a smaller window Textual decides what is left out."""
TEXT_MARGIN = 1
"""Cells between the paper's text and its right end."""
SYSTEMS = {"kitty": ColorSystem.EIGHT_BIT, "256color": ColorSystem.EIGHT_BIT}
"""How many colours a terminal has by the end of its name; others have 16."""
TURNED = "turned"
"""A state: ground and sign have each other's colours."""
OTHERWISE = ("NO_COLOR", "TEXTUAL_COLOR_SYSTEM", "TEXTUAL_FILTERS")
"""Variables by which Textual draws with other colours."""
COLOURLESS = ("dumb", "unknown")
"""Terminals that rich writes no colours to."""

Drawn = tuple[int, int, Line, int, tuple[str, ...]]
"""Column and row (from 0) of a line, its spans, the cells it fills, and the states that are laid over its roles."""


def early_frame(now: Moment, size: os.terminal_size, environ: Mapping[str, str]) -> Iterator[str]:
    """What the screen will paint first, in pieces to be written one after the other: the list, then the paper.

    Nothing where a start shows something else, or draws it in a way of its own: a search, a paper alone, no colours, a
    tiny window.
    """
    if any(environ.get(name) for name in OTHERWISE) or environ.get("TERM", "").lower() in COLOURLESS:
        return
    if size.columns < LEAST_CELLS or size.lines < LEAST_LINES:
        return
    if now.state.look.zoomed or not now.state.asked.everything or not now.context.library:
        return
    ink = _Ink(now.state.look.theme, color_system(environ))
    where = boxes(size.columns, size.lines, now.state.look)
    now, depth = _at_place(now)
    yield ink.text(_around(now, size, where)) + ink.text(_list(now, size, where.papers, depth))
    if where.paper is not None:
        yield ink.text(_paper(now, where.paper, size))


def color_system(environ: Mapping[str, str]) -> ColorSystem:
    """How many colours the terminal has, as rich finds out."""
    if environ.get("COLORTERM", "").strip().lower() in ("truecolor", "24bit"):
        return ColorSystem.TRUECOLOR
    return SYSTEMS.get(environ.get("TERM", "").strip().lower().rpartition("-")[2], ColorSystem.STANDARD)


class _Ink:
    """How spans become text for a terminal."""

    def __init__(self, theme: str, system: ColorSystem) -> None:
        colors = colors_of(theme)
        states = {**palette(theme), TURNED: Style(reverse=True)}
        self._looks = Looks(Style(color=colors.text, bgcolor=colors.ground), states)
        self._system = system

    def text(self, drawn: Iterable[Drawn]) -> str:
        """Lines as one text."""
        return "".join(
            f"\x1b[{y + 1};{x + 1}H{self._line(_filled(spans, cells), over)}" for x, y, spans, cells, over in drawn
        )

    def _line(self, spans: Line, over: tuple[str, ...]) -> str:
        segments = self._looks.segments(spans, *over)
        return "".join(style.render(text, color_system=self._system) for text, style, _ in segments if style)


def _filled(spans: Line, cells: int) -> Line:
    """A line with blanks up to its end."""
    left = cells - line_width(spans)
    return (*spans, Span(" " * left, Role.TEXT)) if left > 0 else spans


def _at_place(now: Moment) -> tuple[Moment, int]:
    """All papers, the cursor where the reader was; lines between the top and the cursor's row."""
    results = all_of(now.context.library.listing())
    place = place_of(now.context.library, now.state.view.paper, results)
    return now._replace(results=results, cursor=place or 0), now.state.view.depth if place is not None else 0


def _around(now: Moment, size: os.terminal_size, where: Boxes) -> Iterator[Drawn]:
    """Everything but list and paper."""
    columns, last = size.columns, size.lines - 1
    query, place = top_line_cells(columns)
    yield 0, 0, SEARCH_SIGN, QUERY_INDENT, ()
    yield QUERY_INDENT, 0, (Span(now.context.t("Search"), Role.META),), query, ()
    yield QUERY_INDENT + query, 0, unlinked(ends((), now.place(columns), place, Role.META)), place, ()
    uprights = [box for box in (where.divider, where.sidebar_rule) if box is not None]
    joints = [box.x for box in uprights if box.width == 1]
    papers, several = where.papers, where.paper is not None or where.sidebar is not None
    heavy = range(papers.x, papers.x + papers.width) if several else range(0)
    yield 0, 1, rule(columns, "┬", joints, heavy), columns, ()
    yield 0, last - 1, rule(columns, "┴", joints, range(0)), columns, ()
    yield 0, last, unlinked(ends(now.keys(), now.said(), columns)), columns, ()
    for box in uprights:
        yield from ((box.x, y, upright(box.width), box.width, ()) for y in range(box.y, box.y + box.height))
    if where.sidebar is not None:
        yield from _sidebar(now, where.sidebar)


def _sidebar(now: Moment, box: Box) -> Iterator[Drawn]:
    """The sidebar, scrolled to the entry of all papers."""
    outline, target = now.state.outline, now.state.view.target
    lines = sidebar_lines(outline, target, box.width - 1, glyphs_of(now.context.config.screen.signs))
    texts = [entry.target.text for entry in entries_of(outline)]
    here = texts.index(target.text) if target is not None and target.text in texts else 0
    at = next((y for y, (_, entry) in enumerate(lines) if entry == here), 0)
    top = max(0, at - box.height + 1)
    for y, (line, _) in enumerate((lines + [((), None)] * box.height)[top : top + box.height], box.y):
        yield box.x, y, line, box.width - 1, ()
    yield from _scroll_bar(box, len(lines), top)


def _list(now: Moment, size: os.terminal_size, box: Box, depth: int) -> Iterator[Drawn]:
    """The list with its cursor, which is `depth` lines below the top where it can be."""
    look, glyphs = now.state.look, glyphs_of(now.context.config.screen.signs)
    airy, cells, cursor = arrangement(size.columns, size.lines, look).airy, box.width - 1, now.cursor
    sheet = RowSheet(now.results, now, cells, box.height, most_lines=look.title_lines, airy=airy)
    sheet.measure_around(cursor)
    top = sheet.top_showing(cursor, sheet.geometry.line_of(cursor) - depth)
    top = max(0, min(top, sheet.geometry.height - box.height))
    for y in range(box.height):
        place = sheet.shown(top, y)
        here = place is not None and place.group is None and place.row == cursor
        line = _line_of(sheet, place, glyphs, glyphs.cursor if here else " ", at_top=y == 0)
        yield box.x, box.y + y, line, cells, (FOCUSED,) if here and line else ()
    yield from _scroll_bar(box, sheet.geometry.height, top)


def _line_of(sheet: RowSheet, place: Place | None, glyphs: Glyphs, bar: str, *, at_top: bool) -> Line:
    """What stands at a place of the list; nothing where there is nothing."""
    if place is None:
        return ()
    if place.group is not None:
        return sheet.heading_line(place.group, at_top=at_top)
    lines = sheet.row_lines(place.row, glyphs, bar)
    return lines[place.sub] if place.sub < len(lines) else ()


def _paper(now: Moment, box: Box, size: os.terminal_size) -> Iterator[Drawn]:
    """The paper under the cursor, from its top."""
    before, behind = padding(size.columns)
    cells = box.width - before - behind - 1
    document = now.text_pane(size.lines)(max(cells - TEXT_MARGIN, 1))
    for y in range(box.height):
        line = document.lines[y] if y < len(document.lines) else ()
        yield box.x, box.y + y, _spread(line, before), box.width, ()
    yield from _scroll_bar(box._replace(width=box.width - behind), len(document.lines), 0)


def _spread(line: SetLine, before: int) -> Line:
    """A line of the paper with the blanks before it and between its pieces."""
    spans: list[Span] = []
    end = -before
    for piece in line:
        spans += (Span(" " * (piece.at - end), Role.TEXT), *piece.spans)
        end = piece.at + line_width(piece.spans)
    return tuple(spans)


def _scroll_bar(box: Box, lines: int, top: int) -> Iterator[Drawn]:
    """The scroll bar at the right end of a pane."""
    x = box.x + box.width - 1
    for y, (sign, turned) in enumerate(scroll_bar(box.height, lines, top), box.y):
        yield x, y, (Span(sign, Role.RULE),), 1, (TURNED,) if turned else ()
