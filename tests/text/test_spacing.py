"""Chinese and Latin letters may be shown with a gap, and every place in the text can still be found."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.text.spacing import gaps, shown_offset, source_offset, spaced

CASES = [
    ("使用GPT模型", "使用 GPT 模型"),
    ("提高12.5%以上", "提高 12.5% 以上"),
    ("在ℝⁿ上，x̂的值", "在 ℝⁿ 上，x̂的值"),
    ("方法（OwlNet）。", "方法（OwlNet）。"),
    ("已有 gap 了", "已有 gap 了"),
    ("plain text", "plain text"),
    ("", ""),
]


@pytest.mark.parametrize(("text", "shown"), CASES)
def test_gaps_stand_between_chinese_and_latin_only(text: str, shown: str) -> None:
    assert spaced(text) == shown


@given(st.text(alphabet="中文a1，。 %"))
def test_every_place_is_found_again(text: str) -> None:
    text_gaps, shown = gaps(text), spaced(text)
    for offset, character in enumerate(text):
        assert shown[shown_offset(offset, text_gaps)] == character
        assert source_offset(shown_offset(offset, text_gaps), text_gaps) == offset
    assert len(shown) == len(text) + len(text_gaps)


def test_a_place_in_a_gap_belongs_to_what_follows() -> None:
    text_gaps = gaps("中a文")
    assert text_gaps == (1, 2)
    assert [source_offset(offset, text_gaps) for offset in range(6)] == [0, 1, 1, 2, 2, 3]
