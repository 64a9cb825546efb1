"""The reading screen: holds the state, shows what differs, and hands keys and answers to those who know what to do."""

from __future__ import annotations

import gc
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from textual.message import Message
from textual.timer import Timer

from reader.commands import COMMANDS, Where
from reader.errors import DigestReaderError, QueryError
from reader.i18n import translator
from reader.model import MarkedPaper, Results
from reader.text.safe import printable
from reader.tui.actions import sourcing
from reader.tui.actions.searches import remembering
from reader.tui.actions.table import ACTIONS
from reader.tui.background import Finished, Jobs, Progress, told_end, told_progress
from reader.tui.background import Report as JobReport
from reader.tui.context import AppContext
from reader.tui.document import RenderOptions
from reader.tui.kept_state import kept
from reader.tui.presenting import is_printable
from reader.tui.questions import Questions
from reader.tui.rows import ASCII_GLYPHS, Glyphs
from reader.tui.screens.frame import Frame, key_bindings
from reader.tui.screens.outside import AppOutside
from reader.tui.screens.painting import paint, paint_all, paint_error, paint_lines, paint_papers, paint_text
from reader.tui.searching import Answered, IndexLacks, Tally, Unread
from reader.tui.searching import Report as SearchReport
from reader.tui.showing import UNANSWERED, Showing
from reader.tui.spans import Role, Span
from reader.tui.state import Landing, ViewState
from reader.tui.widgets.detail_pane import DetailPane
from reader.tui.widgets.paper_list import PaperList
from reader.tui.widgets.picker import Picker
from reader.tui.widgets.query_line import EDITING_KEYS, QueryLine
from reader.tui.widgets.rules import Divider
from reader.tui.widgets.text_line import TextLine
from reader.tui.writing import Change

LOOK_SECONDS = 2
"""How often to ask whether another process changed something: two looks at the databases' version numbers."""
PAUSE_SECONDS = 0.25
"""How long nothing is asked or marked before unread papers are counted."""
MESSAGE_SECONDS = 5
WHERE = {command.id: command.where for command in COMMANDS}


