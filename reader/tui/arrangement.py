"""Where the parts of the reading screen stand in a window: numbers in, boxes out. Pure.

The style sheet says the same to Textual; here it is said for the frame that is painted before Textual is there
(`early_frame`). A test holds both equal at every width.
"""

from __future__ import annotations

from typing import NamedTuple

from reader.tui.lines import QUERY_INDENT
from reader.tui.state import Layout, Look

NARROW = 70
"""Cells below which there is one pane at a time."""
SIDEBAR_FROM = 140
"""Cells from which on there is room for the sidebar."""
WIDE, TALL = 100, 40
"""Narrower and at least as high as this, list and paper stand one below the other."""
AIRY = 34
"""Lines from which on the list has a blank line between papers, unless the paper stands below it."""
LEAST_LIST, LEAST_PAPER = 46, 33
"""Cells that the list takes beside the paper unless the reader gave it another share, as far as these are left."""
PADDING, TIGHT_PADDING = (2, 1), (1, 0)
"""Blank cells left and right of the paper and its scroll bar; in windows that are not `WIDE`."""
SIDEBAR_CELLS = 22
ABOVE, BELOW = 2, 2
"""Lines above the panes (query, rule) and below them (rule, status)."""
QUERY_SHARE, PLACE_SHARE = 4, 5
"""How the query and the place in the list share the rest of the top line."""


class Box(NamedTuple):
    """A rectangle of the screen, in cells from its top left corner."""

    x: int
    y: int
    width: int
    height: int


class Arrangement(NamedTuple):
    """How list and paper share a window.

    alone    there is room for one pane only
    stacked  the paper stands below the list
    sidebar  it is shown
    airy     a blank line stands between papers of the list
    """

    alone: bool
    stacked: bool
    sidebar: bool
    airy: bool


class Boxes(NamedTuple):
    """Where the panes stand, scroll bars and padding included; None: it is not shown. For a list that is shown."""

    sidebar: Box | None
    sidebar_rule: Box | None
    papers: Box
    divider: Box | None
    paper: Box | None


def arrangement(columns: int, lines: int, look: Look) -> Arrangement:
    """How the panes are arranged in a window of that size."""
    alone = columns < NARROW
    automatic = columns < WIDE and lines >= TALL
    stacked = not alone and (look.layout is Layout.STACKED or (look.layout is Layout.AUTO and automatic))
    sidebar = look.sidebar and columns >= SIDEBAR_FROM and not look.zoomed
    return Arrangement(alone, stacked, sidebar, airy=lines >= AIRY and not stacked)


def list_cells(columns: int, share: int) -> int | None:
    """The list's width beside the paper in a window of so many columns; None: its share of the panes, in per cent."""
    least = min(LEAST_LIST, columns - 1 - LEAST_PAPER)
    return least if share == Look().share and columns * share < least * 100 else None


def padding(columns: int) -> tuple[int, int]:
    """Blank cells left of the paper's text, and right of its scroll bar."""
    return PADDING if columns >= WIDE else TIGHT_PADDING


def boxes(columns: int, lines: int, look: Look) -> Boxes:
    """Where the panes stand in a window of that size, unless the paper has all of it (`look.zoomed`)."""
    arranged = arrangement(columns, lines, look)
    height = lines - ABOVE - BELOW
    left = SIDEBAR_CELLS + 1 if arranged.sidebar else 0
    sidebar = Box(0, ABOVE, SIDEBAR_CELLS, height) if arranged.sidebar else None
    rule = Box(SIDEBAR_CELLS, ABOVE, 1, height) if arranged.sidebar else None
    width = columns - left
    if arranged.alone:
        return Boxes(sidebar, rule, Box(left, ABOVE, width, height), None, None)
    if arranged.stacked:
        upper = look.share * height // 100
        below = ABOVE + upper + 1
        papers, divider = Box(left, ABOVE, width, upper), Box(left, ABOVE + upper, width, 1)
        return Boxes(sidebar, rule, papers, divider, Box(left, below, width, height - upper - 1))
    first = list_cells(columns, look.share) or look.share * width // 100
    papers, divider = Box(left, ABOVE, first, height), Box(left + first, ABOVE, 1, height)
    return Boxes(sidebar, rule, papers, divider, Box(left + first + 1, ABOVE, width - first - 1, height))


def top_line_cells(columns: int) -> tuple[int, int]:
    """Cells of the query, and of the place in the list, which stand in this order behind the sign."""
    room, shares = columns - QUERY_INDENT, QUERY_SHARE + PLACE_SHARE
    query = QUERY_SHARE * room // shares
    return query, room - query
