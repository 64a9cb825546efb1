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
