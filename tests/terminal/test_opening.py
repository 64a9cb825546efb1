"""A start as a terminal sees it: something to read before Textual is imported, and nothing flickers afterwards."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pyte
import pytest

from reader.tui.kept_frame import NAME
from tests.terminal.conftest import program
from tests.terminal.harness import Pty
from tests.tui.cells import REQUESTS, difference, looks_of

TEXTUAL_BEGINS = b"\x1b[?1000h"
"""Textual asks for the mouse before it paints anything."""
COUNTED = re.compile(rb"\d unread")
COUNTED_BESIDE = re.compile(rb"\d unread|Newest: ")
"""The sidebar is counted aside as well, and either may come first."""
MOVE = re.compile(rb"(?=\x1b\[\d+;\d+H)")
SIZES = [(120, 40), (160, 45), (80, 24), (60, 20)]
ENVIRON = {"LC_ALL": "C.UTF-8", "NO_COLOR": "", "TEXTUAL_ANIMATIONS": "none"}


@pytest.mark.parametrize("kept", [False, True], ids=["drawn anew", "as it was left"])
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_from_the_first_frame_on_nothing_changes_until_something_was_counted(
    pty: Callable[..., Pty], library: Path, size: tuple[int, int], kept: bool
) -> None:
    columns, rows = size
    for _ in range(1 + kept):
        terminal = pty(program(library), columns=columns, rows=rows, environ=ENVIRON)
        terminal.wait_for(b"17 unread")
        output = bytes(terminal.output)
        terminal.send(b"q")
        assert terminal.ended() == 0
    assert (library / "cache" / NAME).exists()
    early, rest = REQUESTS.sub(b"", output).split(TEXTUAL_BEGINS, 1)
    screen = pyte.Screen(columns, rows)
    stream = pyte.ByteStream(screen)
    stream.feed(early)
    looks = looks_of(screen)
    assert "Teapot Diffusion" in "\n".join(screen.display)
    counted = (COUNTED if b"Newest: " in early else COUNTED_BESIDE).search(rest)
    assert counted is not None
    *pieces, _ = MOVE.split(rest[: counted.start()])
    assert len(pieces) > rows
    for piece in pieces:
        screen.dirty.clear()
        stream.feed(piece)
        rows_painted = sorted(screen.dirty)
        assert difference(looks_of(screen, rows_painted), [looks[row] for row in rows_painted]) == ""


def test_keys_typed_over_the_first_frame_are_not_lost(pty: Callable[..., Pty], library: Path) -> None:
    terminal = pty(program(library), environ=ENVIRON)
    terminal.wait_for(b"Teapot Diffusion")
    assert TEXTUAL_BEGINS not in terminal.output
    terminal.send(b"jj/type:new\rj")
    terminal.wait_for(b"2 of ")
