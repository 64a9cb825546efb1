"""From sorted occurrences to postings on disk."""

from __future__ import annotations

import os
import zlib
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
import numpy.typing as npt

from reader.model import TEXT_FIELDS
from reader.search import title_ngrams
from reader.search.analysis import FIELD_SHIFT, U64
from reader.search.forward import ForwardBuilder
from reader.search.segment_format import (
    DENSE,
    FEWEST_DENSE,
    FIRST_BIT,
    IMPACT,
    TITLE_BIT,
    U8,
    U16,
    U32,
    Dictionary,
)

_EXTENSIONS = (".trm", ".dcs", ".bit", ".imp", ".pos", ".ngr", ".fwd")

_CHUNK = 500_000
"""Occurrences encoded at a time: bounds the memory for intermediate arrays."""

_WEIGHTS = {"title_en": 4, "title_zh": 4, "tldr_en": 2, "tldr_zh": 2, "abstract_en": 1, "abstract_zh": 1}
_IS_TITLE = 1 << 16
_TITLE_ZH = TEXT_FIELDS.index("title_zh")
_WEIGHT = np.array(
    [_WEIGHTS[name] + (_IS_TITLE if name.startswith("title") else 0) for name in TEXT_FIELDS] + [0, 0], dtype=np.uint32
)

# Saturation and length normalisation as in BM25 (Robertson and Zaragoza 2009, "The Probabilistic Relevance Framework");
# the mean length is fixed, so that a paper's impacts do not depend on which other papers stand in its segment.
_K1, _B, _MEAN_LENGTH = 1.2, 0.75, 500.0


class FileSum:
    """A file being written, and the length and CRC-32 of what was written."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("xb")  # never over one that is there: it may be mapped
        self.name = path.name
        self.length = 0
        self.crc = 0

    def write(self, data: bytes | memoryview) -> None:
        """Append bytes."""
        self._file.write(data)
        self.length += len(data)
        self.crc = zlib.crc32(data, self.crc)

    def write_array(self, array: npt.NDArray[np.generic]) -> None:
        """Append an array's bytes."""
        self.write(np.ascontiguousarray(array).tobytes())

    def close(self) -> None:
        """Finish the file, on disk: its checksum is not looked at again as long as it seems untouched."""
        try:
            self._file.flush()
            os.fsync(self._file.fileno())
        finally:
            self._file.close()


