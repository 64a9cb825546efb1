"""Paragraphs to lines of spans for one width: the pure half of the detail pane.

A document is a sequence of blocks (one paragraph) and pairs (the same in two languages, side by side). Setting it
breaks lines by Chinese rules, hangs a thin bar beside what is set off, and marks what matches the query. Every piece
of a line knows its paragraph and the code points it shows, so that selected text is copied as paragraphs and not as
screen lines.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from reader.text.wrap import break_points
from reader.tui.spans import Line, Role, Span, cut_at_hits

GUTTER = 5
"""Cells between the columns of a parallel text; a rule stands in the middle."""
LEFT_SHARE = 0.42
"""The left column's share of both: as many lines of Chinese say there what English says in the right one."""
GAP = 2
"""From so many lines on that one half of a pair is shorter than the other, the pair is joined to the next."""
SET_OFF = "▏"
COLUMN_RULE = "│"
DECORATION = -1
"""The paragraph number of what is drawn but is no text."""


class Block(NamedTuple):
    """One paragraph, of parts that may differ in role.

    gap     blank lines above it
    bar     it is set off with a thin bar
    hits    ascending (begin, end) code points of `text` that match the query
    indent  blank cells before each of its lines
    """

    parts: tuple[Span, ...]
    gap: int = 0
    bar: bool = False
    hits: Sequence[tuple[int, int]] = ()
    indent: int = 0

    @property
    def text(self) -> str:
        """The whole paragraph."""
        return "".join(part.text for part in self.parts)


class Pair(NamedTuple):
    """Two paragraphs that say the same, to be set side by side."""

    left: Block
    right: Block
    gap: int = 0


Item = Block | Pair


class Piece(NamedTuple):
    """Part of a line: spans from cell `at` on, showing code points of paragraph `paragraph`."""

    at: int
    paragraph: int
    spans: Line


SetLine = tuple[Piece, ...]


class SetDocument(NamedTuple):
    """A document as set: its lines, and its paragraphs in reading order.

    head  so many lines at its top stay in view when the others are scrolled
    cut   there is more than it has lines for
    """

    lines: tuple[SetLine, ...]
    paragraphs: tuple[str, ...]
    head: int = 0
    cut: bool = False


def paragraph(
    text: str, role: Role = Role.TEXT, *, gap: int = 0, bar: bool = False, hits: Sequence[tuple[int, int]] = ()
) -> Block:
    """A block of one role; see `Block` for `gap`, `bar` and `hits`."""
    return Block((Span(text, role),), gap, bar, hits)


def set_document(items: Iterable[Item], cells: int) -> SetDocument:
    """Break `items` into lines of at most `cells` cells (at least one character a line, whatever the width)."""
    lines: list[SetLine] = []
    paragraphs: list[str] = []
    for paired, run in groupby(items, key=lambda item: isinstance(item, Pair)):
        if paired:
            _set_pairs([item for item in run if isinstance(item, Pair)], cells, lines, paragraphs)
            continue
        for item in run:
            if isinstance(item, Block):
                lines.extend([()] * (item.gap if lines else 0))
                lines.extend(_set_block(item, 0, cells, len(paragraphs)))
                paragraphs.append(item.text)
    return SetDocument(tuple(lines), tuple(paragraphs))


def one_below_the_other(documents: Iterable[SetDocument]) -> SetDocument:
    """Documents as one, without blank lines between them."""
    lines: list[SetLine] = []
    paragraphs: list[str] = []
    for document in documents:
        before = len(paragraphs)
        for line in document.lines:
            lines.append(
                tuple(
                    each if each.paragraph == DECORATION else each._replace(paragraph=each.paragraph + before)
                    for each in line
                )
            )
        paragraphs += document.paragraphs
    return SetDocument(tuple(lines), tuple(paragraphs))


