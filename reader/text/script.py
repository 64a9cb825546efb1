"""In which script a text is written."""

from __future__ import annotations

import re
from functools import cache

_LOOKED_AT = 60
"""Code points of a text that tell Chinese from Japanese: every text that is stored is asked."""


def has_han(text: str) -> bool:
    """Whether there is a Chinese character in `text`."""
    return _han().search(text) is not None


def is_chinese(text: str) -> bool:
    """Whether `text` is written in Chinese: it has Chinese characters, and at its beginning kana are less than a fifth.

    Chinese quotes a Japanese name now and then; in Japanese about half of the characters are kana.
    """
    if not has_han(text):
        return False
    beginning = text[:_LOOKED_AT]
    kana = _kana().search(beginning)
    return not kana or len(_kana().findall(beginning)) * 4 < len(_han().findall(beginning))


@cache
def _kana() -> re.Pattern[str]:
    """Hiragana and katakana without their marks: the middle dot also stands in Chinese names."""
    return re.compile("[\u3041-\u3096\u30a1-\u30fa]")


@cache
def _han() -> re.Pattern[str]:
    """Compiled when it is first asked for: that takes a millisecond, and who only opens the screen does not ask."""
    return re.compile("[\u3400-\u9fff]")
