"""Marks on their way to the disk: nothing waits for them, nothing is lost, and what is shown is there."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from queue import SimpleQueue
from weakref import finalize

import pytest

from reader.errors import StoreError, UsageError
from reader.library.library import Library
from reader.library.marks import MarkKeeping
from reader.model import Gesture
from reader.store.faults import GONE
from reader.tui.kept_state import kept_beside
from reader.tui.writing import Change, Held, Left, Refused, Report, Writer, Written
from tests.tui.conftest import LIMIT, AppMaker, screen_of, settled, text_of
from tests.tui.live import driven

WIDE = (120, 30)
FIRST = "2608.00011"


def is_bookmarked(library: Library, arxiv_id: str = FIRST) -> bool:
    """What another process sees."""
    other = Library.open(library.places)
    marked = other.find(arxiv_id)
    other.close()
    return marked is not None and marked.marks.bookmarked is not None


@contextmanager
def locked(library: Library) -> Iterator[None]:
    """Another process is writing to the marks."""
    connection = sqlite3.connect(library.places.marks_db, isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    yield
    connection.execute("ROLLBACK")
    connection.close()


@pytest.fixture
def full_disk(monkeypatch: pytest.MonkeyPatch) -> Callable[[bool], None]:
    """Switches: is there no room for bookmarks?"""
    bookmark = MarkKeeping.bookmark
    full = threading.Event()

    def on_a_full_disk(self: MarkKeeping, ids: Iterable[str], on: bool) -> Gesture | None:
        if full.is_set():
            raise StoreError("no space left on the disk")
        return bookmark(self, ids, on)

    monkeypatch.setattr(MarkKeeping, "bookmark", on_a_full_disk)
    return lambda on: full.set() if on else full.clear()


async def test_while_another_process_writes_keys_go_on_and_the_star_comes_when_it_is_on_disk(
    make_app: AppMaker, library: Library
) -> None:
    app = make_app()
    async with driven(app, WIDE) as pilot:
        with locked(library):
            await pilot.press("b", "down", "down")
            assert screen_of(app).papers.cursor == 2
            assert "★" not in text_of(app)
        await settled(app, pilot, lambda: "★" in text_of(app))
        assert is_bookmarked(library)


async def test_what_could_not_be_written_is_said_kept_and_written_by_a_key(
    make_app: AppMaker, library: Library, full_disk: Callable[[bool], None]
) -> None:
    app = make_app()
    full_disk(True)
    async with driven(app, WIDE) as pilot:
        await pilot.press("b")
        await settled(app, pilot, lambda: "no space left" in text_of(app))

        def is_said_without_a_message() -> bool:  # which may come once more
            screen_of(app).show(screen_of(app).state.saying(()))
            return "1 change is not on disk; w writes it" in text_of(app)

        await settled(app, pilot, is_said_without_a_message)
        assert "★" not in text_of(app)
        await pilot.press("down")
        full_disk(False)
        await pilot.press("w")
        await settled(app, pilot, lambda: "★" in text_of(app))
        assert is_bookmarked(library)
        assert "not on disk" not in text_of(app)


async def test_what_was_done_after_a_change_that_is_kept_stays_behind_it(
    make_app: AppMaker, library: Library, full_disk: Callable[[bool], None]
) -> None:
    library.marks.bookmark(["2608.00001"], on=True)
    app = make_app()
    full_disk(True)
    async with driven(app, WIDE) as pilot:
        await pilot.press("b")
        await settled(app, pilot, lambda: "no space left" in text_of(app))
        full_disk(False)
        await pilot.press("u")
        await settled(app, pilot, lambda: "Undone" in text_of(app))
        assert not is_bookmarked(library)
        assert is_bookmarked(library, "2608.00001")


async def test_leaving_with_what_could_not_be_written_asks_first(
    make_app: AppMaker, library: Library, full_disk: Callable[[bool], None]
) -> None:
    app = make_app()
    full_disk(True)
    async with driven(app, WIDE) as pilot:
        await pilot.press("b", "q")
        await settled(app, pilot, lambda: "1 change is not on disk" in text_of(app) and "Stay" in text_of(app))
        await pilot.press("escape")
        await pilot.pause()
        assert app.is_running
        full_disk(False)
        await pilot.press("q")
        await settled(app, pilot, lambda: "Stay" in text_of(app))
        await pilot.press("enter")
        await settled(app, pilot, lambda: not app.is_running)
    assert is_bookmarked(library)
    assert app.write_the_rest(0) == 0


async def test_what_is_left_unwritten_on_purpose_is_told_on_the_command_line(
    make_app: AppMaker, full_disk: Callable[[bool], None]
) -> None:
    app = make_app()
    full_disk(True)
    async with driven(app, WIDE) as pilot:
        await pilot.press("b", "q")
        await settled(app, pilot, lambda: "Stay" in text_of(app))
        await pilot.press("down", "enter")
        await settled(app, pilot, lambda: not app.is_running)
    assert app.gave_up
    assert app.write_the_rest(0) == 1


async def test_leaving_right_after_marking_waits_for_the_disk(make_app: AppMaker, library: Library) -> None:
    app = make_app()
    async with driven(app, WIDE) as pilot:
        await pilot.press("b", "q")
        await settled(app, pilot, lambda: not app.is_running)
    assert is_bookmarked(library)


async def test_a_place_that_cannot_be_kept_does_not_hold_up_the_end(make_app: AppMaker, library: Library) -> None:
    app = make_app()
    with locked(library):
        async with driven(app, WIDE) as pilot:
            await pilot.press("down", "q")
            await settled(app, pilot, lambda: not app.is_running)
    assert app.failure is None
    assert app.write_the_rest(0) == 0
    assert kept_beside(library.places) is not None


async def test_the_same_key_twice_in_a_burst_marks_and_unmarks(make_app: AppMaker, library: Library) -> None:
    app = make_app()
    async with driven(app, WIDE) as pilot:
        with locked(library):
            await pilot.press("b", "b")
        await settled(app, pilot, lambda: not screen_of(app)._writer.waiting)
        assert not is_bookmarked(library)


async def test_next_unread_passes_papers_whose_reading_is_not_on_disk_yet(make_app: AppMaker, library: Library) -> None:
    app = make_app()
    async with driven(app, WIDE) as pilot:
        with locked(library):
            await pilot.press("n", "n", "up", "up", "n")
            assert screen_of(app).papers.cursor == 2
        await settled(app, pilot, lambda: not screen_of(app)._writer.waiting)


def test_what_can_never_be_made_is_refused_and_what_waits_behind_it_goes_on(library: Library) -> None:
    said: list[Report] = []
    done = threading.Semaphore(0)

    def deliver(report: Report) -> None:
        said.append(report)
        done.release()

    def refuse(library: Library) -> None:
        raise UsageError("no")

    writer = Writer(library, "tester", deliver)
    writer.write(Change(refuse))
    writer.write(Change(lambda library: library.marks.bookmark([FIRST], on=True)))
    assert done.acquire(timeout=LIMIT)
    assert done.acquire(timeout=LIMIT)
    assert [type(report) for report in said] == [Refused, Written]
    assert writer.end(LIMIT) == Left()


def test_memory_that_cannot_be_given_back_costs_no_change(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[Report] = []
    tried = threading.Event()

    def rest(library: Library) -> None:
        tried.set()
        raise StoreError("marks.db cannot be read")

    monkeypatch.setattr(Library, "rest", rest)
    writer = Writer(library, "tester", said.append)
    writer.write(Change(lambda library: library.marks.bookmark([FIRST], on=True)))
    assert tried.wait(LIMIT)
    writer.write(Change(lambda library: library.marks.bookmark(["2608.00001"], on=True)))
    assert writer.end(LIMIT) == Left()
    assert [type(report) for report in said] == [Written, Written]


def test_nothing_is_tried_for_ever_at_the_end(library: Library) -> None:
    said: list[Report] = []

    def fail(library: Library) -> None:
        raise StoreError("full")

    writer = Writer(library, "tester", said.append)
    writer.write(Change(fail))
    assert writer.end(LIMIT) == Left(1)
    assert all(isinstance(report, Held) for report in said)


def test_what_was_written_is_let_go_of_while_nothing_else_is_to_be_written(library: Library) -> None:
    said: SimpleQueue[Report] = SimpleQueue()
    gone = threading.Event()

    def bookmark(library: Library) -> Gesture | None:
        return library.marks.bookmark([FIRST], on=True)

    finalize(bookmark, gone.set)
    writer = Writer(library, "tester", said.put)
    writer.write(Change(bookmark))
    del bookmark
    report = said.get(timeout=LIMIT)
    assert isinstance(report, Written)
    writer.settle(report)
    del report
    assert gone.wait(LIMIT)
    assert writer.end(LIMIT) == Left()


async def test_what_to_do_is_said_whole_however_long_the_folders_name_is(
    make_app: AppMaker, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    """There is one line for what happened and what to do; the folder is the one that was opened."""

    def gone(self: MarkKeeping, ids: Iterable[str], on: bool) -> Gesture | None:
        raise StoreError(GONE, path=library.places.marks_db)

    monkeypatch.setattr(MarkKeeping, "bookmark", gone)
    app = make_app()
    async with driven(app, (100, 30)) as pilot:
        await pilot.press("b")
        await settled(app, pilot, lambda: "marks.db is not there any more" in text_of(app))
        assert "start digest-reader again" in text_of(app)
