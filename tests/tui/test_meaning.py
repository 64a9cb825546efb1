"""Papers near in meaning on the screen: behind those that match, with what they lack; the words can be struck out."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reader.commands import Where
from reader.config import Config, Screen
from reader.i18n import translator
from reader.library.library import Library
from reader.model import Announce, Digest, Entry, Near, Results, Suggestion, SuggestionKind, Texts, Understood
from reader.search.query import Query
from reader.sources.contract import Reading
from reader.tui.app import ReaderApp
from reader.tui.context import AppContext
from reader.tui.meaning import TermKind, meaning_line, terms
from reader.tui.spans import line_width
from reader.tui.state import View, ViewState
from tests.tui.conftest import FRIDAY, AppMaker, screen_of, settled, text_of, titles
from tests.tui.live import driven

WIDE = (150, 40)
T = translator("en")

RESULTS = Results(
    near=Near((7,), (("kettle",),), (Understood("kettle", "kettle", ("teapot", "茶壶")), Understood("tea", "tea"))),
    suggestions=(Suggestion("melody", SuggestionKind.LANGUAGE, 1204, "旋律", "melody"),),
)


def line(results: Results = RESULTS, chosen: int | None = None, struck: tuple[str, ...] = ()) -> str:
    return "".join(span.text for span in meaning_line(terms(results, struck), chosen, T)).strip()


def test_the_line_says_how_each_word_was_understood_and_what_else_there_is() -> None:
    assert line() == "kettle ~ teapot, 茶壶 · tea · in the other language: melody (1,204)"
    assert line(struck=("bow",)).endswith("· without bow · in the other language: melody (1,204)")
    assert line(Results()) == ""


def test_a_character_of_a_word_stands_for_itself() -> None:
    near = Near(
        (7,), ((),), (Understood("沏茶:茶", "沏茶", ("茶壶",)), Understood("壶:壶", "壶"), Understood("a:", "a:"))
    )
    assert line(Results(near=near)) == "茶 ~ 茶壶 · 壶 · a:"
    assert terms(Results(near=near))[0].text == "沏茶:茶"
    assert line(Results(), struck=("沏茶:茶",)) == "without 茶"


def test_what_keys_are_about_is_in_brackets_and_in_view() -> None:
    assert line(chosen=1) == "kettle ~ [teapot], 茶壶 · tea · in the other language: melody (1,204)"
    many = Near((7,), ((),), tuple(Understood(f"word{n}", f"word{n}", ("a", "b")) for n in range(20)))
    spans = meaning_line(terms(Results(near=many)), 50, T)
    shown = "".join(span.text for span in spans)
    assert line_width(spans[: [span.text for span in spans].index("[b]") + 1]) < 60, shown


def test_papers_near_in_meaning_come_behind_those_that_match() -> None:
    results = Results((1, 2), 2, near=Near((7, 8), (("a",), ("b",)), ()))
    assert list(results.listed) == [1, 2, 7, 8]
    assert [(group.start, group.count) for group in results.groups] == [(2, 2)]


async def asked(app: ReaderApp, pilot: object) -> None:
    """Papers near in meaning are listed, those of the whole query and not of one of its beginnings."""

    def is_there() -> bool:
        query, near = screen_of(app).results.query, screen_of(app).results.near
        return bool(near.nums) and isinstance(query, Query) and query.text == screen_of(app).state.view.query

    await settled(app, pilot, is_there)  # type: ignore[arg-type]  # a pilot


async def test_a_query_that_no_paper_has_whole_finds_what_is_near_and_says_what_is_missing(make_app: AppMaker) -> None:
    app = make_app()
    async with driven(app, WIDE) as pilot:
        await pilot.press("/", *"diffusion xyzzy")
        await asked(app, pilot)
        shown = text_of(app)
        assert "Near in meaning" in shown
        assert "lacks xyzzy" in shown
        assert "near 1, exact 0" in shown
        assert screen_of(app).current is not None


async def test_unread_papers_that_are_near_are_counted_as_unread(make_app: AppMaker) -> None:
    app = make_app(query="diffusion xyzzy")
    async with driven(app, WIDE) as pilot:
        await asked(app, pilot)
        near = screen_of(app).results.near.nums
        unread = set(screen_of(app).context.library.with_state("unread")).intersection(near)
        assert unread
        await settled(app, pilot, lambda: screen_of(app).state.status.unread == len(unread))


async def test_the_next_unread_paper_may_be_a_near_one(make_app: AppMaker, library: Library) -> None:
    """From a near paper on, too: they stand behind all that match. It ended in an IndexError."""
    app = make_app(query="diffusion xyzzy")
    async with driven(app, WIDE) as pilot:
        await asked(app, pilot)
        screen = screen_of(app)
        near = tuple(library.listing().nums[:3])
        screen._take(replace(screen.results, near=replace(screen.results.near, nums=near, lacking=((),) * 3)))
        screen.rows.move_to(len(near) - 1)
        await pilot.press("n")
        await pilot.pause()
        assert screen.rows.cursor == 0
        await pilot.press("n")
        await pilot.pause()
        assert screen.rows.cursor == 1


async def test_what_acts_on_the_list_leaves_near_papers_alone(make_app: AppMaker, library: Library) -> None:
    app = make_app(query="diffusion xyzzy")
    async with driven(app, WIDE) as pilot:
        await asked(app, pilot)
        await pilot.press("A", "V")
        await pilot.pause()
        assert not screen_of(app).state.selected
        await pilot.press("b")
        await settled(app, pilot, lambda: len(library.with_state("bookmarked")) == 1 or library.changed())
        library.changed()
    assert not library.with_state("read")
    assert len(library.with_state("bookmarked")) == 1


async def test_chinese_is_offered_in_english_where_many_papers_have_it_and_tab_leads_there(
    make_app: AppMaker, library: Library
) -> None:
    pairs = (("Heat Diffusion", "热扩散"), ("Diffusion Now", "扩散方程"))
    many = tuple(Entry(f"2608.{num:05}", Texts(*pairs[num % 2]), announce=Announce.NEW) for num in range(100, 125))
    library.sources.bring_in("invented", Reading("more", "2", (Digest("cs.TE.md", "cs.TE", FRIDAY, many),)))
    app = make_app()
    async with driven(app, WIDE) as pilot:
        await pilot.press("/", *"扩散")
        await settled(app, pilot, lambda: "in the other language: diffusion" in text_of(app))
        assert len(titles(app)) == 26
        await pilot.press("tab", "enter")
        await settled(app, pilot, lambda: screen_of(app).state.view.query == "diffusion")


async def test_a_word_is_struck_out_and_taken_in_again(make_app: AppMaker) -> None:
    app = make_app()
    async with driven(app, WIDE) as pilot:
        await pilot.press("/", *"diffusion grammar xyzzy")
        await asked(app, pilot)
        await pilot.press("tab")
        assert screen_of(app).state.focus is Where.MEANING
        words = [term.text for term in screen_of(app).terms if term.kind is TermKind.WORD]
        assert f"[{words[0]}]" in text_of(app)
        await pilot.press("backspace")
        await settled(app, pilot, lambda: f"without {words[0]}" in text_of(app))
        assert words[0] not in [term.text for term in screen_of(app).terms if term.kind is TermKind.WORD]
        await pilot.press(*["right"] * len(screen_of(app).terms), "enter")
        await settled(app, pilot, lambda: f"without {words[0]}" not in text_of(app))
        assert screen_of(app).state.view.without == ()
        await pilot.press("escape")
        assert screen_of(app).state.focus is Where.LIST


async def test_another_query_takes_in_what_was_struck_out(make_app: AppMaker) -> None:
    app = make_app()
    async with driven(app, WIDE) as pilot:
        await pilot.press("/", *"diffusion grammar xyzzy")
        await asked(app, pilot)
        await pilot.press("tab", "backspace")
        await settled(app, pilot, lambda: "without" in text_of(app))
        await pilot.press("/", "backspace")
        await settled(app, pilot, lambda: screen_of(app).state.view.without == ())


async def test_leaving_a_search_leaves_what_was_struck_out_of_it_and_leads_back_to_the_row(make_app: AppMaker) -> None:
    app = make_app()
    async with driven(app, WIDE) as pilot:
        left = screen_of(app).current
        await pilot.press("/", *"diffusion grammar xyzzy")
        await asked(app, pilot)
        await pilot.press("tab", "backspace")
        await settled(app, pilot, lambda: "without" in text_of(app))
        await pilot.press("escape", "escape")
        await settled(app, pilot, lambda: screen_of(app).current == left)
        assert "without" not in text_of(app)
        assert not screen_of(app).state.asked.narrowed
        assert screen_of(app).state.asked.everything


async def test_the_cursor_stays_where_it_is_when_near_papers_follow(make_app: AppMaker) -> None:
    app = make_app()
    async with driven(app, WIDE) as pilot:
        await pilot.press("/", *"teapots grammar")
        await settled(app, pilot, lambda: screen_of(app).results.total == 1)
        first = screen_of(app).current
        await asked(app, pilot)
        assert screen_of(app).current == first
        assert "1 of 1" in text_of(app)
        await pilot.press("down")
        await settled(app, pilot, lambda: "near 1, exact 1" in text_of(app))


@pytest.mark.parametrize("query", ['"diffusion xyzzy"', "diffusion xyzzy sort:date"])
async def test_quoted_words_and_days_are_exact(make_app: AppMaker, query: str) -> None:
    app = make_app(query=query)
    async with driven(app, WIDE) as pilot:
        await settled(app, pilot, lambda: "Nothing found" in text_of(app))
        assert not screen_of(app).results.listed


async def test_a_setting_turns_it_off(context: AppContext) -> None:
    config = Config(screen=Screen(near=False))
    app = ReaderApp(context._replace(config=config), ViewState(View("diffusion xyzzy")))
    async with driven(app, WIDE) as pilot:
        await settled(app, pilot, lambda: "Nothing found" in text_of(app))
        assert not screen_of(app).results.near.nums
