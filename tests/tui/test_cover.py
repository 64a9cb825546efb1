"""A frame that is shown before there is a screen gives the terminal back, whatever happens."""

from __future__ import annotations

import os
import pty
import select
import signal
import sys
import termios
from collections.abc import Iterator
from typing import TextIO

import pytest

from reader.tui.cover import Cover
from tests.terminal.harness import LIMIT, Pty


@pytest.fixture
def terminal() -> Iterator[tuple[TextIO, int]]:
    """A terminal to write to, and the end at which its user sits."""
    user, program = pty.openpty()
    with open(program, "w", encoding="utf-8", closefd=True) as stream:  # noqa: PTH123  # a file descriptor
        yield stream, user
    os.close(user)


def sent(user: int, end: bytes) -> bytes:
    """What a terminal was sent up to `end`; it may come in pieces."""
    text = b""
    while end not in text:
        assert select.select([user], [], [], LIMIT)[0], text
        text += os.read(user, 1000)
    return text


def test_without_a_frame_the_terminal_is_left_alone(terminal: tuple[TextIO, int]) -> None:
    stream, user = terminal
    with Cover(stream) as cover:
        cover.show("")
        assert not cover.shown
    stream.write("what follows")
    stream.flush()
    assert sent(user, b"what follows") == b"what follows"


def test_where_there_is_no_terminal_nothing_is_shown() -> None:
    with Cover(None) as cover:
        cover.show("frame")
        assert not cover.shown
        assert cover.size is None


def test_a_frame_comes_in_pieces_on_one_alternate_screen(terminal: tuple[TextIO, int]) -> None:
    stream, user = terminal
    with Cover(stream) as cover:
        cover.show("list")
        cover.show("paper")
    assert sent(user, b"paper") == b"\x1b[?1049h\x1b[?25l\x1b[2Jlistpaper"


def test_what_is_typed_ahead_is_not_echoed_and_the_terminal_is_as_before(terminal: tuple[TextIO, int]) -> None:
    stream, user = terminal
    before = termios.tcgetattr(stream.fileno())
    with Cover(stream) as cover:
        cover.show("\x1b[1;1Hframe")
        sent(user, b"frame")
        assert not termios.tcgetattr(stream.fileno())[3] & termios.ECHO
    assert termios.tcgetattr(stream.fileno()) == before


def test_what_is_typed_ahead_is_read_as_it_was_typed(terminal: tuple[TextIO, int]) -> None:
    stream, user = terminal
    keys = b"\r\n\x11\x13\x16\x0f\x1a\x03/"  # Enter, and what a terminal would take for itself
    with Cover(stream) as cover:
        cover.show("frame")
        os.write(user, keys)
        got = b""
        while len(got) < len(keys):
            assert select.select([stream], [], [], LIMIT)[0], got
            got += os.read(stream.fileno(), 100)
    assert got == keys


def test_a_start_that_fails_leaves_the_alternate_screen(terminal: tuple[TextIO, int]) -> None:
    stream, user = terminal

    def fail() -> None:
        with Cover(stream) as cover:
            cover.show("\x1b[1;1Hframe")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert sent(user, b"\x1b[?25h").endswith(b"\x1b[0m\x1b[?1049l\x1b[?25h")
    assert termios.tcgetattr(stream.fileno())[3] & termios.ECHO


def test_what_is_said_once_the_screen_has_left_is_not_written_over(terminal: tuple[TextIO, int]) -> None:
    """To leave the alternate screen puts the cursor back where it was before, also where that was left already."""
    stream, user = terminal

    def fail_later() -> None:
        with Cover(stream) as cover:
            cover.show("\x1b[1;1Hframe")
            cover.give_way()
            stream.write("\x1b[?1049lwhat could not be written")
            stream.flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_later()
    stream.write("the end")
    stream.flush()
    assert sent(user, b"the end").endswith(b"\x1b[?1049lwhat could not be writtenthe end")
    assert termios.tcgetattr(stream.fileno())[3] & termios.ECHO


ENDED_BY = """
import os, signal, sys
from reader.tui.cover import Cover
with Cover(sys.stdout) as cover:
    cover.show("\\x1b[1;1Hframe")
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


GONE = """
import sys, time
from reader.tui.cover import Cover
with Cover(sys.stdout) as cover:
    cover.show("\\x1b[1;1Hframe")
    time.sleep(600)
"""


def test_a_window_that_is_closed_before_there_is_a_screen_ends_the_program_as_its_signal_does() -> None:
    with Pty([sys.executable, "-c", GONE]) as terminal:
        terminal.wait_for(b"frame")
        terminal.hang_up()
        assert terminal.process.wait(LIMIT) == -signal.SIGHUP


AT_ONCE = """
import os, sys
from reader.tui.cover import Cover
os.set_blocking(1, False)
with Cover(sys.stdout) as cover:
    cover.show("x" * 100_000)
assert not os.get_blocking(1)
"""


def test_a_terminal_that_was_left_non_blocking_is_sent_all_of_a_frame() -> None:
    with Pty([sys.executable, "-c", AT_ONCE]) as terminal:
        assert terminal.ended() == 0
        assert terminal.output.count(b"x") == 100_000


def test_the_screen_has_the_size_that_its_variables_give_it(
    terminal: tuple[TextIO, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    stream, user = terminal
    termios.tcsetwinsize(user, (40, 120))
    monkeypatch.setenv("COLUMNS", "90")
    monkeypatch.setenv("LINES", "-1")
    assert Cover(stream).size == (90, 40)
    monkeypatch.setenv("COLUMNS", "wide")
    monkeypatch.delenv("LINES")
    assert Cover(stream).size == (120, 40)
