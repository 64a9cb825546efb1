"""Which papers a command is about: asked here and nowhere else."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import replace

from reader.library.library import Library
from reader.model import Gesture, MarkedPaper
from reader.tui.stage import Stage
from reader.tui.unheard import nothing_to_act_on
from reader.tui.writing import Act, Change, recorded

FEW = 500
"""Up to so many papers are looked at one by one."""


def chosen_ids(stage: Stage) -> list[str]:
    """arXiv IDs of the papers a command is about: the card; else the selected ones; else the current one."""
    return stage.context.library.ids(numbers(stage))


def current(stage: Stage) -> MarkedPaper | None:
    """The one paper a command is about; where there is none, that is said."""
    if stage.current is None:
        say_nothing_here(stage)
    return stage.current


def some_ids(stage: Stage) -> list[str]:
    """`chosen_ids`; where there are none, that is said."""
    ids = chosen_ids(stage)
    if not ids:
        say_nothing_here(stage)
    return ids


def say_nothing_here(stage: Stage) -> None:
    """Say that there is no paper to act on, and on the last card what can be done there."""
    stage.say(nothing_to_act_on(stage.context.keymap, stage.context.t, ended=stage.state.ended))


def numbers(stage: Stage) -> Sequence[int]:
    """The numbers of the papers of `chosen_ids`, at once also where all of a library are selected."""
    state, current = stage.state, stage.current
    if state.selected and not state.in_triage:
        return array("I", state.selected)
    return [current.paper.num] if current is not None else []


def chosen(stage: Stage) -> list[MarkedPaper]:
    """The papers of `chosen_ids`, which should be few: the screen waits."""
    return list(stage.context.library.papers(numbers(stage)))


def scope(stage: Stage) -> Sequence[int]:
    """Numbers of the papers that a command on many is about: the card; else the selected ones; else the list."""
    if stage.state.selected or stage.state.in_triage:
        return numbers(stage)
    return stage.results.nums


def all_are(library: Library, ids: Sequence[str], state: str) -> bool:
    """Every one of the papers is `bookmarked`, `read` or `skipped`."""
    if len(ids) > FEW:
        return library.all_are(ids, state)
    found = [library.find(arxiv_id) for arxiv_id in ids]
    return all(marked is not None and getattr(marked.marks, state) is not None for marked in found)


def change(stage: Stage, do: Act) -> None:
    """Have the marks of what a command is about changed; on a card, as something that the card's undo takes back."""
    doing, undoing = recorded(do)
    run = stage.state.triage
    if run is not None and stage.state.in_triage:
        stage.show(replace(stage.state, triage=run.with_made(undoing)))

    def done(gesture: Gesture | None) -> None:
        run = stage.state.triage
        if gesture is None and run is not None:
            stage.show(replace(stage.state, triage=run.without(undoing)))

    stage.write(Change(doing, done))
