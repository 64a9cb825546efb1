"""Widths are those of the terminal, and those the drawing library counts with."""

from __future__ import annotations

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len as drawn_cells

from reader.text.cells import cell_len, char_cells, fit, take
from reader.text.safe import printable

mixed = st.text(alphabet=st.sampled_from("ab 中文，。é“”…x̂ₜ한글한🙂ℝ"))


def test_every_character_that_can_be_shown_is_as_wide_as_it_is_drawn() -> None:
    shown = (chr(number) for number in range(0x20, sys.maxunicode + 1))
    different = [c for c in shown if printable(c) == c and char_cells(c) != drawn_cells(c)]
    assert different == []


@given(st.text().map(printable))
def test_texts_are_as_wide_as_they_are_drawn(text: str) -> None:
    assert cell_len(text) == drawn_cells(text)


@given(mixed, st.integers(-1, 30))
def test_take_is_the_longest_beginning_that_fits(text: str, width: int) -> None:
    beginning = take(text, width)
    assert text.startswith(beginning)
    assert cell_len(beginning) <= max(width, 0)
    if len(beginning) < len(text):
        assert cell_len(text[: len(beginning) + 1]) > max(width, 0) or width <= 0


@given(mixed, st.integers(0, 30))
def test_fit_is_exactly_as_wide_as_asked(text: str, width: int) -> None:
    assert cell_len(fit(text, width)) == width


@pytest.mark.parametrize(
    ("text", "width", "shown"),
    [
        ("abc", 5, "abc  "),
        ("abcdef", 4, "abc…"),
        ("中文标题", 8, "中文标题"),
        ("中文标题", 7, "中文标…"),
        ("中文标题", 6, "中文… "),
        ("a title here", 3, "a… "),
        ("中文", 1, "…"),
        ("中文", 0, ""),
    ],
)
def test_fit_cuts_between_characters_and_says_so(text: str, width: int, shown: str) -> None:
    assert fit(text, width) == shown


def test_an_accent_stays_on_its_letter_when_text_is_cut() -> None:
    assert take("ax̂b", 2) == "ax̂"
