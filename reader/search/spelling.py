"""Misspelt English words: the frequent word one edit away."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from reader.search.segment import Segment
from reader.search.variants import word_variants

FEWEST = 5
"""Papers a word must stand in to be offered, and not to be thought misspelt."""

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_SHORTEST = 4
_TIMES_MORE = 20
"""How many times more papers than the typed word it must stand in: misspelt words occur in texts, too."""


class Speller:
    """The words of the index and how many papers each stands in."""

    def __init__(self, segments: Sequence[Segment]) -> None:
        self._segments = segments

    def papers(self, word: str) -> int:
        """How many papers have that word itself."""
        places = ((segment, segment.word(word)) for segment in self._segments)
        return sum(segment.frequency(at, at + 1) for segment, at in places if at >= 0)

    def correct(self, word: str, *, begins: bool = False) -> str | None:
        """A better spelling of `word`, or None. Only plain English words of some length are looked at.

        begins  it may be the beginning of a longer word, which then is not misspelt
        """
        if len(word) < _SHORTEST or not (word.isascii() and word.isalpha()):
            return None
        known = max(map(self.papers, word_variants(word)))
        if begins:
            known = max(known, *(_most(segment, word) for segment in self._segments), 0)  # there may be none
        least = max(FEWEST, known * _TIMES_MORE)
        found = [(papers, other) for other in set(_edits(word)) if (papers := self.papers(other)) >= least]
        return max(found)[1] if found else None


def _most(segment: Segment, prefix: str) -> int:
    """The papers of the segment's commonest word that begins so."""
    first, last = segment.words_with(prefix)
    counts = np.diff(segment.files.dictionary.postings[first : last + 1].astype(np.int64))
    return int(counts.max(initial=0))


def _edits(word: str) -> Iterator[str]:
    """Words one deletion, transposition, replacement or insertion away."""
    for at in range(len(word) + 1):
        left, right = word[:at], word[at:]
        if right:
            yield left + right[1:]
        if len(right) > 1:
            yield left + right[1] + right[0] + right[2:]
        for letter in _LETTERS:
            yield left + letter + right
            if right and letter != right[0]:
                yield left + letter + right[1:]
