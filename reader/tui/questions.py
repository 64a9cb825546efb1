"""What the screen asks for: one list at a time, and counts. Older answers are dropped."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from reader.library.library import Library
from reader.model import Listing, Results
from reader.tui.filters import one_text
from reader.tui.moment import all_of
from reader.tui.searching import Answered, Counting, Question, Report, SearchThread, Surveying, Tally, Tallying, Unread
from reader.tui.sidebar import Target
from reader.tui.state import View, ViewState

Counted = Callable[[Mapping[Target, int]], object]
"""Called with list -> papers; those whose query cannot be read are missing."""


class Questions:
    """Between the screen and its search thread. Belongs to the screen's thread."""

    def __init__(self, library: Library, deliver: Callable[[Report], object], *, near: bool) -> None:
        """`deliver` is called in the search thread; what it is given comes back to `answered` and `counted`.

        near  papers near in meaning are wanted where few match
        """
        self._near = near
        self._library = library
        self._thread = SearchThread(library.places, deliver)
        self._listing = library.listing()
        self._number = 0
        self.waiting = False
        """The newest list that was asked for is not there yet."""
        self._counts: dict[Tallying, Counted] = {}
        self._leading: set[Tallying] = set()
        self.expected: set[object] = set()
        """What is asked aside, of another library, and leads to another list or to a prompt."""

    @property
    def on_the_way(self) -> bool:
        """The newest list that was asked for is not there yet, or what leads to one (or to a prompt) is not."""
        return self.waiting or self.leads

    @property
    def leads(self) -> bool:
        """What is on the way leads to another list or to a prompt."""
        return bool(self._leading or self.expected)

    def start(self) -> None:
        """Begin to answer."""
        self._thread.start()

    def end(self) -> None:
        """Answer nothing more."""
        self._thread.end()

    def everything(self) -> Results:
        """All papers, newest first: needs no search."""
        return all_of(self._listing)

    def new_listing(self) -> bool:
        """Take in which papers there are now; False if they are the same as before."""
        before, self._listing = self._listing, self._library.listing()
        return not _same(before, self._listing)

    def ask(self, view: View) -> Results | None:
        """The papers of `view` if no search is needed for them; else they are delivered."""
        self._number += 1
        self.waiting = not view.everything
        if view.everything:
            return self.everything()
        similar = self._library.find(view.similar) if view.similar else None
        num = similar.paper.num if similar else None
        question = Question(
            self._number, view.query, True, view.sort, num, view.filters, near=self._near, without=view.without
        )
        self._thread.ask(question)
        return None

    def is_newest(self, answered: Answered) -> bool:
        """Nothing else was asked since; the answer is there now."""
        newest = answered.question.number == self._number
        self.waiting = self.waiting and not newest
        return newest

    def follow(self, answered: Answered) -> None:
        """An answer is to be seen: have found what follows it, unless something else was asked since."""
        if answered.question.number == self._number:
            self._thread.follow(answered)

    def count_unread(self, view: View) -> None:
        """Have the unread papers of a list counted."""
        if not view.similar:
            self._thread.count(Counting(view.query, view.filters))

    def is_of(self, unread: Unread, view: View) -> bool:
        """The count is that of a list, which a space more in the query does not make another (`View.same_list`)."""
        return one_text(unread.of.text, unread.of.filters) == view.search_text and not view.similar

    def survey(self, state: ViewState, today: date) -> None:
        """Have what the sidebar shows counted."""
        self._thread.survey(Surveying(today, state.look.channels, state.look.held))

    def recommend(self) -> None:
        """Have the best papers of each day found."""
        self._thread.recommend()

    def count(self, lists: tuple[Target, ...], held: tuple[str, ...], done: Counted, *, leads: bool) -> None:
        """Have lists counted among what every list is `held` to; `done` is called by `counted`.

        leads  `done` goes over to another list
        """
        asked = Tallying(lists, held)
        self._counts[asked] = done
        if leads:
            self._leading.add(asked)
        self._thread.tally(asked)

    def counted(self, tally: Tally) -> None:
        """Tell whoever wanted to know."""
        self._leading.discard(tally.of)
        if done := self._counts.pop(tally.of, None):
            done(tally.papers)


def _same(before: Listing, now: Listing) -> bool:
    return before is now or before.nums == now.nums


def same_rows(answer: Results, before: Results) -> bool:
    """The second answer to a question has the rows of the first one."""
    return answer.query is before.query and answer.nums is before.nums and not answer.near.nums
