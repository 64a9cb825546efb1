"""Terms that tell papers apart, and the terms of chosen papers: rows of the index, put together from its columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce

import numpy as np
import numpy.typing as npt

from reader.search.archive import Archive
from reader.search.function_words import IN_PASSING
from reader.search.ranking import F32
from reader.search.segment import Segment
from reader.search.segment_format import IMPACT, TITLE_BIT

I32 = npt.NDArray[np.int32]
I64 = npt.NDArray[np.int64]

_MOST_SHARE = 0.1
"""A term in a larger share of the papers tells nothing."""

_MOST_OF_FEW = 100
"""Papers that a term may stand in where this is at most a third of all: in a small library a topic is a large share."""

_LEAST_BOND = 1.0
"""Natural logarithm of how much more often two Chinese characters stand together than by chance."""

_FEW = 4
"""Papers that are looked for one by one: a paper just kept must not cost a pass for many."""

_SAYS_NOTHING = ("https", "http", "com", "github", "www", "org", "code", "io")
_GRAMMAR = "的们了吗呢吧于以"
"""Characters that are hardly ever part of a word of two: what they stand in shows a reader nothing."""

_CHUNK = 1 << 18
"""Postings that are passed over at a time: bounds the memory."""


@dataclass(frozen=True, slots=True)
class Rows:
    """The terms of some papers, one entry a paper and term, in no order.

    row     which of the papers
    term    number in the table
    impact  how much it says about the paper: 0 to 1
    """

    row: I32
    term: I32
    impact: F32


class TermTable:
    """The terms of an archive, by its numbers, and which of them are neither rare nor everywhere.

    frequency  how many papers have each
    is_gram    which are pairs of characters
    useful     which are looked at; of the others nothing is told
    in_title   in what share of a term's papers it stands in a title (smoothed)
    papers     how many papers there are
    """

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self.papers = archive.total
        self.frequency = archive.count
        self.is_gram = archive.is_pair
        self.useful = self._useful()
        titles = np.zeros(len(self), dtype=np.int64)
        self._numbers: list[I32] = []
        for segment, numbers in zip(archive.segments, archive.numbers, strict=True):
            terms = segment.files.forward.terms
            titles[numbers] += _titles(segment)[terms]
            own = np.full(len(segment.files.dictionary.postings) - 1, -1, dtype=np.int32)
            own[terms] = np.where(self.useful[numbers], numbers, -1)
            self._numbers.append(own)
        self.in_title = (titles + 1) / (self.frequency + 10)

    def __len__(self) -> int:
        return len(self.frequency)

    def _useful(self) -> npt.NDArray[np.bool_]:
        least = min(30, max(2, self.papers // 200))
        most = max(int(self.papers * _MOST_SHARE), min(self.papers // 3, _MOST_OF_FEW))
        useful: npt.NDArray[np.bool_] = (self.frequency >= least) & (self.frequency <= most)
        pairs = np.flatnonzero(self.is_gram)
        useful[pairs] &= self._archive.bonds(pairs) >= _LEAST_BOND
        useful[pairs] &= ~self._archive.holds(pairs, _GRAMMAR)
        nothing = (*_SAYS_NOTHING, *filter(str.isascii, IN_PASSING))
        useful[[number for number in map(self._archive.number, nothing) if number >= 0]] = False
        return useful

    def shown(self, term: int) -> str:
        """A term as a reader knows it: two characters as the word that they are part of; empty if they are of none, and
        for words that say nothing."""
        word = self._archive.word(term)
        return "" if word in IN_PASSING else word

    def rows(self, nums: Sequence[int]) -> Rows:
        """The terms of papers; `Rows.row` counts as `nums` does. What is not in the index has none."""
        wanted = np.asarray(nums, dtype=np.uint32)
        order = np.argsort(wanted, kind="stable")
        parts = [
            _rows_of(segment, numbers, wanted[order])
            for segment, numbers in zip(self._archive.segments, self._numbers, strict=True)
        ]
        row, term, impact = (np.concatenate([part[at] for part in parts]) for at in range(3)) if parts else _NOTHING
        return Rows(order[row].astype(np.int32), term, (impact & IMPACT).astype(np.float32) / np.float32(IMPACT))

    def impacts(self, terms: I64, nums: Sequence[int]) -> npt.NDArray[np.float64]:
        """How much papers say of terms (0 to 1): a row a paper, a column a term."""
        found = np.zeros((len(nums), len(terms)))
        wanted = np.asarray(nums, dtype=np.uint32)
        order = np.argsort(wanted, kind="stable")
        for at, segment in enumerate(self._archive.segments):
            where, local = segment.local(wanted[order])
            rows = order[where]
            for column, term in enumerate(self._archive.terms_in(at, terms).tolist()):
                if term >= 0 and len(rows):
                    papers = segment.papers(term)
                    place = np.minimum(np.searchsorted(papers, local), len(papers) - 1)
                    has = papers[place] == local
                    shares = segment.impacts(term, term + 1)[place[has]] & np.uint8(IMPACT)
                    found[rows[has], column] = shares / IMPACT
        return found

    def scores(self, values: npt.NDArray[np.float64], size: int) -> F32:
        """For every paper number up to `size` the sum of its impacts times its terms' values (0: not looked at)."""
        chosen = np.flatnonzero(values)
        by_place = self._archive.likeness(chosen, values[chosen] / IMPACT)
        scores = np.zeros(size, dtype=np.float32)
        known = self._archive.nums < size
        scores[self._archive.nums[known]] = by_place[known]
        scores[:1] = 0
        return scores


