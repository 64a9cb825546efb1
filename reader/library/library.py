"""`Library`: everything a front end can ask for, in one object per thread."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from reader.library.filters import Filters
from reader.library.marking import tag_name, united
from reader.model import (
    NO_MARKS,
    Digest,
    EarlierText,
    Gesture,
    Listing,
    MarkedPaper,
    Marks,
    Problem,
    SavedSearch,
)
from reader.paths import Places
from reader.sources.progress import Progress, silent
from reader.store.collected import Collected, RememberedSource
from reader.store.marks import MarksStore
from reader.text.safe import sound

if TYPE_CHECKING:  # what opening the screen must not wait for is imported where it is needed
    from reader.export.formats import Options
    from reader.library.statistics import Statistics
    from reader.library.syncing import SyncReport
    from reader.model import Sort
    from reader.search.protocol import Engine, Hits, IndexStatus
    from reader.search.query import Query
    from reader.sources.reading import Reading, SourceSpec

PAPERS_IN_MEMORY = 512
"""Papers kept ready: some screenfuls."""


@dataclass(frozen=True, slots=True)
class Results:
    """The answer to a query, with the query as it was understood (for highlighting)."""

    query: Query
    total: int
    nums: Sequence[int]
    sort: Sort
    ms: float


class Library:
    """Papers, marks and index of one reader.

    Objects are cheap and belong to one thread each; several objects and processes may use the same places at once.
    Methods raise the errors of `reader.errors`; nothing is half done when they do.
    """

    def __init__(self, places: Places, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        """Open (or create) the databases at `places`; the index is opened when it is first needed."""
        self.places = places
        self._clock = clock
        self._collected = Collected(places.library_db)
        try:
            self._marks = MarksStore(places.marks_db)
        except BaseException:
            self._collected.close()
            raise
        self._filters = Filters(self._collected, self._marks)
        self._opened_engine: Engine | None = None
        self._cached = lru_cache(PAPERS_IN_MEMORY)(self._read_paper)
        self.changed()

    @classmethod
    def open(cls, places: Places) -> Library:
        """The library at `places`."""
        return cls(places)

    def close(self) -> None:
        """Let go of databases and index."""
        if self._opened_engine is not None:
            self._opened_engine.close()
        self._collected.close()
        self._marks.close()

    def changed(self) -> bool:
        """True if papers or marks may have changed since the last call, by this object or another process. Cheap."""
        if not self._filters.refresh():
            return False
        self._cached.cache_clear()
        return True

    # -- reading

    def __len__(self) -> int:
        return self._collected.count()

    def listing(self) -> Listing:
        """All papers, newest first, and the days they stand under."""
        return self._filters.grouped_listing()

    def paper(self, num: int) -> MarkedPaper:
        """The paper with that number and its marks. Raises KeyError if there is none."""
        return self._cached(num)

    def find(self, arxiv_id: str) -> MarkedPaper | None:
        """The paper with that arXiv ID (without version) and its marks."""
        paper = self._collected.find(arxiv_id)
        return self.paper(paper.num) if paper else None

    def ids(self, nums: Sequence[int]) -> list[str]:
        """The arXiv IDs of papers, in the order given."""
        return self._collected.ids(nums)

    def earlier(self, num: int) -> tuple[EarlierText, ...]:
        """Texts of a paper that newer ones replaced, oldest first."""
        return self._collected.earlier(num)

    def days(self) -> list[tuple[date, int, int]]:
        """Every day a digest is known for, newest first: (day, entries, papers); zeros: nothing was announced."""
        return self._collected.days()

    def channels(self) -> list[tuple[str, int]]:
        """Every channel with the number of its papers, by name."""
        return self._collected.channels()

    def with_state(self, state: str) -> Sequence[int]:
        """Numbers of the papers that are `unread`, `bookmarked`, ...: what `is:` may stand before. Ascending."""
        return self._filters.nums("is", state)

    def tags(self) -> list[tuple[str, int]]:
        """Every tag with the number of papers it is on, by name."""
        return self._marks.tags()

    def statistics(self) -> Statistics:
        """Counts by day, channel and category; unread and bookmarked papers."""
        from reader.library.statistics import statistics

        return statistics(self._collected, self._filters)

    def _read_paper(self, num: int) -> MarkedPaper:
        paper = self._collected.paper(num)
        if paper is None:
            raise KeyError(num)
        return MarkedPaper(paper, self._marks.marks([paper.id]).get(paper.id, NO_MARKS))

    # -- searching

    def parse(self, text: str, *, typing: bool = False) -> Query:
        """The query as it is understood today, saved searches filled in. Raises QueryError."""
        from reader.search.query import parse

        saved = {search.name: search.query for search in self._marks.searches()}
        return parse(text, today=self._clock().astimezone().date(), typing=typing, saved=saved)

    def search(self, text: str, *, typing: bool = False, sort: Sort | None = None, limit: int | None = None) -> Results:
        """Papers matching the query `text`. `typing`: its last word is still being typed and matches as a prefix.

        `limit` is how many hits the caller looks at first; `Results.nums` goes on to the last. Raises QueryError.
        """
        query = self.parse(text, typing=typing)
        self.changed()
        return _results(query, self._engine().search(query, self._filters, sort=sort, limit=limit))

    def suggest(self, text: str) -> str | None:
        """The query with misspelt words replaced, or None if nothing better is known."""
        return self._engine().suggest(self.parse(text))

    def similar(self, num: int, limit: int = 50) -> Results:
        """Papers most like paper `num`."""
        return _results(self.parse(""), self._engine().similar(num, self._filters, limit=limit))

    def index_status(self) -> IndexStatus:
        """State of the index."""
        return self._engine().status()

    def index_behind(self) -> int:
        """How many changed texts the index does not know yet; 0 means it is up to date."""
        return self._collected.newest_change() - self._engine().status().change

    def update_index(self, progress: Progress = silent, *, wait: bool = False) -> int:
        """Bring the index up to date; returns how many papers were indexed.

        Raises SearchIndexError if the index cannot be written, or another process is writing and `wait` is False.
        """
        with self._alone(progress, wait=wait):
            return self._index_what_changed(progress)

    def rebuild_index(self, progress: Progress = silent) -> int:
        """Throw the index away and make it again; returns how many papers were indexed. Raises SearchIndexError."""
        with self._alone(progress, wait=True):
            return self._index_everything(progress)

    def _alone(self, progress: Progress, *, wait: bool = True) -> AbstractContextManager[None]:
        from reader.library.writing import only_writer

        return only_writer(self.places.data / "writing.lock", progress, wait=wait)

    def _index_what_changed(self, progress: Progress) -> int:
        from reader.library.indexing import remove_indexes, update_index

        engine = self._engine()
        if engine.status().change > self._collected.newest_change():  # an older copy of the library was put in place
            return self._index_everything(progress)
        remove_indexes(self.places.index, keep=self._index_folder())
        return update_index(engine, self._collected, progress)

    def _index_everything(self, progress: Progress) -> int:
        from reader.library.indexing import remove_indexes, update_index

        if self._opened_engine is not None:
            self._opened_engine.close()
            self._opened_engine = None
        remove_indexes(self.places.index)
        return update_index(self._engine(), self._collected, progress)

    def _index_folder(self) -> Path:
        from reader.library.indexing import index_folder

        return index_folder(self.places.index, self._collected.identity())

    def _engine(self) -> Engine:
        if self._opened_engine is None:
            from reader.search.engine import open_engine  # numpy and whoosh: 100 ms that opening must not wait for

            self._opened_engine = open_engine(self._index_folder())
        self._opened_engine.refresh()
        return self._opened_engine

    # -- marking: one undoable gesture each, on disk when the method returns

    def bookmark(self, ids: Iterable[str], on: bool) -> Gesture | None:
        """Bookmark papers, or take the bookmarks off. A paper already bookmarked keeps its time."""
        label = "bookmark" if on else "remove bookmark"
        return self._change(ids, label, lambda m, now: replace(m, bookmarked=(m.bookmarked or now) if on else None))

    def mark_read(self, ids: Iterable[str], on: bool) -> Gesture | None:
        """Mark papers read, or unread (which also takes "skipped" off)."""
        if on:
            return self._change(ids, "mark read", lambda m, now: replace(m, read=m.read or now))
        return self._change(ids, "mark unread", lambda m, now: replace(m, read=None, skipped=None))

    def skip(self, ids: Iterable[str], on: bool) -> Gesture | None:
        """Mark papers skipped (looked at, not wanted), or not."""
        label = "skip" if on else "remove skip"
        return self._change(ids, label, lambda m, now: replace(m, skipped=(m.skipped or now) if on else None))

    def tag(self, ids: Iterable[str], add: Iterable[str] = (), remove: Iterable[str] = ()) -> Gesture | None:
        """Put tags on papers and take others off; see `tag_name` for what a tag may be."""
        more = {name for tag in add if (name := tag_name(tag))}
        fewer = {tag_name(tag).casefold() for tag in remove}

        def rule(marks: Marks, now: datetime) -> Marks:
            kept = {tag for tag in marks.tags if tag.casefold() not in fewer}
            return replace(marks, tags=tuple(sorted(kept | more)))

        return self._change(ids, "tag", rule)

    def note(self, arxiv_id: str, text: str | None) -> Gesture | None:
        """Write the note on a paper; None or nothing but white space removes it."""
        kept = sound(text).strip() if text else None
        return self._change([arxiv_id], "note", lambda m, now: replace(m, note=kept or None))

    def restore_marks(self, marks: Mapping[str, Marks]) -> Gesture | None:
        """Put marks back from an export or backup: adds what is missing, never takes away. One gesture."""
        return self._marks.change(marks, "restore", lambda i, own: united(own, marks[i]), self._clock())

    def restore(self, file: Path) -> Gesture | None:
        """`restore_marks` from an exported JSONL or from what `backup` wrote. Raises StoreError, DigestReaderError."""
        from reader.library.restoring import marks_in

        return self.restore_marks(marks_in(file))

    def undo(self) -> Gesture | None:
        """Take back the newest gesture; None if there is none."""
        return self._marks.undo()

    def redo(self) -> Gesture | None:
        """Do the gesture undone last once more; None if there is none."""
        return self._marks.redo()

    def _change(self, ids: Iterable[str], label: str, rule: Callable[[Marks, datetime], Marks]) -> Gesture | None:
        now = self._clock()
        gesture = self._marks.change(ids, label, lambda _, marks: rule(marks, now), now)
        self._cached.cache_clear()
        return gesture

    # -- saved searches and where the reader left off

    def saved_searches(self) -> tuple[SavedSearch, ...]:
        """Saved searches by slot."""
        return self._marks.searches()

    def save_search(self, slot: int, name: str, query: str | None) -> Gesture | None:
        """Put a query under a digit key; `query` None empties the slot. Raises QueryError if it cannot be read."""
        if query is not None:
            self.parse(query)
        return self._marks.save_search(slot, sound(name), query and sound(query), self._clock())

    def state(self, key: str) -> str | None:
        """A small fact that `set_state` kept."""
        return self._marks.state(key)

    def set_state(self, **values: str) -> None:
        """Keep small facts about where the reader left off (not undoable)."""
        self._marks.set_state(values)

    def latest_sync(self) -> int:
        """Number of the newest sync. Kept as state `seen_sync`, it makes later papers `is:new`."""
        return self._collected.latest_sync()

    # -- sources

    def sources(self) -> tuple[RememberedSource, ...]:
        """Remembered sources."""
        return self._collected.sources()

    def add_source(self, location: str, since: date | None = None) -> SourceSpec:
        """Remember a source (path, URL, or a publisher's name). Raises SourceError if it is none.

        `since` is the first day wanted of a repository's history; None: all, or as it was said before.
        """
        from reader.sources.identify import identify

        spec = identify(location)
        self._collected.remember(spec.kind, spec.location, self._clock(), since)
        return spec

    def remove_source(self, location: str) -> bool:
        """Forget a source, named as listed or as it was typed; its papers stay. False if it was not remembered."""
        from reader.library.syncing import remembered_as

        source = remembered_as(self._collected.sources(), location)
        if source is None:
            return False
        self._collected.forget(source.num)
        return True

    def sync(
        self, locations: Sequence[str] | None = None, progress: Progress = silent, since: date | None = None
    ) -> SyncReport:
        """Read sources (None: all remembered ones) and bring the index up to date. See `syncing.Syncing.run`."""
        from reader.library.syncing import Syncing

        with self._alone(progress):
            report = Syncing(self._collected, self.places, self._clock).run(locations, progress, since)
            self._index_what_changed(progress)
        self.changed()
        return report

    def bring_in(self, location: str, reading: Reading) -> None:
        """Store one reading that comes from no source outside the program, and index it."""
        from reader.sources.reading import Kind

        with self._alone(silent):
            self._collected.begin_sync()
            source = self._collected.remember(Kind.FILE, location, self._clock())
            self._collected.collector(source.num).store([reading])
            self._collected.forget(source.num)  # it cannot be read again
            self._collected.keep_listing()
            self._index_what_changed(silent)
        self.changed()

    def examine(self, location: str, progress: Progress = silent) -> Iterator[Digest]:
        """Every digest of a source as it is now, read without storing anything. Raises SourceError."""
        from reader.sources.identify import identify
        from reader.sources.read import read_source

        for reading in read_source(identify(location), {}, progress, clones=self.places.clones):
            yield from reading.digests

    def problems(self) -> list[Problem]:
        """What could not be taken whole when it was last read."""
        return self._collected.problems()

    # -- handing on

    def export(self, papers: Iterable[MarkedPaper], name: str, options: Options | None = None) -> Iterable[str]:
        """Papers as text in the format `name` (see `reader.export.formats`), piece by piece. Raises UsageError."""
        from reader.export.formats import render

        return render(papers, name, options)

    def backup(self, target: Path) -> None:
        """Write one consistent copy of the user's own data to `target`. Raises StoreError."""
        from reader.library.files import backup_target

        self._marks.backup(backup_target(target, self.places))

    def check(self) -> dict[str, str]:
        """Health of the two databases: file name -> "ok" or what is wrong."""
        return {
            self.places.library_db.name: self._collected.check(),
            self.places.marks_db.name: self._marks.check(),
        }


def _results(query: Query, hits: Hits) -> Results:
    return Results(query, hits.total, hits.nums, hits.sort, hits.ms)
