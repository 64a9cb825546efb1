"""Looking things up in one segment: terms, their papers, impacts and places, as arrays."""

from __future__ import annotations

from bisect import bisect_left

import numpy as np
import numpy.typing as npt

from reader.search.segment_format import U8, U16, U32, SegmentFiles

WORDS, GRAMS = "words", "grams"
"""The two fields of the schema."""

_MOST_KNOWN = 4096
"""Words whose numbers are remembered."""

_MOST_REMEMBERED = 1_000_000
"""Bytes of the papers of frequent terms that are remembered."""

Mask = npt.NDArray[np.bool_]
Range = tuple[int, int]
"""Numbers of consecutive terms: first, and one past the last."""


def gram_code(text: str) -> int:
    """One or two CJK characters as a number, 16 bits each."""
    return ord(text[0]) << 16 | (ord(text[1]) if len(text) > 1 else 0)


def gram_text(code: int) -> str:
    """The reverse of `gram_code`."""
    return chr(code >> 16) + (chr(code & 0xFFFF) if code & 0xFFFF else "")


class Segment:
    """One segment: at most 65,536 papers, numbered from 0 in it.

    nums     paper numbers in the library by place in the segment; 0 for deleted ones
    highest  the highest of them
    lengths  tokens of each paper
    """

    def __init__(self, files: SegmentFiles, deleted: tuple[int, ...] = ()) -> None:
        self._files = files
        self.grams = files.dictionary.grams
        self.lengths: U16 = files.lengths
        self.nums: U32 = files.nums
        if deleted:
            self.nums = files.nums.copy()
            self.nums[list(deleted)] = 0
        self.count = len(self.nums)
        self.highest = int(self.nums.max(initial=0))
        self.live = self.count - len(deleted)
        self.run = self._as_run()
        # Memory views give single numbers several times faster than arrays do.
        self._starts = files.dictionary.starts.data
        self._postings = files.dictionary.postings.data
        self._occurrences = files.dictionary.occurrences.data
        self._gram_view = self.grams.data
        self._known: dict[str, int] = {}
        self._begun: dict[str, Range] = {}
        self._frequent: dict[int, U16] = {}
        self._remembered = 0
        self._by_num: tuple[U32, U16] | None = None
        self._dense: list[int] = files.dictionary.dense.tolist()
        self._dense_before = [0]
        for term in self._dense:
            self._dense_before.append(self._dense_before[-1] + self._postings[term + 1] - self._postings[term])
        self.word_count = len(self._starts) - 1

    def _as_run(self) -> int:
        """The first paper number, if all follow each other without a gap; else 0."""
        first, last = (int(self.nums[0]), int(self.nums[-1])) if self.count else (0, 0)
        if first == 0 or last - first != self.count - 1:
            return 0
        return first if bool((np.diff(self.nums) == 1).all()) else 0

    def forget(self) -> None:
        """Let go of what is remembered of words."""
        self._known.clear()
        self._begun.clear()
        self._frequent.clear()
        self._remembered = 0

    # Dictionary

    def word_at(self, word: bytes) -> int:
        """Number of the first word that does not stand before `word`."""
        words, starts = self._files.dictionary.words, self._starts
        low, high = 0, self.word_count
        while low < high:
            middle = (low + high) >> 1
            if words[starts[middle] : starts[middle + 1] - 1] < word:
                low = middle + 1
            else:
                high = middle
        return low

    def word(self, word: str) -> int:
        """Number of a word, or -1. Remembered: one keystroke asks for the forms of the same words many times."""
        known = self._known.get(word)
        if known is None:
            if len(self._known) >= _MOST_KNOWN:
                self._known.clear()
            known = self._known[word] = self._find_word(word.encode())
        return known

    def _find_word(self, word: bytes) -> int:
        at = self.word_at(word)
        if at == self.word_count:
            return -1
        return at if self._files.dictionary.words[self._starts[at] : self._starts[at + 1] - 1] == word else -1

    def words_with(self, prefix: str) -> Range:
        """The words that begin with `prefix`. Remembered, as `word` is."""
        known = self._begun.get(prefix)
        if known is None:
            if len(self._begun) >= _MOST_KNOWN:
                self._begun.clear()
            encoded = prefix.encode()
            known = self._begun[prefix] = self.word_at(encoded), self.word_at(encoded + b"\xff")
        return known

    def words(self, first: int, last: int) -> list[str]:
        """The words with numbers from `first` to before `last`."""
        if first >= last:
            return []
        return self._files.dictionary.words[self._starts[first] : self._starts[last] - 1].decode().split("\n")

    def gram(self, code: int) -> int:
        """Number of a gram, or -1."""
        at = bisect_left(self._gram_view, code)
        return at + self.word_count if at < len(self._gram_view) and self._gram_view[at] == code else -1

    def grams_with(self, character: str) -> Range:
        """The grams that begin with `character`: together they stand wherever it stands."""
        code = ord(character) << 16
        low = bisect_left(self._gram_view, code)
        return low + self.word_count, bisect_left(self._gram_view, code + 0x10000, low) + self.word_count

    def text(self, term: int) -> tuple[str, str]:
        """Field and text of a term."""
        if term < self.word_count:
            return WORDS, self.words(term, term + 1)[0]
        return GRAMS, gram_text(self._gram_view[term - self.word_count])

    # Postings

    def frequency(self, first: int, last: int) -> int:
        """Number of postings of the terms from `first` to before `last`."""
        return self._postings[last] - self._postings[first]

    def papers(self, term: int) -> npt.NDArray[np.integer]:
        """Papers of one term, ascending."""
        row = bisect_left(self._dense, term)
        if row < len(self._dense) and self._dense[row] == term:
            return self._unpacked(row)
        before = self._dense_before[row]
        return self._files.papers[self._postings[term] - before : self._postings[term + 1] - before]

    def _unpacked(self, row: int) -> U16:
        """The papers of a frequent term. Remembered: the same ones are asked for again and again."""
        known = self._frequent.get(row)
        if known is None:
            if self._remembered > _MOST_REMEMBERED:
                self._frequent.clear()
                self._remembered = 0
            known = self._frequent[row] = np.flatnonzero(self._bits(row)).astype(np.uint16)
            self._remembered += known.nbytes
        return known

    def _bits(self, row: int) -> Mask:
        return np.unpackbits(self._files.bits[row], count=self.count, bitorder="little").view(np.bool_)

    def mark(self, first: int, last: int, mask: Mask) -> None:
        """Set `mask` for the papers that have one of the terms from `first` to before `last`."""
        low, high = bisect_left(self._dense, first), bisect_left(self._dense, last)
        if low < high:
            rows = self._files.bits[low:high]
            joined = rows[0] if len(rows) == 1 else np.bitwise_or.reduce(rows, axis=0)
            mask |= np.unpackbits(joined, count=self.count, bitorder="little").view(np.bool_)
        mask[self.sparse_papers(first, last)] = True

    def papers_of(self, first: int, last: int) -> npt.NDArray[np.integer]:
        """Papers of all terms from `first` to before `last`, in no order, some repeatedly."""
        if last - first == 1:
            return self.papers(first)
        dense = [self.papers(term) for term in self.dense_terms(first, last)]
        sparse = self.sparse_papers(first, last)
        return np.concatenate((sparse, *dense)) if dense else sparse

    def local(self, nums: U32) -> tuple[slice | npt.NDArray[np.int64], npt.NDArray[np.integer]]:
        """Which of the paper numbers `nums` (ascending) stand in this segment (indices), and at which places."""
        if self.run:
            # Bounds of another type would have all numbers converted.
            bounds = np.array((self.run, self.run + self.count), dtype=nums.dtype)
            start, end = np.searchsorted(nums, bounds).tolist()
            return slice(start, end), nums[start:end] - nums.dtype.type(self.run)
        if self._by_num is None:
            order = np.argsort(self.nums, kind="stable").astype(np.uint16)
            self._by_num = self.nums[order], order
        known, places = self._by_num
        at = np.minimum(np.searchsorted(known, nums), self.count - 1)
        where = np.flatnonzero(known[at] == nums)
        return where, places[at[where]]

    def sparse_papers(self, first: int, last: int) -> U16:
        """Papers of all terms in the range that are not dense, term after term (a paper may stand there repeatedly)."""
        low, high = bisect_left(self._dense, first), bisect_left(self._dense, last)
        start = self._postings[first] - self._dense_before[low]
        return self._files.papers[start : self._postings[last] - self._dense_before[high]]

    def dense_terms(self, first: int, last: int) -> list[int]:
        """The frequent terms in the range."""
        return self._dense[bisect_left(self._dense, first) : bisect_left(self._dense, last)]

    def impacts(self, first: int, last: int) -> U8:
        """Impact byte of each posting of a range of terms (see `segment_format`)."""
        return self._files.impacts[self._postings[first] : self._postings[last]]

    def places(self, first: int, last: int) -> U16:
        """Place of each occurrence of a range of terms (see `segment_format`)."""
        return self._files.places[self._occurrences[first] : self._occurrences[last]]

    @property
    def files(self) -> SegmentFiles:
        """The arrays themselves."""
        return self._files
