"""`Library.sources`: where papers come from, and bringing them in."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from reader.errors import SourceError, StoreError
from reader.i18n import msg
from reader.library.index import IndexKeeping
from reader.library.marks import MarkKeeping
from reader.library.stores import Stores
from reader.model import Digest, Problem
from reader.sources.progress import Progress, silent
from reader.store.collected import RememberedSource

if TYPE_CHECKING:  # what opening the screen must not wait for is imported where it is needed
    from reader.library.syncing import SyncReport
    from reader.sources.contract import Reading, SourceSpec
    from reader.sources.looking import Look


class SourceKeeping:
    """Sources that are remembered, and reading them."""

    def __init__(self, stores: Stores, index: IndexKeeping, marks: MarkKeeping) -> None:
        self._stores = stores
        self._index = index
        self._marks = marks

    def remembered(self) -> tuple[RememberedSource, ...]:
        """Remembered sources."""
        return self._stores.collected.sources()

    def add(
        self,
        location: str,
        since: date | None = None,
        branch: str | None = None,
        progress: Progress = silent,
        *,
        form: str | None = None,
    ) -> tuple[SourceSpec, Look]:
        """Look at a source (path, URL, or a publisher's name) and remember it; returns it and what it holds.

        since   the first day wanted; None: all, or as it was said before
        branch  of a repository
        form    the mapping by which its files are read; None: what their content says, or as it was said before
        Raises SourceError if it is none, or if nothing in it can be read: then it is not remembered.
        """
        from reader.library.syncing import forms_for, own_forms
        from reader.sources.identify import identify
        from reader.sources.looking import look_at

        spec = identify(location, branch)
        forms = forms_for(spec, own_forms(self._stores.places), form)
        look = look_at(spec, self._stores.places.clones, progress, since, forms)
        self._stores.collected.remember(spec.kind, spec.location, self._stores.clock(), since, form)
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
        form: str | None = None,
    ) -> SyncReport:
        """Read sources (None: all remembered ones) and bring the index up to date. See `syncing.Syncing.run`.

        From a file that is named and is an export of ours come its marks, too, as one gesture.
        """
        from reader.library.answers import take_in
        from reader.library.syncing import Syncing, exports_among

        with self._index.alone(progress):
            report = Syncing(self._stores.collected, self._stores.places, self._stores.clock).run(
                locations, progress, since, branch=branch, all_papers=all_papers, form=form
            )
            take_in(self._stores)
            self._index.take_in_changes(progress)
        failures = list(report.failures)
        for export in exports_among(locations or ()):
            try:
                self._marks.restore(export)
            except StoreError as error:
                wrong = SourceError(msg("its marks were not brought in: {problem}"), problem=error)
                failures.append((str(export), wrong))
        self._stores.refresh()
        sys.audit("digest-reader.sync", report.counts, [str(error) for _, error in failures])
        return replace(report, failures=tuple(failures))

    def bring_in(self, location: str, reading: Reading) -> None:
        """Store one reading that comes from no source outside the program, and index it."""
        from reader.sources.contract import Kind

        with self._index.alone(silent):
            self._stores.collected.begin_sync()
            source = self._stores.collected.remember(Kind.FILE, location, self._stores.clock())
            self._stores.collected.collector(source.num).store([reading])
            self._stores.collected.forget(source.num)  # it cannot be read again
            self._stores.collected.keep_listing()
            self._index.take_in_changes(silent)
        self._stores.refresh()

    def examine(self, location: str, progress: Progress = silent, form: str | None = None) -> Iterator[Digest]:
        """Every digest of a source as it is now, read without storing anything. Raises SourceError.

        form  the mapping by which its files are read; None: what their content says
        """
        from reader.library.syncing import forms_for, own_forms
        from reader.sources.dispatch import read_source
        from reader.sources.identify import identify

        spec = identify(location)
        forms = forms_for(spec, own_forms(self._stores.places), form)
        for reading in read_source(spec, {}, progress, clones=self._stores.places.clones, forms=forms):
            yield from reading.digests

    def problems(self) -> list[Problem]:
        """What could not be taken whole when it was last read."""
        return self._stores.collected.problems()

    def latest_sync(self) -> int:
        """Number of the newest sync. Kept as state `seen_sync`, it makes later papers `is:new`."""
        return self._stores.collected.latest_sync()
