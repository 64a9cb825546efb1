"""The sidebar, kept searches, chosen channels and pickers in the whole screen: keys in, what is shown and kept out."""

from __future__ import annotations

import json
from contextlib import closing
from dataclasses import replace
from datetime import date

import pytest
from textual.events import MouseMove

from reader.commands import Where
from reader.i18n import translator
from reader.library.library import Library
from reader.model import Announce, Digest, Lang
from reader.sources.contract import Reading
from reader.tui.app import ReaderApp
from reader.tui.context import AppContext
from reader.tui.kept_state import kept, restored, said_anew
from reader.tui.sidebar import entries_of
from reader.tui.state import Landing, ViewState
from tests.tui.conftest import FRIDAY, ON_FRIDAY, AppMaker, entry, screen_of, settled, text_of, titles
from tests.tui.live import driven

WIDE = (120, 30)


async def test_a_kept_list_is_renamed_by_the_same_key_and_an_empty_name_keeps_it_no_longer(make_app: AppMaker) -> None:
    app = make_app(filters=("in:cs.TE", "date:7d"))
    async with driven(app, WIDE) as pilot:
        saved = screen_of(app).context.library.marks.saved_searches
        await pilot.press("equals_sign")
        await settled(app, pilot, lambda: bool(saved()))
        assert [(search.slot, search.name, search.query) for search in saved()] == [
            (1, "cs.TE · The last 7 days", "in:cs.TE date:7d")
        ]
        await pilot.press("equals_sign", "ctrl+u", *"tea", "enter")
        await settled(app, pilot, lambda: [search.name for search in saved()] == ["tea"])
        await pilot.press("equals_sign", "ctrl+u", "enter")
        await settled(app, pilot, lambda: not saved())


async def test_searches_beyond_the_digits_are_kept_by_name(make_app: AppMaker) -> None:
    app = make_app(query="silence")
    async with driven(app, WIDE) as pilot:
        marks = screen_of(app).context.library.marks
        for slot in (1, 2, 4, 5, 6, 7, 8, 9):
            marks.save_search(slot, f"search {slot}", f"kettle {slot}")
        await pilot.press("equals_sign")
        await settled(app, pilot, lambda: len(marks.saved_searches()) == 9)
        await pilot.press("U", "equals_sign")
        await settled(app, pilot, lambda: len(marks.saved_searches()) == 10)
        assert [(search.slot, search.name) for search in marks.saved_searches() if search.slot in (3, 10)] == [
            (3, "silence"),
            (10, "silence · Unread"),
        ]


async def test_the_sidebar_is_there_where_there_is_room_and_leads_to_what_it_counts(make_app: AppMaker) -> None:
    app = make_app()
    async with driven(app, (150, 40)) as pilot:
        await settled(app, pilot, lambda: "Today" in text_of(app))
        assert any("Thu 20 Aug" in line and "3" in line for line in text_of(app).splitlines())
        await pilot.press("backslash", "up", "enter")
        await settled(app, pilot, lambda: titles(app) == ["Weather", "Silence", "Memory"])
        assert screen_of(app).state.focus is Where.LIST
        await pilot.press("n")
        await settled(app, pilot, lambda: "Thu 20 Aug        2" in text_of(app))


async def test_today_is_kept_as_today_and_not_as_its_date(make_app: AppMaker) -> None:
    app = make_app(filters=("date:2026-08-21", "is:unread"))
    async with driven(app, WIDE) as pilot:
        await pilot.press("equals_sign")
        await settled(app, pilot, lambda: bool(screen_of(app).context.library.marks.saved_searches()))
        search = screen_of(app).context.library.marks.saved_searches()[0]
        assert (search.name, search.query) == ("Today · Unread", "date:today is:unread")


async def test_the_sidebar_is_put_away_and_stays_away(make_app: AppMaker) -> None:
    app = make_app()
    async with driven(app, (150, 40)) as pilot:
        await settled(app, pilot, lambda: "All papers" in text_of(app))
        await pilot.press("semicolon", "semicolon")
        await pilot.pause()
        assert "All papers" not in text_of(app)
        assert not restored(kept(screen_of(app).state), ViewState()).look.sidebar
        await pilot.press("fullwidth_semicolon")
        await settled(app, pilot, lambda: "All papers" in text_of(app))