_NOTHING = (np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int32), np.zeros(0, dtype=np.uint8))


def _titles(segment: Segment) -> I32:
    """In how many titles each term of a segment stands, some terms at a time."""
    postings = segment.files.dictionary.postings
    titles = np.zeros(len(postings) - 1, dtype=np.int32)
    first = 0
    while first < len(titles):
        last = max(first + 1, int(np.searchsorted(postings, int(postings[first]) + _CHUNK)))
        last = min(last, len(titles))
        titled = np.flatnonzero(segment.impacts(first, last) >= TITLE_BIT).astype(np.uint32) + postings[first]
        terms = np.searchsorted(postings[first:last], titled, side="right") - 1
        titles[first:last] = np.bincount(terms, minlength=last - first)
        first = last
    return titles


def _among(papers: npt.NDArray[np.uint16], wanted: I64, count: int) -> npt.NDArray[np.bool_]:
    """Which postings are of papers that are wanted."""
    if len(wanted) <= _FEW:
        return reduce(np.logical_or, (papers == np.uint16(paper) for paper in wanted.tolist()))
    mask = np.zeros(count, dtype=np.bool_)
    mask[wanted] = True
    return mask[papers]


def _have_some(bits: npt.NDArray[np.uint8], wanted: I64) -> npt.NDArray[np.bool_]:
    """Which frequent terms one of few papers has; all, if the papers are many."""
    if len(wanted) > _FEW:
        return np.ones(len(bits), dtype=np.bool_)
    wanted_bits = (bits[:, wanted >> 3] >> (wanted & 7).astype(np.uint8)) & np.uint8(1)
    return np.asarray(wanted_bits.any(axis=1), dtype=np.bool_)


def _rows_of(segment: Segment, numbers: I32, nums: npt.NDArray[np.uint32]) -> tuple[I64, I32, npt.NDArray[np.uint8]]:
    """Index in `nums` (ascending), table's number and impact byte of every term that the segment's papers have."""
    where, places = segment.local(nums)
    local = places.astype(np.int64)
    rows = np.arange(len(nums))[where]
    if not len(local):
        return _NOTHING
    row_of = np.full(segment.count, -1, dtype=np.int64)
    row_of[local] = rows
    files = segment.files
    postings, dense = files.dictionary.postings, files.dictionary.dense
    lengths = np.diff(postings)
    lengths[dense] = 0  # postings of frequent terms are counted, but not stored among the papers
    ends = np.cumsum(lengths, dtype=np.uint32)
    parts = [_NOTHING]
    for start in range(0, len(files.papers), _CHUNK):
        some = files.papers[start : start + _CHUNK]
        found = np.flatnonzero(_among(some, local, segment.count))
        terms = np.searchsorted(ends, (found + start).astype(np.uint32), side="right")
        useful = numbers[terms] >= 0
        found, terms = found[useful], terms[useful]
        impacts = files.impacts[postings[terms] + (found + start) - (ends[terms] - lengths[terms])]
        parts.append((row_of[some[found]], numbers[terms], impacts))
    for term in dense[(numbers[dense] >= 0) & _have_some(files.bits, local)].tolist():
        papers = segment.papers(term)
        chosen = np.flatnonzero(row_of[papers] >= 0)
        parts.append(
            (
                row_of[papers[chosen]],
                np.full(len(chosen), numbers[term], dtype=np.int32),
                segment.impacts(term, term + 1)[chosen],
            )
        )
    row, term_numbers, bytes_ = (np.concatenate([part[at] for part in parts]) for at in range(3))
    return row, term_numbers, bytes_
