"""Companions of a word: the terms that its papers share beyond chance, in both languages at once.

幻觉 ~ hallucination, hallucinations, 事实性. The measure is what a term adds to the divergence (Kullback-Leibler)
between these papers' terms and the archive's, as relevance models choose expansion terms (Lavrenko and Croft 2001,
"Relevance-Based Language Models").
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from reader.search.archive import F32, F64, I64, Archive
from reader.search.segment_format import IMPACT, U8

HEADS = 150
"""Papers of a word that are looked at, those with the highest impact."""

_MEAN_IMPACT = 0.4
_TIMES = 2
"""A companion stands in these papers so many times as often as by chance."""

_DRAWS = 4
_SIZES = (2, 3, 5, 8, 12, 20, 35, 60, 100, 150)
"""Numbers of papers for which it is worked out what random papers share."""

SHARED = 15
"""Terms whose sum says how much papers have in common."""


@dataclass(frozen=True, slots=True)
class Companions:
    """Terms (numbers in the archive) and how telling each is, the most telling first."""

    terms: I64
    values: F64

    def most(self, count: int) -> Companions:
        """The first `count`."""
        return Companions(self.terms[:count], self.values[:count])

    def without(self, struck: I64) -> Companions:
        """The same but for some terms."""
        kept = ~np.isin(self.terms, struck)
        return Companions(self.terms[kept], self.values[kept])

    def weighed(self, archive: Archive, edged: float) -> Companions:
        """Pairs with a function character count `edged` times as much."""
        values = self.values * np.where(archive.edged[self.terms], edged, 1.0)
        order = np.argsort(-values, kind="stable")
        order = order[values[order] > 0]
        return Companions(self.terms[order], values[order])


def shared_terms(archive: Archive, places: I64, weights: F64, most: int) -> Companions:
    """What papers (ascending places) share, each with its weight: at most `most` terms."""
    terms, impacts, owners = archive.rows(places)
    mass = np.bincount(terms, impacts * weights[owners], len(archive.count))
    found = np.flatnonzero(mass > 0)
    share = mass[found] / (IMPACT * weights.sum())
    chance = archive.count[found] / max(archive.total, 1) * _MEAN_IMPACT
    values = np.where(share > _TIMES * chance, share * np.log(share / chance), 0)
    order = np.argsort(-values, kind="stable")[:most]
    order = order[values[order] > 0]
    return Companions(found[order], values[order])


def heads(places: I64, impacts: U8, most: int = HEADS) -> I64:
    """Which of papers (ascending places; indices into them) a word says most about, by its impacts on them."""
    if len(places) <= most:
        return np.arange(len(places))
    # Of equally good papers the newest: they stand last.
    counts = np.cumsum(np.bincount(impacts, minlength=IMPACT + 2)[::-1])[::-1]
    limit = int(np.flatnonzero(counts > most)[-1])  # impacts above it are few enough
    above, equal = np.flatnonzero(impacts > limit), np.flatnonzero(impacts == limit)
    return np.sort(np.concatenate((above, equal[len(equal) - (most - len(above)) :])))


_BLOCK = 64
"""Papers of which the best is looked for first."""


def best(scores: F32, most: int) -> I64:
    """The places of the highest scores, ascending."""
    if len(scores) <= most:
        return np.arange(len(scores))
    whole = len(scores) // _BLOCK * _BLOCK
    highest = scores[:whole].reshape(-1, _BLOCK).max(axis=1)
    if len(highest) > most:  # so many blocks have one that is as high: all that are lower need not be put in order
        limit = np.partition(highest, len(highest) - most)[len(highest) - most]
        likely = np.flatnonzero(scores >= limit)
    else:
        likely = np.arange(len(scores))
    return np.sort(likely[np.argsort(-scores[likely], kind="stable")[:most]])


def chance(archive: Archive, papers: int) -> float:
    """What so many papers share that have nothing in common: the mean sum of `SHARED` terms of some draws, each spread
    evenly over the archive.

    Drawn once for each of some sizes; the archive remembers it.
    """
    size = min(_SIZES, key=lambda size: abs(math.log(size / min(max(papers, 1), HEADS))))
    if size not in archive.by_chance:
        alive = np.flatnonzero(archive.nums)
        several = min(size * _DRAWS, len(alive))
        spread = alive[np.arange(several, dtype=np.int64) * len(alive) // max(several, 1)]
        draws = [spread[draw::_DRAWS] for draw in range(min(_DRAWS, several))]
        sums = [shared_terms(archive, drawn, np.ones(len(drawn)), SHARED).values.sum() for drawn in draws]
        archive.by_chance[size] = float(np.mean(sums))
    return archive.by_chance[size]
