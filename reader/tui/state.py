"""Everything the screen shows, as one immutable value; and how it changes. Pure: no library, no widget.

Commands make another `ViewState` of the present one and hand it to the screen, which draws what differs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import date
from enum import Enum, StrEnum, auto
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from reader.commands import Where
from reader.i18n import Translator
from reader.many import Nums
from reader.model import Lang, MonthCount, Part, Reason, Sort
from reader.tui.filters import one_text
from reader.tui.sidebar import Outline, Survey, Target, choices_of
from reader.tui.sidebar import outline as outlined
from reader.tui.spans import Line
from reader.values import dataclass

if TYPE_CHECKING:  # named only
    from reader.tui.prompts import Prompt
    from reader.tui.side_documents import SideDocument
    from reader.tui.triage import Triage

STEPS_KEPT = 100  # lists that one can go back to


class Recommended(NamedTuple):
    """The best papers of each day by what was kept.

    days  paper number -> the day it is one of the best of (see `DayGroup.key`)
    why   paper number -> why it ranks as high as it does; None while nothing was kept
    """

    days: Mapping[int, int] = MappingProxyType({})
    why: Callable[[int], Reason] | None = None


NOTHING_RECOMMENDED = Recommended()


class Layout(StrEnum):
    """How list and paper share the screen. `AUTO`: by the size of the terminal."""

    AUTO = "auto"
    SIDE = "side"
    STACKED = "stacked"


class Landing(Enum):
    """Where in the list the cursor goes when other papers are listed.

    PAPER     on the paper of the view, else on the first
    RETURNED  the same, at the depth at which it was left
    FIRST     on the first
    HERE      on the paper of the view, else on the row where it is: the papers changed, the reader did nothing
    """

    PAPER = auto()
    RETURNED = auto()
    FIRST = auto()
    HERE = auto()


@dataclass(frozen=True, slots=True)
class View:
    """Which papers are listed, and where in the list the reader is.

    query    as typed
    filters  query terms beside it, such as `in:cs.AI` or `is:unread`, each of which can be taken off by itself
    sort     None: what the query asks for
    similar  arXiv ID of the paper whose neighbours are listed instead of the answer to the query
    without  words that are left out of what is near in meaning
    paper    arXiv ID of the current paper
    depth    lines between the top of the list and the current paper, as it was left
    opened   it was gone to in one step (a kept search, an entry of the sidebar), and so it is left in one
    """

    query: str = ""
    filters: tuple[str, ...] = ()
    sort: Sort | None = None
    similar: str | None = None
    without: tuple[str, ...] = ()
    paper: str | None = None
    depth: int = 0
    opened: Target | None = None

    @property
    def search_text(self) -> str:
        """The whole query: what was typed and the filters."""
        return one_text(self.query, self.filters)

    @property
    def narrowed(self) -> bool:
        """The list shows less than everything."""
        return bool(self.query.strip() or self.filters or self.similar)

    @property
    def everything(self) -> bool:
        """All papers, newest first: no search is needed for that."""
        return not self.narrowed and self.sort is None

    def of_query(self, query: str) -> View:
        """The answer to `query` alone, at the same paper if it is in it."""
        return View(query, paper=self.paper)

    def searching(self, query: str) -> View:
        """With another query under the same filters; what was struck out of the query before goes with it."""
        return replace(self, query=query, similar=None, without=())

    def at(self, target: Target) -> View:
        """The list of an entry of the sidebar, at the same paper if it is in it."""
        return View(target.query, target.filters, paper=self.paper, opened=target)

    @property
    def target(self) -> Target | None:
        """The same as an entry of the sidebar says it; None where none can."""
        return Target(self.query.strip(), self.filters) if not self.similar else None

    def same_list(self, other: View) -> bool:
        """Both ask for the same papers in the same order."""
        return self._list == other._list

    @property
    def _list(self) -> tuple[object, ...]:
        return self.search_text, self.sort, self.similar, self.without

    def filter_value(self, field: str) -> str | None:
        """The value a field such as `in:` is filtered by."""
        return next((term[len(field) :] for term in self.filters if term.startswith(field)), None)

    @property
    def typed_day(self) -> str | None:
        """The one day that the query asks for and that alone, as `2026-08-21`."""
        field, _, value = self.query.strip().partition(":")
        with suppress(ValueError):
            return value if field == "date" and date.fromisoformat(value).isoformat() == value else None
        return None

    def with_filter(self, field: str, value: str | None) -> View:
        """With one filter on a field such as `in:`, or (`value` None) with none."""
        rest = tuple(term for term in self.filters if not term.startswith(field))
        return replace(self, filters=(*rest, f"{field}{value}") if value else rest)

    def toggled(self, term: str) -> View:
        """With the filter `term` put on, or taken off."""
        rest = tuple(kept for kept in self.filters if kept != term)
        return replace(self, filters=rest if term in self.filters else (*self.filters, term))

    def wider(self) -> View | None:
        """With one thing that narrows the list taken off: neighbours, what was changed about an opened list, the query,
        the newest filter. None: it is as it was opened."""
        if self.similar:
            return replace(self, similar=None)
        whole = self.opened
        if whole is not None and self.filters[: len(whole.filters)] == whole.filters:
            if self.query.strip() != whole.query.strip():
                return replace(self.searching(whole.query), sort=None)
            return replace(self, filters=self.filters[:-1]) if self.filters != whole.filters else None
        if self.query.strip():
            return replace(self.searching(""), sort=None)
        return replace(self, filters=self.filters[:-1])


@dataclass(frozen=True, slots=True)
class Look:
    """How things are shown.

    title_lines  that a title may take in the list, 1 to 3
    share      the list's share of the screen, per cent
    interface  language of menus and messages, where it was chosen on the screen
    sidebar    it is shown where the window is wide enough
    channels   those of the reader: every list keeps to them; empty: none were chosen
    latex      formulas as they were written; not kept between runs
    """

    lang: Lang = Lang.ZH
    title_lines: int = 3
    layout: Layout = Layout.AUTO
    share: int = 42
    zoomed: bool = False
    theme: str = "dark"
    interface: str = ""
    sidebar: bool = True
    channels: tuple[str, ...] = ()
    latex: bool = False

    @property
    def held(self) -> tuple[str, ...]:
        """The filter that every list has, if there is one."""
        return (" OR ".join(f"in:{channel}" for channel in self.channels),) if self.channels else ()


@dataclass(frozen=True, slots=True)
class Typing:
    """The query line is being typed in.

    before  the state it was entered from, which Escape comes back to
    moved   the cursor of the list was moved since: it no longer jumps to the first hit
    """

    before: ViewState
    moved: bool = False


@dataclass(frozen=True, slots=True)
class StatusLine:
    """What the status line says beside the keys; the first that is there.

    message    until the next key, errors too
    unwritten  changes of marks that could not be written
    progress   how far a job in the background is
    unread     unread papers in the list; None: not counted yet
    months     what the query finds by month, as far as that was counted
    under      (key, part) of each heading with unread papers -> how many; None: not counted yet
    """

    message: Line = ()
    unwritten: int = 0
    progress: Line = ()
    unread: int | None = None
    months: tuple[MonthCount, ...] = ()
    under: Mapping[tuple[int, Part | None], int] | None = None

    def uncounted(self) -> StatusLine:
        """Other papers are listed: nothing is counted of them yet."""
        return replace(self, unread=None, months=(), under=None)


@dataclass(frozen=True, slots=True)
class ViewState:
    """All of it.

    focus     the part of the screen that keys are for, unless something is asked over it
    past      the lists that were shown before, the newest last; `future`: those that were gone back from
    typing    set while `focus` is the query line
    triage    set while cards are gone through; it is out of sight while a query is typed
    term      number of the term that is chosen in the line about the query's meaning
    selected  numbers of the papers the next command is about; empty: the current one
    side      what the paper's pane shows instead of the paper
    prompt    what is asked over the screen
    survey    what was counted for the sidebar, as far as it was; `outline`: what it shows, in words
    landing   where the cursor goes when the papers of `view` are there
    filling   the library was empty, and nothing was done since: the newest paper stays in view
    leaving   the screen will be left once all is on disk
    recommended  the best papers of each day, as far as that is known, and why any paper ranks as it does
    """

    view: View = View()
    look: Look = Look()
    focus: Where = Where.LIST
    past: tuple[View, ...] = ()
    future: tuple[View, ...] = ()
    typing: Typing | None = None
    triage: Triage | None = None
    term: int = 0
    selected: Nums = Nums()
    side: SideDocument | None = None
    prompt: Prompt | None = None
    survey: Survey | None = None
    outline: Outline = ()
    status: StatusLine = StatusLine()
    landing: Landing = Landing.RETURNED
    filling: bool = False
    leaving: bool = False
    recommended: Recommended = NOTHING_RECOMMENDED

    @property
    def asked(self) -> View:
        """The list that is asked for: the view, kept to the reader's own channels."""
        return replace(self.view, filters=(*self.view.filters, *self.look.held))

    @property
    def shown_beside(self) -> SideDocument | None:
        """What stands in the paper's pane instead of the paper."""
        return (self.prompt.side if self.prompt is not None else None) or self.side

    @property
    def in_triage(self) -> bool:
        """A card is to be seen."""
        return self.triage is not None and self.focus is not Where.QUERY

    @property
    def ended(self) -> bool:
        """The last card of a triage is to be seen, which has no paper."""
        return self.in_triage and self.triage is not None and self.triage.num is None

    @property
    def at_rest(self) -> bool:
        """All papers are listed and nothing is shown or asked over them: as the screen begins."""
        shown_over = self.triage or self.side or self.prompt or self.status.progress
        return self.focus is Where.LIST and not (shown_over or self.asked.narrowed)

    def to(self, view: View, landing: Landing = Landing.PAPER) -> ViewState:
        """Over to another list, with a way back; a triage ends, since it is the list that was asked for."""
        focus = Where.LIST if self.focus is Where.TRIAGE else self.focus
        changed = replace(self, view=view, triage=None, side=None, focus=focus, landing=landing)
        if self.typing is not None or view.same_list(self.view):
            return changed
        return changed._left(self.view)

    def wider(self) -> ViewState:
        """Out of a search, the neighbours or a filter: back to the very paper where that list was left."""
        wanted = self.view.wider()
        if wanted is None:
            return self._closed()
        left = next((view for view in reversed(self.past) if self._leads_back(wanted, view)), None)
        if left is None:
            return self.to(wanted)
        if self.view.similar:
            return self.to(left, Landing.RETURNED)
        return self.to(replace(wanted, paper=left.paper, depth=left.depth), Landing.RETURNED)

    def _closed(self) -> ViewState:
        """Out of a list that was gone to in one step: the list before it as it was left, else all papers."""
        state, opened = self, self.view.opened
        while state.view.opened == opened and state.past:
            state = state.back()
        return state if state.view.opened != opened else self.to(View(paper=self.view.paper))

    def _leads_back(self, wanted: View, view: View) -> bool:
        """`view` is what a step back from here leads to; neighbours may have been asked for from any list."""
        return view.similar is None if self.view.similar else view.same_list(wanted)

    def back(self) -> ViewState:
        """To the list shown before, as it was left; the same state if there is none."""
        if not self.past:
            return self
        changed = self.to(self.past[-1], Landing.RETURNED)
        return replace(changed, past=self.past[:-1], future=(*self.future, self.view))

    def forward(self) -> ViewState:
        """To the list that was gone back from; the same state if there is none."""
        if not self.future:
            return self
        changed = self.to(self.future[-1], Landing.RETURNED)
        return replace(changed, past=(*self.past, self.view), future=self.future[:-1])

    def focused(self, part: Where) -> ViewState:
        """With the keys for `part`. Into the query line there is a way back; out of it, what was typed is taken."""
        if part is Where.QUERY:
            return replace(self, focus=part, typing=self.typing or Typing(self))
        triage = self.triage if part is Where.TRIAGE else None
        if self.typing is None:
            return replace(self, focus=part, triage=triage)
        before = self.typing.before
        if before.view.same_list(self.view):
            return replace(self, focus=before.focus if before.triage else part, triage=before.triage, typing=None)
        return replace(self, focus=part, triage=None, typing=None)._left(before.view)

    def typed(self, query: str) -> ViewState:
        """With `query` in the query line: the best hit comes first, until the reader moves."""
        if self.typing is None:
            return self
        view = self.view.searching(query)
        before = self.typing.before.view
        if not view.narrowed:
            return replace(self, view=replace(view, paper=before.paper, depth=before.depth), landing=Landing.RETURNED)
        return replace(self, view=view, landing=Landing.PAPER if self.typing.moved else Landing.FIRST)

    def untyped(self) -> ViewState:
        """Out of the query line, and back to what was shown before."""
        if self.typing is None:
            return self
        before = self.typing.before
        return replace(
            self,
            view=before.view,
            focus=before.focus,
            triage=before.triage,
            side=before.side,
            typing=None,
            landing=Landing.RETURNED,
        )

    def beside(self, document: SideDocument) -> ViewState:
        """With something else in the paper's pane, which has the keys; in a triage it is shown on the card."""
        return replace(self if self.in_triage else self.focused(Where.PAPER), side=document)

    def surveyed(self, survey: Survey, t: Translator) -> ViewState:
        """With what the sidebar shows, in the language of `t`, also where it is being chosen from."""
        outline = outlined(*survey, t)
        prompt = self.prompt
        if prompt is not None and prompt.outlined:
            prompt = prompt._replace(choices=choices_of(outline))
        return replace(self, survey=survey, outline=outline, prompt=prompt)

    def saying(self, message: Line) -> ViewState:
        """With a message (none: without) in the status line."""
        return replace(self, status=replace(self.status, message=message))

    def _left(self, view: View) -> ViewState:
        """With `view` as the newest list to go back to."""
        return replace(self, past=(*self.past, view)[-STEPS_KEPT:], future=())
