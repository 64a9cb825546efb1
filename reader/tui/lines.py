"""The lines around the panes, and scroll bars: what widgets draw, and what is painted before there are any."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from math import ceil

from reader.text.cells import fit
from reader.tui.spans import Line, Role, Span, line_width

SEARCH_SIGN: Line = (Span(" /", Role.KEY),)
"""The sign before the query."""
QUERY_INDENT = 3
"""Cells before the query in the top line."""
BARS = "▁▂▃▄▅▆▇ "
"""The ends of a scroll bar, drawn to an eighth of a cell."""


def ends(parts: Sequence[Line], right: Sequence[Span], cells: int, whole: Role | None = None) -> Line:
    """Parts at the left and text at the right end of `cells` cells; where there is no room for all, the right end wins.

    Of several parts whole ones are left out, the last of all but one first. The very last one always stays, its first
    span alone (a key without its name) if need be. Spans at the right end in the role `whole` are left out where they
    have no room, rather than cut.
    """
    stays = line_width(parts[-1][:1]) + 1 if len(parts) > 1 else 0
    right = clip(right, max(cells - stays, 0), whole)
    room = cells - line_width(right) - (1 if right else 0)
    left = clip(_fitting(parts, room), room)
    gap = cells - line_width(left) - line_width(right)
    filler = (Span(" " * gap, (right or left)[0].role),) if gap > 0 and (right or left) else ()
    return (*left, *filler, *right)


def _fitting(parts: Sequence[Line], width: int) -> Line:
    """The first parts and the last one, as many as fit whole; else the last one alone, or only its first span."""
    if not parts:
        return ()
    *others, last = parts
    if others and line_width(last) > width:
        return tuple(last[:1])
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


def unlinked(line: Line) -> Line:
    """A line whose links are commands of the screen's own, as it is drawn."""
    return tuple(Span(span.text, span.role, span.hit) for span in line)


def rule(cells: int, joint: str, joints: Collection[int], heavy: range, remark: Line = (), at: int = 0) -> Line:
    """A horizontal rule.

    joint   the sign where upright rules meet it, at the cells `joints`
    heavy   cells that are drawn heavy: below them is what has the focus
    remark  stands in place of part of the rule, from cell `at` on where there is room for it
    """
    remark = clip(remark, cells)
    begin = max(min(at, cells - line_width(remark)), 0)
    end = begin + line_width(remark)
    return (
        *_part_of_rule(0, begin, joint, joints, heavy),
        *remark,
        *_part_of_rule(end, cells, joint, joints, heavy),
    )


def _part_of_rule(begin: int, end: int, joint: str, joints: Collection[int], heavy: range) -> Line:
    """The rule itself from cell `begin` to `end`."""
    first, last = (min(max(cell, begin), end) for cell in (heavy.start, heavy.stop))
    parts = ((begin, first, "─", Role.RULE), (first, last, "━", Role.BAR), (last, end, "─", Role.RULE))
    return tuple(
        Span("".join(joint if cell in joints else sign for cell in range(start, stop)), role)
        for start, stop, sign, role in parts
    )


def upright(cells: int) -> Line:
    """A line of a rule between two columns; more than one cell wide, of one between two panes one below the other."""
    return (Span("│" if cells == 1 else "─" * cells, Role.RULE),)


def scroll_bar(cells: int, lines: int, top: int) -> list[tuple[str, bool]]:
    """A scroll bar `cells` high beside as many of `lines` lines, from `top` on: a character a cell, and if it is drawn
    in reverse. As Textual draws it."""
    if not 0 < cells < lines:
        return [(" ", False)] * cells
    eighths = len(BARS)
    thumb = max(1, cells / (lines / cells))
    start = int((cells - thumb) * (top / (lines - cells)) * eighths)
    (first, above), (last, below) = divmod(start, eighths), divmod(start + ceil(thumb * eighths), eighths)
    drawn = [(" ", first <= cell < last) for cell in range(cells)]
    if first < cells and (bar := BARS[eighths - 1 - above]) != " ":
        drawn[first] = bar, False
    if last < cells and (bar := BARS[eighths - 1 - below]) != " ":
        drawn[last] = bar, True
    return drawn
