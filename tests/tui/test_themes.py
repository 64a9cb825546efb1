"""Contrast by the formula of the Web Content Accessibility Guidelines 2.2 (relative luminance, contrast ratio)."""

from __future__ import annotations

from itertools import combinations_with_replacement, product

import pytest
from rich.color import Color

from reader.tui import themes
from reader.tui.spans import Role
from reader.tui.themes import CURSOR, FOCUSED, HIT, SELECTION, THEME_NAMES

READABLE = 4.5
WORDS = [role for role in Role if role is not Role.RULE]


def luminance(color: Color) -> float:
    def linear(value: int) -> float:
        share = value / 255
        return share / 12.92 if share <= 0.04045 else float(((share + 0.055) / 1.055) ** 2.4)

    red, green, blue = map(linear, color.get_truecolor())
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Color, other: Color) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_black_on_white_has_the_greatest_contrast_there_is() -> None:
    assert contrast(Color.parse("#000000"), Color.parse("#ffffff")) == pytest.approx(21)
    for shade, other in combinations_with_replacement(("#777777", "#123456"), 2):
        assert (contrast(Color.parse(shade), Color.parse(other)) == 1) == (shade == other)


@pytest.mark.parametrize(
    ("theme", "state"), product([name for name in THEME_NAMES if name != "ansi"], (CURSOR, FOCUSED))
)
def test_every_word_on_the_selected_row_can_be_read(theme: str, state: str) -> None:
    palette = themes.palette(theme)
    for role in (*WORDS, HIT):
        style = palette[role] + palette[state]
        assert style.color is not None
        assert style.bgcolor is not None
        assert contrast(style.color, style.bgcolor) >= READABLE, role


@pytest.mark.parametrize("theme", [name for name in THEME_NAMES if name != "ansi"])
def test_text_selected_with_the_mouse_can_be_read(theme: str) -> None:
    palette = themes.palette(theme)
    for role in WORDS:
        style = palette[role] + palette[SELECTION]
        assert style.color is not None
        assert style.bgcolor is not None
        assert contrast(style.color, style.bgcolor) >= READABLE


def test_in_the_terminal_s_own_colours_nothing_on_the_selected_row_is_dim() -> None:
    palette = themes.palette("ansi")
    for role, state in product(WORDS, (CURSOR, FOCUSED)):
        style = palette[role] + palette[state]
        assert not style.dim
        assert style.bgcolor is None
