"""Several segments made one: small ones put together, deleted papers left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from reader.search.builder import write_papers
from reader.search.postings_reader import place_chunks
from reader.search.postings_writer import FileSum, PostingsFiles
from reader.search.segment import Segment
from reader.search.segment_format import MAX_PAPERS, PLACE, U16, U32

_CHUNK = 500_000
"""Occurrences merged at a time: bounds the memory."""

_MOST_DELETED = 0.25
"""A segment with a larger share of deleted papers is written anew."""

U64 = npt.NDArray[np.uint64]


def choose(segments: Mapping[str, Segment]) -> tuple[str, ...]:
    """Names of the segments that one step of merging should take: none, if all is well.

    A segment is put together with all smaller ones as soon as these have half as many papers. So there are few
    segments (each at least twice as large as all smaller ones), and a day's papers are written again only a few times
    on their way into a large one.
    """
    by_size = sorted(segments, key=lambda name: segments[name].live)
    chosen, smaller = 0, 0
    for at, name in enumerate(by_size):
        papers = segments[name].live
        if smaller + papers > MAX_PAPERS:
            break
        if at and 2 * smaller >= papers:
            chosen = at + 1
        smaller += papers
    if chosen:
        return tuple(by_size[:chosen])
    wasteful = [name for name in by_size if segments[name].live < segments[name].count * (1 - _MOST_DELETED)]
    return tuple(wasteful[:1])


class MergedSegment:
    """Several segments, ready to be written as one."""

    def __init__(self, segments: Sequence[Segment]) -> None:
        self._segments = segments
        nums, lengths = [], []
        self._moved: list[npt.NDArray[np.int64]] = []
        begin = 0
        for segment in segments:
            kept = segment.nums > 0
            self._moved.append(np.where(kept, np.cumsum(kept) - 1 + begin, -1))
            nums.append(segment.nums[kept])
            lengths.append(segment.lengths[kept])
            begin += len(nums[-1])
        self.nums: U32 = np.concatenate(nums)
        self.lengths: U16 = np.concatenate(lengths)

    def __len__(self) -> int:
        return len(self.nums)

    @property
    def highest(self) -> int:
        """The highest paper number."""
        return int(self.nums.max())

    def write(self, folder: Path, name: str) -> list[FileSum]:
        """Write the segment's files."""
        words, word_numbers = _united_words(self._segments)
        grams, gram_numbers = _united_grams(self._segments)
        with PostingsFiles(folder, name, self.lengths) as files:
            kept = [files.add(keys) for keys in self._keys(word_numbers, len(words), [0] * len(self._segments))]
            left = np.concatenate(kept) if kept else np.zeros(0, dtype=np.uint32)
            kept_words = [words[number] for number in left.tolist()]
            bases = [segment.word_count for segment in self._segments]
            kept = [files.add_grams(keys, grams) for keys in self._keys(gram_numbers, len(grams), bases)]
            left = np.concatenate(kept) if kept else np.zeros(0, dtype=np.uint32)
            files.finish(kept_words, grams[left])
        return [*files.files.values(), write_papers(folder, name, self.nums, self.lengths)]

    def _keys(self, numbers: list[npt.NDArray[np.int64]], count: int, bases: list[int]) -> Iterator[U64]:
        """Occurrences of all segments, sorted, some terms at a time.

        `numbers`: for every segment the new numbers of its terms, which begin at `bases` there.
        """
        sizes = np.zeros(count, dtype=np.int64)
        for segment, new, base in zip(self._segments, numbers, bases, strict=True):
            counts = _steps(segment.files.dictionary.occurrences[base : base + len(new) + 1])
            sizes[new] += counts
        total = np.cumsum(sizes)
        first = 0
        while first < count:
            before = int(total[first - 1]) if first else 0
            last = max(first + 1, int(np.searchsorted(total, before + _CHUNK, side="right")))
            keys = np.concatenate(
                [
                    self._moved_keys(at, new, base, first, last)
                    for at, (new, base) in enumerate(zip(numbers, bases, strict=True))
                ]
            )
            keys.sort()
            for segment in self._segments:  # what is merged is not read again
                segment.files.release()
            if len(keys):
                yield keys
            first = last

    def _moved_keys(self, at: int, new: npt.NDArray[np.int64], base: int, first: int, last: int) -> U64:
        """Occurrences in one segment of the terms with new numbers from `first` to before `last`."""
        segment, moved = self._segments[at], self._moved[at]
        low, high = int(np.searchsorted(new, first)), int(np.searchsorted(new, last))
        if low == high:
            return np.zeros(0, dtype=np.uint64)
        papers, places = zip(*place_chunks(segment, base + low, base + high), strict=True)
        all_places = np.concatenate(places)
        begins = np.flatnonzero(all_places >> 15)
        counts = np.diff(begins, append=len(all_places))
        frequencies = _steps(segment.files.dictionary.postings[base + low : base + high + 1])
        terms = np.repeat(new[low:high], frequencies)
        target = moved[np.concatenate(papers)]
        heads = (terms.astype(np.uint64) << np.uint64(32)) | (target.astype(np.uint64) << np.uint64(16))
        keys = np.repeat(heads, counts) | (all_places & np.uint16(PLACE))
        kept: U64 = keys[np.repeat(target >= 0, counts)]
        return kept


def _steps(running: U32) -> npt.NDArray[np.int64]:
    """What a running sum was made of."""
    steps: npt.NDArray[np.int64] = running[1:].astype(np.int64) - running[:-1]
    return steps


def merged(segments: Sequence[Segment]) -> MergedSegment:
    """Segments, ready to be written as one; their papers keep their order."""
    return MergedSegment(segments)


def _united_words(segments: Sequence[Segment]) -> tuple[list[str], list[npt.NDArray[np.int64]]]:
    """All words in order, and the number there of each segment's words."""
    lists = [segment.words(0, segment.word_count) for segment in segments]
    words = sorted(set().union(*lists))
    numbers = {word: number for number, word in enumerate(words)}
    return words, [np.fromiter(map(numbers.__getitem__, part), dtype=np.int64, count=len(part)) for part in lists]


def _united_grams(segments: Sequence[Segment]) -> tuple[U32, list[npt.NDArray[np.int64]]]:
    """All grams in order, and the number there of each segment's grams."""
    grams = np.unique(np.concatenate([segment.grams for segment in segments]))
    return grams, [np.searchsorted(grams, segment.grams) for segment in segments]
