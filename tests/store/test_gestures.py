"""What a reader relies on in undo: it takes back one's own newest, nothing that came later, and never guesses."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from reader.errors import ChangedSinceError
from reader.model import Gesture, Marks, SavedSearch
from reader.store.marks import MarksStore
from reader.store.schema import MARKS

NOW = datetime(2026, 8, 21, 9, 0, tzinfo=UTC)
LATER = NOW + timedelta(minutes=1)


def bookmarking(_: str, marks: Marks) -> Marks:
    return replace(marks, bookmarked=NOW)


def reading(_: str, marks: Marks) -> Marks:
    return replace(marks, read=NOW)


def tagging(tag: str, *, on: bool = True) -> Callable[[str, Marks], Marks]:
    return lambda _, marks: replace(marks, tags=tuple(sorted({*marks.tags, tag} if on else {*marks.tags} - {tag})))


def noting(text: str | None) -> Callable[[str, Marks], Marks]:
    return lambda _, marks: replace(marks, note=text)


@pytest.fixture
def screen(tmp_path: Path) -> Iterator[MarksStore]:
    store = MarksStore(tmp_path / "marks.db", "screen 1")
    yield store
    store.close()


@pytest.fixture
def script(tmp_path: Path) -> Iterator[MarksStore]:
    store = MarksStore(tmp_path / "marks.db", "command line")
    yield store
    store.close()


def only(store: MarksStore, arxiv_id: str = "a") -> Marks:
    return store.marks([arxiv_id]).get(arxiv_id, Marks())


def test_undo_leaves_alone_what_somebody_else_did_later(screen: MarksStore, script: MarksStore) -> None:
    screen.change(["a"], "bookmark", bookmarking, NOW)
    script.change(["b"], "bookmark", bookmarking, LATER)
    assert screen.undo() == Gesture("bookmark", 1, 1)
    assert screen.undo() is None
    assert list(screen.ids_marked("bookmarked")) == ["b"]
    assert script.undo() == Gesture("bookmark", 1, 2)
    assert screen.redo() == Gesture("bookmark", 1, 1)
    assert list(script.ids_marked("bookmarked")) == ["a"]


def test_undo_writes_only_the_fields_of_its_gesture(screen: MarksStore, script: MarksStore) -> None:
    screen.change(["a"], "bookmark", bookmarking, NOW)
    screen.change(["a"], "tag", tagging("mine"), NOW)
    script.change(["a"], "tag", tagging("theirs"), NOW)
    script.change(["a"], "note", noting("theirs"), NOW)
    screen.undo()
    assert only(screen) == Marks(bookmarked=NOW, tags=("theirs",), note="theirs")
    screen.undo()
    assert only(screen) == Marks(tags=("theirs",), note="theirs")


def test_a_field_that_was_changed_since_is_not_taken_back_and_that_is_said(
    screen: MarksStore, script: MarksStore
) -> None:
    screen.change(["a", "b"], "note", noting("mine"), NOW)
    script.change(["b"], "note", noting("theirs"), NOW)
    with pytest.raises(ChangedSinceError, match="b was changed again since"):
        screen.undo()
    assert (only(screen, "a").note, only(screen, "b").note) == ("mine", "theirs")
    script.undo()
    assert screen.undo() == Gesture("note", 2, 1)
    assert screen.marks(["a", "b"]) == {}


def test_a_change_there_and_back_is_a_change_since(screen: MarksStore, script: MarksStore) -> None:
    screen.change(["a"], "tag", tagging("x"), NOW)
    script.change(["a"], "tag", tagging("x", on=False), NOW)
    script.change(["a"], "tag", tagging("x"), NOW)
    with pytest.raises(ChangedSinceError):
        screen.undo()
    assert only(screen).tags == ("x",)


def test_a_redo_over_what_was_changed_since_is_refused(screen: MarksStore, script: MarksStore) -> None:
    screen.change(["a"], "note", noting("mine"), NOW)
    screen.undo()
    script.change(["a"], "note", noting("theirs"), NOW)
    with pytest.raises(ChangedSinceError):
        screen.redo()
    assert only(screen).note == "theirs"


def test_a_given_gesture_is_taken_back_out_of_turn(screen: MarksStore) -> None:
    card = screen.change(["a"], "keep", lambda _, m: replace(m, bookmarked=NOW, read=NOW), NOW)
    screen.change(["a"], "tag", tagging("x"), NOW)
    screen.change(["b"], "bookmark", bookmarking, NOW)
    assert card is not None
    assert screen.undo(card.num) == card
    assert only(screen) == Marks(tags=("x",))
    assert screen.undo(card.num) is None
    assert screen.undo(999) is None
    assert only(screen, "b").bookmarked
    assert screen.redo() == card  # what was undone last, wherever it stands
    assert only(screen) == Marks(bookmarked=NOW, read=NOW, tags=("x",))


def test_a_new_gesture_ends_only_what_its_owner_could_redo(screen: MarksStore, script: MarksStore) -> None:
    screen.change(["a"], "bookmark", bookmarking, NOW)
    screen.undo()
    script.change(["b"], "bookmark", bookmarking, NOW)
    assert screen.redo() == Gesture("bookmark", 1, 1)
    screen.undo()
    screen.change(["c"], "bookmark", bookmarking, NOW)
    assert screen.redo() is None


def test_a_saved_search_that_was_replaced_since_stays(screen: MarksStore, script: MarksStore) -> None:
    screen.save_search(1, "music", "title:music", NOW)
    script.save_search(1, "sound", "title:sound", NOW)
    with pytest.raises(ChangedSinceError, match="saved search 1"):
        screen.undo()
    assert screen.searches() == (SavedSearch(1, "sound", "title:sound"),)


def test_undo_of_a_great_gesture_is_one_step(screen: MarksStore) -> None:
    ids = [f"2608.{number:05}" for number in range(5000)]
    screen.change(ids[:10], "bookmark", bookmarking, NOW)
    screen.change(ids, "mark read", reading, NOW)
    undone = screen.undo()
    assert undone is not None
    assert undone.papers == 5000
    assert screen.ids_with_any() == ids[:10]


def written_before_owners(path: Path) -> None:
    """`marks.db` as the first schema had it: whole marks in the undo log, nobody's name."""
    steps = [
        (1, "mark", "a", {}, {"bookmarked": NOW.isoformat()}),
        (2, "mark", "a", {"bookmarked": NOW.isoformat()}, {"bookmarked": NOW.isoformat(), "tags": ["x", "标签"]}),
        (2, "mark", "b", {}, {"tags": ["x", "标签"]}),
        (3, "search", "1", None, ["music", "title:music"]),
        (4, "mark", "a", {"bookmarked": NOW.isoformat(), "tags": ["x", "标签"]}, {"tags": ["x"], "note": "it's “new”"}),
        (5, "mark", "c", {}, {"read": NOW.isoformat()}),
    ]
    with closing(sqlite3.connect(path)) as db, db:
        for statement in MARKS.steps[0].split(";"):
            db.execute(statement)
        db.execute(f"PRAGMA application_id={MARKS.application_id}")
        db.execute("PRAGMA user_version=1")
        for num, undone in ((1, 0), (2, 0), (3, 0), (4, 1), (5, 1)):
            db.execute("INSERT INTO gesture VALUES (?, ?, ?, ?)", (num, NOW.isoformat(), f"gesture {num}", undone))
        for num, kind, key, before, after in steps:
            values = (json.dumps(side, ensure_ascii=False) for side in (before, after))
            db.execute("INSERT INTO step VALUES (?, ?, ?, ?, ?)", (num, kind, key, *values))
        db.execute("INSERT INTO mark (id, bookmarked) VALUES ('a', ?)", (NOW.isoformat(),))
        db.executemany("INSERT INTO tag VALUES (?, ?)", [("a", "x"), ("a", "标签"), ("b", "x"), ("b", "标签")])
        db.execute("INSERT INTO search VALUES (1, 'music', 'title:music')")