async def test_after_a_restart_the_sidebar_is_there_at_once_in_the_language_and_of_the_day_it_is_then(
    make_app: AppMaker, library: Library
) -> None:
    library.marks.save_search(1, "teapot · Unread", "teapot is:unread")
    app = make_app()
    async with driven(app, (150, 40)) as pilot:
        await settled(app, pilot, lambda: "0 All papers      7" in text_of(app))
        before = screen_of(app).state
    shown = said_anew(restored(kept(before), ViewState()), date(2026, 8, 22), translator("zh")).outline
    counts = [(entry.target, entry.unread) for entry in entries_of(before.outline)]
    assert [(entry.target, entry.unread) for entry in entries_of(shown)] == counts
    labels = [entry.label for entry in entries_of(shown)]
    assert {"全部论文", "teapot · 未读"} <= set(labels)
    assert "今天" not in labels
    assert "Today" in [entry.label for entry in entries_of(before.outline)]


@pytest.mark.parametrize(
    "survey", [[], {}, {"days": 3}, {"days": ["x"]}, {"days": [], "channels": [["cs", float("inf")]]}, "all", 3]
)
def test_a_sidebar_that_was_kept_by_another_version_is_counted_anew(survey: object) -> None:
    assert restored(json.dumps({"survey": survey, "share": 50}), ViewState()).look.share == 50
    assert restored(json.dumps({"survey": survey}), ViewState()).survey is None


async def test_a_day_begins_at_its_top_but_where_a_paper_was_gone_to_in_the_list_of_all(
    make_app: AppMaker, library: Library
) -> None:
    again = replace(ON_FRIDAY[0], announce=Announce.REPLACE, version=2, id="2608.00099")
    library.sources.bring_in("more", Reading("more", "1", (Digest("cs.TE.md", "cs.TE", FRIDAY, (again,)),)))
    app = make_app()
    async with driven(app, (150, 40)) as pilot:
        await settled(app, pilot, lambda: "0 All papers      8" in text_of(app))
        await pilot.press("backslash", "up", "up", "enter")
        await settled(app, pilot, lambda: "Other updates" in text_of(app))
        assert "1 of 5" in text_of(app)
        await pilot.press("0", "g", "down", "backslash", "home", "enter")
        await settled(app, pilot, lambda: "[21 Aug] 1 of 5" in text_of(app))
        current = screen_of(app).current
        assert current is not None
        assert current.paper.id == ON_FRIDAY[0].id
        await pilot.press("down", "backslash", "enter")
        assert "2 of 5" in text_of(app)
        assert screen_of(app).state.landing is Landing.HERE


async def test_in_a_narrow_window_the_same_can_be_chosen_from_a_list(make_app: AppMaker) -> None:
    app = make_app()
    async with driven(app, WIDE) as pilot:
        await pilot.press("backslash")
        await settled(app, pilot, lambda: "Thu 20 Aug    3" in text_of(app))
        await pilot.press(*"thu", "enter")
        await settled(app, pilot, lambda: titles(app) == ["Weather", "Silence", "Memory"])


async def test_channels_that_were_chosen_hold_in_every_list_until_they_are_taken_out(make_app: AppMaker) -> None:
    app = make_app(channels=("cs.XX",))
    async with driven(app, WIDE) as pilot:
        await settled(app, pilot, lambda: "[cs.XX]" in text_of(app) and not titles(app))
        await pilot.press("slash", *"silence")
        await pilot.press("enter", "0")
        await settled(app, pilot, lambda: screen_of(app).state.view.query == "")
        screen_of(app).do("channels")
        await pilot.press("enter", "escape")
        await settled(app, pilot, lambda: screen_of(app).state.look.channels == ("cs.XX", "cs.TE"))
        await settled(app, pilot, lambda: len(titles(app)) == 7)


async def test_a_list_to_choose_from_says_when_nothing_matches(make_app: AppMaker) -> None:
    app = make_app()
    async with driven(app, WIDE) as pilot:
        await pilot.press("colon", *"zzz")
        await settled(app, pilot, lambda: "Nothing matches." in text_of(app))


