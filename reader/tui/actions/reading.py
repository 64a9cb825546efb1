"""Reading: languages, ways of showing, what was read, the paper's page."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from reader.model import Lang
from reader.tui.screens.asking import AskingScreen
from reader.tui.side_documents import appearances_document
from reader.tui.state import Layout

NEAR = 50
"""Rows that are looked at one by one for the next unread paper."""
NEXT_LANG = {Lang.ZH: Lang.EN, Lang.EN: Lang.BOTH, Lang.BOTH: Lang.ZH}
NEXT_LAYOUT = {Layout.AUTO: Layout.SIDE, Layout.SIDE: Layout.STACKED, Layout.STACKED: Layout.AUTO}


def has_browser(environ: Mapping[str, str]) -> bool:
    """A browser of its own window can be opened; a browser for terminals would draw over the screen."""
    return sys.platform == "darwin" or any(environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER"))


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

    def action_zoom(self) -> None:
        """The paper alone, or list and paper again."""
        self.state = replace(self.state, zoomed=not self.state.zoomed)
        self.lay_out(self.size)
        self.focus_part(self.where)

    def action_layout(self) -> None:
        """Side by side, stacked, or as the size of the window asks for."""
        t = self.context.t
        layout = NEXT_LAYOUT[self.state.layout]
        self.state = replace(self.state, layout=layout)
        self.lay_out(self.size)
        names = {Layout.AUTO: t("by the size"), Layout.SIDE: t("side by side"), Layout.STACKED: t("stacked")}
        self.say(t("List and paper: {layout}", layout=names[layout]))

    def action_rows(self) -> None:
        """One, two or three lines for each paper."""
        self.state = replace(self.state, rows=self.state.rows % 3 + 1)
        self.papers.most_lines = self.state.rows

    # Read and unread

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
            self.context.library.marks.mark_read([current.paper.id], on=True)
            self.marks_changed(paper_too=False)  # another one is shown in a moment
        row = self._next_unread(range(self.papers.cursor + 1, len(self.shown.nums)))
        if row is None:
            row = self._next_unread(range(self.papers.cursor))
        if row is None:
            self.show_paper(keep_scroll=True)
            self.say(self.context.t("Nothing unread is left here."))
        else:
            self.papers.move_to(row)

    def _next_unread(self, rows: range) -> int | None:
        """The first of `rows` that is unread: mostly near, so that not all have to be looked at."""
        for row in rows[:NEAR]:
            marks = self.context.library.paper(self.shown.nums[row]).marks
            if not marks.read and not marks.skipped:
                return row
        if len(rows) <= NEAR:
            return None
        unread = set(self.context.library.with_state("unread"))
        return next((row for row in rows[NEAR:] if self.shown.nums[row] in unread), None)

    def action_read(self) -> None:
        """Mark as read, or as unread again."""
        ids = self.chosen_ids()
        if ids:
            self.context.library.marks.mark_read(ids, on=not self.all_chosen_are("read"))
            self.marks_changed()

    def action_read_all(self) -> None:
        """Mark all papers of the list as read; one undo takes it back."""
        ids = self.context.library.ids(self.shown.nums)
        gesture = self.context.library.marks.mark_read(ids, on=True) if ids else None
        self.marks_changed()
        count = len(gesture.ids) if gesture is not None else 0
        self.say(self.context.t.n("{n} paper marked as read", "{n} papers marked as read", count))

    # The paper elsewhere

    def action_open_page(self) -> None:
        """Open the paper's page in a browser."""
        if self.current is not None:
            self._open(self.current.paper.link)

    def action_open_pdf(self) -> None:
        """Open the paper's PDF in a browser."""
        if self.current is not None:
            self._open(self.current.paper.pdf)

    def _open(self, address: str) -> None:
        """In a browser; where there is none (over ssh), the address is copied through the terminal instead."""
        if self.app.is_web or has_browser(os.environ):
            self.app.open_url(address)
            self.say(address)
        else:
            self.app.copy_to_clipboard(address)
            self.say(self.context.t("No browser here; copied: {text}", text=address))

    def action_appearances(self) -> None:
        """Where and when the paper appeared, and what changed in it; again: back to the paper."""
        current = self.current
        if self.beside is not None or current is None:
            self.show_beside(None)
            return
        earlier = self.context.library.earlier(current.paper.num)
        self.show_beside(partial(appearances_document, current, earlier, self.options()))
