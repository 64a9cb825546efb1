"""A gap between Chinese and Latin letters or digits, as a way of showing text; stored text is never changed."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise

_LEFT_OF_GAP = "%°′"
_RIGHT_OF_GAP = "$@#√"


def spaced(text: str) -> str:
    """`text` with one space at each of its gaps."""
    if text.isascii():
        return text
    gaps = [offset for offset, (left, right) in enumerate(pairwise(text), start=1) if _is_gap(left, right)]
    return " ".join([text[start:end] for start, end in pairwise((0, *gaps, len(text)))])


def _is_gap(left: str, right: str) -> bool:
    if _is_han(left):
        return right in _RIGHT_OF_GAP or _is_latin(right)
    return _is_han(right) and (left in _LEFT_OF_GAP or _is_latin(left))


@lru_cache(maxsize=8192)
def _is_han(character: str) -> bool:
    """Chinese characters and kana; no punctuation."""
    return (
        "\u3400" <= character <= "\u9fff"
        or "\u3041" <= character <= "\u30fe"
        or "\uf900" <= character <= "\ufaff"
        or "\U00020000" <= character <= "\U0003ffff"
        or character == "〇"
    )


@lru_cache(maxsize=4096)
def _is_latin(character: str) -> bool:
    """Letters and digits of other scripts, among them the Greek, styled, raised and lowered ones of formulas."""
    return character.isalnum() and not _is_han(character) and not "\u2e80" <= character <= "\uffef"
