"""Nothing in a digest can take control of the terminal or of the order in which text is shown."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.text.safe import printable

CASES = {
    "colour": ("a\x1b[31mred\x1b[0m", "ared"),
    "cursor": ("a\x1b[2J\x1b[10;5Hb", "ab"),
    "eight-bit control sequence": ("a\x9b2Jb", "ab"),
    "window title": ("a\x1b]0;owned\x07b", "ab"),
    "clipboard": ("a\x1b]52;c;ZWNobw==\x1b\\b", "ab"),
    "unfinished title": ("a\x1b]0;title", "a]0;title"),
    "device control": ("a\x1bP1$r0m\x1b\\b", "ab"),
    "character set": ("a\x1b(0b", "ab"),
    "reset": ("a\x1bcb", "acb"),
    "bell and backspace": ("F\x07W\x08I", "FWI"),
    "delete": ("a\x7fb", "ab"),
    "override": ("user\u202etxt.exe", "usertxt.exe"),
    "isolates and marks": ("\u2066a\u2069\u200e\u200f\u061cb", "ab"),
    "byte order mark": ("U\ufeffC", "UC"),
    "zero width": ("con\u200bverg\u200d\u2060ence", "convergence"),
    "soft hyphen": ("co\u00adoperate", "cooperate"),
    "variation selector": ("❤\ufe0f", "❤"),
    "family": ("👨\u200d👩\u200d👧", "👨👩👧"),
    "skin tone": ("👍🏽", "👍"),
    "flag": ("🇨🇳", "CN"),
    "fillers": ("a\u3164\uffa0\u115fb", "ab"),
    "tower of accents": ("z" + "\u0301" * 40 + "a", "z" + "\u0301" * 3 + "a"),
    "surrogate": ("a\ud800b", "a\ufffdb"),
    "private use": ("a\ue000b", "a\ufffdb"),
    "not a character": ("a\uffffb", "a\ufffdb"),
    "white space": ("a\tb\nc\r\nd\u2028e\u2029f\u00a0g\u3000h\x85i", "a b c d e f g h i"),
}


@pytest.mark.parametrize(("text", "shown"), CASES.values(), ids=CASES.keys())
def test_only_visible_characters_reach_the_terminal(text: str, shown: str) -> None:
    assert printable(text) == shown


@pytest.mark.parametrize(
    "text", ["plain words", "中文，标点。“引号”——……", "Erdős, naïve, ½, x̂ₜ₊₁ ∈ ℝⁿ", "עברית and عربى", "🙂", ""]
)
def test_clean_text_is_returned_as_it_is(text: str) -> None:
    assert printable(text) is text


def test_notes_may_keep_their_lines() -> None:
    assert printable("a\r\nb\rc\u2028d\x85e\tf", keep_newlines=True) == "a\nb\nc\nd\ne f"


hostile = st.text(
    alphabet=st.one_of(
        st.characters(),
        st.sampled_from("\x1b\x9b[]0;m\x07\\\u202e\u2066\ufe0f\u200d\n"),
        st.characters(categories=["Cc", "Cf", "Cs", "Co", "Zl", "Zp", "Zs", "Mn"]),
    )
)


@given(hostile)
def test_nothing_left_can_move_the_cursor_or_reorder(text: str) -> None:
    shown = printable(text)
    assert shown.isprintable()
    assert not {unicodedata.category(character) for character in shown} & {"Cc", "Cf", "Cs", "Zl", "Zp"}


@given(hostile)
def test_newlines_are_all_that_may_be_kept(text: str) -> None:
    assert printable(text, keep_newlines=True).replace("\n", "").isprintable()


@given(hostile)
def test_safe_text_stays_as_it_is(text: str) -> None:
    assert printable(printable(text)) == printable(text)


@given(st.text(alphabet=st.characters(categories=["Lu", "Ll", "Lo", "Nd", "Po"])))
def test_letters_digits_and_punctuation_are_never_lost(text: str) -> None:
    fillers = "\u115f\u1160\u3164\uffa0"
    assert printable(text) == "".join(character for character in text if character not in fillers)
