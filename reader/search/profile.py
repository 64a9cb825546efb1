"""One interest, ready to rank: learned words and the reader's own, the score of every paper, and why it is so."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

import numpy as np
import numpy.typing as npt

from reader.model import InterestWord, Listing, Reason, WordRule
from reader.search.ast import Text
from reader.search.evaluate import Evaluation
from reader.search.folding import tokens
from reader.search.interest import F64, LearnedWord, Learner
from reader.search.plan import leaves
from reader.search.ranking import F32, as_array
from reader.search.variants import word_variants
from reader.text.script import has_han

_MOST_KEPT = 1_000
"""Kept papers that are learned from: the newest. What was kept years ago is another interest."""


class InterestProfile:
    """See `protocol.Profile`."""

    def __init__(
        self, learner: Learner, kept: Sequence[int], rules: Sequence[WordRule], evaluation: Evaluation
    ) -> None:
        self._learner = learner
        self._kept = tuple(kept[-_MOST_KEPT:])
        self._rules = tuple(rules)
        self._size = evaluation.lookup.size
        ruled = {form for rule in rules for form in word_variants(_folded(rule.word))}
        shown = learner.table.shown
        self._learned: Sequence[LearnedWord] = [
            word
            for word in learner.learn(self._kept)
            if ruled.isdisjoint((shown(word.term), _spaced(shown(word.term))))
        ]
        self._own = [(rule, _scores_of(rule, evaluation)) for rule in rules if rule.weight]

    @cached_property
    def words(self) -> Sequence[InterestWord]:
        learned = [InterestWord(*pair) for pair in self._shown_once()]
        own = [InterestWord(rule.word, rule.weight, rule=rule) for rule in self._rules]
        return tuple(sorted((*learned, *own), key=lambda word: (-word.weight, word.word)))

    def _shown_once(self) -> Sequence[tuple[str, float, int]]:
        """Word, weight and kept papers; pairs of characters of the same word as the heaviest of them."""
        found: dict[str, tuple[str, float, int]] = {}
        for word in self._learned:
            name = self._learner.table.shown(word.term)
            found.setdefault(name, (name, word.weight, word.kept))
        return tuple(found.values())

    @cached_property
    def _everywhere(self) -> F32:
        """The score of every paper number."""
        scores = self._learner.table.scores(self._values, self._size)
        for rule, own in self._own:
            scores += own * np.float32(rule.weight)
        return scores

    @cached_property
    def _values(self) -> F64:
        """What an impact of 1 adds to a score, by term."""
        values = np.zeros(len(self._learner.table))
        for word in self._learned:
            values[word.term] = word.weight * self._learner.worth[word.term]
        return values

    def scores(self, nums: npt.NDArray[np.uint32]) -> F32:
        """The scores of some papers."""
        return self._everywhere[np.minimum(nums, self._size - 1)]

    def best(self, listing: Listing, most: int, among: Sequence[int] | None = None) -> Sequence[Sequence[int]]:
        nums = np.asarray(listing.nums, dtype=np.uint32)
        scores = self.scores(nums)
        if among is not None:
            scores[~np.isin(nums, as_array(among))] = 0
        chosen = []
        for day in listing.days:
            own = slice(day.start, day.start + day.count)
            at = np.argsort(-scores[own], kind="stable")[:most]
            chosen.append(array("I", nums[own][at[scores[own][at] > 0]].tolist()))
        return chosen

    def order(self, nums: Sequence[int]) -> Sequence[int]:
        papers = np.asarray(nums, dtype=np.uint32)
        return array("I", papers[np.argsort(-self.scores(papers), kind="stable")].tolist())

    def reasons(self, nums: Sequence[int], most: int) -> Sequence[Reason]:
        terms = self._terms
        values = self._values[terms]
        impacts = self._learner.table.impacts(terms, nums)
        like = self._likest(impacts * values)
        found = []
        for at, num in enumerate(nums):
            weighed = [
                (share, self._learner.table.shown(term))
                for share, term in zip((impacts[at] * values).tolist(), terms.tolist(), strict=True)
            ]
            weighed += [(float(own[num]) * rule.weight, rule.word) for rule, own in self._own if num < self._size]
            heaviest = (word for share, word in sorted(weighed, reverse=True) if share > 0)
            found.append(Reason(tuple(_of_each_script(_apart(heaviest), most)), like[at]))
        return found

    def _likest(self, weighed: F64) -> Sequence[int | None]:
        """For each row of `weighed` the kept paper that shares most of its words with it."""
        if not weighed.size or not self._kept:
            return [None] * len(weighed)
        alike = weighed @ self._kept_by_word.T
        best = alike.argmax(axis=1)
        return [self._kept[at] if alike[row, at] > 0 else None for row, at in enumerate(best.tolist())]

    @cached_property
    def _kept_by_word(self) -> F64:
        """How much kept papers say of the learned words: a row a paper, a column a word."""
        rows = self._learner.rows(self._kept)
        column = np.full(len(self._learner.table), -1)
        column[self._terms] = np.arange(len(self._terms))
        known = column[rows.term] >= 0
        kept = np.zeros((len(self._kept), len(self._terms)))
        kept[rows.row[known], column[rows.term[known]]] = rows.impact[known]
        return kept

    @cached_property
    def _terms(self) -> npt.NDArray[np.int64]:
        return np.array([word.term for word in self._learned], dtype=np.int64)


def _apart(words: Iterable[str]) -> Iterator[str]:
    """Words without the singulars and plurals of those before."""
    said: set[str] = set()
    for word in words:
        if word not in said:
            said.update(word_variants(word))
            yield word


def _of_each_script(words: Iterable[str], most: int) -> Iterator[str]:
    """The first Chinese words and the first others, in their order: a paper is shown in one language or the other."""
    said = Counter[bool]()
    for word in words:
        han = has_han(word)
        said[han] += 1
        if said[han] <= most:
            yield word
        elif min(said[True], said[False]) >= most:
            return


def _folded(word: str) -> str:
    """A word as the index has it; Chinese characters apart."""
    return " ".join(token.term for token in tokens(word))


def _spaced(word: str) -> str:
    return " ".join(word)


def _scores_of(rule: WordRule, evaluation: Evaluation) -> F32:
    """How much each paper says the reader's own word: as a search for it would rank them."""
    parts = tokens(rule.word)
    if not parts:
        return np.zeros(evaluation.lookup.size, dtype=np.float32)
    text = Text(parts, rule.word)
    return evaluation.scores([text], evaluation.lookup.any(leaves(text)))
