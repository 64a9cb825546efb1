"""The terms of one leaf in one segment, and what their postings say: papers, places, impacts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from reader.model import TEXT_FIELDS
from reader.search.analysis import FIELD_SHIFT, LAST_OFFSET, TITLES
from reader.search.paper_sets import distinct
from reader.search.plan import Unit
from reader.search.segment import GRAMS, WORDS, Mask, Range, Segment, gram_code
from reader.search.segment_format import FIRST_BIT, IMPACT, PLACE, TITLE_BIT, U8, U16, U32

_PLACE_BITS = 15
_OFFSET = np.uint16(LAST_OFFSET)
_MOST_DENSE = 16
"""Frequent terms of one leaf that are scored."""


def ranges(segment: Segment, unit: Unit) -> list[Range]:
    """The terms that fit a unit, as ranges that do not overlap; none of them is empty."""
    if unit.field == GRAMS:
        found = [_grams(segment, text) for text in unit.texts]
    else:
        found = _beginnings(segment, unit.texts[0]) if unit.prefix else []
        for word in unit.texts:
            at = segment.word(word)
            if at >= 0 and not any(first <= at < last for first, last in found):
                found.append((at, at + 1))
    return [(first, last) for first, last in found if first < last]


def _beginnings(segment: Segment, prefix: str) -> list[Range]:
    """The words that begin so; the word itself, which stands before all others, for itself."""
    first, last = segment.words_with(prefix)
    return [(first, first + 1), (first + 1, last)] if segment.word(prefix) == first else [(first, last)]


def _grams(segment: Segment, text: str) -> Range:
    if len(text) == 1:
        return segment.grams_with(text)
    at = segment.gram(gram_code(text))
    return (at, at + 1) if at >= 0 else (0, 0)


def papers_with(segment: Segment, found: Sequence[Range]) -> Mask:
    """Which papers have one of the terms."""
    mask = np.zeros(segment.count, dtype=np.bool_)
    for first, last in found:
        segment.mark(first, last, mask)
    return mask


def _papers_in_titles(segment: Segment, found: Sequence[Range]) -> npt.NDArray[np.integer]:
    mask = np.zeros(segment.count, dtype=np.bool_)
    for first, last in found:
        for papers, impacts in _posting_chunks(segment, first, last):
            mask[papers[impacts >= TITLE_BIT]] = True
    return np.flatnonzero(mask)


def papers_placed(segment: Segment, units: Sequence[Unit], fields: Sequence[int]) -> npt.NDArray[np.integer]:
    """The papers (places in the segment, ascending) that have all units where their offsets say, in one of the texts
    `fields` (none: in any)."""
    nobody = np.zeros(0, dtype=np.uint32)
    terms = []
    for unit in units:
        terms.append(ranges(segment, unit))
        if not terms[-1]:
            return nobody
    if len(units) == 1 and set(fields) == set(TITLES):
        return _papers_in_titles(segment, terms[0])
    sizes = [sum(segment.frequency(*found) for found in several) for several in terms]
    allowed = np.zeros(8, dtype=np.bool_)
    allowed[list(fields) or list(range(len(TEXT_FIELDS)))] = True
    common: U32 | None = None
    for at in sorted(range(len(units)), key=sizes.__getitem__):
        wanted = None
        if common is not None:
            wanted = np.zeros(segment.count, dtype=np.bool_)
            wanted[common >> _PLACE_BITS] = True
        keys = _keys(segment, terms[at], units[at].offset, wanted, allowed)
        common = keys if common is None else np.intersect1d(common, keys, assume_unique=True)
        if not len(common):
            return nobody
    return nobody if common is None else distinct(common >> np.uint32(_PLACE_BITS))


def _keys(
    segment: Segment, found: Sequence[Range], offset: int, wanted: Mask | None, allowed: npt.NDArray[np.bool_]
) -> U32:
    """Paper and place (moved back by `offset`) of every occurrence of the terms, ascending."""
    parts = [
        _shifted(papers, places, offset, wanted, allowed)
        for first, last in found
        for papers, places in place_chunks(segment, first, last)
    ]
    if len(parts) == 1 and found[0][1] - found[0][0] == 1:
        return parts[0]
    keys = np.concatenate(parts) if parts else np.zeros(0, dtype=np.uint32)
    keys.sort()
    return keys


def _shifted(
    papers: npt.NDArray[np.integer], places: U16, offset: int, wanted: Mask | None, allowed: npt.NDArray[np.bool_]
) -> U32:
    firsts = np.flatnonzero(places >= FIRST_BIT)
    counts = np.diff(firsts, append=len(places))
    if wanted is not None:
        chosen = np.flatnonzero(wanted[papers])
        papers, firsts, counts = papers[chosen], firsts[chosen], counts[chosen]
        total = np.cumsum(counts)
        places = places[np.repeat(firsts - (total - counts), counts) + np.arange(total[-1] if len(total) else 0)]
    places = places & np.uint16(PLACE)
    keys = np.repeat(papers.astype(np.uint32) << np.uint32(_PLACE_BITS), counts) | places
    inside = places & _OFFSET
    fits = (inside >= offset) & (inside < _OFFSET) & allowed[places >> FIELD_SHIFT]
    kept: U32 = keys[fits] - np.uint32(offset)
    return kept


def _runs(segment: Segment, first: int, last: int) -> Iterator[tuple[int, int, bool]]:
    """A range of terms cut at its frequent terms: (first, last, is a frequent term)."""
    at = first
    for dense in segment.dense_terms(first, last):
        if at < dense:
            yield at, dense, False
        yield dense, dense + 1, True
        at = dense + 1
    if at < last:
        yield at, last, False


def _papers(segment: Segment, first: int, last: int, dense: bool) -> npt.NDArray[np.integer]:
    return segment.papers(first) if dense else segment.sparse_papers(first, last)


def place_chunks(segment: Segment, first: int, last: int) -> Iterator[tuple[npt.NDArray[np.integer], U16]]:
    """The occurrences of terms `first` to `last` (exclusive), in chunks: papers of the segment, and places in them."""
    for start, end, dense in _runs(segment, first, last):
        yield _papers(segment, start, end, dense), segment.places(start, end)


def _posting_chunks(segment: Segment, first: int, last: int) -> Iterator[tuple[npt.NDArray[np.integer], U8]]:
    for start, end, dense in _runs(segment, first, last):
        yield _papers(segment, start, end, dense), segment.impacts(start, end)


def impacts(segment: Segment, units: Sequence[Unit], matched: Mask) -> U8:
    """How much the best of the units' terms says about each paper (0 to 127), by place; only for those that match it is
    said by all terms.

    Words that only begin as asked count three quarters of the same.
    """
    best: U8 = np.zeros(segment.count, dtype=np.uint8)
    for unit in units:
        whole = {segment.word(word) for word in unit.texts} if unit.field == WORDS else set()
        for first, last in ranges(segment, unit):
            if len(segment.dense_terms(first, last)) > _MOST_DENSE:
                continue
            begun = unit.field == WORDS and first not in whole
            for papers, values in _posting_chunks(segment, first, last):
                _note(best, papers, values, matched, single=last - first == 1, begun=begun)
    return best


def _note(best: U8, papers: npt.NDArray[np.integer], values: U8, matched: Mask, *, single: bool, begun: bool) -> None:
    """Keep the highest of what postings say about papers; `single`: no paper stands in them twice."""
    if not single:
        chosen = matched[papers]
        papers, values = papers[chosen], values[chosen]
    shares = values & np.uint8(IMPACT)
    if begun:
        shares -= shares >> 2
    if single:
        best[papers] = np.maximum(best[papers], shares)
    else:
        np.maximum.at(best, papers, shares)
