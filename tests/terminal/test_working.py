"""Working through papers in a real terminal: editor, triage, divider, selecting with the mouse, themes, sync."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from reader.tui.screens.main import LOOK_SECONDS
from screenshots.papers import write_digests
from tests.terminal.conftest import Reader, program
from tests.terminal.harness import Tmux, until

FIRST = "Teapot Diffusion"
ESCAPE = "\x1b"


def marks_of(library: Path, query: str) -> list[str]:
    """IDs of the papers that `query` finds, from another process."""
    command = [*program(library), "search", query, "--format", "ids"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()


def test_a_long_note_is_written_in_the_editor_and_the_screen_comes_back(reader: Reader, tmp_path: Path) -> None:
    editor = tmp_path / "editor"
    editor.write_text('#!/bin/sh\necho "in the editor"\nprintf "one line\\n第二行\\n" > "$1"\n', encoding="utf-8")
    editor.chmod(0o755)
    terminal = reader(EDITOR=str(editor))
    terminal.wait(FIRST)
    terminal.keys("E")
    screen = terminal.wait("第二行")
    assert "in the editor" not in screen
    terminal.keys("Down")
    terminal.wait("Kettle")


def test_an_editor_that_fails_leaves_the_note_as_it_was(reader: Reader, library: Path) -> None:
    terminal = reader(EDITOR="false")
    terminal.wait(FIRST)
    terminal.keys("E")
    terminal.wait("the note stays")
    assert marks_of(library, "note:line") == []


def test_triage_by_arrow_keys_is_on_disk_while_it_goes_on(reader: Reader, library: Path) -> None:
    terminal = reader()
    terminal.wait(FIRST)
    terminal.keys("T")
    terminal.wait("1 of 17")
    terminal.keys("Right", "Left", "Down")
    terminal.wait("kept 1   skipped 1")
    until(lambda: len(marks_of(library, "is:bookmarked")) == len(marks_of(library, "is:skipped")) == 1)
    terminal.keys("u", "u")
    terminal.wait("kept 1   skipped 0")
    until(lambda: marks_of(library, "is:skipped") == [])


def test_the_divider_is_dragged_with_the_mouse(reader: Reader) -> None:
    terminal = reader()
    terminal.wait("17 unread")  # what is counted comes after all is laid out
    until(terminal.listens)
    before = terminal.wait(lambda screen: "│" in screen.splitlines()[2]).splitlines()[2].index("│")
    wanted = before - 10

    def follows(screen: str) -> bool:
        """Whether it is there; the mouse goes on moving until it is: a hand would see that it does not follow yet."""
        there = abs(screen.splitlines()[2].find("│") - wanted) <= 1  # whole per cent
        if not there:
            terminal.type(f"{ESCAPE}[<32;{wanted + 1};10M")
        return there

    terminal.type(f"{ESCAPE}[<0;{before + 1};10M")
    terminal.wait(follows)
    terminal.type(f"{ESCAPE}[<0;{wanted + 1};10m")


def test_text_selected_with_the_mouse_is_copied(tmux: Callable[..., Tmux], library: Path) -> None:
    terminal = tmux(program(library), columns=120, rows=40, options={"set-clipboard": "on"})
    terminal.wait(FIRST)
    terminal.wait("17 unread")  # the paper is drawn after the rows, and before anything is counted
    until(terminal.listens)
    line = terminal.wait(lambda screen: "│" in screen.splitlines()[2]).splitlines()[2]
    begin, row = line.index("│") + 4, 3
    for code, column, end in ((0, begin, "M"), (32, begin + 5, "M"), (0, begin + 5, "m")):
        terminal.type(f"{ESCAPE}[<{code};{column};{row}{end}")
    terminal.keys("C-c")
    terminal.wait("Copied: Teapot")
    assert terminal.tmux("show-buffer").startswith("Teapot")


@pytest.mark.parametrize("theme", ["dark", "light", "contrast", "ansi"])
def test_a_configured_theme_is_drawn(reader: Reader, library: Path, theme: str) -> None:
    (library / "config.toml").write_text(f'screen.theme = "{theme}"\n', encoding="utf-8")
    reader().wait(FIRST)


def test_what_is_wrong_in_the_configuration_is_said_on_the_screen(reader: Reader, library: Path) -> None:
    (library / "config.toml").write_text("[keys]\nbookmarc = ['w']\n", encoding="utf-8")
    reader().wait("bookmark")


def test_sources_named_at_the_start_fill_the_list_while_it_is_open(tmux: Callable[..., Tmux], tmp_path: Path) -> None:
    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    digests = tmp_path / "digests"
    digests.mkdir()
    write_digests(digests)
    terminal = tmux([*program(tmp_path / "library"), str(digests)], columns=120, rows=40)
    terminal.wait("17 new papers")
    terminal.wait(lambda screen: FIRST in screen and "1 of 17" in screen)


def test_two_screens_show_each_others_marks(reader: Reader) -> None:
    """Both ways, without a key; each asks often enough for two seconds (how long it takes: `endure screens`)."""
    one, other = reader(), reader()
    for screen in (one, other):
        screen.wait(FIRST)
    one.keys("b")
    other.wait("★")
    other.keys("b")
    one.wait_gone("★")
    assert LOOK_SECONDS <= 1


def test_papers_that_come_in_from_another_process_leave_the_cursor_alone(reader: Reader, library: Path) -> None:
    terminal = reader()
    terminal.wait(FIRST)
    terminal.keys("Down", "Down")
    terminal.wait("3 of 17")
    folder = library / "more"
    folder.mkdir()
    write_digests(folder)
    for file in folder.iterdir():
        text = file.read_text(encoding="utf-8").replace("2608.9", "2609.9")
        file.write_text(text, encoding="utf-8")
    subprocess.run([*program(library), "sync", str(folder)], check=True, capture_output=True)
    terminal.wait(lambda screen: " of 34" in screen and "Waiting for the Bus" in screen.splitlines()[2])


def test_a_source_typed_into_the_welcome_digest_leads_on_to_its_papers(
    tmux: Callable[..., Tmux], tmp_path: Path
) -> None:
    digests = tmp_path / "digests"
    digests.mkdir()
    write_digests(digests)
    terminal = tmux(program(tmp_path / "library"), columns=120, rows=40)
    terminal.wait("start here")
    terminal.keys("r")
    terminal.wait("cn-chat-arxiv")
    terminal.type(str(digests))
    terminal.keys("Enter")
    terminal.wait(lambda screen: FIRST in screen and "1 of 17" in screen)
    terminal.keys("q")
    assert terminal.ended() == 0
