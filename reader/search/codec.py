"""Whoosh's extension points, filled with the files of `segment_format`: codec, readers and writers of one segment.

Whoosh keeps the schema, the lock and the way of a commit. Its table of contents is a pickle, so the `manifest` takes
its place. Reading through Whoosh's own searcher works (slowly: it asks for one posting at a time); `evaluate` reads
the arrays instead.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from whoosh.codec import base
from whoosh.codec.whoosh3 import W3Segment
from whoosh.fields import KEYWORD, STORED, Schema
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC, FileIndex
from whoosh.matching import ListMatcher
from whoosh.reading import TermInfo, TermNotFound

from reader.errors import SearchIndexError
from reader.i18n import msg
from reader.search.manifest import Manifest, SegmentEntry, newest_generation, read_manifest
from reader.search.segment import GRAMS, WORDS, Segment, gram_code, gram_text
from reader.search.segment_format import IMPACT, SegmentFiles

NAME = "MAIN"
"""What Whoosh calls the index."""

Term = tuple[str, bytes]


def schema() -> Schema:
    """Words, pairs of CJK characters, and the paper's number."""
    return Schema(**{"num": STORED(), WORDS: KEYWORD(scorable=True), GRAMS: KEYWORD(scorable=True)})


class PaperIndex(FileIndex):  # type: ignore[misc]  # Whoosh has no types
    """Whoosh's index over a folder, with the manifest for a table of contents."""

    def __init__(self, folder: Path) -> None:
        self.storage = FileStorage(str(folder))
        self.indexname = NAME
        self._schema = schema()
        self._folder = folder

    def latest_generation(self) -> int:
        """The number of the newest commit; -1 if there was none."""
        return newest_generation(self._folder)

    def manifest(self) -> Manifest | str:
        """The newest generation, or what is wrong with it; an empty one if there is none."""
        generation = self.latest_generation()
        try:
            return read_manifest(self._folder, generation) if generation >= 0 else Manifest()
        except OSError:
            return "its manifest is missing"

    def _read_toc(self) -> TOC:
        """What Whoosh asks for when it begins to write or to read."""
        found = self.manifest()
        entries = () if isinstance(found, str) else found.segments
        segments = [
            W3Segment(PaperCodec(), NAME, entry.papers, entry.name.removeprefix(f"{NAME}_"), set(entry.deleted))
            for entry in entries
        ]
        return TOC(self._schema, segments, self.latest_generation())


class PaperCodec(base.Codec):  # type: ignore[misc]  # Whoosh has no types
    """Reads and writes segments as `segment_format` says."""

    length_stats = False

    def per_document_writer(self, storage: Any, segment: Any) -> DocWriter:
        return DocWriter()

    def field_writer(self, storage: Any, segment: Any) -> TermsWriter:
        return TermsWriter()

    def terms_reader(self, storage: Any, segment: Any) -> TermsReader:
        return TermsReader(_opened(storage, segment))

    def per_document_reader(self, storage: Any, segment: Any) -> DocReader:
        return DocReader(_opened(storage, segment), segment)

    def new_segment(self, storage: Any, indexname: str) -> W3Segment:
        return W3Segment(self, indexname)


def open_segment(folder: Path, entry: SegmentEntry) -> Segment:
    """The arrays of a segment. Raises OSError, and SearchIndexError if they are not what the manifest says."""
    segment = Segment(SegmentFiles.open(folder, entry.name, entry.papers), entry.deleted)
    if int(segment.files.nums.max()) != entry.highest:
        raise SearchIndexError(msg("a file of the full-text index is damaged; the index is made anew"))
    return segment


def _opened(storage: Any, segment: Any) -> Segment:
    """The arrays of a segment that Whoosh names."""
    files = SegmentFiles.open(Path(storage.folder), segment.segment_id(), segment.doc_count_all())
    return Segment(files, tuple(segment.deleted_docs()))


class DocWriter(base.PerDocumentWriter):  # type: ignore[misc]  # Whoosh has no types
    """Nothing is written paper by paper: `writer.BatchWriter` writes whole segments."""

    is_closed = False

    def close(self) -> None:
        self.is_closed = True


