"""Triage: one card after the other, one key each, and every step can be taken back."""

from __future__ import annotations

from functools import partial

from reader.commands import Where
from reader.tui.screens.asking import AskingScreen
from reader.tui.triage import Outcome, Triage, card_document


class Triaging(AskingScreen):
    """Commands of the group "Triage"."""

    def action_triage(self) -> None:
        """Go through what is unread and not kept, from the cursor on."""
        library = self.context.library
        open_ones = set(library.with_state("unread")).difference(library.with_state("bookmarked"))
        fresh = tuple(num for num in self.shown.nums[self.papers.cursor :] if num in open_ones)
        if not fresh:
            self.say(self.context.t("Nothing unread is left from here on."))
            return
        self.triage = Triage(fresh)
        self.add_class("-triage")
        self.show_card()
        self.focus_part(Where.TRIAGE)

    def show_card(self) -> None:
        """Hand the card what is to be decided on."""
        run = self.triage
        if run is None:
            return
        marked = self.context.library.paper(run.num) if run.num is not None else None
        self.card.show(partial(card_document, run, marked, self.options()))

    def _decide(self, outcome: Outcome) -> None:
        run = self.triage
        if run is None or run.num is None:
            self.action_triage_leave()
            return
        ids = [self.context.library.paper(run.num).paper.id]
        if outcome is Outcome.KEPT:
            self.context.library.marks.bookmark(ids, on=True)
        elif outcome is Outcome.SKIPPED:
            self.context.library.marks.skip(ids, on=True)
        self.context.library.changed()
        run.decide(outcome)
        self.show_card()

    def action_triage_keep(self) -> None:
        """Bookmark it."""
        self._decide(Outcome.KEPT)

    def action_triage_skip(self) -> None:
        """It is not wanted."""
        self._decide(Outcome.SKIPPED)

    def action_triage_later(self) -> None:
        """It stays unread."""
        self._decide(Outcome.LATER)

    def action_triage_abstract(self) -> None:
        """With its abstract, or without again."""
        if self.triage is not None:
            self.triage.with_abstract = not self.triage.with_abstract
            self.show_card()

    def action_triage_undo(self) -> None:
        """One card back, and what was decided on it undone."""
        run = self.triage
        outcome = run.step_back() if run is not None else None
        if outcome in (Outcome.KEPT, Outcome.SKIPPED):
            self.context.library.marks.undo()
            self.context.library.changed()
        self.show_card()

    def action_triage_leave(self) -> None:
        """Back to the list, at the paper whose turn it was."""
        run, self.triage = self.triage, None
        self.remove_class("-triage")
        self.focus_part(Where.LIST)
        if run is not None and run.num is not None:
            self.papers.move_to(self.shown.nums.index(run.num))
        self.redraw()
