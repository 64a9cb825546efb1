"""The search thread: the newest question wins, answers carry its number, nothing waits for it.

It owns a library object of its own; numpy and Whoosh are imported here, after the first paint. Knows no widget.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from threading import Condition, Thread
from typing import TYPE_CHECKING, NamedTuple

from reader.errors import DigestReaderError, QueryError, SearchIndexError
from reader.library.library import Library
from reader.model import DayGroup, Listing, Sort
from reader.paths import Places

if TYPE_CHECKING:
    from reader.library.finding import Hits

AT_ONCE = 200
"""So many changed texts are indexed in the search thread itself."""


class Question(NamedTuple):
    """What is to be looked for.

    number   rises with every question
    filters  queries that narrow the answer, each read for itself
    typing   the last word is still being typed
    similar  paper number whose neighbours are wanted instead of an answer to `text`
    """

    number: int
    text: str
    typing: bool = False
    sort: Sort | None = None
    similar: int | None = None
    filters: tuple[str, ...] = ()


class Answer(NamedTuple):
    """What was found.

    results     None if there was an error
    days        the day groups of `results.nums`, where they are in the order of the listing
    suggestion  what was probably meant, where nothing was found
    """

    question: Question
    results: Hits | None = None
    days: tuple[DayGroup, ...] = ()
    suggestion: str | None = None
    error: DigestReaderError | None = None


class Counting(NamedTuple):
    """What the unread papers are to be counted of."""

    text: str
    filters: tuple[str, ...]


class Unread(NamedTuple):
    """How many papers that match `text` and `filters` are neither read nor skipped."""

    text: str
    filters: tuple[str, ...]
    papers: int


class Tally(NamedTuple):
    """How many papers each of some queries finds; one that cannot be read is missing."""

    papers: Mapping[str, int]


class SearchThread(Thread):
    """Answers questions one at a time, the newest of those that wait first; counts when nothing is asked."""

    def __init__(
        self, places: Places, deliver: Callable[[Answer | Unread | Tally], object], behind: Callable[[int], object]
    ) -> None:
        """Both are called in this thread: `deliver` with every answer, `behind` if the index lacks many papers."""
        super().__init__(name="search", daemon=True)
        self._places = places
        self._deliver = deliver
        self._behind = behind
        self._mailbox = Condition()
        self._waiting: Question | None = None
        self._count: Counting | None = None
        self._tally: tuple[str, ...] = ()
        self._ended = False
        self._days = DayFinder()

    def ask(self, question: Question) -> None:
        """Answer `question` as soon as the present one is done; forget an older one that still waits."""
        with self._mailbox:
            self._waiting = question
            self._mailbox.notify()

    def count(self, text: str, filters: tuple[str, ...] = ()) -> None:
        """Count what is unread among the papers that match `text` and `filters`, once there is time."""
        with self._mailbox:
            self._count = Counting(text, filters)
            self._mailbox.notify()

    def tally(self, queries: Iterable[str]) -> None:
        """Count what each query finds, once there is time."""
        with self._mailbox:
            self._tally = tuple(queries)
            self._mailbox.notify()

    def end(self) -> None:
        """Stop after the present question."""
        with self._mailbox:
            self._ended = True
            self._mailbox.notify()

    def run(self) -> None:
        """Answer until told to end."""
        try:
            library = Library.open(self._places)
        except DigestReaderError as error:
            self._refuse(error)
            return
        try:
            self._catch_up(library)
            while (task := self._next()) is not None:
                if isinstance(task, Question):
                    self._deliver(self._answer(library, task))
                elif isinstance(task, Counting):
                    self._count_unread(library, task)
                else:
                    self._deliver(
                        Tally({query: count for query in task if (count := _hits(library, query)) is not None})
                    )
        finally:
            library.close()

    def _refuse(self, error: DigestReaderError) -> None:
        """Answer every question with the error for which the library cannot be opened."""
        while (task := self._next()) is not None:
            if isinstance(task, Question):
                self._deliver(Answer(task, error=error))

    def _catch_up(self, library: Library) -> None:
        """Bring the index up to date if that is quickly done; else tell how much it lacks."""
        try:
            behind = library.index.behind()
            if 0 < behind <= AT_ONCE:
                library.index.update()
            elif behind:
                self._behind(behind)
        except SearchIndexError:  # another process is at it
            return

    def _count_unread(self, library: Library, counting: Counting) -> None:
        papers = _hits(library, counting.text, (*counting.filters, "is:unread"))
        if papers is not None:  # else the question itself was answered with the error
            self._deliver(Unread(*counting, papers))

    def _next(self) -> Question | Counting | tuple[str, ...] | None:
        """A question, else what the unread is to be counted of, else queries to count; None at the end."""
        with self._mailbox:
            self._mailbox.wait_for(
                lambda: self._ended or self._waiting is not None or self._count is not None or self._tally
            )
            if self._ended:
                return None
            if self._waiting is not None:
                question, self._waiting = self._waiting, None
                return question
            if self._count is not None:
                counting, self._count = self._count, None
                return counting
            queries, self._tally = self._tally, ()
            return queries

    def _answer(self, library: Library, question: Question) -> Answer:
        try:
            return self._found(library, question)
        except DigestReaderError as error:
            return Answer(question, error=error)

    def _found(self, library: Library, question: Question) -> Answer:
        if question.similar is not None:
            return Answer(question, library.finding.similar(question.similar))
        results = library.finding.search(
            question.text, filters=question.filters, typing=question.typing, sort=question.sort
        )
        if not results.total:
            return Answer(question, results, suggestion=_suggestion(library, question.text))
        days = self._days.groups(results.nums, library.listing()) if results.sort is Sort.DATE else ()
        return Answer(question, results, days)


def _hits(library: Library, query: str, filters: tuple[str, ...] = ()) -> int | None:
    """How many papers a query finds; None if it cannot be read."""
    try:
        return library.finding.search(query, filters=filters, typing=True, limit=0).total
    except DigestReaderError:
        return None


def _suggestion(library: Library, text: str) -> str | None:
    try:
        found = library.finding.suggestions(text)
    except QueryError:
        return None
    return found[0].text if found else None


class DayFinder:
    """Finds the day groups of papers that are in the order of the listing, in O(days x log papers)."""

    def __init__(self) -> None:
        self._listing: Listing | None = None
        self._places = array("I")

    def groups(self, nums: Sequence[int], listing: Listing) -> tuple[DayGroup, ...]:
        """The groups of `nums`, a part of `listing.nums` in the same order; groups without papers are left out."""
        if len(nums) == len(listing.nums):
            return listing.days
        if listing is not self._listing:
            self._listing, self._places = listing, _places(listing.nums)
        places = self._places
        groups = []
        start = 0
        for day in listing.days:
            end = bisect_left(nums, day.start + day.count, lo=start, key=places.__getitem__)
            if end > start:
                groups.append(DayGroup(day.key, start, end - start))
            start = end
        return tuple(groups)


def _places(nums: Sequence[int]) -> array[int]:
    """Paper number -> its place in `nums`."""
    places = array("I", bytes(array("I").itemsize * (max(nums, default=0) + 1)))
    for place, num in enumerate(nums):
        places[num] = place
    return places
