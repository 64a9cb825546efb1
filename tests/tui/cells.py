"""What a terminal shows after some output: its cells as they look, to be compared."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pyte

REQUESTS = re.compile(rb"\x1b\[[<>=][0-9;]*[a-zA-Z]|\x1b\[\?[0-9;]*\$p|\x1b\[[0-9;]*\$p")
"""Requests to the terminal that pyte would print."""

Cell = tuple[str, object, object, tuple[bool, ...]]
"""Character, its colour (None where there is nothing to be coloured), colour of the ground, attributes."""


def looks_of(screen: pyte.Screen, rows: Iterable[int] | None = None) -> list[list[Cell]]:
    """Every cell of (some rows of) a screen, row by row; how it came to look so makes no difference."""
    wanted = range(screen.lines) if rows is None else rows
    return [[_look(screen.buffer[y][x]) for x in range(screen.columns)] for y in wanted]


def cells(output: bytes, columns: int, lines: int) -> list[list[Cell]]:
    """The cells of a terminal of that size after `output`."""
    screen = pyte.Screen(columns, lines)
    pyte.ByteStream(screen).feed(REQUESTS.sub(b"", output))
    return looks_of(screen)


def difference(one: list[list[Cell]], other: list[list[Cell]]) -> str:
    """The first cells that differ, for a message; empty if none do."""
    for y, (row, row_of_other) in enumerate(zip(one, other, strict=True)):
        for x, (cell, cell_of_other) in enumerate(zip(row, row_of_other, strict=True)):
            if cell != cell_of_other:
                texts = ("".join(each[0] for each in line) for line in (row, row_of_other))
                return f"row {y}, cell {x}: {cell}, {cell_of_other}\n" + "\n".join(texts)
    return ""


def _look(char: pyte.screens.Char) -> Cell:
    ink, ground = (char.bg, char.fg) if char.reverse else (char.fg, char.bg)
    lines = (char.underscore, char.strikethrough)
    if char.data == " ":
        return " ", None, ground, lines
    return char.data, ink, ground, (char.bold, char.italics, *lines)
