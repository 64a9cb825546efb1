"""The reading screen: keys, clicks and answers come in here and are handed to those who know what to do."""

from __future__ import annotations

import gc
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from textual import events
from textual.message import Message

from reader.commands import Where
from reader.errors import DigestReaderError, QueryError
from reader.library.interest import TEACHING
from reader.library.library import Library
from reader.model import Results, Sort
from reader.tui.background import Finished, Progress, told_end, told_progress
from reader.tui.context import AppContext
from reader.tui.kept_state import keep_beside, kept
from reader.tui.moment import nothing
from reader.tui.outer_lines import is_printable
from reader.tui.prompts import Prompt
from reader.tui.questions import same_rows
from reader.tui.screens.frame import key_bindings
from reader.tui.screens.painting import (
    paint_all,
    paint_error,
    paint_focus,
    paint_lines,
    paint_meaning,
    paint_papers,
    paint_text,
)
from reader.tui.screens.staging import CALLED, StageScreen, actions
from reader.tui.searching import Answered, IndexLacks, Rested, Tally, Unread
from reader.tui.sidebar import Survey
from reader.tui.spans import Role
from reader.tui.state import Landing, Recommended, ViewState
from reader.tui.widgets.paper_list import PaperList
from reader.tui.widgets.query_line import EDITING_KEYS, QueryLine
from reader.tui.widgets.rules import Divider
from reader.tui.widgets.sidebar_pane import SidebarPane
from reader.tui.widgets.text_line import TextLine
from reader.tui.writing import Change, Held, Refused, Written

LOOK_SECONDS = 1
"""How often to ask whether another process changed something: two looks at the databases' version numbers. What another
screen did is shown within two seconds, painting included."""
LAST_SECONDS = 1.0
"""How long leaving waits, with the screen still up, for what is not on disk yet."""


