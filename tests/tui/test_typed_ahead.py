"""Keys that come faster than the screen: each is for what the keys before it led to."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot

from reader.library.library import Library
from reader.tui.app import ReaderApp
from reader.tui.state import View
from tests.tui.conftest import AppMaker, screen_of, settled, text_of, titles
from tests.tui.live import key_event

WIDE = (120, 30)


async def burst(app: ReaderApp, pilot: Pilot[int], *keys: str) -> None:
    """All keys at once; then until marks and papers that were asked for are there."""
    for key in keys:
        app.post_message(key_event(key))
    await pilot.pause()
    screen = screen_of(app)
    await settled(app, pilot, lambda: not (screen._questions.waiting or screen._held or screen._writer._unsettled))


@pytest.mark.parametrize("leave", ["enter", "tab"])
async def test_keys_right_after_a_query_move_among_its_papers(make_app: AppMaker, leave: str) -> None:
    app = make_app()
    async with app.run_test(size=WIDE) as pilot:
        await pilot.pause()
        await burst(app, pilot, "slash", *"teapot type:new", leave, "down" if leave == "tab" else "j", "j")
        assert screen_of(app).state.view.query == "teapot type:new"
        assert "3 of 7" in text_of(app)


async def test_a_mark_right_after_a_query_is_for_the_paper_it_finds(make_app: AppMaker, library: Library) -> None:
    app = make_app()
    async with app.run_test(size=WIDE) as pilot:
        await pilot.pause()
        await burst(app, pilot, "slash", *"silence", "enter", "b")
        assert titles(app) == ["Silence"]
        library.changed()
        assert library.ids(library.with_state("bookmarked")) == ["2608.00002"]


async def test_after_a_query_that_finds_nothing_keys_are_heard_again(make_app: AppMaker) -> None:
    app = make_app()
    async with app.run_test(size=WIDE) as pilot:
        await pilot.pause()
        await burst(app, pilot, "slash", *"nosuchword", "enter", "escape", "j")
        await settled(app, pilot, lambda: len(titles(app)) == 7)


async def test_a_second_query_in_the_same_burst_goes_on_from_the_first(make_app: AppMaker) -> None:
    app = make_app()
    async with app.run_test(size=WIDE) as pilot:
        await pilot.pause()
        await burst(app, pilot, "slash", *"sil", "enter", "slash", *"ence", "enter")
        assert screen_of(app).state.view.query == "silence"
        assert screen_of(app).top.input.value == "silence"


async def test_a_tag_and_the_next_paper_in_one_burst(make_app: AppMaker, library: Library) -> None:
    app = make_app()
    async with app.run_test(size=WIDE) as pilot:
        await pilot.pause()
        await burst(app, pilot, "t", *"tea", "enter", "j", "e", *"good", "enter")
        library.changed()
        assert library.ids(library.tagged("tea")) == ["2608.00011"]
        noted = library.find("2608.00010")
        assert noted is not None
        assert noted.marks.note == "good"


async def test_a_choice_is_that_of_what_was_typed_before_enter(make_app: AppMaker) -> None:
    app = make_app()
    async with app.run_test(size=WIDE) as pilot:
        await pilot.pause()
        await burst(app, pilot, "colon", *"light", "escape", "f", *"bookmarked", "enter")
        assert screen_of(app).state.view.filters == ("is:bookmarked",)


async def test_keys_wait_for_no_papers_that_are_not_asked_for_any_more(make_app: AppMaker) -> None:
    app = make_app()
    async with app.run_test(size=WIDE) as pilot:
        await pilot.pause()
        for key in ("slash", *"silence", "enter"):
            app.post_message(key_event(key))
        screen = screen_of(app)
        await settled(app, pilot, lambda: screen.state.view.query == "silence" and screen.state.typing is None)
        screen._held = []  # as if the answer were still awaited when a click led to all papers
        screen.show(screen.state.to(View()))
        await burst(app, pilot, "j", "j")
        assert "3 of 7" in text_of(app)
