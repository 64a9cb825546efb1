"""A terminal's cells as a picture: every character exactly where its cell is, whatever the fonts' own widths.

A Chinese character takes two cells, and lines and blocks are drawn, not typeset, so that they join without gaps.
"""

from __future__ import annotations

import html
import re
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pyte
from PIL import Image
from pyte.screens import Char

CELL = (9, 20)  # pixels
MARGIN = 12
SCALE = 2  # pixels of the picture for one above
COLOURS = 64
INK, PAPER = "d8d8d8", "121212"  # where a program asks for the terminal's own colours
NARROW = "15px 'JetBrains Mono', 'DejaVu Sans Mono', monospace"
WIDE = "17px 'Noto Sans Mono CJK SC', monospace"
ANSI = {
    **dict(zip(("black", "red", "green", "brown"), ("1e1e1e", "d0605e", "7fa650", "c9a554"), strict=True)),
    **dict(zip(("blue", "magenta", "cyan", "white"), ("5f87d7", "a77bb5", "5fa8a8", "c8c8c8"), strict=True)),
    **dict(zip(("brightblack", "brightred", "brightgreen"), ("7a7a7a", "e88a88", "a3c978"), strict=True)),
    **dict(zip(("brightbrown", "brightblue", "brightmagenta"), ("e6cc80", "87afff", "c8a2d4"), strict=True)),
    **dict(zip(("brightcyan", "brightwhite"), ("8fd0d0", "ffffff"), strict=True)),
}

# Arms of a line character from the middle of its cell: up, right, down, left.
LINES = {"─": "rl", "│": "ud", "┬": "rdl", "┴": "url", "┼": "urdl", "├": "urd", "┤": "udl"}
LINES |= {"┌": "rd", "┐": "dl", "└": "ur", "┘": "ul", "╶": "r", "╴": "l", "╵": "u", "╷": "d"}
# Blocks as parts of the cell: left, top, width, height.
BLOCKS = {"█": (0.0, 0.0, 1.0, 1.0), "▌": (0.0, 0.0, 0.5, 1.0), "▐": (0.5, 0.0, 0.5, 1.0), "▔": (0.0, 0.0, 1.0, 0.125)}
BLOCKS |= {"▏": (0.0, 0.0, 0.125, 1.0), "▎": (0.0, 0.0, 0.25, 1.0), "▍": (0.0, 0.0, 0.375, 1.0)}
BLOCKS |= {
    "▁": (0.0, 0.875, 1.0, 0.125),
    "▄": (0.0, 0.5, 1.0, 0.5),
    "▀": (0.0, 0.0, 1.0, 0.5),
    "━": (0.0, 0.44, 1.0, 0.12),
}

# Requests to the terminal that pyte would print (kitty's keyboard protocol, questions about modes).
_REQUESTS = re.compile(rb"\x1b\[[<>=][0-9;]*[a-zA-Z]|\x1b\[\?[0-9;]*\$p|\x1b\[[0-9;]*\$p")


def cells(output: bytes, columns: int, rows: int) -> pyte.Screen:
    """The screen of a terminal of that size after `output`."""
    screen = pyte.Screen(columns, rows)
    pyte.ByteStream(screen).feed(_REQUESTS.sub(b"", output))
    return screen


def svg(screen: pyte.Screen) -> str:
    """The screen as an SVG document."""
    width, height = (size * cell + 2 * MARGIN for size, cell in zip((screen.columns, screen.lines), CELL, strict=True))
    paper = f"#{_colours(screen.buffer[0][0])[1]}"
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}">',
        f"<style>.n{{font:{NARROW}}}.w{{font:{WIDE}}}text{{white-space:pre;font-variant-ligatures:none}}</style>",
        f'<rect width="{width}" height="{height}" fill="{paper}"/>',
    ]
    for row in range(screen.lines):
        parts.extend(_row(screen, row))
    return "\n".join([*parts, "</svg>"])


