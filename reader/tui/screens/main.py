"""The reading screen, put together."""

from __future__ import annotations

from collections.abc import Sequence

from reader.commands import Where
from reader.tui.actions.finding import Finding
from reader.tui.actions.handing_on import HandingOn
from reader.tui.actions.keeping import Keeping
from reader.tui.actions.moving import Moving
from reader.tui.actions.program import Program
from reader.tui.actions.reading import Reading
from reader.tui.actions.triaging import Triaging
from reader.tui.context import AppContext
from reader.tui.spans import Role
from reader.tui.state import ViewState


class MainScreen(Moving, Reading, Finding, Keeping, HandingOn, Triaging, Program):
    """List and paper, and every command."""

    def __init__(self, context: AppContext, state: ViewState, sources: Sequence[str] = ()) -> None:
        """`sources` are brought in as soon as the screen is drawn."""
        super().__init__(context, state)
        self._sources = sources

    def painted(self) -> None:
        super().painted()
        problems = [*self.context.config.warnings, *self.context.keymap.problems]
        if problems:
            self.say(problems[0].told(self.context.t), Role.ERROR)
        if self._sources or self.context.config.sync.on_open:
            self.bring_in(self._sources)

    @property
    def at_rest(self) -> bool:
        """All papers are listed and nothing is shown or asked over them: as the screen begins."""
        shown_over = self.triage or self.beside or self.standing
        return self.where is Where.LIST and not (shown_over or self.state.narrowed or self.has_class("-choosing"))

    def drawn(self) -> list[str]:
        """The screen as text with escape sequences, one for each row."""
        return [strip.render(self.app.console) for strip in self._compositor.render_strips()]
