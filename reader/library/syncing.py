"""Reading sources into the library, in batches that are stored whole or not at all; a bad source stops no other."""

from __future__ import annotations

import time
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path

from reader.errors import SourceError, UsageError
from reader.i18n import msg
from reader.library.bare import without_bare
from reader.paths import Places, expanded
from reader.regular import is_regular
from reader.sources.archive import beginning
from reader.sources.contract import OF_ALL_PAPERS, OF_KNOWN_PAPERS, Kind, Reading, SourceSpec
from reader.sources.forms.mapping import Mapping
from reader.sources.forms.registry import Forms, forms_of, own_mappings
from reader.sources.identify import identify
from reader.sources.progress import Progress
from reader.sources.recognition import Form, form_of
from reader.store.collected import Collected, RememberedSource
from reader.store.collecting import Counts, Met

BATCH_SECONDS = 1.0
"""How long readings are gathered before they are stored: what an interruption may cost."""
BATCH_ENTRIES = 4000
"""... and how many entries at most: what a batch may take of memory."""


@dataclass(frozen=True, slots=True)
class SyncReport:
    """What a sync brought.

    counts    digests, entries, papers read and stored
    papers    different papers among the entries that were read
    failures  (location, error) of sources that could not be read; the others were
    """

    counts: Counts
    papers: int
    failures: tuple[tuple[str, SourceError], ...]


@dataclass(slots=True)
class _Tally:
    """What was read so far."""

    counts: Counts = field(default_factory=Counts)
    papers: Met = field(default_factory=Met)


class _There(Container[str]):
    """The IDs of the papers that are in the library."""

    def __init__(self, collected: Collected) -> None:
        self._collected = collected

    def __contains__(self, arxiv_id: object) -> bool:
        return isinstance(arxiv_id, str) and self._collected.holds(arxiv_id)


class Syncing:
    """One run over some sources."""

    def __init__(self, collected: Collected, places: Places, clock: Callable[[], datetime]) -> None:
        self._collected = collected
        self._places = places
        self._clock = clock

    def run(
        self,
        locations: Sequence[str] | None,
        progress: Progress,
        since: date | None = None,
        *,
        branch: str | None = None,
        all_papers: bool = False,
        form: str | None = None,
    ) -> SyncReport:
        """Read `locations`, or with None every remembered source. What could be read is remembered from now on.

        since       remembered with `locations`: what is older is left out
        branch      of `locations` that are repositories
        all_papers  of `locations` that announce nothing (bibliographies) bring in all papers, not only what they tell
                    of those that are there
        form        remembered with `locations`: the mapping by which all their files are read
        """
        own = own_forms(self._places)
        if form:
            forms_of(own, form)
        failures: list[tuple[str, SourceError]] = []
        tally = _Tally()
        self._collected.begin_sync()
        before = {source.num for source in self._collected.sources()}
        for source in self._chosen(locations, since, branch, form, failures):
            known = self._known(source, named=locations is not None, all_papers=all_papers)
            there = None if all_papers else _There(self._collected)
            error = self._read(source, known, there, own, tally, progress)
            self._collected.synced(source.num, self._clock(), error)
            if error:
                failures.append((source.location, error))
                if source.num not in before:
                    self._collected.forget_if_never_read(source.num)
        self._collected.keep_listing()
        return SyncReport(tally.counts, len(tally.papers), tuple(failures))

    def _chosen(
        self,
        locations: Sequence[str] | None,
        since: date | None,
        branch: str | None,
        form: str | None,
        failures: list[tuple[str, SourceError]],
    ) -> list[RememberedSource]:
        if locations is None:
            return list(self._collected.sources())
        chosen = []
        listed = {source.location: source for source in self._collected.sources()}
        for location in locations:
            try:
                spec = _spec_of(listed[location]) if location in listed else identify(location, branch)
            except SourceError as error:
                failures.append((location, error))
                continue
            chosen.append(self._collected.remember(spec.kind, spec.location, self._clock(), since, form))
        return list({source.num: source for source in chosen}.values())  # each once, however often it was named

    def _known(self, source: RememberedSource, *, named: bool, all_papers: bool) -> dict[str, str]:
        """What is known of a source. Bibliographies that are named are read again: other papers may have come.

        Where all papers are wanted, only those parts are known of which all were taken.
        """
        facts = self._collected.fingerprints(source.num)
        if all_papers:
            return {key: fact for key, fact in facts.items() if fact.endswith(OF_ALL_PAPERS)}
        return {key: fact for key, fact in facts.items() if not (named and fact.endswith(OF_KNOWN_PAPERS))}

    def _read(
        self,
        source: RememberedSource,
        known: dict[str, str],
        there: Container[str] | None,
        own: tuple[Mapping, ...],
        tally: _Tally,
        progress: Progress,
    ) -> SourceError | None:
        """Read one source; returns what went wrong, if anything. What was stored before that stays."""
        from reader.sources.dispatch import read_source

        collector = self._collected.collector(source.num, tally.papers)
        try:
            spec = _spec_of(source)
            forms = forms_for(spec, own, source.form)
            readings = read_source(
                spec, known, progress, clones=self._places.clones, since=source.since, there=there, forms=forms
            )
            for batch in batches(readings):
                tally.counts += collector.store(without_bare(batch, self._collected.holds))
        except SourceError as error:
            return error
        return None


def _spec_of(source: RememberedSource) -> SourceSpec:
    """Where to read. Raises SourceError for a kind that nobody knows: of a newer program, or of somebody's making."""
    try:
        return SourceSpec(Kind(source.kind), source.location)
    except ValueError as error:
        raise SourceError(
            msg("{location} is of a kind that this version cannot read"), location=source.location
        ) from error


def own_forms(places: Places) -> tuple[Mapping, ...]:
    """The mappings in the folder of the configuration. Raises UsageError if one is wrong."""
    return tuple(own_mappings(places.config.parent, places.config))


def exports_among(locations: Iterable[str]) -> Iterator[Path]:
    """Those of the files named that are exports of ours with marks in them, packed or not."""
    for location in locations:
        path = expanded(Path(location))
        with suppress(OSError, ValueError):  # a name that no file can have
            if is_regular(path.stat()):
                with path.open("rb") as stream:
                    if form_of(beginning(stream, path.name)) is Form.OWN_EXPORT:
                        yield path


def forms_for(spec: SourceSpec, own: tuple[Mapping, ...], name: str | None) -> Forms:
    """The forms for a source for which a mapping of that `name` was given. Raises SourceError if there is none now."""
    try:
        forms = forms_of(own, name)
    except UsageError as error:
        raise SourceError(error.message, **error.values) from error
    if forms.only and spec.kind in (Kind.FILE, Kind.URL):  # it was named: whatever it is called
        return replace(forms, only=replace(forms.only, files=()))
    return forms


def batches(readings: Iterable[Reading]) -> Iterator[list[Reading]]:
    """Readings in batches of about a second or some thousand entries."""
    batch: list[Reading] = []
    entries = 0
    began = time.monotonic()
    for reading in readings:
        batch.append(reading)
        entries += sum(len(digest.entries) for digest in reading.digests)
        if entries >= BATCH_ENTRIES or time.monotonic() - began >= BATCH_SECONDS:
            yield batch
            batch, entries, began = [], 0, time.monotonic()
    if batch:
        yield batch


def remembered_as(sources: Iterable[RememberedSource], location: str) -> RememberedSource | None:
    """The remembered source that `location` names, as listed or as the user would type it."""
    by_location = {source.location: source for source in sources}
    if location in by_location:
        return by_location[location]
    try:
        return by_location.get(identify(location).location)
    except SourceError:
        return None
