"""Days, channels, bookmarks and the way back, as a reader uses them."""

from __future__ import annotations

from datetime import date

import pytest

from reader.library.library import Library
from reader.model import Announce, Digest
from reader.sources.contract import Reading
from reader.tui.actions.finding import neighbour
from reader.tui.widgets.paper_list import PaperList
from tests.tui.conftest import ON_FRIDAY, AppMaker, entry, screen_of, settled, text_of, titles
from tests.tui.live import driven

WIDE = (120, 30)


def lines_of(papers: PaperList) -> list[str]:
    return [papers.render_line(y).text.strip() for y in range(papers.size.height)]


@pytest.fixture
def busy(library: Library) -> Library:
    """With more papers on Friday, some in another channel, and some of Thursday's again as updates on Friday."""
    others = tuple(entry(number, f"Kettle {number}", "水壶") for number in range(30, 60))
    again = (entry(3, "Weather", "天气"), entry(2, "Silence", "沉默"))
    digests = (
        Digest("cs.PO.md", "cs.PO", date(2026, 8, 21), others),
        Digest(
            "cs.TE.md",
            "cs.TE",
            date(2026, 8, 21),
            tuple(each.__class__(each.id, each.texts, 2, each.category, Announce.REPLACE) for each in again),
        ),
        Digest("cs.TE.md", "cs.TE", date(2026, 8, 19), (*ON_FRIDAY[:2],)),
    )
    library.sources.bring_in("invented", Reading("more", "2", digests))
    return library


async def test_an_empty_list_says_where_escape_leads(make_app: AppMaker) -> None:
    app = make_app(filters=("in:cs.TE",))
    async with driven(app, WIDE) as pilot:
        await pilot.press("B")
        await settled(app, pilot, lambda: "Esc  goes one step back" in text_of(app))
        await pilot.press("escape")
        await settled(app, pilot, lambda: screen_of(app).state.view.filters == ("in:cs.TE",))
        await pilot.press("escape", "B")
        await settled(app, pilot, lambda: "Esc  goes back to all papers" in text_of(app))


async def test_the_list_of_a_day_has_as_many_papers_as_were_announced_on_it(make_app: AppMaker, busy: Library) -> None:
    app = make_app(filters=("date:2026-08-20",))
    async with driven(app, WIDE) as pilot:
        await settled(app, pilot, lambda: len(titles(app)) == busy.announced(date(2026, 8, 20)))
        assert "Thu 20 Aug" in text_of(app)
        assert "New papers" in text_of(app)


@pytest.mark.parametrize("keys", [(), ("T",)], ids=["list", "card"])
async def test_in_the_list_of_a_day_the_top_line_says_that_day(
    make_app: AppMaker, busy: Library, keys: tuple[str, ...]
) -> None:
    app = make_app(filters=("date:2026-08-20",))
    async with driven(app, WIDE) as pilot:
        await settled(app, pilot, lambda: len(titles(app)) == 3)
        await pilot.press(*keys)
        current = screen_of(app).current
        assert current is not None
        assert current.paper.listed == 20260821  # in the list of all papers it stands there
        assert "Thu 20 Aug" in text_of(app).splitlines()[0]


async def test_the_heading_in_the_list_of_all_days_names_both_numbers(make_app: AppMaker, busy: Library) -> None:
    app = make_app()
    async with driven(app, WIDE) as pilot:
        await pilot.press("end")
        await pilot.pause()
        shown = next(group.count for group in screen_of(app).results.days if group.key == 20260820)
        assert busy.announced(date(2026, 8, 20)) == 3
        assert shown == 1
        assert "1 paper · 3 announced" in text_of(app)


async def test_the_next_day_s_heading_goes_to_the_top(make_app: AppMaker, library: Library) -> None:
    older = tuple(entry(number, f"Kettle {number}", "水壶") for number in range(30, 60))
    library.sources.bring_in(
        "invented", Reading("older", "3", (Digest("cs.TE.md", "cs.TE", date(2026, 8, 19), older),))
    )
    app = make_app()
    async with driven(app, (120, 20)) as pilot:
        await pilot.press("right_square_bracket", "right_square_bracket")
        await pilot.pause()
        lines = lines_of(screen_of(app).papers)
        assert lines[0].startswith("Wed 19 Aug")
        assert lines[1].startswith("▌")
        await pilot.press("left_square_bracket")
        await pilot.pause()
        assert lines_of(screen_of(app).papers)[0].startswith("Thu 20 Aug")


