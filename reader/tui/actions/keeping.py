"""Keeping: bookmarks, export, copying, undo. What the screen shows as kept is on disk."""

from __future__ import annotations

from reader.store.marks import Gesture
from reader.tui.screens.asking import AskingScreen


class Keeping(AskingScreen):
    """Commands of the group "Keep"."""

    def action_bookmark(self) -> None:
        """Bookmark, or take the bookmark away."""
        chosen = self.chosen()
        if not chosen:
            return
        on = not all(marked.marks.bookmarked for marked in chosen)
        self.desk.library.bookmark([marked.paper.id for marked in chosen], on=on)
        self.marks_changed()

    def action_undo(self) -> None:
        """Take back the last change of marks."""
        self._tell(self.desk.library.undo(), self.desk.t("Undone: {what}"), self.desk.t("Nothing to undo."))

    def action_redo(self) -> None:
        """Do again what was taken back."""
        self._tell(self.desk.library.redo(), self.desk.t("Done again: {what}"), self.desk.t("Nothing to redo."))

    def _tell(self, gesture: Gesture | None, done: str, nothing: str) -> None:
        if gesture is None:
            self.say(nothing)
            return
        t = self.desk.t
        self.marks_changed()
        papers = t.n("{n} paper", "{n} papers", len(gesture.ids))
        self.say(done.format(what=f"{t(gesture.label)} ({papers})"))

    def action_copy_link(self) -> None:
        """Copy the paper's link."""
        chosen = self.chosen()
        if chosen:
            self.app.copy_to_clipboard("\n".join(marked.paper.link for marked in chosen))
            self.say(self.desk.t("Copied: {text}", text=chosen[0].paper.link))
