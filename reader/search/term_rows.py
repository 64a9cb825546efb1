"""Terms that tell papers apart, and the terms of chosen papers: rows of the index, put together from its columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import repeat

import numpy as np
import numpy.typing as npt

from reader.search.ranking import F32
from reader.search.segment import Segment, gram_text
from reader.search.segment_format import IMPACT, TITLE_BIT
from reader.search.whole_words import WholeWords

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

_SAYS_NOTHING = frozenset({"https", "http", "com", "github", "www", "org", "code", "io"})


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
    """The terms of some segments that are neither rare nor everywhere, numbered.

    names      the terms: words, and pairs of Chinese characters that belong together
    is_gram    which are pairs of characters
    frequency  how many papers have each
    in_title   in what share of these papers it stands in a title (smoothed)
    papers     how many papers there are
    """

    def __init__(self, segments: Sequence[Segment], whole_words: WholeWords) -> None:
        """`whole_words`: of these segments."""
        self._segments = segments
        self._whole_words = whole_words
        self.papers = sum(segment.live for segment in segments)
        columns = [_Columns(segment) for segment in segments]
        least = min(30, max(2, self.papers // 200))
        most = max(int(self.papers * _MOST_SHARE), min(self.papers // 3, _MOST_OF_FEW))
        words = _useful_words(columns, least, most)
        grams = _useful_grams(columns, least, most)
        self.names = [*words, *map(gram_text, grams.tolist())]
        self.is_gram = np.arange(len(self.names)) >= len(words)
        numbers = {word: number for number, word in enumerate(words)}
        self._numbers = [column.numbered(numbers, grams) for column in columns]
        self._terms = [_inverse(known, len(self.names)) for known in self._numbers]
        self.frequency = self._summed([column.frequency for column in columns])
        titles = self._summed([column.titles for column in columns])
        self.in_title = (titles + 1) / (self.frequency + 10)

    def _summed(self, counts: Sequence[I64]) -> I64:
        total = np.zeros(len(self.names), dtype=np.int64)
        for numbers, column in zip(self._numbers, counts, strict=True):
            known = np.flatnonzero(numbers >= 0)
            total[numbers[known]] += column[known]
        return total

    def shown(self, term: int) -> str:
        """A term as a reader knows it: two characters as the word that they are part of; empty if they are of none."""
        name = self.names[term]
        return self._whole_words.whole(name) if self.is_gram[term] else name

    def rows(self, nums: Sequence[int]) -> Rows:
        """The terms of papers; `Rows.row` counts as `nums` does. What is not in the index has none."""
        wanted = np.asarray(nums, dtype=np.uint32)
        order = np.argsort(wanted, kind="stable")
        parts = [
            _rows_of(segment, numbers, wanted[order])
            for segment, numbers in zip(self._segments, self._numbers, strict=True)
        ]
        row, term, impact = (np.concatenate([part[at] for part in parts]) for at in range(3)) if parts else _NOTHING
        return Rows(order[row].astype(np.int32), term, (impact & IMPACT).astype(np.float32) / np.float32(IMPACT))

    def impacts(self, terms: I64, nums: Sequence[int]) -> npt.NDArray[np.float64]:
        """How much papers say of terms (0 to 1): a row a paper, a column a term."""
        found = np.zeros((len(nums), len(terms)))
        wanted = np.asarray(nums, dtype=np.uint32)
        order = np.argsort(wanted, kind="stable")
        for segment, own in zip(self._segments, self._terms, strict=True):
            where, local = segment.local(wanted[order])
            rows = order[where]
            for column, term in enumerate(own[terms].tolist()):
                if term >= 0:
                    papers = segment.papers(term)
                    at = np.minimum(np.searchsorted(papers, local), len(papers) - 1)
                    has = papers[at] == local
                    shares = segment.impacts(term, term + 1)[at[has]] & np.uint8(IMPACT)
                    found[rows[has], column] = shares / IMPACT
        return found

    def scores(self, values: npt.NDArray[np.float64], size: int) -> F32:
        """For every paper number up to `size` the sum of its impacts times its terms' values (0: not looked at)."""
        scores = np.zeros(size, dtype=np.float32)
        chosen = np.flatnonzero(values)
        for segment, own in zip(self._segments, self._terms, strict=True):
            local = np.zeros(segment.count, dtype=np.float32)
            for term, value in zip(own[chosen].tolist(), values[chosen].tolist(), strict=True):
                if term >= 0:
                    shares = (segment.impacts(term, term + 1) & np.uint8(IMPACT)).astype(np.float32)
                    local[segment.papers(term)] += shares * np.float32(value / IMPACT)
            known = segment.nums < size
            scores[segment.nums[known]] += local[known]
        scores[:1] = 0
        return scores


