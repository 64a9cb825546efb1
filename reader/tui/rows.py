"""What one paper looks like in the list: pure data in, lines of spans out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from reader.text.cells import cell_len, fit
from reader.text.wrap import break_points
from reader.tui.spans import Line, Role, Span, cut_at_hits, line_width

INDENT = 4
"""Cells before a row's text: cursor bar, state, bookmark, space."""
BETWEEN = 2
"""Cells between the end of a title and what stands behind it, and between the parts of that."""
LEAST_TITLE = 3
"""A title is not cut for a category that would take more than one part in so many of a line."""
LEAST_TAGS = 6
"""Tags are shortened to so many cells before they are left out."""

Hits = Sequence[tuple[int, int]]
"""Ascending (begin, end) code points that match the query."""


class RowView(NamedTuple):
    """One paper as the list shows it; every text is ready for a terminal.

    title     in the language of the screen, or in the other one where that is missing
    category  where it is filed
    facts     announcement, "+2 channels": the later ones are the first to be left out
    tags      with their sign; "note"
    because   why it stands where it does, on a line of its own below the title
    """

    title: str
    category: str = ""
    facts: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    title_hits: Hits = ()
    unread: bool = False
    bookmarked: bool = False
    skipped: bool = False
    selected: bool = False
    recommended: bool = False
    because: str = ""


class Heading(NamedTuple):
    """What stands above rows: a name, and how many papers; `inner` below another heading.

    papers  what is to be said of them, at length and shorter; the first that has room is shown
    """

    label: str
    papers: tuple[str, ...]
    inner: bool = False


class Glyphs(NamedTuple):
    """Signs of the list; each is one cell wide and says what colour would."""

    unread: str = "●"
    bookmarked: str = "★"
    selected: str = "✓"
    skipped: str = "–"
    recommended: str = "◆"
    cursor: str = "▌"
    cursor_elsewhere: str = "▏"


ASCII_GLYPHS = Glyphs(
    unread="*", bookmarked="!", selected="+", skipped="-", recommended="^", cursor=">", cursor_elsewhere="|"
)


def glyphs_of(signs: str) -> Glyphs:
    """The signs of a list by the setting `screen.signs`."""
    return ASCII_GLYPHS if signs == "ascii" else Glyphs()


class _Title(NamedTuple):
    """A title broken into lines.

    lines    where each begins, and its text
    told_on  the line at whose right end is told what else there is; one more than there are: a line of its own
    cut      that line gives way to the category
    """

    lines: tuple[tuple[int, str], ...]
    told_on: int
    cut: bool = False

    @property
    def height(self) -> int:
        """Lines that it takes with what is told."""
        return max(len(self.lines), self.told_on + 1)


def _broken(row: RowView, room: int, most: int) -> _Title:
    """The title in lines of `room` cells; longer than `most`, the last line has all the rest.

    The category has a place: at the right end of the last line; if that is full, on a line of its own, where one is
    left; else on another line that has room, or where the last line is cut for it.
    """
    starts = (0, *break_points(row.title, max(room, 1)))[:most]
    ends = (*starts[1:], len(row.title))
    lines = tuple((start, row.title[start:end].rstrip(" ")) for start, end in zip(starts, ends, strict=True))
    last, wanted = len(lines) - 1, cell_len(row.category) + BETWEEN if row.category else 0
    if cell_len(lines[last][1]) + wanted <= room or room < LEAST_TITLE * wanted:
        return _Title(lines, last)
    if len(lines) < most:
        return _Title(lines, len(lines))
    roomy = (number for number in range(last - 1, -1, -1) if cell_len(lines[number][1]) + wanted <= room)
    other = next(roomy, None)
    return _Title(lines, last, cut=True) if other is None else _Title(lines, other)


def row_height(row: RowView, cells: int, most: int) -> int:
    """Lines of a row in a list `cells` wide: those of its title and metadata, `most` at the most, and one for why."""
    return _broken(row, max(cells - INDENT, 0), most).height + bool(row.because)


def row_lines(row: RowView, cells: int, most: int, glyphs: Glyphs, bar: str = " ") -> tuple[Line, ...]:
    """The lines of a row, each exactly `cells` wide: its title, metadata at the right end of one of them.

    The title is cut where it is longer than `most` lines, or leaves no place for its category; other metadata give way
    to it. `bar` marks the cursor's row.
    """
    room = max(cells - INDENT, 0)
    body = Role.TITLE if row.unread else Role.SEEN
    title = _broken(row, room, most)
    lines: list[Line] = []
    for number, (start, text) in enumerate((*title.lines, (0, ""))[: title.height]):
        signs = _signs(row, glyphs) if not number else (Span(" " * (INDENT - 1), Role.META),)
        left = cell_len(row.category) if title.cut else room - cell_len(text) - BETWEEN
        behind = _behind(row, left) if number == title.told_on else []
        left = room - line_width(behind)
        shown = fit(fit(text, left - BETWEEN) if title.cut and number == title.told_on else text, left)
        lines.append((Span(bar, Role.BAR), *signs, *cut_at_hits(shown, body, row.title_hits, start=start), *behind))
    if row.because:
        indent = Span(" " * (INDENT - 1), Role.META)
        lines.append((Span(bar, Role.BAR), indent, Span(fit(row.because, room), Role.META)))
    return tuple(lines)


def _signs(row: RowView, glyphs: Glyphs) -> tuple[Span, ...]:
    if row.selected:
        state = Span(glyphs.selected, Role.KEY)
    elif row.unread:
        state = Span(glyphs.unread, Role.DOT)
    else:
        state = Span(glyphs.skipped if row.skipped else " ", Role.META)
    mark = glyphs.bookmarked if row.bookmarked else glyphs.recommended if row.recommended else " "
    return state, Span(mark, Role.STAR if row.bookmarked else Role.KEY), Span(" ", Role.META)


def _behind(row: RowView, room: int) -> list[Span]:
    """Tags, facts and category as far as they go into `room` cells. The category is the last to be left out."""
    spans: list[Span] = []
    if row.category:
        room -= cell_len(row.category)
        if room < 0:
            return []
        spans.append(Span(row.category, Role.META))
    tags = _tags(row.tags, room - (BETWEEN if spans else 0))
    room -= cell_len(tags) + (BETWEEN if tags and spans else 0)
    for fact in row.facts:
        wanted = cell_len(fact) + (BETWEEN if spans or tags else 0)
        if wanted > room:
            break
        room -= wanted
        spans.insert(0, Span(fact + (" " * BETWEEN if spans else ""), Role.META))
    if tags:
        spans.insert(0, Span(tags + (" " * BETWEEN if spans else ""), Role.TAG))
    return spans


def _tags(tags: Sequence[str], room: int) -> str:
    """All tags if there is room, else as much as makes sense."""
    text = "  ".join(tags)
    if cell_len(text) <= room:
        return text
    return fit(text, room).rstrip(" ") if room >= LEAST_TAGS else ""


def heading_line(heading: Heading, cells: int) -> Line:
    """A heading: its name, and at the right end how many papers; exactly `cells` wide."""
    label = fit(" " * (INDENT if heading.inner else 1) + heading.label, cells).rstrip(" ")
    left = cells - cell_len(label)
    papers = next((each for each in heading.papers if left >= cell_len(each) + BETWEEN), None)
    if papers is None:
        return (Span(fit(label, cells), Role.HEADING),)
    return (Span(label, Role.HEADING), Span(" " * (left - cell_len(papers)) + papers, Role.META))
