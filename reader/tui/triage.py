"""Triage: papers one after the other, what became of each, and what a card looks like. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
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


@dataclass(frozen=True, slots=True)
class Triage:
    """A run through papers.

    nums      paper numbers, fixed when the run begins
    outcomes  of the cards before the present one
    """

    nums: tuple[int, ...]
    outcomes: tuple[Outcome, ...] = ()
    with_abstract: bool = False

    @property
    def num(self) -> int | None:
        """The paper whose turn it is; None at the end."""
        return self.nums[len(self.outcomes)] if len(self.outcomes) < len(self.nums) else None

    def decided(self, outcome: Outcome) -> Triage:
        """On to the next card."""
        return replace(self, outcomes=(*self.outcomes, outcome), with_abstract=False)

    def stepped_back(self) -> Triage:
        """One card back."""
        return replace(self, outcomes=self.outcomes[:-1], with_abstract=False)

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
