"""The search thread: the newest question wins, answers carry its number, nothing waits for it.

It owns a library object of its own; numpy and Whoosh are imported here, after the first paint. Knows no widget.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import date
from functools import partial
from threading import Condition, Thread
from typing import NamedTuple

from reader.errors import DigestReaderError, QueryError
from reader.library.finding import MOST_NEAR
from reader.library.library import Library
from reader.model import DayGroup, MonthCount, Results, Sort
from reader.paths import Places
from reader.tui.sidebar import Survey, Target, facts_of, targets_of
from reader.tui.state import Recommended

IDLE_SECONDS = 2.0
"""After so long without a question memory is given back; the next question takes it again."""

AT_ONCE = 200
"""So many changed texts are indexed in the search thread itself."""


class Question(NamedTuple):
    """What is to be looked for.

    number   rises with every question
    filters  queries that narrow the answer, each read for itself
    typing   the last word is still being typed
    similar  paper number whose neighbours are wanted instead of an answer to `text`
    near     papers near in meaning are wanted behind few that match, but for what goes with the words `without`
    """

    number: int
    text: str
    typing: bool = False
    sort: Sort | None = None
    similar: int | None = None
    filters: tuple[str, ...] = ()
    near: bool = False
    without: tuple[str, ...] = ()


class Answered(NamedTuple):
    """What became of a question: the papers it found, or why it could not be answered.

    whole  what else may have been meant, and papers near in meaning where few match, were looked for, too
    """

    question: Question
    outcome: Results | DigestReaderError
    whole: bool = False


class Counting(NamedTuple):
    """What the unread papers are to be counted of."""

    text: str
    filters: tuple[str, ...]


class Unread(NamedTuple):
    """How many of those papers are neither read nor skipped.

    months  what the query finds by month; empty where nothing was typed
    under   the headings that they stand under in the order of days, and how many under each
    """

    of: Counting
    papers: int
    months: tuple[MonthCount, ...] = ()
    under: tuple[DayGroup, ...] = ()


class Tallying(NamedTuple):
    """Lists that are to be counted.

    held  filters that every list has
    """

    lists: tuple[Target, ...]
    held: tuple[str, ...] = ()


class Tally(NamedTuple):
    """How many papers each of some lists has; one whose query cannot be read is missing."""

    of: Tallying
    papers: Mapping[Target, int]


class Surveying(NamedTuple):
    """What the sidebar is to be made for.

    held  filters that every list has
    """

    today: date
    channels: tuple[str, ...]
    held: tuple[str, ...]


class Recommending(NamedTuple):
    """That the best papers of each day are wanted."""


class IndexLacks(NamedTuple):
    """The index does not know so many papers."""

    papers: int


class Rested(NamedTuple):
    """Nothing was asked for `IDLE_SECONDS`: what was kept in memory for quick answers is given back."""


Report = Answered | Unread | Tally | Survey | Recommended | IndexLacks | Rested
Task = Question | Answered | Counting | Tallying | Surveying | Recommending


class SearchThread(Thread):
    """Answers questions one at a time, the newest of those that wait first; counts when nothing is asked."""

    def __init__(self, places: Places, deliver: Callable[[Report], object]) -> None:
        """`deliver` is called in this thread with all there is to say."""
        super().__init__(name="search", daemon=True)
        self._places = places
        self._deliver = deliver
        self._mailbox = Condition()
        self._waiting: Question | None = None
        self._shown: Answered | None = None
        self._count: Counting | None = None
        self._tallies: list[Tallying] = []
        self._surveying: Surveying | None = None
        self._recommending: Recommending | None = None
        self._ended = False

    def ask(self, question: Question) -> None:
        """Answer `question` as soon as the present one is done; forget an older one that still waits."""
        with self._mailbox:
            self._waiting, self._shown = question, None
            self._mailbox.notify()

    def follow(self, answered: Answered) -> None:
        """Find what follows an answer, now that it is to be seen: till then the screen has the processor to itself."""
        with self._mailbox:
            if self._waiting is None:
                self._shown = answered
                self._mailbox.notify()

    def count(self, counting: Counting) -> None:
        """Count what is unread, once there is time."""
        with self._mailbox:
            self._count = counting
            self._mailbox.notify()

    def tally(self, tallying: Tallying) -> None:
        """Count what each query finds, once there is time."""
        with self._mailbox:
            if tallying not in self._tallies:
                self._tallies.append(tallying)
            self._mailbox.notify()

    def survey(self, surveying: Surveying) -> None:
        """Count what the sidebar shows, once there is time for it."""
        with self._mailbox:
            self._surveying = surveying
            self._mailbox.notify()

    def recommend(self) -> None:
        """Find the best papers of each day, once there is time for it."""
        with self._mailbox:
            self._recommending = Recommending()
            self._mailbox.notify()

    def end(self) -> None:
        """Stop after the present question."""
        with self._mailbox:
            self._ended = True
            self._mailbox.notify()

    def run(self) -> None:
        """Answer until told to end."""
        from reader.tui.memory import share_heaps  # ctypes, which numpy needs, too

        share_heaps()
        try:
            library = Library.open(self._places)
        except DigestReaderError as error:
            self._refuse(error)
            return
        try:
            self._catch_up(library)
            while (task := self._next(library)) is not None:
                self._do(library, task)
        finally:
            library.close()

    def _do(self, library: Library, task: Task) -> None:
        """A count that cannot be had is not shown, and keeps none of the others; questions are answered with errors."""
        with suppress(DigestReaderError):
            match task:
                case Question():
                    self._reply(library, task)
                case Answered():
                    self._go_on(library, task)
                case Counting():
                    self._count_unread(library, task)
                case Surveying():
                    self._survey(library, task)
                case Recommending():
                    self._deliver(_recommended(library))
                case Tallying(lists, held):
                    self._deliver(Tally(task, self._tally(library, lists, held)))

    def _survey(self, library: Library, surveying: Surveying) -> None:
        """Count list by list."""
        facts, held = facts_of(library, surveying.today, surveying.channels), (*surveying.held, "is:unread")
        self._deliver(Survey(facts, self._tally(library, targets_of(facts), held)))

    def _tally(self, library: Library, lists: Iterable[Target], held: tuple[str, ...]) -> dict[Target, int]:
        """How many papers each list has, as far as its query can be read."""
        papers = {each: self._papers(library, each.query, (*each.filters, *held)) for each in lists}
        return {each: count for each, count in papers.items() if count is not None}

    def _papers(self, library: Library, query: str, filters: tuple[str, ...] = ()) -> int | None:
        """`_hits` of one query among many; whoever asks a question meanwhile need not wait for the last one."""
        with self._mailbox:
            urgent = self._urgent()
        if urgent is not None:
            self._do(library, urgent)
        return _hits(library, query, filters)

    def _urgent(self) -> Question | Answered | None:
        """Take what somebody waits for: a question, else an answer that something is to follow."""
        if self._waiting is not None:
            question, self._waiting = self._waiting, None
            return question
        shown, self._shown = self._shown, None
        return shown

    def _refuse(self, error: DigestReaderError) -> None:
        """Answer every question with the error for which the library cannot be opened."""
        while (task := self._next(None)) is not None:
            match task:
                case Question():
                    self._deliver(Answered(task, error))
                case Tallying():
                    self._deliver(Tally(task, {}))

    def _catch_up(self, library: Library) -> None:
        """Bring the index up to date if that is quickly done; else tell how much it lacks."""
        try:
            behind = library.index.behind()
            if 0 < behind <= AT_ONCE:
                library.index.update()
            elif behind:
                self._deliver(IndexLacks(behind))
        except DigestReaderError:  # another process is at it, or a question will be answered with the error
            return

    def _count_unread(self, library: Library, counting: Counting) -> None:
        listed = partial(library.finding.search, counting.text, typing=True, sort=Sort.DATE)
        unread = library.finding.by_day(listed(filters=(*counting.filters, "is:unread")))
        months: tuple[MonthCount, ...] = ()
        if counting.text.strip() and (found := listed(filters=counting.filters)).total:
            months = library.finding.months(found.nums)
        self._deliver(Unread(counting, unread.total, months, unread.days))

    def _next(self, library: Library | None) -> Task | None:
        """A question, else what the unread is to be counted of, else queries to count; None at the end.

        `library` is given a rest when it waits long.
        """
        with self._mailbox:
            busy = self._mailbox.wait_for(self._wanted, None if library is None else IDLE_SECONDS)
        if not busy and library is not None:
            self._rest(library)
        with self._mailbox:
            self._mailbox.wait_for(self._wanted)
            if self._ended:
                return None
            if (urgent := self._urgent()) is not None:
                return urgent
            if self._count is not None:
                counting, self._count = self._count, None
                return counting
            if self._tallies:
                return self._tallies.pop(0)
            if self._surveying is not None:
                surveying, self._surveying = self._surveying, None
                return surveying
            recommending, self._recommending = self._recommending, None
            return recommending

    def _wanted(self) -> bool:
        return (
            self._ended
            or self._recommending is not None
            or any((self._waiting, self._shown, self._count, self._tallies, self._surveying))
        )

    def _rest(self, library: Library) -> None:
        """Nothing is asked, by a reader who reads: give back memory, once."""
        from reader.tui.memory import give_back

        with suppress(DigestReaderError):  # a question will be answered with the error
            library.rest()
        give_back()
        self._deliver(Rested())

    def _reply(self, library: Library, question: Question) -> None:
        """Answer a question with the papers that match; where none does, with all there is to say."""
        try:
            shown = library.finding.by_day(_found(library, question))
            if whole := not shown.total and question.similar is None:
                shown = _with_more(library, question, shown)
            self._deliver(Answered(question, shown, whole))
        except DigestReaderError as error:
            self._deliver(Answered(question, error, whole=True))

    def _go_on(self, library: Library, answered: Answered) -> None:
        """Find what follows an answer that is to be seen by now: more papers and other queries, then counts."""
        question, outcome, whole = answered
        if not isinstance(outcome, Results) or question.similar is not None:
            return
        if not whole:
            try:
                more = _with_more(library, question, outcome)
            except DigestReaderError as error:
                self._deliver(Answered(question, error, whole=True))
                return
            if more.near.nums or more.suggestions:
                self._deliver(Answered(question, more, whole=True))
                return
        if not self._overtaken():
            self._count_unread(library, Counting(question.text, question.filters))

    def _overtaken(self) -> bool:
        """Something else was asked meanwhile."""
        with self._mailbox:
            return self._waiting is not None


def _found(library: Library, question: Question) -> Results:
    """The papers that match; where none does and that may be a mistake, those near in meaning count first."""
    if question.similar is not None:
        return library.finding.similar(question.similar, filters=question.filters)
    search = partial(
        library.finding.search,
        question.text,
        filters=question.filters,
        typing=question.typing,
        sort=question.sort,
    )
    try:
        return search()
    except QueryError:
        if not question.near:
            raise
        return search(near=MOST_NEAR)


def _with_more(library: Library, question: Question, shown: Results) -> Results:
    """An answer with papers near in meaning, and what else may have been meant."""
    finding, results = library.finding, shown
    if question.near:
        results = finding.with_near(shown, without=question.without)
    offered = finding.offered(results, question.text, filters=question.filters, typing=question.typing)
    return replace(results, suggestions=offered)


def _recommended(library: Library) -> Recommended:
    try:
        if library.interest.recommends:
            best = library.interest.best_by_day()
            return Recommended({num: day for day, nums in best.items() for num in nums}, library.interest.why())
    except DigestReaderError:  # a question will be answered with the error
        pass
    return Recommended()


def _hits(library: Library, query: str, filters: tuple[str, ...] = ()) -> int | None:
    """How many papers a query finds; None if it cannot be read."""
    try:
        return library.finding.search(query, filters=filters, typing=True, limit=0).total
    except DigestReaderError:
        return None
