"""The last visit's screen is kept, and comes back only where it would be drawn the same."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from reader.paths import Places
from reader.tui.kept_frame import NAME, keep_frame, kept_frame

SIZE = os.terminal_size((80, 24))
ENVIRON = {"TERM": "xterm-256color", "LANG": "zh_CN.UTF-8"}


@pytest.fixture
def places(tmp_path: Path) -> Places:
    places = Places(tmp_path, tmp_path / "cache", tmp_path / "config.toml")
    places.library_db.write_bytes(b"papers")
    places.marks_db.write_bytes(b"marks")
    keep_frame(places, ENVIRON, SIZE, ["一", "\x1b[1m二\x1b[0m"])
    return places


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
        assert kept_frame(places, ENVIRON, SIZE) == ""


def test_it_is_not_shown_on_another_terminal(places: Places) -> None:
    assert kept_frame(places, ENVIRON, os.terminal_size((81, 24))) == ""
    assert kept_frame(places, ENVIRON | {"TERM": "linux"}, SIZE) == ""
    assert kept_frame(places, ENVIRON | {"NO_COLOR": "1"}, SIZE) == ""
    assert kept_frame(places, ENVIRON | {"LANG": "C"}, SIZE) == ""


@pytest.mark.parametrize("content", ["", "{", "[]", "null", '{"stamp": 1}', "\udcff", "[" * 100_000])
def test_a_garbled_file_is_no_frame(places: Places, content: str) -> None:
    (places.cache / NAME).write_bytes(content.encode("utf-8", "surrogateescape"))
    assert kept_frame(places, ENVIRON, SIZE) == ""


@pytest.mark.parametrize(
    "line", ["\x1b]52;c;aGk=\x07", "\x1b[6n", "\x1b[2J", "a\rb", "\x9b2J", "\u202ex", "\x1b]8;;http://x\x1b\x1b[2J\\"]
)
def test_a_frame_that_somebody_else_wrote_reaches_no_further_than_a_screen(places: Places, line: str) -> None:
    """Clipboard, answers of the terminal, its cursor: the folder may have come from anybody, with its files' times."""
    keep_frame(places, ENVIRON, SIZE, ["x", line])
    assert kept_frame(places, ENVIRON, SIZE) == ""


def test_colours_and_links_of_papers_are_what_a_frame_has(places: Places) -> None:
    line = "\x1b[38;2;1;2;3m茶\x1b[0m\x1b]8;id=1;https://arxiv.org/abs/2401.00001\x1b\\2401.00001\x1b]8;;\x1b\\"
    keep_frame(places, ENVIRON, SIZE, [line])
    assert kept_frame(places, ENVIRON, SIZE) == f"\x1b[1;1H{line}"


def test_a_cache_that_cannot_be_written_is_no_error(places: Places) -> None:
    (places.data / "file").write_text("")
    keep_frame(Places(places.data, places.data / "file", places.config), ENVIRON, SIZE, ["x"])


def test_where_the_library_is_gone_nothing_is_put_in_its_place(tmp_path: Path) -> None:
    """An empty library on a disk that is taken away, say: the next start would be of that."""
    gone = tmp_path / "gone"
    keep_frame(Places(gone, gone / "cache", gone / "config.toml"), ENVIRON, SIZE, ["x"])
    assert not gone.exists()
