"""Keeping: bookmarks, export, copying, undo. What the screen shows as kept is on disk."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from reader.model import Lang
from reader.store.marks import Gesture
from reader.tui.choices import Choice
from reader.tui.screens.asking import AskingScreen
from reader.tui.spans import Role


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

    def action_export(self) -> None:
        """Write what is shown, selected or bookmarked to a file."""
        from reader.export.formats import FORMATS

        t = self.desk.t
        scope = self._scope()
        title = t.n("Export {n} paper as", "Export {n} papers as", len(scope))
        default = self.desk.config.export.format
        formats = sorted(FORMATS.values(), key=lambda form: form.name != default)
        choices = [Choice(form.name, form.name, t(form.help), f".{form.extension}") for form in formats]
        if scope:
            self.pick(title, choices, lambda name: self._export(scope, name))
        else:
            self.say(t("Nothing to export."))

    def _scope(self) -> Sequence[int]:
        """Paper numbers to export: the selected ones, else what the list shows."""
        if self.selected:
            return [marked.paper.num for marked in self.chosen()]
        return self.shown.nums

    def _export(self, nums: Sequence[int], name: str) -> None:
        from reader.export.formats import FORMATS, Options

        config = self.desk.config.export
        path = _free_path(Path(config.folder or ".").expanduser(), self.desk.today.isoformat(), FORMATS[name].extension)
        papers = (self.desk.library.paper(num) for num in nums)
        try:
            with path.open("x", encoding="utf-8", newline="") as file:
                file.writelines(self.desk.library.export(papers, name, Options(lang=Lang(config.language))))
        except OSError as error:
            self.say(self.desk.t("{path} cannot be written ({reason})", path=path, reason=error.strerror), Role.ERROR)
        else:
            self.say(self.desk.t.n("{n} paper in {path}", "{n} papers in {path}", len(nums), path=path))


def _free_path(folder: Path, day: str, extension: str) -> Path:
    """A file name in `folder` that is not taken yet."""
    path = folder / f"papers-{day}.{extension}"
    number = 2
    while path.exists():
        path = folder / f"papers-{day}-{number}.{extension}"
        number += 1
    return path