def test_what_was_done_before_gestures_had_owners_is_the_first_screens(tmp_path: Path) -> None:
    written_before_owners(tmp_path / "marks.db")
    screen = MarksStore(tmp_path / "marks.db", "screen 1")
    assert (tmp_path / f"marks.db.before-schema-{len(MARKS.steps)}").exists()
    assert only(screen) == Marks(bookmarked=NOW, tags=("x", "标签"))
    assert [gesture.num for gesture in (screen.redo(), screen.redo()) if gesture] == [4, 5]
    assert only(screen) == Marks(tags=("x",), note="it's “new”")
    assert screen.redo() is None
    assert [gesture.num for gesture in iter(screen.undo, None)] == [5, 4, 3, 2, 1]
    assert (screen.ids_with_any(), screen.searches()) == ([], ())
    screen.close()


def test_what_cannot_be_undone_does_not_stand_before_what_can(screen: MarksStore, script: MarksStore) -> None:
    """The first press says so and does nothing; the next goes on to the one before."""
    screen.change(["a"], "bookmark", bookmarking, NOW)
    screen.change(["b"], "note", noting("mine"), NOW)
    script.change(["b"], "note", noting("theirs"), LATER)
    with pytest.raises(ChangedSinceError, match=r"b was changed again since .*the next undo or redo passes over it"):
        screen.undo()
    assert (only(screen, "a").bookmarked, only(screen, "b").note) == (NOW, "theirs")
    undone = screen.undo()
    assert undone is not None
    assert undone.papers == 1
    assert (only(screen, "a"), only(screen, "b").note) == (Marks(), "theirs")
    assert screen.undo() is None


def test_what_was_passed_over_is_undone_when_it_can_be(screen: MarksStore, script: MarksStore) -> None:
    screen.change(["b"], "bookmark", bookmarking, NOW)
    screen.change(["a"], "note", noting("mine"), NOW)
    script.change(["a"], "note", noting("theirs"), LATER)
    with pytest.raises(ChangedSinceError):
        screen.undo()
    script.undo()
    assert screen.undo() is not None
    assert (only(screen), only(screen, "b").bookmarked) == (Marks(), NOW)


def test_what_cannot_be_redone_does_not_stand_before_what_can(screen: MarksStore, script: MarksStore) -> None:
    screen.change(["b"], "note", noting("first"), NOW)
    screen.change(["a"], "bookmark", bookmarking, NOW)
    screen.undo()
    screen.undo()
    script.change(["b"], "note", noting("theirs"), LATER)
    with pytest.raises(ChangedSinceError):
        screen.redo()
    assert screen.redo() is not None
    assert (only(screen, "a").bookmarked, only(screen, "b").note) == (NOW, "theirs")


def test_what_was_refused_counts_as_it_is_for_others(screen: MarksStore, script: MarksStore) -> None:
    """Passing over a gesture neither undoes it nor hides it from who changed the same before."""
    script.change(["a"], "note", noting("theirs"), NOW)
    screen.change(["a"], "note", noting("mine"), LATER)
    script.change(["a"], "note", noting("again theirs"), LATER)
    with pytest.raises(ChangedSinceError):
        screen.undo()
    script.undo()
    with pytest.raises(ChangedSinceError):
        script.undo()
    assert only(screen).note == "mine"
