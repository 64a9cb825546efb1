"""The files of one segment, as arrays. At most 65,536 papers; numbers are little-endian.

`.trm`  dictionary: words in code point order, then grams in order of their characters; so terms are numbered
`.dcs`  papers of every term but the frequent ones: u16, ascending within a term
`.bit`  papers of the frequent terms (in more than a sixteenth of the papers: a bit a paper is less there), a row a term
`.imp`  one byte a posting: how much the term says about the paper (7 bits), and whether it stands in a title (high bit)
`.pos`  one u16 an occurrence: text (3 bits), offset (12 bits); the high bit begins the next posting
`.doc`  u32 paper numbers, u16 tokens a paper
`.fwd`  for each paper the terms that say most about it (see `forward`)
`.ngr`  strings of two to four characters in Chinese titles and how often each stands there (see `title_ngrams`)

Postings of consecutive terms stand next to each other, so those of a prefix are one slice.
"""

from __future__ import annotations

import mmap
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from reader.errors import SearchIndexError
from reader.i18n import msg
from reader.regular import open_regular
from reader.search.forward import Forward
from reader.search.title_ngrams import TitleNgrams

FORMAT = 6
"""Raised whenever files, folding or weights change: an index of another format is made anew."""

EXTENSIONS = (".trm", ".dcs", ".bit", ".imp", ".pos", ".doc", ".ngr", ".fwd")
MAX_PAPERS = 1 << 16
DENSE = 16
FEWEST_DENSE = 64
"""A term in more than one of `DENSE` papers, and in at least `FEWEST_DENSE`, has its papers as bits."""

TITLE_BIT = 0x80
IMPACT = 0x7F
FIRST_BIT = 0x8000
PLACE = 0x7FFF
_HEADER = 8

U8 = npt.NDArray[np.uint8]
U16 = npt.NDArray[np.uint16]
U32 = npt.NDArray[np.uint32]


@dataclass(frozen=True, slots=True)
class Dictionary:
    """What `.trm` holds.

    starts       where each word begins in `words` (one more for the end); words are parted by a line feed
    grams        first and second character, 16 bits each, ascending
    postings     number of each term's first posting (one more for the end)
    occurrences  the same for occurrences
    dense        terms that have a row in `.bit`, ascending
    """

    words: bytes
    starts: U32
    grams: U32
    postings: U32
    occurrences: U32
    dense: U32

    def to_bytes(self) -> bytes:
        """The file: eight lengths, then the arrays."""
        arrays = (self.starts, self.grams, self.postings, self.occurrences, self.dense)
        header = np.zeros(_HEADER, dtype="<u4")
        header[: len(arrays) + 1] = [len(self.words), *map(len, arrays)]
        padding = b"\n" * (-len(self.words) % 4)
        return b"".join((header.tobytes(), *(a.astype("<u4").tobytes() for a in arrays), self.words, padding))

    @classmethod
    def from_buffer(cls, data: memoryview) -> Dictionary:
        """Arrays over `data`, without copying; the words are copied."""
        lengths = np.frombuffer(data, dtype="<u4", count=_HEADER).tolist()
        at, arrays = _HEADER * 4, []
        for length in lengths[1:6]:
            arrays.append(np.frombuffer(data, dtype="<u4", count=length, offset=at))
            at += length * 4
        return cls(bytes(data[at : at + lengths[0]]), *arrays)


def map_file(path: Path) -> memoryview:
    """The file's bytes, mapped; an empty file is an empty view."""
    with open_regular(path) as file:
        if path.stat().st_size == 0:
            return memoryview(b"")
        return memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))


@dataclass(frozen=True, slots=True)
class SegmentFiles:
    """One segment, mapped into memory."""

    dictionary: Dictionary
    papers: U16
    bits: U8
    impacts: U8
    places: U16
    nums: U32
    lengths: U16
    title_ngrams: TitleNgrams
    forward: Forward
    maps: tuple[mmap.mmap, ...] = ()

    def release(self) -> None:
        """Give back the memory of what was read of the files, for it counts as the program's; what is asked for again
        is read again. Nothing where the system knows no such thing."""
        if advice := getattr(mmap, "MADV_DONTNEED", None):
            for mapped in self.maps:
                mapped.madvise(advice)

    @classmethod
    def open(cls, folder: Path, name: str, count: int) -> SegmentFiles:
        """Map the files called `name` in `folder`; `count` papers. Raises SearchIndexError if they do not fit."""
        views = {extension: map_file(folder / (name + extension)) for extension in EXTENSIONS}
        try:
            dictionary = Dictionary.from_buffer(views[".trm"])
            row = (count + 7) // 8
            files = cls(
                dictionary,
                np.frombuffer(views[".dcs"], dtype="<u2"),
                np.frombuffer(views[".bit"], dtype=np.uint8).reshape(len(dictionary.dense), row),
                np.frombuffer(views[".imp"], dtype=np.uint8),
                np.frombuffer(views[".pos"], dtype="<u2"),
                np.frombuffer(views[".doc"], dtype="<u4", count=count),
                np.frombuffer(views[".doc"], dtype="<u2", count=count, offset=count * 4),
                TitleNgrams.from_buffer(views[".ngr"]),
                Forward.from_buffer(views[".fwd"], count),
                tuple(view.obj for view in views.values() if isinstance(view.obj, mmap.mmap)),
            )
            files.check()
        except ValueError as error:
            raise SearchIndexError(msg("a file of the full-text index is damaged; the index is made anew")) from error
        return files

    def check(self) -> None:
        """Raises ValueError if the files do not fit each other, as far as that is told without reading all of them."""
        known = self.dictionary
        terms = len(known.starts) - 1 + len(known.grams)
        if len(known.postings) != terms + 1 or len(known.occurrences) != terms + 1:
            raise ValueError("terms")
        dense = known.dense.astype(np.int64)
        if len(dense) and (dense[-1] >= terms or (np.diff(dense) <= 0).any()):
            raise ValueError("frequent terms")
        among_bits = known.postings[dense + 1].astype(np.int64) - known.postings[dense]
        ends = int(known.postings[-1]), int(known.occurrences[-1]), int(known.starts[-1])
        if (among_bits < 0).any() or len(self.papers) != ends[0] - int(among_bits.sum()):
            raise ValueError("papers")
        if ends != (len(self.impacts), len(self.places), len(known.words) + min(1, len(known.starts) - 1)):
            raise ValueError("lengths")


def require_little_endian() -> None:
    """Arrays are written as they are in memory. Raises SearchIndexError on other machines."""
    if sys.byteorder != "little":
        raise SearchIndexError(msg("the full-text index needs a little-endian machine"))
