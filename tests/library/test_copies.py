"""What a reader relies on when `marks.db` is damaged: a checked copy of each day, offered, and nothing thrown away."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from threading import Barrier

import pytest

from reader.errors import DamagedError, StoreError
from reader.library.copies import copy_of, fill_if_empty, known_copies, replace_if_damaged
from reader.library.health import databases
from reader.library.library import Library
from reader.library.restoring import Restored, restored
from reader.model import Marks
from reader.paths import Places
from reader.store.copies import COPIES_KEPT, daily_copies

NOON = datetime(2026, 8, 1, 12, 0, tzinfo=UTC)
PAPER = "2608.00001"


@pytest.fixture
def on(places: Places) -> Callable[[int], Library]:
    """The library as it is opened some days after the first."""
    return lambda days: Library(places, lambda: NOON + timedelta(days=days))


def marks_in(places: Places) -> Marks:
    with closing(Library.open(places)) as library:
        library.marks.backup(places.data / "now.db")
        return library._marks.marks([PAPER]).get(PAPER, Marks())


def garble(file: Path) -> None:
    file.write_bytes(b"\xff" * 4096 + file.read_bytes()[4096:])


def test_each_day_begins_with_a_copy_and_seven_are_kept(places: Places, on: Callable[[int], Library]) -> None:
    for day in range(10):
        with closing(on(day)) as library:
            library.marks.tag([PAPER], [f"day {day}"])
            library.marks.tag([PAPER], [f"later on day {day}"])
    copies = list(known_copies(places))
    assert [copy.day for copy in copies] == [date(2026, 8, 10) - timedelta(days=back) for back in range(7)]
    assert [copy.papers for copy in copies] == [1] * 7
    with closing(Library.open(Places(places.data / "x", places.cache, places.config))) as empty:
        empty.marks.restore(copy_of(places, date(2026, 8, 5)))
        assert sorted(tag for tag, _ in empty.marks.tags()) == sorted(
            f"{begin}day {day}" for day in range(4) for begin in ("", "later on ")
        )


def test_many_may_make_the_first_change_of_a_day_at_once(places: Places) -> None:
    """The copy is made once, holds nothing of that day, and fails nobody."""
    days, writers = 8, 6
    start = Barrier(writers)

    def write(number: int) -> None:
        for day in range(days):
            with closing(Library(places, lambda day=day: NOON + timedelta(days=day))) as library:  # type: ignore[misc]  # mypy does not see defaults
                library.marks.tags()  # open already
                start.wait()
                library.marks.tag([PAPER], [f"{number} on day {day}"])

    with ThreadPoolExecutor(writers) as pool:
        list(pool.map(write, range(writers)))
    copies = daily_copies(places.marks_copies)
    assert len(copies) == min(days, COPIES_KEPT)
    for copy in copies:
        whole_days = (copy.day - NOON.date()).days
        tags = restored(copy.file).marks[PAPER].tags if whole_days else ()
        assert len(tags) == whole_days * writers
    assert {file.suffix for file in places.marks_copies.iterdir()} == {".db"}


def test_undo_redo_and_saved_searches_begin_a_day_too(places: Places, on: Callable[[int], Library]) -> None:
    acts: list[Callable[[Library], object]] = [
        lambda library: library.marks.bookmark([PAPER], True),
        lambda library: library.marks.undo(),
        lambda library: library.marks.redo(),
        lambda library: library.marks.save_search(1, "a", "b"),
    ]
    for day, act in enumerate(acts):
        with closing(on(day)) as library:
            act(library)
    assert len(list(known_copies(places))) == len(acts)


def test_reading_makes_no_copy(places: Places, on: Callable[[int], Library]) -> None:
    with closing(on(0)) as library:
        library.marks.set_state(view="x")
        library.marks.tags()
    assert list(known_copies(places)) == []


def test_where_no_copy_can_be_made_marks_are_kept_all_the_same(places: Places, on: Callable[[int], Library]) -> None:
    with closing(on(0)) as library:
        places.marks_copies.write_text("a file of the reader's")
        assert library.marks.bookmark([PAPER], True)
    assert marks_in(places).bookmarked


def test_a_damaged_file_is_told_with_the_copy_that_can_be_put_back(
    places: Places, on: Callable[[int], Library]
) -> None:
    for day in range(3):
        with closing(on(day)) as library:
            library.marks.tag([PAPER], [f"day {day}"])
    garble(places.marks_copies / "marks-2026-08-03.db")
    garble(places.marks_db)
    damaged = places.marks_db.read_bytes()
    assert [copy.papers for copy in known_copies(places)] == [None, 1, 0]
    with pytest.raises(DamagedError, match="restore --from 2026-08-02"), closing(Library.open(places)) as library:
        library.marks.tags()
    kept = replace_if_damaged(places, copy_of(places, date(2026, 8, 2)), NOON)
    assert kept is not None
    assert kept.read_bytes() == damaged
    assert marks_in(places).tags == ("day 0",)
    with closing(Library.open(places)) as library:  # whole, with its undo
        assert library.marks.undo()
    assert marks_in(places) == Marks()


def test_a_copy_that_is_damaged_itself_replaces_nothing(places: Places, on: Callable[[int], Library]) -> None:
    for day in range(2):
        with closing(on(day)) as library:
            library.marks.tag([PAPER], [f"day {day}"])
    garble(places.marks_copies / "marks-2026-08-02.db")
    garble(places.marks_db)
    damaged = places.marks_db.read_bytes()
    with pytest.raises(StoreError):
        replace_if_damaged(places, copy_of(places, date(2026, 8, 2)), NOON)
    assert places.marks_db.read_bytes() == damaged


def test_nothing_takes_the_place_of_what_is_whole(places: Places, on: Callable[[int], Library]) -> None:
    with closing(on(0)) as library:
        library.marks.tag([PAPER], ["kept"])
    assert replace_if_damaged(places, copy_of(places, date(2026, 8, 1)), NOON) is None
    assert marks_in(places).tags == ("kept",)


def test_damage_that_is_found_later_is_told_with_where_to_look(places: Places, on: Callable[[int], Library]) -> None:
    for day in range(2):
        with closing(on(day)) as library:
            library.marks.tag([PAPER], [f"day {day}"])
    data = places.marks_db.read_bytes()
    places.marks_db.write_bytes(data[:4096] + b"\xff" * (len(data) - 4096))
    with pytest.raises(DamagedError, match="digest-reader doctor"), closing(Library.open(places)) as library:
        library.marks.tags()
    state = databases(places)["marks.db"]
    assert "restore --from 2026-08-02" in str(state)
    assert replace_if_damaged(places, copy_of(places, date(2026, 8, 2)), NOON)
    assert databases(places)["marks.db"] is None


def test_no_change_is_made_to_a_damaged_file(places: Places, on: Callable[[int], Library]) -> None:
    with closing(on(0)) as library:
        library.marks.tag([f"2608.{number:05}" for number in range(3000)], ["many"])
    data = places.marks_db.read_bytes()
    half = len(data) // 2 // 4096 * 4096
    places.marks_db.write_bytes(data[:half] + b"\xff" * 8192 + data[half + 8192 :])
    with closing(on(1)) as library, pytest.raises(DamagedError):
        library.marks.bookmark([PAPER], True)


def test_what_is_marked_while_a_backup_is_put_in_place_is_not_replaced(
    places: Places, on: Callable[[int], Library], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing was marked when it was looked at first; when it is exchanged, somebody has begun."""
    with closing(on(0)) as library:
        library.marks.tag([PAPER], ["kept"])
        library.marks.backup(tmp_path / "backup.db")
    fresh = Places(tmp_path / "fresh", tmp_path / "cache", tmp_path / "config.toml")

    def found(file: Path) -> Restored:
        with closing(Library(fresh)) as other:
            other.marks.tag([PAPER], ["just now"])
        return restored(file)

    monkeypatch.setattr("reader.library.copies.restored", found)
    assert not fill_if_empty(fresh, tmp_path / "backup.db", NOON)
    with closing(Library(fresh)) as library:
        assert library.marks.tags() == [("just now", 1)]


