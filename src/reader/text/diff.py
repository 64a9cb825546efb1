"""What changed between two versions of a text, word by word (character by character in Chinese)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import groupby

_TOKEN = re.compile(r"[A-Za-z0-9\u00c0-\u024f]+|\s+|.", re.S)
_MAX_TOKENS = 2_000
"""Longer texts are compared only at their ends: what lies between counts as replaced."""


class Change(StrEnum):
    """What became of a stretch of text."""

    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


Stretch = tuple[Change, str]


def difference(old: str, new: str) -> tuple[Stretch, ...]:
    """Tell how `new` came out of `old`.

    The stretches that are not added, put together, are `old`; those that are not removed are `new`. Where something was
    replaced, the removed stretch stands before the added one. Neighbours never have the same kind, and none is empty.
    """
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    start = _common(before, after)
    end = _common(before[start:][::-1], after[start:][::-1])
    middle = _middle(before[start : len(before) - end], after[start : len(after) - end])
    head, tail = "".join(before[:start]), "".join(before[len(before) - end :])
    return tuple(_tidied([(Change.SAME, head), *middle, (Change.SAME, tail)]))


def _common(before: Sequence[str], after: Sequence[str]) -> int:
    """How many tokens both begin with."""
    length = 0
    for left, right in zip(before, after, strict=False):
        if left != right:
            break
        length += 1
    return length


def _middle(before: Sequence[str], after: Sequence[str]) -> Iterator[Stretch]:
    if max(len(before), len(after)) > _MAX_TOKENS:
        yield Change.REMOVED, "".join(before)
        yield Change.ADDED, "".join(after)
        return
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for kind, left, left_end, right, right_end in matcher.get_opcodes():
        if kind == "equal" and not _is_chance(before[left:left_end]):
            yield Change.SAME, "".join(before[left:left_end])
        else:
            yield Change.REMOVED, "".join(before[left:left_end])
            yield Change.ADDED, "".join(after[right:right_end])


def _is_chance(tokens: Sequence[str]) -> bool:
    """A space or a single 的 between two changes is no common text: showing it as such makes the rest unreadable."""
    words = [token for token in tokens if token.isalnum()]
    return not words or (len(words) == 1 and len(words[0]) == 1)


def _tidied(stretches: Iterable[Stretch]) -> Iterator[Stretch]:
    """Join neighbours, removed text before added text."""
    for same, run in groupby(stretches, key=lambda stretch: stretch[0] is Change.SAME):
        pieces = list(run)
        for change in (Change.SAME,) if same else (Change.REMOVED, Change.ADDED):
            text = "".join(text for kind, text in pieces if kind is change)
            if text:
                yield change, text
