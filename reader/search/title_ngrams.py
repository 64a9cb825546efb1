"""Strings of two to four Chinese characters in titles, and how many times each stands there, as two arrays.

They are what Chinese typed by its sound (`pinyin`) can stand for. A segment's are made from its grams' occurrences
whenever it is written, so that they know of every paper that it holds and of no other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

U16 = npt.NDArray[np.uint16]
U32 = npt.NDArray[np.uint32]
U64 = npt.NDArray[np.uint64]

LONGEST = 4
"""Characters: four of 16 bits fill one number."""

_FEWEST = ((2_000, 1), (16_000, 2))
_FEWEST_OF_MANY = 3
"""Papers of a segment up to which a string is kept that stands in so many titles; in larger ones, in three."""


@dataclass(frozen=True, slots=True)
class TitleNgrams:
    """The strings of one segment.

    codes   ascending; 16 bits a character, the first one on top, nothing behind the last one
    counts  how many times each stands in a title
    """

    codes: U64
    counts: U16

    def to_bytes(self) -> bytes:
        """The file: how many there are (64 bits), codes, counts."""
        return b"".join(
            (np.array([len(self.codes)], dtype="<u8").tobytes(), self.codes.tobytes(), self.counts.tobytes())
        )

    @classmethod
    def from_buffer(cls, data: memoryview) -> TitleNgrams:
        """Arrays over `data`, without copying. Raises ValueError if they do not fit."""
        size = int(np.frombuffer(data, dtype="<u8", count=1)[0])
        codes = np.frombuffer(data, dtype="<u8", count=size, offset=8)
        return cls(codes, np.frombuffer(data, dtype="<u2", count=size, offset=8 + 8 * size))

    def matching(self, places: Sequence[frozenset[str]]) -> list[tuple[str, int]]:
        """Every string that has one of `places[n]` as its character n, and no more characters, with its count."""
        later = [_allowed(characters) for characters in places[1:]] + [_ENDED] * (LONGEST - len(places))
        found = [self._beginning(ord(character), later) for character in places[0]]
        return [pair for pairs in found for pair in pairs]

    def one_longer(self, text: str, *, ahead: bool) -> list[tuple[str, int]]:
        """The strings that are `text` and one character before (`ahead`) or behind it, with their counts."""
        shift = 64 - 16 * (len(text) + 1)
        tails = self.codes << np.uint64(16) if ahead else self.codes
        size = 64 - 16 * len(text)
        fits = tails >> np.uint64(size) == np.uint64(_code(text) >> size)
        ended = (self.codes & np.uint64((1 << shift) - 1)) == 0
        last = (self.codes >> np.uint64(shift)) & np.uint64(0xFFFF)
        chosen = np.flatnonzero(fits & ended & (last != 0))
        return [(_text(int(self.codes[at])), int(self.counts[at])) for at in chosen.tolist()]

    def _beginning(self, first: int, later: Sequence[npt.NDArray[np.bool_]]) -> list[tuple[str, int]]:
        low, high = np.searchsorted(self.codes, np.array([first << 48, (first + 1) << 48], dtype=np.uint64)).tolist()
        codes = self.codes[low:high]
        fits = np.ones(len(codes), dtype=np.bool_)
        for at, allowed in enumerate(later, 1):
            fits &= allowed[(codes >> np.uint64(48 - 16 * at)) & np.uint64(0xFFFF)]
        chosen = np.flatnonzero(fits)
        counts = self.counts[low + chosen].tolist()
        return [(_text(code), count) for code, count in zip(codes[chosen].tolist(), counts, strict=True)]


def counted(grams: U64, papers: int) -> TitleNgrams:
    """The strings of a segment's titles.

    `grams`: every gram that stands in a Chinese title: its two characters (16 bits each; the second is empty at the end
    of a run) | paper (16) | place (16). `papers`: how many the segment has.
    """
    order = np.argsort(grams & np.uint64(0xFFFF_FFFF), kind="stable")
    pairs = (grams >> np.uint64(32))[order]
    second = (pairs & np.uint64(0xFFFF)).astype(np.uint16)
    fewest = next((count for most, count in _FEWEST if papers <= most), _FEWEST_OF_MANY)
    found = [_counted(pairs, second, length, fewest) for length in range(2, LONGEST + 1)]
    codes = np.concatenate([codes for codes, _ in found])
    order = np.argsort(codes)
    counts = np.concatenate([counts for _, counts in found])[order]
    return TitleNgrams(codes[order].astype("<u8"), np.minimum(counts, 0xFFFF).astype("<u2"))


def _counted(pairs: U64, second: U16, length: int, fewest: int) -> tuple[U64, npt.NDArray[np.int64]]:
    """Strings of one length, ascending, and their counts."""
    starts = max(len(pairs) - length + 2, 0)
    codes: U64 = pairs[:starts] << np.uint64(32)
    whole = second[:starts] != 0
    for further in range(1, length - 1):
        # In a run every gram but the last is followed by the one that begins with its second character.
        follower = second[further : further + starts]
        codes = codes | (follower.astype(np.uint64) << np.uint64(32 - 16 * further))
        whole &= follower != 0
    unique, counts = np.unique(codes[whole], return_counts=True)
    kept = counts >= fewest
    return unique[kept], counts[kept]


_NEARLY_ALWAYS, _MOSTLY = 0.8, 0.6
"""Shares of titles in which the same character stands before a string, or before and behind it."""


def whole_word(text: str, titles: Sequence[TitleNgrams]) -> str:
    """Two characters as the word that they are part of: `器人` -> `机器人`, `权保` -> `版权保护`; else as they are."""
    before, behind = _neighbour(text, titles, ahead=True), _neighbour(text, titles, ahead=False)
    if min(before[1], behind[1]) >= _MOSTLY:
        return before[0] + text + behind[0]
    while before[1] >= _NEARLY_ALWAYS and len(text) < LONGEST:
        text = before[0] + text
        before = _neighbour(text, titles, ahead=True)
    return text


def whole_end(text: str, titles: Sequence[TitleNgrams]) -> str:
    """A string of characters with those that nearly always follow it in titles: `语言模` -> `语言模型`."""
    for _ in range(LONGEST):
        follower, share = _neighbour(text[1 - LONGEST :], titles, ahead=False)
        if share < _NEARLY_ALWAYS:
            break
        text += follower
    return text


def _neighbour(text: str, titles: Sequence[TitleNgrams], *, ahead: bool) -> tuple[str, float]:
    """The commonest character before (`ahead`) or behind a string, and in what share of its titles it stands there."""
    if len(text) >= LONGEST:
        return "", 0.0
    alone, longer = 0, Counter[str]()
    code = _code(text)
    for ngrams in titles:
        at = int(np.searchsorted(ngrams.codes, np.uint64(code)))
        if at < len(ngrams.codes) and int(ngrams.codes[at]) == code:
            alone += int(ngrams.counts[at])
        for string, count in ngrams.one_longer(text, ahead=ahead):
            longer[string] += count
    if not alone or not longer:
        return "", 0.0
    best, count = longer.most_common(1)[0]
    return (best[0] if ahead else best[-1]), count / alone


def _code(text: str) -> int:
    return int.from_bytes(text.encode("utf-16-be").ljust(2 * LONGEST, b"\0"), "big")


@cache
def _allowed(characters: frozenset[str]) -> npt.NDArray[np.bool_]:
    """Truth value by character."""
    table = np.zeros(1 << 16, dtype=np.bool_)
    table[[ord(character) for character in characters]] = True
    return table


_ENDED = _allowed(frozenset("\0"))


def _text(code: int) -> str:
    return "".join(chr(code >> shift & 0xFFFF) for shift in (48, 32, 16, 0)).rstrip("\0")
