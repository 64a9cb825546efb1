"""Line breaking for Chinese, English and mixed text in terminal cells.

Chinese breaks between any two characters, except that no line begins with a closing mark (，。；）” …) or ends with
an opening one (（《“ …), that the two halves of —— and …… stay together (the line rules of GB/T 15834 and of the W3C's
Requirements for Chinese Text Layout, section 3.1), and that the number of a year, month or day stays with its unit.
English breaks at spaces and behind hyphens. Where the two meet there is a break with or without a space, so that a
Chinese run fills the line. What is longer than a line is folded.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import accumulate

from reader.text.cells import char_cells

NO_START = frozenset("，。、；：？！）】》」』〉〕〗〛〞”’…⋯—·・～％‰℃°々ー｝］＂＇／﹂﹄" + "!%),.:;?]}/-–")
"""Never the first character of a line."""

NO_END = frozenset("（【《「『〈〔〖〚〝“‘｛［﹁﹃" + "([{")
"""Never the last character of a line."""

_CURRENCY = frozenset("$¥£€＄￥")
_OF_DATES = frozenset("年月日")
"""Never parted from the digit before it."""

_BREAKING = frozenset("-–—/…")
"""Behind one of these an English word may be broken."""


@lru_cache(maxsize=512)
def break_points(text: str, width: int) -> tuple[int, ...]:
    """Where to break `text`, as offsets of code points: line n is `text[points[n - 1]:points[n]]`.

    Each line takes at most `width` cells (at least one character) once the spaces at its end are taken off; those hang
    over the edge. A newline ends its line.
    """
    points: list[int] = []
    start = 0
    for paragraph in text.split("\n"):
        if start:
            points.append(start)
        points += [start + point for point in _paragraph_points(paragraph, max(1, width))]
        start += len(paragraph) + 1
    return tuple(points)


def wrap(text: str, width: int) -> list[str]:
    """The lines of `text`, each at most `width` cells wide, without spaces at their ends; always at least one line."""
    points = break_points(text, width)
    bounds = zip((0, *points), (*points, len(text)), strict=True)
    return [text[start:end].rstrip(" \n") for start, end in bounds]


def _paragraph_points(text: str, width: int) -> Iterator[int]:
    """The breaks of one paragraph: each line is filled as far as it goes, then taken back to a place that may break."""
    ends = range(1, len(text) + 1) if text.isascii() else list(accumulate(map(char_cells, text)))
    start, used = 0, 0
    while (full := bisect_right(ends, used + width)) < len(text):
        full = max(full, start + 1)
        point = _last_break(text, start, full) or _fold(text, start, full)
        if _wastes_space(text, ends, point, full, width):
            point = _fold(text, start, full)
        if point >= len(text):
            return
        yield point
        start, used = point, ends[point - 1]


def _last_break(text: str, start: int, full: int) -> int:
    """The last place in `text[start:full]` where a line may end, spaces behind it included; 0 if there is none."""
    point = full
    while point < len(text) and text[point] == " ":
        point += 1
    if point >= len(text):
        return point
    while point > start:
        if _may_break(text, point):
            return point if text[start:point].strip(" ") or not start else 0
        point -= 1
    return 0


def _wastes_space(text: str, ends: Sequence[int], point: int, full: int, width: int) -> bool:
    """Tell whether to fill the line with the beginning of a word that will have to be folded anyway."""
    if point >= full or ends[full - 1] - ends[point - 1] <= width // 4:
        return False
    limit = bisect_right(ends, ends[point - 1] + width)
    return limit < len(text) and not _last_break(text, point, limit)


def _fold(text: str, start: int, full: int) -> int:
    """Where to break a word that is longer than a line: at its end if punctuation allows, never before an accent."""
    point = full
    while point > start + 1 and (text[point] in NO_START or text[point - 1] in NO_END or not char_cells(text[point])):
        point -= 1
    return point if point > start + 1 else full


def _may_break(text: str, point: int) -> bool:
    """Tell whether a line may end before `text[point]`; both neighbours exist."""
    left, right = text[point - 1], text[point]
    if right == " " or not char_cells(right):
        return False
    if right in NO_START and not (left == " " and _begins_word(text, point)):
        return False
    if left == " ":
        return text[:point].rstrip(" ")[-1:] not in NO_END
    if left in NO_END or left in _CURRENCY:
        return False
    if right in _OF_DATES and left.isdigit():
        return False
    if char_cells(left) == 2 or char_cells(right) == 2:
        return '"' not in (left, right) or _outside_quotes(text, point)
    return _breaks_word(text, point)


def _begins_word(text: str, point: int) -> bool:
    """Tell `.NET` and `-5` from a stray full stop."""
    after = text[point + 1 : point + 2]
    return text[point] in ".-/" and after.isascii() and after.isalnum()


def _outside_quotes(text: str, point: int) -> bool:
    """Straight quotes do not tell whether they open or close: count them."""
    opened = text.count('"', 0, point) % 2 == 1
    return not opened if text[point - 1] == '"' else not text.count('"', 0, point) % 2


def _breaks_word(text: str, point: int) -> bool:
    """Tell whether an English word may be broken before `text[point]`: `two-part`, `either/or`."""
    left, right = text[point - 1], text[point]
    if left == "”":
        return True
    return left in _BREAKING and right.isalpha() and point >= 2 and text[point - 2].isalpha()
