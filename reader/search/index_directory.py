"""The index as it lies in its folder: made, checked, opened, and made anew when anything is wrong with it."""

from __future__ import annotations

import pickle
import shutil
import struct
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC, FileIndex
from whoosh.index import IndexError as WhooshIndexError

from reader.errors import SearchIndexError
from reader.search.codec import open_segment, schema
from reader.search.manifest import FileEntry, Manifest, checksum, read_manifest, write_manifest
from reader.search.segment import Segment
from reader.search.writer import being_written

NAME, LOCK = "MAIN", "_WRITELOCK"
_OURS = (f"{NAME}_", f"_{NAME}_", f"{NAME}.", "manifest-", "seal-")
_ATTEMPTS = 40
_UNREADABLE = (
    OSError,
    EOFError,
    ValueError,
    LookupError,
    AttributeError,
    ImportError,
    TypeError,
    struct.error,
    pickle.UnpicklingError,
    WhooshIndexError,
    SearchIndexError,
)
"""What reading a file can raise that is whole, but was written by something else (another line of Whoosh, say)."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One generation of the index, open.

    stamp     tells generations apart, also across a rebuild
    segments  by name
    """

    stamp: tuple[int, int]
    segments: dict[str, Segment]
    change: int
    size: int


EMPTY = Snapshot((-1, 0), {}, 0, 0)


class IndexDirectory:
    """The folder of the index."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._storage = FileStorage(str(folder))

    def stamp(self) -> tuple[int, int]:
        """Generation in the folder now, and when it was written; (-1, 0) if there is none."""
        if not self.folder.is_dir():
            return EMPTY.stamp
        generation = TOC._latest_generation(self._storage, NAME)
        try:
            return generation, self._toc_path(generation).stat().st_mtime_ns
        except FileNotFoundError:
            return EMPTY.stamp

    def _toc_path(self, generation: int) -> Path:
        return self.folder / str(TOC._filename(NAME, generation))

    def open(self, before: Snapshot = EMPTY) -> Snapshot | str:
        """The newest generation, or what is wrong with it. Segments that `before` has open already are taken over.

        A writer may clean the files away while they are being opened: then there is a newer generation to be opened.
        """
        for _ in range(_ATTEMPTS):
            stamp = self.stamp()
            if stamp == EMPTY.stamp:
                return EMPTY
            found = self._open(stamp, before)
            if not isinstance(found, str) or self.stamp() == stamp:
                return found
            time.sleep(0.01)
        return "it changes all the time"

    def _open(self, stamp: tuple[int, int], before: Snapshot) -> Snapshot | str:
        try:
            manifest = read_manifest(self.folder, stamp[0])
        except OSError:
            # Only a new index is in place before its manifest.
            return EMPTY if stamp[0] == 0 else "its manifest is missing"
        if isinstance(manifest, str):
            return manifest
        if not manifest.toc.holds(self._toc_path(stamp[0])):
            return "its table of contents was altered"
        broken = manifest.broken(self.folder)
        if broken:
            return f"the file {broken} was altered"
        try:
            toc = TOC.read(self._storage, NAME, gen=stamp[0])
            segments = {entry.segment_id(): self._segment(entry, before) for entry in toc.segments}
        except _UNREADABLE as error:
            return f"it cannot be read ({type(error).__name__})"
        return Snapshot(stamp, segments, manifest.change, manifest.size)

    def _segment(self, entry: Any, before: Snapshot) -> Segment:
        known = before.segments.get(entry.segment_id())
        if known is not None and known.count - known.live == entry.deleted_count():
            return known
        return open_segment(self.folder, entry)

    def index(self) -> FileIndex:
        """Whoosh's index in this folder, created if there is none. Raises SearchIndexError if another writes."""
        self.folder.mkdir(parents=True, exist_ok=True)
        if self.stamp() == EMPTY.stamp:
            with self._locked() as mine:
                if not mine:
                    raise being_written()
                # Looked at again: creating means deleting what is there.
                if self.stamp() == EMPTY.stamp:
                    self._create()
        return FileIndex(self._storage, indexname=NAME)

    def _create(self) -> None:
        FileIndex.create(self._storage, schema(), NAME)
        toc = self._toc_path(0)
        write_manifest(self.folder, 0, Manifest(0, FileEntry(toc.stat().st_size, checksum(toc), 0), {}))

    def wipe(self) -> None:
        """Delete the index if it is unusable, unless another process is writing it just now."""
        with self._locked() as mine:
            if not mine or not isinstance(self.open(), str):
                return
            for path in self.folder.iterdir():
                if path.name.startswith(_OURS) and not path.name.endswith(LOCK):
                    _delete(path)

    @contextmanager
    def _locked(self) -> Iterator[bool]:
        """Whoosh's write lock; False if another process has it, or the folder cannot be written."""
        lock = self._storage.lock(NAME + LOCK)
        try:
            mine = lock.acquire()
        except OSError:
            mine = False
        try:
            yield mine
        finally:
            if mine:
                lock.release()


def _delete(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)
