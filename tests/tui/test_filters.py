from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from textual.pilot import Pilot

from reader.errors import QueryError
from reader.i18n import translator
from reader.library.library import Library
from reader.model import Digest, SavedSearch, Suggestion, SuggestionKind
from reader.sources.contract import Reading
from reader.tui.app import ReaderApp
from reader.tui.choices import Choice
from reader.tui.empty_list import EmptyDay, nothing_found
from reader.tui.filters import (
    MINE,
    filter_choices,
    one_text,
    parted,
    search_name,
    stepped,
    term_label,
    view_name,
)
from reader.tui.list_rows import readable
from reader.tui.outer_lines import footer_key, is_printable
from reader.tui.prompts import Prompt
from tests.tui.conftest import FRIDAY, ON_THURSDAY, THURSDAY, AppMaker, screen_of, settled, text_of, titles
from tests.tui.live import driven, key_event

T = translator("en")

KETTLE = Suggestion("kettle", SuggestionKind.SPELLING, 1234, "kettel", "kettle")


def test_everything_that_is_on_is_offered_to_be_taken_off() -> None:
    choices = filter_choices(
        T,
        on=("is:unread", "note:tea"),
        channels=[("cs.TE", 4)],
        tags=[],
        days=[(date(2026, 8, 21), 4)],
        category="cs.TE",
        year=2026,
    )
    assert [choice.id for choice in choices if choice.chosen] == ["note:tea", "is:unread"]
    assert {"in:cs.TE", "cat:cs.TE", "date:2026-08-21"} <= {choice.id for choice in choices}


def test_stepping_goes_round_and_begins_at_the_first() -> None:
    assert [stepped(["a", "b", "c"], now, 1) for now in "abc"] == ["b", "c", "a"]
    assert stepped(["a", "b"], "a", -1) == "b"
    assert stepped(["a", "b"], "x", 1) == "a"


def test_filters_are_said_in_words() -> None:
    said = [term_label(term, T, 2026) for term in ("is:unread", "in:cs.TE", "date:2026-08-21", "date:7d", "tag:tea")]
    assert said == ["Unread", "cs.TE", "21 Aug", "The last 7 days", "#tea"]
    assert view_name("kettle  noise", ("in:cs.TE", "date:7d", "is:unread"), T, 2026) == (
        "kettle noise · cs.TE · The last 7 days · Unread"
    )


def test_while_a_line_is_typed_in_only_keys_that_are_no_character_are_shown() -> None:
    assert footer_key(("b", "f4"), typing=True) == "F4"
    assert footer_key(("b", "f4"), typing=False) == "b"
    assert footer_key(("b",), typing=True) == ""
    assert [is_printable(key) for key in ("b", "question_mark", "space", "down", "ctrl+p")] == [True] * 3 + [False] * 2


def test_an_empty_list_says_why_and_what_to_do() -> None:
    said = [block.text for block in nothing_found("kettel", [KETTLE], ["Unread"], T)]
    assert said[0] == "Nothing found for kettel."
    assert [line.split("  ")[0] for line in said[1:]] == ["Enter", "⌫", "Esc"]
    assert "announced" in nothing_found("", [], [], T, empty=EmptyDay("Sat 22 Aug"))[0].text


def test_nothing_that_a_terminal_obeys_is_readable() -> None:
    assert "\x1b" not in readable("tea \x1b[31m red \x1b]0;title\x07 $x^2$")


@pytest.mark.parametrize(
    ("query", "filters"),
    [
        ("kettle noise", ("in:cs.TE", "is:unread")),
        ("kettle | pot", ("date:7d",)),
        ("", ("is:bookmarked", "date:2026-08-01..2026-08-21")),
        ('"hot water" -title:tea', ("tag:tea",)),
    ],
)
def test_a_query_and_its_filters_are_told_apart_again(query: str, filters: tuple[str, ...]) -> None:
    assert parted(one_text(query, filters)) == (query, filters)


PIECES = ("kettle", "(", ")", "OR", "|", "NOT", "-", "is:unread", "type:new", '"', "title:", "-is:read", "weather")


@given(st.lists(st.sampled_from(PIECES), max_size=7))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_a_query_means_the_same_once_its_filters_are_told_apart(library: Library, pieces: list[str]) -> None:
    text = " ".join(pieces)
    with suppress(QueryError):
        wanted = library.finding.search(text).nums
        query, filters = parted(text)
        assert list(library.finding.search(query, filters=filters).nums) == list(wanted)


def test_a_saved_search_has_a_name_that_reads_well_in_the_language_of_the_interface() -> None:
    query = "kettle in:cs.TE is:unread"
    for said in (query, "kettle · cs.TE · Unread", "kettle · cs.TE · 未读"):
        search = SavedSearch(1, said, query)
        assert search_name(search, T, 2026) == "kettle · cs.TE · Unread"
        assert search_name(search, translator("zh"), 2026) == "kettle · cs.TE · 未读"
    assert search_name(SavedSearch(1, "my kettles", query), translator("zh"), 2026) == "my kettles"


async def test_every_group_of_filters_says_how_many_papers_there_are(make_app: AppMaker, library: Library) -> None:
    library.marks.bookmark(["2608.00001", "2608.00002"], on=True)
    app = make_app()
    async with driven(app, (120, 60)) as pilot:
        await pilot.press("f")
        await counted(app, pilot)
        papers = {each.id: each.papers for each in choices_in(app)}
        assert (papers["is:bookmarked"], papers["is:unread"], papers["type:new"]) == ("2", "7", "7")


