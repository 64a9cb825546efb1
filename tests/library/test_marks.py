"""What a reader relies on when papers are marked, in whatever way: seen at once, one gesture, one's own to undo."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from contextlib import ExitStack
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from reader.library import marking
from reader.library.library import Library
from reader.library.owners import screen_owner
from reader.model import Gesture, Marks
from reader.paths import Places

APPLES = "2608.00001"


def marks(library: Library) -> Marks:
    paper = library.find(APPLES)
    assert paper is not None
    return paper.marks


def test_a_paper_is_as_its_marks_are_after_every_way_to_change_them(library: Library, tmp_path: Path) -> None:
    def restore() -> object:
        return library.marks.restore(tmp_path / "backup.db")

    library.marks.tag([APPLES], ["kept"])
    library.marks.backup(tmp_path / "backup.db")
    library.marks.tag([APPLES], remove=["kept"])
    acts: list[tuple[Callable[[], object], Marks]] = [
        (lambda: library.marks.note(APPLES, "a"), Marks(note="a")),
        (library.marks.undo, Marks()),
        (library.marks.redo, Marks(note="a")),
        (restore, Marks(note="a", tags=("kept",))),
        (library.marks.undo, Marks(note="a")),
    ]
    for act, expected in acts:
        assert marks(library) != expected  # the paper is in memory now
        act()
        assert marks(library) == expected


def test_states_are_as_marks_are_without_being_asked_to_look(library: Library) -> None:
    unread = list(library.with_state("unread"))
    library.marks.mark_read([APPLES], True)
    assert len(library.with_state("unread")) == len(unread) - 1
    library.marks.undo()
    assert list(library.with_state("unread")) == unread


def test_keeping_a_card_bookmarks_and_reads_in_one_gesture(library: Library) -> None:
    kept = library.marks.keep([APPLES])
    assert kept is not None
    assert marks(library).bookmarked
    assert marks(library).read
    library.marks.tag([APPLES], ["later"])
    assert library.marks.undo(kept) == kept
    assert marks(library) == Marks(tags=("later",))


def test_several_changes_are_one_gesture(library: Library) -> None:
    rules = (marking.bookmarked(True), marking.tagged(["x"]), marking.noted("n"), marking.skipped(True))
    done = library.marks.change([APPLES], "mark", *rules)
    assert done == Gesture("mark", 1, 1)
    assert (marks(library).tags, marks(library).note) == (("x",), "n")
    library.marks.undo()
    assert marks(library) == Marks()


def test_two_front_ends_undo_each_their_own(library: Library, places: Places) -> None:
    script = Library.open(places, "command line")
    library.marks.bookmark([APPLES], True)
    script.marks.tag([APPLES], ["x"])
    library.marks.undo()
    assert marks(library) == Marks(tags=("x",))
    script.close()


def hold(folder: Path, pipe: Connection) -> None:
    with screen_owner(folder) as owner:
        pipe.send(owner)
        pipe.recv()


@pytest.fixture
def another_screen(tmp_path: Path) -> Callable[[ExitStack], str]:
    def opened(stack: ExitStack) -> str:
        ours, theirs = multiprocessing.Pipe()
        process = multiprocessing.get_context("spawn").Process(target=hold, args=(tmp_path, theirs))
        process.start()
        stack.callback(ours.close)  # until then the other waits
        stack.callback(process.join)
        stack.callback(process.kill)
        owner = ours.recv()
        assert isinstance(owner, str)
        return owner

    return opened


def test_each_screen_has_a_name_of_its_own_and_the_next_takes_it_over(
    tmp_path: Path, another_screen: Callable[[ExitStack], str]
) -> None:
    with ExitStack() as stack:
        assert another_screen(stack) == "screen 1"
        with screen_owner(tmp_path) as owner:
            assert owner == "screen 2"
    with screen_owner(tmp_path) as owner:  # the first was killed
        assert owner == "screen 1"


def test_a_screen_has_a_name_where_nothing_can_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with screen_owner(tmp_path / "file") as one, screen_owner(tmp_path / "file") as other:
        assert one != other
