"""All segments as one archive: its papers in one row, the terms of the forward files under one number each.

Papers are named here by their place: those of the first segment, then those of the second, and so on. An array with a
value for each place is what the functions that look for papers near in meaning work on.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np
import numpy.typing as npt

from reader.search.bonds import Bonds, Counted
from reader.search.forward import ROW, word_key
from reader.search.paper_sets import distinct
from reader.search.segment import Segment, gram_text
from reader.search.segment_format import IMPACT, U8, U32
from reader.search.whole_words import WholeWords

F32 = npt.NDArray[np.float32]
F64 = npt.NDArray[np.float64]
I64 = npt.NDArray[np.int64]

_LARGEST_SHARE = 0.3
_FEWEST = 20
"""Terms in fewer papers, or in a larger share of them, say nothing about meaning; in small archives `_FEWEST_SHARE`."""

_FEWEST_SHARE = 0.002
_EDGES = "的和了在与于是为对中以及或从将其"
"""Function characters: pairs that begin or end with one are rather grammar than words."""


class Archive:
    """The segments of one snapshot, seen as one. Worked out once a snapshot, a few milliseconds a segment.

    nums   paper numbers by place; 0: deleted
    total  papers, without the deleted ones
    count  in how many papers each term of the forward files stands
    numbers  of each segment's keys in its forward file: their numbers in the archive
    by_chance  what papers drawn at random share, by how many they are (see `companions.chance`)
    """

    def __init__(self, segments: Sequence[Segment], words: WholeWords) -> None:
        """`words`: of these segments."""
        self.segments = segments
        self._words = words
        self.offsets = np.concatenate(([0], np.cumsum([segment.count for segment in segments]))).astype(np.int64)
        self.size = int(self.offsets[-1])
        self.nums: U32 = np.concatenate([np.zeros(0, dtype=np.uint32), *(segment.nums for segment in segments)])
        self.total = sum(segment.live for segment in segments)
        self.by_chance: dict[int, float] = {}
        keys = [segment.files.forward.keys for segment in segments]
        self._keys = keys[0] if len(keys) == 1 else distinct(np.concatenate([np.zeros(0, np.uint64), *keys]))
        self.numbers = [
            np.searchsorted(self._keys, segment.files.forward.keys).astype(np.int32) for segment in segments
        ]
        self.count: I64 = np.zeros(len(self._keys), dtype=np.int64)
        for segment, numbers in zip(segments, self.numbers, strict=True):
            terms = segment.files.forward.terms.astype(np.int64)
            postings = segment.files.dictionary.postings
            self.count[numbers] += postings[terms + 1].astype(np.int64) - postings[terms]
        fewest = min(_FEWEST, max(2, int(self.total * _FEWEST_SHARE)))
        self.telling: npt.NDArray[np.bool_] = (self.count >= fewest) & (
            self.count <= max(self.total * _LARGEST_SHARE, fewest)
        )

    @cached_property
    def edged(self) -> npt.NDArray[np.bool_]:
        """The terms that are pairs of characters, one of which is a function character."""
        edged = self.is_pair
        pairs = np.flatnonzero(edged)
        edged[pairs] = self.holds(pairs, _EDGES)
        return edged

    @property
    def is_pair(self) -> npt.NDArray[np.bool_]:
        """The terms that are pairs of characters."""
        pair: npt.NDArray[np.bool_] = self._keys < 1 << 32
        return pair

    def number(self, word: str) -> int:
        """The term that is a word, or -1."""
        key = np.uint64(word_key(word))
        at = int(np.searchsorted(self._keys, key))
        return at if at < len(self._keys) and self._keys[at] == key else -1

    def holds(self, pairs: I64, characters: str) -> npt.NDArray[np.bool_]:
        """Which pairs of characters hold one of some."""
        codes = np.array([ord(character) for character in characters], dtype=np.uint64)
        first, second = self._keys[pairs] >> np.uint64(16), self._keys[pairs] & np.uint64(0xFFFF)
        held: npt.NDArray[np.bool_] = np.isin(first, codes) | np.isin(second, codes)
        return held

    def text(self, term: int) -> str:
        """Term `term` (its number here) as it is written; KeyError if no segment has it."""
        key = int(self._keys[term])
        if key < 1 << 32:
            return gram_text(key)
        for segment in self.segments:
            forward = segment.files.forward
            at = int(np.searchsorted(forward.keys, np.uint64(key)))
            if at < len(forward.keys) and int(forward.keys[at]) == key:
                return segment.text(int(forward.terms[at]))[1]
        raise KeyError(term)

    def word(self, term: int) -> str:
        """A term as a reader knows it: two characters as the word that they are part of; empty if they are of none."""
        text = self.text(term)
        return self._words.whole(text) if int(self._keys[term]) < 1 << 32 else text

    def rows(self, places: I64) -> tuple[I64, F64, I64]:
        """The telling terms of papers (ascending places): terms, impacts, and which of `places` each belongs to."""
        bounds = np.searchsorted(places, self.offsets)
        parts = []
        for at, segment in enumerate(self.segments):
            low, high = int(bounds[at]), int(bounds[at + 1])
            if low < high:
                forward = segment.files.forward
                local = places[low:high] - self.offsets[at]
                starts = forward.starts[local].astype(np.int64)
                counts = forward.starts[local + 1].astype(np.int64) - starts
                before = np.cumsum(counts) - counts
                chosen = np.repeat(starts - before, counts) + np.arange(counts.sum())
                terms = self.numbers[at][forward.entries[chosen]].astype(np.int64)
                parts.append(
                    _cut(terms, forward.impacts[chosen], np.repeat(np.arange(low, high), counts), self.telling)
                )
        if not parts:
            return np.zeros(0, np.int64), np.zeros(0), np.zeros(0, np.int64)
        terms, impacts, owners = (np.concatenate(each) for each in zip(*parts, strict=True))
        return terms, impacts, owners

    def likeness(self, terms: I64, weights: F64) -> F32:
        """How much papers have of some terms, by place: the sum of their impacts times the terms' weights."""
        sums: F32 = np.zeros(self.size, dtype=np.float32)
        for at, segment in enumerate(self.segments):
            known = self._in_segment(at, terms, weights)
            if known:
                papers = np.concatenate([segment.papers(term) for term, _ in known])
                impacts = np.concatenate([segment.impacts(term, term + 1) for term, _ in known])
                counts = [segment.frequency(term, term + 1) for term, _ in known]
                shares = np.repeat([weight for _, weight in known], counts) * (impacts & np.uint8(IMPACT))
                sums[self.offsets[at] : self.offsets[at + 1]] = np.bincount(papers, shares, segment.count)
        return sums

    def _in_segment(self, at: int, terms: I64, weights: F64) -> list[tuple[int, float]]:
        """The terms that a segment's forward file knows, by their numbers there."""
        own = self.terms_in(at, terms)
        known = np.flatnonzero(own >= 0)
        return list(zip(own[known].tolist(), weights[known].tolist(), strict=True))

    def terms_in(self, at: int, terms: I64) -> I64:
        """The numbers of terms in a segment, -1 for those that its forward file does not have."""
        forward = self.segments[at].files.forward
        if not len(forward.keys):
            return np.full(len(terms), -1, dtype=np.int64)
        keys = self._keys[terms]
        places = np.minimum(np.searchsorted(forward.keys, keys), len(forward.keys) - 1)
        return np.where(forward.keys[places] == keys, forward.terms[places].astype(np.int64), -1)

    # Pairs of Chinese characters

    @cached_property
    def _bonds(self) -> Bonds:
        return Bonds(map(_pairs, self.segments))

    def bond(self, pair: str, fewest: int) -> float:
        """How much oftener two characters stand together than by chance (natural logarithm); -2 if that is seldom."""
        papers = self.papers_with_pair(pair)
        if papers < fewest:
            return -2.0
        return float(self._bonds.of(ord(pair[0]), ord(pair[1]), papers))

    def bonds(self, pairs: I64) -> F64:
        """`bond` of terms that are pairs of characters."""
        codes = self._keys[pairs].astype(np.int64)
        return self._bonds.of(codes >> 16, codes & 0xFFFF, self.count[pairs])

    def papers_with_pair(self, pair: str) -> int:
        """In how many papers two characters stand next to each other."""
        code = ord(pair[0]) << 16 | ord(pair[1])
        numbers = [(segment, segment.gram(code)) for segment in self.segments]
        return sum(segment.frequency(term, term + 1) for segment, term in numbers if term >= 0)

    def pairs_with(self, character: str) -> list[str]:
        """Every pair that holds a character."""
        code = ord(character)
        found: set[int] = set()
        for segment in self.segments:
            codes = segment.grams
            held = (codes >> np.uint32(16) == code) | (codes & np.uint32(0xFFFF) == code)
            found.update(codes[held & ((codes & np.uint32(0xFFFF)) != 0)].tolist())
        return [gram_text(code) for code in sorted(found)]


def _pairs(segment: Segment) -> Counted:
    """The pairs of characters in a segment, and how many papers have each."""
    at = np.flatnonzero(segment.grams & np.uint32(0xFFFF))
    codes = segment.grams[at].astype(np.int64)
    return codes >> 16, codes & 0xFFFF, np.diff(segment.files.dictionary.postings[segment.word_count :])[at]


def _cut(terms: I64, impacts: U8, owners: I64, telling: npt.NDArray[np.bool_]) -> tuple[I64, F64, I64]:
    """The first `ROW` telling terms of each row."""
    kept = np.flatnonzero(telling[terms])
    terms, impacts, owners = terms[kept], impacts[kept], owners[kept]
    first = np.searchsorted(owners, owners)
    short = np.arange(len(owners)) - first < ROW
    return terms[short], impacts[short].astype(np.float64), owners[short]
