"""A library's folder that somebody else prepared: pipes, devices and links where files ought to be."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.conftest import Cli
from tests.cli.program import run

FILES = (
    *("marks.db", "marks.db-wal", "marks.db-journal", "library.db", "config.toml", "forms/own.toml"),
    *("writing.lock", "manifest-*.json", "*.trm", "*.pos", "*.fwd", "cache/index"),
)


def to_nothing(place: Path) -> None:
    place.symlink_to("/dev/zero")


def to_itself(place: Path) -> None:
    place.symlink_to(place.name)


@pytest.mark.parametrize("make", [os.mkfifo, to_nothing, to_itself], ids=["pipe", "device", "loop"])
@pytest.mark.parametrize("name", FILES)
def test_what_is_no_file_is_neither_waited_for_nor_read(
    filled: Cli, tmp_path: Path, name: str, make: Callable[[Path], None]
) -> None:
    """`run` gives up after a minute, and the process may have a gigabyte."""
    library = tmp_path / "library"
    place = next((found for found in library.glob(f"**/{name}")), library / name)
    place.parent.mkdir(exist_ok=True)
    if place.is_dir():
        shutil.rmtree(place)
    place.unlink(missing_ok=True)
    make(place)
    for arguments in (("search", "--format", "ids", "苹果"), ("sync",)):
        done = run(library, *arguments, shell='ulimit -v 1000000; exec "$@"')
        assert done.status in (0, 1, 2)
        assert len(done.err.splitlines()) <= 2
        assert "Traceback" not in done.err


def test_no_link_in_it_leads_writing_to_files_of_ones_own(filled: Cli, tmp_path: Path) -> None:
    library, mine = tmp_path / "library", tmp_path / "mine"
    mine.write_text("years of work")
    (index,) = (library / "cache" / "index").iterdir()
    for number in range(6):
        (index / f"manifest-{number}.json.new").symlink_to(mine)
    (library / "crashed").symlink_to(mine)
    for arguments in (("index", "--rebuild"), ("sync",), ("mark", "2608.00001", "--bookmark"), ("doctor", "--repair")):
        assert filled(*arguments).status == 0
    shutil.rmtree(library / "cache")
    assert mine.read_text() == "years of work"


def test_no_folder_of_ones_own_is_taken_for_the_index(filled: Cli, tmp_path: Path) -> None:
    """What an index no longer needs is deleted from its folder."""
    library, mine = tmp_path / "library", tmp_path / "mine"
    mine.mkdir()
    for name in ("MAIN_x.pos", "MAIN_y.seg", "manifest-3.json"):
        (mine / name).write_text("years of work")
    (index,) = (library / "cache" / "index").iterdir()
    shutil.rmtree(index)
    index.symlink_to(mine)
    for arguments in (("search", "苹果"), ("index", "--rebuild"), ("doctor", "--repair")):
        assert filled(*arguments).status == 0
    assert sorted(file.name for file in mine.iterdir()) == ["MAIN_x.pos", "MAIN_y.seg", "manifest-3.json"]


def test_nothing_that_a_library_says_of_its_sources_moves_the_cursor(filled: Cli, tmp_path: Path) -> None:
    evil = "\x1b]52;c;aGk=\x07\x9b2J"
    with closing(sqlite3.connect(tmp_path / "library" / "library.db", isolation_level=None)) as connection:
        connection.execute("UPDATE source SET kind = ?, location = ?, form = ?", (evil, evil, evil))
    for arguments in (("sources",), ("doctor",), ("sync",), ("stats",)):
        done = filled(*arguments)
        assert not any(sign in f"{done.out}{done.err}" for sign in "\x1b\x07\x9b")
