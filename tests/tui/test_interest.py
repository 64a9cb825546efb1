"""For you on the screen: the order, the reasons, the mark of a day's best, and the sidebar's first entry."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from reader.library.library import Library
from reader.model import Announce, Digest, Lang, Sort
from reader.sources.contract import Reading
from reader.tui.outer_lines import sparkline
from tests.tui.conftest import ON_FRIDAY, ON_THURSDAY, AppMaker, answered, entry, screen_of, settled, text_of, titles
from tests.tui.live import driven

WIDE = (150, 40)


async def test_s_goes_on_to_what_the_reader_would_keep_and_says_why(make_app: AppMaker, library: Library) -> None:
    library.interest.add(["weather"])
    app = make_app()
    async with driven(app, WIDE) as pilot:
        await pilot.press("s")
        await settled(app, pilot, lambda: screen_of(app).results.sort is Sort.INTEREST)
        assert titles(app)[0] == "Weather"
        assert "because: weather" in text_of(app)
        await pilot.press("s")
        await settled(app, pilot, lambda: screen_of(app).results.sort is Sort.DATE)
        assert "because: weather" not in text_of(app)


async def test_the_words_of_a_reason_are_in_the_language_of_the_titles(make_app: AppMaker, library: Library) -> None:
    library.interest.add(["weather", "天气"])
    app = make_app(lang=Lang.EN)
    async with driven(app, WIDE) as pilot:
        await pilot.press("s")
        await settled(app, pilot, lambda: "because: weather " in text_of(app))
        assert "because: 天气 " not in text_of(app)
        await pilot.press("c")
        await settled(app, pilot, lambda: "because: 天气 " in text_of(app))
        assert "because: weather" not in text_of(app)


async def test_s_passes_over_best_match_where_nothing_is_looked_for_in_texts(
    make_app: AppMaker, library: Library
) -> None:
    library.interest.add(["weather"])
    app = make_app()
    async with driven(app, WIDE) as pilot:
        await pilot.press("/", *"is:unread", "enter")
        await settled(app, pilot, lambda: screen_of(app).state.view.query == "is:unread")
        await pilot.press("s")
        await settled(app, pilot, lambda: screen_of(app).results.sort is Sort.INTEREST)


async def test_s_says_what_it_needs_where_there_is_but_one_order(make_app: AppMaker) -> None:
    app = make_app()
    async with driven(app, WIDE) as pilot:
        await pilot.press("s")
        await settled(app, pilot, lambda: "Another order needs" in text_of(app))


async def test_the_words_of_who_kept_nothing_say_what_they_would_come_from(make_app: AppMaker) -> None:
    app = make_app()
    async with driven(app, WIDE) as pilot:
        await pilot.press("W")
        await settled(app, pilot, lambda: "nothing is kept yet" in text_of(app))
        assert "0 kept" not in text_of(app)


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("size", [(60, 15), (80, 24)])
async def test_what_is_typed_behind_a_long_title_is_to_be_seen(
    make_app: AppMaker, size: tuple[int, int], lang: str
) -> None:
    app = make_app()
    async with driven(app, size) as pilot:
        if lang == "zh":
            screen_of(app).do("interface-language")
        await pilot.press("W")
        await settled(app, pilot, lambda: screen_of(app).state.prompt is not None)
        await pilot.press(*"teapot")
        assert re.search(r"…\s+› teapot ", text_of(app).splitlines()[2])
        await pilot.resize_terminal(*WIDE)
        assert ")  › teapot " in text_of(app).splitlines()[2]


async def test_s_says_so_where_nothing_can_be_learned_from_what_was_kept(make_app: AppMaker, library: Library) -> None:
    library.marks.bookmark([each.id for each in (*ON_FRIDAY, *ON_THURSDAY)], on=True)
    app = make_app()
    async with driven(app, WIDE) as pilot:
        await pilot.press("s")
        await settled(app, pilot, lambda: "newest first: no word" in text_of(app))


async def test_the_best_of_a_day_are_marked_whatever_the_order(make_app: AppMaker, library: Library) -> None:
    library.interest.add(["weather"])
    app = make_app()
    async with driven(app, WIDE) as pilot:
        await settled(app, pilot, lambda: bool(screen_of(app).state.recommended.days))
        assert "◆" in text_of(app)
        assert screen_of(app).results.sort is Sort.DATE


@pytest.mark.parametrize(("query", "marked"), [("", 2), ("date:2026-08-22", 1), ("date:2026-08-22 is:recommended", 1)])
async def test_in_the_list_of_a_day_its_own_best_are_marked_not_those_that_appear_again(
    query: str, marked: int, make_app: AppMaker, library: Library
) -> None:
    again = replace(ON_THURSDAY[0], announce=Announce.REPLACE)
    saturday = Digest("cs.TE.md", "cs.TE", date(2026, 8, 22), (entry(70, "Weather", "天气"), again))
    library.sources.bring_in("invented", Reading("more", "2", (saturday,)))
    library.interest.add(["weather"])
    app = make_app(query=query)
    async with driven(app, WIDE) as pilot:
        await settled(app, pilot, lambda: "◆" in text_of(app))
        assert text_of(app).count("◆") == marked


async def test_words_are_seen_added_and_muted_on_the_screen(make_app: AppMaker, library: Library) -> None:
    library.interest.add(["weather"])
    app = make_app()
    async with driven(app, WIDE) as pilot:
        screen_of(app).do("interest-words")
        await settled(app, pilot, lambda: "type one to add it" in text_of(app))
        assert "weather" in text_of(app)
        await pilot.press(*"silence", "enter")
        await settled(app, pilot, lambda: text_of(app).count("yours") == 2)
        assert {rule.word for rule in library.interest.rules()} == {"weather", "silence"}
        await pilot.press(*"weather", "down", "enter")
        await settled(app, pilot, lambda: "Mute" in text_of(app))
        await pilot.press(*"mute", "enter")
        await settled(app, pilot, lambda: "pushes papers down" in text_of(app))
        assert {rule.word: rule.weight for rule in library.interest.rules()} == {"weather": -1, "silence": 1}


def test_counts_are_drawn_as_blocks_the_highest_full_and_none_empty() -> None:
    assert sparkline([0, 1, 4, 8]) == " ▁▄█"
    assert sparkline([1, 1000]) == "▁█"
    assert sparkline([]) == sparkline(()) == ""


async def test_a_search_is_pictured_by_month_beside_its_place(make_app: AppMaker, library: Library) -> None:
    july = Digest("cs.TE.md", "cs.TE", date(2026, 7, 21), (entry(60, "Weather", "天气"),))
    library.sources.bring_in("invented", Reading("more", "2", (july,)))
    app = make_app()
    async with driven(app, WIDE) as pilot:
        await pilot.press("slash", *"weather")
        await settled(app, pilot, lambda: "██  1 of 2" in text_of(app))
        await pilot.press("escape", "escape")
        await settled(app, pilot, lambda: "1 of 8" in text_of(app))
        assert "█  " not in text_of(app)


async def test_triage_by_interest_says_how_far_down_kept_papers_stood(make_app: AppMaker, library: Library) -> None:
    library.interest.add(["weather"])
    app = make_app()
    async with driven(app, WIDE) as pilot:
        await pilot.press("s")
        await settled(app, pilot, lambda: screen_of(app).results.sort is Sort.INTEREST)
        screen_of(app).do("triage")
        await settled(app, pilot, lambda: screen_of(app).state.triage is not None)
        await answered(app, pilot)  # what is known of earlier days, which are none here
        run = screen_of(app).state.triage
        assert run is not None
        screen_of(app).show(replace(screen_of(app).state, triage=replace(run, foresight=(1, 2, 40))))
        await settled(
            app, pilot, lambda: "Of 3 papers kept on earlier days, 3 were among the first 40 of" in text_of(app)
        )
        await pilot.press("right")
        await settled(app, pilot, lambda: "1 were among the first 1 of their day." in text_of(app))


async def test_statistics_of_a_search_are_a_picture_of_what_it_finds(make_app: AppMaker) -> None:
    app = make_app()
    async with driven(app, WIDE) as pilot:
        await pilot.press("slash", *"weather", "enter")
        await settled(app, pilot, lambda: titles(app) == ["Weather"])
        screen_of(app).do("statistics")
        await settled(app, pilot, lambda: "Months" in text_of(app))
        assert "2026-08" in text_of(app)
        screen_of(app).do("statistics")
        await settled(app, pilot, lambda: "Months" not in text_of(app))


async def test_a_list_for_you_follows_each_bookmark_and_the_cursor_its_paper(
    make_app: AppMaker, library: Library
) -> None:
    library.interest.add(["weather"])
    app = make_app()
    async with driven(app, WIDE) as pilot:
        await pilot.press("s")
        await settled(app, pilot, lambda: screen_of(app).results.sort is Sort.INTEREST)
        screen = screen_of(app)
        before = screen.results
        await pilot.press("down", "b")
        current = screen.current
        assert current is not None
        await settled(app, pilot, lambda: screen.results is not before)
        assert screen.results.sort is Sort.INTEREST
        assert screen.current is not None
        assert screen.current.paper.num == current.paper.num