def png(drawing: str, target: Path) -> None:
    """Write an SVG document as a PNG; needs chromium."""
    width, height = (int(number) for number in re.findall(r'(?:width|height)="(\d+)"', drawing)[:2])
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "page.html"
        page.write_text(f"<!doctype html><meta charset=utf-8><style>*{{margin:0}}</style>{drawing}", encoding="utf-8")
        subprocess.run(
            [
                *("chromium", "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"),
                *(f"--force-device-scale-factor={SCALE}", f"--window-size={width},{height}"),
                # Without these a busy machine now and then gets a picture with a tile not drawn yet.
                *("--run-all-compositor-stages-before-draw", "--virtual-time-budget=1000"),
                *(f"--user-data-dir={folder}/profile", f"--screenshot={target.absolute()}", page.as_uri()),
            ],
            check=True,
            capture_output=True,
            timeout=120,
        )
    with Image.open(target) as picture:
        right, bottom = picture.width - 1, picture.height - 1
        if len({picture.getpixel(corner) for corner in ((0, 0), (right, 0), (0, bottom), (right, bottom))}) != 1:
            raise RuntimeError(f"{target} was not drawn to its end; try again")
        # A screen has few colours: a third of the bytes, and no difference to see.
        few = picture.convert("RGB").quantize(COLOURS, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    few.save(target, optimize=True)


def _row(screen: pyte.Screen, row: int) -> Iterator[str]:
    """Backgrounds first, then what stands on them."""
    line = [screen.buffer[row][column] for column in range(screen.columns)]
    for column, length in _runs([_colours(char)[1] for char in line]):
        yield _rectangle(column, row, 0, 0, length, 1, _colours(line[column])[1])
    for column, char in enumerate(line):
        if char.data.strip():
            wide = column + 1 < len(line) and line[column + 1].data == ""
            yield _glyph(char, column, row, 2 if wide else 1)
        if char.underscore:
            yield _rectangle(column, row, 0, 0.9, 1, 0.05, _colours(char)[0])


def _runs(values: list[str]) -> Iterator[tuple[int, int]]:
    """Start and length of each stretch of equal values."""
    start = 0
    for index in range(1, len(values) + 1):
        if index == len(values) or values[index] != values[start]:
            yield start, index - start
            start = index


def _glyph(char: Char, column: int, row: int, width: int) -> str:
    ink = _colours(char)[0]
    if arms := LINES.get(char.data):
        x, y = MARGIN + (column + 0.5) * CELL[0], MARGIN + (row + 0.5) * CELL[1]
        ends = {"u": (0, -CELL[1] / 2), "d": (0, CELL[1] / 2), "l": (-CELL[0] / 2, 0), "r": (CELL[0] / 2, 0)}
        path = "".join(f"M{x} {y}l{ends[arm][0]} {ends[arm][1]}" for arm in arms)
        return f'<path d="{path}" stroke="#{ink}" stroke-width="1" fill="none"/>'
    if block := BLOCKS.get(char.data):
        return _rectangle(column, row, *block, ink)
    style = ' font-weight="bold"' * char.bold + ' font-style="italic"' * char.italics
    x, y = MARGIN + column * CELL[0], MARGIN + row * CELL[1] + 15
    if width == 2:
        centre = f'x="{x + CELL[0]}" text-anchor="middle"'
        return f'<text class="w" {centre} y="{y}" fill="#{ink}"{style}>{html.escape(char.data)}</text>'
    return f'<text class="n" x="{x}" y="{y}" fill="#{ink}"{style}>{html.escape(char.data)}</text>'


def _rectangle(column: int, row: int, left: float, top: float, width: float, height: float, fill: str) -> str:
    x, y = MARGIN + (column + left) * CELL[0], MARGIN + (row + top) * CELL[1]
    return f'<rect x="{x}" y="{y}" width="{width * CELL[0]}" height="{height * CELL[1]}" fill="#{fill}"/>'


def _colours(char: Char) -> tuple[str, str]:
    """Ink and paper of a cell, six hexadecimal digits each."""
    ink = INK if char.fg == "default" else ANSI.get(char.fg, char.fg)
    paper = PAPER if char.bg == "default" else ANSI.get(char.bg, char.bg)
    return (paper, ink) if char.reverse else (ink, paper)
