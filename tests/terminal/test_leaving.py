"""Leaving, wanted or not: the terminal is given back as it was."""

from __future__ import annotations

import shlex
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from tests.terminal.conftest import Reader, program
from tests.terminal.harness import LIMIT, Pty, Tmux, until


@pytest.mark.parametrize("key", ["q", "C-q"])
def test_quitting_gives_the_terminal_back(reader: Reader, key: str) -> None:
    terminal = reader()
    terminal.wait("Teapot Diffusion")
    terminal.keys(key)
    assert terminal.ended() == 0
    until(terminal.is_given_back)


def test_nothing_of_the_screen_is_left_where_the_window_has_grown(tmux: Callable[..., Tmux], library: Path) -> None:
    command = f"echo before; {shlex.join(program(library))}; echo after"
    terminal = tmux(["sh", "-c", command], columns=80, rows=24)
    terminal.wait("Teapot Diffusion")
    terminal.resize(120, 40)
    terminal.wait(lambda screen: len(screen.splitlines()[1].rstrip()) == 120)
    terminal.keys("q")
    assert terminal.ended() == 0
    assert terminal.screen().split() == ["before", "after"]


@pytest.mark.parametrize(
    "number",
    [signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT, signal.SIGINT, signal.SIGUSR1],
    ids=lambda number: number.name,
)
def test_a_signal_to_end_gives_the_terminal_back(reader: Reader, number: signal.Signals) -> None:
    terminal = reader()
    terminal.wait("Teapot Diffusion")
    terminal.kill(number)
    assert terminal.ended() == 128 + number
    until(terminal.is_given_back)


Opened = Callable[..., Tmux]


@pytest.fixture(params=["first", "second"])
def opened(request: pytest.FixtureRequest, tmux: Callable[..., Tmux], library: Path) -> Opened:
    """Opens the screen, for the first time or when the last visit's screen is shown before it."""

    def start(**environ: str) -> Tmux:
        command = shlex.join(program(library))
        if request.param == "first":
            return tmux(["sh", "-c", f"exec {command}"], columns=120, rows=40, environ=environ)
        terminal = tmux(["sh", "-c", f"{command}; exec {command}"], columns=120, rows=40, environ=environ)
        terminal.wait("17 unread")
        terminal.keys("q")
        frame = library / "cache" / "first-frame.json"
        until(frame.exists)
        terminal.wait(lambda screen: "17 unread" in screen and terminal.listens())
        return terminal

    return start


def test_after_an_editor_the_screen_is_the_programs_again(opened: Opened, tmp_path: Path) -> None:
    editor = tmp_path / "editor"
    editor.write_text('#!/bin/sh\necho "in the editor"\nprintf "from the editor" > "$1"\n', encoding="utf-8")
    editor.chmod(0o755)
    terminal = opened(EDITOR=str(editor))
    terminal.wait("Teapot Diffusion")
    terminal.keys("E")
    terminal.wait("from the editor")
    until(terminal.listens)
    terminal.keys("q")
    terminal.ended()
    until(terminal.is_given_back)


def obeys(terminal: Tmux, screen: str) -> bool:
    """Whether the last paper was gone to; else the key for that is pressed once more.

    What is typed while the program takes the terminal again is dropped, and that is not to be seen from outside.
    """
    there = "17 of 17" in screen
    if not there:
        terminal.keys("End")
    return there


@pytest.mark.parametrize("number", [signal.SIGTSTP, signal.SIGSTOP], ids=lambda number: number.name)
def test_after_a_stop_the_screen_is_the_programs_again(opened: Opened, number: signal.Signals) -> None:
    terminal = opened()
    terminal.wait("Teapot Diffusion")
    until(terminal.listens)
    terminal.kill(number)
    until(terminal.is_stopped)
    if number is signal.SIGTSTP:  # the other one cannot be noticed
        until(terminal.is_given_back)
    terminal.kill(signal.SIGCONT)
    terminal.wait(lambda screen: terminal.listens() and "Teapot Diffusion" in screen)
    terminal.wait(lambda screen: obeys(terminal, screen))
    terminal.keys("q")
    assert terminal.ended() == 0
    until(terminal.is_given_back)


@pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not installed")
def test_ctrl_z_gives_the_terminal_to_the_shell_and_fg_the_screen_again(
    tmux: Callable[..., Tmux], library: Path
) -> None:
    terminal = tmux(["bash", "--norc", "--noprofile", "-i"], columns=120, rows=40)
    terminal.type(f"{shlex.join(program(library))}\n")
    terminal.wait("Teapot Diffusion")
    until(terminal.listens)
    terminal.wait(lambda screen: obeys(terminal, screen))
    terminal.keys("C-z")
    until(terminal.is_given_back)
    terminal.type("fg\n")
    terminal.wait(lambda screen: terminal.listens() and "17 of 17" in screen)
    terminal.keys("C-z")
    until(terminal.is_given_back)
    terminal.type("fg\n")
    terminal.wait(lambda screen: terminal.listens() and "17 of 17" in screen)
    terminal.keys("q")
    until(terminal.is_given_back)


def test_ctrl_z_stops_nothing_where_no_shell_could_go_on_with_it(opened: Opened) -> None:
    terminal = opened()
    terminal.wait("Teapot Diffusion")
    until(terminal.listens)
    terminal.wait(lambda screen: obeys(terminal, screen))
    terminal.keys("C-z")
    terminal.wait("No shell here")
    assert not terminal.is_stopped()


STRUCK_WHILE_WRITING = """
import os, signal, sys
from queue import Queue
from textual.drivers import _writer_thread
from reader.cli import main
struck = []
class Struck(Queue):
    def _put(self, item):  # with the lock of the queue held
        super()._put(item)
        if {marker!r} in (item or "") and not struck:
            struck.append(item)
            os.kill(os.getpid(), signal.SIG{number})
            signal.pthread_sigmask(signal.SIG_BLOCK, [])  # the handler runs here, if not before
_writer_thread.Queue = Struck
sys.exit(main())
"""


@pytest.mark.parametrize("marker", ["\x1b[?1003h", "Teapot"], ids=["taking the terminal", "drawing"])
@pytest.mark.parametrize("number", ["TSTP", "CONT"])
def test_a_signal_in_the_middle_of_writing_waits_until_it_is_written(
    tmux: Callable[..., Tmux], library: Path, marker: str, number: str
) -> None:
    code = STRUCK_WHILE_WRITING.format(marker=marker, number=number)
    terminal = tmux([sys.executable, "-c", code, "--library", str(library)], columns=120, rows=40)
    if number == "TSTP":
        until(terminal.is_stopped)
        until(terminal.is_given_back)
        terminal.kill(signal.SIGCONT)
    terminal.wait(lambda screen: terminal.listens() and "Teapot Diffusion" in screen)
    terminal.wait(lambda screen: obeys(terminal, screen))
    terminal.keys("q")
    assert terminal.ended() == 0
    until(terminal.is_given_back)


def test_typing_works_as_before_afterwards(reader: Reader) -> None:
    terminal = reader()
    terminal.wait("Teapot Diffusion")
    terminal.keys("q")
    terminal.ended()
    terminal.type("typed 扩散")
    terminal.wait("typed 扩散")


def test_a_terminal_that_goes_away_ends_the_program(pty: Callable[..., Pty], library: Path) -> None:
    terminal = pty(program(library))
    terminal.wait_for(b"Teapot Diffusion")
    terminal.settle()
    terminal.hang_up()
    assert terminal.process.wait(timeout=LIMIT) in (128 + signal.SIGHUP, -signal.SIGHUP)


def test_a_terminal_that_goes_away_in_the_middle_of_drawing_ends_the_program(
    pty: Callable[..., Pty], library: Path
) -> None:
    terminal = pty(program(library))
    terminal.wait_for(b"Teapot Diffusion")
    terminal.send(b"\x1b[B\x1b[A" * 200)
    terminal.hang_up()
    assert terminal.process.wait(timeout=LIMIT) in (128 + signal.SIGHUP, -signal.SIGHUP)


