"""What can be chosen from in a picker: which choices match what was typed, and what they look like. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from reader.text.cells import cell_len, fit
from reader.text.wrap import wrap
from reader.tui.rows import Glyphs
from reader.tui.spans import Line, Role, Span

ROOM_FOR_ABOUT = 50
"""Narrower lines say nothing about a choice but its label and keys."""
LABEL_SHARE = 0.4
"""A label gets at most this share of the line where there is something about it to say, or what that leaves over."""
MOST_LINES = 3
"""What there is to say about a choice takes at most so many lines."""
FEWEST_CELLS = 12
"""In narrower columns sentences are cut, not broken into lines."""


class Choice(NamedTuple):
    """One thing to choose.

    id      what is given back
    label   what it is called
    about   one sentence
    keys    the keys that do the same, or another short remark for the right end
    papers  how many there are of it, beside the label
    group   heading it stands under
    chosen  it is in force now
    """

    id: str
    label: str
    about: str = ""
    keys: str = ""
    group: str = ""
    chosen: bool = False
    papers: str = ""


def matching(choices: Iterable[Choice], typed: str) -> list[Choice]:
    """The choices that contain every typed word; those whose label begins with what was typed come first."""
    words = typed.casefold().split()
    found = [choice for choice in choices if all(word in _haystack(choice) for word in words)]
    if words:
        start = typed.strip().casefold()
        found.sort(
            key=lambda choice: (not choice.label.casefold().startswith(start), start not in choice.label.casefold())
        )
    return found


def _haystack(choice: Choice) -> str:
    return " ".join((choice.label, choice.about, choice.keys, choice.group, choice.id)).casefold()


def largest(counted: Sequence[tuple[str, int]]) -> list[tuple[str, int]]:
    """Names with counts, the largest count first, equal ones in the order given."""
    return sorted(counted, key=lambda each: -each[1])


def choice_lines(choices: Sequence[Choice], cells: int, glyphs: Glyphs) -> list[tuple[Line, int | None]]:
    """Lines and the number of the choice each shows (None: a heading); headings where the group changes."""
    grouped = len({choice.group for choice in choices}) > 1
    papers = max((cell_len(choice.papers) for choice in choices), default=0)
    keys = max((cell_len(choice.keys) for choice in choices), default=0)
    columns = _Columns(_label_cells(choices, cells, papers + keys + 2 * bool(papers) + 2 * bool(keys)), papers, keys)
    lines: list[tuple[Line, int | None]] = []
    group = ""
    for number, choice in enumerate(choices):
        if grouped and choice.group != group:
            group = choice.group
            if lines:
                lines.append(((), None))
            lines.append(((Span(fit(f"  {group}", cells), Role.HEADING),), None))
        lines += [(line, number) for line in _lines_of(choice, cells, columns, glyphs)]
    return lines


def _label_cells(choices: Sequence[Choice], cells: int, taken: int) -> int:
    """Cells of the column of labels, where other columns have `taken`."""
    widest = max((cell_len(choice.label) for choice in choices), default=0)
    about = max((cell_len(choice.about) for choice in choices), default=0)
    if cells >= ROOM_FOR_ABOUT and about:
        return min(widest, max(int(cells * LABEL_SHARE), cells - taken - about - len(" ✓ ") - len("  ") - 1))
    return widest


class _Columns(NamedTuple):
    """Cells of what stands in columns."""

    label: int
    papers: int
    keys: int


def _lines_of(choice: Choice, cells: int, columns: _Columns, glyphs: Glyphs) -> Iterator[Line]:
    """One line, and more where there is more to say about the choice."""
    sign = f" {glyphs.selected if choice.chosen else ' '} "
    keys = fit(choice.keys, columns.keys)
    room = max(cells - cell_len(sign) - (columns.keys + 2 if columns.keys else 1), 1)
    count = f"  {choice.papers:>{columns.papers}}" if columns.papers else ""
    label = fit(choice.label, min(columns.label, max(room - cell_len(count), 1)))
    count = fit(count, min(cell_len(count), room - cell_len(label)))
    left = max(room - cell_len(label) - cell_len(count), 0)
    first, *more = _told(choice.about, left - 2) if cells >= ROOM_FOR_ABOUT else [""]
    yield (
        Span(sign, Role.KEY),
        Span(label, Role.TEXT),
        Span(count, Role.META),
        Span(fit(f"  {first}", left), Role.META),
        Span(f" {keys} " if columns.keys else " ", Role.KEY),
    )
    margin = " " * (cell_len(sign + label + count) + 2)
    for line in more:
        yield (Span(margin, Role.META), Span(line, Role.META))


def _told(about: str, cells: int) -> list[str]:
    """What there is to say about a choice, in lines of at most `cells` cells."""
    if cells < FEWEST_CELLS:
        return [about]
    lines = wrap(about, cells)
    return lines if len(lines) <= MOST_LINES else [*lines[: MOST_LINES - 1], fit(lines[MOST_LINES - 1] + "…", cells)]
