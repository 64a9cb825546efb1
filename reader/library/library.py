"""`Library`: everything a front end can ask for, in one object per thread."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from reader.errors import DamagedError
from reader.library.filters import Filters
from reader.library.finding import Finding
from reader.library.index import IndexKeeping
from reader.library.marks import MarkKeeping
from reader.library.sources import SourceKeeping
from reader.library.stores import Stores
from reader.many import Nums, in_parts
from reader.model import NO_MARKS, DateRange, EarlierText, Listing, MarkedPaper
from reader.paths import Places
from reader.store.collected import Collected
from reader.store.marks import MarksStore, is_empty

if TYPE_CHECKING:  # what opening the screen must not wait for is imported where it is needed
    from reader.export.formats import Options
    from reader.library.asking import Asking
    from reader.library.statistics import Statistics

PAPERS_IN_MEMORY = 256
"""Papers kept ready: some screenfuls."""


class Library:
    """Papers of one reader, and what can be done with them; each kind of thing to do is a part of its own.

    marks     what the reader does to papers
    finding   search
    interest  what the reader wants to see
    index     the full-text index
    sources   where papers come from
    asking    other people's programs, only when the reader says so

    Objects are cheap and belong to one thread each; several objects and processes may use the same places at once.
    Methods raise the errors of `reader.errors`; nothing is half done when they do.
    """

    def __init__(
        self, places: Places, clock: Callable[[], datetime] = lambda: datetime.now(UTC), owner: str = ""
    ) -> None:
        """Open (or create) the databases at `places`; the index is opened when it is first needed.

        owner  who makes gestures here and undoes them (see `owners`)
        """
        sys.audit("digest-reader.open", str(places.data), owner)
        self.places = places
        self._collected = Collected(places.library_db)
        try:
            self._marks = _opened_marks(places, owner)
        except BaseException:
            self._collected.close()
            raise
        self._filters = Filters(self._collected, self._marks)
        self._cached = lru_cache(PAPERS_IN_MEMORY)(self._read_paper)
        stores = Stores(places, clock, self._collected, self._marks, self._filters, self.changed)
        self.index = IndexKeeping(stores)
        self.finding = Finding(stores, self.index)
        self.interest = self.finding.interest
        self._filters.recommended = self.interest.recommended
        self.marks = MarkKeeping(stores, self.finding.parse)
        self.sources = SourceKeeping(stores, self.index, self.marks)
        self._stores = stores
        try:
            self.changed()  # reads the marks, where damage may be found
        except BaseException:
            self.close()
            raise

    @classmethod
    def open(cls, places: Places, owner: str = "") -> Library:
        """The library at `places`, for `owner` (see `owners`)."""
        return cls(places, owner=owner)

    def again(self, owner: str = "") -> Library:
        """One more object over the same files, for the thread that asks.

        Raises StoreError if they are not there any more: `open` would begin a new library there.
        """
        self.refuse_gone()
        return Library.open(self.places, owner)

    def refuse_gone(self) -> None:
        """Raise StoreError if the reader's own file is not there any more, or another is."""
        self._marks.refuse_gone()

    def close(self) -> None:
        """Let go of databases and index, and of all that was worked out.

        Its parts know each other, so that Python would find only by and by that nobody needs their tables any more.
        """
        self.index.close()
        self.interest.close()
        self._filters.close()
        self._collected.close()
        self._marks.close()

    def rest(self) -> None:
        """Nothing is asked for a while: give back what the databases keep of their files in memory, papers that were
        read, what queries worked out, and the interests of tags and searches."""
        self._cached.cache_clear()
        self.index.rest()
        self.interest.rest()
        self._collected.rest()
        self._marks.rest()

    @property
    def read_only(self) -> bool:
        """Whether the library may only be read: marks and syncs raise StoreError."""
        return self._marks.read_only

    def changed(self) -> bool:
        """True if papers or marks may have changed since the last call, by this object or another process. Cheap."""
        if not self._filters.refresh():
            return False
        self._cached.cache_clear()
        return True

    @cached_property
    def asking(self) -> Asking:
        """See the class."""
        from reader.library.asking import Asking

        return Asking(self._stores, self.index)

    # -- reading

    def __len__(self) -> int:
        return self._collected.count()

    def __bool__(self) -> bool:
        """Whether there are any papers."""
        return not self._collected.empty

    def listing(self) -> Listing:
        """All papers, newest first, and the days they stand under."""
        return self._filters.grouped_listing()

    def paper(self, num: int) -> MarkedPaper:
        """The paper with that number and its marks. Raises KeyError if there is none."""
        return self._cached(num, self._marks.writes)

    def find(self, arxiv_id: str) -> MarkedPaper | None:
        """The paper with that arXiv ID (without version) and its marks."""
        num = self._collected.num_of(arxiv_id)
        return self.paper(num) if num is not None else None

    def ids(self, nums: Sequence[int]) -> list[str]:
        """The arXiv IDs of papers, in the order given."""
        return self._collected.ids(nums)

    def numbers(self, ids: Sequence[str]) -> dict[str, int]:
        """The numbers of the papers with these arXiv IDs; what is not in the library is left out."""
        return dict(self._collected.numbers(ids))

    def all_are(self, ids: Sequence[str], state: str) -> bool:
        """Whether every one of the papers with these arXiv IDs is `bookmarked`, `read` or `skipped`."""
        held, found = Nums(self.with_state(state)), 0
        for _, num in self._collected.numbers(ids):
            if num not in held:
                return False
            found += 1
        return found == len(ids)

    def papers(self, nums: Sequence[int]) -> Iterator[MarkedPaper]:
        """Papers with their marks, in the order given, read some hundred at a time; unknown ones are left out."""
        for few in in_parts(nums):
            papers = list(self._collected.papers(few))
            marks = self._marks.marks([paper.id for paper in papers])
            for paper in papers:
                yield MarkedPaper(paper, marks.get(paper.id, NO_MARKS))

    def arrived_after(self, sync: int) -> Sequence[int]:
        """Numbers of the papers that came in with syncs later than number `sync`. Ascending."""
        return self._collected.sets.nums_arrived_after(sync)

    def newest_arrival(self) -> int:
        """Number of the newest sync that brought papers; 0 if none did."""
        return self._collected.sets.newest_arrival()

    def earlier(self, num: int) -> tuple[EarlierText, ...]:
        """Texts of a paper that newer ones replaced, oldest first."""
        return self._collected.earlier(num)

    def days(self) -> list[tuple[date, int, int]]:
        """Every day a digest is known for, newest first: (day, entries, papers); zeros: nothing was announced."""
        return self._collected.days()

    def announced(self, day: date) -> int:
        """How many papers were announced on a day: what `date:` finds. Cheap when asked again."""
        return len(self._filters.nums("date", DateRange(day, day)))

    def channels(self) -> list[tuple[str, int]]:
        """Every channel with the number of its papers, by name."""
        return self._collected.channels()

    def with_state(self, state: str) -> Sequence[int]:
        """Numbers of the papers that are `unread`, `bookmarked`, ...: what `is:` may stand before. Ascending."""
        return self._filters.nums("is", state)

    def tagged(self, tag: str) -> Sequence[int]:
        """Numbers of the papers with that tag, letter case ignored. Ascending."""
        return self._filters.nums("tag", tag)

    def statistics(self) -> Statistics:
        """Counts by day, channel and category; unread and bookmarked papers."""
        from reader.library.statistics import statistics

        return statistics(self._collected, self._filters)

    def _read_paper(self, num: int, _: int) -> MarkedPaper:
        """A paper as it is after so many writes of marks: what was kept of it before one is not asked for again."""
        paper = self._collected.paper(num)
        if paper is None:
            raise KeyError(num)
        return MarkedPaper(paper, self._marks.marks([paper.id]).get(paper.id, NO_MARKS))

    # -- handing on

    def export(self, papers: Iterable[MarkedPaper], name: str, options: Options | None = None) -> Iterable[str]:
        """Papers as text in the format `name` (see `reader.export.formats`), piece by piece. Raises UsageError."""
        from reader.library.citing import exported

        return exported(self._marks, papers, name, options)

    def export_files(
        self, papers: Iterable[MarkedPaper], name: str, options: Options | None = None
    ) -> Iterable[tuple[str, str]]:
        """Papers as one file each (name, text), in a format that does so. Raises UsageError when it is read."""
        from reader.library.citing import exported_files

        return exported_files(self._marks, papers, name, options)


def _opened_marks(places: Places, owner: str) -> MarksStore:
    try:
        if is_empty(places.marks_db):
            from reader.library.copies import refuse_emptied

            refuse_emptied(places)
        return MarksStore(places.marks_db, owner)
    except DamagedError as error:
        from reader.library.copies import with_offer

        raise with_offer(error, places) from error
