"""What the pure half of the screen produces: lines of spans, each with a role that a pane turns into a style."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import NamedTuple

from reader.text.cells import cell_len


class Role(StrEnum):
    """What a piece of text is. Its value is the name of a component class of the panes."""

    TEXT = "text"
    SECOND = "second"
    TITLE = "title"
    SUBTITLE = "subtitle"
    SEEN = "seen"
    META = "meta"
    SUMMARY = "summary"
    BAR = "bar"
    HEADING = "heading"
    RULE = "rule"
    DOT = "dot"
    STAR = "star"
    TAG = "tag"
    NOTE = "note"
    LINK = "link"
    NOTICE = "notice"
    KEY = "key"
    ERROR = "error"
    ADDED = "added"
    REMOVED = "removed"


class Span(NamedTuple):
    """Text of one role.

    hit   it matches the query
    link  where a click leads
    at    its code point offset in its paragraph
    """

    text: str
    role: Role
    hit: bool = False
    link: str | None = None
    at: int = 0


Line = tuple[Span, ...]


def line_width(line: Iterable[Span]) -> int:
    """Cells a line takes."""
    return sum(cell_len(span.text) for span in line)


def cut_at_hits(
    text: str, role: Role, hits: Sequence[tuple[int, int]], *, start: int = 0, link: str | None = None
) -> list[Span]:
    """`text` as spans, those that match marked.

    hits   ascending (begin, end) in code points of the whole block, of which `text` is the part from `start`
    """
    spans: list[Span] = []
    position, end = start, start + len(text)
    for hit_begin, hit_end in hits:
        begin, stop = max(hit_begin, position), min(hit_end, end)
        if begin >= stop:
            continue
        if begin > position:
            spans.append(Span(text[position - start : begin - start], role, False, link, position))
        spans.append(Span(text[begin - start : stop - start], role, True, link, begin))
        position = stop
    if position < end or not spans:
        spans.append(Span(text[position - start :], role, False, link, position))
    return spans
