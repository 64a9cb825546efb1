"""Triage: papers one after the other, and what became of each. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum
from typing import NamedTuple

from reader.tui.writing import Act
from reader.values import dataclass

COMING = 3
"""So many of the next papers are named below a card."""


class Outcome(StrEnum):
    """What became of a card."""

    KEPT = "kept"
    SKIPPED = "skipped"
    LATER = "later"


class Extent(StrEnum):
    """How much of a paper its card shows."""

    ROOM = "room"
    """As much as there is room for."""
    WHOLE = "whole"
    """All of it, to be scrolled where there is no room for it."""
    SHORT = "short"
    """No abstract, although there is room for it; where there is none any more, as `ROOM`."""


class Decision(NamedTuple):
    """What was decided on a card, and what takes it back; `made`: see `Triage`."""

    outcome: Outcome
    undo: Act | None = None
    made: tuple[Act, ...] = ()


class Earlier(NamedTuple):
    """How many papers of the list were done with before a run began, and how."""

    kept: int = 0
    skipped: int = 0
    read: int = 0


@dataclass(frozen=True, slots=True)
class Triage:
    """A run through papers.

    nums       paper numbers, fixed when the run begins
    earlier    the list's other papers: a run that is begun again goes on where the last one was
    decisions  on the cards before the present one
    made       what takes back the gestures that were made on the present card (a tag, a note), the newest last
    extent     how much of the present paper the reader wants to see
    foresight  for papers that go by interest: see `InterestKeeping.foresight`
    """

    nums: Sequence[int]
    decisions: tuple[Decision, ...] = ()
    made: tuple[Act, ...] = ()
    extent: Extent = Extent.ROOM
    foresight: tuple[int, ...] = ()
    earlier: Earlier = Earlier()

    @property
    def num(self) -> int | None:
        """The paper whose turn it is; None at the end."""
        return self.nums[len(self.decisions)] if len(self.decisions) < len(self.nums) else None

    @property
    def coming(self) -> Sequence[int]:
        """The next papers."""
        begin = len(self.decisions) + 1
        return self.nums[begin : begin + COMING]

    @property
    def kept(self) -> tuple[int, ...]:
        """Papers that were kept."""
        decided = zip(self.nums, self.decisions, strict=False)
        return tuple(num for num, decision in decided if decision.outcome is Outcome.KEPT)

    def decided(self, outcome: Outcome, undo: Act | None = None) -> Triage:
        """On to the next card."""
        decisions = (*self.decisions, Decision(outcome, undo, self.made))
        return replace(self, decisions=decisions, made=(), extent=Extent.ROOM)

    def stepped_back(self) -> Triage:
        """One card back."""
        made = self.decisions[-1].made if self.decisions else self.made
        return replace(self, decisions=self.decisions[:-1], made=made, extent=Extent.ROOM)

    def with_made(self, undo: Act) -> Triage:
        """With one more gesture on the present card."""
        return replace(self, made=(*self.made, undo))

    def without(self, undo: Act) -> Triage:
        """Without a gesture that turned out to change nothing: there is nothing to take back."""
        decisions = tuple(each._replace(made=_but(each.made, undo)) for each in self.decisions)
        return replace(self, decisions=decisions, made=_but(self.made, undo))

    def count(self, outcome: Outcome) -> int:
        """How many cards came to this so far."""
        return sum(decision.outcome is outcome for decision in self.decisions)

    @property
    def unread(self) -> int:
        """How many papers of the list are neither kept nor skipped."""
        return len(self.nums) - self.count(Outcome.KEPT) - self.count(Outcome.SKIPPED)

    @property
    def seen(self) -> int:
        """How many papers of the list are done with, before this run and in it."""
        return sum(self.earlier) + len(self.decisions)

    @property
    def total(self) -> int:
        """How many papers the list has."""
        return sum(self.earlier) + len(self.nums)


def _but(acts: tuple[Act, ...], act: Act) -> tuple[Act, ...]:
    return tuple(each for each in acts if each is not act)