def test_of_a_clock_that_was_wrong_nothing_is_left_that_keeps_a_copy_of_today_from_being_kept(
    places: Places, on: Callable[[int], Library]
) -> None:
    """Days that are still to come are the oldest copies, whichever of the two clocks was the wrong one."""
    for day in [*range(30_000, 30_007), *range(3)]:
        with closing(on(day)) as library:
            library.marks.tag([PAPER], [f"day {day}"])
    days = [(copy.day - NOON.date()).days for copy in daily_copies(places.marks_copies)]
    assert days == [30_006, 30_005, 30_004, 30_003, 2, 1, 0]


@pytest.mark.parametrize(
    "garble_it",
    [
        "UPDATE mark SET bookmarked = '2026-0x-01'",
        "UPDATE mark SET bookmarked = -1",
        "UPDATE word SET rule = '[1, fals'",
    ],
)
def test_a_value_that_was_garbled_is_damage_although_sqlite_sees_none(
    places: Places, on: Callable[[int], Library], garble_it: str
) -> None:
    """It has no checksums: to it, such a text is as good as any other."""
    with closing(on(0)) as library:
        library.marks.bookmark([PAPER], on=True)
        library.interest.weigh(["apple"], 1)
    with closing(on(1)) as library:
        library.marks.tag([PAPER], ["day 1"])
    with closing(sqlite3.connect(places.marks_db, isolation_level=None)) as connection:
        connection.execute(garble_it)
    found = databases(places)["marks.db"]
    assert isinstance(found, DamagedError)
    assert "restore --from 2026-08-02" in str(found)
    assert replace_if_damaged(places, copy_of(places, date(2026, 8, 2)), NOON) is not None
    assert marks_in(places).bookmarked is not None