@pytest.mark.parametrize("language", ["en", "zh"])
async def test_the_footer_names_the_key_for_help_also_in_a_small_window(context: AppContext, language: str) -> None:
    app = ReaderApp(context._replace(t=translator(language)), ViewState())
    async with driven(app, (80, 24)) as pilot:
        await settled(app, pilot, lambda: "7" in text_of(app).splitlines()[-1])
        assert f"? {translator(language)('Help')}" in text_of(app).splitlines()[-1]


async def test_beside_the_sidebar_there_is_room_for_both_languages_in_a_window_of_160(make_app: AppMaker) -> None:
    app = make_app(lang=Lang.BOTH)
    async with driven(app, (160, 45)) as pilot:
        await settled(app, pilot, lambda: "All papers" in text_of(app))
        assert any("我们研究" in line and "We study" in line for line in text_of(app).splitlines())


async def test_channels_are_stepped_through_by_size_and_those_without_papers_are_passed_over(
    make_app: AppMaker, library: Library
) -> None:
    more = tuple(entry(number, "Sieves", "筛子") for number in (21, 22))
    few = (entry(31, "Spoons", "勺子"),)
    digests = (Digest("cs.PO.md", "cs.PO", FRIDAY, more), Digest("cs.AA.md", "cs.AA", FRIDAY, few))
    library.sources.bring_in("more", Reading("more", "1", digests))
    app = make_app()
    async with driven(app, WIDE) as pilot:
        for wanted in ("cs.TE", "cs.PO", "cs.AA", None):
            await pilot.press("right_curly_bracket")
            await settled(app, pilot, lambda: screen_of(app).state.view.filter_value("in:") == wanted)  # noqa: B023
        await pilot.press("slash", *"sieves", "enter", "right_curly_bracket")
        await settled(app, pilot, lambda: screen_of(app).state.view.filter_value("in:") == "cs.PO")
        await pilot.press("right_curly_bracket")
        await settled(app, pilot, lambda: screen_of(app).state.view.filter_value("in:") is None)


async def test_a_day_that_was_opened_has_its_parts_and_their_numbers(make_app: AppMaker) -> None:
    app = make_app(filters=("date:2026-08-20",))
    async with driven(app, WIDE) as pilot:
        await settled(app, pilot, lambda: "New papers" in text_of(app))
        lines = [line[:50].split() for line in text_of(app).splitlines()]
        assert lines[2][:4] == ["Thu", "20", "Aug", "3"]
        assert lines[3][:3] == ["New", "papers", "3"]


async def test_what_another_process_marks_is_counted_anew(make_app: AppMaker, context: AppContext) -> None:
    app = make_app()
    async with driven(app, (150, 40)) as pilot:
        await settled(app, pilot, lambda: "0 All papers      7" in text_of(app))
        with closing(Library.open(context.places)) as other:
            other.marks.mark_read(["2608.00001"], on=True)
        screen_of(app).look()
        await settled(app, pilot, lambda: "0 All papers      6" in text_of(app))


async def test_what_another_process_keeps_by_name_is_listed(make_app: AppMaker, context: AppContext) -> None:
    app = make_app()
    async with driven(app, (150, 40)) as pilot:
        await settled(app, pilot, lambda: "0 All papers      7" in text_of(app))
        with closing(Library.open(context.places)) as other:
            other.marks.save_search(1, "kettles", "kettle")
            other.marks.tag(["2608.00001"], add=["steam"])
            other.marks.note("2608.00011", "read by another")
        screen_of(app).look()
        await settled(app, pilot, lambda: all(each in text_of(app) for each in ("1 kettles", "#steam", "by another")))


async def test_the_sidebar_speaks_the_language_of_the_interface(make_app: AppMaker) -> None:
    app = make_app()
    async with driven(app, (150, 40)) as pilot:
        await settled(app, pilot, lambda: "All papers" in text_of(app))
        screen_of(app).do("interface-language")
        await settled(app, pilot, lambda: "全部论文" in text_of(app))


