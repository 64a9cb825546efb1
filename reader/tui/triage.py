"""Triage: papers one after the other, what became of each, and what a card looks like. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from enum import StrEnum
from math import ceil
from typing import NamedTuple

from reader.i18n import Translator
from reader.model import MarkedPaper
from reader.text.cells import cell_len, fit
from reader.tui.document import RenderOptions, centred, marks_line, metadata, section, titles
from reader.tui.list_rows import title_of
from reader.tui.spans import Role, Span
from reader.tui.typeset import Block, Item, SetDocument, paragraph, set_document
from reader.tui.writing import Act
from reader.values import dataclass

COMING = 3
"""So many of the next papers are named below a card."""
MOST_OF_THEM = 0.9
"""Before the first card it is said among how many papers so large a share of the kept ones stood."""
LISTED = 12
"""So many of the kept papers are named at the end."""
BAR_CELLS = 40
ROOMY = 12
"""Lines from which on a card has its bar and blank lines; lower ones begin with the paper's title."""


class Outcome(StrEnum):
    """What became of a card."""

    KEPT = "kept"
    SKIPPED = "skipped"
    LATER = "later"


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
    flipped    the abstract is shown although there is no room for it, or not shown although there is
    foresight  for papers that go by interest: see `InterestKeeping.foresight`
    """

    nums: tuple[int, ...]
    decisions: tuple[Decision, ...] = ()
    made: tuple[Act, ...] = ()
    flipped: bool = False
    foresight: tuple[int, ...] = ()
    earlier: Earlier = Earlier()

    @property
    def num(self) -> int | None:
        """The paper whose turn it is; None at the end."""
        return self.nums[len(self.decisions)] if len(self.decisions) < len(self.nums) else None

    @property
    def coming(self) -> tuple[int, ...]:
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
        return replace(self, decisions=decisions, made=(), flipped=False)

    def stepped_back(self) -> Triage:
        """One card back."""
        made = self.decisions[-1].made if self.decisions else self.made
        return replace(self, decisions=self.decisions[:-1], made=made, flipped=False)

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
    def seen(self) -> int:
        """How many papers of the list are done with, before this run and in it."""
        return sum(self.earlier) + len(self.decisions)

    @property
    def total(self) -> int:
        """How many papers the list has."""
        return sum(self.earlier) + len(self.nums)


def _but(acts: tuple[Act, ...], act: Act) -> tuple[Act, ...]:
    return tuple(each for each in acts if each is not act)


class Card(NamedTuple):
    """What is to be shown of a run.

    marked  the paper whose turn it is; None at the end
    others  the next papers; at the end those that were kept, as far as they are named
    lines   that there are for it
    """

    run: Triage
    marked: MarkedPaper | None
    others: Sequence[MarkedPaper]
    lines: int


def card_document(card: Card, options: RenderOptions, cells: int) -> SetDocument:
    """The present card, or the summing-up at the end, in the middle of `cells` cells.

    The abstract is there where there is room for it, and rather than the names of the next papers.
    """
    room = min(cells, options.measure)
    if card.marked is None:
        return centred(set_document(_end(card, options), room), cells, room)
    wholes = (set_document(_card(card, card.marked, options, room, named=named), room) for named in (COMING, 1, 0))
    fitting = next((whole for whole in wholes if len(whole.lines) <= card.lines), None)
    if (fitting is not None) != card.run.flipped:
        return centred(fitting or set_document(_card(card, card.marked, options, room), room), cells, room)
    return centred(set_document(_card(card, card.marked, options, room, abstract=False), room), cells, room)


def _card(
    card: Card, marked: MarkedPaper, options: RenderOptions, room: int, *, abstract: bool = True, named: int = COMING
) -> Iterator[Item]:
    """What stands on a card; of the next papers, `named` are named."""
    texts = marked.paper.texts
    if card.lines >= ROOMY:
        yield from _progress(card.run, options.t, room)
    yield from titles(texts, options)
    yield metadata(marked.paper, options)
    yield from marks_line(marked, options)
    summary = texts.tldr_zh or texts.tldr_en
    if summary:
        yield from section(texts, "tldr", options, wide=False)
    if abstract or not summary:
        yield from section(texts, "abstract", options, wide=False)
    if card.lines < ROOMY:
        yield _place(card.run, options.t)
    yield from _named(options.t("Next"), card.others[:named], options, room)


def _end(card: Card, options: RenderOptions) -> Iterator[Item]:
    t, run = options.t, card.run
    if card.lines >= ROOMY:
        yield from _progress(run, t, options.measure)
    yield paragraph(t.n("All {n} paper seen", "All {n} papers seen", run.total), Role.TITLE)
    if card.lines < ROOMY:
        yield _place(run, t)
    if later := run.count(Outcome.LATER):
        yield paragraph(t.n("{n} paper was left for later", "{n} papers were left for later", later), Role.TEXT, gap=1)
    yield from _named(t("Kept here"), card.others, options, options.measure)
    more = run.count(Outcome.KEPT) - len(card.others)
    if more > 0:
        yield paragraph(f"+{more:,}", Role.META)


def _progress(run: Triage, t: Translator, room: int) -> Iterator[Block]:
    """How far the run is, and what it came to."""
    seen, total = run.seen, run.total
    bar = min(BAR_CELLS, room)
    done = bar * seen // total if total else 0
    yield paragraph("")
    yield Block((Span("█" * done, Role.BAR), Span("░" * (bar - done), Role.RULE)))
    yield _place(run, t)
    if run.foresight:
        yield paragraph(_foreseen(run.foresight, seen, t), Role.META)
    yield paragraph("")


def _foreseen(places: Sequence[int], seen: int, t: Translator) -> str:
    """How many of the papers kept on earlier days stood among as many as were seen (see `InterestKeeping.foresight`):
    when all did, the rest is unlikely."""
    n = seen or places[ceil(MOST_OF_THEM * len(places)) - 1]
    return t(
        "Of {kept} papers kept on earlier days, {found} were among the first {n} of their day.",
        kept=len(places),
        found=sum(place <= n for place in places),
        n=f"{n:,}",
    )


def _place(run: Triage, t: Translator) -> Block:
    """`37 of 482`, and what became of those before, in this run and in earlier ones."""
    kept, skipped = run.count(Outcome.KEPT), run.count(Outcome.SKIPPED)
    place = t("{n} of {total}", n=f"{min(run.seen + 1, run.total):,}", total=f"{run.total:,}")
    counts = t(
        "kept {kept}   skipped {skipped}   unread {unread}",
        kept=f"{run.earlier.kept + kept:,}",
        skipped=f"{run.earlier.skipped + skipped:,}",
        unread=f"{len(run.nums) - kept - skipped:,}",
    )
    return Block((Span(place, Role.TEXT), Span(f"      {counts}", Role.META)))


def _named(label: str, papers: Sequence[MarkedPaper], options: RenderOptions, room: int) -> Iterator[Block]:
    """Titles, one to a line, behind a word that says what they are."""
    indent = cell_len(label) + 3
    for number, marked in enumerate(papers):
        title = options.text(title_of(marked.paper, options.lang)[0])
        shown = fit(title, min(cell_len(title), max(room - indent, 1)))
        head = label + " " * 3 if number == 0 else " " * indent
        yield Block((Span(head, Role.META), Span(shown, Role.SEEN)), gap=1 if number == 0 else 0)
