"""Damaged indexes and databases: told in one clear line, repaired where they can be, nothing lost."""

from __future__ import annotations

import gc
import os
import shutil
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.conftest import Cli
from tests.cli.program import is_one_line


def test_a_deleted_index_is_made_again_by_the_next_search(filled: Cli, tmp_path: Path) -> None:
    shutil.rmtree(tmp_path / "library" / "cache")
    assert filled("search", "--format", "ids", "苹果").lines == ["2608.00001"]


def test_a_garbled_index_is_made_again_by_the_next_search(filled: Cli, tmp_path: Path) -> None:
    for file in (tmp_path / "library" / "cache" / "index").rglob("*"):
        if file.is_file():
            file.write_bytes(os.urandom(500))
    assert filled("search", "--format", "ids", "苹果").lines == ["2608.00001"]


def test_an_index_that_cannot_be_made_is_told_and_the_list_still_works(filled: Cli, tmp_path: Path) -> None:
    shutil.rmtree(tmp_path / "library" / "cache")
    (tmp_path / "library" / "cache").write_text("")
    done = filled("search", "--format", "ids", "*")
    assert done.lines == ["2608.00002", "2608.00001"]
    assert is_one_line(done, status=0)


@pytest.mark.parametrize(
    "arguments",
    [("search", "苹果"), ("export", "苹果"), ("mark", "--query", "苹果", "--bookmark"), ("search", "--batch")],
)
def test_what_could_not_search_fails_and_leaves_no_empty_file(
    filled: Cli, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    shutil.rmtree(tmp_path / "library" / "cache")
    (tmp_path / "library" / "cache").write_text("")
    done = filled(*arguments, stdin="苹果\n")
    assert done.status == 1
    assert done.out == ""
    assert "index" in done.err
    assert filled("export", "is:unread", "-f", "ids").lines == ["2608.00002", "2608.00001"], "needs no index"


def test_doctor_reads_every_byte_of_the_index_and_repairs_it(filled: Cli, tmp_path: Path) -> None:
    (file,) = (tmp_path / "library" / "cache" / "index").rglob("*.imp")
    stat = file.stat()
    file.write_bytes(bytes(byte ^ 1 for byte in file.read_bytes()))
    os.utime(file, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    sick = filled("doctor")
    assert sick.status == 1
    assert f"the file {file.name} was altered" in sick.out
    assert "doctor --repair" in sick.out
    repaired = filled("doctor", "--repair")
    assert repaired.status == 0
    assert "made again, 2 papers" in repaired.out
    assert "index: ok, 2 papers" in filled("doctor").out
    shutil.rmtree(tmp_path / "library" / "cache")
    assert "index: ok, 2 papers" in filled("doctor", "--repair").out


@pytest.mark.parametrize("name", ["marks.db", "library.db"])
def test_a_damaged_database_is_told_and_not_touched(filled: Cli, tmp_path: Path, name: str) -> None:
    file = tmp_path / "library" / name
    file.write_bytes(b"garbage " * 5000)
    for arguments in (("search", "x"), ("sync",), ("mark", "2608.00001", "--bookmark"), ("export",), ("stats",)):
        done = filled(*arguments)
        assert is_one_line(done)
        assert f"{name} is damaged" in done.err
    health = filled("doctor")
    assert health.status == 1
    assert sorted(line.split(": ")[1] == "ok" for line in health.lines) == [False, True]
    assert file.read_bytes() == b"garbage " * 5000


def test_damaged_marks_are_put_back_from_the_copy_of_a_day(filled: Cli, tmp_path: Path) -> None:
    assert "no copies yet" in filled("backup", "--list").err
    filled("mark", "2608.00001", "--bookmark")
    filled("backup", tmp_path / "whole.db")
    (copy,) = (tmp_path / "library" / "backups").iterdir()
    shutil.copy(tmp_path / "whole.db", copy)
    day = copy.stem.removeprefix("marks-")
    (tmp_path / "library" / "marks.db").write_bytes(b"garbage " * 5000)
    assert filled("backup", "--list").lines == [f"{day}  1 paper  {copy}"]
    told = filled("search", "is:bookmarked")
    assert is_one_line(told)
    assert f"'digest-reader restore --from {day}'" in told.err
    done = filled("restore", "--from", day)
    assert done.status == 0
    assert "marks.db was damaged and is kept as" in done.err
    assert filled("search", "--format", "ids", "is:bookmarked").lines == ["2608.00001"]
    assert filled("doctor").status == 0
    assert is_one_line(filled("restore", "--from", "1999-01-01"))
    assert is_one_line(filled("restore", "--from", "x"), status=2)
    assert is_one_line(filled("restore"), status=2)
    assert is_one_line(filled("backup"), status=2)


@pytest.mark.parametrize(
    "garble",
    [
        "UPDATE paper SET announce = 'nfw'",
        "UPDATE appearance SET day = 20269901",
        "UPDATE source SET added = '2026-0x-01'",
        "UPDATE fact SET value = 'x'",
        "UPDATE text SET details = '[[[['",
        "UPDATE text SET details = '17'",
        "UPDATE text SET title_en = x'ff00'",
        "UPDATE text SET abstract_zh = x'ff00'",
        "UPDATE source SET location = x'ff00'",
        "UPDATE reading SET fingerprint = x'ff00'",
        "UPDATE statement SET day = x'ff00'",
        "UPDATE statement SET publisher = x'ff00'",
        "UPDATE paper SET category = x'ff00'",
        "UPDATE appearance SET channel = x'ff00'",
    ],
)
@pytest.mark.parametrize(
    "arguments", [("search", "苹果"), ("show", "2608.00001"), ("doctor",), ("sources",), ("sync",)]
)
def test_a_garbled_value_of_what_was_collected_is_told_as_damage(
    filled: Cli, tmp_path: Path, garble: str, arguments: tuple[str, ...]
) -> None:
    """SQLite, which has no checksums, does not see it."""
    with closing(sqlite3.connect(tmp_path / "library" / "library.db", isolation_level=None)) as connection:
        connection.execute(garble)
    done = filled(*arguments)
    if arguments == ("doctor",):
        assert "library.db is damaged (malformed text); move it away" in f"{done.out}{done.err}"
    elif done.status:
        assert "library.db is damaged" in done.err
        assert len(done.err.splitlines()) == 1


@pytest.mark.parametrize("garble", ["mark SET note", "tag SET tag", "mark SET id", "search SET query"])
@pytest.mark.parametrize(
    "arguments",
    [
        ("search", "note:good 苹果"),
        ("search", "苹果"),
        ("search", "is:bookmarked 苹果"),
        ("export", "*"),
        ("export", "*", "-f", "bibtex"),
        ("mark", "2608.00001", "--tag", "other"),
        ("doctor",),
    ],
)
def test_bytes_among_the_marks_are_told_as_damage(
    filled: Cli, tmp_path: Path, garble: str, arguments: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    complaints: list[object] = []
    monkeypatch.setattr(sys, "unraisablehook", complaints.append)
    filled("mark", "2608.00001", "--bookmark", "--tag", "tea", "--note", "good")
    with closing(sqlite3.connect(tmp_path / "library" / "marks.db", isolation_level=None)) as connection:
        connection.execute("INSERT INTO search VALUES (1, 'saved', 'apple')")
        connection.execute(f"UPDATE {garble} = x'ff00'")
    done = filled(*arguments)
    if arguments != ("doctor",):
        assert done.status == 0 or (is_one_line(done) and "marks.db is damaged" in done.err)
    elif not garble.startswith("search"):
        assert "marks.db is damaged" in f"{done.out}{done.err}"
    gc.collect()
    assert complaints == []


@pytest.mark.parametrize("garble", ["nums = -1", "nums = x'00'", "days = 'x'", "days = '[[1]]'", "days = '{\"a\": 1}'"])
def test_a_kept_listing_that_cannot_be_read_is_as_good_as_none(filled: Cli, tmp_path: Path, garble: str) -> None:
    assert filled("search", "苹果").status == 0
    before = filled("export", "*", "-f", "ids").out
    with closing(sqlite3.connect(tmp_path / "library" / "library.db", isolation_level=None)) as connection:
        connection.execute(f"UPDATE listing SET {garble}")
        assert connection.execute("SELECT changes()").fetchone() == (1,)
    assert filled("export", "*", "-f", "ids").out == before
