"""The forward file `.fwd` of a segment: for each paper the terms that say most about it, with their impacts.

Postings lead from terms to papers; this leads back, which is what finding papers near in meaning begins with. Which
terms a paper's row holds depends on the paper and on its segment alone, so that a day is appended. Impact and not
rarity chooses: rare words are what papers share least.

Terms are numbered anew in each segment, so that a row takes three bytes a term; what they have in common across
segments is a key: a gram's two characters, or the hash of a word.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
import numpy.typing as npt

U8 = npt.NDArray[np.uint8]
U16 = npt.NDArray[np.uint16]
U32 = npt.NDArray[np.uint32]
I32 = npt.NDArray[np.int32]
U64 = npt.NDArray[np.uint64]

ROW = 48
"""Terms of a row that are looked at. More and fewer were tried: 32 and 60 find less."""

_SMALL = 4096
"""In a segment of fewer papers nobody can tell yet which terms are rare, so longer rows are kept."""

_LONG_ROW = 2 * ROW + 32
_FEWEST, _LARGEST_SHARE, _LARGEST_SHARE_OF_FEW = 20, 0.3, 0.34
"""A term in fewer papers of a (large) segment, or in a larger share of them, stands in no row; of few papers a
third may be about one thing."""

_SLACK = 16
"""Terms beyond the row that are kept until it is known which of them are numbers."""

_ROOM, _BLOCK = 500_000, 250_000
"""Candidates collected before the best are chosen, and looked at in one go at the end: bounds the memory."""

_WORD = 1 << 63
_HEADER = 4


def word_key(word: str) -> int:
    """The key of a word; those of grams are smaller."""
    return int.from_bytes(blake2b(word.encode(), digest_size=8).digest(), "little") | _WORD


@dataclass(frozen=True, slots=True)
class Forward:
    """One segment's rows.

    keys     of the terms that stand in rows, ascending; their places here are what `entries` are
    terms    their numbers in the segment
    starts   where each paper's row begins in `entries` (one more for the end)
    entries  terms of all rows, those of the highest impact first in each
    impacts  the same for their impacts (1 to 127)
    """

    keys: U64
    terms: U32
    starts: U32
    entries: U16
    impacts: U8

    def to_bytes(self) -> bytes:
        """The file: four lengths (32 bits), then the arrays, the widest first."""
        arrays = (self.keys, self.terms, self.starts, self.entries, self.impacts)
        header = np.array([len(self.keys), len(self.starts), len(self.entries), 0], dtype="<u4")
        return b"".join((header.tobytes(), *(array.tobytes() for array in arrays)))

    @classmethod
    def from_buffer(cls, data: memoryview, papers: int) -> Forward:
        """Arrays over `data`, without copying. Raises ValueError if they do not fit."""
        keys, rows, entries, _ = np.frombuffer(data, dtype="<u4", count=_HEADER).tolist()
        at, arrays = _HEADER * 4, []
        for dtype, length in (("<u8", keys), ("<u4", keys), ("<u4", rows), ("<u2", entries), ("u1", entries)):
            arrays.append(np.frombuffer(data, dtype=dtype, count=length, offset=at))
            at += arrays[-1].nbytes
        ends = arrays[2]
        if rows != papers + 1 or ends[-1] != entries or at != len(data) or (ends[1:] < ends[:-1]).any():
            raise ValueError("rows")
        return cls(*arrays)


class ForwardBuilder:
    """Chooses the terms of highest impact of every paper of a segment, while its postings pass by term after term."""

    def __init__(self, papers: int) -> None:
        self._papers = papers
        small = papers < _SMALL
        self._row = _LONG_ROW if small else ROW
        self._fewest = 1 if small else _FEWEST
        self._most = max(papers * (_LARGEST_SHARE_OF_FEW if small else _LARGEST_SHARE), 2)
        # The best keys so far, then those that wait: one array, so that none is copied to be sorted.
        self._keys: U64 = np.empty(papers * (self._row + _SLACK) + 2 * _ROOM, dtype=np.uint64)
        self._end = self._waiting = 0
        self._least = np.zeros(papers, dtype=np.uint8)

    def add(self, first: int, frequencies: npt.NDArray[np.int64], papers: U16, impacts: U8) -> None:
        """Postings of terms numbered from `first`: papers and impacts (1 to 127), `frequencies` of them a term."""
        eligible = frequencies >= self._fewest
        eligible &= frequencies <= self._most
        kept = np.flatnonzero(np.repeat(eligible, frequencies))
        papers, impacts = papers[kept], impacts[kept]
        terms = np.repeat(np.arange(first, first + len(frequencies), dtype=np.uint64)[eligible], frequencies[eligible])
        strong = np.flatnonzero(impacts > self._least[papers])
        keys = papers[strong].astype(np.uint64) << np.uint64(48)
        keys |= (127 - impacts[strong]).astype(np.uint64) << np.uint64(32)
        keys |= terms[strong]
        if self._end + len(keys) > len(self._keys):
            self._keys = np.concatenate((self._keys[: self._end], np.empty(len(keys), dtype=np.uint64)))
        self._keys[self._end : self._end + len(keys)] = keys
        self._end += len(keys)
        self._waiting += len(keys)
        if self._waiting > _ROOM:
            self._compact()

    def _compact(self) -> None:
        """Keep the best of every paper."""
        keys = self._keys[: self._end]
        keys.sort()
        most = self._row + _SLACK
        starts = np.searchsorted(keys, np.arange(self._papers + 1, dtype=np.uint64) << np.uint64(48))
        counts = np.diff(starts)
        full = np.flatnonzero(counts >= most)
        last = keys[starts[full] + most - 1]
        self._least[full] = 127 - (last >> np.uint64(32) & np.uint64(0xFFFF)).astype(np.uint8)
        self._end, self._waiting = 0, 0
        for first in range(0, self._papers, _BLOCK // most):
            own = starts[first : first + _BLOCK // most + 1]
            best = keys[own[0] : own[-1]][_heads(own - own[0], most)]
            keys[self._end : self._end + len(best)] = best
            self._end += len(best)

    def finish(self, words: Sequence[str], grams: U32, frequencies: U32) -> Forward:
        """The rows. `words` and `grams`: all terms, in order; `frequencies` of all of them."""
        self._compact()
        keys = self._keys[: self._end]
        used = self._telling(keys, words, grams, frequencies)
        named = [word_key(words[term]) for term in used[used < len(words)].tolist()]
        codes = grams[used[used >= len(words)] - len(words)].astype(np.uint64)
        names = np.concatenate((np.array(named, dtype=np.uint64), codes))
        order = np.argsort(names)
        places = np.full(len(frequencies), -1, dtype=np.int32)
        places[used[order]] = np.arange(len(order), dtype=np.int32)
        counts, entries, impacts = zip(*self._rows(keys, places), strict=True)
        starts = np.concatenate(([0], np.cumsum(np.concatenate(counts))))
        return Forward(
            names[order].astype("<u8"),
            used[order].astype("<u4"),
            starts.astype("<u4"),
            np.concatenate(entries),
            np.concatenate(impacts),
        )

    def _telling(self, keys: U64, words: Sequence[str], grams: U32, frequencies: U32) -> npt.NDArray[np.int64]:
        """The terms that stand in rows and may: no numbers, no single characters; at most as many as 16 bits count."""
        present = np.zeros(len(frequencies), dtype=np.bool_)
        for start in range(0, len(keys), _BLOCK):
            present[keys[start : start + _BLOCK] & np.uint64(0xFFFF_FFFF)] = True
        used = np.flatnonzero(present)
        told = [len(words[term]) > 1 and not words[term].isdigit() for term in used[used < len(words)].tolist()]
        pairs = (grams[used[used >= len(words)] - len(words)] & np.uint32(0xFFFF)) != 0
        used = used[np.concatenate((np.array(told, dtype=np.bool_), pairs))]
        if len(used) > 1 << 16:
            used = np.sort(used[np.argsort(-frequencies[used].astype(np.int64), kind="stable")[: 1 << 16]])
        return used

    def _rows(self, keys: U64, places: I32) -> Iterator[tuple[npt.NDArray[np.int64], U16, U8]]:
        """Lengths, entries and impacts of rows, some papers at a time. `places`: of a term among the keys, or -1."""
        step = max(1, _BLOCK // (self._row + _SLACK))
        for first in range(0, max(self._papers, 1), step):
            last = min(first + step, self._papers)
            bounds = np.arange(first, last + 1, dtype=np.uint64) << np.uint64(48)
            low, high = np.searchsorted(keys, bounds[[0, -1]]).tolist()
            block = keys[low:high]
            entries = places[block & np.uint64(0xFFFF_FFFF)]
            block, entries = block[entries >= 0], entries[entries >= 0]
            heads = _heads(np.searchsorted(block, bounds), self._row)
            block = block[heads]
            counts = np.diff(np.searchsorted(block, bounds))
            impacts = 127 - (block >> np.uint64(32) & np.uint64(0xFFFF)).astype(np.uint8)
            yield counts, entries[heads].astype("<u2"), impacts


def _heads(starts: npt.NDArray[np.int64], most: int) -> npt.NDArray[np.bool_]:
    """Of numbers in runs that begin at `starts` (one more for the end), the first `most` of each run."""
    long = np.flatnonzero(np.diff(starts) > most)
    steps = np.zeros(int(starts[-1]) + 1, dtype=np.int8)
    steps[starts[long] + most] += 1
    steps[starts[long + 1]] -= 1
    heads: npt.NDArray[np.bool_] = np.cumsum(steps[:-1], dtype=np.int8) == 0
    return heads
