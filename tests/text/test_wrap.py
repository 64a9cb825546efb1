"""Lines fill the width, break where a Chinese or English reader expects it, and lose nothing."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reader.text.cells import cell_len
from reader.text.wrap import NO_END, NO_START, break_points, wrap

ZH = "我们提出了一种新方法（称为Lighthouse），用于“长文本”的理解……实验表明：它在3个数据集上优于基线——平均提高12.5％。"
EN = "We propose a state-of-the-art method, called Lighthouse (see Fig. 3), for long-text understanding on GPUs."

words = st.sampled_from(
    [
        "的",
        "模型",
        "，",
        "。",
        "（",
        "）",
        "“",
        "”",
        "——",
        "……",
        "、",
        "a",
        "model",
        "state-of-the-art",
        "(x)",
        " ",
        "3.5%",
    ]
)
mixed = st.lists(words, max_size=40).map("".join)
anything = st.text(alphabet=st.characters(exclude_categories=["Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"]))
widths = st.integers(2, 40)


@given(st.one_of(mixed, anything), widths)
@example("x" * 50, 7)
@example("，" * 20, 5)
def test_no_line_is_wider_than_the_pane(text: str, width: int) -> None:
    assert all(cell_len(line) <= width for line in wrap(text, width))


@given(st.one_of(mixed, anything), st.integers(-1, 40))
def test_no_text_is_lost(text: str, width: int) -> None:
    assert "".join(wrap(text, width)).replace(" ", "") == text.replace(" ", "")


@given(mixed, widths)
def test_break_points_are_in_order_and_inside_the_text(text: str, width: int) -> None:
    points = (0, *break_points(text, width), len(text))
    if text:
        assert all(before < after for before, after in pairwise(points))


@given(mixed, st.integers(30, 60))
def test_lines_neither_begin_with_a_closing_mark_nor_end_with_an_opening_one(text: str, width: int) -> None:
    text = "字" + text.replace(" ", "").replace("（）", "").replace("“”", "")
    runs = "".join("x" if character in NO_START | NO_END else " " for character in text).split()
    if any(len(run) > 4 for run in runs):
        return  # a heap of punctuation as long as a line has no good break
    lines = wrap(text, width)
    assert not [line for line in lines[1:] if line[0] in NO_START]
    assert not [line for line in lines[:-1] if line[-1] in NO_END]


@pytest.mark.parametrize("width", range(12, 60))
def test_chinese_fills_its_lines(width: int) -> None:
    lines = wrap(ZH, width)
    assert all(cell_len(line) >= width - 14 for line in lines[:-1])
    assert all(line[0] not in NO_START for line in lines)
    assert all(line[-1] not in NO_END for line in lines)


@pytest.mark.parametrize("mark", ["——", "……"])
@pytest.mark.parametrize("width", range(4, 20))
def test_double_marks_stay_together(mark: str, width: int) -> None:
    assert any(mark in line for line in wrap(f"一二三四五{mark}六七八九十", width))


def test_chinese_and_english_meet_without_a_ragged_gap() -> None:
    assert wrap("使用Transformer模型进行预训练", 16) == ["使用Transformer", "模型进行预训练"]
    assert wrap("使用Transformer模型进行预训练", 18) == ["使用Transformer模", "型进行预训练"]


def test_english_breaks_at_spaces_and_behind_hyphens_only() -> None:
    assert wrap(EN, 24) == [
        "We propose a state-of-",
        "the-art method, called",
        "Lighthouse (see Fig. 3),",
        "for long-text",
        "understanding on GPUs.",
    ]


def test_an_apostrophe_does_not_break_a_word() -> None:
    assert wrap("they don’t", 8) == ["they", "don’t"]


def test_a_number_keeps_its_sign_and_its_currency() -> None:
    assert wrap("约为$5亿", 5) == ["约为", "$5亿"]
    assert wrap("温度为 -5 度", 8) == ["温度为", "-5 度"]


def test_straight_quotes_stay_with_what_they_quote() -> None:
    assert wrap('所谓"模型"就是', 6) == ["所谓", '"模型"', "就是"]
    assert wrap('"和"a', 4) == ['"和"', "a"]


def test_a_word_longer_than_the_line_is_folded_and_fills_it() -> None:
    assert wrap("见 " + "x" * 30, 20) == ["见 " + "x" * 17, "x" * 13]
    assert wrap("x xxxxx", 4) == ["x xx", "xxx"]
    assert wrap("xxxxx", 1) == list("xxxxx")


def test_a_word_that_fits_on_the_next_line_is_not_folded() -> None:
    assert wrap("x xxxx", 4) == ["x", "xxxx"]


def test_spaces_at_a_line_end_hang_over_the_edge() -> None:
    assert wrap("ab   cd", 2) == ["ab", "cd"]
    assert wrap("ab   ", 2) == ["ab"]


def test_newlines_end_lines() -> None:
    assert wrap("a\n\nb c\n", 1) == ["a", "", "b", "c", ""]
    assert wrap("", 10) == [""]


@pytest.mark.parametrize("width", [40, 60, 76])
def test_real_abstracts_have_almost_no_bad_line(corpus: Path, width: int) -> None:
    lines = 0
    bad = 0
    for digest in sorted((corpus / "day-2026-08-14").glob("*.md"))[:2]:
        for paragraph in digest.read_text(encoding="utf-8").split("\n\n"):
            wrapped = wrap(" ".join(paragraph.split()), width)
            lines += len(wrapped)
            bad += sum(line[0] in "，。、；：？！）】》”…" for line in wrapped[1:])
    assert bad < lines / 1000, json.dumps({"lines": lines, "bad": bad})


@pytest.mark.parametrize("width", range(6, 20))
def test_the_parts_of_a_chinese_date_stay_whole(width: int) -> None:
    for line in wrap("首次公布于2024年12月27日，更新于2025年1月3日", width):
        assert not line.startswith(("年", "月", "日"))
