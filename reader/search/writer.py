"""Writing to the index: one new segment and any number of deletions a commit, under Whoosh's lock."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Protocol

from whoosh.filedb.filestore import RamStorage
from whoosh.index import TOC, FileIndex, LockError, clean_files
from whoosh.writing import SegmentWriter

from reader.errors import SearchIndexError
from reader.i18n import msg
from reader.search.codec import PaperCodec
from reader.search.manifest import FileEntry, Manifest, manifest_path, read_manifest, write_manifest, write_whole
from reader.search.postings_writer import FileSum


def being_written() -> SearchIndexError:
    """The error of everybody who wants to write while somebody else does."""
    return SearchIndexError(msg("the full-text index is being written by another process; try again"))


class SegmentSource(Protocol):
    """Papers ready to be written as one segment."""

    def write(self, folder: Path, name: str) -> list[FileSum]:
        """Write the segment's files, called `name`, into `folder`."""
        ...


class BatchWriter(SegmentWriter):  # type: ignore[misc]  # untyped in one line of Whoosh
    """Whoosh's writer, with whole segments written at once instead of postings pooled and merged one by one."""

    is_closed: bool

    def __init__(self, index: FileIndex) -> None:
        """Take the index's lock. Raises SearchIndexError if another process has it."""
        try:
            super().__init__(index, codec=PaperCodec(), compound=False)
        except LockError as error:
            raise being_written() from error
        self.folder = Path(self.storage.folder)
        found = read_manifest(self.folder, self.generation - 1)
        if isinstance(found, str):
            self.cancel()
            raise SearchIndexError(msg("the full-text index is damaged; it is made anew when it is opened next"))
        self._manifest = found
        self._change = found.change
        self._written: dict[str, FileEntry] = {}
        self._source: SegmentSource | None = None

    def add_segment(self, source: SegmentSource, count: int, change: int) -> None:
        """Have `source`'s `count` papers written at the commit, after which everything up to `change` is searchable."""
        self._source, self.docnum, self._added = source, count, True
        self._change = max(self._change, change)

    def delete(self, name: str, places: Iterable[int]) -> None:
        """Mark papers of a segment as deleted, by their place in it; of the new segment too, after `add_segment`."""
        segment = next(s for s in (*self.segments, self.newsegment) if s.segment_id() == name)
        for place in places:
            segment.delete_document(place)

    def drop(self, names: Iterable[str]) -> None:
        """Leave segments out of the index."""
        gone = set(names)
        self.segments[:] = [segment for segment in self.segments if segment.segment_id() not in gone]

    def save(self) -> None:
        """Commit. Raises OSError (a full disk, say): the index is then as it was, and free to be written again."""
        try:
            self.commit(merge=False)
        finally:
            if not self.is_closed:  # not every line of Whoosh lets go of the lock after an error
                self.writelock.release()
                self.is_closed = True

    def _flush_segment(self) -> None:
        if self._source is not None:
            for file in self._source.write(self.folder, self.newsegment.segment_id()):
                modified = (self.folder / file.name).stat().st_mtime_ns
                self._written[file.name] = FileEntry(file.length, file.crc, modified)

    def _commit_toc(self, segments: list[Any]) -> None:
        """Manifest first, then the table of contents: each whole, so that a kill leaves the old state or the new."""
        kept = [segment for segment in segments if segment.doc_count() > 0]
        contents = _contents(TOC(self.schema, kept, self.generation), self.indexname)
        files = _files_of(kept, {**self._manifest.files, **self._written})
        write_manifest(
            self.folder,
            self.generation,
            Manifest(self._change, FileEntry(len(contents), zlib.crc32(contents), 0), files),
        )
        write_whole(self.folder / TOC._filename(self.indexname, self.generation), contents)
        clean_files(self.storage, self.indexname, self.generation, kept)
        for path in self.folder.glob("manifest-*.json*"):
            if path != manifest_path(self.folder, self.generation):
                path.unlink(missing_ok=True)


def _contents(toc: TOC, indexname: str) -> bytes:
    """The bytes of a table of contents, as Whoosh writes them."""
    storage = RamStorage()
    toc.write(storage, indexname)
    (contents,) = storage.files.values()
    return bytes(contents)


def _files_of(segments: list[Any], files: Mapping[str, FileEntry]) -> dict[str, FileEntry]:
    names = {segment.segment_id() for segment in segments}
    return {name: file for name, file in files.items() if name.partition(".")[0] in names}
