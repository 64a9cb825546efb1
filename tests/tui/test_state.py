from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.model import Lang, Sort
from reader.tui.state import Layout, ViewState, restored


def test_what_was_kept_comes_back() -> None:
    state = ViewState(
        query="茶 tea", filters=("is:unread",), sort=Sort.DATE, paper="2608.00001", depth=7, lang=Lang.BOTH, rows=3
    )
    state = replace(state, layout=Layout.STACKED, share=55, zoomed=True, theme="light", interface="zh")
    assert restored(state.to_json(), ViewState()) == state


@pytest.mark.parametrize("kept", [None, "", "{", "[]", '{"rows": 9, "lang": "tlh", "share": "x", "unheard": 1}'])
def test_what_cannot_be_used_is_left_at_its_beginning(kept: str | None) -> None:
    start = ViewState(lang=Lang.EN, rows=1)
    assert restored(kept, start) == start


@given(st.text())
def test_no_kept_text_breaks_the_start(kept: str) -> None:
    restored(kept, ViewState())


def test_filters_are_added_to_what_is_typed() -> None:
    assert ViewState("tea", ("is:unread", "in:cs.TE")).search_text == "tea is:unread in:cs.TE"
    assert ViewState("tea OR coffee", ("is:unread",)).search_text == "(tea OR coffee) is:unread"
    assert ViewState("  ").search_text == ""
