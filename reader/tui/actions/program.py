"""The program: help, palette, sync, leaving."""

from __future__ import annotations

from reader.commands import COMMANDS, Command, key_label
from reader.tui.choices import Choice
from reader.tui.screens.asking import AskingScreen


class Program(AskingScreen):
    """Commands of the group "Program"."""

    def action_help(self) -> None:
        """All keys, to search in and to run."""
        self.pick(self.desk.t("Keys"), [self._choice(command, grouped=True) for command in COMMANDS], self._run)

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

    def action_quit(self) -> None:
        """Leave; where the reader is, is kept."""
        self.app.exit(0)
