"""Searches that are kept, and the way from one list to another and back."""

from __future__ import annotations

import pytest

from reader.library.library import Library
from reader.tui.screens import main
from tests.tui.conftest import AppMaker, screen_of, settled, text_of, titles
from tests.tui.live import driven

WIDE = (120, 30)


async def test_a_search_is_kept_under_a_digit_and_views_can_be_gone_back_to(make_app: AppMaker) -> None:
    app = make_app()
    async with driven(app, WIDE) as pilot:
        await pilot.press("slash", *"silence")
        await settled(app, pilot, lambda: titles(app) == ["Silence"])
        await pilot.press("enter", "equals_sign")
        await settled(app, pilot, lambda: "Kept under 1: silence" in text_of(app))
        await pilot.press("0")
        await settled(app, pilot, lambda: len(titles(app)) == 7)
        await pilot.press("1")
        await settled(app, pilot, lambda: titles(app) == ["Silence"])
        await pilot.press("less_than_sign")
        await settled(app, pilot, lambda: len(titles(app)) == 7)
        await pilot.press("greater_than_sign")
        await settled(app, pilot, lambda: titles(app) == ["Silence"])


async def test_days_are_stepped_through(make_app: AppMaker) -> None:
    app = make_app()
    async with driven(app, WIDE) as pilot:
        await pilot.press("right_square_bracket")
        assert screen_of(app).papers.cursor == 4
        await pilot.press("left_square_bracket")
        assert screen_of(app).papers.cursor == 0


async def test_saved_searches_are_offered_with_the_number_of_papers_they_find_now(
    make_app: AppMaker, library: Library
) -> None:
    library.marks.save_search(1, "weather report", "weather")
    library.marks.save_search(2, "all tea", "teapot")
    app = make_app()
    async with driven(app, WIDE) as pilot:
        screen_of(app).do("saved-search")
        await settled(
            app, pilot, lambda: [choice.papers for choice in screen_of(app).picker.choices.choices] == ["1", "7"]
        )
        await pilot.press(*"report", "enter")
        await settled(app, pilot, lambda: titles(app) == ["Weather"])


async def test_a_query_that_is_remembered_is_taken_for_nobodys_change_of_marks(
    make_app: AppMaker, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(main, "LOOK_SECONDS", 3600)
    app = make_app()
    async with driven(app, WIDE) as pilot:
        await pilot.press("slash", *"silence")
        await settled(app, pilot, lambda: titles(app) == ["Silence"])
        await pilot.press("enter")
        await settled(app, pilot, lambda: not screen_of(app)._writer._unsettled)
        assert library.marks.state("searches") == '["silence"]'
        assert not library.changed()


async def test_a_saved_search_is_opened_with_its_filters_as_filters(make_app: AppMaker, library: Library) -> None:
    library.marks.save_search(1, "teapot in:cs.TE is:unread", "teapot in:cs.TE is:unread")
    app = make_app()
    async with driven(app, (160, 40)) as pilot:
        await settled(app, pilot, lambda: "1 teapot · cs.TE" in text_of(app))
        await pilot.press("1")
        await settled(app, pilot, lambda: "[cs.TE] [Unread]" in text_of(app))
        view = screen_of(app).state.view
        assert (view.query, view.filters) == ("teapot", ("in:cs.TE", "is:unread"))
        assert "is:unread" not in text_of(app)
        screen_of(app).do("saved-search")
        await settled(app, pilot, lambda: "1  teapot · cs.TE · Unread" in text_of(app))
        assert "is:unread" not in text_of(app)


@pytest.mark.parametrize(("interface", "said"), [("en", "Help"), ("zh", "帮助")])
@pytest.mark.parametrize("size", [(60, 15), (80, 24), (120, 40), (160, 45)])
async def test_a_saved_search_is_left_in_one_step_to_the_row_from_which_it_was_opened(
    make_app: AppMaker, library: Library, size: tuple[int, int], interface: str, said: str
) -> None:
    library.marks.save_search(1, "three", "in:cs.TE date:2026-08-21 is:unread")
    app = make_app(interface=interface)
    async with driven(app, size) as pilot:
        assert said in text_of(app)
        await pilot.press(*["down"] * 5, "1")
        await settled(app, pilot, lambda: len(titles(app)) == 4)
        await pilot.press("down", "down", "escape")
        await settled(app, pilot, lambda: len(titles(app)) == 7)
        assert screen_of(app).papers.cursor == 5
        await pilot.press("1")
        await settled(app, pilot, lambda: len(titles(app)) == 4)
        await pilot.press("B")
        await settled(app, pilot, lambda: not titles(app))
        await pilot.press("escape")
        await settled(app, pilot, lambda: len(titles(app)) == 4)
        await pilot.press("escape")
        await settled(app, pilot, lambda: len(titles(app)) == 7)
        assert screen_of(app).papers.cursor == 5
