"""The program: help, palette, sync, the welcome digest, leaving."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path

from textual import on
from textual.message import Message

from reader.commands import COMMANDS, Command, Where, key_label
from reader.i18n import translator
from reader.tui.background import Finished, Job, Progress
from reader.tui.choices import Choice
from reader.tui.screens.asking import AskingScreen
from reader.tui.side_documents import statistics_document
from reader.tui.spans import Role, Span
from reader.tui.themes import THEME_NAMES

DAYS_OF_A_PUBLISHER = 30
"""How far back a publisher's repository is read when it is chosen on the screen; the whole of it is large."""
SHOWN_KEYS = 4
"""So many keys of a command are shown in the help."""


class Program(AskingScreen):
    """Commands of the group "Program"."""

    class Reported(Message):
        """A job in the background is further, or has ended."""

        def __init__(self, report: Progress | Finished) -> None:
            super().__init__()
            self.report = report

    class Filled(Message):
        """Papers came into the library, whatever this screen shows."""

    class WelcomeWanted(Message):
        """The welcome digest is to be shown."""

    _job: Job | None = None

    def action_help(self) -> None:
        """All keys, to search in and to run."""
        self.pick(
            self.context.t("Keys"), [self._choice(command, grouped=True) for command in COMMANDS], self._run, tall=True
        )

    def action_palette(self) -> None:
        """Any command by its name."""
        self.pick(self.context.t("Commands"), [self._choice(command, grouped=False) for command in COMMANDS], self._run)

    def _choice(self, command: Command, *, grouped: bool) -> Choice:
        t = self.context.t
        bound = self.context.keymap.keys[command.id]
        more = " …" if len(bound) > SHOWN_KEYS else ""
        keys = "  ".join(key_label(key) for key in bound[:SHOWN_KEYS]) + more
        group = t(command.group.value) if grouped else ""
        return Choice(command.id, t(command.name), t(command.help), keys, group)

    def _run(self, name: str) -> None:
        self.handler(name)()

    def action_theme(self) -> None:
        """Choose a theme; it is taken at once and remembered."""
        t = self.context.t
        choices = [Choice(name, t(label), chosen=name == self.app.theme) for name, label in THEME_NAMES.items()]
        self.pick(t("Theme"), choices, self._take_theme)

    def _take_theme(self, name: str) -> None:
        self.state = replace(self.state, theme=name)
        self.app.theme = name

    def action_interface_language(self) -> None:
        """Menus and messages in the other language, from now on."""
        self.context = self.context._replace(t=translator("en" if self.context.t.language == "zh" else "zh"))
        self.state = replace(self.state, interface=self.context.t.language)
        self.top.set_placeholder(self.context.t("Search"))
        self.redraw()
        self.show_status()

    def action_statistics(self) -> None:
        """What is in the library; again: back to the paper."""
        if self.beside is not None:
            self.show_beside(None)
        else:
            self.show_beside(partial(statistics_document, self.context.library.statistics(), self.options()))

    def action_welcome(self) -> None:
        """The welcome digest."""
        self.post_message(self.WelcomeWanted())

    def action_quit(self) -> None:
        """Leave; where the reader is, is kept. `q` steps back first, out of a paper or a triage."""
        if self.called_by == "q" and self.step_out():
            return
        if self in self.app.screen_stack[1:]:
            self.app.pop_screen()
        else:
            self.app.exit(0)

    def step_out(self) -> bool:
        """Out of what is shown instead of the list; False if there is nothing of the kind."""
        if self.triage is not None:
            self.handler("triage-leave")()
        elif self.where is Where.PAPER or self.beside is not None:
            self.beside = None
            self.show_paper()
            self.focus_part(Where.LIST)
        else:
            return False
        return True

    # Jobs in the background

    def action_sync(self) -> None:
        """Look for new digests in every source; where there is none yet, ask for one."""
        if not self.context.library.sources.remembered():
            self.action_add_source()
        else:
            self.bring_in(())

    def action_add_source(self) -> None:
        """Type where digests are, or choose a publisher; it is read at once and remembered."""
        from reader.sources.identify import PUBLISHERS

        t = self.context.t
        since = (self.context.today - timedelta(days=DAYS_OF_A_PUBLISHER)).isoformat()
        about = t("every day's digests from {day} on", day=since)
        choices = [Choice(name, name, about, address) for name, address in PUBLISHERS.items()]

        def bring_in(chosen: str) -> None:
            self.bring_in((f"--since={since}", chosen) if chosen in PUBLISHERS else (expanded(chosen),))

        self.pick(t("File, folder, repository or URL"), choices, bring_in, free=True)

    def bring_in(self, sources: Sequence[str]) -> None:
        """Read `sources`, or every remembered one."""
        if self._job is None:
            self._job = Job(self.context.places, ["sync", "--json", *sources], self._report)
            self._job.start()
            self.show_progress(self.context.t("Looking for new digests"))

    @on(AskingScreen.IndexLacks)
    def _update_index(self) -> None:
        """Bring the index up to date."""
        if self._job is None:
            self._job = Job(self.context.places, ["index", "--update", "--json"], self._report)
            self._job.start()

    def _report(self, report: Progress | Finished) -> None:
        """Called in the job's thread."""
        self.post_message(self.Reported(report))

    @on(Reported)
    def _reported(self, event: Reported) -> None:
        report = event.report
        if isinstance(report, Progress):
            self.show_progress(self._progress_text(report))
            return
        self._job = None
        self.show_progress("")
        self.look()
        self._tell_end(report)
        if report.summary.get("new"):
            self.post_message(self.Filled())

    def _progress_text(self, report: Progress) -> str:
        t = self.context.t
        doing = t("Indexing") if report.what == "index" else t("Reading digests")
        return f"{doing} {report.done:,}/{report.total:,}" if report.total else f"{doing} {report.done:,}"

    def _tell_end(self, report: Finished) -> None:
        t = self.context.t
        if report.summary:
            new = int(report.summary.get("new", 0))
            self.say(t.n("{n} new paper", "{n} new papers", new) if new else t("Nothing new."))
        elif report.status and report.messages:
            self.say(report.messages[-1], Role.ERROR)

    def show_progress(self, text: str) -> None:
        """Say in the status line how far the job is; nothing else moves."""
        self.standing = (Span(f" {text} ", Role.META),) if text else ()
        self.show_status()

    def on_unmount(self) -> None:
        """A job ends with the screen; what it stored stays."""
        if self._job is not None:
            self._job.stop()


def expanded(location: str) -> str:
    """A location as it was typed, with `~` for the home folder."""
    return str(Path(location).expanduser()) if location.startswith("~") else location
