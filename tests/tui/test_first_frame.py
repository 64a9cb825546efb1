"""The last visit's screen is shown at once, and only where it would be drawn the same."""

from __future__ import annotations

import io
import os
import pty
import select
import signal
import sys
import termios
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

import pytest

from reader.paths import Places
from reader.tui.first_frame import NAME, keep_frame, kept_frame, shown
from tests.terminal.harness import Pty

SIZE = os.terminal_size((80, 24))
ENVIRON = {"TERM": "xterm-256color", "LANG": "zh_CN.UTF-8"}


@pytest.fixture
def places(tmp_path: Path) -> Places:
    places = Places(tmp_path, tmp_path / "cache", tmp_path / "config.toml")
    places.library_db.write_bytes(b"papers")
    places.marks_db.write_bytes(b"marks")
    keep_frame(places, ENVIRON, SIZE, ["一", "\x1b[1m二\x1b[0m"])
    return places


@pytest.fixture
def terminal() -> Iterator[tuple[TextIO, int]]:
    """A terminal to write to, and the end at which its user sits."""
    user, program = pty.openpty()
    with open(program, "w", encoding="utf-8", closefd=True) as stream:  # noqa: PTH123  # a file descriptor
        yield stream, user
    os.close(user)


def test_a_kept_screen_comes_back_row_by_row(places: Places) -> None:
    assert kept_frame(places, ENVIRON, SIZE) == "\x1b[1;1H一\x1b[2;1H\x1b[1m二\x1b[0m"


def test_it_is_shown_when_papers_came_since(places: Places) -> None:
    places.library_db.write_bytes(b"more papers")
    assert kept_frame(places, ENVIRON, SIZE)


def test_it_is_not_shown_once_marks_or_settings_changed(places: Places) -> None:
    for path in (places.marks_db, places.config):
        keep_frame(places, ENVIRON, SIZE, ["x"])
        assert kept_frame(places, ENVIRON, SIZE)
        path.write_bytes(b"something else")
        assert kept_frame(places, ENVIRON, SIZE) is None


def test_it_is_not_shown_on_another_terminal(places: Places) -> None:
    assert kept_frame(places, ENVIRON, os.terminal_size((81, 24))) is None
    assert kept_frame(places, ENVIRON | {"TERM": "linux"}, SIZE) is None
    assert kept_frame(places, ENVIRON | {"NO_COLOR": "1"}, SIZE) is None
    assert kept_frame(places, ENVIRON | {"LANG": "C"}, SIZE) is None


@pytest.mark.parametrize("content", ["", "{", "[]", "null", '{"stamp": 1}', "\udcff", "[" * 100_000])
def test_a_garbled_file_is_no_frame(places: Places, content: str) -> None:
    (places.cache / NAME).write_bytes(content.encode("utf-8", "surrogateescape"))
    assert kept_frame(places, ENVIRON, SIZE) is None


@pytest.mark.parametrize(
    "line", ["\x1b]52;c;aGk=\x07", "\x1b[6n", "\x1b[2J", "a\rb", "\x9b2J", "\u202ex", "\x1b]8;;http://x\x1b\x1b[2J\\"]
)
def test_a_frame_that_somebody_else_wrote_reaches_no_further_than_a_screen(places: Places, line: str) -> None:
    """Clipboard, answers of the terminal, its cursor: the folder may have come from anybody, with its files' times."""
    keep_frame(places, ENVIRON, SIZE, ["x", line])
    assert kept_frame(places, ENVIRON, SIZE) is None


def test_colours_and_links_of_papers_are_what_a_frame_has(places: Places) -> None:
    line = "\x1b[38;2;1;2;3m茶\x1b[0m\x1b]8;id=1;https://arxiv.org/abs/2401.00001\x1b\\2401.00001\x1b]8;;\x1b\\"
    keep_frame(places, ENVIRON, SIZE, [line])
    assert kept_frame(places, ENVIRON, SIZE) == f"\x1b[1;1H{line}"


def all_of(user: int) -> bytes:
    """What a terminal was sent; it may come in pieces."""
    text = b""
    while select.select([user], [], [], 0.2)[0]:
        text += os.read(user, 1000)
    return text


def test_without_a_frame_the_terminal_is_left_alone() -> None:
    stream = io.StringIO()
    with shown(None, stream):
        pass
    assert stream.getvalue() == ""


def test_what_is_typed_ahead_is_not_echoed_and_the_terminal_is_as_before(terminal: tuple[TextIO, int]) -> None:
    stream, user = terminal
    before = termios.tcgetattr(stream.fileno())
    with shown("\x1b[1;1Hframe", stream):
        assert b"frame" in os.read(user, 1000)
        assert not termios.tcgetattr(stream.fileno())[3] & termios.ECHO
    assert termios.tcgetattr(stream.fileno()) == before


def test_a_start_that_fails_leaves_the_alternate_screen(terminal: tuple[TextIO, int]) -> None:
    stream, user = terminal

    def fail() -> None:
        with shown("\x1b[1;1Hframe", stream):
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert all_of(user).endswith(b"\x1b[?1049l\x1b[?25h")
    assert termios.tcgetattr(stream.fileno())[3] & termios.ECHO


ENDED_BY = """
import os, signal, sys
from reader.tui.first_frame import shown
with shown("\\x1b[1;1Hframe", sys.stdout):
    os.kill(os.getpid(), signal.{name})
"""


@pytest.mark.parametrize("name", ["SIGTERM", "SIGQUIT", "SIGINT", "SIGHUP"])
def test_a_signal_that_ends_the_program_before_there_is_a_screen_leaves_the_alternate_screen(name: str) -> None:
    with Pty([sys.executable, "-c", ENDED_BY.format(name=name)]) as terminal:
        assert terminal.ended() == 128 + signal.Signals[name]
        assert bytes(terminal.output).endswith(b"\x1b[0m\x1b[?1049l\x1b[?25h")


def test_a_stop_before_there_is_a_screen_gives_the_terminal_back_until_it_goes_on() -> None:
    with Pty([sys.executable, "-c", ENDED_BY.format(name="SIGTSTP")]) as terminal:
        terminal.wait_for(b"\x1b[?1049l")
        _, status = os.waitpid(terminal.process.pid, os.WUNTRACED)
        assert os.WIFSTOPPED(status)
        os.kill(terminal.process.pid, signal.SIGCONT)
        assert terminal.ended() == 0
        assert bytes(terminal.output).count(b"frame") == 2


def test_a_cache_that_cannot_be_written_is_no_error(places: Places) -> None:
    (places.data / "file").write_text("")
    keep_frame(Places(places.data, places.data / "file", places.config), ENVIRON, SIZE, ["x"])
