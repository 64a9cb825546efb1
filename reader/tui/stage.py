"""What a command may see and do: the narrow side of the screen that `actions` know.

A command looks at `state`, `results` and the library, and hands the screen another state (`show`); for what lies
outside the screen there is a handful of verbs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from reader.model import MarkedPaper, Results
from reader.tui.context import AppContext
from reader.tui.document import RenderOptions
from reader.tui.meaning import Term
from reader.tui.sidebar import Entry, Target
from reader.tui.spans import Role
from reader.tui.state import ViewState
from reader.tui.writing import Change


class Rows(Protocol):
    """Rows with a cursor."""

    cursor: int

    @property
    def page(self) -> int:
        """Rows of a page downwards."""

    @property
    def page_back(self) -> int:
        """Rows of a page upwards."""

    def move_to(self, index: int) -> None:
        """Put the cursor on a row, or on the nearest there is."""


class PaperRows(Rows, Protocol):
    """The list of papers."""

    def lift(self, index: int) -> None:
        """Put the cursor on a row, and that row with its heading at the top."""


class Sidebar(Rows, Protocol):
    """The entries of the sidebar."""

    @property
    def current(self) -> Entry | None:
        """The one under the cursor."""


class Text(Protocol):
    """A pane of text."""

    @property
    def page(self) -> int:
        """Lines of a page."""

    @property
    def at_end(self) -> bool:
        """Nothing is left below."""

    @property
    def fits(self) -> bool:
        """All that it shows is in view without scrolling."""

    @property
    def cut(self) -> bool:
        """There is more than it shows (see `SetDocument`)."""

    def scroll_lines(self, lines: int) -> None:
        """Down by lines; up where negative; as far as there is text."""


class Outside(Protocol):
    """What lies outside the screen."""

    def copy(self, text: str) -> None:
        """Put text on the clipboard, through the terminal (OSC 52), so that it works over ssh."""

    @property
    def in_browser(self) -> bool:
        """The screen is shown in a browser, which has no folders of this machine."""

    def hand_over(self, file: Path) -> None:
        """Let the browser that shows the screen download a file, which is deleted then."""

    def open_address(self, address: str) -> bool:
        """Open an address in a browser of its own window; False if there is none."""

    def suspended(self) -> AbstractContextManager[None]:
        """The terminal is another program's for a while. Raises DigestReaderError where that cannot be."""

    def stop(self) -> bool:
        """Stop the program until the shell goes on with it; False where no shell would (see `setsid`, a browser)."""

    def in_background(self, work: Callable[[], Callable[[], object]]) -> None:
        """Do `work` in a thread, then what it returns in the screen's own."""

    def show_welcome(self) -> None:
        """Show the welcome digest."""


class Stage(Protocol):
    """The screen, as commands know it.

    pressed  the key that the present command was called by; empty from the palette or the mouse
    """

    pressed: str

    @property
    def context(self) -> AppContext:
        """Library, settings, words, keys, day."""

    @property
    def state(self) -> ViewState:
        """What is shown."""

    @property
    def results(self) -> Results:
        """The papers in the list."""

    @property
    def terms(self) -> Sequence[Term]:
        """What can be chosen in the line that says how the query was understood."""

    @property
    def options(self) -> RenderOptions:
        """How papers are shown."""

    @property
    def current(self) -> MarkedPaper | None:
        """The paper that a command is about: the card, else the one under the list's cursor."""

    @property
    def rows(self) -> PaperRows:
        """The list."""

    @property
    def sidebar(self) -> Sidebar:
        """The sidebar, whether it is to be seen or not."""

    @property
    def has_room(self) -> bool:
        """The window is wide enough for the sidebar."""

    @property
    def text(self) -> Text:
        """The pane of text that keys scroll: the paper's, or the card's."""

    @property
    def outside(self) -> Outside:
        """What lies outside the screen."""

    def show(self, state: ViewState) -> None:
        """Go over to another state."""

    def ask_again(self) -> None:
        """Ask for the papers of the list anew: their order may be another one now."""

    def do(self, command: str) -> None:
        """Do another command, as if it had been chosen from the palette."""

    def say(self, message: str, role: Role = Role.TEXT) -> None:
        """Show a short message, until the next key."""

    def write(self, change: Change) -> None:
        """Have marks changed, in a while."""

    def write_again(self) -> None:
        """Try once more to write what could not be written."""

    @property
    def to_be_read(self) -> frozenset[str]:
        """arXiv IDs of papers that will be read once all is written."""

    def count(
        self, lists: Sequence[Target], done: Callable[[Mapping[Target, int]], object], *, leads: bool = False
    ) -> None:
        """Have lists counted, among the reader's own channels where those were chosen; `done` is called with list ->
        papers. `leads`: it goes over to another list, and keys wait for that."""

    def expect(self) -> Callable[[], None]:
        """Let keys wait for something that leads elsewhere, until what this returns is called."""

    def survey(self) -> None:
        """Have what the sidebar shows counted, once there is time; it comes as another state."""

    def bring_in(self, arguments: Sequence[str]) -> bool:
        """Read sources (none: every remembered one) in the background; False if that has to wait for another job."""

    def run_job(self, arguments: Sequence[str], given: str = "") -> bool:
        """Run a sub-command in the background, `given` on its stdin; False if that has to wait for another job."""

    def stop_job(self) -> bool:
        """End the job in the background, what came so far is kept; False if there is none."""

    def leave(self) -> None:
        """Leave the screen, once all is on disk."""
