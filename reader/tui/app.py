"""The Textual application: themes, styles, one screen. Everything that happens, happens in the screen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import App
from textual.binding import BindingType
from textual.driver import Driver

from reader.tui.desk import Desk
from reader.tui.screens.main import MainScreen
from reader.tui.state import ViewState
from reader.tui.themes import PALETTES, textual_themes


class ReaderApp(App[int], inherit_bindings=False):
    """Runs the reading screen; its return value is the exit status."""

    CSS_PATH = "styles.tcss"
    AUTO_FOCUS = None
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = []

    def __init__(
        self, desk: Desk, state: ViewState, sources: Sequence[str] = (), driver_class: type[Driver] | None = None
    ) -> None:
        super().__init__(driver_class=driver_class)
        self.desk = desk
        self.state = state
        self.sources = sources
        for theme in textual_themes():
            self.register_theme(theme)
        self.theme = state.theme if state.theme in PALETTES else "dark"

    def get_default_screen(self) -> MainScreen:
        """The reading screen."""
        return MainScreen(self.desk, self.state)
