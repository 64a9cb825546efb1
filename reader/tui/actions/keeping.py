"""Keeping: bookmarks, tags, selection, undo. What the screen shows as kept is on disk."""

from __future__ import annotations

from dataclasses import replace

from reader.library.marks import told
from reader.many import Nums
from reader.model import Gesture
from reader.tui.actions import subject
from reader.tui.choices import Choice
from reader.tui.prompts import Prompt
from reader.tui.stage import Stage
from reader.tui.writing import Act, Change


def bookmark(stage: Stage) -> None:
    """Bookmark, or take the bookmark away."""
    if ids := subject.some_ids(stage):
        subject.change(
            stage, lambda library: library.marks.bookmark(ids, on=not subject.all_are(library, ids, "bookmarked"))
        )


def tag(stage: Stage) -> None:
    """Type tags, or choose among those there are; a tag that all have already is taken off."""
    ids = subject.some_ids(stage)
    if not ids:
        return
    t = stage.context.t
    few = subject.chosen(stage) if len(ids) <= subject.FEW else ()
    common = set.intersection(*(set(marked.marks.tags) for marked in few)) if few else set()
    choices = [
        Choice(tag, f"#{tag}", papers=f"{count:,}", chosen=tag in common)
        for tag, count in stage.context.library.marks.tags()
    ]

    def change(typed: str) -> None:
        words = {word.lstrip("#") for word in typed.replace("，", " ").replace(",", " ").split()} - {""}
        add = [word for word in words if not word.startswith("-") and word not in common]
        drop = [word.lstrip("-") for word in words if word.startswith("-") or word in common]
        if words:
            subject.change(stage, lambda library: library.marks.tag(ids, add=add, remove=drop))

    title = t.n("Tags for {n} paper", "Tags for {n} papers", len(ids)) if len(ids) > 1 else t("Tags")
    stage.show(replace(stage.state, prompt=Prompt(title, choices, change, free=True)))


def select(stage: Stage) -> None:
    """Select the paper, or leave it out; then on to the next."""
    current = subject.current(stage)
    if current is not None:
        stage.show(replace(stage.state, selected=stage.state.selected.toggled(current.paper.num)))
        stage.rows.move_to(stage.rows.cursor + 1)


def select_all(stage: Stage) -> None:
    """Select all papers of the list, or none."""
    nums, selected = stage.results.nums, stage.state.selected
    if not nums:
        subject.say_nothing_here(stage)
    none = all(num in selected for num in nums)
    stage.show(replace(stage.state, selected=Nums() if none else Nums(nums)))


def undo(stage: Stage) -> None:
    """Take back the last change of marks."""
    take_back(stage, lambda library: library.marks.undo(), stage.context.t("Nothing to undo."))


def take_back(stage: Stage, do: Act, nothing: str) -> None:
    """Have `do` written, and say what it took back, or `nothing`."""
    _travel(stage, do, stage.context.t("Undone: {what}"), nothing)


def redo(stage: Stage) -> None:
    """Do again what was taken back."""
    t = stage.context.t
    _travel(stage, lambda library: library.marks.redo(), t("Done again: {what}"), t("Nothing to redo."))


def _travel(stage: Stage, do: Act, done: str, nothing: str) -> None:
    def tell(gesture: Gesture | None) -> None:
        stage.say(done.format(what=told(gesture, stage.context.t)) if gesture is not None else nothing)

    stage.write(Change(do, tell))


def write_again(stage: Stage) -> None:
    """Write once more what could not be written."""
    if stage.state.status.unwritten:
        stage.write_again()
    else:
        stage.say(stage.context.t("Everything is on disk."))
