"""`Library.sources`: where papers come from, and bringing them in."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from reader.library.index import IndexKeeping
from reader.library.stores import Stores
from reader.model import Digest, Problem
from reader.sources.progress import Progress, silent
from reader.store.collected import RememberedSource

if TYPE_CHECKING:  # what opening the screen must not wait for is imported where it is needed
    from reader.library.syncing import SyncReport
    from reader.sources.looking import Look
    from reader.sources.reading import Reading, SourceSpec


class SourceKeeping:
    """Sources that are remembered, and reading them."""

    def __init__(self, stores: Stores, index: IndexKeeping) -> None:
        self._stores = stores
        self._index = index

    def remembered(self) -> tuple[RememberedSource, ...]:
        """Remembered sources."""
        return self._stores.collected.sources()

    def add(
        self, location: str, since: date | None = None, branch: str | None = None, progress: Progress = silent
    ) -> tuple[SourceSpec, Look]:
        """Look at a source (path, URL, or a publisher's name) and remember it; returns it and what it holds.

        since   the first day wanted; None: all, or as it was said before
        branch  of a repository
        Raises SourceError if it is none, or if nothing in it can be read: then it is not remembered.
        """
        from reader.sources.identify import identify
        from reader.sources.looking import look_at

        spec = identify(location, branch)
        look = look_at(spec, self._stores.places.clones, progress, since)
        self._stores.collected.remember(spec.kind, spec.location, self._stores.clock(), since)
        return spec, look

    def remove(self, location: str) -> bool:
        """Forget a source, named as listed or as it was typed; its papers stay. False if it was not remembered."""
        from reader.library.syncing import remembered_as

        source = remembered_as(self._stores.collected.sources(), location)
        if source is None:
            return False
        self._stores.collected.forget(source.num)
        return True

    def sync(
        self,
        locations: Sequence[str] | None = None,
        progress: Progress = silent,
        since: date | None = None,
        *,
        branch: str | None = None,
        all_papers: bool = False,
    ) -> SyncReport:
        """Read sources (None: all remembered ones) and bring the index up to date. See `syncing.Syncing.run`."""
        from reader.library.answers import take_in
        from reader.library.syncing import Syncing

        with self._index.alone(progress):
            report = Syncing(self._stores.collected, self._stores.places, self._stores.clock).run(
                locations, progress, since, branch=branch, all_papers=all_papers
            )
            take_in(self._stores)
            self._index.take_in_changes(progress)
        self._stores.refresh()
        sys.audit("digest-reader.sync", report.counts, [str(error) for _, error in report.failures])
        return report

    def bring_in(self, location: str, reading: Reading) -> None:
        """Store one reading that comes from no source outside the program, and index it."""
        from reader.sources.reading import Kind

        with self._index.alone(silent):
            self._stores.collected.begin_sync()
            source = self._stores.collected.remember(Kind.FILE, location, self._stores.clock())
            self._stores.collected.collector(source.num).store([reading])
            self._stores.collected.forget(source.num)  # it cannot be read again
            self._stores.collected.keep_listing()
            self._index.take_in_changes(silent)
        self._stores.refresh()

    def examine(self, location: str, progress: Progress = silent) -> Iterator[Digest]:
        """Every digest of a source as it is now, read without storing anything. Raises SourceError."""
        from reader.sources.identify import identify
        from reader.sources.read import read_source

        for reading in read_source(identify(location), {}, progress, clones=self._stores.places.clones):
            yield from reading.digests

    def problems(self) -> list[Problem]:
        """What could not be taken whole when it was last read."""
        return self._stores.collected.problems()

    def latest_sync(self) -> int:
        """Number of the newest sync. Kept as state `seen_sync`, it makes later papers `is:new`."""
        return self._stores.collected.latest_sync()
