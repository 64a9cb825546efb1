"""What can be chosen from in a picker: which choices match what was typed, and what they look like. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from reader.text.cells import cell_len, fit
from reader.tui.rows import Glyphs
from reader.tui.spans import Line, Role, Span

ROOM_FOR_ABOUT = 50
"""Narrower lines say nothing about a choice but its label and keys."""
LABEL_SHARE = 0.4
"""A label gets at most this share of the line where there is something about it to say."""


class Choice(NamedTuple):
    """One thing to choose.

    id      what is given back
    label   what it is called
    about   one sentence
    keys    the keys that do the same, or another short remark for the right end
    group   heading it stands under
    chosen  it is in force now
    """

    id: str
    label: str
    about: str = ""
    keys: str = ""
    group: str = ""
    chosen: bool = False


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


def choice_lines(choices: Sequence[Choice], cells: int, glyphs: Glyphs) -> list[tuple[Line, int | None]]:
    """Lines and the number of the choice each shows (None: a heading); headings where the group changes."""
    grouped = len({choice.group for choice in choices}) > 1
    label_cells = _label_cells(choices, cells)
    keys_cells = max((cell_len(choice.keys) for choice in choices), default=0)
    lines: list[tuple[Line, int | None]] = []
    group = ""
    for number, choice in enumerate(choices):
        if grouped and choice.group != group:
            group = choice.group
            if lines:
                lines.append(((), None))
            lines.append(((Span(fit(f"  {group}", cells), Role.HEADING),), None))
        lines.append((_choice_line(choice, cells, label_cells, keys_cells, glyphs), number))
    return lines


def _label_cells(choices: Sequence[Choice], cells: int) -> int:
    widest = max((cell_len(choice.label) for choice in choices), default=0)
    if cells >= ROOM_FOR_ABOUT and any(choice.about for choice in choices):
        return min(widest, max(int(cells * LABEL_SHARE), 8))
    return widest


def _choice_line(choice: Choice, cells: int, label_cells: int, keys_cells: int, glyphs: Glyphs) -> Line:
    sign = f" {glyphs.selected if choice.chosen else ' '} "
    keys = fit(choice.keys, keys_cells)
    room = max(cells - cell_len(sign) - (keys_cells + 2 if keys_cells else 1), 1)
    label = fit(choice.label, min(label_cells, room))
    about = fit(f"  {choice.about}" if cells >= ROOM_FOR_ABOUT else "", max(room - cell_len(label), 0))
    return (
        Span(sign, Role.KEY),
        Span(label, Role.TEXT),
        Span(about, Role.META),
        Span(f" {keys} " if keys_cells else " ", Role.KEY),
    )
