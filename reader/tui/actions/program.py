"""The program: help, palette, looks, the welcome digest, leaving."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial

from reader.commands import COMMANDS, Command, Group, Where, applies, key_label
from reader.library.library import Library
from reader.tui.actions.aside import ask_aside
from reader.tui.choices import Choice
from reader.tui.prompts import Prompt
from reader.tui.side_documents import query_document, statistics_document
from reader.tui.stage import Stage
from reader.tui.state import View
from reader.tui.themes import THEME_NAMES

_OFFERED = (Group.FIND, Group.READ, Group.KEEP, Group.TRIAGE, Group.PROGRAM, Group.MOVE)
"""In which order the palette offers commands."""
SHOWN_KEYS = 4
"""So many keys of a command are shown in the help."""


def show_help(stage: Stage) -> None:
    """All keys, to search in and to run."""
    _offer(stage, "help", stage.context.t("Keys"), COMMANDS, tall=True)


def palette(stage: Stage) -> None:
    """Any command that does something here, by its name: first those that have no key, last those that move."""
    here = stage.state.focus
    offered = [command for command in COMMANDS if command.id != "palette" and applies(command, here)]
    offered.sort(key=lambda command: (bool(command.keys), _OFFERED.index(command.group)))
    _offer(stage, "palette", stage.context.t("Commands"), offered, tall=False)


def _offer(stage: Stage, called: str, title: str, commands: Iterable[Command], *, tall: bool) -> None:
    choices = [_choice(stage, command, grouped=tall) for command in commands]
    again = stage.context.keymap.keys[called]
    stage.show(replace(stage.state, prompt=Prompt(title, choices, stage.do, tall=tall, again=again)))


def _choice(stage: Stage, command: Command, *, grouped: bool) -> Choice:
    t = stage.context.t
    bound = stage.context.keymap.keys[command.id]
    more = " …" if len(bound) > SHOWN_KEYS else ""
    keys = "  ".join(key_label(key) for key in bound[:SHOWN_KEYS]) + more
    return Choice(command.id, t(command.name), t(command.help), keys, t(command.group.value) if grouped else "")


def theme(stage: Stage) -> None:
    """Choose a theme; it is taken at once and remembered."""
    t, now = stage.context.t, stage.state.look.theme
    choices = [Choice(name, t(label), chosen=name == now) for name, label in THEME_NAMES.items()]

    def take(name: str) -> None:
        stage.show(replace(stage.state, look=replace(stage.state.look, theme=name)))

    stage.show(replace(stage.state, prompt=Prompt(t("Theme"), choices, take)))


def interface_language(stage: Stage) -> None:
    """Menus and messages in the other language, from now on."""
    other = "en" if stage.context.t.language == "zh" else "zh"
    stage.show(replace(stage.state, look=replace(stage.state.look, interface=other)))


def statistics(stage: Stage) -> None:
    """What is in the library, or what a query finds; again: back to the paper."""
    view = stage.state.asked
    if stage.state.side is not None:
        stage.show(replace(stage.state, side=None))
    elif view.query.strip() and not view.similar:
        ask_aside(stage, lambda library: _pictured(stage, view, library))
    else:
        numbers = stage.context.library.statistics()
        stage.show(stage.state.beside(partial(statistics_document, numbers)))


def _pictured(stage: Stage, view: View, library: Library) -> Callable[[], object]:
    picture = library.finding.statistics(view.query, filters=view.filters)
    document = partial(query_document, picture, view.search_text)
    return lambda: stage.show(stage.state.beside(document)) if stage.state.asked.same_list(view) else None


def welcome(stage: Stage) -> None:
    """The welcome digest."""
    stage.outside.show_welcome()


def suspend(stage: Stage) -> None:
    """Give the terminal to the shell, which sets the program going again."""
    if not stage.outside.stop():
        stage.say(stage.context.t("No shell here could set the program going again."))


def leave(stage: Stage) -> None:
    """Leave; where the reader is, is kept. `q` steps back first, out of a paper or a triage."""
    state = stage.state
    if stage.pressed != "q":
        stage.leave()
    elif state.triage is not None:
        stage.do("triage-leave")
    elif state.focus is Where.PAPER or state.side is not None:
        stage.show(replace(state.focused(Where.LIST), side=None))
    else:
        stage.leave()
