"""One visit to a small library, as a state machine's rules see it: what the screen says, and keys."""

from __future__ import annotations

import re
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule
from textual._compositor import Compositor
from textual.geometry import Region
from textual.keys import _character_to_key
from textual.strip import Strip

from reader.commands import COMMANDS, Where, keymap
from reader.config import Config
from reader.errors import QueryError
from reader.i18n import translator
from reader.library.library import Library
from reader.model import Digest, Marks
from reader.paths import Places
from reader.sources.contract import Reading
from reader.tui.app import ReaderApp
from reader.tui.context import AppContext
from reader.tui.outer_lines import is_printable
from reader.tui.screens.main import MainScreen
from reader.tui.state import ViewState
from reader.tui.triage import Triage
from tests.chance import THOROUGH
from tests.marks_model import Did, MarksModel
from tests.tui.conftest import FRIDAY, ON_FRIDAY, ON_THURSDAY, THURSDAY, all_has_come
from tests.tui.live import Live

FEW = 400
STEPS = FEW * THOROUGH
STEPS_OF_A_RUN = 40 if THOROUGH == 1 else 100
SIZES = ((44, 14), (100, 30), (160, 45))
SCREEN, OTHER = "screen 1", "command line"

# Commands that leave the screen or start something outside it; and those that change marks, which have their own rules.
OUTSIDE = {"quit", "sync", "add-source", "welcome", "note-editor", "pipe"}
MARKING = {
    *("bookmark", "read", "read-all", "next-unread", "read-on", "tag", "note", "undo", "redo", "save-search"),
    *("triage-keep", "triage-skip", "triage-undo"),
}
FREE = [command for command in COMMANDS if command.keys and command.id not in OUTSIDE | MARKING]


def prepared() -> Path:
    """A library of seven papers, to be copied."""
    folder = Path(tempfile.mkdtemp(prefix="machine"))
    library = Library.open(places_of(folder))
    digests = (Digest("cs.TE.md", "cs.TE", FRIDAY, ON_FRIDAY), Digest("cs.TE.md", "cs.TE", THURSDAY, ON_THURSDAY))
    library.sources.bring_in("invented", Reading("cs.TE.md", "1", digests))
    library.close()
    return folder


def places_of(folder: Path) -> Places:
    return Places(data=folder, cache=folder / "cache", config=folder / "config.toml")


def widgets_only(compositor: Compositor) -> None:
    """Have every widget draw what it has to, but not Textual put it together for a terminal that nobody looks at.

    That takes a fifth of a step, and is seldom needed to see a fault of ours: three visits of four go without.
    """

    def render(crop: Region, is_rendered_line: Callable[[int], bool]) -> list[dict[int, Strip]]:
        for _ in compositor._get_renders(crop):
            pass
        return []

    compositor._render_chops = render  # type: ignore[method-assign]