class MainScreen(Frame):
    """List and paper, and every command: the `Stage` that `actions` work on.

    All keys are priority bindings: they act in the order in which they were typed, whatever has the focus, so that
    nothing that is typed ahead is lost. A line being typed in keeps its own keys (`check_action`).
    """

    class Ready(Message):
        """The screen can take keys."""

    class Filled(Message):
        """Papers came into the library, whatever this screen shows."""

    class Told(Message):
        """Something came back from a thread."""

        def __init__(self, report: SearchReport | JobReport) -> None:
            super().__init__()
            self.report = report

    def __init__(self, context: AppContext, state: ViewState, sources: Sequence[str] = ()) -> None:
        """`sources` are brought in as soon as the screen is drawn."""
        super().__init__(state.look.rows, ASCII_GLYPHS if context.config.screen.signs == "ascii" else Glyphs())
        self.context = context
        self.results = UNANSWERED
        self.pressed = ""
        self._state = replace(state, filling=not len(context.library))
        self._questions = Questions(context.library, self._tell)
        self._jobs = Jobs(context.places, self._tell)
        self._sources = sources
        self._silence: Timer | None = None
        self._pause: Timer | None = None
        self._bindings = key_bindings(context.keymap)

    # Coming and going

    def on_mount(self) -> None:
        """Show what the reader left, as far as it needs no search."""
        self.screen_layout_refresh_signal.subscribe(self, lambda _: self.join_rules(), immediate=True)
        self.watch(self.papers, "cursor", self._moved, init=False)
        paint_all(self, self._showing)
        if self._state.view.everything:
            self._take(self._questions.everything())
        self.post_message(self.Ready())
        self.call_after_refresh(self._painted)

    def _painted(self) -> None:
        """What can wait until something is to be seen."""
        gc.freeze()  # what was loaded so far stays: no collection has to walk through it any more
        gc.enable()
        self._questions.start()
        if not self._state.view.everything:
            self._ask()
        self.set_interval(LOOK_SECONDS, lambda: self._guard(self.look))
        problems = [*self.context.config.warnings, *self.context.keymap.problems]
        if problems:
            self.say(problems[0].told(self.context.t), Role.ERROR)
        if self._sources or self.context.config.sync.on_open:
            self._guard(lambda: sourcing.bring_in(self, self._sources))

    def on_unmount(self) -> None:
        """Keep where the reader is, however the screen is left; let the threads end."""
        self._guard(lambda: self.context.library.marks.set_state(view=kept(self.state)))
        self._questions.end()
        self._jobs.stop()
        if self.context.guest:
            self.context.library.close()

    def drawn(self) -> list[str]:
        """The screen as text with escape sequences, one for each row."""
        return [strip.render(self.app.console) for strip in self._compositor.render_strips()]

    # What is shown

    @property
    def state(self) -> ViewState:
        """What is shown now."""
        if self._state.landing is Landing.HERE and self.papers.depth != self._state.view.depth:
            self._state = replace(self._state, view=replace(self._state.view, depth=self.papers.depth))
        return self._state

    @property
    def options(self) -> RenderOptions:
        """How papers are shown."""
        return self._showing.options()

    @property
    def current(self) -> MarkedPaper | None:
        """The paper that a command is about."""
        return self._showing.current

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

    @property
    def _showing(self) -> Showing:
        return Showing(self.context, self._state, self.results, self.papers.cursor)

    def show(self, state: ViewState) -> None:
        """Go over to another state: draw what differs, ask for other papers if it wants others."""
        before, self._state = self._state, state
        if state.look.interface != before.look.interface:
            self.context = self.context._replace(t=translator(state.look.interface))
        if not state.view.same_list(before.view):
            self._ask()
        paint(self, self._showing, before)

    def on_descendant_focus(self) -> None:
        """The focus went elsewhere by mouse: what was asked is no longer, what was typed is taken."""
        part = self.part_of(self.focused)
        if part is not None and (part is not self._state.focus or self._state.prompt is not None):
            self.show(replace(self.state.focused(part), prompt=None))

    def _moved(self) -> None:
        """The cursor is on another row."""
        before = self._state
        self._state = self._at_cursor()
        paint(self, self._showing, before)

    def _at_cursor(self) -> ViewState:
        """The state with the paper under the cursor as the one where the reader is."""
        state, listed = self._state, self._showing.listed
        if listed is None or listed.paper.id == state.view.paper:
            return state
        return replace(state, view=replace(state.view, paper=listed.paper.id), side=None)

    # Asking

    def _ask(self) -> None:
        """Ask for the papers that the state wants. Everything, newest first, needs no search."""
        self.upper_rule.remark()
        results = self._questions.ask(self._state.view)
        if results is not None:
            self._take(results)

    def _take(self, results: Results) -> None:
        """Other papers are there: list them, the cursor where the state wants it."""
        before = self._state
        place = self._place_of(before.view.paper, results) if before.landing is not Landing.FIRST else 0
        depth = before.view.depth if before.landing is Landing.RETURNED and place is not None else None
        if place is None:
            place = self.papers.cursor if before.landing is Landing.HERE else 0
        self.results = results
        self._state = replace(before, landing=Landing.HERE, status=replace(before.status, unread=None))
        self.papers.show(results, place, self._showing, depth=depth)
        self._state = self._at_cursor()
        paint_text(self, self._showing, keep_scroll=self._state.view.paper == before.view.paper)
        paint_lines(self, self._showing)
        self._count_unread()

    def _place_of(self, arxiv_id: str | None, results: Results) -> int | None:
        """The row a paper stands in."""
        marked = self.context.library.find(arxiv_id) if arxiv_id else None
        if marked is None or marked.paper.num not in results.nums:
            return None
        return results.nums.index(marked.paper.num)

    def on_main_screen_told(self, event: Told) -> None:
        """Take in what came back from a thread, unless something else was asked since."""
        match event.report:
            case Answered() as answered:
                if self._questions.is_newest(answered):
                    self._take_answer(answered.outcome)
            case Unread() as unread:
                if self._questions.is_of(unread, self._state.view):
                    self.show(replace(self.state, status=replace(self._state.status, unread=unread.papers)))
            case Tally() as tally:
                self._questions.counted(tally)
            case IndexLacks():
                self._guard(self._jobs.update_index)
            case Progress() as progress:
                self._progress(told_progress(progress, self.context.t))
            case Finished() as finished:
                self._finished(finished)

    def _take_answer(self, outcome: Results | DigestReaderError) -> None:
        if isinstance(outcome, QueryError):  # the list stays as it was
            paint_error(self, self._showing, outcome)
        elif isinstance(outcome, DigestReaderError):
            self.say(outcome.told(self.context.t), Role.ERROR)
        else:
            self._take(outcome)

    def look(self) -> None:
        """Take in what other processes changed; the cursor stays where it is."""
        if not self.context.library.changed():
            return
        if not self._questions.new_listing():
            paint_papers(self, self._showing)
            return
        if self._state.filling:  # nothing was chosen yet: the newest paper stays in view while papers come in
            self._state = replace(self._state, landing=Landing.FIRST)
        self._ask()

    def _count_unread(self) -> None:
        """Have the unread papers counted once nothing was asked or marked for a moment."""
        if self._pause is not None:
            self._pause.stop()
        self._pause = self.set_timer(PAUSE_SECONDS, lambda: self._questions.count_unread(self._state.view))

    def count(self, queries: Sequence[str], done: Callable[[Mapping[str, int]], object]) -> None:
        """Have queries counted; `done` is called with query -> papers."""
        self._questions.count(tuple(queries), done)

    # Marks

    def write(self, change: Change) -> None:
        """Have marks changed, and draw them. What a filter would now leave out stays until it is asked again."""
        gesture = change.do(self.context.library)
        self.context.library.changed()
        paint_papers(self, self._showing)
        self._count_unread()
        change.done(gesture)

    # Jobs

    def _progress(self, text: str) -> None:
        """Say in the status line how far the job is; nothing else moves."""
        line = (Span(f" {text} ", Role.META),) if text else ()
        self.show(replace(self.state, status=replace(self._state.status, progress=line)))

    def bring_in(self, arguments: Sequence[str]) -> bool:
        """Read sources in the background; False if that has to wait for another job."""
        begun = self._jobs.bring_in(arguments)
        if begun:
            self._progress(self.context.t("Looking for new digests"))
        return begun

    def _finished(self, job: Finished) -> None:
        self._progress("")
        self._guard(self._jobs.next)
        self._guard(self.look)
        text, role = told_end(job, self.context.t)
        if text:
            self.say(text, role)
        if job.summary.get("new"):
            self.post_message(self.Filled())

    def _tell(self, report: SearchReport | JobReport) -> None:
        """Called in other threads."""
        self.post_message(self.Told(report))

    # Messages

    def say(self, message: str, role: Role = Role.TEXT) -> None:
        """Show a short message for a moment."""
        if self._silence is not None:
            self._silence.stop()
        self.show(self.state.saying((Span(f" {printable(message)} ", role),)))
        self._silence = self.set_timer(MESSAGE_SECONDS, lambda: self.show(self.state.saying(())))

    # Commands

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A key acts where its command applies; what edits a line is left to the line being typed in."""
        if action != "command":
            return True
        name, key = map(str, parameters)
        focus = self._state.focus
        if self._state.prompt is not None:
            return False
        if focus is Where.QUERY and (is_printable(key) or key in EDITING_KEYS):
            return False
        return bool(WHERE[name] & focus)

    def action_command(self, name: str, key: str) -> None:
        """A key was pressed."""
        self.do(name, key)

    def do(self, command: str, key: str = "") -> None:
        """Do a command, called by `key` or (without one) by the palette or the mouse."""
        self.pressed = key
        if self._state.filling:
            self._state = replace(self._state, filling=False)
        self._guard(lambda: ACTIONS[command](self))

    def _guard(self, action: Callable[[], object]) -> None:
        """Do something; what cannot be done is said."""
        try:
            action()
        except DigestReaderError as error:
            self.say(error.told(self.context.t), Role.ERROR)

    def action_copy_selection(self) -> None:
        """Copy what was selected with the mouse."""
        text = self.get_selected_text()
        if text:
            self.outside.copy(text)
            self.say(self.context.t("Copied: {text}", text=text.split("\n", 1)[0][:60]))
        else:
            self.say(self.context.t("Nothing is selected with the mouse; q leaves."))

    # What the panes report

    def on_text_line_pressed(self, event: TextLine.Pressed) -> None:
        """A key in the footer was clicked, or a filter in the top line."""
        kind, _, value = event.target.partition(":")
        if kind == "command":
            self.do(value)
        elif kind == "filter":
            self.show(self.state.to(self.state.view.toggled(value)))

    def on_picker_closed(self, event: Picker.Closed) -> None:
        """Do what was chosen."""
        self.show(replace(self.state, prompt=None))
        if event.chosen is not None:
            self._guard(lambda: event.prompt.done(event.chosen or ""))

    def on_query_line_edited(self, event: QueryLine.Edited) -> None:
        """Look for what is typed so far; what comes too late, after the line was left, counts no more."""
        if self._state.typing is not None:
            self.show(self.state.typed(event.text))
        else:
            paint_lines(self, self._showing)

    def on_query_line_submitted(self) -> None:
        """Take what was probably meant if nothing was found; else go to the hits."""
        view = self.state.view
        if not self.results.nums and self.results.suggestion:
            self.show(replace(self.state, view=replace(view, query=self.results.suggestion)))
            return
        try:
            self.context.library.finding.parse(view.query)
        except QueryError as error:
            self._take_answer(error)
            return
        if view.query.strip():
            self._guard(lambda: self.write(remembering(view.query)))
        self.show(self.state.focused(Where.LIST))

    def on_divider_dragged(self, event: Divider.Dragged) -> None:
        """Give the list as much room as the divider was dragged to."""
        look = self._state.look
        self.show(replace(self.state, look=replace(look, share=self.share_at(event.x, event.y))))
