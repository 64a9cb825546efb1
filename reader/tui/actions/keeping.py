"""Keeping: bookmarks, tags, notes, selection, undo. What the screen shows as kept is on disk."""

from __future__ import annotations

import os
import shlex
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

from reader.errors import ChangedSinceError
from reader.model import Gesture
from reader.tui.choices import Choice
from reader.tui.screens.asking import AskingScreen
from reader.tui.spans import Role

FEW = 500
"""Up to so many papers, typing a tag that all have takes it off."""


class Keeping(AskingScreen):
    """Commands of the group "Keep" that change marks."""

    def action_bookmark(self) -> None:
        """Bookmark, or take the bookmark away."""
        ids = self.chosen_ids()
        if ids:
            self.context.library.marks.bookmark(ids, on=not self.all_chosen_are("bookmarked"))
            self.marks_changed()

    def action_tag(self) -> None:
        """Type tags, or choose among those there are."""
        ids = self.chosen_ids()
        if not ids:
            return
        t = self.context.t
        few = self.chosen() if len(ids) <= FEW else ()
        common = set.intersection(*(set(marked.marks.tags) for marked in few)) if few else set()
        choices = [
            Choice(tag, f"#{tag}", "", f"{count:,}", chosen=tag in common)
            for tag, count in self.context.library.marks.tags()
        ]

        def change(typed: str) -> None:
            words = {word.lstrip("#") for word in typed.replace("，", " ").replace(",", " ").split()} - {""}
            add = [word for word in words if not word.startswith("-") and word not in common]
            drop = [word.lstrip("-") for word in words if word.startswith("-") or word in common]
            self.context.library.marks.tag(ids, add=add, remove=drop)
            self.marks_changed()

        title = t.n("Tags for {n} paper", "Tags for {n} papers", len(ids)) if len(ids) > 1 else t("Tags")
        self.pick(title, choices, change, free=True)

    def action_note(self) -> None:
        """Write a note of one line; an empty one takes it away."""
        current = self.current
        if current is None:
            return
        if "\n" in (current.marks.note or ""):
            self.action_note_editor()
            return
        self.pick(
            self.context.t("Note"), (), self._note_writer(current.paper.id), text=current.marks.note or "", free=True
        )

    def action_note_editor(self) -> None:
        """Write the note in the user's editor, the screen out of the way meanwhile."""
        current = self.current
        if current is None:
            return
        editor = os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi"
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / f"note-{current.paper.id.replace('/', '-')}.md"
            file.write_text(current.marks.note or "", encoding="utf-8")
            try:
                with self.app.suspend():
                    status = subprocess.run([*shlex.split(editor), str(file)], check=False).returncode
            except OSError as error:
                self.say(
                    self.context.t("{editor} cannot be run: {reason}", editor=editor, reason=error.strerror), Role.ERROR
                )
                return
            if status:
                self.say(
                    self.context.t("{editor} ended with status {status}: the note stays.", editor=editor, status=status)
                )
            else:
                self._note_writer(current.paper.id)(file.read_text(encoding="utf-8", errors="replace"))

    def _note_writer(self, arxiv_id: str) -> Callable[[str], None]:
        def write(text: str) -> None:
            self.context.library.marks.note(arxiv_id, text)
            self.marks_changed()

        return write

    # Selection

    def action_select(self) -> None:
        """Select the paper, or leave it out; then on to the next."""
        if self.current is not None:
            self.selected ^= {self.current.paper.id}
            self.papers.redraw()
            self.papers.move_to(self.papers.cursor + 1)
            self.show_place()

    def action_select_all(self) -> None:
        """Select all papers of the list, or none."""
        ids = set(self.context.library.ids(self.shown.nums))
        self.selected = set() if ids <= self.selected else ids
        self.redraw()

    # Undo

    def action_undo(self) -> None:
        """Take back the last change of marks."""
        self._tell(
            self.context.library.marks.undo, self.context.t("Undone: {what}"), self.context.t("Nothing to undo.")
        )

    def action_redo(self) -> None:
        """Do again what was taken back."""
        self._tell(
            self.context.library.marks.redo, self.context.t("Done again: {what}"), self.context.t("Nothing to redo.")
        )

    def _tell(self, act: Callable[[], Gesture | None], done: str, nothing: str) -> None:
        try:
            gesture = act()
        except ChangedSinceError as error:
            self.say(error.told(self.context.t), Role.ERROR)
            return
        if gesture is None:
            self.say(nothing)
            return
        t = self.context.t
        self.marks_changed()
        papers = t.n("{n} paper", "{n} papers", len(gesture.ids))
        self.say(done.format(what=f"{t(gesture.label)} ({papers})"))
