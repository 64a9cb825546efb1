"""Keys that come faster than the screen: each is for what the keys before it led to."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Any
from unittest.mock import Mock

import pytest
from textual.pilot import Pilot

from reader.commands import COMMANDS
from reader.errors import StoreError
from reader.library.library import Library
from reader.library.marks import MarkKeeping
from reader.model import Digest, Lang, Results
from reader.sources.contract import Reading
from reader.tui import searching, waiting
from reader.tui.app import ReaderApp
from reader.tui.screens import staging
from reader.tui.screens.outside import AppOutside
from reader.tui.searching import Question
from reader.tui.state import View
from tests.tui.conftest import (
    ON_FRIDAY,
    ON_THURSDAY,
    THURSDAY,
    AppMaker,
    answered,
    screen_of,
    settled,
    text_of,
    titles,
)
from tests.tui.live import driven, key_event, until

WIDE = (120, 30)
IDS = [each.id for each in (*ON_FRIDAY, *ON_THURSDAY)]


async def burst(app: ReaderApp, pilot: Pilot[int], *keys: str) -> None:
    """All keys at once; then until marks and papers that were asked for are there."""
    for key in keys:
        app.post_message(key_event(key))
    await pilot.pause()
    screen = screen_of(app)
    await settled(app, pilot, lambda: not (screen._questions.on_the_way or screen._held or screen._writer._unsettled))


@pytest.mark.parametrize("leave", ["enter", "tab"])
async def test_keys_right_after_a_query_move_among_its_papers(make_app: AppMaker, leave: str) -> None:
    app = make_app()
    async with driven(app, WIDE) as pilot:
        await pilot.pause()
        await burst(app, pilot, "slash", *"teapot type:new", leave, "down" if leave == "tab" else "j", "j")
        assert screen_of(app).state.view.query == "teapot type:new"
        assert "3 of 7" in text_of(app)


async def test_a_mark_right_after_a_query_is_for_the_paper_it_finds(make_app: AppMaker, library: Library) -> None:
    app = make_app()
    async with driven(app, WIDE) as pilot:
        await pilot.pause()
        await burst(app, pilot, "slash", *"silence", "enter", "b")
        assert titles(app) == ["Silence"]
        library.changed()
        assert library.ids(library.with_state("bookmarked")) == ["2608.00002"]


async def test_after_a_query_that_finds_nothing_keys_are_heard_again(make_app: AppMaker) -> None:
    app = make_app()
    async with driven(app, WIDE) as pilot:
        await pilot.pause()
        await burst(app, pilot, "slash", *"nosuchword", "enter", "escape", "j")
        await settled(app, pilot, lambda: len(titles(app)) == 7)


async def test_a_second_query_in_the_same_burst_goes_on_from_the_first(make_app: AppMaker) -> None:
    app = make_app()
    async with driven(app, WIDE) as pilot:
        await pilot.pause()
        await burst(app, pilot, "slash", *"sil", "enter", "slash", *"ence", "enter")
        assert screen_of(app).state.view.query == "silence"
        assert screen_of(app).top.input.value == "silence"


async def test_a_tag_and_the_next_paper_in_one_burst(make_app: AppMaker, library: Library) -> None:
    app = make_app()
    async with driven(app, WIDE) as pilot:
        await pilot.pause()
        await burst(app, pilot, "t", *"tea", "enter", "j", "e", *"good", "enter")
        library.changed()
        assert library.ids(library.tagged("tea")) == ["2608.00011"]
        noted = library.find("2608.00010")
        assert noted is not None
        assert noted.marks.note == "good"


async def test_a_choice_is_that_of_what_was_typed_before_enter(make_app: AppMaker) -> None:
    app = make_app()
    async with driven(app, WIDE) as pilot:
        await pilot.pause()
        await burst(app, pilot, "colon", *"light", "escape", "f", *"bookmarked", "enter")
        assert screen_of(app).state.view.filters == ("is:bookmarked",)


async def test_keys_wait_for_no_papers_that_are_not_asked_for_any_more(make_app: AppMaker) -> None:
    app = make_app()
    async with driven(app, WIDE) as pilot:
        await pilot.pause()
        for key in ("slash", *"silence", "enter"):
            app.post_message(key_event(key))
        screen = screen_of(app)
        await settled(app, pilot, lambda: screen.state.view.query == "silence" and screen.state.typing is None)
        screen._held = []  # as if the answer were still awaited when a click led to all papers
        screen.show(screen.state.to(View()))
        await burst(app, pilot, "j", "j")
        assert "3 of 7" in text_of(app)


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """No query is answered until this is set, however long that takes."""
    may = threading.Event()
    found = searching._found

    def late(library: Library, question: Question) -> Results:
        may.wait()
        return found(library, question)

    monkeypatch.setattr(searching, "_found", late)
    yield may
    may.set()


async def left_query(app: ReaderApp, pilot: Pilot[int], *keys: str) -> None:
    """A query was typed and left, and then keys were pressed; nothing is answered yet."""
    for key in ("slash", *"silence", "enter", *keys):
        app.post_message(key_event(key))
    await pilot.pause()
    await until(app, lambda: screen_of(app).state.view.query == "silence")


async def test_leaving_waits_for_no_answer(make_app: AppMaker, answers: threading.Event) -> None:
    app = make_app()
    async with driven(app, WIDE) as pilot:
        await left_query(app, pilot)
        await until(app, lambda: screen_of(app)._held == [])
        await pilot.press("q")
        await until(app, lambda: app._exit)


async def test_what_is_not_about_papers_waits_for_no_answer(
    make_app: AppMaker, library: Library, answers: threading.Event
) -> None:
    app = make_app(lang=Lang.EN)
    async with driven(app, WIDE) as pilot:
        await left_query(app, pilot, "c", "R", "a", *"/nowhere")
        screen = screen_of(app)
        await until(app, lambda: screen.state.prompt is not None and "/nowhere" in text_of(app))
        assert screen.state.look.lang is not Lang.EN
        assert screen.state.look.title_lines != 3
        await pilot.press("escape", "slash", *" | weather", "enter", "c")
        assert screen.state.view.query == "silence | weather"
        answers.set()
        await settled(app, pilot, lambda: len(titles(app)) == 2)


async def test_keys_behind_one_that_waits_wait_too(
    make_app: AppMaker, library: Library, answers: threading.Event
) -> None:
    app = make_app(lang=Lang.EN)
    async with driven(app, WIDE) as pilot:
        await left_query(app, pilot, "b", "c", "q")
        screen = screen_of(app)
        await until(app, lambda: len(screen._held or ()) == 3)
        assert screen.state.look.lang is Lang.EN
        answers.set()
        await until(app, lambda: app._exit)
    library.changed()
    assert library.ids(library.with_state("bookmarked")) == ["2608.00002"]


@pytest.mark.parametrize("way_out", ["escape", "ctrl+q"])
async def test_a_way_out_typed_in_one_go_with_keys_that_wait_does_not_lose_them(
    make_app: AppMaker, library: Library, answers: threading.Event, way_out: str
) -> None:
    app = make_app()
    async with driven(app, WIDE) as pilot:
        await left_query(app, pilot, "b", way_out)
        screen = screen_of(app)
        await until(app, lambda: len(screen._held or ()) == 2)
        answers.set()
        await until(app, lambda: app._exit or not (screen.state.view.query or screen._writer._unsettled))
    library.changed()
    assert library.ids(library.with_state("bookmarked")) == ["2608.00002"]


async def test_an_escape_of_somebody_who_has_waited_ends_the_waiting(
    make_app: AppMaker, library: Library, answers: threading.Event
) -> None:
    app = make_app()
    async with driven(app, WIDE) as pilot:
        await left_query(app, pilot, "b")
        await until(app, lambda: len(screen_of(app)._held or ()) == 1)
        late = key_event("escape")
        late.time += 1.5
        app.post_message(late)
        await until(app, lambda: not screen_of(app).state.view.query)
        assert not screen_of(app)._held
    library.changed()
    assert library.ids(library.with_state("bookmarked")) == []


async def test_an_escape_right_behind_what_leads_to_a_channel_is_for_that_channel(make_app: AppMaker) -> None:
    app = make_app(filters=("is:unread",))
    async with driven(app, WIDE) as pilot:
        await answered(app, pilot)
        await burst(app, pilot, "right_curly_bracket", "escape")
        assert screen_of(app).state.view.filters == ("is:unread",)


@pytest.mark.parametrize("size", [(60, 15), (80, 24), (120, 40), (160, 45)])
@pytest.mark.parametrize(
    ("filters", "keys"),
    [
        ((), ("1",)),
        ((), ("B",)),
        ((), ("f", *"bookmarked", "enter")),
        (("is:unread",), ("left_curly_bracket",)),
        (("is:bookmarked", "is:unread"), ("backspace",)),
        (("in:cs.PO", "is:read"), ("escape",)),
    ],
    ids=["digit", "bookmarks", "filter", "channel", "filter taken off", "step back"],
)
async def test_keys_behind_a_filter_or_a_digit_are_for_the_papers_it_leaves(
    make_app: AppMaker,
    library: Library,
    answers: threading.Event,
    size: tuple[int, int],
    filters: tuple[str, ...],
    keys: tuple[str, ...],
) -> None:
    digest = Digest("cs.PO.md", "cs.PO", THURSDAY, ON_THURSDAY[:2])
    library.sources.bring_in("invented", Reading("cs.PO.md", "1", (digest,)))
    two = [each.id for each in ON_THURSDAY[:2]]
    library.marks.bookmark(two, on=True)
    library.marks.save_search(1, "two", "weather | silence")
    answers.set()
    app = make_app(filters=filters)
    async with driven(app, size) as pilot:
        screen = screen_of(app)
        await answered(app, pilot)
        answers.clear()
        for key in (*keys, "j", "e", *"good", "enter"):
            app.post_message(key_event(key))
        await until(app, lambda: len(screen._held or ()) == 7)
        answers.set()
        await settled(
            app, pilot, lambda: not (screen._questions.on_the_way or screen._held or screen._writer._unsettled)
        )
        assert sorted(screen.context.library.ids(screen.results.nums)) == sorted(two)
        second = screen.context.library.paper(screen.results.nums[1]).paper.id
    library.changed()
    assert [each for each in IDS if (marked := library.find(each)) and marked.marks.note == "good"] == [second]


async def test_keys_wait_for_other_papers_also_where_what_is_shown_cannot_be_drawn(
    make_app: AppMaker, library: Library, answers: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    library.marks.save_search(1, "two", "weather | silence")
    app = make_app()
    async with driven(app, WIDE) as pilot:
        await answered(app, pilot)
        with monkeypatch.context() as damaged:
            damaged.setattr(staging, "paint", Mock(side_effect=[StoreError("damaged"), *[None] * 9]))
            await pilot.press("1")
        await pilot.press("j", "j")
        assert len(screen_of(app)._held or ()) == 2
        answers.set()
        await settled(app, pilot, lambda: "2 of 2" in text_of(app))


async def test_keys_over_a_first_list_that_is_still_looked_for_wait_for_it(
    make_app: AppMaker, library: Library, answers: threading.Event
) -> None:
    app = make_app(query="weather | silence")
    async with driven(app, WIDE) as pilot:
        app.post_message(key_event("j"))
        await until(app, lambda: bool(screen_of(app)._held))
        answers.set()
        await settled(app, pilot, lambda: "2 of 2" in text_of(app))


async def test_keys_behind_a_count_that_cannot_be_had_are_not_lost(make_app: AppMaker, library: Library) -> None:
    app = make_app(query="nosuchword")
    async with driven(app, WIDE) as pilot:
        await settled(app, pilot, lambda: not screen_of(app)._questions.on_the_way)
        await burst(app, pilot, "right_curly_bracket", "0", "j")
        await settled(app, pilot, lambda: "2 of 7" in text_of(app))


async def test_what_is_typed_before_a_prompt_is_there_is_typed_into_it(
    make_app: AppMaker, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    library.marks.bookmark(IDS[:2], on=True)
    go_on = threading.Event()
    in_background = AppOutside.in_background

    def held(outside: AppOutside, work: Callable[[], Callable[[], object]]) -> None:
        def late() -> Callable[[], object]:
            assert go_on.wait(60)
            return work()

        in_background(outside, late)

    app = make_app()
    async with driven(app, WIDE) as pilot:
        await answered(app, pilot)
        monkeypatch.setattr(AppOutside, "in_background", held)
        before = screen_of(app).state
        await pilot.press("W", *"blue", "b")
        assert screen_of(app).state == before
        go_on.set()
        await settled(app, pilot, lambda: screen_of(app).state.prompt is not None and not screen_of(app)._held)
        assert screen_of(app).picker.line.value == "blueb"
        await pilot.press("escape")
        assert screen_of(app).state == before


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """No bookmark and no read mark is written until this is set, and keys wait for that, however long it takes."""
    may = threading.Event()
    for name in ("bookmark", "keep", "mark_read"):
        write = getattr(MarkKeeping, name)

        def late(self: MarkKeeping, *args: Any, write: Any = write, **names: Any) -> Any:
            may.wait()
            return write(self, *args, **names)

        monkeypatch.setattr(MarkKeeping, name, late)
    monkeypatch.setattr(waiting, "MARKS_SECONDS", 600.0)
    yield may
    may.set()


@pytest.mark.parametrize(
    ("keys", "shown"),
    [
        (("b", "B"), "1 of 1"),
        (("b", "j", "b", "j", "b", "B"), "3 of 3"),
        (("m", "U"), "1 of 6"),
        (("T", "right", "right", "escape", "T"), "kept 2"),
    ],
    ids=["bookmarks", "some bookmarks", "unread", "triage"],
)
async def test_keys_right_behind_a_mark_are_for_a_library_that_has_it(
    make_app: AppMaker, written: threading.Event, keys: tuple[str, ...], shown: str
) -> None:
    app = make_app()
    async with driven(app, WIDE) as pilot:
        await answered(app, pilot)
        for key in keys:
            app.post_message(key_event(key))
        await until(app, lambda: len(screen_of(app)._held or ()) == 1)
        written.set()
        await settled(app, pilot, lambda: shown in text_of(app))


async def test_keys_wait_no_longer_for_marks_that_another_program_has_locked(
    make_app: AppMaker, written: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = make_app()
    async with driven(app, WIDE) as pilot:
        await answered(app, pilot)
        monkeypatch.setattr(waiting, "MARKS_SECONDS", 0.0)
        await pilot.press("b", "B")
        await settled(app, pilot, lambda: screen_of(app).state.view.filters == ("is:bookmarked",))


def test_commands_that_wait_for_no_papers_are_there() -> None:
    assert {command.id for command in COMMANDS} >= waiting.WAIT_FOR_NO_PAPERS | waiting.READ_MARKS