def _inverse(numbers: I32, size: int) -> I64:
    """The segment's term for every number of the table, -1 where it has none."""
    terms = np.full(size, -1, dtype=np.int64)
    known = np.flatnonzero(numbers >= 0)
    terms[numbers[known]] = known
    return terms


_NOTHING = (np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int32), np.zeros(0, dtype=np.uint8))


def _least_in(papers: int) -> int:
    """How many papers of a segment must have a word that is looked at: most words of a large one stand in one alone."""
    return 1 if papers <= 2_000 else 2 if papers <= 16_000 else 5


class _Columns:
    """The terms of one segment, words first, and how often each is there.

    kept   the terms that are looked at among the words; `words`: these words
    """

    def __init__(self, segment: Segment) -> None:
        postings = segment.files.dictionary.postings.astype(np.int64)
        self.segment = segment
        self.frequency: I64 = np.diff(postings)
        self.kept = np.flatnonzero(self.frequency[: segment.word_count] >= _least_in(segment.count))
        self.words = [segment.words(at, at + 1)[0] for at in self.kept.tolist()]
        titled = np.flatnonzero(segment.files.impacts >= TITLE_BIT)
        terms = np.searchsorted(postings, titled, side="right") - 1
        self.titles: I64 = np.bincount(terms, minlength=len(self.frequency))

    def numbered(self, words: dict[str, int], grams: npt.NDArray[np.uint32]) -> I32:
        """The table's number of every term, -1 for those that it leaves out."""
        first = np.full(self.segment.word_count, -1, dtype=np.int32)
        first[self.kept] = np.fromiter(map(words.get, self.words, repeat(-1)), dtype=np.int32, count=len(self.words))
        own = self.segment.grams
        at = np.minimum(np.searchsorted(grams, own), max(len(grams) - 1, 0))
        known = grams[at] == own if len(grams) else np.zeros(len(own), dtype=np.bool_)
        second = np.where(known, at + len(words), -1).astype(np.int32)
        return np.concatenate((first, second))


def _useful_words(columns: Sequence[_Columns], least: int, most: int) -> list[str]:
    counts: dict[str, int] = {}
    for column in columns:
        for word, count in zip(column.words, column.frequency[column.kept].tolist(), strict=True):
            counts[word] = counts.get(word, 0) + count
    return sorted(
        word
        for word, count in counts.items()
        if least <= count <= most and len(word) > 1 and not word.isdigit() and word not in _SAYS_NOTHING
    )


_GRAMMAR = np.array([ord(character) for character in "的们了吗呢吧于以"], dtype=np.uint32)
"""Characters that are hardly ever part of a word of two: what they stand in shows a reader nothing."""


def _useful_grams(columns: Sequence[_Columns], least: int, most: int) -> npt.NDArray[np.uint32]:
    if not columns:
        return np.zeros(0, dtype=np.uint32)
    everything = np.concatenate([column.segment.grams for column in columns])
    counts = np.concatenate([column.frequency[column.segment.word_count :] for column in columns])
    codes, at = np.unique(everything, return_inverse=True)
    total = np.bincount(at, weights=counts, minlength=len(codes))
    two = codes & 0xFFFF != 0
    codes, total = codes[two], total[two]
    left = np.bincount(codes >> 16, weights=total, minlength=1 << 16)
    right = np.bincount(codes & 0xFFFF, weights=total, minlength=1 << 16)
    with np.errstate(divide="ignore", invalid="ignore"):
        bond = np.log(total * total.sum() / (left[codes >> 16] * right[codes & 0xFFFF]))
    grammar = np.isin(codes >> 16, _GRAMMAR) | np.isin(codes & 0xFFFF, _GRAMMAR)
    useful: npt.NDArray[np.uint32] = codes[(total >= least) & (total <= most) & (bond >= _LEAST_BOND) & ~grammar]
    return useful


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
    postings, dense = files.dictionary.postings.astype(np.int64), files.dictionary.dense
    lengths = np.diff(postings)
    lengths[dense] = 0  # postings of frequent terms are counted, but not stored among the papers
    ends = np.cumsum(lengths)
    found = np.flatnonzero(_among(files.papers, local, segment.count))
    terms = np.searchsorted(ends, found, side="right")
    useful = numbers[terms] >= 0
    found, terms = found[useful], terms[useful]
    impacts = files.impacts[postings[terms] + found - (ends - lengths)[terms]]
    parts = [(row_of[files.papers[found]], numbers[terms], impacts)]
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
