"""The index as it lies in its folder: checked and opened. What is wrong with it is said; it is made anew elsewhere.

Its files are written once, under names of their own, and removed when no generation needs them; none is ever written
to again. So they may be mapped: what is open stays whole, whatever is built beside it.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from reader.errors import SearchIndexError, shortages
from reader.search.codec import NAME, PaperIndex, open_segment
from reader.search.manifest import Manifest, SegmentEntry, manifest_path, newest_generation, read_manifest
from reader.search.segment import Segment

_ATTEMPTS = 40

Belongs = Callable[[int, int], bool]
"""Whether an index of this epoch and change number is one of the library as it is now."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One generation of the index, open.

    stamp     tells generations apart, also across a rebuild
    manifest  what it consists of
    segments  by name
    """

    stamp: tuple[int, int] = (-1, 0)
    manifest: Manifest = field(default_factory=Manifest)
    segments: dict[str, Segment] = field(default_factory=dict)


EMPTY = Snapshot()


class IndexDirectory:
    """The folder of the index."""

    def __init__(self, folder: Path, belongs: Belongs) -> None:
        self.folder = folder
        self._belongs = belongs

    def stamp(self) -> tuple[int, int]:
        """Generation in the folder now, and when it was written; (-1, 0) if there is none."""
        generation = newest_generation(self.folder)
        try:
            return generation, manifest_path(self.folder, generation).stat().st_mtime_ns
        except OSError:  # or it is no file: a link to itself, say
            return EMPTY.stamp

    def open(self, before: Snapshot = EMPTY) -> Snapshot | str:
        """The newest generation, or what is wrong with it. Segments that `before` has open already are taken over.

        A writer may clean the files away while they are being opened: then there is a newer generation to be opened.
        Raises ShortageError where no more files may be opened: that says nothing of the index.
        """
        for _ in range(_ATTEMPTS):
            stamp = self.stamp()
            if stamp == EMPTY.stamp:
                return "it was written by another version" if self._is_older() else EMPTY
            found = self._open(stamp, before)
            if not isinstance(found, str) or self.stamp() == stamp:
                return found
            time.sleep(0.01)
        return "it changes all the time"

    def _is_older(self) -> bool:
        """Whether there is an index with Whoosh's own table of contents."""
        try:
            return any(self.folder.glob(f"_{NAME}_*.toc"))
        except OSError:  # nobody may look into it: that it cannot be written either is told by who writes
            return False

    def _open(self, stamp: tuple[int, int], before: Snapshot) -> Snapshot | str:
        try:
            manifest = read_manifest(self.folder, stamp[0])
        except OSError:
            return "its manifest is missing"
        if isinstance(manifest, str):
            return manifest
        broken = manifest.broken(self.folder)
        if broken:
            return f"the file {broken} was altered"
        if not self._belongs(manifest.epoch, manifest.change):
            return "it was made from another state of the library"
        try:
            with shortages():
                segments = {entry.name: self._segment(entry, before) for entry in manifest.segments}
        except (OSError, SearchIndexError) as error:
            return f"it cannot be read ({type(error).__name__})"
        return Snapshot(stamp, manifest, segments)

    def _segment(self, entry: SegmentEntry, before: Snapshot) -> Segment:
        known = before.segments.get(entry.name)
        if known is not None and known.count - known.live == len(entry.deleted):
            return known
        return open_segment(self.folder, entry)

    def index(self) -> PaperIndex:
        """Whoosh's index in this folder, which is made if it is not there. Raises OSError."""
        if self.folder.is_symlink():  # of somebody's whose library this was: what is old here is deleted
            self.folder.unlink()
        self.folder.mkdir(parents=True, exist_ok=True)
        return PaperIndex(self.folder)