def test_errors_may_go_to_a_file(tmux: Callable[..., Tmux], library: Path, tmp_path: Path) -> None:
    terminal = tmux(["sh", "-c", f"exec {shlex.join(program(library))} 2>{shlex.quote(str(tmp_path / 'errors'))}"])
    terminal.wait("Teapot Diffusion")
    terminal.keys("q")
    assert terminal.ended() == 0
    assert (tmp_path / "errors").read_bytes() == b""


@pytest.mark.parametrize("environ", [{"TERM": "dumb"}, {"TERM": ""}], ids=["dumb", "none"])
def test_a_terminal_that_cannot_show_a_screen_is_refused_in_one_line(
    pty: Callable[..., Pty], library: Path, environ: dict[str, str]
) -> None:
    terminal = pty(program(library), environ=environ)
    assert terminal.ended() == 2
    assert bytes(terminal.output).startswith(b"digest-reader: ")
    assert terminal.output.count(b"\n") == 1
    assert b"\x1b" not in terminal.output


def test_output_to_a_file_is_refused_in_one_line(library: Path) -> None:
    done = subprocess.run(program(library), capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("digest-reader: the screen needs a terminal")
    assert done.stderr.count("\n") == 1


def test_without_colours_no_colour_is_written(pty: Callable[..., Pty], library: Path) -> None:
    terminal = pty([*program(library), "--no-color"])
    terminal.wait_for(b"Teapot Diffusion")
    terminal.settle()
    greys = {colour for colour in _colours(bytes(terminal.output)) if len(set(colour)) > 1}
    assert greys == set()


def _colours(output: bytes) -> set[tuple[int, int, int]]:
    """Every red, green and blue that was asked for."""
    found = set()
    for sequence in output.split(b"\x1b[")[1:]:
        words = sequence.split(b"m", 1)[0].split(b";")
        for place, word in enumerate(words):
            parts = words[place + 2 : place + 5]  # fewer in a sequence of which not all has come yet
            if word in (b"38", b"48") and words[place + 1 : place + 2] == [b"2"] and len(parts) == 3:
                red, green, blue = map(int, parts)
                found.add((red, green, blue))
    return found


@contextmanager
def marks_held(library: Path) -> Iterator[None]:
    """Another program writes into `marks.db`."""
    with closing(sqlite3.connect(library / "marks.db", isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        yield
        connection.execute("ROLLBACK")


def bookmarks(library: Path) -> list[str]:
    """IDs of the bookmarked papers on disk."""
    found = subprocess.run([*program(library), "search", "is:bookmarked", "-f", "ids"], capture_output=True, text=True)
    return found.stdout.split()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP], ids=lambda number: number.name)
def test_at_a_signal_marks_wait_for_another_program_and_that_is_said(
    reader: Reader, library: Path, number: signal.Signals
) -> None:
    terminal = reader()
    terminal.wait("17 unread")
    with marks_held(library):
        terminal.keys("b", "j")
        terminal.wait("2 of 17")  # then the key before it has been acted on, too
        terminal.kill(number)
        terminal.wait("1 change of marks is not on disk yet")
        until(terminal.is_given_back)
    assert terminal.ended() == 128 + number
    assert len(bookmarks(library)) == 1


def test_what_could_not_be_written_at_a_signal_is_said(pty: Callable[..., Pty], library: Path) -> None:
    terminal = pty(program(library))
    terminal.wait_for(b"17 unread")
    with marks_held(library):
        terminal.settle()
        terminal.send(b"bj")
        terminal.wait_for(b"2 of 17")  # then the key before it has been acted on, too
        terminal.process.send_signal(signal.SIGTERM)
        terminal.wait_for(b"1 change of marks is not on disk yet")
        terminal.process.send_signal(signal.SIGINT)
        terminal.wait_for(b"changes of marks that could not be written: 1")
        assert terminal.ended() != 0
    assert b"\x1b[?1049l" not in terminal.output.partition(b"1 change of marks is not on disk yet")[2]
    assert bookmarks(library) == []


def test_the_place_is_kept_although_another_program_holds_the_marks(reader: Reader, library: Path) -> None:
    terminal = reader()
    terminal.wait("1 of 17")
    with marks_held(library):
        terminal.keys("Down", "Down", "Down")
        terminal.wait("4 of 17")
        terminal.keys("q")
        assert terminal.ended() == 0
    reader().wait("4 of 17")