class MainScreen(StageScreen):
    """List and paper, and every command.

    All keys are priority bindings: they act in the order in which they were typed, whatever has the focus, so that
    nothing that is typed ahead is lost. A line being typed in keeps its own keys (`check_action`).
    """

    class Ready(Message):
        """The screen can take keys."""

    class Filled(Message):
        """Papers came into the library, whatever this screen shows."""

    def __init__(self, context: AppContext, state: ViewState, sources: Sequence[str] = ()) -> None:
        """`sources` are brought in as soon as the screen is drawn."""
        super().__init__(context, state)
        self._sources = sources
        self._bindings = key_bindings(context.keymap)
        self.picker.closed = self._chosen

    # Coming and going

    def on_mount(self) -> None:
        """Show what the reader left, as far as it needs no search."""
        self.watch(self.papers, "cursor", self._moved, init=False)
        if self._state.look.zoomed:
            self.adopt(self._state.focused(Where.PAPER))
        paint_all(self, self.moment)
        if self._state.asked.everything:
            self._take(self._questions.everything())
        if not (self.context.framed or self._state.look.zoomed):
            self.pane.show(nothing)  # first the rows, then the paper
        self.post_message(self.Ready())
        self.call_after_refresh(self._painted)

    def _painted(self) -> None:
        """What can wait until something is to be seen."""
        from reader.tui import garbage

        paint_text(self, self.moment, keep_scroll=True)
        if not gc.isenabled():  # the start: for a screen that comes later, all garbage so far would stay, too
            garbage.begin()
        actions()  # so that the first key need not wait for them
        self._questions.start()
        if not self._state.asked.everything:
            self._ask()
            self._hold()
        self._count_unread()
        self.set_interval(LOOK_SECONDS, self._look_around)
        if self.context.library.read_only:
            self.say(self.context.t("This library may only be read: marks are not kept."), Role.ERROR)
        problems = [*self.context.config.warnings, *self.context.keymap.problems]
        if problems:
            self.complain(problems[0])
        if self._sources or self.context.config.sync.on_open:
            self.guard(lambda: self.bring_in(self._sources))

    def on_unmount(self) -> None:
        """Keep where the reader is, however the screen is left; let the threads end."""
        view = kept(self.state)

        def keep_view(library: Library) -> None:
            library.marks.set_state(view=view)

        self._questions.end()
        self._jobs.stop()
        if not self.context.library.read_only:
            self.write(Change(keep_view, minor=True))
        if self._writer.end(LAST_SECONDS).minor and not self.context.guest:
            keep_beside(self.context.places, view)
        if self.context.guest:
            self.context.library.close()

    def write_the_rest(self, seconds: float) -> int:
        """After the end: go on writing marks for so long; how many changes are left."""
        return self._writer.end(seconds).marks

    def drawn(self) -> list[str]:
        """The screen as text with escape sequences, one for each row."""
        return [strip.render(self.app.console) for strip in self._compositor.render_strips()]

    # What comes back from threads

    def on_stage_screen_told(self, event: StageScreen.Told) -> None:
        """Take it in, unless something else was asked since."""
        match event.report:
            case Answered() | Unread() | Tally() | Survey() | Recommended() as report:
                self._found(report)
            case IndexLacks():
                self.guard(self._jobs.update_index)
            case Rested():
                self.guard(self._rest)
            case Progress() as progress:
                self.progress(told_progress(progress, self.context.t))
            case Finished() as finished:
                self._finished(finished)
            case Written() | Refused() | Held() as report:
                self._wrote(report)

    def _rest(self) -> None:
        """Nobody asks for anything: let go of what was kept, in some hundredths of a second."""
        from reader.tui.memory import forget_worked_out, give_back  # ctypes: not at the start

        self.context.library.rest()
        self.papers.forget_drawn()
        forget_worked_out()
        gc.collect()
        give_back()

    def _found(self, report: Answered | Unread | Tally | Survey | Recommended) -> None:
        match report:
            case Answered() as answered:
                if self._questions.is_newest(answered):
                    self._answered(answered.outcome)
                    self.call_next(self._let_go)
                    self.call_after_refresh(self._questions.follow, answered)
            case Unread() as unread:
                if self._questions.is_of(unread, self._state.asked):
                    papers = unread.papers + self._unread_near()
                    under = {(group.key, group.part): group.count for group in unread.under}
                    counted = replace(self._state.status, unread=papers, months=unread.months, under=under)
                    self.show(replace(self.state, status=counted))
            case Tally() as tally:
                self._questions.counted(tally)
                self._hold()
            case Recommended() as recommended:
                if recommended != self._state.recommended:
                    self.show(replace(self.state, recommended=recommended))
            case Survey() as survey:
                self.show(self.state.surveyed(survey, self.context.t))

    def _unread_near(self) -> int:
        """How many of the papers near in meaning are unread: they stand in the list without matching its query."""
        near = self.results.near.nums
        return len(set(near).intersection(self.context.library.with_state("unread"))) if near else 0

    def _answered(self, outcome: Results | DigestReaderError) -> None:
        if isinstance(outcome, QueryError):  # the list stays as it was
            paint_error(self, self.moment, outcome)
        elif isinstance(outcome, DigestReaderError):
            self.complain(outcome)
        elif same_rows(outcome, self.results):  # it says only what else may have been meant
            self.results = outcome
            paint_meaning(self, self.moment)
        else:
            self._take(outcome)

    def _wrote(self, report: Written | Refused | Held) -> None:
        """Draw what is on disk. What a filter would now leave out stays until it is asked again."""
        if not isinstance(report, Held):
            self._writer.settle(report)
        waiting = self._writer.waiting if isinstance(report, Held) else 0
        self.adopt(replace(self.state, status=replace(self._state.status, unwritten=waiting)))
        match report:
            case Written(change, gesture):
                if gesture is not None:
                    self.look()  # also at what others did: who asks whether anything changed is told once
                    if self.results.sort is Sort.INTEREST and gesture.label in TEACHING:
                        self._ask()
                self.guard(lambda: change.done(gesture))
            case Refused(change, error):
                if not change.minor:
                    self.complain(error)
            case Held(error):
                self.complain(error)
        if self._state.leaving:
            self.leave()

    def _finished(self, job: Finished) -> None:
        self.progress("")
        self.guard(self._jobs.next)
        self.guard(self.look)
        text, role = told_end(job, self.context.t)
        if job.summary.get("job") == "export" and self.outside.in_browser:
            self.guard(lambda: self.outside.hand_over(Path(str(job.summary.get("file")))))
        if text:
            self.say(text, role)
        if job.summary.get("new"):
            self.post_message(self.Filled())

    def _look_around(self) -> None:
        """Once a second."""
        self.guard(self.look)
        self.tidy_up()

    def look(self) -> None:
        """Take in what other processes changed; the cursor stays where it is."""
        if not self.context.library.changed():
            return
        self._count_unread()
        if not self._questions.new_listing():
            paint_papers(self, self.moment)
            return
        if self._state.filling:  # nothing was chosen yet: the newest paper stays in view while papers come in
            self.adopt(replace(self._state, landing=Landing.FIRST))
        self._ask()

    # Keys

    async def take_key(self, event: events.Key) -> bool:
        """Keys for a line that is typed in, in the order in which they came; True: nobody else is to have the key.

        Once other papers were asked for (a query, a filter, a digit), keys that are about papers wait for those, and
        all that follow them wait behind them, until there are papers or the reader has waited enough (`gives_up`).
        """
        from reader.tui import waiting  # for the first key: not needed to open

        self.unsay()
        keymap = self.context.keymap
        if waiting.gives_up(event, self._held or (), leads=self._questions.leads):
            self._held = None
        elif self._held is None and self._writer.on_its_way and waiting.reads_marks(event, self._state, keymap):
            self._await_marks(waiting.MARKS_SECONDS)
        if self._held is not None and self._questions.on_the_way:
            leads = bool(self._questions.expected)
            if self._held or waiting.for_papers(event, self._state, keymap, leads=leads):
                self._held.append(event)
                return True
        else:
            await self._let_go()
        if self._state.prompt is not None:
            return await self.picker.take_key(event) or self.is_lost(event)
        if self._state.focus is not Where.QUERY:
            return self.is_lost(event)
        if event.key == "enter":
            self._submit()
        elif event.is_printable or event.key in EDITING_KEYS:
            return await self.top.input.edit(event)
        else:
            self._take_typed()
            return False
        return True

    def _await_marks(self, seconds: float) -> None:
        """Let keys wait until what was marked so far is on disk, so many seconds at most."""
        here = self.expect()
        self.write(Change(lambda _: None, lambda _: here(), minor=True))  # written after all that waits
        self.set_timer(seconds, here)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A key acts where its command applies; what edits a line is left to the line being typed in."""
        if action != "command":
            return True
        name, key = map(str, parameters)
        focus = self._state.focus
        if self._state.prompt is not None:
            return name == "quit" and not is_printable(key)
        if focus is Where.QUERY and (is_printable(key) or key in EDITING_KEYS):
            return False
        return bool(CALLED[name].where & focus)

    def action_command(self, name: str, key: str) -> None:
        """A key was pressed."""
        self.do(name, key)

    def action_copy_selection(self) -> None:
        """Copy what was selected with the mouse."""
        from reader.tui.actions.handing_on import copy_selection  # like all that commands do, not needed to open

        copy_selection(self, self.get_selected_text())

    # What the panes report

    def on_resize(self, event: events.Resize) -> None:
        """Arrange the panes; a card is set for the height there is."""
        super().on_resize(event)
        if self._with_seen_focus(self._state) is not self._state:
            self.show(self.state)
        if self._state.in_triage:
            self.call_after_refresh(lambda: paint_text(self, self.moment, keep_scroll=True))

    def on_descendant_focus(self) -> None:
        """The focus went elsewhere by mouse: what was asked is no longer, what was typed is taken."""
        part = self.part_of(self.focused)
        if part is Where.MEANING and not self.terms:  # a bare rule was clicked
            paint_focus(self, self._state)
            return
        if part is not None and (part is not self._state.focus or self._state.prompt is not None):
            self.show(replace(self.state.focused(part), prompt=None))

    def on_sidebar_pane_uncovered(self) -> None:
        """The sidebar is to be seen again: after a triage, a zoomed paper, in a wider window."""
        self._count_unread()

    def on_paper_list_opened(self, event: PaperList.Opened) -> None:
        """A row was clicked twice: into the paper."""
        self.do("open")

    def on_text_line_pressed(self, event: TextLine.Pressed) -> None:
        """A key in the footer was clicked, or a filter in the top line."""
        kind, _, value = event.target.partition(":")
        if kind == "command":
            self.do(value)
        elif kind == "filter":
            self.show(self.state.to(self.state.view.toggled(value)))

    def _chosen(self, prompt: Prompt, chosen: str | None) -> None:
        """Do what was chosen."""
        self.show(replace(self.state, prompt=None))
        if chosen is not None:
            self.guard(lambda: prompt.done(chosen))

    def on_query_line_edited(self, event: QueryLine.Edited) -> None:
        """Look for what is typed so far; what comes too late, after the line was left, counts no more."""
        self.top.take(event.text)
        if self._state.typing is not None:
            self.show(self.state.typed(event.text))
        else:
            paint_lines(self, self.moment)

    def _submit(self) -> None:
        """Take what was probably meant if nothing was found; else go to the hits."""
        self._take_typed()
        view = self.state.view
        if not self._questions.waiting and not self.results.listed and self.results.suggestions:
            self.show(replace(self.state, view=replace(view, query=self.results.suggestions[0].text)))
            return
        try:
            self.context.library.finding.parse(view.query)
        except QueryError as error:
            self._answered(error)
            return
        self.show(self.state.focused(Where.LIST))

    def _take_typed(self) -> None:
        """What stands in the query line is the query, also where its `Edited` is still on its way."""
        typed = self.top.input.value
        if self._state.typing is not None and typed != self._state.view.query:
            self.top.take(typed)
            self.show(self.state.typed(typed))

    def on_sidebar_pane_opened(self, event: SidebarPane.Opened) -> None:
        """An entry of the sidebar was clicked."""
        from reader.tui.actions.sidebar import go_to

        go_to(self, event.entry.target)

    def on_divider_dragged(self, event: Divider.Dragged) -> None:
        """Give the list as much room as the divider was dragged to."""
        look = self._state.look
        self.show(replace(self.state, look=replace(look, share=self.share_at(event.x, event.y))))
