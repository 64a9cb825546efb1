"""Triage: one card after the other, one key each, and every step can be taken back."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import chain

from reader.commands import Where
from reader.library.finding import interest_in
from reader.library.library import Library
from reader.many import Nums, without
from reader.model import Sort
from reader.tui.actions import keeping, subject
from reader.tui.actions.aside import ask_aside
from reader.tui.actions.finding import UNREAD
from reader.tui.stage import Stage, Text
from reader.tui.triage import Earlier, Extent, Outcome, Triage
from reader.tui.writing import Act, Change, recorded


def triage(stage: Stage) -> None:
    """Go through what is unread and not kept, from the cursor on, then through what stands above it."""
    library, nums, cursor = stage.context.library, stage.results.nums, stage.rows.cursor
    wanted = Nums(without(library.with_state("unread"), library.with_state("bookmarked")))
    fresh = array("I", (num for num in chain(nums[cursor:], nums[:cursor]) if num in wanted))
    if not fresh:
        stage.say(stage.context.t("Nothing unread is left here."))
        return
    run = Triage(fresh, earlier=_earlier(library, nums, fresh))
    stage.show(replace(stage.state, triage=run, focus=Where.TRIAGE, side=None))
    if stage.results.sort is Sort.INTEREST:
        scope = interest_in(stage.results, Sort.INTEREST) or ""

        def places(library: Library) -> Callable[[], object]:
            foresight = library.interest.foresight(scope, fresh[0])
            return _learned(stage, fresh, lambda run: replace(run, foresight=foresight))

        ask_aside(stage, places)
    if UNREAD in stage.state.view.filters:  # what is done with is not in the list
        asked = stage.state.asked
        filters = tuple(term for term in asked.filters if term != UNREAD)

        def whole(library: Library) -> Callable[[], object]:
            found = library.finding.search(asked.query, filters=filters)
            earlier = _earlier(library, found.nums, fresh)
            return _learned(stage, fresh, lambda run: replace(run, earlier=earlier))

        ask_aside(stage, whole)


def _earlier(library: Library, nums: Sequence[int], fresh: Sequence[int]) -> Earlier:
    """What became of the papers `nums` of a list before those were gone through that are `fresh`."""
    others = without(nums, fresh)
    left = without(others, library.with_state("bookmarked"))
    read = without(left, library.with_state("skipped"))
    return Earlier(kept=len(others) - len(left), skipped=len(left) - len(read), read=len(read))


def _learned(stage: Stage, nums: Sequence[int], with_it: Callable[[Triage], Triage]) -> Callable[[], object]:
    """Show the run through `nums` with what else is known of it, if it still goes on."""

    def tell() -> None:
        run = stage.state.triage
        if run is not None and run.nums == nums:
            stage.show(replace(stage.state, triage=with_it(run)))

    return tell


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
    """Write what was decided on the card, and go on to the next; at the end there is nothing to decide."""
    run, card = stage.state.triage, stage.current
    if run is None or run.num is None or card is None:
        subject.say_nothing_here(stage)
        return
    undo = None
    if outcome is not Outcome.LATER:
        do, undo = recorded(_keeping([card.paper.id]) if outcome is Outcome.KEPT else _skipping([card.paper.id]))
        stage.write(Change(do, reads=frozenset([card.paper.id])))
    stage.show(replace(stage.state, triage=run.decided(outcome, undo), side=None))


def _keeping(ids: Sequence[str]) -> Act:
    return lambda library: library.marks.keep(ids)


def _skipping(ids: Sequence[str]) -> Act:
    return lambda library: library.marks.skip(ids, on=True)


def abstract(stage: Stage) -> None:
    """All of what is cut, page by page, and then as before; of what is not cut, without its abstract, or with it.

    What stands on the card instead of the paper goes first.
    """
    run = stage.state.triage
    if stage.state.side is not None:
        stage.show(replace(stage.state, side=None))
    elif run is not None and run.num is not None:
        extent = _next_extent(run.extent, stage.text)
        if extent is not run.extent:
            stage.show(replace(stage.state, triage=replace(run, extent=extent)))
        if extent is Extent.WHOLE:
            stage.text.scroll_lines(stage.text.page)
    else:
        subject.say_nothing_here(stage)


def _next_extent(extent: Extent, card: Text) -> Extent:
    """What comes after what is on the card: that depends on what there is room for now, as windows are resized."""
    if card.cut or not card.at_end:
        return Extent.WHOLE
    return Extent.SHORT if card.fits and extent is not Extent.SHORT else Extent.ROOM


def undo(stage: Stage) -> None:
    """Take back what was done on the card; if nothing was, one card back, and what was decided there undone."""
    run = stage.state.triage
    if run is None:
        return
    t = stage.context.t
    if run.made:
        keeping.take_back(stage, run.made[-1], t("Nothing to undo."))
        stage.show(replace(stage.state, triage=replace(run, made=run.made[:-1])))
    elif run.decisions:
        decided, changed_nothing = run.decisions[-1].undo, t("One card back.")
        stage.show(replace(stage.state, triage=run.stepped_back(), side=None))
        if decided is not None:
            keeping.take_back(stage, decided, changed_nothing)
        else:
            stage.say(changed_nothing)
    else:
        stage.say(t("Nothing to undo."))


def leave(stage: Stage) -> None:
    """Back to the list, at the paper whose turn it was, if the list still has it."""
    run = stage.state.triage
    if stage.state.side is not None:
        stage.show(replace(stage.state, side=None))
        return
    stage.show(stage.state.focused(Where.LIST))
    if run is not None and run.num is not None and run.num in stage.results.nums:
        stage.rows.move_to(stage.results.nums.index(run.num))
