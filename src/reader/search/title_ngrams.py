"""Strings of two to four Chinese characters in titles, and how many times each stands there, as two arrays.

They are what Chinese typed by its sound (`pinyin`) can stand for. A segment's are made from its grams' occurrences
whenever it is written, so that they know of every paper that it holds and of no other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property

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


@dataclass(frozen=True)
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

    def count(self, text: str) -> int:
        """How many times a string of at most `LONGEST` characters stands in a title."""
        code = np.uint64(_code(text))
        at = int(np.searchsorted(self.codes, code))
        return int(self.counts[at]) if at < len(self.codes) and self.codes[at] == code else 0

    def neighbours(self, text: str, *, ahead: bool) -> list[tuple[str, int]]:
        """The characters that stand before (`ahead`) or behind a string (shorter than `LONGEST`), and how often."""
        code = _code(text)
        if ahead:
            # Codes are in order of their first characters, of which there are few.
            at, characters = self._preceded(code)
        else:
            shift = np.uint64(48 - 16 * len(text))
            low, high = np.searchsorted(self.codes, np.array([code + 1, code + (1 << 64 - 16 * len(text))], np.uint64))
            codes = self.codes[low:high]
            at = np.flatnonzero(codes & ((np.uint64(1) << shift) - np.uint64(1)) == 0) + low
            characters = (self.codes[at] >> shift) & np.uint64(0xFFFF)
        return list(zip(map(chr, characters.tolist()), self.counts[at].tolist(), strict=True))

    def _preceded(self, code: int) -> tuple[npt.NDArray[np.int64], U64]:
        """Where the strings stand that are one character and then those of `code`; and these characters."""
        firsts = self._firsts
        wanted = firsts << np.uint64(48) | np.uint64(code >> 16)
        at = np.minimum(np.searchsorted(self.codes, wanted), max(len(self.codes) - 1, 0))
        known = np.flatnonzero(self.codes[at] == wanted)
        return at[known], firsts[known]

    @cached_property
    def _firsts(self) -> U64:
        """The characters that a string begins with."""
        heads = self.codes >> np.uint64(48)
        return heads[np.flatnonzero(np.diff(heads, prepend=np.uint64(0)))]

    def pairs(self) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], U16]:
        """Strings of two characters: the first, the second, and how often each stands in a title."""
        at = np.flatnonzero(self.codes & np.uint64(0xFFFF_FFFF) == 0)
        codes = self.codes[at].astype(np.int64)
        return (codes >> 48) & 0xFFFF, (codes >> 32) & 0xFFFF, self.counts[at]

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
    pairs = grams[np.argsort(grams & np.uint64(0xFFFF_FFFF), kind="stable")]
    pairs >>= np.uint64(32)
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
        codes |= follower.astype(np.uint64) << np.uint64(32 - 16 * further)
        whole &= follower != 0
    codes = codes[whole]
    unique, counts = np.unique(codes, return_counts=True)
    kept = counts >= fewest
    return unique[kept], counts[kept]


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
