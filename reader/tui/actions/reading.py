"""Reading: languages, what was read, the paper's page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from reader.model import Lang
from reader.tui.screens.asking import AskingScreen

NEXT_LANG = {Lang.ZH: Lang.EN, Lang.EN: Lang.BOTH, Lang.BOTH: Lang.ZH}


class Reading(AskingScreen):
    """Commands of the group "Read"."""

    def action_language(self) -> None:
        """Chinese, English, both."""
        self.state = replace(self.state, lang=NEXT_LANG[self.state.lang])
        self.redraw()

    def action_latex(self) -> None:
        """Formulas as plain text, or as they were written."""
        self.latex_source = not self.latex_source
        self.redraw()

    def action_read_on(self) -> None:
        """Scroll the paper; at its end, on to the next unread one."""
        if self.pane.at_end:
            self.action_next_unread()
        else:
            self.pane.scroll_lines(self.pane.page)

    def action_next_unread(self) -> None:
        """The current paper is read; on to the next one that is not."""
        current = self.current
        if current is None:
            return
        if not current.marks.read:
            self.desk.library.mark_read([current.paper.id], on=True)
            self.marks_changed()
        row = self._next_unread(range(self.papers.cursor + 1, len(self.shown.nums)))
        if row is None:
            row = self._next_unread(range(self.papers.cursor))
        if row is None:
            self.say(self.desk.t("Nothing unread is left here."))
        else:
            self.papers.move_to(row)

    def _next_unread(self, rows: Iterable[int]) -> int | None:
        for row in rows:
            marks = self.desk.library.paper(self.shown.nums[row]).marks
            if not marks.read and not marks.skipped:
                return row
        return None

    def action_read(self) -> None:
        """Mark as read, or as unread again."""
        chosen = self.chosen()
        if chosen:
            self.desk.library.mark_read(
                [marked.paper.id for marked in chosen], on=not all(m.marks.read for m in chosen)
            )
            self.marks_changed()

    def action_open_page(self) -> None:
        """Open the paper's page in a browser."""
        if self.current is not None:
            self.app.open_url(self.current.paper.link)
            self.say(self.current.paper.link)