class Visit(RuleBasedStateMachine):
    """One visit to the screen."""

    template: Path
    """A library to begin with."""
    done = 0
    """Steps in all."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="machine"))
        shutil.copytree(self.template, self.folder / "library")
        self.places = places_of(self.folder / "library")
        self.model = MarksModel()
        self.ids = [each.id for each in (*ON_FRIDAY, *ON_THURSDAY)]
        self.steps = 0
        self.cards: list[tuple[int, Did | None, list[Did | None]]] = []
        self.on_card: list[Did | None] = []

    @initialize(size=st.sampled_from(SIZES), composed=st.sampled_from((False, False, False, True)))
    def open(self, size: tuple[int, int], composed: bool) -> None:
        self.library = Library.open(self.places, SCREEN)
        self.other = Library.open(self.places, OTHER)
        context = AppContext(self.places, self.library, Config(), keymap(), translator("en"), FRIDAY, owner=SCREEN)
        app = ReaderApp(context, ViewState())
        self.live = Live(app, size)
        if not composed:
            widgets_only(self.screen._compositor)
        self.settle()

    def teardown(self) -> None:
        type(self).done += self.steps
        if STEPS > FEW:
            sys.stdout.write(f"\r{type(self).done:,} steps")
            sys.stdout.flush()
        self.live.close()
        self.library.close()
        self.other.close()
        shutil.rmtree(self.folder, ignore_errors=True)  # a thread may still be closing its files

    # What the screen says

    @property
    def screen(self) -> MainScreen:
        screen = self.live.app.screen
        assert isinstance(screen, MainScreen)
        return screen

    @property
    def focus(self) -> Where:
        return self.screen.state.focus

    @property
    def run(self) -> Triage | None:
        """The cards that are gone through, also while a query is typed over them."""
        state = self.screen.state
        return state.triage or (state.typing.before.triage if state.typing is not None else None)

    @property
    def asked(self) -> str:
        """The title of what is asked."""
        return self.screen.state.prompt.title if self.screen.state.prompt is not None else ""

    def named(self) -> str | None:
        """The paper whose ID stands on the card or in the paper's pane."""
        pane = self.screen.card if self.screen.state.in_triage else self.screen.pane
        document = pane._document if pane.size else pane._compose_document(80)  # it has no room in a small window
        found = re.search(r"^(2608\.\d{5})", "\n".join(document.paragraphs), re.MULTILINE)
        if found is not None or self.screen.state.side is None:
            return found[1] if found else None
        run = self.screen.state.triage  # what stands there instead names no ID
        if run is not None and self.screen.state.in_triage:
            return self.library.paper(run.num).paper.id if run.num is not None else None
        listed = self.screen.results.listed
        return self.library.paper(listed[self.screen.papers.cursor]).paper.id if listed else None

    def subjects(self) -> list[str]:
        """The papers that a command is about, by what is to be seen."""
        if self.screen.state.selected and not self.screen.state.in_triage:
            return sorted(self.library.ids(list(self.screen.state.selected)))
        named = self.named()
        return [named] if named else []

    # Acting

    def press(self, *keys: str) -> None:
        self.live.press(*keys)

    def type(self, text: str) -> None:
        self.press(*(_character_to_key(character) for character in text))

    def settle(self) -> None:
        """Wait for what is on its way."""
        self.live.wait(lambda: all_has_come(self.live.app))

    def key_of(self, command: str) -> str | None:
        """A key by which a command can be called now."""
        found = next(each for each in COMMANDS if each.id == command)
        if self.asked or not found.where & self.focus:
            return None
        keys = [key for key in found.keys if self.focus is not Where.QUERY or not is_printable(key)]
        return keys[0] if keys else None

    @precondition(lambda self: self.key_of("select"))
    @rule(papers=st.integers(1, 3))
    def select(self, papers: int) -> None:
        """Select papers, one below the other: what follows is about all of them."""
        for _ in range(papers):
            if (key := self.key_of("select")) is not None:
                self.press(key)

    # What is on disk

    def counts_are_those_of_the_list(self) -> None:
        """The place in the top line; the unread papers below and in the headings, as soon as they were counted."""
        screen, state = self.screen, self.screen.state
        shown = "".join(span.text for span in screen.moment.place(300))
        if screen.results.nums and not state.in_triage and screen.papers.cursor < screen.results.total:
            assert f"{screen.papers.cursor + 1} of {len(screen.results.nums)} " in shown
        assert all(f"[{label}]" in shown for _, label in screen.moment._filters())
        if state.view.similar or (unread := self.unread_on_disk(state)) is None:
            return
        self.live.wait(lambda: self.screen.state.status.unread == unread)
        under = self.screen.state.status.under or {}
        assert sum(count for (_, part), count in under.items() if part is None) in (0, self.screen.state.status.unread)

    def unread_on_disk(self, state: ViewState) -> int | None:
        """How many papers of the list are neither read nor skipped; None if its query cannot be read."""
        filters = (*state.asked.filters, "is:unread")
        try:
            found = self.other.finding.search(state.view.query, filters=filters, typing=True).total
        except QueryError:
            return None
        near = {self.library.paper(num).paper.id for num in self.screen.results.near.nums}
        marks = [self.marks_on_disk(arxiv_id) for arxiv_id in near]
        return found + sum(not (each.read or each.skipped) for each in marks)

    def marks_on_disk(self, arxiv_id: str) -> Marks:
        marked = self.other.find(arxiv_id)
        assert marked is not None
        return marked.marks
