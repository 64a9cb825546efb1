"""The program: help, palette, sync, the welcome digest, leaving."""

from __future__ import annotations

from collections.abc import Sequence

from textual import on
from textual.message import Message

from reader.commands import COMMANDS, Command, key_label
from reader.tui.background import Finished, Job, Progress
from reader.tui.choices import Choice
from reader.tui.screens.asking import AskingScreen
from reader.tui.spans import Role, Span


class Program(AskingScreen):
    """Commands of the group "Program"."""

    class Reported(Message):
        """A job in the background is further, or has ended."""

        def __init__(self, report: Progress | Finished) -> None:
            super().__init__()
            self.report = report

    class WelcomeWanted(Message):
        """The welcome digest is to be shown."""

    _job: Job | None = None

    def action_help(self) -> None:
        """All keys, to search in and to run."""
        self.pick(
            self.desk.t("Keys"), [self._choice(command, grouped=True) for command in COMMANDS], self._run, tall=True
        )

    def action_palette(self) -> None:
        """Any command by its name."""
        self.pick(self.desk.t("Commands"), [self._choice(command, grouped=False) for command in COMMANDS], self._run)

    def _choice(self, command: Command, *, grouped: bool) -> Choice:
        t = self.desk.t
        keys = "  ".join(key_label(key) for key in self.desk.keymap.keys[command.id])
        group = t(command.group.value) if grouped else ""
        return Choice(command.id, t(command.name), t(command.help), keys, group)

    def _run(self, name: str) -> None:
        self.handler(name)()

    def action_welcome(self) -> None:
        """The welcome digest."""
        self.post_message(self.WelcomeWanted())

    def action_quit(self) -> None:
        """Leave; where the reader is, is kept. The welcome digest is left for the library, if there is one."""
        if self in self.app.screen_stack[1:]:
            self.app.pop_screen()
        else:
            self.app.exit(0)

    # Jobs in the background

    def action_sync(self) -> None:
        """Look for new digests in every source."""
        if not self.desk.library.sources():
            self.say(self.desk.t("No source yet: start with digest-reader FOLDER, or digest-reader sources add."))
        else:
            self.bring_in(())

    def bring_in(self, sources: Sequence[str]) -> None:
        """Read `sources`, or every remembered one."""
        if self._job is None:
            self._job = Job(self.desk.places, ["sync", "--json", *sources], self._report)
            self._job.start()
            self.show_progress(self.desk.t("Looking for new digests"))

    @on(AskingScreen.IndexLacks)
    def _update_index(self) -> None:
        """Bring the index up to date."""
        if self._job is None:
            self._job = Job(self.desk.places, ["index", "--update", "--json"], self._report)
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

    def _progress_text(self, report: Progress) -> str:
        t = self.desk.t
        doing = t("Indexing") if report.what == "index" else t("Reading digests")
        return f"{doing} {report.done:,}/{report.total:,}" if report.total else f"{doing} {report.done:,}"

    def _tell_end(self, report: Finished) -> None:
        t = self.desk.t
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
