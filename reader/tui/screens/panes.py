"""The reading screen's panes: what they are handed, and which of them a key or a message is for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from textual.binding import Binding, BindingsMap
from textual.timer import Timer

from reader.commands import COMMANDS, Where, key_label
from reader.errors import DigestReaderError
from reader.model import DayGroup, MarkedPaper, Sort
from reader.text.safe import printable
from reader.tui.choices import Choice
from reader.tui.context import AppContext
from reader.tui.document import RenderOptions, centred, paper_document
from reader.tui.filters import term_label
from reader.tui.presenting import (
    day_heading,
    footer,
    is_printable,
    nothing_found,
    picker_footer,
    place_line,
    readable,
    row_view,
)
from reader.tui.rows import ASCII_GLYPHS, INDENT, Glyphs, RowView
from reader.tui.screens.frame import Frame
from reader.tui.spans import Role, Span
from reader.tui.state import ViewState
from reader.tui.triage import Triage
from reader.tui.typeset import Block, SetDocument, paragraph, set_document
from reader.tui.widgets.paper_list import ListContent
from reader.tui.widgets.picker import Picker, Request
from reader.tui.widgets.query_line import EDITING_KEYS
from reader.tui.widgets.text_line import TextLine
from reader.tui.wording import date_label

if TYPE_CHECKING:
    from reader.search.query import Query

MESSAGE_SECONDS = 5
WHERE = {command.id: command.where for command in COMMANDS}


class Shown(NamedTuple):
    """The papers in the list.

    query       as it was understood, for marking matches; None for all papers
    suggestion  what was probably meant, where nothing was found
    sort        the order they are in
    """

    nums: Sequence[int] = ()
    days: tuple[DayGroup, ...] = ()
    query: Query | None = None
    suggestion: str | None = None
    sort: Sort = Sort.DATE


class PanesScreen(Frame):
    """Holds the state and hands the panes what follows from it.

    All keys are priority bindings: they act in the order in which they were typed, whatever has the focus, so that
    nothing that is typed ahead is lost. A line being typed in keeps its own keys (`check_action`).
    """

    def __init__(self, context: AppContext, state: ViewState) -> None:
        super().__init__(state, ASCII_GLYPHS if context.config.screen.signs == "ascii" else Glyphs())
        self.context = context
        self.shown = Shown()
        self.selected: set[str] = set()
        self.latex_source = False
        self.called_by = ""
        self.beside: Callable[[int], SetDocument] | None = None
        self.triage: Triage | None = None
        self.unread: int | None = None
        self.standing: Sequence[Span] = ()
        self.filling = False
        self._message: Sequence[Span] = ()
        self._silence: Timer | None = None
        keys = [
            Binding(key, f"command({command.id!r}, {key!r})", priority=True, show=False)
            for command in COMMANDS
            for key in context.keymap.keys[command.id]
        ]
        self._bindings = BindingsMap([*keys, Binding("ctrl+c,super+c", "copy_selection", show=False)])

    def connect(self) -> None:
        """Tie the panes to the state, once they are there."""
        self.screen_layout_refresh_signal.subscribe(self, lambda _: self.join_rules(), immediate=True)
        self.set_focus(self.papers)
        self.watch(self.papers, "cursor", self._moved, init=False)
        self.top.set_text(self.state.query)
        self.top.set_placeholder(self.context.t("Search"))

    # What is shown

    @property
    def current(self) -> MarkedPaper | None:
        """The paper under the cursor; while the list is not there yet, the one that was left."""
        if self.shown.nums:
            return self.context.library.paper(self.shown.nums[self.papers.cursor])
        return self.context.library.find(self.state.paper) if self.state.paper and self.shown.query is None else None

    def chosen(self) -> list[MarkedPaper]:
        """The papers a command is about: the selected ones, else the current one."""
        if self.selected:
            found = (self.context.library.find(arxiv_id) for arxiv_id in sorted(self.selected))
            return [marked for marked in found if marked is not None]
        return [self.current] if self.current is not None else []

    def chosen_ids(self) -> list[str]:
        """The arXiv IDs of the papers a command is about."""
        if self.selected:
            return sorted(self.selected)
        return [self.current.paper.id] if self.current is not None else []

    def all_chosen_are(self, state: str) -> bool:
        """Every paper a command is about is `bookmarked`, `read` or `skipped`."""
        if not self.selected:
            return self.current is not None and getattr(self.current.marks, state) is not None
        library = self.context.library
        return self.selected <= set(library.ids(library.with_state(state)))

    def show_list(self, cursor: int, depth: int | None = None) -> None:
        """Hand the list its rows, and everything else what follows from the cursor. `depth`: see `PaperList.show`."""
        content = ListContent(self.shown.nums, self.shown.days, self._heading, self._row)
        self.papers.show(content, cursor, notice=self._notice, depth=depth)
        self._moved()

    def show_paper(self, *, keep_scroll: bool = False) -> None:
        """Hand the pane the current paper, or what is shown beside it."""
        current = self.current
        if self.beside is not None:
            self.pane.show(self.beside, keep_scroll=keep_scroll)
        elif current is None:
            self.pane.show(lambda cells: SetDocument((), ()))
        else:
            self.pane.show(partial(paper_document, current, self.options()), keep_scroll=keep_scroll)

    def show_beside(self, document: Callable[[int], SetDocument] | None) -> None:
        """Show something else in the paper's pane, until the cursor moves; None: the paper again."""
        self.beside = document
        self.show_paper()
        if document is not None:
            self.focus_part(Where.PAPER)

    def show_place(self) -> None:
        """Hand the top line filters and place."""
        t, state = self.context.t, self.state
        place = place_line(
            self.papers.cursor,
            len(self.shown.nums),
            self.current,
            t,
            self._year,
            filters=[(term, term_label(term, t, self._year)) for term in state.filters],
            like=state.similar,
            selected=len(self.selected),
        )
        self.top.show_place(place)

    def show_status(self) -> None:
        """Hand the status line the keys for what has the focus, and what there is to say."""
        if self.focused is self.picker.line:
            keys = picker_footer(self.context.t)
        else:
            keys = footer(COMMANDS, self.context.keymap, self.where, self.context.t)
        self.status.show(keys, self._message or self.standing or self._count())

    def _count(self) -> Sequence[Span]:
        """What is unread in the list, where that is known."""
        if self.unread is None:
            return ()
        return (Span(f" {self.context.t('{count} unread', count=f'{self.unread:,}')} ", Role.META),)

    def redraw(self, *, paper_too: bool = True) -> None:
        """Marks, language or the way of showing changed: the same papers anew, at the same place."""
        self.papers.redraw()
        if paper_too:
            self.show_paper(keep_scroll=True)
        self.show_place()

    def say(self, text: str, role: Role = Role.TEXT) -> None:
        """Show a short message for a moment."""
        if self._silence is not None:
            self._silence.stop()
        self._message = (Span(f" {printable(text)} ", role),)
        self.show_status()
        self._silence = self.set_timer(MESSAGE_SECONDS, self._hush)

    def _hush(self) -> None:
        self._message = ()
        self.show_status()

    def _moved(self) -> None:
        self.beside = None
        current = self.current
        if current is not None and current.paper.id != self.state.paper:
            self.state = replace(self.state, paper=current.paper.id)
        self.show_paper()
        self.show_place()

    @property
    def _year(self) -> int:
        return self.context.today.year

    def text(self, stored: str) -> str:
        """A stored text as it is shown now."""
        shown = printable(stored) if self.latex_source else readable(stored)
        if not self.context.config.screen.spacing:
            return shown
        from reader.text.spacing import spaced  # for those who want it

        return spaced(shown)

    def _highlight(self, text: str, field: str | None) -> Sequence[tuple[int, int]]:
        if self.shown.query is None:
            return ()
        from reader.search.highlight import spans  # only once something was searched for

        return spans(self.shown.query, text, field)

    def options(self) -> RenderOptions:
        key = next(iter(self.context.keymap.keys["open-page"]), "")
        return RenderOptions(
            lang=self.state.lang,
            text=self.text,
            highlight=self._highlight,
            t=self.context.t,
            measure=self.context.config.screen.measure,
            year=self._year,
            open_key=key_label(key) if key else "",
            in_the_middle=self.state.zoomed,
        )

    def _row(self, num: int) -> RowView:
        marked = self.context.library.paper(num)
        selected = marked.paper.id in self.selected
        return row_view(marked, self.state.lang, self.context.t, self.text, self._highlight, selected=selected)

    def _heading(self, group: DayGroup) -> tuple[str, str]:
        return day_heading(group, self.context.t, self._year)

    def _notice(self, cells: int) -> SetDocument:
        """What the list says while it has no rows."""
        if not self.shown.query and self.state.narrowed:
            return SetDocument((), ())
        if self.filling:
            waiting = Block((Span(self.context.t("Reading digests"), Role.META), Span(" …", Role.META)))
            return set_document([paragraph(""), waiting._replace(indent=INDENT)], max(cells, 1))
        labels = [term_label(term, self.context.t, self._year) for term in self.state.filters]
        suggestion, day = self.shown.suggestion, self._empty_day()
        blocks = nothing_found(self.state.query, suggestion, labels, self.context.t, empty_day=day)
        document = set_document(blocks, max(cells - 2 * INDENT, 1))
        return centred(SetDocument(((), *document.lines), document.paragraphs), cells, cells - 2 * INDENT)

    def _empty_day(self) -> str:
        """The one day asked for, in words, if its digests say that nothing was announced."""
        field, _, asked = self.state.search_text.partition(":")
        if field != "date":
            return ""
        for day, _, papers in self.context.library.days():
            if day.isoformat() == asked and not papers:
                return date_label(day, self.context.t, year=self._year, weekday=True)
        return ""

    # The parts of the screen, and their keys

    @property
    def where(self) -> Where:
        """What has the focus."""
        if self.focused is self.top.input:
            return Where.QUERY
        if self.triage is not None:
            return Where.TRIAGE
        return Where.PAPER if self.focused is self.pane else Where.LIST

    def focus_part(self, part: Where) -> None:
        """Give a part of the screen the focus, at once: keys that follow in the same burst are for it."""
        widget = {
            Where.QUERY: self.top.input,
            Where.PAPER: self.pane,
            Where.LIST: self.papers,
            Where.TRIAGE: self.card,
        }[part]
        self.set_focus(widget, scroll_visible=False)
        self.show_focus()

    def on_descendant_focus(self) -> None:
        """The focus went elsewhere, by key or by mouse."""
        self.show_focus()

    def show_focus(self) -> None:
        """Show what has the focus: in a narrow window that part alone, in the status line its keys."""
        if self.focused in (self.papers, self.pane, self.top.input):
            self.set_class(self.where is Where.PAPER, "-reading")
        self.upper_rule.weigh(self._focused_cells())
        self.show_status()

    def action_copy_selection(self) -> None:
        """Copy what was selected with the mouse."""
        text = self.get_selected_text()
        if text:
            self.app.copy_to_clipboard(text)
            self.say(self.context.t("Copied: {text}", text=text.split("\n", 1)[0][:60]))
        else:
            self.say(self.context.t("Nothing is selected with the mouse; q leaves."))

    def pick(
        self,
        title: str,
        choices: Sequence[Choice],
        done: Callable[[str], object],
        *,
        text: str = "",
        free: bool = False,
        tall: bool = False,
    ) -> None:
        """Let the user choose, or with `free` type a line."""
        self.set_class(tall, "-choosing")
        self.picker.ask(Request(title, choices, done, text, free))
        self.set_focus(self.picker.line, scroll_visible=False)

    def on_picker_closed(self, event: Picker.Closed) -> None:
        """Do what was chosen."""
        self.remove_class("-choosing")
        if self.focused is None or self.focused is self.picker.line:
            self.focus_part(self._part_behind())
        if event.chosen is not None:
            self.guard(lambda: event.request.done(event.chosen or ""))

    def _part_behind(self) -> Where:
        """The part of the screen that the picker was opened over."""
        if self.triage is not None:
            return Where.TRIAGE
        return Where.PAPER if self.has_class("-reading") else Where.LIST

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A key acts where its command applies; what edits a line is left to the line being typed in."""
        if action != "command":
            return True
        name, key = map(str, parameters)
        where = self.where
        if self.focused is self.picker.line or (where is Where.QUERY and (is_printable(key) or key in EDITING_KEYS)):
            return False
        return bool(WHERE[name] & where)

    def action_command(self, name: str, key: str = "") -> None:
        """Do a command, called by `key` or (without one) by the palette or the mouse."""
        self.called_by = key
        self.filling = False
        self.guard(self.handler(name))

    def guard(self, action: Callable[[], object]) -> None:
        """Do something; what cannot be done is said."""
        try:
            action()
        except DigestReaderError as error:
            self.say(error.told(self.context.t), Role.ERROR)

    def handler(self, name: str) -> Callable[[], object]:
        """The method that does a command."""
        found: Callable[[], object] = getattr(self, f"action_{name.replace('-', '_')}")
        return found

    def on_text_line_pressed(self, event: TextLine.Pressed) -> None:
        """A key in the footer was clicked, or a filter in the top line."""
        kind, _, value = event.target.partition(":")
        if kind == "command":
            self.action_command(value)
        elif kind == "filter":
            self.take_off(value)

    def take_off(self, term: str) -> None:
        """Take a filter off; screens that ask questions do."""
