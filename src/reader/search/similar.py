"""More like this: papers that share a paper's telling terms, in either language."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from reader.search.ranking import F32
from reader.search.segment import GRAMS, Range, Segment, gram_code
from reader.search.segment_format import IMPACT

_MOST_TERMS = 40
"""Terms that are compared, the most telling ones."""

_LARGEST_SHARE = 0.1
"""A term in a larger share of the papers tells nothing."""

_GRAM_WEIGHT = 0.5
"""A Chinese word is mostly two or three grams."""


def similar_scores(segments: Mapping[str, Segment], num: int, size: int) -> F32:
    """Score by paper number (up to `size`), 0 for papers that have nothing in common with paper `num`."""
    scores: F32 = np.zeros(max([size, *(s.highest + 1 for s in segments.values())]), dtype=np.float32)
    home = next((segment for segment in segments.values() if (segment.nums == num).any()), None)
    if home is None:
        return scores
    place = int(np.flatnonzero(home.nums == num)[0])
    terms, weights = _telling(home, place)
    total = sum(segment.live for segment in segments.values())
    chosen: list[tuple[float, tuple[str, str]]] = []
    for term, weight in zip(terms.tolist(), weights.tolist(), strict=True):
        text = home.text(term)
        count = sum(_frequency(segment, text) for segment in segments.values())
        if 1 < count <= max(2, total * _LARGEST_SHARE):
            chosen.append((weight * float(np.log(total / count)) * (_GRAM_WEIGHT if text[0] == GRAMS else 1), text))
    for value, text in sorted(chosen, reverse=True)[:_MOST_TERMS]:
        _add(scores, segments, text, value)
    scores[0] = 0
    return scores


def _telling(segment: Segment, place: int) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float64]]:
    """Terms of a paper, and their impacts."""
    files = segment.files
    postings = files.dictionary.postings.astype(np.int64)
    dense = files.dictionary.dense.astype(np.int64)
    sparse = np.flatnonzero(files.papers == place)
    # Postings of frequent terms are counted in `postings`, but not stored among the papers.
    lengths = np.diff(postings)
    lengths[dense] = 0
    terms = np.searchsorted(np.cumsum(lengths), sparse, side="right")
    rank = sparse - (np.cumsum(lengths) - lengths)[terms]
    impacts = files.impacts[postings[terms] + rank] & IMPACT
    return terms, impacts.astype(np.float64) / IMPACT


def _find(segment: Segment, text: tuple[str, str]) -> Range:
    at = segment.gram(gram_code(text[1])) if text[0] == GRAMS else segment.word(text[1])
    return (at, at + 1) if at >= 0 else (0, 0)


def _frequency(segment: Segment, text: tuple[str, str]) -> int:
    return segment.frequency(*_find(segment, text))


def _add(scores: F32, segments: Mapping[str, Segment], text: tuple[str, str], value: float) -> None:
    for segment in segments.values():
        term, end = _find(segment, text)
        if term < end:
            shares = (segment.impacts(term, end) & np.uint8(IMPACT)).astype(np.float32)
            scores[segment.nums[segment.papers(term)]] += shares * np.float32(value / IMPACT)
