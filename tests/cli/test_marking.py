"""`mark`, and `restore`: marks made, taken back, and brought back."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path

import pytest

from reader.library.library import Library
from reader.paths import Places
from tests.cli.conftest import Cli


def test_marks_are_made_and_undone_from_the_command_line(filled: Cli) -> None:
    assert filled("mark", "2608.00001", "--bookmark", "--tag", "fruit", "--note", "新", "--read").status == 0
    paper = json.loads(filled("show", "--format", "jsonl", "2608.00001").out)
    assert paper["tags"] == ["fruit"]
    assert paper["note"] == "新"
    assert paper["bookmarked"]
    assert paper["read"]
    filled("mark", "2608.00001", "--no-bookmark", "--untag", "fruit", "--note", "", "--unread")
    paper = json.loads(filled("show", "--format", "jsonl", "2608.00001").out)
    assert (paper["tags"], paper["note"], paper["bookmarked"], paper["read"]) == ([], None, None, None)


def test_the_command_line_takes_back_its_own_newest_gesture_and_only_that(filled: Cli, tmp_path: Path) -> None:
    filled("mark", "2608.00001", "--bookmark", "--tag", "fruit", "--read")
    with closing(Library.open(Places(tmp_path / "library", tmp_path / "cache", tmp_path / "c"), "screen 1")) as screen:
        screen.marks.tag(["2608.00001"], ["seen"])
    done = filled("mark", "--undo")
    assert (done.status, done.err) == (0, "Undone: mark (1 paper)\n")
    assert filled("search", "--format", "ids", "#seen is:unread -is:bookmarked -#fruit").lines == ["2608.00001"]
    done = filled("mark", "--undo")
    assert (done.status, done.err) == (1, "Nothing to undo.\n")


def test_what_was_changed_since_is_not_taken_back(filled: Cli, tmp_path: Path) -> None:
    filled("mark", "2608.00001", "--note", "mine")
    with closing(Library.open(Places(tmp_path / "library", tmp_path / "cache", tmp_path / "c"), "screen 1")) as screen:
        screen.marks.note("2608.00001", "theirs")
    done = filled("mark", "--undo")
    assert (done.status, len(done.err.splitlines())) == (1, 1)
    assert "2608.00001 was changed again since (note)" in done.err
    assert filled("search", "--format", "ids", "note:theirs").lines == ["2608.00001"]


def test_all_papers_of_a_query_are_marked_as_one_gesture(filled: Cli) -> None:
    assert filled("mark", "--query", "apples OR pears", "--tag", "fruit").err == "2 papers found\n"
    assert len(filled("search", "--format", "ids", "#fruit").lines) == 2
    filled("mark", "--undo")
    assert filled("search", "--format", "ids", "#fruit").lines == []
    assert filled("mark", "--query", "is:nowhere", "--read").status == 2


@pytest.mark.parametrize("arguments", [("--undo", "--read"), ("--undo", "2608.00001"), ("--read",)])
def test_mark_says_what_is_missing_or_too_much(filled: Cli, arguments: tuple[str, ...]) -> None:
    done = filled("mark", *arguments)
    assert (done.status, len(done.err.splitlines())) == (2, 1)


def test_mark_without_saying_what_is_wrong_usage(filled: Cli) -> None:
    assert filled("mark", "2608.00001").status == 2


def test_export_without_a_query_is_the_bookmarks(filled: Cli) -> None:
    filled("mark", "2608.00002", "--bookmark")
    assert filled("export", "-f", "ids").lines == ["2608.00002"]
    assert filled("export", "-f", "ids", "apples").lines == ["2608.00001"]


def test_marks_come_back_from_an_export_and_from_a_backup(filled: Cli, tmp_path: Path) -> None:
    filled("mark", "2608.00001", "--bookmark", "--tag", "fruit", "--note", "note")
    filled("export", "-o", tmp_path / "marks.jsonl")
    filled("backup", tmp_path / "marks.db")
    for file in ("marks.jsonl", "marks.db"):
        filled("mark", "2608.00001", "--no-bookmark", "--untag", "fruit", "--note", "")
        assert filled("restore", tmp_path / file).status == 0
        assert filled("search", "--format", "ids", "is:bookmarked #fruit note:note").lines == ["2608.00001"]


def test_restoring_from_something_else_is_told(filled: Cli, tmp_path: Path) -> None:
    (tmp_path / "photo.jpg").write_bytes(b"\xff\xd8\xff\xe0 not text")
    for file in ("photo.jpg", "nowhere.jsonl"):
        done = filled("restore", tmp_path / file)
        assert done.status == 1
        assert len(done.err.splitlines()) == 1


def test_a_tag_without_a_name_is_refused(filled: Cli) -> None:
    for option in ("--tag", "--untag"):
        for tag in ("", "#", " # "):
            done = filled("mark", "2608.00001", option, tag)
            assert (done.status, done.err) == (2, "digest-reader: a tag cannot be empty\n")
