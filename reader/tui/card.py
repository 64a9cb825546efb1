"""What a card of a triage looks like: how far the run is, which stays in view, and below it the paper. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from math import ceil
from typing import TYPE_CHECKING, NamedTuple

from reader.i18n import Translator
from reader.model import MarkedPaper
from reader.text.cells import cell_len, fit
from reader.tui.document import RenderOptions, centred, marks_line, metadata, section, titles
from reader.tui.list_rows import title_of
from reader.tui.spans import Role, Span
from reader.tui.triage import COMING, Extent, Outcome, Triage
from reader.tui.typeset import Block, Item, SetDocument, SetLine, one_below_the_other, paragraph, set_document

if TYPE_CHECKING:
    from reader.tui.side_documents import SideDocument

MOST_OF_THEM = 0.9
"""Before the first card it is said among how many papers so large a share of the kept ones stood."""
LISTED = 12
"""So many of the kept papers are named at the end."""
NAMED = (COMING, 1, 0)
"""So many of the next papers are named, the first number beside which the paper has room."""
ENOUGH = 8
"""Lines of an abstract that are shown before the next papers are named below it."""
BAR_CELLS, LEAST_BAR = 40, 5
"""The widest bar of progress, and the narrowest beside which everything is counted."""
AIRY = 12
"""Lines from which on a card has blank lines around its bar, and both titles also where the paper is cut."""


class Card(NamedTuple):
    """What is to be shown of a run.

    marked  the paper whose turn it is; None at the end
    others  the next papers; at the end those that were kept, as far as they are named
    lines   that there are for it
    key     that shows all of what is cut
    beside  stands there instead of the paper
    """

    run: Triage
    marked: MarkedPaper | None
    others: Sequence[MarkedPaper]
    lines: int
    key: str = ""
    beside: SideDocument | None = None


def card_document(card: Card, options: RenderOptions, cells: int) -> SetDocument:
    """The present card, or the summing-up at the end, in the middle of `cells` cells, its bar always in view.

    What there is no room for is cut, with the key that shows it, and rather than that the next papers are not named.
    """
    room = min(cells, options.measure)
    head = set_document(_progress(card, options.t, room), room)
    if card.beside is not None:
        body = card.beside(options, room)
    elif card.marked is None:
        body = set_document(_end(card, options), room)
    else:
        body = _body(card, card.marked, options, room, card.lines - len(head.lines))
    document = one_below_the_other((head, body))
    return centred(document._replace(head=len(head.lines), cut=body.cut), cells, room)


def _body(card: Card, marked: MarkedPaper, options: RenderOptions, room: int, lines: int) -> SetDocument:
    """The paper in `lines` lines, unless the reader wanted all of it."""
    whole = set_document(_paper(marked, options), room)
    short = set_document(_paper(marked, options, abstract=False), room)
    named = [set_document(_named(options.t("Next"), card.others[:most], options, room), room) for most in NAMED]
    fitting = next((each for each in named if len(whole.lines) + _height(each) <= lines), None)
    if fitting is not None:
        return _with_names(short if card.run.extent is Extent.SHORT else whole, fitting)
    if card.run.extent is Extent.WHOLE:
        return _with_names(whole, named[0])
    roomy = (each for each in named if lines - _height(each) - len(short.lines) - len(("", "…")) >= ENOUGH)
    below = next(roomy, named[-1])
    if card.lines < AIRY:
        whole = set_document(_paper(marked, options, both_titles=False), room)
    return _with_names(_cut(whole, lines - _height(below), card.key, options.t), below)._replace(cut=True)


def _height(names: SetDocument) -> int:
    """Lines of the next papers' names, and of the blank one above them."""
    return len(names.lines) + bool(names.lines)


def _with_names(paper: SetDocument, names: SetDocument) -> SetDocument:
    return one_below_the_other((paper, SetDocument(((),), ()), names)) if names.lines else paper


def _cut(whole: SetDocument, lines: int, key: str, t: Translator) -> SetDocument:
    """The first lines of a document, and in the last of so many that there is more."""
    kept: list[SetLine] = list(whole.lines[: max(lines - 1, 1)])
    while kept and not kept[-1]:
        kept.pop()
    opens = (Span(f"  {key}", Role.KEY), Span(f" {t('show all')}", Role.META)) if key else ()
    more = set_document((Block((Span("…", Role.META), *opens)),), 1 << 10)
    return one_below_the_other((SetDocument(tuple(kept), whole.paragraphs), more))


