"""How many terminal cells a text takes.

A character takes 0, 1 or 2 cells (Unicode Standard Annex 11; combining marks take none). The numbers agree with those
of rich, which draws the screen, for every character `reader.text.safe.printable` lets through; a test compares all of
them. Sequences that terminals join into one picture do not occur in such text.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_COMMON_WIDE = re.compile(
    "[\u3001-\u3029\u3041-\u3096\u30a1-\u30fa\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uff01-\uff60]+"
)
"""Chinese, Japanese and Korean letters and punctuation, for counting in runs."""

_NEWLY_WIDE = re.compile("[\u2630-\u2637\u268a-\u268f\u4dc0-\u4dff\U0001d300-\U0001d356\U0001d360-\U0001d376]")
"""Wide since Unicode 16: the tables of Python 3.11 to 3.13 are older."""

_JOINING_JAMO = re.compile("[\u1160-\u11ff\ud7b0-\ud7c6\ud7cb-\ud7fb]")
"""Korean vowels and finals: they are drawn into the cells of the consonant before them."""

_MARKS = frozenset(("Mn", "Mc", "Me"))


@lru_cache(maxsize=8192)
def char_cells(character: str) -> int:
    """The cells one character takes: 0, 1 or 2."""
    if " " <= character <= "~":
        return 1
    if unicodedata.category(character) in _MARKS or _JOINING_JAMO.match(character):
        return 0
    wide = unicodedata.east_asian_width(character) in "WF" or _NEWLY_WIDE.match(character)
    return 2 if wide else 1


def cell_len(text: str) -> int:
    """The cells `text` takes on one line."""
    if text.isascii():
        return len(text)
    rest = _COMMON_WIDE.sub("", text)
    wide = 2 * (len(text) - len(rest))
    return wide + (len(rest) if rest.isascii() else sum(map(char_cells, rest)))


def take(text: str, width: int) -> str:
    """The longest beginning of `text` that takes at most `width` cells."""
    if width <= 0:
        return ""
    if len(text) <= width and (text.isascii() or cell_len(text) <= width):
        return text
    if text[:width].isascii():
        return _with_marks(text, width)
    used = 0
    for index, character in enumerate(text):
        used += char_cells(character)
        if used > width:
            return text[:index]
    return text


def _with_marks(text: str, end: int) -> str:
    """`text[:end]` and the combining marks that stand over its last character."""
    while end < len(text) and not char_cells(text[end]):
        end += 1
    return text[:end]


@lru_cache(maxsize=1024)
def fit(text: str, width: int, ellipsis: str = "…") -> str:
    """`text` in exactly `width` cells: filled up with spaces, or cut and ended with `ellipsis`."""
    if width <= 0:
        return ""
    shown = take(text, width)
    if len(shown) < len(text):
        mark = take(ellipsis, width)
        shown = take(text, width - cell_len(mark)).rstrip(" ") + mark
    return shown + " " * (width - cell_len(shown))
