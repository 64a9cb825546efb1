"""A mistake of the program's own: the terminal is given back, one line is said, and the next start offers to go on."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.terminal.conftest import program
from tests.terminal.harness import Tmux, until

PROGRAM = """
import sqlite3
import sys
from pathlib import Path
from reader.cli import main
from reader.{module} import {owner}
whole = {owner}.{method}
def broken(*arguments, **more):
    if Path({trigger!r}).exists():
        raise KeyError("Teapot Diffusion in " + str(Path.home()))
    return whole(*arguments, **more)
{owner}.{method} = broken
sys.exit(main())
"""
PLACES = {
    "on the screen's thread": ("tui.screens.main", "MainScreen", "look"),
    "on a worker's thread": ("library.marks", "MarkKeeping", "change"),
    "in the thread that reads keys": ("tui.keyboard", "KeyParser", "feed"),
    "in a search": ("library.finding", "Finding", "search"),
}


@pytest.mark.parametrize("place", PLACES)
def test_a_mistake_gives_the_terminal_back_and_leaves_a_report(
    tmux: Callable[..., Tmux], library: Path, tmp_path: Path, place: str
) -> None:
    module, owner, method = PLACES[place]
    trigger = tmp_path / "trigger"
    code = PROGRAM.format(module=module, owner=owner, method=method, trigger=str(trigger))
    terminal = tmux([sys.executable, "-c", code, "--library", str(library)], columns=120, rows=40)
    terminal.wait("17 unread")
    terminal.keys("j", "j")
    trigger.touch()
    terminal.keys("b")
    terminal.keys("/", "x", "Enter")
    assert terminal.ended() == 1
    until(terminal.is_given_back)
    screen = terminal.wait("stopped by a mistake of its own (KeyError)")
    assert "Traceback" not in screen
    (report,) = library.glob("crash-*.txt")
    text = report.read_text()
    assert f"reader/{module.replace('.', '/')}" in text or method in text
    assert "KeyError" in text
    for secret in ("Teapot", str(Path.home()), str(library), str(tmp_path)):
        assert secret not in text


LAST = """
import sys
from threading import Thread
from reader.cli import main
from reader.tui.app import ReaderApp
def rest(self, seconds):
    def broken():
        raise KeyError("Teapot Diffusion")
    thread = Thread(target=broken)
    thread.start()
    thread.join()
    return 0
ReaderApp.write_the_rest = rest
sys.exit(main())
"""


def test_a_mistake_in_a_thread_that_outlives_the_screen_is_told_too(tmux: Callable[..., Tmux], library: Path) -> None:
    """What is not on disk yet is written once the terminal is given back."""
    terminal = tmux([sys.executable, "-c", LAST, "--library", str(library)], columns=120, rows=40)
    terminal.wait("17 unread")
    terminal.keys("q")
    assert terminal.ended() == 1
    screen = terminal.wait("stopped by a mistake of its own (KeyError)")
    assert "Traceback" not in screen
    (report,) = library.glob("crash-*.txt")
    assert "in broken" in report.read_text()


@pytest.mark.parametrize(("answer", "place"), [("y", 3), ("n", 1)])
def test_the_next_start_offers_to_go_on(
    tmux: Callable[..., Tmux], library: Path, tmp_path: Path, answer: str, place: int
) -> None:
    trigger = tmp_path / "trigger"
    code = PROGRAM.format(module="tui.screens.main", owner="MainScreen", method="look", trigger=str(trigger))
    terminal = tmux([sys.executable, "-c", code, "--library", str(library)], columns=120, rows=40)
    terminal.wait("17 unread")
    terminal.keys("j", "j")
    terminal.wait("3 of 17")
    trigger.touch()
    terminal.ended()
    again = tmux(program(library), columns=120, rows=40)
    again.wait("go on where you were? [Y/n]")
    again.keys(answer, "Enter")
    again.wait(f"{place} of 17")
    again.keys("q")
    assert again.ended() == 0
    once_more = tmux(program(library), columns=120, rows=40)
    once_more.wait(f"{place} of 17")
    assert "go on" not in once_more.screen()


def test_a_value_that_was_garbled_ends_the_screen_with_what_is_damaged_and_no_report(
    tmux: Callable[..., Tmux], library: Path
) -> None:
    """Such a value may end any line of the screen; SQLite keeps it in whatever column somebody put it."""
    with closing(sqlite3.connect(library / "library.db", isolation_level=None)) as connection:
        connection.execute("UPDATE paper SET listed = 9223372036854775807")
        connection.execute("UPDATE listing SET stamp = stamp - 1")
    terminal = tmux(program(library), columns=120, rows=40)
    assert terminal.ended() == 1
    until(terminal.is_given_back)
    assert "library.db is damaged" in " ".join(terminal.wait("is damaged").split())
    assert not list(library.glob("crash-*"))