async def test_the_choice_under_the_cursor_is_told_from_others_without_colours(make_app: AppMaker) -> None:
    app = make_app()
    async with driven(app, (60, 30)) as pilot:
        await pilot.press("f", "down", "down")
        lines = text_of(app).splitlines()[1 : screen_of(app).picker.size.height]
        chosen = screen_of(app).picker.choices.choices[2].label
        assert [line.lstrip("▌ ").startswith(chosen) for line in lines if line.startswith("▌")] == [True]


async def test_keys_typed_ahead_leave_the_first_choices_in_view_where_there_is_room(make_app: AppMaker) -> None:
    app = make_app()
    async with driven(app, (120, 45)) as pilot:
        for key in ("f", "down", "down", "down"):
            app.post_message(key_event(key))
        await counted(app, pilot)
        assert screen_of(app).picker.choices.cursor == 3
        assert "Marks" in text_of(app)


async def test_choices_that_come_later_and_take_the_panes_place_leave_nothing_of_these(make_app: AppMaker) -> None:
    app = make_app()
    async with driven(app, (120, 30)) as pilot:
        screen, few = screen_of(app), Prompt("Where", [Choice("a", "a")], str)
        screen.show(replace(screen.state, prompt=few))
        await pilot.pause()
        assert "┴" in text_of(app)
        many = few._replace(choices=[Choice(str(number), str(number)) for number in range(40)])
        screen.show(replace(screen.state, prompt=many))
        await pilot.pause()
        assert "┴" not in text_of(app)


async def test_under_the_readers_own_channels_filters_say_how_many_papers_the_list_will_have(
    make_app: AppMaker, library: Library
) -> None:
    library.marks.tag(["2608.00001"], ["tea"])
    app = make_app(channels=("cs.XX",))
    async with driven(app, (120, 60)) as pilot:
        await pilot.press("f")
        await counted(app, pilot)
        found = {each.id: each.papers for each in choices_in(app) if each.id != MINE}
        assert {"is:unread", "in:cs.TE", "tag:tea", f"date:{FRIDAY}"} <= set(found)
        assert set(found.values()) == {"0"}


@pytest.mark.parametrize("size", [(60, 15), (80, 24), (120, 40), (160, 45)])
@pytest.mark.parametrize(("interface", "said"), [("en", "Unread"), ("zh", "未读")])
async def test_filters_say_how_many_papers_of_the_present_list_they_would_leave(
    make_app: AppMaker, library: Library, size: tuple[int, int], interface: str, said: str
) -> None:
    digest = Digest("cs.PO.md", "cs.PO", THURSDAY, ON_THURSDAY[:2])
    library.sources.bring_in("invented", Reading("cs.PO.md", "1", (digest,)))
    library.marks.tag(["2608.00001", "2608.00011"], ["tea"])
    app = make_app(query="weather | silence | topology", filters=("date:2026-08-20",), interface=interface)
    async with driven(app, size) as pilot:
        await settled(app, pilot, lambda: len(titles(app)) == 2)
        await pilot.press("f")
        await counted(app, pilot)
        assert said in text_of(app)
        papers = {each.id: each.papers for each in choices_in(app)}
        assert (papers["is:unread"], papers["in:cs.TE"], papers["in:cs.PO"], papers["tag:tea"]) == ("2", "2", "2", "0")
        assert papers["date:2026-08-20"] == "2"  # it is on: so many are listed
        assert papers["date:2026-08-21"] == "1"  # it would take the place of the day that is on
        await pilot.press(*"21", "enter")
        await settled(app, pilot, lambda: titles(app) == ["Topology"])


async def test_among_papers_like_one_no_filter_claims_what_it_would_leave(make_app: AppMaker, library: Library) -> None:
    app = make_app(similar="2608.00011")
    async with driven(app, (120, 60)) as pilot:
        await settled(app, pilot, lambda: not screen_of(app)._questions.waiting)
        await pilot.press("f")
        assert choices_in(app)
        assert not any(each.papers for each in choices_in(app))


async def test_the_cursor_stays_on_its_choice_when_counts_come_in(make_app: AppMaker, library: Library) -> None:
    app = make_app()
    async with driven(app, (120, 60)) as pilot:
        screen = screen_of(app)
        taken: list[str] = []
        prompt = Prompt("Which", [Choice("a", "a"), Choice("b", "b")], taken.append)
        screen.show(replace(screen.state, prompt=prompt))
        await pilot.press("down")
        again = prompt._replace(choices=[Choice("b", "b", papers="9"), Choice("a", "a", papers="1")])
        screen.show(replace(screen.state, prompt=again))
        await pilot.press("enter")
        assert taken == ["b"]


async def counted(app: ReaderApp, pilot: Pilot[int]) -> None:
    """The filters are there (the key waits for papers that were asked for), and all their papers counted."""
    await settled(app, pilot, lambda: screen_of(app).state.prompt is not None)
    await settled(app, pilot, lambda: all(each.papers for each in choices_in(app) if each.id != MINE))


def choices_in(app: ReaderApp) -> Sequence[Choice]:
    prompt = screen_of(app).state.prompt
    return prompt.choices if prompt is not None else ()
