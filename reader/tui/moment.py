"""What the panes show, worked out from state and results: rows, headings, place, status line, documents. No widget."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from reader.commands import COMMANDS, Where
from reader.i18n import msg
from reader.library.days import the_day
from reader.library.finding import highlight, remarks, unasked_order
from reader.library.library import Library
from reader.model import NEAR, DayGroup, Lang, Listing, MarkedPaper, Reason, Results, Sort
from reader.text.safe import printable
from reader.text.script import has_han
from reader.tui.context import AppContext
from reader.tui.document import RenderOptions, centred, paper_document
from reader.tui.filters import term_label
from reader.tui.list_rows import day_heading, near_heading, readable, row_view, title_of
from reader.tui.outer_lines import TopLine, footer, picker_footer, top_line
from reader.tui.rows import INDENT, Heading, RowView
from reader.tui.spans import Line, Role, Span
from reader.tui.state import ViewState
from reader.tui.typeset import Block, SetDocument, paragraph, set_document
from reader.tui.wording import date_label, day_of

if TYPE_CHECKING:
    from reader.tui.empty_list import EmptyDay
    from reader.tui.meaning import Term
    from reader.tui.triage import Triage

Document = Callable[[int], SetDocument]
"""What a pane of text shows, set for a width in cells."""

REASON_WORDS = 3
"""So many words say why a paper is one for the reader."""
FEW = 2
"""So many channels of the reader's own are named in the top line; more have a name together."""
ORDERS = {
    Sort.DATE: msg("newest first"),
    Sort.RELEVANCE: msg("best match first"),
    Sort.INTEREST: msg("for you first"),
}
ON_A_CARD = frozenset(("triage-keep", "triage-skip", "triage-later", "triage-abstract"))
"""Commands that have nothing to act on at the end of a triage."""
WIDE = 110
"""Cells from which on the top line has room for a picture of a query."""
UNANSWERED = Results()
"""Stands for the papers of a list that was not looked for yet."""


def nothing(cells: int) -> SetDocument:
    """An empty pane."""
    return SetDocument((), ())


def all_of(listing: Listing) -> Results:
    """All papers, newest first: needs no search."""
    return Results(listing.nums, len(listing.nums), days=listing.days)


def place_of(library: Library, arxiv_id: str | None, results: Results) -> int | None:
    """The row a paper stands in; None if it is not among the results."""
    marked = library.find(arxiv_id) if arxiv_id else None
    if marked is None:
        return None
    try:
        return results.listed.index(marked.paper.num)
    except ValueError:
        return None


