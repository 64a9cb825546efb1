"""Chinese and Latin letters may be shown with a gap between them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.text.spacing import spaced

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
def test_nothing_but_single_spaces_is_put_in_and_only_once(text: str) -> None:
    shown = spaced(text)
    assert shown.replace(" ", "") == text.replace(" ", "")
    assert shown.count("  ") == text.count("  ")
    assert spaced(shown) == shown
