"""What keys wait for that are typed ahead: for papers that were asked for, and for marks that are being written."""

from __future__ import annotations

from collections.abc import Sequence
from time import monotonic

from textual.events import Key

from reader.commands import Keymap, Where
from reader.tui.state import ViewState

WAYS_OUT = ("escape", "ctrl+q")
PATIENCE_SECONDS = 1.0
"""From the first key that waits on: a way out that comes later is pressed by somebody who sees that nothing happens."""
WAIT_FOR_NO_PAPERS = frozenset(
    ("search", "language", "latex", "layout", "rows", "undo", "redo", "write-again", "add-source", "sync", "quit")
)
"""Commands that do the same whatever papers are listed. All others are about the papers or lead away from them, and so
do what they would have done for somebody slower."""
READ_MARKS = frozenset(
    {"bookmarks", "unread", "filter", "saved-search", "sidebar-open", "next-channel", "previous-channel", "view-back"}
    | {"view-forward", "past-searches", "read-all", "triage", "tag", "note", "note-editor", "export"}
)
"""Commands that ask the library for marks: for those that were made just before, too."""
MARKS_SECONDS = 1.0
"""How old a key is that waits for no marks any more: another program has them locked, or the disk is very slow."""


def gives_up(key: Key, held: Sequence[Key], *, leads: bool) -> bool:
    """A way out is pressed that waits for nothing, and ends the waiting of others.

    held   keys that wait. What was typed in one go with them is no reason to lose them: it waits, too
    leads  a prompt or another list is on its way, and an Escape may be meant for that
    """
    if key.key not in WAYS_OUT:
        return False
    if held:
        return key.time - held[0].time > PATIENCE_SECONDS
    return not (leads and key.key == "escape")


def reads_marks(key: Key, state: ViewState, keymap: Keymap) -> bool:
    """What a key does depends on marks that were made just before it: it waits for those that are not on disk yet."""
    typed = state.prompt is not None or state.focus is Where.QUERY
    fresh = monotonic() - key.time < MARKS_SECONDS
    return fresh and not typed and keymap.reaches(key.key, state.focus, READ_MARKS)


def for_papers(key: Key, state: ViewState, keymap: Keymap, *, leads: bool) -> bool:
    """What a key does depends on the papers that are on their way, as far as anything is known of it.

    leads  something asked aside leads to them, or to a prompt, where any key is text
    """
    if leads:
        return True
    if state.prompt is not None:  # it was opened by a key that did not wait
        return False
    return not keymap.reaches(key.key, state.focus, WAIT_FOR_NO_PAPERS)
