from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.sources.cleaning import clean, clean_line
from reader.text.script import has_han


@pytest.mark.parametrize(
    ("raw", "cleaned"),
    [
        ("  a title \n", "a title"),
        (" \t\n ", None),
        ("a\x07b", "a b"),
        ("red\x1b[31m alert", "red alert"),
        ("a\x1b]0;title\x07b\x1b]8;;https://x.example\x1b\\c\x9b2Jd\x1b(Be", "abcde"),
        ("unended \x1b]0; text", "unended  ]0; text"),
        ("\ufeffmark", "mark"),
        ("abc\u202edcba\u202c", "abcdcba"),
        ("zero\u200bwidth\u200d", "zerowidth"),
        ("next\u0085line\u2028end", "next line end"),
        ("half\ud800", "half\ufffd"),
        ("the <p<1 case </br> [cs.LG] &amp; $5", "the <p<1 case </br> [cs.LG] &amp; $5"),
        ("中文，保持原样。", "中文，保持原样。"),
        ("é 🍵", "é 🍵"),
        ("\u200b", None),
    ],
)
def test_what_steers_a_terminal_goes_and_what_is_text_stays(raw: str, cleaned: str | None) -> None:
    assert clean(raw) == cleaned


def test_a_title_stands_on_one_line_and_an_abstract_keeps_its_lines() -> None:
    assert clean_line("a title\n    in two lines") == "a title in two lines"
    assert clean("first line\n    second line") == "first line\nsecond line"


@given(st.text(st.characters()))
def test_no_control_character_is_ever_left(text: str) -> None:
    cleaned = clean(text)
    if cleaned is not None:
        assert cleaned == cleaned.strip() != ""
        assert not any(unicodedata.category(character) in {"Cc", "Cs"} for character in re.sub(r"[\n\t]", "", cleaned))
        assert not set(cleaned) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")
        assert clean(cleaned) == cleaned


def test_chinese_is_told_by_its_characters() -> None:
    assert has_han("about 茶")
    assert not has_han("sobre el té，")


def test_long_runs_take_no_long_time() -> None:
    run = " " * 300_000
    assert clean(f"a\x07{run}b\n{run}c") == f"a {run}b\nc"
    assert clean_line(f"a\n{run}b") == "a b"
