"""What the screen says of itself: counts in headings, the order of the list, which keys do something here."""

from __future__ import annotations

from datetime import date

import pytest

from reader.commands import COMMANDS
from reader.library.finding import Finding
from reader.library.library import Library
from reader.model import Digest, Results, Sort
from reader.sources.contract import Reading
from reader.tui.actions.searches import _past
from reader.tui.screens import staging
from tests.tui.conftest import FRIDAY, AppMaker, entry, screen_of, settled, text_of, titles
from tests.tui.live import driven

WIDE = (120, 30)
SATURDAY = date(2026, 8, 22)


async def test_the_heading_of_a_day_says_how_many_are_unread(make_app: AppMaker) -> None:
    app = make_app()
    async with driven(app, WIDE) as pilot:
        await settled(app, pilot, lambda: "4 papers · 4 unread" in text_of(app))
        await pilot.press("m", "down", "m")
        await settled(app, pilot, lambda: "4 papers · 2 unread" in text_of(app))
        assert "3 papers · 3 unread" in text_of(app)


async def test_within_a_day_each_part_says_so_too(make_app: AppMaker) -> None:
    app = make_app(filters=("date:2026-08-21",))
    async with driven(app, WIDE) as pilot:
        await settled(app, pilot, lambda: text_of(app).count("4 papers · 4 unread") == 2)
        await pilot.press("A")
        await settled(app, pilot, lambda: text_of(app).count("4 papers · 0 unread") == 2)


