"""Triage: one card after the other, one key each, and every step can be taken back."""

from __future__ import annotations

from dataclasses import replace

from reader.commands import Where
from reader.library.library import Library
from reader.model import Gesture
from reader.tui.stage import Stage
from reader.tui.triage import Outcome, Triage
from reader.tui.writing import Change


def triage(stage: Stage) -> None:
    """Go through what is unread and not kept, from the cursor on."""
    library = stage.context.library
    wanted = set(library.with_state("unread")).difference(library.with_state("bookmarked"))
    fresh = tuple(num for num in stage.results.nums[stage.rows.cursor :] if num in wanted)
    if fresh:
        stage.show(replace(stage.state, triage=Triage(fresh), focus=Where.TRIAGE, side=None))
    else:
        stage.say(stage.context.t("Nothing unread is left from here on."))


def keep(stage: Stage) -> None:
    """Bookmark it."""
    _decide(stage, Outcome.KEPT)


def skip(stage: Stage) -> None:
    """It is not wanted."""
    _decide(stage, Outcome.SKIPPED)


def later(stage: Stage) -> None:
    """It stays unread."""
    _decide(stage, Outcome.LATER)


def _decide(stage: Stage, outcome: Outcome) -> None:
    """Write what was decided on the card, and go on to the next; on the last card of all there is nothing to decide."""
    run, card = stage.state.triage, stage.current
    if run is None or run.num is None or card is None:
        return
    ids = [card.paper.id]

    def do(library: Library) -> Gesture | None:
        if outcome is Outcome.KEPT:
            return library.marks.bookmark(ids, on=True)
        return library.marks.skip(ids, on=True)

    if outcome is not Outcome.LATER:
        stage.write(Change(do))
    stage.show(replace(stage.state, triage=run.decided(outcome)))


def abstract(stage: Stage) -> None:
    """With its abstract, or without again."""
    run = stage.state.triage
    if run is not None and run.num is not None:
        stage.show(replace(stage.state, triage=replace(run, with_abstract=not run.with_abstract)))


def undo(stage: Stage) -> None:
    """One card back, and what was decided on it undone."""
    run = stage.state.triage
    if run is None or not run.outcomes:
        return
    if run.outcomes[-1] is not Outcome.LATER:
        stage.write(Change(lambda library: library.marks.undo()))
    stage.show(replace(stage.state, triage=run.stepped_back()))


def leave(stage: Stage) -> None:
    """Back to the list, at the paper whose turn it was, if the list still has it."""
    run = stage.state.triage
    stage.show(stage.state.focused(Where.LIST))
    if run is not None and run.num is not None and run.num in stage.results.nums:
        stage.rows.move_to(stage.results.nums.index(run.num))
