"""What a reader wants to see, as words with weights: learned from the papers kept, told from recent ones that were not.

A word's weight is how much more the kept papers say it, times how sure that is (log odds over their error), times how
much of a topic it is (its share of titles), less what stronger words say already; ridge regression on the strongest
ones then settles how they share the work. There is no training run: all of it takes some hundredths of a second.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from reader.search.term_rows import I64, Rows, TermTable

F64 = npt.NDArray[np.float64]
V = TypeVar("V", bound=np.generic)

WORDS = 60
"""Words that are learned, at most."""

RECENT, SAMPLE = 12_000, 2_000
"""Kept papers are told from about so many of so many newest ones: the last weeks. Twice as many tell no better."""

_POWER, _GRAM_WEIGHT, _PRIOR = 1.3, 0.8, 300
"""Rarity counts with this power; a Chinese word is mostly two or three pairs of characters; how many of the archive's
papers the recent ones are taken together with, so that what is new is not rare at once."""

_MOST_SURE, _TITLE_POWER, _SAID_AGAIN, _RIDGE = 9.0, 0.4, 2.0, 3.0
_CANDIDATES, _COMPARED = 180, 600
_MOST_KNOWN = 2_000
"""Papers whose terms are remembered; an interest is learned from half of that at most."""
_FEWEST_KEPT = 2
"""Kept papers that must have a word, if there is such a word; one alone is chance."""


@dataclass(frozen=True, slots=True)
class LearnedWord:
    """One word.

    term    its number in the table
    weight  1 for the strongest
    kept    how many kept papers have it
    """

    term: int
    weight: float
    kept: int


def sample(listing: Sequence[int]) -> Sequence[int]:
    """Of all papers, newest first, those that kept ones are told from."""
    recent = listing[:RECENT]
    return recent[:: max(1, len(recent) // SAMPLE)]


class Learner:
    """Learns from kept papers, beside a sample of recent ones: one of each for a snapshot of the index."""

    def __init__(self, table: TermTable, recent: Sequence[int]) -> None:
        """`recent`: numbers of papers of the last weeks, in any order."""
        self.table = table
        self._recent = np.asarray(recent, dtype=np.int64)
        rows = table.rows(recent)
        frequency = np.bincount(rows.term, minlength=len(table))
        expected = _PRIOR * table.frequency / max(table.papers, 1)
        rarity = np.maximum(np.log((len(recent) + _PRIOR) / (frequency + expected + 0.5)), 0)
        self.worth: F64 = rarity**_POWER * np.where(table.is_gram, _GRAM_WEIGHT, 1) * table.useful
        """What an impact of 1 is worth, by term."""
        self._background = _Weighed(rows, self.worth, len(recent))
        self._known = KnownPapers(table)

    def rows(self, nums: Sequence[int]) -> Rows:
        """The terms of kept papers, remembered: one more bookmark costs one more paper."""
        return self._known.rows(nums)

    def learn(self, kept: Sequence[int]) -> tuple[LearnedWord, ...]:
        """The words that tell the kept papers from recent ones, the strongest first."""
        if not kept:
            return ()
        own = _Weighed(self.rows(kept), self.worth, len(kept))
        gone = np.isin(self._recent, np.asarray(kept))
        strength = self._strength(own, gone)
        telling = np.argsort(-strength)[: int(np.count_nonzero(strength > 0))]
        words = islice(filter(self.table.shown, telling.tolist()), _CANDIDATES)  # what is no word could not be shown
        chosen = np.fromiter(words, dtype=np.int64)
        if not len(chosen):
            return ()
        mine, others = own.dense(chosen), self._background.dense(chosen)[~gone]
        weights = _said_once(strength[chosen], mine, others[:_COMPARED])
        best = np.argsort(-weights)[:WORDS]
        weights = _settled(weights[best], mine[:, best], others[:, best])
        order = np.argsort(-weights)
        strongest = float(weights[order[0]])
        terms = chosen[best]
        return tuple(
            LearnedWord(int(terms[at]), float(weights[at]) / strongest, int(own.counts[terms[at]]))
            for at in order
            if weights[at] > 0
        )

    def _strength(self, own: _Weighed, gone: npt.NDArray[np.bool_]) -> F64:
        """How strongly each term tells; 0 for those that do not. `gone`: which recent papers were kept."""
        sums, counts = self._background.of(gone)
        others = max(self._background.count - int(gone.sum()), 1)
        elsewhere = self._background.counts - counts
        difference = own.sums / own.count - (self._background.sums - sums) / others
        odds = np.log((own.counts + 0.05) / (own.count + 0.5) / ((elsewhere + 0.5) / (others + 0.5)))
        sureness = odds / np.sqrt(1 / (own.counts + 0.5) + 1 / (elsewhere + 0.5))
        strength: F64 = difference * np.clip(sureness, 0, _MOST_SURE) * self.table.in_title**_TITLE_POWER
        shared = np.where(own.counts >= _FEWEST_KEPT, strength, 0)
        return shared if (shared > 0).any() else strength  # a few papers that have no word in common: what there is


class _Weighed:
    """Papers as weighed terms, each paper brought to length one, sorted by term.

    count   papers
    sums    of each term's values; `counts`: how many papers have it
    """

    def __init__(self, rows: Rows, worth: F64, count: int) -> None:
        values = rows.impact * worth.astype(np.float32)[rows.term]
        length = np.sqrt(np.bincount(rows.row, weights=values * values, minlength=count))
        order = np.argsort(rows.term, kind="stable")
        self.count = count
        self._row, self._term = rows.row[order], rows.term[order]
        self._value = (values[order] / np.maximum(length, 1e-9)[self._row]).astype(np.float32)
        self.sums, self.counts = _sums(self._term, self._value, len(worth))
        self._ends = np.cumsum(self.counts)

    def of(self, papers: npt.NDArray[np.bool_]) -> tuple[F64, I64]:
        """`sums` and `counts` of some of the papers alone."""
        at = np.flatnonzero(papers[self._row]) if papers.any() else np.zeros(0, dtype=np.int64)
        return _sums(self._term[at], self._value[at], len(self.counts))

    def dense(self, terms: I64) -> F64:
        """A row a paper, a column a term of `terms`."""
        matrix = np.zeros((self.count, len(terms)))
        for column, term in enumerate(terms.tolist()):
            own = slice(self._ends[term] - self.counts[term], self._ends[term])
            matrix[self._row[own], column] = self._value[own]
        return matrix


def _sums(terms: npt.NDArray[np.int32], values: npt.NDArray[np.floating], size: int) -> tuple[F64, I64]:
    """By term, the sum of its values and how many there are."""
    sums: F64 = np.bincount(terms, weights=values, minlength=size).astype(np.float64)
    counts: I64 = np.bincount(terms, minlength=size).astype(np.int64)
    return sums, counts


def _said_once(strength: F64, own: F64, others: F64) -> F64:
    """What each word says that no stronger one says already: singular and plural, one word in both languages."""
    both = np.concatenate((own, others))
    both -= both.mean(axis=0)
    both /= np.linalg.norm(both, axis=0) + 1e-9
    alike = np.clip(both.T @ both, 0, 1) ** 2
    said: F64 = strength / (1 + _SAID_AGAIN * np.triu(alike, 1).sum(axis=0))
    return said


def _settled(weights: F64, own: F64, others: F64) -> F64:
    """Ridge regression of "kept" on the words (kept and other papers count the same), and half the weights they had."""
    rows = np.concatenate((own, others))
    wanted = np.repeat((1.0, -1.0), (len(own), len(others)))
    share = np.repeat((0.5 / len(own), 0.5 / max(len(others), 1)), (len(own), len(others)))
    rows -= share @ rows
    gram = (rows.T * share) @ rows
    ridge = _RIDGE * np.trace(gram) / len(weights) + 1e-12
    solved = np.linalg.solve(gram + ridge * np.eye(len(weights)), (rows.T * share) @ wanted)
    settled: F64 = solved / (np.linalg.norm(solved) + 1e-12) + 0.5 * weights / np.linalg.norm(weights)
    return settled


class KnownPapers:
    """Papers whose terms are remembered, in two arrays: thousands of small ones would keep the heap from shrinking."""

    def __init__(self, table: TermTable) -> None:
        self._table = table
        self._parts: dict[int, slice] = {}
        self._term = np.zeros(0, dtype=np.int32)
        self._impact = np.zeros(0, dtype=np.float32)

    def rows(self, nums: Sequence[int]) -> Rows:
        """The terms of papers; `Rows.row` counts as `nums` does."""
        if len(self._parts) > _MOST_KNOWN:
            self._keep([num for num in dict.fromkeys(nums) if num in self._parts])
        self._add([num for num in dict.fromkeys(nums) if num not in self._parts])
        counts = np.fromiter(map(self._count, nums), dtype=np.int64)
        return Rows(
            np.repeat(np.arange(len(nums), dtype=np.int32), counts),
            self._of(self._term, nums),
            self._of(self._impact, nums),
        )

    def _add(self, nums: Sequence[int]) -> None:
        found = self._table.rows(nums)
        order = np.argsort(found.row, kind="stable")
        bounds = np.searchsorted(found.row[order], np.arange(len(nums) + 1)) + len(self._term)
        self._term = np.concatenate((self._term, found.term[order]))
        self._impact = np.concatenate((self._impact, found.impact[order]))
        self._parts.update(zip(nums, map(slice, bounds[:-1].tolist(), bounds[1:].tolist()), strict=True))

    def _keep(self, nums: Sequence[int]) -> None:
        """Forget all but these."""
        ends = np.cumsum([self._count(num) for num in nums], dtype=np.int64).tolist()
        self._term, self._impact = self._of(self._term, nums), self._of(self._impact, nums)
        self._parts = dict(zip(nums, map(slice, [0, *ends][:-1], ends), strict=True))

    def _count(self, num: int) -> int:
        part = self._parts[num]
        return int(part.stop - part.start)

    def _of(self, values: npt.NDArray[V], nums: Sequence[int]) -> npt.NDArray[V]:
        """What stands in an array for papers, one after the other."""
        return np.concatenate([values[self._parts[num]] for num in nums] or [values[:0]])
