"""A new version of an abstract shows what was changed, in words or in Chinese characters."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.text.diff import Change, difference

SAME, REMOVED, ADDED = Change.SAME, Change.REMOVED, Change.ADDED

CASES = [
    ("", "", ()),
    ("same", "same", ((SAME, "same"),)),
    ("we count owls", "we count crows", ((SAME, "we count "), (REMOVED, "owls"), (ADDED, "crows"))),
    ("we count", "we count owls", ((SAME, "we count"), (ADDED, " owls"))),
    ("准确率为90%。", "准确率为95%。", ((SAME, "准确率为"), (REMOVED, "90"), (ADDED, "95"), (SAME, "%。"))),
    ("我们数猫", "我们数狗", ((SAME, "我们数"), (REMOVED, "猫"), (ADDED, "狗"))),
    ("red fox", "big owl", ((REMOVED, "red fox"), (ADDED, "big owl"))),
]


@pytest.mark.parametrize(("old", "new", "stretches"), CASES)
def test_changes_are_shown_by_words_and_characters(
    old: str, new: str, stretches: tuple[tuple[Change, str], ...]
) -> None:
    assert difference(old, new) == stretches


texts = st.one_of(
    st.lists(st.sampled_from(["an ", "owl", "猫", "的", " ", "，", "3.5"]), max_size=20).map("".join), st.text()
)


@given(texts, texts)
def test_both_versions_can_be_read_out_of_the_difference(old: str, new: str) -> None:
    stretches = difference(old, new)
    assert "".join(text for change, text in stretches if change is not ADDED) == old
    assert "".join(text for change, text in stretches if change is not REMOVED) == new


@given(texts, texts)
def test_stretches_are_joined_and_not_empty(old: str, new: str) -> None:
    stretches = difference(old, new)
    assert all(text for _, text in stretches)
    assert all(first[0] != second[0] for first, second in pairwise(stretches))


def test_huge_texts_are_compared_at_their_ends_only() -> None:
    old, new = "a " * 3000, "b " * 3000
    assert difference(f"x {old}z", f"x {new}z") == ((SAME, "x "), (REMOVED, old[:-1]), (ADDED, new[:-1]), (SAME, " z"))
