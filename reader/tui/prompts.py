"""What is asked over the screen: a choice from a list, or a line to type. Pure."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from reader.tui.choices import Choice
    from reader.tui.side_documents import SideDocument


class Prompt(NamedTuple):
    """Something that is asked.

    title    what it is for
    choices  may be empty: then a line is typed
    done     called with what was chosen: a choice's ID, or with `free` the typed text
    text     what stands in the line to begin with
    free     what is typed counts, unless a choice was moved to
    tall     it takes the panes' place, because all of the choices are to be read
    at       the choice that the cursor begins on, if there is one
    outlined its choices are those of the sidebar, and change with it
    again    keys that put it away, as Escape does, while nothing is typed: those that opened it
    side     stands in the paper's pane meanwhile
    """

    title: str
    choices: Sequence[Choice]
    done: Callable[[str], object]
    text: str = ""
    free: bool = False
    tall: bool = False
    at: str = ""
    outlined: bool = False
    again: Collection[str] = ()
    side: SideDocument | None = None

    @property
    def lines(self) -> int:
        """Lines that it takes: its title, a heading for each group of choices, the choices."""
        groups = len({choice.group for choice in self.choices})
        return 3 + len(self.choices) + (2 * groups - 1 if groups > 1 else 0)
