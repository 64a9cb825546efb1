"""The commands. Texts are English msgids (`reader.i18n`); keys are spelt as Textual spells them.

The first key is the one that is shown. Every command that reading needs has a key that works while a Chinese input
method is on: arrows, function keys, Tab, Enter, Escape, Space, Control, or the full-width form of the character.
Never used: Ctrl+B (tmux), Ctrl+A (screen), Ctrl+S, Ctrl+Z, Ctrl+J/K/L/O (editors and shells), Ctrl+H/I/M/[
(same bytes as other keys), Alt, F10-F12.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, Flag, auto


class Where(Flag):
    """What has the focus when a command's keys act. A line being typed in takes printable keys for itself first."""

    LIST = auto()
    PAPER = auto()
    QUERY = auto()
    PANES = LIST | PAPER
    APP = LIST | PAPER | QUERY


class Group(Enum):
    """Heading under which help shows a command; the value is a msgid."""

    MOVE = "Move"
    READ = "Read"
    FIND = "Find"
    KEEP = "Keep"
    PROGRAM = "Program"


@dataclass(frozen=True, slots=True)
class Command:
    """One thing a reader can do on screen.

    id      kebab-case, never changed once published: configuration files name it; the action is `id` with underscores
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


_MOVE = (
    Command("down", ("down", "j"), "Down", "Next paper, or one line down.", Where.PANES, Group.MOVE),
    Command("up", ("up", "k"), "Up", "Previous paper, or one line up.", Where.PANES, Group.MOVE),
    Command("page-down", ("pagedown", "ctrl+d"), "Page down", "One page down.", Where.PANES, Group.MOVE),
    Command("page-up", ("pageup", "ctrl+u"), "Page up", "One page up.", Where.PANES, Group.MOVE),
    Command("first", ("home", "g"), "First", "To the first paper, or to the top.", Where.PANES, Group.MOVE),
    Command("last", ("end", "G"), "Last", "To the last paper, or to the end.", Where.PANES, Group.MOVE),
    Command("open", ("enter", "l", "right"), "Read", "Into the paper.", Where.LIST, Group.MOVE, footer=True),
    Command(
        "back",
        ("escape", "h", "left"),
        "Back",
        "One step back: from the paper to the list, from a search to all papers.",
        Where.APP,
        Group.MOVE,
    ),
    Command("next-pane", ("tab",), "Next pane", "To the next part of the screen.", Where.APP, Group.MOVE),
    Command("previous-pane", ("shift+tab",), "Previous pane", "To the part before.", Where.APP, Group.MOVE),
)

_READ = (
    Command(
        "language",
        ("c", "f2"),
        "中/EN/both",
        "Chinese, English, or both, one after the other.",
        Where.APP,
        Group.READ,
        footer=True,
    ),
    Command(
        "read-on",
        ("space",),
        "Read on",
        "Scroll the paper; at its end, on to the next unread one.",
        Where.PANES,
        Group.READ,
    ),
    Command("next-unread", ("n", "f7"), "Next unread", "To the next unread paper.", Where.APP, Group.READ, footer=True),
    Command("read", ("m", "f8"), "Read/unread", "Mark as read, or as unread again.", Where.APP, Group.READ),
    Command("latex", ("L",), "LaTeX source", "Formulas as plain text, or as they were written.", Where.APP, Group.READ),
    Command("open-page", ("o",), "arXiv page", "Open the paper's page in a browser.", Where.APP, Group.READ),
)

_FIND = (
    Command(
        "search",
        ("slash", "ideographic_comma", "fullwidth_solidus", "f3"),
        "Search",
        "Search titles, summaries and abstracts in both languages.",
        Where.APP,
        Group.FIND,
        footer=True,
    ),
    Command(
        "bookmarks",
        ("B", "f9"),
        "Bookmarks",
        "Show bookmarked papers only, or all again.",
        Where.APP,
        Group.FIND,
    ),
)

_KEEP = (
    Command(
        "bookmark",
        ("b", "f4"),
        "Bookmark",
        "Bookmark the paper, or take the bookmark away.",
        Where.APP,
        Group.KEEP,
        footer=True,
    ),
    Command(
        "export", ("x", "f6"), "Export", "Write what is shown, or the bookmarks, to a file.", Where.APP, Group.KEEP
    ),
    Command("copy-link", ("y", "ctrl+y"), "Copy link", "Copy the paper's link.", Where.APP, Group.KEEP),
    Command("undo", ("u",), "Undo", "Take back the last change of bookmarks and marks.", Where.APP, Group.KEEP),
    Command("redo", ("ctrl+r",), "Redo", "Do again what was taken back.", Where.APP, Group.KEEP),
)

_PROGRAM = (
    Command(
        "help",
        ("question_mark", "fullwidth_question_mark", "f1"),
        "Help",
        "All keys.",
        Where.APP,
        Group.PROGRAM,
        footer=True,
    ),
    Command(
        "palette",
        ("colon", "fullwidth_colon", "ctrl+p"),
        "Commands",
        "Find any command by its name.",
        Where.APP,
        Group.PROGRAM,
    ),
    Command("welcome", (), "Welcome", "The welcome digest: what the reader can do.", Where.APP, Group.PROGRAM),
    Command("sync", ("r", "f5"), "Sync", "Look for new digests in every source.", Where.APP, Group.PROGRAM),
    Command("quit", ("q", "ctrl+q"), "Quit", "Leave; everything is saved already.", Where.APP, Group.PROGRAM),
)

COMMANDS = (*_MOVE, *_READ, *_FIND, *_KEEP, *_PROGRAM)
"""All commands, in the order in which help shows them."""
