"""Walking a query's tree: which papers match, and how well.

How well: for each piece of text in the query the weight of its rarity (as BM25 has it) times the impact of its best
expansion.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from reader.search.ast import And, Filter, Node, Not, Nothing, Or, Text
from reader.search.lookup import Cache, Lookup, in_segment
from reader.search.paper_sets import (
    NO_PAPERS,
    Many,
    PaperSet,
    any_of,
    both,
    count,
    everything,
    without,
)
from reader.search.plan import Leaf, Unit, leaves
from reader.search.postings_reader import impacts
from reader.search.protocol import FilterSource
from reader.search.ranking import F32
from reader.search.segment import Mask, Segment
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
        """How well the papers of a set have pieces of text, by paper number; of other papers it says nothing."""
        scores: F32 = np.zeros(self.lookup.size, dtype=np.float32)
        pieces = [leaves(text) for text in texts]
        rarities = [np.float32(self._rarity(count(self.lookup.any(piece)))) for piece in pieces]
        for segment in self.lookup.segments:
            matched = in_segment(segment, papers)
            # Of many papers in a row all are scored, which is quicker than choosing them.
            every = isinstance(papers, Many) and segment.run > 0
            local = slice(None) if every else np.flatnonzero(matched)
            if not matched.any():
                continue
            total: F32 = np.zeros(segment.count if every else len(segment.nums[local]), dtype=np.float32)
            for piece, rarity in zip(pieces, rarities, strict=True):
                total += self._impacts(segment, piece, matched)[local] * rarity
            if every:
                scores[segment.run : segment.run + segment.count] = total
            else:
                scores[segment.nums[local]] = total
        return scores

    def _impacts(self, segment: Segment, piece: Sequence[Leaf], matched: Mask) -> U8:
        """The best impact among the leaves of a piece by place in a segment, for papers that match; that of a phrase is
        its units' mean."""
        best = impacts(segment, self._scored(piece), matched)
        for leaf in piece:
            if not leaf.is_word:
                chosen = in_segment(segment, self.lookup.papers(leaf)) & matched
                at = np.flatnonzero(chosen)
                if len(at):
                    several = [impacts(segment, [unit], chosen)[at].astype(np.uint16) for unit in leaf.units]
                    mean = sum(several) // np.uint16(len(several))
                    best[at] = np.maximum(best[at], np.asarray(mean, dtype=np.uint8))
        return best

    def _scored(self, piece: Sequence[Leaf]) -> list[Unit]:
        """The words of a piece; without beginnings of so many words that they say little about relevance."""
        units = [leaf.units[0] for leaf in piece if leaf.is_word]
        return [unit if self.lookup.tells(unit) else replace(unit, prefix=False) for unit in units]

    def impacts_by_place(self, piece: Sequence[Leaf]) -> tuple[npt.NDArray[np.int64], U8]:
        """The papers that have a leaf of a piece, and how much the best leaf says about each (1 to 127).

        Papers by place: those of the first segment, then those of the second, and so on; ascending.
        """
        papers = self.lookup.any(piece)
        places: list[npt.NDArray[np.int64]] = [np.zeros(0, dtype=np.int64)]
        shares: list[U8] = [np.zeros(0, dtype=np.uint8)]
        offset = 0
        for segment in self.lookup.segments:
            matched = in_segment(segment, papers)
            local = np.flatnonzero(matched)
            if len(local):
                places.append(local + offset)
                shares.append(np.maximum(self._impacts(segment, piece, matched)[local], 1))
            offset += segment.count
        return np.concatenate(places), np.concatenate(shares)

    def _rarity(self, papers: int) -> float:
        total = max(len(self.order.nums), papers)
        return float(np.log1p((total - papers + 0.5) / (papers + 0.5))) / 127