def _paper(
    marked: MarkedPaper, options: RenderOptions, *, abstract: bool = True, both_titles: bool = True
) -> Iterator[Item]:
    """What stands on a card of a paper."""
    texts = marked.paper.texts
    yield from islice(titles(texts, options), None if both_titles else 1)
    yield metadata(marked.paper, options)
    yield from marks_line(marked, options)
    summary = texts.tldr_zh or texts.tldr_en
    if summary:
        yield from section(texts, "tldr", options, wide=False)
    if abstract or not summary:
        yield from section(texts, "abstract", options, wide=False)


def _end(card: Card, options: RenderOptions) -> Iterator[Item]:
    t, run = options.t, card.run
    yield paragraph(t.n("All {n} paper seen", "All {n} papers seen", run.total), Role.TITLE)
    if later := run.count(Outcome.LATER):
        yield paragraph(t.n("{n} paper was left for later", "{n} papers were left for later", later), Role.TEXT, gap=1)
    kept = list(_named(t("Kept here"), card.others, options, options.measure))
    yield from (block._replace(gap=1) if number == 0 else block for number, block in enumerate(kept))
    more = run.count(Outcome.KEPT) - len(card.others)
    if more > 0:
        yield paragraph(f"+{more:,}", Role.META)


# How far the run is


def _progress(card: Card, t: Translator, room: int) -> Iterator[Block]:
    """A bar, the place, what it came to, and of papers that go by interest how many are still to be expected."""
    airy = card.lines >= AIRY
    if airy:
        yield paragraph("")
    yield _bar(card.run, t, room)
    if airy and card.run.foresight:
        yield paragraph(_foreseen(card.run.foresight, card.run.seen, t), Role.META)
    if airy:
        yield paragraph("")


def _bar(run: Triage, t: Translator, room: int) -> Block:
    """A bar, `37 of 482`, and what became of those before, in this run and in earlier ones, on one line.

    The bar is as wide at the end as at the beginning. Where there is little room, it goes before the counts.
    """
    kept, skipped = run.count(Outcome.KEPT), run.count(Outcome.SKIPPED)
    place, widest_place = (_place(n, run.total, t) for n in (min(run.seen + 1, run.total), run.total))
    counts = _counts(run.earlier.kept + kept, run.earlier.skipped + skipped, run.unread, t)
    widest = cell_len(_counts(run.total, run.total, run.total, t))
    for gap, before_counts in ((3, 6), (2, 2)):
        bar = min(room - gap - cell_len(widest_place) - before_counts - widest, BAR_CELLS)
        if bar >= LEAST_BAR:
            break
    else:
        bar, counts = max(min(room - gap - cell_len(widest_place), BAR_CELLS), 1), ""
    done = bar * run.seen // run.total if run.total else 0
    parts = (
        Span("█" * done, Role.BAR),
        Span("░" * (bar - done), Role.RULE),
        Span(" " * gap + place, Role.TEXT),
        Span(" " * before_counts + counts if counts else "", Role.META),
    )
    return Block(tuple(part for part in parts if part.text))


def _place(n: int, total: int, t: Translator) -> str:
    return t("{n} of {total}", n=f"{n:,}", total=f"{total:,}")


def _counts(kept: int, skipped: int, unread: int, t: Translator) -> str:
    return t(
        "kept {kept}   skipped {skipped}   unread {unread}",
        kept=f"{kept:,}",
        skipped=f"{skipped:,}",
        unread=f"{unread:,}",
    )


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


def _named(label: str, papers: Sequence[MarkedPaper], options: RenderOptions, room: int) -> Iterator[Block]:
    """Titles, one to a line, behind a word that says what they are."""
    indent = cell_len(label) + 3
    for number, marked in enumerate(papers):
        title = options.text(title_of(marked.paper, options.lang)[0])
        shown = fit(title, min(cell_len(title), max(room - indent, 1)))
        head = label + " " * 3 if number == 0 else " " * indent
        yield Block((Span(head, Role.META), Span(shown, Role.SEEN)))