def test_a_file_of_which_nothing_is_left_is_damaged_where_copies_say_what_was_in_it(
    places: Places, on: Callable[[int], Library]
) -> None:
    for day in range(2):
        with closing(on(day)) as library:
            library.marks.bookmark([PAPER], on=True)
            library.marks.tag([PAPER], [f"day {day}"])
    places.marks_db.write_bytes(b"")
    assert isinstance(databases(places)["marks.db"], DamagedError)
    with pytest.raises(DamagedError, match=r"is damaged \(it is empty\); 'digest-reader restore --from 2026-08-02'"):
        Library.open(places)
    assert replace_if_damaged(places, copy_of(places, date(2026, 8, 2)), NOON) is not None
    assert marks_in(places).tags == ("day 0",)


def test_a_file_that_is_empty_is_a_new_one_where_nothing_was_ever_marked(places: Places) -> None:
    places.data.mkdir(parents=True)
    places.marks_db.write_bytes(b"")
    assert marks_in(places) == Marks()


def test_what_is_no_file_is_no_copy(places: Places, on: Callable[[int], Library]) -> None:
    """Looking into a pipe would wait for ever."""
    with closing(on(0)) as library:
        library.marks.bookmark([PAPER], on=True)
    os.mkfifo(places.marks_copies / "marks-2026-07-31.db")
    (places.marks_copies / "marks-2026-07-30.db").symlink_to("/dev/zero")
    (places.marks_copies / "marks-2026-07-29.db").mkdir()
    assert [copy.day for copy in known_copies(places)] == [date(2026, 8, 1)]


def test_a_link_to_the_copies_of_another_library_is_not_followed(
    places: Places, on: Callable[[int], Library], tmp_path: Path
) -> None:
    own = Places(tmp_path / "own", tmp_path / "own cache", places.config)
    with closing(Library(own, lambda: NOON)) as library:
        library.marks.bookmark([PAPER], on=True)
    before = sorted(own.marks_copies.iterdir())
    places.data.mkdir(parents=True)
    places.marks_copies.symlink_to(own.marks_copies)
    for day in range(1, 9):
        with closing(on(day)) as library:
            library.marks.tag([PAPER], [f"day {day}"])
    assert sorted(own.marks_copies.iterdir()) == before


def test_copies_may_lie_on_another_disk(places: Places, on: Callable[[int], Library], tmp_path: Path) -> None:
    places.data.mkdir(parents=True)
    (tmp_path / "elsewhere").mkdir()
    places.marks_copies.symlink_to(tmp_path / "elsewhere")
    with closing(on(0)) as library:
        library.marks.bookmark([PAPER], on=True)
    assert [copy.day for copy in daily_copies(places.marks_copies)] == [NOON.date()]


@pytest.mark.parametrize("wrong", ["a link to itself", "a file", "a link to nowhere", "a folder nobody may look into"])
def test_whatever_stands_for_the_folder_of_copies_marks_are_kept(
    places: Places, on: Callable[[int], Library], wrong: str
) -> None:
    places.data.mkdir(parents=True)
    folder = places.marks_copies
    if wrong == "a file":
        folder.write_text("mine")
    elif wrong.startswith("a link"):
        folder.symlink_to(folder.name if wrong.endswith("itself") else "nowhere")
    else:
        folder.mkdir(mode=0)
    with closing(on(0)) as library:
        library.marks.tag([PAPER], ["kept"])
    if wrong.startswith("a folder"):
        folder.chmod(0o700)
    assert marks_in(places).tags == ("kept",)
