from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.model import Lang, Sort
from reader.tui.kept_state import kept, restored
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
