"""Papers collected in memory until there are enough for one segment."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import numpy as np

from reader.search.analysis import U32, U64, Analyser, Vocabulary, rendered
from reader.search.postings_writer import FileSum, PostingsFiles
from reader.search.protocol import Document
from reader.search.segment_format import MAX_PAPERS

_BATCH = 400
"""Papers analysed at a time."""

_WORD_ROOM, _GRAM_ROOM = 6_000_000, 6_000_000
"""Occurrences in one segment as it is built: 96 MB at most, of which only what is used is ever taken."""

_ROOM_OF_A_BATCH = 1_500_000
"""Occurrences in one batch that a segment must have room for; a longer batch makes its own segment."""


class _Buffer:
    """Numbers in one array that grows without copies as long as they fit."""

    def __init__(self, room: int) -> None:
        self._keys: U64 = np.empty(room, dtype=np.uint64)
        self.used = 0

    @property
    def room(self) -> int:
        return len(self._keys) - self.used

    def add(self, keys: U64) -> None:
        if len(keys) > self.room:
            self._keys = np.concatenate((self.keys, np.empty(len(keys) * 2, dtype=np.uint64)))
        self._keys[self.used : self.used + len(keys)] = keys
        self.used += len(keys)

    @property
    def keys(self) -> U64:
        return self._keys[: self.used]


class SegmentBuilder:
    """One segment in the making."""

    def __init__(self, analyser: Analyser) -> None:
        self._analyser = analyser
        self._vocabulary = Vocabulary()
        self._words, self._grams = _Buffer(_WORD_ROOM), _Buffer(_GRAM_ROOM)
        self._waiting: list[list[str]] = []
        self._lengths: list[U32] = []
        self._places: dict[int, int] = {}
        self.nums: list[int] = []
        self.change = 0
        self.replaced: list[int] = []

    def __len__(self) -> int:
        return len(self.nums)

    @property
    def highest(self) -> int:
        """The highest paper number."""
        return max(self.nums)

    @property
    def full(self) -> bool:
        """Whether the segment should be written before more papers are added."""
        short = min(self._words.room, self._grams.room) < _ROOM_OF_A_BATCH
        return short or len(self.nums) + _BATCH > MAX_PAPERS

    def add(self, document: Document) -> None:
        """Take a paper in; an older text of the same paper is noted in `replaced` (place in the segment)."""
        older = self._places.get(document.num)
        if older is not None:
            self.replaced.append(older)
        self._places[document.num] = len(self.nums)
        self.nums.append(document.num)
        self.change = max(self.change, document.change)
        self._waiting.append(rendered(document.texts))
        if len(self._waiting) == _BATCH:
            self._analyse()

    def _analyse(self) -> None:
        if not self._waiting:
            return
        found = self._analyser.analyse(self._waiting, len(self.nums) - len(self._waiting), self._vocabulary)
        self._words.add(found.words)
        self._grams.add(found.grams)
        self._lengths.append(found.lengths)
        self._waiting = []

    def write(self, folder: Path, name: str) -> list[FileSum]:
        """Write the segment's files."""
        self._analyse()
        lengths = np.minimum(np.concatenate(self._lengths), np.uint32(0xFFFF)).astype(np.uint16)
        words = self._sorted_words()
        self._grams.keys.sort()
        with PostingsFiles(folder, name, lengths) as files:
            files.add(self._words.keys)
            files.finish(words, files.add_grams(self._grams.keys))
        return [*files.files.values(), write_papers(folder, name, self.nums, lengths)]

    def _sorted_words(self) -> list[str]:
        """Sort the words' occurrences by word, and return the words in order."""
        words = self._vocabulary.words
        order = sorted(range(len(words)), key=words.__getitem__)
        ranks = np.empty(len(order), dtype=np.uint64)
        ranks[order] = np.arange(len(order), dtype=np.uint64) << np.uint64(32)
        keys = self._words.keys
        numbers = keys >> np.uint64(32)
        keys &= np.uint64(0xFFFF_FFFF)
        keys |= ranks[numbers]
        keys.sort()
        return [words[number] for number in order]


def write_papers(folder: Path, name: str, nums: Sequence[int] | U32, lengths: np.ndarray) -> FileSum:
    """Write the `.doc` file of segment `name`: the papers' numbers and lengths, in the segment's order."""
    file = FileSum(folder / f"{name}.doc")
    with closing(file):
        file.write_array(np.asarray(nums, dtype="<u4"))
        file.write_array(lengths.astype("<u2"))
    return file
