"""Walking a query's tree: which papers match, and how well.

How well: for each piece of text in the query the weight of its rarity (as BM25 has it) times the impact of its best
expansion.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from reader.search.ast import And, Filter, Node, Not, Nothing, Or, Text
from reader.search.lookup import Cache, Lookup
from reader.search.paper_sets import (
    NO_PAPERS,
    PaperSet,
    any_of,
    as_nums,
    both,
    contained,
    count,
    everything,
    without,
)
from reader.search.plan import Leaf, leaves
from reader.search.postings_reader import impacts
from reader.search.protocol import FilterSource
from reader.search.ranking import F32
from reader.search.segment import Segment
from reader.search.segment_format import U8


class Evaluation:
    """One query, one snapshot of the index, one state of the filters."""

    def __init__(self, segments: Mapping[str, Segment], filters: FilterSource, cache: Cache) -> None:
        self._filters = filters
        self._cache = cache
        self.order = cache.order(filters.listing())
        self.lookup = Lookup(segments, cache, self.order.highest)

    def papers(self, node: Node | None) -> PaperSet:
        """The papers that match; those that are not in the listing may be among them."""
        match node:
            case None:
                return everything(self.lookup.size)
            case Nothing():
                return NO_PAPERS
            case Text():
                return self._text(node)
            case Filter(field, value):
                return self._cache.filtered((field, value), self._filters.nums(field, value), self.lookup.size)
            case Not(part):
                return without(everything(self.lookup.size), self.papers(part))
            case Or(parts):
                return any_of([self.papers(part) for part in parts], self.lookup.size)
            case And(parts):
                return self._all(parts)

    def _text(self, text: Text) -> PaperSet:
        found = self.lookup.any(leaves(text))
        if text.fields:
            return found
        noted = self._cache.filtered(("note", text.raw), self._filters.nums("note", text.raw), self.lookup.size)
        return any_of([found, noted], self.lookup.size) if count(noted) else found

    def _all(self, parts: Sequence[Node]) -> PaperSet:
        found: PaperSet | None = None
        for part in sorted(parts, key=lambda part: isinstance(part, Not)):
            if isinstance(part, Not):
                found = without(everything(self.lookup.size) if found is None else found, self.papers(part.part))
            else:
                other = self.papers(part)
                found = other if found is None else both(found, other)
            if not count(found):
                break
        return everything(self.lookup.size) if found is None else found

    def scores(self, texts: Sequence[Text], papers: PaperSet) -> F32:
        """How well papers have pieces of text, by paper number."""
        nums = as_nums(papers)
        scores: F32 = np.zeros(len(nums), dtype=np.float32)
        pieces = [leaves(text) for text in texts]
        rarities = [np.float32(self._rarity(count(self.lookup.any(piece)))) for piece in pieces]
        for segment in self.lookup.segments:
            where, local = segment.local(nums)
            if not len(local):
                continue
            for piece, rarity in zip(pieces, rarities, strict=True):
                scores[where] += self._impacts(segment, piece, local) * rarity
        by_number: F32 = np.zeros(self.lookup.size, dtype=np.float32)
        by_number[nums] = scores
        return by_number

    def _impacts(self, segment: Segment, piece: Sequence[Leaf], local: npt.NDArray[np.int64]) -> U8:
        """The best impact among the leaves of a piece for papers of a segment; that of a phrase is its units' mean."""
        best = impacts(segment, [leaf.units[0] for leaf in piece if leaf.is_word], local)
        for leaf in piece:
            if not leaf.is_word:
                chosen = np.flatnonzero(contained(segment.nums[local], self.lookup.papers(leaf)))
                if len(chosen):
                    at = local[chosen]
                    several = [impacts(segment, [unit], at).astype(np.uint16) for unit in leaf.units]
                    mean = sum(several) // np.uint16(len(several))
                    best[chosen] = np.maximum(best[chosen], np.asarray(mean, dtype=np.uint8))
        return best

    def impacts_by_place(self, piece: Sequence[Leaf]) -> tuple[npt.NDArray[np.int64], U8]:
        """The papers that have a leaf of a piece, and how much the best leaf says about each (1 to 127).

        Papers by place: those of the first segment, then those of the second, and so on; ascending.
        """
        nums = as_nums(self.lookup.any(piece))
        places: list[npt.NDArray[np.int64]] = [np.zeros(0, dtype=np.int64)]
        impacts: list[U8] = [np.zeros(0, dtype=np.uint8)]
        offset = 0
        for segment in self.lookup.segments:
            _, local = segment.local(nums)
            if len(local):
                local = np.sort(local)
                places.append(local + offset)
                impacts.append(np.maximum(self._impacts(segment, piece, local), 1))
            offset += segment.count
        return np.concatenate(places), np.concatenate(impacts)

    def _rarity(self, papers: int) -> float:
        total = max(len(self.order.nums), papers)
        return float(np.log1p((total - papers + 0.5) / (papers + 0.5))) / 127
