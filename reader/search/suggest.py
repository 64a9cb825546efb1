"""Did you mean: misspelt English words, replaced by a frequent word one edit away; Chinese runs, cut where it helps."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from reader.search.ast import Text
from reader.search.query import Query
from reader.search.segment import Segment
from reader.search.segmentation import Segmenter
from reader.search.variants import word_variants

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_SHORTEST = 4
_FEWEST = 5
"""Papers a word must stand in to be offered for one that does occur."""

_TIMES_MORE = 20
"""How many times more papers than the typed word it must stand in: misspelt words occur in texts, too."""


class Speller:
    """The words of the index and how many papers each stands in."""

    def __init__(self, segments: Mapping[str, Segment]) -> None:
        self._counts: dict[str, int] = {}
        for segment in segments.values():
            words = segment.words(0, segment.word_count)
            counts = np.diff(segment.files.dictionary.postings[: len(words) + 1].astype(np.int64)).tolist()
            for word, count in zip(words, counts, strict=True):
                self._counts[word] = self._counts.get(word, 0) + count

    def correct(self, word: str) -> str | None:
        """A better spelling of `word`, or None. Only plain English words of some length are looked at."""
        if len(word) < _SHORTEST or not (word.isascii() and word.isalpha()):
            return None
        known = max(self._counts.get(form, 0) for form in word_variants(word))
        least = max(_FEWEST, known * _TIMES_MORE) if known else 1
        found = [(self._counts[other], other) for other in set(_edits(word)) if self._counts.get(other, 0) >= least]
        return max(found)[1] if found else None

    def begins(self, prefix: str) -> bool:
        """Whether a word that is frequent enough begins so."""
        return any(count >= _FEWEST for word, count in self._counts.items() if word.startswith(prefix))


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


def corrected(query: Query, speller: Speller, segmenter: Segmenter) -> str | None:
    """The query with misspelt words replaced and Chinese runs cut, or None if there is nothing to be changed."""
    text = query.text
    for piece in sorted(query.texts(), key=lambda piece: piece.start, reverse=True):
        for cut in reversed(segmenter.cuts(piece)):
            start = piece.tokens[cut].start
            text = f"{text[:start]} {text[start:]}"
        for token in reversed(piece.tokens):
            better = _better(piece, token.term, speller)
            if better and text[token.start : token.end].isascii():
                text = text[: token.start] + better + text[token.end :]
    return text if text != query.text else None


def _better(piece: Text, word: str, speller: Speller) -> str | None:
    if piece.prefix and word == piece.tokens[-1].term and speller.begins(word):
        return None
    return speller.correct(word)
