"""The screen as commands know it (`stage.Stage`): the state, and what is done with another one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from textual import events
from textual.message import Message
from textual.timer import Timer

from reader.commands import COMMANDS, Where, applies, key_label
from reader.errors import DigestReaderError, QueryError
from reader.i18n import translator
from reader.model import MarkedPaper, Results
from reader.text.safe import printable
from reader.tui.background import Jobs, Progress, told_progress
from reader.tui.background import Report as JobReport
from reader.tui.choices import Choice
from reader.tui.context import AppContext
from reader.tui.document import RenderOptions
from reader.tui.meaning import Term
from reader.tui.moment import UNANSWERED, Moment, place_of
from reader.tui.prompts import Prompt
from reader.tui.questions import Questions
from reader.tui.rows import glyphs_of
from reader.tui.screens.frame import Frame
from reader.tui.screens.outside import AppOutside
from reader.tui.screens.painting import paint, paint_lines, paint_meaning, paint_text
from reader.tui.searching import Report as SearchReport
from reader.tui.sidebar import Target
from reader.tui.spans import Role, Span
from reader.tui.state import Landing, ViewState
from reader.tui.widgets.detail_pane import DetailPane
from reader.tui.widgets.paper_list import PaperList
from reader.tui.writing import Change, Writer
from reader.tui.writing import Report as WriteReport

if TYPE_CHECKING:
    from reader.tui.stage import Stage

PAUSE_SECONDS = 0.25
"""How long nothing is marked before unread papers are counted anew, in the list and in the sidebar."""
CALLED = {command.id: command for command in COMMANDS}


def actions() -> Mapping[str, Callable[[Stage], None]]:
    """What commands do, by their IDs: not needed to open the screen, and so imported by the first who asks."""
    from reader.tui.actions.table import ACTIONS

    return ACTIONS


class StageScreen(Frame):
    """Holds the state; three helpers do what takes long: questions, jobs and a writer of marks."""

    class Told(Message):
        """Something came back from a thread."""

        def __init__(self, report: SearchReport | JobReport | WriteReport) -> None:
            super().__init__()
            self.report = report

    def __init__(self, context: AppContext, state: ViewState) -> None:
        super().__init__(state.look.title_lines, glyphs_of(context.config.screen.signs))
        self.context = context
        self.results = UNANSWERED
        self.pressed = ""
        self._state = replace(state, filling=not context.library)
        self._questions = Questions(context.library, self._tell, near=context.config.screen.near)
        self._jobs = Jobs(context.places, context.library, self._tell)
        self._writer = Writer(context.library, context.owner, self._tell)
        self.gave_up = False
        """The reader leaves without what cannot be written."""
        self._held: list[events.Key] | None = None
        """Keys that wait for the papers that a key before them asked for; None: they are there."""
        self._pause: Timer | None = None

    def _tell(self, report: SearchReport | JobReport | WriteReport) -> None:
        """Called in other threads."""
        self.post_message(self.Told(report))

    # What is shown

    @property
    def state(self) -> ViewState:
        """What is shown now."""
        if self._state.landing is Landing.HERE and self.papers.depth != self._state.view.depth:
            self._state = replace(self._state, view=replace(self._state.view, depth=self.papers.depth))
        return self._state

    @property
    def edits(self) -> bool:
        """There is text in the line that is typed in."""
        asked, focus = self._state.prompt is not None, self._state.focus
        return bool(self.picker.line.value if asked else self.top.input.value if focus is Where.QUERY else "")

    @property
    def moment(self) -> Moment:
        """This moment of the screen."""
        return Moment(self.context, self._state, self.results, self.papers.cursor)

    @property
    def terms(self) -> tuple[Term, ...]:
        """What can be chosen in the line that says how the query was understood."""
        return self.moment.terms

    @property
    def options(self) -> RenderOptions:
        """How papers are shown."""
        return self.moment.options()

    @property
    def current(self) -> MarkedPaper | None:
        """The paper that a command is about."""
        return self.moment.current

    @property
    def rows(self) -> PaperList:
        """The list."""
        return self.papers

    @property
    def text(self) -> DetailPane:
        """The pane of text that keys scroll."""
        return self.card if self._state.in_triage else self.pane

    @property
    def outside(self) -> AppOutside:
        """What lies outside the screen."""
        return AppOutside(self.app)

    def show(self, state: ViewState) -> None:
        """Go over to another state: draw what differs, ask for other papers if it wants others."""
        before, self._state = self._state, self._with_seen_focus(state)
        state = self._state
        if state.look.interface != before.look.interface:
            self.context = self.context._replace(t=translator(state.look.interface))
            if state.survey is not None:
                self._state = state = state.surveyed(state.survey, self.context.t)
        others = not state.asked.same_list(before.asked)
        if others:
            self._ask()
        if state.typing is not None:
            self._held = None  # what is typed there waits for nothing
        elif others or before.typing is not None:
            self._hold()  # before painting: keys wait for other papers also where the old ones cannot be drawn
        paint(self, self.moment, before)
        if state.typing is None and before.typing is not None:
            self._remember(before.view.query, before.typing.before.view.query)

    def _hold(self) -> None:
        """Keys wait for the papers that are on their way, those that wait already, too."""
        if self._questions.on_the_way:
            self._held = self._held or []
        elif self._held is not None:
            self.call_next(self._let_go)

    async def _let_go(self) -> None:
        """The papers are there: act on the keys that waited for them."""
        if self._questions.on_the_way:  # others were asked for meanwhile
            return
        held, self._held = self._held or (), None
        for event in held:
            await self.app.on_event(event)

    def _with_seen_focus(self, state: ViewState) -> ViewState:
        """Keys for a part that is not to be seen any more are for the list, which is to be seen when it has them."""
        if state.look.zoomed and state.focus not in Where.PAPER | Where.TRIAGE:
            state = replace(state, look=replace(state.look, zoomed=False))
        look = state.look
        sidebar = look.sidebar and self.has_room and not look.zoomed
        gone = (state.focus is Where.SIDEBAR and not sidebar) or (state.focus is Where.MEANING and not self.terms)
        return state.focused(Where.LIST) if gone else state

    def _remember(self, query: str, before: str) -> None:
        """The query line was left, in whatever way: what was typed is among the past searches, if it can be read
        and looks for something."""
        if not query.strip() or query == before:
            return
        from reader.tui.actions.searches import remembering

        with suppress(QueryError):
            if not self.context.library.finding.parse(query).is_nothing:
                self.write(remembering(query))

    def adopt(self, state: ViewState) -> None:
        """Go over to a state that will be drawn with what is drawn next."""
        self._state = state

    # The list

    def _ask(self) -> None:
        """Ask for the papers that the state wants. Everything, newest first, needs no search."""
        self.upper_rule.remark()
        results = self._questions.ask(self._state.asked)
        if results is not None:
            self._take(results)
            self._questions.count_unread(self._state.asked)  # the search thread counts what it has answered itself

    def ask_again(self) -> None:
        """Ask for the same papers anew."""
        self._ask()

    def _take(self, results: Results) -> None:
        """Other papers are there: list them, the cursor where the state wants it."""
        before = self._state
        place = place_of(self.context.library, before.view.paper, results) if before.landing is not Landing.FIRST else 0
        depth = before.view.depth if before.landing is Landing.RETURNED and place is not None else None
        if place is None:
            place = self.papers.cursor if before.landing is Landing.HERE else 0
        self.results = results
        if before.focus is Where.MEANING and not self.terms:
            before = before.focused(Where.LIST)
        status = before.status if before.landing is Landing.HERE else before.status.uncounted()
        self._state = replace(before, landing=Landing.HERE, status=status)
        self.papers.show(results, place, self.moment, depth=depth)
        self._state = self._at_cursor()
        paint_text(self, self.moment, keep_scroll=self._state.view.paper == before.view.paper)
        paint_lines(self, self.moment)
        paint_meaning(self, self.moment)

    def _moved(self) -> None:
        """The cursor is on another row."""
        before = self._state
        self._state = self._at_cursor()
        paint(self, self.moment, before)

    def _at_cursor(self) -> ViewState:
        """The state with the paper under the cursor as the one where the reader is."""
        state, listed = self._state, self.moment.listed
        if listed is None or listed.paper.id == state.view.paper:
            return state
        return replace(state, view=replace(state.view, paper=listed.paper.id), side=None)

    def count(
        self, lists: Sequence[Target], done: Callable[[Mapping[Target, int]], object], *, leads: bool = False
    ) -> None:
        """Have lists counted, among the reader's own channels where those were chosen; `done` is called with list ->
        papers. `leads`: it goes over to another list, and keys wait for that."""
        self._questions.count(tuple(lists), self._state.look.held, done, leads=leads)
        if leads:
            self._hold()

    def expect(self) -> Callable[[], None]:
        """Let keys wait for something that leads elsewhere, until what this returns is called."""
        what, expected = object(), self._questions.expected

        def here() -> None:
            expected.discard(what)
            self._hold()

        expected.add(what)
        self._hold()
        return here

    def _count_unread(self) -> None:
        """Have what is unread counted anew, in the list and in the sidebar, once nothing was marked for a moment."""
        if self._pause is not None:
            self._pause.stop()
        self._pause = self.set_timer(PAUSE_SECONDS, self._count_now)

    def _count_now(self) -> None:
        self._questions.count_unread(self._state.asked)
        self._questions.recommend()
        if self.sidebar.display:
            self.survey()

    def survey(self) -> None:
        """Have what the sidebar shows counted."""
        self._questions.survey(self._state, self.context.today)

    # What takes longer

    def write(self, change: Change) -> None:
        """Have marks changed. They are drawn once they are on disk."""
        self._writer.write(change)

    def write_again(self) -> None:
        """Try once more to write what could not be written."""
        self._writer.again()

    @property
    def to_be_read(self) -> frozenset[str]:
        """arXiv IDs of papers that will be read once all is written."""
        return self._writer.to_be_read

    def bring_in(self, arguments: Sequence[str]) -> bool:
        """Read sources in the background; False if that has to wait for another job."""
        begun = self._jobs.bring_in(arguments)
        if begun:
            self.progress(self.context.t("Looking for new digests"))
        return begun

    def run_job(self, arguments: Sequence[str], given: str = "") -> bool:
        """Run a sub-command in the background, `given` on its stdin; False if that has to wait for another job."""
        begun = self._jobs.run(arguments, given)
        if begun:
            self.progress(told_progress(Progress(0, 0, arguments[0]), self.context.t))
        return begun

    def stop_job(self) -> bool:
        """End the job in the background; False if there is none."""
        return self._jobs.end()

    def progress(self, text: str) -> None:
        """Say in the status line how far a job is; nothing else moves. Empty: it has ended."""
        line = (Span(f" {text} ", Role.META),) if text else ()
        self.show(replace(self.state, status=replace(self._state.status, progress=line)))

    # Saying, doing, leaving

    def say(self, message: str, role: Role = Role.TEXT) -> None:
        """Show a short message; it stays until the reader does something else (`unsay`)."""
        self.show(self.state.saying((Span(f" {printable(message)} ", role),)))

    def unsay(self) -> None:
        """A key or the mouse goes on: what was said has been read."""
        if self._state.status.message:
            self.show(self.state.saying(()))

    def is_lost(self, event: events.Key) -> bool:
        """Nobody has the key where it was pressed; that is said."""
        keymap, t, key, state = self.context.keymap, self.context.t, event.key, self._state
        asked = state.prompt is not None
        if key in keymap.keys["quit"] if asked else keymap.hears(key, state.focus):
            return False
        from reader.tui.unheard import of_key  # for a key that is lost

        label = (event.is_printable and event.character) or key_label(key)
        said = of_key(key, label, state.focus, keymap, t, ended=state.ended, asked=asked)
        if said:
            self.say(said)
        return bool(said)

    def complain(self, error: DigestReaderError) -> None:
        """Say what cannot be done. There is one line for it: of the library's own files the name is enough."""
        values = {name: self._short(value) for name, value in error.values.items()}
        self.say(DigestReaderError(error.message, **values).told(self.context.t), Role.ERROR)

    def _short(self, value: object) -> object:
        return value.name if isinstance(value, Path) and value.parent == self.context.places.data else value

    def do(self, command: str, key: str = "") -> None:
        """Do a command, called by `key` or (without one) by the palette or the mouse."""
        self.pressed = key
        if self._state.filling:
            self._state = replace(self._state, filling=False)
        self.guard(lambda: self._do(command))

    def _do(self, command: str) -> None:
        called, focus = CALLED[command], self._state.focus
        if not applies(called, focus):
            from reader.tui.unheard import of_command  # for who calls by name what acts elsewhere

            self.say(of_command(called, focus, self.context.keymap, self.context.t, ended=self._state.ended))
            return
        if focus is Where.QUERY and not called.where & focus:
            self.show(self.state.focused(Where.LIST))  # chosen in the palette over the query line
        actions()[command](self)

    def guard(self, action: Callable[[], object]) -> None:
        """Do something; what cannot be done is said."""
        try:
            action()
        except DigestReaderError as error:
            self.complain(error)

    def leave(self) -> None:
        """Leave, once all is on disk; if it cannot be written, ask what to do."""
        if not self._writer.waiting:
            self.outside.leave()
        elif self._state.status.unwritten:
            self._ask_what_to_do_with_the_unwritten()
        else:
            self.show(replace(self.state, leaving=True))

    def _ask_what_to_do_with_the_unwritten(self) -> None:
        t = self.context.t
        choices = [
            Choice("again", t("Write again, then leave")),
            Choice("leave", t("Leave without writing")),
            Choice("stay", t("Stay")),
        ]

        def take(chosen: str) -> None:
            if chosen == "leave":
                self.gave_up = True
                self.outside.leave()
            elif chosen == "again":
                status = replace(self._state.status, unwritten=0)
                self.show(replace(self.state, leaving=True, status=status))
                self.write_again()

        waiting = self._writer.waiting
        title = t.n("{n} change is not on disk", "{n} changes are not on disk", waiting)
        self.show(replace(self.state, leaving=False, prompt=Prompt(title, choices, take)))
