"""Leaves of a query looked up in the segments: which papers of the library have them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from reader.search.paper_sets import NO_PAPERS, Few, Many, PaperSet, any_of, distinct, from_nums, most_as_few
from reader.search.plan import Leaf, Unit
from reader.search.postings_reader import papers_placed, papers_with, ranges
from reader.search.ranking import Order, as_array
from reader.search.segment import Mask, Range, Segment
from reader.search.segment_format import U32

_MOST_SCORED = 200_000
"""Postings of the beginning of a word that are scored one by one; one with more says little about relevance."""

_LONG_PREFIX = 6
"""Characters of a beginning that surely has fewer."""


_SMALL_SET = 1_000
"""Bytes that a remembered set of papers takes beside their numbers: the leaf, its texts, the array. A question of what
may have been meant looks up thousands of words."""


class Cache:
    """What the last queries worked out: the listing's order, the words typed before the one being typed, filters."""

    _MOST_MASKS = 24
    """So much memory may sets take, in those that have a truth value a paper."""

    def __init__(self) -> None:
        self._sets: dict[tuple[Leaf, int], PaperSet] = {}
        self._filters: dict[tuple[object, int], tuple[Sequence[int], PaperSet]] = {}
        self._bytes = 0
        self._order = Order(())

    def order(self, listing: Sequence[int]) -> Order:
        """The order of a listing; worked out once as long as the same object is handed in."""
        if self._order.source is not listing:
            self._order = Order(listing)
        return self._order

    def forget(self) -> None:
        """Let go of all but the order."""
        self._sets.clear()
        self._filters.clear()
        self._bytes = 0

    def get(self, leaf: Leaf, size: int) -> PaperSet | None:
        """The papers of a leaf, if they are remembered."""
        found = self._sets.pop((leaf, size), None)
        if found is not None:
            self._sets[(leaf, size)] = found  # the newest last
        return found

    def put(self, leaf: Leaf, size: int, papers: PaperSet) -> None:
        """Remember the papers of a leaf; the oldest are forgotten."""
        self._sets[(leaf, size)] = papers
        self._bytes += _bytes(papers)
        while self._bytes > self._MOST_MASKS * (size + 4096):
            self._bytes -= _bytes(self._sets.pop(next(iter(self._sets))))

    def filtered(self, key: object, nums: Sequence[int], size: int) -> PaperSet:
        """The set of a filter's papers; worked out once as long as the filter hands out the same object."""
        known = self._filters.get((key, size))
        if known is not None and known[0] is nums:
            return known[1]
        if len(self._filters) >= 8:
            self._filters.clear()
        papers = from_nums(as_array(nums), size)
        self._filters[(key, size)] = (nums, papers)
        return papers


def _bytes(papers: PaperSet) -> int:
    match papers:
        case Few(nums):
            return _SMALL_SET + int(nums.nbytes)
        case Many(mask):
            return int(mask.nbytes)


def in_segment(segment: Segment, papers: PaperSet) -> Mask:
    """Which papers of a segment are in a set, by place. Not to be changed."""
    match papers:
        case Many(mask):
            return mask[segment.run : segment.run + segment.count] if segment.run else mask[segment.nums]
        case Few(nums):
            matched = np.zeros(segment.count, dtype=np.bool_)
            matched[segment.local(nums)[1]] = True
            return matched


class Lookup:
    """The segments of one snapshot, asked for leaves.

    segments  by their age
    size      one more than the highest paper number that sets go up to
    """

    def __init__(self, segments: Mapping[str, Segment], cache: Cache, highest: int = 0) -> None:
        """`highest`: the highest paper number outside the index."""
        self.segments = tuple(segments.values())
        self.size = max([highest, *(segment.highest for segment in self.segments)]) + 1
        self._cache = cache

    def papers(self, leaf: Leaf) -> PaperSet:
        """The papers that have a leaf. Not to be changed: it is remembered."""
        found = self._cache.get(leaf, self.size)
        if found is None:
            found = self._word(leaf) if leaf.is_word else self._placed(leaf)
            self._cache.put(leaf, self.size, found)
        return found

    def at_most(self, leaf: Leaf) -> int:
        """How many papers have a leaf, at most: none is looked at."""
        return min(self._postings(unit) for unit in leaf.units)

    def _postings(self, unit: Unit) -> int:
        found = ((segment, ranges(segment, unit)) for segment in self.segments)
        return sum(segment.frequency(*pair) for segment, terms in found for pair in terms)

    def tells(self, unit: Unit) -> bool:
        """Whether a unit has few enough postings to say something about relevance; single words always do."""
        if not unit.prefix or len(unit.texts[0]) > _LONG_PREFIX:
            return True
        return self._postings(unit) <= _MOST_SCORED

    def any(self, leaves: Sequence[Leaf]) -> PaperSet:
        """The papers that have one of the leaves."""
        return any_of([self.papers(leaf) for leaf in leaves], self.size)

    def _word(self, leaf: Leaf) -> PaperSet:
        found = [(segment, terms) for segment in self.segments if (terms := ranges(segment, leaf.units[0]))]
        total = sum(segment.frequency(*pair) for segment, terms in found for pair in terms)
        if total > most_as_few(self.size):
            return self._as_mask(found)
        return self._as_nums([segment.nums[segment.papers_of(*pair)] for segment, terms in found for pair in terms])

    def _placed(self, leaf: Leaf) -> PaperSet:
        return self._as_nums(
            [segment.nums[papers_placed(segment, leaf.units, leaf.fields)] for segment in self.segments]
        )

    def _as_nums(self, parts: Sequence[U32]) -> PaperSet:
        parts = [part for part in parts if len(part)]
        if not parts:
            return NO_PAPERS
        nums = distinct(np.concatenate(parts))
        return from_nums(nums if nums[0] else nums[1:], self.size)

    def _as_mask(self, found: Sequence[tuple[Segment, Sequence[Range]]]) -> PaperSet:
        mask = np.zeros(self.size, dtype=np.bool_)
        for segment, terms in found:
            local = papers_with(segment, terms)
            if segment.run:
                mask[segment.run : segment.run + segment.count] |= local
            else:
                mask[segment.nums[local]] = True
        mask[0] = False
        return Many(mask)