class TermsWriter(base.FieldWriter):  # type: ignore[misc]  # Whoosh has no types
    """Nothing is written term by term either."""

    is_closed = False

    def close(self) -> None:
        self.is_closed = True


class DocReader(base.PerDocumentReader):  # type: ignore[misc]  # Whoosh has no types
    """Counts, deletions and lengths of a segment's papers. The one stored field is the paper's number."""

    def __init__(self, segment: Segment, entry: Any) -> None:
        self._segment, self._entry = segment, entry

    def doc_count(self) -> int:
        return self.doc_count_all() - int(self._entry.deleted_count())

    def doc_count_all(self) -> int:
        return self._segment.count

    def has_deletions(self) -> bool:
        return bool(self._entry.has_deletions())

    def is_deleted(self, docnum: int) -> bool:
        return bool(self._entry.is_deleted(docnum))

    def deleted_docs(self) -> Any:
        return self._entry.deleted_docs()

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:
        return int(self._segment.lengths[docnum])

    def field_length(self, fieldname: str) -> int:
        return int(self._segment.lengths.sum())

    def min_field_length(self, fieldname: str) -> int:
        return int(self._segment.lengths.min(initial=0))

    def max_field_length(self, fieldname: str) -> int:
        return int(self._segment.lengths.max(initial=0))

    def stored_fields(self, docnum: int) -> dict[str, int]:
        return {"num": int(self._segment.nums[docnum])}


class TermsReader(base.TermsReader):  # type: ignore[misc]  # Whoosh has no types
    """A segment's dictionary and postings as Whoosh asks for them."""

    def __init__(self, segment: Segment) -> None:
        self._segment = segment

    def _find(self, fieldname: str, text: bytes) -> int:
        """Number of the term, or -1."""
        decoded = text.decode()
        if fieldname == WORDS:
            return self._segment.word(decoded)
        return self._segment.gram(gram_code(decoded)) if len(decoded) in {1, 2} else -1

    def __contains__(self, term: Term) -> bool:
        return self._find(*term) >= 0

    def indexed_field_names(self) -> tuple[str, str]:
        return (WORDS, GRAMS)

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[Term]:
        segment = self._segment
        if fieldname == WORDS:
            texts = (word.encode() for word in segment.words(segment.word_at(prefix), segment.word_count))
        else:
            texts = (gram_text(code).encode() for code in segment.grams.tolist())
        return ((fieldname, text) for text in texts if text >= prefix)

    def terms(self) -> Iterator[Term]:
        for fieldname in (GRAMS, WORDS):
            yield from self.terms_from(fieldname, b"")

    def items_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[Term, TermInfo]]:
        return ((term, self.term_info(*term)) for term in self.terms_from(fieldname, prefix))

    def items(self) -> Iterator[tuple[Term, TermInfo]]:
        return ((term, self.term_info(*term)) for term in self.terms())

    def term_info(self, fieldname: str, text: bytes) -> TermInfo:
        number = self._find(fieldname, text)
        if number < 0:
            raise TermNotFound(f"no term {fieldname}:{text!r}")
        papers = self._segment.papers(number)
        return TermInfo(len(papers), len(papers), 1, 255, IMPACT, int(papers[0]), int(papers[-1]))

    def frequency(self, fieldname: str, text: bytes) -> int:
        return self.doc_frequency(fieldname, text)

    def doc_frequency(self, fieldname: str, text: bytes) -> int:
        number = self._find(fieldname, text)
        return self._segment.frequency(number, number + 1) if number >= 0 else 0

    def matcher(self, fieldname: str, text: bytes, format_: Any, scorer: Any = None) -> ListMatcher:
        info = self.term_info(fieldname, text)
        number = self._find(fieldname, text)
        weights = (self._segment.impacts(number, number + 1) & np.uint8(IMPACT)).tolist()
        papers = self._segment.papers(number).tolist()
        return ListMatcher(papers, weights, None, format_, scorer, term=(fieldname, text), terminfo=info)
