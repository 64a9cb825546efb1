"""Triage: papers one after the other, what became of each, and what a card looks like. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from reader.model import MarkedPaper
from reader.tui.document import RenderOptions, centred, marks_line, metadata, section, titles
from reader.tui.spans import Role, Span
from reader.tui.typeset import Block, Item, SetDocument, paragraph, set_document


class Outcome(StrEnum):
    """What became of a card."""

    KEPT = "kept"
    SKIPPED = "skipped"
    LATER = "later"


@dataclass(slots=True)
class Triage:
    """A run through papers. `outcomes` are those of the cards before the present one.

    nums  paper numbers, fixed when the run begins
    """

    nums: tuple[int, ...]
    outcomes: list[Outcome] = field(default_factory=list)
    with_abstract: bool = False

    @property
    def num(self) -> int | None:
        """The paper whose turn it is; None at the end."""
        return self.nums[len(self.outcomes)] if len(self.outcomes) < len(self.nums) else None

    def decide(self, outcome: Outcome) -> None:
        """On to the next card."""
        self.outcomes.append(outcome)
        self.with_abstract = False

    def step_back(self) -> Outcome | None:
        """One card back; what had become of it."""
        self.with_abstract = False
        return self.outcomes.pop() if self.outcomes else None

    def count(self, outcome: Outcome) -> int:
        """How many cards came to this so far."""
        return self.outcomes.count(outcome)


def card_document(run: Triage, marked: MarkedPaper | None, options: RenderOptions, cells: int) -> SetDocument:
    """The present card, or the summing-up at the end (`marked` None), in the middle of `cells` cells."""
    room = min(cells, options.measure)
    return centred(set_document(_card(run, marked, options), room), cells, room)


def _card(run: Triage, marked: MarkedPaper | None, options: RenderOptions) -> Iterator[Item]:
    t = options.t
    counts = t(
        "kept {kept}   skipped {skipped}",
        kept=run.count(Outcome.KEPT),
        skipped=run.count(Outcome.SKIPPED),
    )
    total = len(run.nums)
    yield paragraph("")
    if marked is None:
        yield paragraph(t.n("All {n} paper seen", "All {n} papers seen", total), Role.TITLE)
        yield paragraph(counts, Role.META, gap=1)
        return
    place = t("{n} of {total}", n=len(run.outcomes) + 1, total=total)
    yield Block((Span(place, Role.TEXT), Span(f"      {counts}", Role.META)))
    yield paragraph("")
    yield from titles(marked.paper.texts, options)
    yield metadata(marked.paper, options)
    yield from marks_line(marked, options)
    texts = marked.paper.texts
    summary = texts.tldr_zh or texts.tldr_en
    if summary:
        yield from section(texts, "tldr", options, wide=False)
    if run.with_abstract or not summary:
        yield from section(texts, "abstract", options, wide=False)