def test_days_are_stepped_through_without_going_round() -> None:
    days = ["2026-08-21", "2026-08-20", "2026-08-18"]
    assert [neighbour(days, day, 1) for day in days] == ["2026-08-20", "2026-08-18", None]
    assert [neighbour(days, day, -1) for day in days] == [None, "2026-08-21", "2026-08-20"]
    assert (neighbour(days, "2026-08-19", 1), neighbour(days, "2026-08-19", -1)) == ("2026-08-18", "2026-08-20")


async def test_channels_are_stepped_through_the_largest_first_as_far_as_the_list_has_papers_of_them(
    make_app: AppMaker, busy: Library
) -> None:
    app = make_app()
    async with driven(app, WIDE) as pilot:
        await pilot.press("down", "right_curly_bracket")
        await settled(app, pilot, lambda: screen_of(app).state.view.filters == ("in:cs.PO",))
        await settled(app, pilot, lambda: len(titles(app)) == 30)
        assert screen_of(app).papers.cursor == 0
        await pilot.press("right_curly_bracket")
        await settled(app, pilot, lambda: screen_of(app).state.view.filters == ("in:cs.TE",))
        await pilot.press("right_curly_bracket")
        await settled(app, pilot, lambda: screen_of(app).state.view.filters == ())


async def test_a_channel_without_papers_in_the_list_is_passed_over(make_app: AppMaker, busy: Library) -> None:
    app = make_app(query="weather")
    async with driven(app, WIDE) as pilot:
        await settled(app, pilot, lambda: titles(app) == ["Weather"])
        await pilot.press("right_curly_bracket")
        await settled(app, pilot, lambda: screen_of(app).state.view.filters == ("in:cs.TE",))
        await pilot.press("right_curly_bracket")
        await settled(app, pilot, lambda: screen_of(app).state.view.filters == ())


async def test_bookmarks_that_another_filter_hides_are_counted_with_the_keys_that_show_them(
    make_app: AppMaker, library: Library
) -> None:
    library.marks.bookmark(["2608.00001", "2608.00011"], on=True)
    app = make_app(filters=("date:2026-08-20",))
    async with driven(app, WIDE) as pilot:
        await settled(app, pilot, lambda: len(titles(app)) == 3)
        await pilot.press("B")
        await settled(app, pilot, lambda: "1 bookmark elsewhere: 0 B" in text_of(app))
        await pilot.press("0", "B")
        await settled(app, pilot, lambda: len(titles(app)) == 2)


async def test_escape_from_a_search_returns_to_the_row_that_was_left_however_one_moved_in_it(
    make_app: AppMaker, busy: Library
) -> None:
    app = make_app(filters=("date:2026-08-21",))
    async with driven(app, WIDE) as pilot:
        await settled(app, pilot, lambda: len(titles(app)) > 30)
        await pilot.press(*["down"] * 9)
        before = (screen_of(app).papers.cursor, screen_of(app).papers.depth)
        await pilot.press("slash", *"kettle", "enter")
        await settled(app, pilot, lambda: len(titles(app)) == 30)
        await pilot.press("down", "down", "end", "escape")
        await settled(app, pilot, lambda: len(titles(app)) > 30)
        assert (screen_of(app).papers.cursor, screen_of(app).papers.depth) == before
        assert screen_of(app).state.view.filters == ("date:2026-08-21",)


async def test_while_typing_the_cursor_is_on_the_first_hit_until_it_is_moved(make_app: AppMaker) -> None:
    app = make_app()
    async with driven(app, WIDE) as pilot:
        await pilot.press("down", "down", "slash", *"teap")
        await settled(app, pilot, lambda: not screen_of(app)._questions.waiting)
        assert screen_of(app).papers.cursor == 0
        await pilot.press("down")
        current = screen_of(app).current
        await pilot.press("o", "t")
        await settled(app, pilot, lambda: not screen_of(app)._questions.waiting)
        assert screen_of(app).current == current


async def test_backspace_takes_the_newest_filter_off(make_app: AppMaker) -> None:
    app = make_app(filters=("date:2026-08-20", "is:bookmarked"))
    async with driven(app, WIDE) as pilot:
        await settled(app, pilot, lambda: "takes off" in text_of(app))
        await pilot.press("backspace")
        await settled(app, pilot, lambda: len(titles(app)) == 3)


async def test_from_a_day_without_papers_that_was_typed_a_key_that_is_named_leads_to_the_one_before(
    make_app: AppMaker,
) -> None:
    app = make_app()
    async with driven(app, WIDE) as pilot:
        await pilot.press("slash", *"date:2026-08-24", "enter")
        await settled(app, pilot, lambda: "]  last before that: Fri 21 Aug" in text_of(app))
        await pilot.press("right_square_bracket")
        await settled(app, pilot, lambda: len(titles(app)) == len(ON_FRIDAY))
        assert screen_of(app).state.view.filters == ("date:2026-08-21",)
        assert screen_of(app).state.view.query == ""