async def test_channels_are_chosen_one_after_the_other_from_the_list_of_filters(
    make_app: AppMaker, library: Library
) -> None:
    digests = tuple(Digest(f"{name}.md", name, FRIDAY, (entry(40, "Sieves", "筛子"),)) for name in ("cs.AA", "cs.PO"))
    library.sources.bring_in("more", Reading("more", "1", digests))
    app = make_app()
    async with driven(app, WIDE) as pilot:
        await pilot.press("f", *"my channels", "enter")
        await settled(app, pilot, lambda: "My channels: Enter" in text_of(app))
        await pilot.press("down", "enter", "down", "enter", "escape")
        await settled(app, pilot, lambda: screen_of(app).state.prompt is None)
        assert screen_of(app).state.look.channels == ("cs.AA", "cs.PO")
        await settled(app, pilot, lambda: titles(app) == ["Sieves"])
        assert "[cs.AA cs.PO]" in text_of(app)


async def test_where_the_window_gets_too_narrow_for_it_keys_are_for_the_list(make_app: AppMaker) -> None:
    app = make_app()
    async with driven(app, (160, 45)) as pilot:
        await pilot.press("backslash")
        assert screen_of(app).state.focus is Where.SIDEBAR
        await pilot.resize_terminal(100, 30)
        assert screen_of(app).state.focus is Where.LIST
        await pilot.press("tab", "shift+tab", "down")
        assert "2 of 7" in text_of(app)


async def test_a_click_on_a_bare_rule_takes_the_keys_from_nobody(make_app: AppMaker) -> None:
    app = make_app()
    async with driven(app, (160, 45)) as pilot:
        await pilot.press("T")
        await pilot.click("#upper-rule")
        assert screen_of(app).state.focus is Where.TRIAGE
        await pilot.press("escape", "tab", "shift+tab")
        assert screen_of(app).state.focus is Where.LIST


@pytest.mark.parametrize("covering", ["T", "z", "resize"])
async def test_what_changes_while_the_sidebar_is_out_of_sight_is_counted_when_it_is_seen_again(
    make_app: AppMaker, context: AppContext, covering: str
) -> None:
    app = make_app()
    async with driven(app, (160, 45)) as pilot:
        await settled(app, pilot, lambda: "0 All papers      7" in text_of(app))
        await (pilot.resize_terminal(100, 30) if covering == "resize" else pilot.press(covering))
        await settled(app, pilot, lambda: not screen_of(app).sidebar.display)
        with closing(Library.open(context.places)) as other:
            other.marks.mark_read(["2608.00001", "2608.00002"], on=True)
        screen_of(app).look()
        await settled(app, pilot, lambda: screen_of(app).state.status.unread == 5)
        await (pilot.resize_terminal(160, 45) if covering == "resize" else pilot.press("escape"))
        await settled(app, pilot, lambda: "0 All papers      5" in text_of(app))


@pytest.mark.parametrize(
    ("key", "title"), [("backslash", "Go to"), ("fullwidth_semicolon", "Go to"), ("question_mark", "Keys")]
)
async def test_the_key_that_opened_a_list_puts_it_away_again(make_app: AppMaker, key: str, title: str) -> None:
    app = make_app()
    async with driven(app, (80, 24)) as pilot:
        await pilot.press(key)
        assert f"{title}  ›" in text_of(app)
        await pilot.press(key)
        assert screen_of(app).state.prompt is None
        await pilot.press(key, "x", key)
        assert screen_of(app).state.prompt is not None


@pytest.mark.parametrize("sidebar", [True, False])
async def test_the_divider_stays_under_the_mouse_beside_a_sidebar_too(make_app: AppMaker, sidebar: bool) -> None:
    app = make_app()
    async with driven(app, (160, 45)) as pilot:
        screen = screen_of(app)
        if not sidebar:
            await pilot.press("backslash", "backslash")
        assert screen.sidebar.display == sidebar
        wanted = screen.divider.region.x - 10
        await pilot.mouse_down(screen.divider, offset=(0, 5))
        await pilot._post_mouse_events([MouseMove], screen, (wanted, 10), button=1)
        await pilot.mouse_up(screen, offset=(wanted, 10))
        assert abs(screen.divider.region.x - wanted) <= 1  # whole per cent