def _set_pairs(pairs: list[Pair], cells: int, lines: list[SetLine], paragraphs: list[str]) -> None:
    """Two columns: paragraphs of the left one are numbered (and copied) before those of the right one."""
    left_cells, right_cells = column_cells(cells)
    at = left_cells + GUTTER
    middle = (Piece(left_cells + GUTTER // 2, DECORATION, (Span(COLUMN_RULE, Role.RULE),)),)
    pairs = list(_without_gaps(pairs, left_cells, right_cells))
    first = len(paragraphs)
    for number, pair in enumerate(pairs):
        lines.extend([middle if number else ()] * (pair.gap if lines else 0))
        left = _set_block(pair.left, 0, left_cells, first + number)
        right = _set_block(pair.right, at, right_cells, first + len(pairs) + number)
        for row in range(max(len(left), len(right))):
            lines.append((left[row] if row < len(left) else ()) + middle + (right[row] if row < len(right) else ()))
    paragraphs.extend(pair.left.text for pair in pairs)
    paragraphs.extend(pair.right.text for pair in pairs)


def column_cells(cells: int) -> tuple[int, int]:
    """Cells of the columns of a parallel text that is `cells` wide."""
    left = max(round((cells - GUTTER) * LEFT_SHARE), 1)
    return left, max(cells - GUTTER - left, 1)


def parallel_cells(measure: int) -> int:
    """Cells of a parallel text whose wider column is `measure` cells wide."""
    return round(measure / (1 - LEFT_SHARE)) + GUTTER


def _without_gaps(pairs: Iterable[Pair], left: int, right: int) -> Iterator[Pair]:
    """Pairs, one whose halves differ in height joined to those that follow, as few as make up for it.

    So no half leaves a gap above the next pair; what makes up for a difference is mostly the next sentence or two.
    """
    waiting: Pair | None = None
    for pair in pairs:
        if waiting is None:
            waiting = pair
        elif pair.left.bar == waiting.left.bar and _difference(waiting, left, right) >= GAP:
            waiting = Pair(_joined(waiting.left, pair.left), _joined(waiting.right, pair.right), waiting.gap)
        else:
            yield waiting
            waiting = pair
    if waiting is not None:
        yield waiting


def _difference(pair: Pair, left: int, right: int) -> int:
    """How many lines one half is longer than the other."""
    return abs(_height(pair.left, left) - _height(pair.right, right))


def _height(block: Block, cells: int) -> int:
    text = block.text
    return len(break_points(text, max(cells - _inner(block), 1))) + 1 if text else 0


def _joined(one: Block, other: Block) -> Block:
    """Two paragraphs run on as one."""
    begin = len(one.text)
    hits = [*one.hits, *((first + begin, last + begin) for first, last in other.hits)]
    return one._replace(parts=(*one.parts, *other.parts), hits=hits)


def _inner(block: Block) -> int:
    """Cells before the words of a block."""
    return block.indent + (2 if block.bar else 0)


def _set_block(block: Block, at: int, cells: int, number: int) -> list[SetLine]:
    text = block.text
    inner = _inner(block)
    bar = (Piece(at + block.indent, DECORATION, (Span(SET_OFF, Role.BAR),)),) if block.bar else ()
    return [
        (*bar, Piece(at + inner, number, tuple(_spans(block, begin, end))))
        for begin, end in _line_ranges(text, max(cells - inner, 1))
    ]


def _line_ranges(text: str, cells: int) -> Iterator[tuple[int, int]]:
    """Begin and end of each line in code points, without the spaces that hang over its end."""
    points = break_points(text, cells)
    for begin, end in zip((0, *points), (*points, len(text)), strict=True):
        yield begin, begin + len(text[begin:end].rstrip(" \n"))


def _spans(block: Block, begin: int, end: int) -> Iterator[Span]:
    """The parts of code points `begin` to `end`, matches marked."""
    start = 0
    for part in block.parts:
        stop = start + len(part.text)
        first, last = max(begin, start), min(end, stop)
        if first < last:
            yield from cut_at_hits(
                part.text[first - start : last - start], part.role, block.hits, start=first, link=part.link
            )
        start = stop
