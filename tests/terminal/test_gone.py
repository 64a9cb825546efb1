"""The library's folder goes away under a running screen: that is said at the next mark, nothing is shown as kept."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.terminal.conftest import Reader


def test_a_mark_that_is_nowhere_is_said_and_the_end_is_no_success(reader: Reader, library: Path) -> None:
    terminal = reader()
    terminal.wait("17 unread")
    # Away at one stroke: what the screen writes meanwhile may not keep a folder that is being emptied.
    gone = library.rename(library.with_name("gone"))
    shutil.rmtree(gone, ignore_errors=True)
    terminal.keys("b")
    screen = terminal.wait("is not there any more")
    assert "★" not in screen
    terminal.keys("q")
    terminal.wait("Leave without writing")
    terminal.type("Leave without")
    terminal.wait_gone("Write again")
    terminal.keys("Enter")
    assert terminal.ended() != 0
    assert not (library / "marks.db").exists()