class Moment(NamedTuple):
    """One moment of the screen.

    cursor  the row of `results` that the list's cursor is on
    """

    context: AppContext
    state: ViewState
    results: Results
    cursor: int = 0

    @property
    def listed(self) -> MarkedPaper | None:
        """The paper under the list's cursor; before there is a list, the one that was left."""
        if self.results.listed:
            return self.context.library.paper(self.results.listed[self.cursor])
        left = self.state.view.paper if self.results is UNANSWERED else None
        return self.context.library.find(left) if left else None

    @property
    def current(self) -> MarkedPaper | None:
        """The paper that a command is about: the card (None on the last card of all), else the listed one."""
        run = self.state.triage
        if run is None or not self.state.in_triage:
            return self.listed
        return self.context.library.paper(run.num) if run.num is not None else None

    def text(self, stored: str) -> str:
        """A stored text as it is shown now."""
        shown = printable(stored) if self.state.look.latex else readable(stored)
        if not self.context.config.screen.spacing:
            return shown
        from reader.text.spacing import spaced  # for those who want it

        return spaced(shown)

    def highlight(self, text: str, field: str | None) -> Sequence[tuple[int, int]]:
        """Where a shown text matches the query."""
        return highlight(self.results, text, field)

    def options(self) -> RenderOptions:
        """How papers are shown."""
        return RenderOptions(
            lang=self.state.look.lang,
            text=self.text,
            highlight=self.highlight,
            t=self.context.t,
            measure=self.context.config.screen.measure,
            year=self.context.today.year,
            open_key=self.context.keymap.label("open-page"),
            in_the_middle=self.state.look.zoomed,
            why=self._why,
        )

    def _why(self, num: int) -> tuple[Sequence[str], str]:
        """For which words a paper ranks as high as it does, and the title of the kept paper it is most like."""
        recommended = self.state.recommended
        why = self.results.why or (recommended.why if num in recommended.days else None)
        reason = why(num) if why else Reason()
        words = self._words(reason)
        if reason.like is None or reason.like == num:
            return words, ""
        stored, _ = title_of(self.context.library.paper(reason.like).paper, self.state.look.lang)
        return words, self.text(stored)

    def _words(self, reason: Reason) -> Sequence[str]:
        """The words of a reason in the language that titles are shown in; those of the other if it has none."""
        own = [word for word in reason.words if has_han(word) is (self.state.look.lang is not Lang.EN)]
        return (own or reason.words)[:REASON_WORDS]

    # The list

    def row(self, num: int) -> RowView:
        """One paper."""
        marked = self.context.library.paper(num)
        selected = num in self.state.selected
        look = self.state.look
        return row_view(
            marked,
            look.lang,
            self.context.t,
            self.text,
            self.highlight,
            selected=selected,
            recommended=self._is_recommended(num),
            because=self._words(self.results.why(num)) if self.results.why else (),
            lacking=self._lacking(num),
        )

    def _is_recommended(self, num: int) -> bool:
        """Whether a paper is one of the best of its day; in a list of one day, of that day."""
        key = self.state.recommended.days.get(num)
        if key is None:
            return False
        day, only = day_of(key), the_day(self.results)
        return day is None or only is None or day == only

    def _lacking(self, num: int) -> Sequence[str]:
        """The words of the query that a paper near in meaning lacks."""
        near = self.results.near
        return near.lacking[near.nums.index(num)] if num in near.nums else ()

    def heading(self, group: DayGroup, *, at_top: bool = False) -> Heading:
        """A day, how many papers stand under it, how many are unread; of everything also how many were announced."""
        if group.key == NEAR:
            return near_heading(group, self.context.t)
        day = day_of(group.key)
        announced = self.context.library.announced(day) if day and self.state.asked.everything else 0
        under = self.state.status.under
        unread = under.get((group.key, group.part), 0) if under is not None else None
        return day_heading(group, self.context.t, self.context.today.year, announced, unread, at_top=at_top)

    def notice(self, cells: int) -> SetDocument:
        """What the list says while it has no rows."""
        t, view = self.context.t, self.state.view
        if self.results is UNANSWERED:
            return nothing(cells)
        if self.state.filling:
            waiting = Block((Span(t("Reading digests"), Role.META), Span(" …", Role.META)), indent=INDENT)
            return set_document([paragraph(""), waiting], max(cells, 1))
        from reader.tui.empty_list import nothing_found  # for who finds nothing

        labels = [label for _, label in self._filters()]
        blocks = nothing_found(
            view.query,
            self.results.suggestions,
            labels,
            t,
            typing=self.state.typing is not None,
            within=self.state.wider().view.narrowed,
            empty=self._empty_day(),
        )
        document = set_document(blocks, max(cells - 2 * INDENT, 1))
        return centred(SetDocument(((), *document.lines), document.paragraphs), cells, cells - 2 * INDENT)

    @property
    def terms(self) -> tuple[Term, ...]:
        """What can be chosen in the line that says how the query was understood."""
        from reader.tui.meaning import terms  # not before something is to be seen

        view = self.state.view
        return terms(self.results, () if view.similar else view.without)

    def meaning(self) -> Line:
        """How the words were understood, what else may have been meant, and what is to be said about the query."""
        from reader.tui.meaning import meaning_line

        shown, t = self.terms, self.context.t
        chosen = min(self.state.term, len(shown) - 1) if self.state.focus is Where.MEANING else None
        return meaning_line(shown, chosen, t, [remark.told(t) for remark in remarks(self.results)])

    def _empty_day(self) -> EmptyDay | None:
        """The one day that the list is of, if no paper was announced on it, and the day before it with papers."""
        field, _, asked = self.state.view.search_text.partition(":")
        if field != "date" or not asked.strip():
            return None
        t, today = self.context.t, self.context.today
        wanted = today.isoformat() if asked == "today" else asked
        days = self.context.library.days()
        known = any(day.isoformat() == wanted for day, _, _ in days)
        from reader.tui.empty_list import EmptyDay

        with suppress(ValueError):
            label = partial(date_label, t=t, year=today.year, weekday=True)
            before = next((day for day, _, papers in days if papers and day.isoformat() < wanted), None)
            chosen = self.state.typing is None  # while a query is typed the key is a letter of it
            key = self.context.keymap.label("next-day") if chosen else ""
            return EmptyDay(label(date.fromisoformat(wanted)), known, label(before) if before else "", key)
        return None

    def _filters(self) -> list[tuple[str, str]]:
        """Every filter that is on, with its words."""
        t, year = self.context.t, self.context.today.year
        return [(term, term_label(term, t, year)) for term in self.state.view.filters]

    def _held(self) -> str:
        """The reader's own channels, by name where they are few."""
        channels = self.state.look.channels
        return " ".join(channels) if len(channels) <= FEW else self.context.t("My channels") if channels else ""

    def _order(self) -> str:
        """The order of the list, unless it goes without saying: newest first, under a query the best match first."""
        t, sort = self.context.t, self.results.sort
        if self.results is UNANSWERED or self.state.view.similar or sort is unasked_order(self.results):
            return ""
        return t(ORDERS[sort])

    # The lines above and below

    def place(self, cells: int) -> Line:
        """Filters, and the place in the list of the paper that is shown, in a window so many cells wide."""
        pictured = cells >= WIDE and self.context.config.screen.signs != "ascii"
        top = TopLine(
            self.current,
            None if self.state.in_triage or not self.results.listed else self.cursor,
            len(self.results.nums),
            filters=self._filters(),
            held=self._held(),
            order=self._order(),
            like=self.state.view.similar,
            selected=len(self.state.selected),
            months=self.state.status.months if pictured else (),
            ended=self.state.ended,
            day=the_day(self.results) if self.state.asked.narrowed else None,
        )
        return top_line(top, self.context.t, self.context.today.year)

    def keys(self) -> list[Line]:
        """The keys for what has the focus."""
        if self.state.prompt is not None:
            return picker_footer(self.context.t)
        idle = ON_A_CARD if self.state.ended else ()
        return footer(COMMANDS, self.context.keymap, self.state.focus, self.context.t, idle=idle)

    def said(self) -> Line:
        """What there is to say beside the keys."""
        t, status = self.context.t, self.state.status
        if status.message:
            return status.message
        if self.state.leaving:
            return (Span(f" {t('Writing, then leaving')} ", Role.META),)
        if status.unwritten:
            words = t.n(
                "{n} change is not on disk; {key} writes it",
                "{n} changes are not on disk; {key} writes them",
                status.unwritten,
                key=self.context.keymap.label("write-again"),
            )
            return (Span(f" {words} ", Role.ERROR),)
        run = self.state.triage
        unread = run.unread if run is not None and self.state.in_triage else status.unread
        if status.progress or unread is None:
            return status.progress
        return (Span(f" {t('{count} unread', count=f'{unread:,}')} ", Role.META),)

    # Texts

    def text_pane(self, lines: int) -> Document:
        """What stands in the paper's pane, or on a card that has `lines` lines."""
        state, current, run = self.state, self.current, self.state.triage
        if state.in_triage and run is not None:
            return self._card(run, lines)
        if state.shown_beside is not None:
            return partial(state.shown_beside, self.options())
        return partial(paper_document, current, self.options()) if current is not None else nothing

    def _card(self, run: Triage, lines: int) -> Document:
        """A card, or what stands on it instead of its paper."""
        from reader.tui.card import LISTED, Card, card_document  # for who has cards

        current = self.current
        nums = run.coming if current is not None else run.kept[:LISTED]
        card = Card(
            run,
            current,
            [self.context.library.paper(num) for num in nums],
            lines,
            key=self.context.keymap.label("triage-abstract"),
            beside=self.state.shown_beside,
        )
        return partial(card_document, card, self.options())
