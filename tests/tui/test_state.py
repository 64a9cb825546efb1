from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.model import Lang, Sort
from reader.tui.kept_state import kept, restored
from reader.tui.sidebar import Target
from reader.tui.state import Layout, Look, View, ViewState


def test_what_was_kept_comes_back() -> None:
    view = View(query="茶 tea", filters=("is:unread",), sort=Sort.DATE, paper="2608.00001", depth=7)
    look = Look(Lang.BOTH, 3, Layout.STACKED, share=55, zoomed=True, theme="light", interface="zh")
    state = ViewState(view, look)
    assert restored(kept(state), ViewState()) == state


@pytest.mark.parametrize(
    "text", [None, "", "{", "[]", "[" * 100_000, '{"title_lines": 9, "lang": "tlh", "share": "x", "unheard": 1}']
)
def test_what_cannot_be_used_is_left_at_its_beginning(text: str | None) -> None:
    start = ViewState(look=Look(Lang.EN, 1))
    assert restored(text, start) == start


@given(st.text())
def test_no_kept_text_breaks_the_start(text: str) -> None:
    restored(text, ViewState())


def test_filters_are_added_to_what_is_typed() -> None:
    assert View("tea", ("is:unread", "in:cs.TE")).search_text == "tea is:unread in:cs.TE"
    assert View("tea OR coffee", ("is:unread",)).search_text == "(tea OR coffee) is:unread"
    assert View("  ").search_text == ""


def test_what_was_struck_out_goes_with_its_query() -> None:
    struck = ViewState(View("tea", ("is:unread",), without=("pot",)))
    assert struck.wider().view == View(filters=("is:unread",))
    assert struck.view.searching("coffee") == View("coffee", ("is:unread",))


def test_papers_like_one_lead_back_to_the_list_they_were_asked_from() -> None:
    asked_from = View(filters=("date:2026-08-21",), paper="2608.00001", depth=3)
    neighbours = ViewState(asked_from).to(View(similar="2608.00001"))
    assert neighbours.wider().view == asked_from
    narrowed = neighbours.to(neighbours.view.toggled("is:unread"))
    assert narrowed.wider().view == asked_from
    assert ViewState(View("tea", similar="2608.00001")).wider().view == View("tea")


@pytest.mark.parametrize("query", ["tea", "tea OR coffee", ""])
def test_what_was_gone_to_in_one_step_is_left_in_one(query: str) -> None:
    began = View("pot", paper="2608.00003", depth=5)
    kept_search = Target(query, ("in:cs.TE", "is:unread"))
    opened = ViewState(began).to(began.at(kept_search))
    assert opened.wider().view == began
    narrowed = opened.to(opened.view.toggled("is:bookmarked"))
    assert narrowed.wider().view.filters == kept_search.filters
    assert narrowed.wider().wider().view == began
    typed_over = opened.to(opened.view.searching("kettle"))
    assert typed_over.wider().view.target == kept_search
    assert typed_over.wider().wider().view == began
    like = opened.to(replace(opened.view, similar="2608.00001", filters=()))
    assert like.wider().view.target == kept_search
    assert like.wider().wider().view == began


def test_lists_gone_to_one_from_another_are_left_one_after_the_other() -> None:
    began = View(paper="2608.00003", depth=5)
    one, two = Target("tea", ("in:cs.TE",)), Target("", ("in:cs.TE", "is:unread"))
    first = ViewState(began).to(began.at(one))
    second = first.to(first.view.at(two))
    assert second.wider().view.target == one
    assert second.wider().wider().view == began
    again = second.to(second.view.at(one)).to(first.view.at(two))
    assert [again.wider().view.target, again.wider().wider().view.target] == [one, two]


def test_a_kept_list_whose_way_back_is_not_known_leads_to_all_papers() -> None:
    opened = ViewState(View().at(Target("tea", ("in:cs.TE",))))
    assert opened.wider().view == View()