async def test_what_is_unread_is_said_alike_on_the_card_and_below_it_however_fast_keys_are(
    make_app: AppMaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = make_app()
    async with driven(app, WIDE) as pilot:
        await settled(app, pilot, lambda: "7 unread" in text_of(app))
        monkeypatch.setattr(staging, "PAUSE_SECONDS", 1e6)
        await pilot.press("T", "right", "left", "right")
        assert "unread 4" in text_of(app)
        assert "4 unread" in text_of(app).splitlines()[-1]


async def test_an_order_that_was_chosen_stands_in_the_top_line(make_app: AppMaker, library: Library) -> None:
    library.interest.add(["weather"])
    app = make_app()

    def top() -> str:
        return text_of(app).splitlines()[0]

    async with driven(app, WIDE) as pilot:
        await pilot.pause()
        assert "first]" not in top()
        await pilot.press("s")
        await settled(app, pilot, lambda: "[for you first]" in top())
        assert screen_of(app).results.sort is Sort.INTEREST
        await pilot.press("s", "slash", *"teapot", "enter")
        await settled(app, pilot, lambda: screen_of(app).results.sort is Sort.RELEVANCE)
        assert "first]" not in top()
        await pilot.press("s", "s")
        await settled(app, pilot, lambda: "[newest first]" in top())


async def test_a_filter_alone_is_in_no_order_worth_saying(make_app: AppMaker) -> None:
    app = make_app(query="type:new")
    async with driven(app, WIDE) as pilot:
        await settled(app, pilot, lambda: len(titles(app)) == 7)
        assert "first]" not in text_of(app)


@pytest.mark.parametrize("leave", [["enter"], ["tab"], ["escape"], ["tab", "escape"], ["down", "tab", "escape"]])
async def test_a_query_is_among_the_past_ones_however_its_line_was_left(
    make_app: AppMaker, library: Library, leave: list[str]
) -> None:
    app = make_app()
    async with driven(app, WIDE) as pilot:
        await pilot.pause()
        await pilot.press("slash", *"weather", *leave)
        await settled(app, pilot, lambda: _past(library) == ["weather"])


@pytest.mark.parametrize("query", ["type:newest tea", "@", "title:", "-"])
async def test_what_cannot_be_read_or_looks_for_nothing_is_no_past_search(
    make_app: AppMaker, library: Library, query: str
) -> None:
    app = make_app()
    async with driven(app, WIDE) as pilot:
        await pilot.pause()
        await pilot.press("slash", *query, "tab")
        await settled(app, pilot, lambda: not screen_of(app)._writer._unsettled)
        assert _past(library) == []


@pytest.mark.parametrize("query", ["tea is:foo", "date:xx", "type:old"])
async def test_a_last_value_that_cannot_be_read_is_said_while_it_is_typed(make_app: AppMaker, query: str) -> None:
    app = make_app()
    async with driven(app, WIDE) as pilot:
        await pilot.press("slash", *query)
        await settled(app, pilot, lambda: "▲" in text_of(app))
        assert screen_of(app).state.typing is not None


@pytest.mark.parametrize("key", ["}", "="])
async def test_where_the_query_cannot_be_read_that_is_said(make_app: AppMaker, library: Library, key: str) -> None:
    app = make_app(query="type:newest tea")
    async with driven(app, WIDE) as pilot:
        await pilot.pause()
        await pilot.press(key)
        await settled(app, pilot, lambda: "newest" in text_of(app).splitlines()[-1])
        assert screen_of(app).state.view.filters == ()
        assert not library.marks.saved_searches()


async def test_channels_of_what_finds_nothing_are_none_and_that_is_said(make_app: AppMaker) -> None:
    app = make_app(query="nosuchword")
    async with driven(app, WIDE) as pilot:
        await pilot.pause()
        await pilot.press("}")
        await settled(app, pilot, lambda: "No channel has papers" in text_of(app))


async def test_neighbours_are_gone_through_by_their_own_channels(
    make_app: AppMaker, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    many = tuple(entry(number, f"Kettle {number}", "水壶") for number in range(30, 42))
    other = (entry(50, "Ferry", "渡船"),)
    digests = (Digest("cs.PO.md", "cs.PO", FRIDAY, many), Digest("cs.FE.md", "cs.FE", FRIDAY, other))
    library.sources.bring_in("invented", Reading("more", "2", digests))
    near = list(library.numbers(["2608.00011", "2608.00050"]).values())  # none of the largest channel, cs.PO
    monkeypatch.setattr(Finding, "similar", lambda *_, **__: Results(near, len(near)))
    app = make_app(similar="2608.00030")
    async with driven(app, WIDE) as pilot:
        await settled(app, pilot, lambda: len(titles(app)) == 2)
        await pilot.press("}")
        await settled(app, pilot, lambda: screen_of(app).state.view.filters in [("in:cs.TE",), ("in:cs.FE",)])
        first = screen_of(app).state.view.filters
        await pilot.press("}")
        await settled(app, pilot, lambda: screen_of(app).state.view.filters not in [first, ("in:cs.PO",)])
        await pilot.press("}")
        await settled(app, pilot, lambda: screen_of(app).state.view.filters == ())


async def test_the_palette_opens_on_what_has_no_key_and_offers_only_what_does_something(make_app: AppMaker) -> None:
    app = make_app()
    async with driven(app, WIDE) as pilot:
        await pilot.press("colon")
        offered = [choice.id for choice in screen_of(app).picker.choices.choices]
        keyless = [command.id for command in COMMANDS if not command.keys]
        assert set(offered[: len(keyless)]) == set(keyless)
        assert "My channels" in text_of(app)
        assert "triage-keep" not in offered
        assert "palette" not in offered
        await pilot.press("escape", "T", "colon")
        offered = [choice.id for choice in screen_of(app).picker.choices.choices]
        assert "triage-keep" in offered
        assert "read-all" not in offered


async def test_while_typing_no_key_is_offered_that_would_edit_the_line(make_app: AppMaker) -> None:
    app = make_app(filters=("in:cs.TE",))
    async with driven(app, WIDE) as pilot:
        await pilot.press("slash", *"nosuchword")
        await settled(app, pilot, lambda: not titles(app))
        assert "⌫ " not in text_of(app).replace("Tab ⌫", "")
        await pilot.press("tab")
        await settled(app, pilot, lambda: "⌫  takes off cs.TE" in text_of(app))


async def test_a_day_without_papers_says_so_and_leads_to_the_last_one(make_app: AppMaker) -> None:
    app = make_app(filters=("date:2026-08-23",))
    async with driven(app, WIDE) as pilot:
        await settled(app, pilot, lambda: "No digest of Sun 23 Aug is in" in text_of(app))
        assert "]  last before that: Fri 21 Aug" in text_of(app)
        await pilot.press("]")
        await settled(app, pilot, lambda: len(titles(app)) == 4)


async def test_a_day_on_which_nothing_was_announced_is_told_from_one_that_is_not_there(
    make_app: AppMaker, library: Library
) -> None:
    library.sources.bring_in("invented", Reading("more", "2", (Digest("cs.TE.md", "cs.TE", SATURDAY, ()),)))
    app = make_app(query=f"date:{SATURDAY}")
    async with driven(app, WIDE) as pilot:
        await settled(app, pilot, lambda: "Nothing was announced on Sat 22 Aug." in text_of(app))
        assert "last before that: Fri 21 Aug" in text_of(app)


async def test_the_place_is_told_whole_in_a_narrow_window(make_app: AppMaker) -> None:
    app = make_app()
    async with driven(app, (60, 18)) as pilot:
        await pilot.pause()
        assert "1 of 7   Fri 21 Aug · cs.TE" in text_of(app).splitlines()[0]


async def test_the_top_line_says_that_nothing_is_listed(make_app: AppMaker) -> None:
    app = make_app(filters=("in:cs.AI",))
    async with driven(app, WIDE) as pilot:
        await pilot.press("slash", *"zzzqqq")
        await settled(app, pilot, lambda: "Nothing found for zzzqqq" in text_of(app))
        assert text_of(app).splitlines()[0].rstrip().endswith("[cs.AI] nothing")
