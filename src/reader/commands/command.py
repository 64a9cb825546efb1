"""What a command is: an ID, keys, words, and the part of the screen that must have the focus."""

from __future__ import annotations

from enum import Enum, Flag, auto

from reader.values import dataclass


class Where(Flag):
    """What has the focus when a command's keys act. A line being typed in takes printable keys for itself first."""

    LIST = auto()
    PAPER = auto()
    QUERY = auto()
    TRIAGE = auto()
    SIDEBAR = auto()
    MEANING = auto()
    PANES = LIST | PAPER
    COLUMNS = PANES | SIDEBAR
    PARTS = LIST | PAPER | QUERY
    APP = PARTS | TRIAGE
    ANYWHERE = APP | SIDEBAR | MEANING


class Group(Enum):
    """Heading under which help shows a command; the value is a msgid."""

    MOVE = "Move"
    READ = "Read"
    FIND = "Find"
    KEEP = "Keep"
    TRIAGE = "Triage"
    PROGRAM = "Program"


@dataclass(frozen=True, slots=True)
class Command:
    """One thing a reader can do on screen.

    id      kebab-case, never changed once published: configuration files name it; `tui.actions.table` says what does it
    keys    default keys, may be empty (palette only)
    name    msgid, two or three words: footer and palette
    help    msgid, one sentence: help screen and palette
    where   which part of the screen must have the focus
    group   heading in the help
    footer  belongs in the footer while its part of the screen has the focus
    """

    id: str
    keys: tuple[str, ...]
    name: str
    help: str
    where: Where
    group: Group
    footer: bool = False


def applies(command: Command, focus: Where) -> bool:
    """Whether a command that is chosen by name does something: those of the panes also from beside them."""
    return bool(command.where & focus or (focus is not Where.TRIAGE and command.where & Where.PANES))
