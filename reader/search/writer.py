"""Writing to the index: any number of new segments and deletions a commit, under Whoosh's lock."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from whoosh.codec.whoosh3 import W3Segment
from whoosh.index import LockError, clean_files
from whoosh.writing import SegmentWriter

from reader.errors import SearchIndexError, ShortageError
from reader.i18n import msg
from reader.search.codec import NAME, PaperCodec, PaperIndex
from reader.search.manifest import FileEntry, Manifest, SegmentEntry, manifest_path
from reader.search.postings_writer import FileSum


class SegmentSource(Protocol):
    """Papers ready to be written as one segment."""

    @property
    def highest(self) -> int:
        """The highest paper number."""
        ...

    def __len__(self) -> int: ...

    def write(self, folder: Path, name: str) -> list[FileSum]:
        """Write the segment's files, called `name`, into `folder`."""
        ...


class BatchWriter(SegmentWriter):  # type: ignore[misc]  # Whoosh has no types
    """Whoosh's writer, with whole segments written at once instead of postings pooled and merged one by one."""

    is_closed: bool

    def __init__(self, index: PaperIndex, *, afresh: bool = False) -> None:
        """Take the index's lock. `afresh`: the new generation has none of the segments that there are.

        Raises SearchIndexError if another process has the lock, or (not `afresh`) the index is damaged.
        """
        try:
            super().__init__(index, codec=PaperCodec(), compound=False)
        except LockError as error:
            raise SearchIndexError(msg("the full-text index is being written by another process; try again")) from error
        self.folder = Path(self.storage.folder)
        try:
            found = index.manifest()
        except ShortageError:
            self.close()
            raise
        if isinstance(found, str) and not afresh:
            self.close()
            raise SearchIndexError(msg("the full-text index is damaged; it is made anew when it is opened next"))
        before = Manifest() if isinstance(found, str) or afresh else found
        self._epoch, self._change = before.epoch, before.change
        self._segments = {entry.name: entry for entry in before.segments}
        self._files = dict(before.files)

    def add_segment(self, source: SegmentSource, epoch: int, change: int) -> str:
        """Write a segment, and return its name. After the commit everything up to `change` is searchable, as the
        library was in `epoch`. Raises OSError."""
        name = str(self.codec.new_segment(self.storage, self.indexname).segment_id())
        for file in source.write(self.folder, name):
            modified = (self.folder / file.name).stat().st_mtime_ns
            self._files[file.name] = FileEntry(file.length, file.crc, modified)
        self._segments[name] = SegmentEntry(name, len(source), source.highest)
        self._epoch, self._change = epoch, max(self._change, change)
        return name

    def delete(self, name: str, places: Iterable[int]) -> None:
        """Mark papers of a segment as deleted, by their place in it."""
        entry = self._segments[name]
        gone = {*entry.deleted, *places}
        if len(gone) > len(entry.deleted):
            self._segments[name] = replace(entry, deleted=tuple(sorted(gone)))

    def drop(self, names: Iterable[str]) -> None:
        """Leave segments out of the index."""
        for name in names:
            self._segments.pop(name, None)

    def save(self) -> None:
        """Commit. Raises OSError (a full disk, say): the index is then as it was."""
        kept = {name: entry for name, entry in self._segments.items() if len(entry.deleted) < entry.papers}
        files = {name: self._files[name] for entry in kept.values() for name in entry.files}
        Manifest(self.generation, self._epoch, self._change, tuple(kept.values()), files).write(self.folder)
        self._clean_up(kept)

    def close(self) -> None:
        """Let go of the lock; what was not saved is as if it had not been asked for."""
        if not self.is_closed:
            self.cancel()

    def _clean_up(self, kept: Iterable[str]) -> None:
        """Delete what the new generation does not need."""
        segments = [W3Segment(self.codec, self.indexname, segid=name.removeprefix(f"{NAME}_")) for name in kept]
        clean_files(self.storage, self.indexname, -1, segments)
        for pattern in ("manifest-*.json*", "seal-*.json*"):
            for path in self.folder.glob(pattern):
                if path != manifest_path(self.folder, self.generation):
                    path.unlink(missing_ok=True)
