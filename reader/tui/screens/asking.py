"""The reading screen's questions: what the state asks for, the answers of the search thread, the query line."""

from __future__ import annotations

import gc
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from textual.message import Message
from textual.timer import Timer

from reader.commands import Where
from reader.errors import QueryError
from reader.text.cells import cell_len
from reader.text.safe import printable
from reader.tui.context import AppContext
from reader.tui.screens.panes import PanesScreen, Shown
from reader.tui.searching import Answer, Question, SearchThread, Tally, Unread
from reader.tui.spans import Role, Span
from reader.tui.state import ViewState
from reader.tui.widgets.query_line import QueryLine

LOOK_SECONDS = 2
"""How often to ask whether another process changed something: two looks at the databases' version numbers."""
PAUSE_SECONDS = 0.25
KEPT_SEARCHES = 50
QUERY_INDENT = 3
"""Cells before the query in the top line."""


class AskingScreen(PanesScreen):
    """Keeps list and state together, however long the answer takes."""

    class Answered(Message):
        """The search thread has an answer."""

        def __init__(self, answer: Answer | Unread | Tally) -> None:
            super().__init__()
            self.answer = answer

    class Ready(Message):
        """The screen can take keys."""

    class IndexLacks(Message):
        """The index does not know all papers."""

    def __init__(self, context: AppContext, state: ViewState) -> None:
        super().__init__(context, state)
        self._asked = 0
        self._typed = False
        self._same_question = False
        self._shown_before = False
        self._listing = context.library.listing()
        self.tallied: Callable[[Mapping[str, int]], object] = len
        self.filling = not self._listing.nums
        self._search = SearchThread(context.library.places, self._deliver, self._lacks)
        self._before_query: ViewState | None = None
        self._pause: Timer | None = None
        self._past: list[ViewState] = []
        self._future: list[ViewState] = []

    def on_mount(self) -> None:
        """Show what the reader left, as far as it needs no search."""
        self.connect()
        if self.state.narrowed:
            self.show_paper()
            self.show_place()
        else:
            self._show_everything()
        self.show_status()
        self.post_message(self.Ready())
        self.call_after_refresh(self.painted)

    def painted(self) -> None:
        """What can wait until something is to be seen."""
        gc.freeze()  # what was loaded so far stays: no collection has to walk through it any more
        gc.enable()
        self._search.start()
        if self.state.narrowed:
            self.ask()
        else:
            self._count_unread()
        self.set_interval(LOOK_SECONDS, lambda: self.guard(self.look))

    def on_unmount(self) -> None:
        """Keep where the reader is, however the screen is left; let the search thread end."""
        kept = replace(self.state, depth=self.papers.depth)
        self.guard(lambda: self.context.library.marks.set_state(view=kept.to_json()))
        self._search.end()
        if self.context.guest:
            self.context.library.close()

    def go_to(self, state: ViewState) -> None:
        """`change`, with a way back."""
        if not state.same_list(self.state):
            self._past.append(self.state)
            self._future.clear()
        self.change(state)

    def travel(self, by: int) -> None:
        """Back (-1) to the list shown before, or forward (1) again."""
        there, here = (self._past, self._future) if by < 0 else (self._future, self._past)
        if there:
            here.append(self.state)
            then = there.pop()
            self.change(replace(then, lang=self.state.lang, rows=self.state.rows, zoomed=self.state.zoomed))

    def change(self, state: ViewState) -> None:
        """Go over to another state; other papers are asked for if it wants others."""
        before, self.state = self.state, state
        self.top.set_text(state.query)
        if not state.same_list(before):
            self.ask()
        self.show_place()

    def ask(self, *, typed: bool = False) -> None:
        """Ask for the papers that the state wants. Everything, newest first, needs no search."""
        self._asked += 1
        self._typed = typed
        self.upper_rule.remark()
        if not self.state.narrowed and self.state.sort is None:
            self._show_everything()
            return
        similar = self.context.library.find(self.state.similar) if self.state.similar else None
        num = similar.paper.num if similar else None
        self._search.ask(Question(self._asked, self.state.query, True, self.state.sort, num, self.state.filters))

    def _deliver(self, answer: Answer | Unread | Tally) -> None:
        """Called in the search thread."""
        self.post_message(self.Answered(answer))

    def tally(self, queries: Iterable[str], done: Callable[[Mapping[str, int]], object]) -> None:
        """Have queries counted; `done` is called with query -> papers."""
        self.tallied = done
        self._search.tally(queries)

    def _lacks(self, papers: int) -> None:
        """Called in the search thread: the index is far behind."""
        self.post_message(self.IndexLacks())

    def on_asking_screen_answered(self, event: Answered) -> None:
        """Show an answer, unless something else was asked since."""
        answer = event.answer
        if isinstance(answer, Unread):
            if (answer.text, answer.filters) == (self.state.query, self.state.filters) and not self.state.similar:
                self.unread = answer.papers
                self.show_status()
            return
        if isinstance(answer, Tally):
            self.tallied(answer.papers)
            return
        if answer.question.number != self._asked:
            return
        if isinstance(answer.error, QueryError):
            self._point_at(answer.error)
        elif answer.error is not None:
            self.say(answer.error.told(self.context.t), Role.ERROR)
        elif answer.results is not None:
            results = answer.results
            self._show(Shown(results.nums, answer.days, results.query, answer.suggestion, results.sort))

    def _show_everything(self) -> None:
        self._show(Shown(self._listing.nums, self._listing.days))

    def _show(self, shown: Shown) -> None:
        """Other papers; the cursor stays on the same one, except that a new search begins at its best hit."""
        row = self.papers.cursor
        self.shown = shown
        place = self._place_of(self.state.paper)
        if self._typed and (place is None or place >= self.papers.page):
            place = 0
        elif place is None:
            place = row if self._same_question else 0
        self._same_question = False
        first = not self._shown_before
        self._shown_before = True
        self.show_list(place, self.state.depth if first else None)
        self.unread = None
        self._count_unread()

    def _place_of(self, arxiv_id: str | None) -> int | None:
        """The row a paper stands in."""
        marked = self.context.library.find(arxiv_id) if arxiv_id else None
        if marked is None:
            return None
        try:
            return self.shown.nums.index(marked.paper.num)
        except ValueError:
            return None

    def _point_at(self, error: QueryError) -> None:
        """Say below the query what is wrong with it, at the place; the list stays as it was."""
        at = QUERY_INDENT + cell_len(self.state.query[: error.position])
        self.upper_rule.remark((Span(f"▲ {printable(error.told(self.context.t))} ", Role.ERROR),), at)

    def look(self) -> None:
        """Take in what other processes changed; the cursor stays where it is."""
        if not self.context.library.changed():
            return
        listing = self.context.library.listing()
        if listing.nums == self._listing.nums:
            self.redraw()
        else:
            self._listing = listing
            self._same_question = True
            if self.filling:  # nothing was chosen yet: the newest paper stays in view while papers come in
                self.state = replace(self.state, paper=None)
                self._same_question = False
            self.ask()

    def marks_changed(self, *, paper_too: bool = True) -> None:
        """The reader changed marks here: draw them. What a filter would now leave out stays until asked again."""
        self.context.library.changed()
        self.redraw(paper_too=paper_too)
        self._count_unread()

    def _count_unread(self) -> None:
        """Have the unread papers counted once nothing was asked or marked for a moment."""
        if self._pause is not None:
            self._pause.stop()
        if not self.state.similar:
            self._pause = self.set_timer(
                PAUSE_SECONDS, lambda: self._search.count(self.state.query, self.state.filters)
            )

    # The query line

    def enter_query(self) -> None:
        """Give the query line the focus; what is shown now is what Escape comes back to."""
        self._before_query = self.state
        self.top.input.cursor_position = len(self.top.input.value)
        self.focus_part(Where.QUERY)

    def leave_query(self) -> None:
        """Out of the query line, and back to what was shown before."""
        before, self._before_query = self._before_query, None
        self.focus_part(Where.LIST)
        if before is not None:
            self.change(before)

    def on_query_line_edited(self, event: QueryLine.Edited) -> None:
        """Look for what is typed so far."""
        self.state = replace(self.state, query=event.text, similar=None)
        if self._before_query is not None and not self.state.narrowed:
            self.state = replace(self.state, paper=self._before_query.paper)
        self.ask(typed=self.state.narrowed)

    def on_query_line_submitted(self) -> None:
        """Take what was probably meant if nothing was found; else go to the hits."""
        if not self.shown.nums and self.shown.suggestion:
            self.change(replace(self.state, query=self.shown.suggestion))
            return
        try:
            self.context.library.finding.parse(self.state.query)
        except QueryError as error:
            self._point_at(error)
            return
        if self._before_query is not None and not self._before_query.same_list(self.state):
            self._past.append(self._before_query)
            self._future.clear()
        self._before_query = None
        self.remember_search(self.state.query)
        self.focus_part(Where.LIST)

    def past_searches(self) -> list[str]:
        """What was searched for, the newest first."""
        kept = json.loads(self.context.library.marks.state("searches") or "[]")
        return [query for query in kept if isinstance(query, str)]

    def remember_search(self, query: str) -> None:
        """Keep a query that was looked at."""
        if query.strip():
            searches = [query, *(kept for kept in self.past_searches() if kept != query)][:KEPT_SEARCHES]
            self.context.library.marks.set_state(searches=json.dumps(searches, ensure_ascii=False))

    def take_off(self, term: str) -> None:
        """Take a filter off."""
        self.go_to(replace(self.state, filters=tuple(kept for kept in self.state.filters if kept != term)))

    def widen(self) -> None:
        """Take off one thing that narrows the list: neighbours, the query, the newest filter."""
        state = self.state
        if state.similar:
            self.go_to(replace(state, similar=None))
        elif state.query.strip():
            self.go_to(replace(state, query=""))
        elif state.filters:
            self.go_to(replace(state, filters=state.filters[:-1]))
