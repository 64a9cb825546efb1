"""Moving through the list and the paper, and between the parts of the screen."""

from __future__ import annotations

from reader.commands import Where
from reader.tui.screens.asking import AskingScreen


class Moving(AskingScreen):
    """Commands of the group "Move"."""

    def action_down(self) -> None:
        """Next paper, or one line down."""
        self._move(1, 1)

    def action_up(self) -> None:
        """Previous paper, or one line up."""
        self._move(-1, -1)

    def action_page_down(self) -> None:
        """One page down."""
        self._move(self.papers.page, self.pane.page)

    def action_page_up(self) -> None:
        """One page up."""
        self._move(-self.papers.page_back, -self.pane.page)

    def action_first(self) -> None:
        """To the first paper, or to the top."""
        self._move(-len(self.shown.nums), -self.pane.virtual_size.height)

    def action_last(self) -> None:
        """To the last paper, or to the end."""
        self._move(len(self.shown.nums), self.pane.virtual_size.height)

    def _move(self, rows: int, lines: int) -> None:
        """In the paper and on a card by lines; in the list, and while a query is typed, by rows."""
        if self.where is Where.PAPER:
            self.pane.scroll_lines(lines)
        elif self.where is Where.TRIAGE:
            self.card.scroll_lines(lines)
        else:
            self.papers.move_to(self.papers.cursor + rows)

    def action_open(self) -> None:
        """Into the paper."""
        if self.current is not None:
            self.focus_part(Where.PAPER)

    def action_back(self) -> None:
        """One step back."""
        if self.where is Where.QUERY:
            self.leave_query()
        elif self.where is Where.PAPER:
            if self.beside is not None:
                self.show_beside(None)
            self.focus_part(Where.LIST)
        elif self.selected:
            self.selected.clear()
            self.redraw()
        else:
            self.widen()

    def action_next_pane(self) -> None:
        """To the next part of the screen."""
        self._step(1)

    def action_previous_pane(self) -> None:
        """To the part before."""
        self._step(-1)

    def _step(self, by: int) -> None:
        parts = (Where.LIST, Where.PAPER, Where.QUERY)
        part = parts[(parts.index(self.where) + by) % len(parts)]
        if part is Where.QUERY:
            self.enter_query()
        else:
            self.focus_part(part)
