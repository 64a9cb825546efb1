"""Walking a query plan over arrays: which papers match, and how well.

Which papers: one truth value per paper number of the library. How well: for each piece of text in the query the weight
of its rarity (as BM25 has it) times the impact of its best form.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import reduce

import numpy as np
import numpy.typing as npt
from whoosh import query as whoosh_query

from reader.search.plan import Numbers, Placed, Plan, Unit
from reader.search.postings_reader import impacts, papers_placed, papers_with, ranges
from reader.search.protocol import FilterSource
from reader.search.ranking import F32, Order, as_array
from reader.search.segment import Mask, Segment
from reader.search.segment_format import U8


class Evaluation:
    """One query, one snapshot of the index, one state of the filters."""

    def __init__(self, segments: Mapping[str, Segment], filters: FilterSource, cache: Cache) -> None:
        self._segments = tuple(segments.values())
        self._filters = filters
        self._cache = cache
        self.order = cache.order(filters.listing())
        highest = max((segment.highest for segment in self._segments), default=0)
        self._size = max(highest, self.order.highest) + 1

    # Which papers

    def mask(self, plan: Plan) -> Mask:
        """Truth value by paper number."""
        if isinstance(plan, whoosh_query.DisjunctionMax | whoosh_query.Or):
            return self._any([self.mask(part) for part in plan.subqueries])
        if isinstance(plan, whoosh_query.And):
            return self._all(plan)
        if isinstance(plan, whoosh_query.Not):
            return ~self.mask(plan.query)
        if isinstance(plan, Numbers):
            return self._numbers(as_array(self._filters.nums(plan.field, plan.value)))
        if isinstance(plan, whoosh_query.Every):
            return np.ones(self._size, dtype=np.bool_)
        if isinstance(plan, Placed | whoosh_query.Term | whoosh_query.Prefix):
            return self._cache.get(plan, self._size, self._leaf)
        return np.zeros(self._size, dtype=np.bool_)

    def _any(self, masks: list[Mask]) -> Mask:
        return reduce(np.logical_or, masks) if masks else np.zeros(self._size, dtype=np.bool_)

    def _all(self, plan: Plan) -> Mask:
        mask: Mask | None = None
        for part in plan.subqueries:
            other = self.mask(part)
            mask = other if mask is None else mask & other
            if not mask.any():
                break
        return np.ones(self._size, dtype=np.bool_) if mask is None else mask

    def _numbers(self, nums: npt.NDArray[np.uint32]) -> Mask:
        mask = np.zeros(self._size, dtype=np.bool_)
        mask[nums[nums < self._size]] = True
        return mask

    def _leaf(self, plan: Plan) -> Mask:
        mask = np.zeros(self._size, dtype=np.bool_)
        for segment in self._segments:
            local = _local_mask(segment, plan)
            if segment.run:
                mask[segment.run : segment.run + segment.count] |= local
            else:
                mask[segment.nums[local]] = True
        mask[0] = False
        return mask

    # How well

    def scores(self, plan: Plan, matched: Mask) -> F32:
        """Score by paper number, for papers of `matched`."""
        scores: F32 = np.zeros(self._size, dtype=np.float32)
        for piece in _pieces(plan):
            rarity = self._rarity(int(np.count_nonzero(self.mask(piece))))
            for segment in self._segments:
                wanted = _in_segment(segment, matched)
                values = self._impacts(segment, piece, wanted).astype(np.float32) * np.float32(rarity)
                if segment.run:
                    scores[segment.run : segment.run + segment.count] += values
                else:
                    scores[segment.nums] += values
        return scores

    def _impacts(self, segment: Segment, piece: Plan, wanted: Mask) -> U8:
        """The best impact among the forms of a piece; that of a phrase is the mean of its units'."""
        words = [plan for plan in piece.subqueries if not isinstance(plan, Placed)]
        best = impacts(segment, [pair for plan in words for pair in ranges(segment, _units(plan)[0])], wanted)
        for plan in piece.subqueries:
            if isinstance(plan, Placed):
                local = _in_segment(segment, self.mask(plan)) & wanted
                if local.any():
                    several = [impacts(segment, ranges(segment, unit), local) for unit in plan.units]
                    mean = sum(part.astype(np.uint16) for part in several) // np.uint16(len(several))
                    best = np.maximum(best, np.asarray(mean, dtype=np.uint8))
        return best

    def _rarity(self, papers: int) -> float:
        total = max(len(self.order.nums), papers)
        return float(np.log1p((total - papers + 0.5) / (papers + 0.5))) / 127


class Cache:
    """What the last queries worked out: the listing's order, and the words typed before the one being typed."""

    _MOST = 24

    def __init__(self) -> None:
        self._masks: dict[tuple[Plan, int], Mask] = {}
        self._order = Order(())

    def order(self, listing: Sequence[int]) -> Order:
        """The order of a listing; worked out once as long as the same object is handed in."""
        if self._order.source is not listing:
            self._order = Order(listing)
        return self._order

    def get(self, plan: Plan, size: int, make: Callable[[Plan], Mask]) -> Mask:
        """The mask of a leaf, remembered or made. It must not be changed."""
        mask = self._masks.pop((plan, size), None)
        if mask is None:
            mask = make(plan)
        self._masks[(plan, size)] = mask
        if len(self._masks) > self._MOST:
            self._masks.pop(next(iter(self._masks)))
        return mask


def _in_segment(segment: Segment, mask: Mask) -> Mask:
    if segment.run:
        return mask[segment.run : segment.run + segment.count]
    return mask[segment.nums]


def _units(plan: Plan) -> tuple[Unit, ...]:
    if isinstance(plan, Placed):
        return tuple(plan.units)
    prefix = isinstance(plan, whoosh_query.Prefix)
    return (Unit(plan.fieldname, (plan.text,), 0, prefix),)


def _local_mask(segment: Segment, plan: Plan) -> Mask:
    if isinstance(plan, Placed):
        return papers_placed(segment, plan.units, plan.fields)
    return papers_with(segment, ranges(segment, _units(plan)[0]))


def _pieces(plan: Plan) -> Iterator[Plan]:
    """The pieces of text that are wanted (not those that must not match)."""
    if isinstance(plan, whoosh_query.DisjunctionMax):
        yield plan
    elif isinstance(plan, whoosh_query.And | whoosh_query.Or):
        for part in plan.subqueries:
            yield from _pieces(part)