class PostingsFiles:
    """Writes the posting files of one segment, term after term."""

    def __init__(self, folder: Path, name: str, lengths: U16) -> None:
        """`lengths`: tokens of every paper of the segment."""
        self.files = {ext: FileSum(folder / (name + ext)) for ext in _EXTENSIONS}
        self._count = len(lengths)
        norms = _K1 * (1 - _B + _B * np.arange(1 << 16, dtype=np.float32) / _MEAN_LENGTH)
        self._norms: npt.NDArray[np.float32] = norms.astype(np.float32)[lengths]
        self._postings: list[U32] = []
        self._occurrences: list[U32] = []
        self._dense: list[int] = []
        self._terms = 0
        self._in_titles: list[U64] = []
        self._forward = ForwardBuilder(self._count)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with ExitStack() as closing:
            for file in self.files.values():
                closing.callback(file.close)

    def add(self, keys: U64) -> U32:
        """Append whole terms and return them. `keys`: ascending, term (32 bits) | paper (16) | place (16)."""
        found = [self._add(chunk) for chunk in _whole_terms(keys)]
        return np.concatenate(found) if found else np.zeros(0, dtype=np.uint32)

    def add_grams(self, keys: U64, codes: U32 | None = None) -> U32:
        """`add`, for grams. `codes`: the grams by number, where `keys` holds numbers instead of grams themselves."""
        self._in_titles += [_in_titles(chunk, codes) for chunk in _whole_terms(keys)]
        return self.add(keys)

    def _add(self, keys: U64) -> U32:
        pairs = keys >> np.uint64(16)
        first = np.empty(len(keys), dtype=np.bool_)
        first[0] = True
        np.not_equal(pairs[1:], pairs[:-1], out=first[1:])
        begins = np.flatnonzero(first)
        places = (keys & np.uint64(0x7FFF)).astype(np.uint16)
        pairs = pairs[begins]
        papers, terms = (pairs & np.uint64(0xFFFF)).astype(np.uint16), (pairs >> np.uint64(16)).astype(np.uint32)
        impacts = self._impacts(places, begins, papers)
        self.files[".imp"].write_array(impacts)
        places[first] |= FIRST_BIT
        self.files[".pos"].write_array(places)
        term_begins = np.flatnonzero(np.diff(terms, prepend=terms[0] ^ np.uint32(1)))
        frequencies = np.diff(term_begins, append=len(terms))
        self._postings.append(frequencies.astype(np.uint32))
        self._occurrences.append(np.diff(begins[term_begins], append=len(keys)).astype(np.uint32))
        self._write_papers(papers, term_begins, frequencies)
        self._forward.add(self._terms, frequencies, papers, impacts & np.uint8(IMPACT))
        self._terms += len(term_begins)
        unique: U32 = terms[term_begins]
        return unique

    def _impacts(self, places: U16, begins: npt.NDArray[np.int64], papers: U16) -> U8:
        sums = np.add.reduceat(_WEIGHT[places >> FIELD_SHIFT], begins)
        frequency = (sums & np.uint32(_IS_TITLE - 1)).astype(np.float32)
        share = frequency / (frequency + self._norms[papers])
        impacts: U8 = np.maximum(np.rint(share * IMPACT), 1).astype(np.uint8)
        impacts[sums >= _IS_TITLE] |= TITLE_BIT
        return impacts

    def _write_papers(self, papers: U16, begins: npt.NDArray[np.int64], frequencies: npt.NDArray[np.int64]) -> None:
        dense = (frequencies * DENSE > self._count) & (frequencies >= FEWEST_DENSE)
        for at in np.flatnonzero(dense).tolist():
            row = np.zeros(self._count, dtype=np.bool_)
            row[papers[begins[at] : begins[at] + frequencies[at]]] = True
            self.files[".bit"].write_array(np.packbits(row, bitorder="little"))
            self._dense.append(self._terms + at)
        self.files[".dcs"].write_array(papers[~np.repeat(dense, frequencies)] if dense.any() else papers)

    def finish(self, words: list[str], grams: U32) -> None:
        """Write the dictionary: `words` and `grams` are all terms that were added, in that order."""
        frequencies = self._write_dictionary(words, grams)
        self._write_titles()
        self.files[".fwd"].write(self._forward.finish(words, grams, frequencies).to_bytes())

    def _write_dictionary(self, words: list[str], grams: U32) -> U32:
        """Returns the frequencies of all terms. What it needs is gone before the next file is made."""
        encoded = [word.encode() for word in words]
        lengths = np.fromiter(map(len, encoded), dtype=np.uint32, count=len(encoded))
        dictionary = Dictionary(
            b"\n".join(encoded),
            _running(lengths + np.uint32(1)),
            grams,
            _running(*self._postings),
            _running(*self._occurrences),
            np.array(self._dense, dtype=np.uint32),
        )
        self.files[".trm"].write(dictionary.to_bytes())
        frequencies: U32 = np.diff(dictionary.postings)
        return frequencies

    def _write_titles(self) -> None:
        titles = np.concatenate([np.zeros(0, dtype=np.uint64), *self._in_titles])
        self._in_titles.clear()
        self.files[".ngr"].write(title_ngrams.counted(titles, self._count).to_bytes())


def _in_titles(keys: U64, codes: U32 | None) -> U64:
    """Those occurrences of grams that are in Chinese titles; see `PostingsFiles.add_grams`."""
    titles: U64 = keys[(keys >> np.uint64(FIELD_SHIFT)) & np.uint64(7) == _TITLE_ZH]
    if codes is not None:
        grams = codes[titles >> np.uint64(32)].astype(np.uint64)
        titles = grams << np.uint64(32) | titles & np.uint64(0xFFFF_FFFF)
    return titles


def _running(*parts: U32) -> U32:
    """Running sum of all parts, from 0, one longer."""
    whole = np.concatenate((np.zeros(1, dtype=np.uint32), *parts))
    total: U32 = np.cumsum(whole, dtype=np.uint32)
    return total


def _whole_terms(keys: U64) -> Iterator[U64]:
    """Slices of about `_CHUNK` keys that do not cut a term."""
    start = 0
    while start < len(keys):
        end = min(start + _CHUNK, len(keys))
        if end < len(keys):
            after = (int(keys[end - 1]) >> 32) + 1
            end = int(np.searchsorted(keys, np.uint64(after << 32))) if after < 1 << 32 else len(keys)
        yield keys[start:end]
        start = end
