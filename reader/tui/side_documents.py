"""What else the paper's pane can show: where a paper appeared, how its text changed, numbers of the library. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from reader.model import Announce, Appearance, Details, MarkedPaper, Paper, Texts
from reader.text.cells import cell_len
from reader.tui.details import all_authors, all_facts
from reader.tui.document import DOT, RenderOptions
from reader.tui.list_rows import title_of
from reader.tui.spans import Role, Span
from reader.tui.typeset import Block, SetDocument, paragraph, set_document
from reader.tui.wording import announcement, date_label

if TYPE_CHECKING:
    from reader.library.statistics import Statistics
    from reader.model import EarlierText, QueryStatistics

SideDocument = Callable[[RenderOptions, int], SetDocument]
"""What the pane shows instead of a paper, set with the present options for a width in cells."""
MOST = 12
"""So many days, channels and categories are listed."""
BAR_CELLS = 24
FIELDS = ("title_en", "abstract_en", "title_zh", "abstract_zh")
"""Texts that are compared with earlier ones."""


def appearances_document(
    marked: MarkedPaper, earlier: Sequence[EarlierText], options: RenderOptions, cells: int
) -> SetDocument:
    """Every appearance of a paper, oldest first, and what each newer text changed; set for a pane `cells` wide.

    earlier  its texts before the present one, oldest first
    """
    return set_document(_appearances(marked, earlier, options), min(cells, options.measure))


def _appearances(marked: MarkedPaper, earlier: Sequence[EarlierText], options: RenderOptions) -> Iterator[Block]:
    t, paper = options.t, marked.paper
    yield paragraph(options.text(title_of(paper, options.lang)[0]), Role.TITLE)
    yield from all_authors(paper.details, options.text, t)
    yield from _told(paper.details, options)
    yield paragraph(t("Appearances"), Role.HEADING, gap=1)
    for appearance in paper.appearances:
        yield _appearance(appearance, options)
    if not earlier and _was_updated(paper):
        yield paragraph(t("The text before the update is not known."), Role.NOTICE, gap=1)
    newer = [*(text.texts for text in earlier[1:]), paper.texts]
    for old, new in zip(earlier, newer, strict=False):
        when = date_label(old.day, t, year=options.year) if old.day else t("no date")
        version = f"v{old.version}, " if old.version else ""
        yield paragraph(t("Changed since {version}{day}", version=version, day=when), Role.HEADING, gap=1)
        changes = list(_changes(old.texts, new, options))
        yield from changes or [paragraph(t("Title and abstract say the same."), Role.NOTICE)]


def _told(details: Details, options: RenderOptions) -> Iterator[Block]:
    """What is told of the paper beside its texts and authors, under one heading."""
    t = options.t
    told = list(all_facts(details, options.text, t, lambda day: date_label(day, t, year=options.year) if day else ""))
    if told:
        yield paragraph(t("Details"), Role.HEADING, gap=1)
        yield from told


def _was_updated(paper: Paper) -> bool:
    """A newer version came after the first, by what is known of it."""
    updates = (Announce.REPLACE, Announce.REPLACE_CROSS)
    return (paper.version or 1) > 1 or any(appearance.announce in updates for appearance in paper.appearances)


def _appearance(appearance: Appearance, options: RenderOptions) -> Block:
    t = options.t
    day = date_label(appearance.day, t, year=options.year, weekday=True) if appearance.day else t("no date")
    facts = [
        appearance.channel or appearance.topic or t("unknown channel"),
        announcement(appearance.announce, appearance.version, t),
    ]
    return Block((Span(day, Role.TEXT), Span("".join(DOT + fact for fact in facts if fact), Role.META)))


def _changes(old: Texts, new: Texts, options: RenderOptions) -> Iterator[Block]:
    """The changed texts, what was removed and what was added marked in them."""
    from reader.text.diff import Change, difference

    roles = {Change.SAME: Role.TEXT, Change.REMOVED: Role.REMOVED, Change.ADDED: Role.ADDED}
    for field in FIELDS:
        before, after = getattr(old, field), getattr(new, field)
        if before and after and before != after:
            stretches = difference(options.text(before), options.text(after))
            yield Block(tuple(Span(text, roles[change]) for change, text in stretches), gap=1)


def lines_document(lines: Sequence[str]) -> SideDocument:
    """Lines of text as they are."""

    def document(_: RenderOptions, cells: int) -> SetDocument:
        return set_document([paragraph(line) for line in lines], cells)

    return document


def statistics_document(numbers: Statistics, options: RenderOptions, cells: int) -> SetDocument:
    """What is in the library."""
    return set_document(_statistics(numbers, options), min(cells, options.measure))


def _statistics(numbers: Statistics, options: RenderOptions) -> Iterator[Block]:
    t = options.t
    yield paragraph(t("Statistics"), Role.TITLE)
    facts = (
        t.n("{n} paper", "{n} papers", numbers.papers),
        t("{count} unread", count=f"{numbers.unread:,}"),
        t("{count} bookmarked", count=f"{numbers.bookmarked:,}"),
        t.n("{n} day", "{n} days", len(numbers.days)),
    )
    yield paragraph(DOT.join(facts), Role.TEXT, gap=1)
    days = [(date_label(day, t, year=options.year, weekday=True), papers) for day, _, papers in numbers.days[:MOST]]
    for heading, counts in (
        (t("Days"), days),
        (t("Channels"), numbers.channels),
        (t("Categories"), numbers.categories),
    ):
        if counts:
            yield paragraph(heading, Role.HEADING, gap=1)
        yield from _bars(counts[:MOST])


def query_document(picture: QueryStatistics, query: str, options: RenderOptions, cells: int) -> SetDocument:
    """What a query finds, and what sets that apart; set for a pane `cells` wide."""
    return set_document(_of_query(picture, query, options), min(cells, options.measure))


def _of_query(picture: QueryStatistics, query: str, options: RenderOptions) -> Iterator[Block]:
    t = options.t
    yield paragraph(options.text(query), Role.TITLE)
    yield paragraph(t.n("{n} paper", "{n} papers", picture.papers), Role.TEXT, gap=1)
    months = [(f"{month.month // 100}-{month.month % 100:02}", month.papers) for month in picture.months]
    for heading, counts in (
        (t("Months"), months),
        (t("Channels"), picture.channels[:MOST]),
        (t("Categories"), picture.categories[:MOST]),
    ):
        if counts:
            yield paragraph(heading, Role.HEADING, gap=1)
        yield from _bars(counts)
    if picture.words:
        yield paragraph(t("Words that set them apart, rising ones first"), Role.HEADING, gap=1)
    names = max((cell_len(word.word) for word in picture.words[: 2 * MOST]), default=0)
    for word in picture.words[: 2 * MOST]:
        label = word.word + " " * (names - cell_len(word.word))
        shares = f"  {word.papers / word.of:4.0%}  ×{word.rise:.1f}"
        yield Block((Span(label, Role.TEXT), Span(shares, Role.META)))


def _bars(counts: Sequence[tuple[str, int]]) -> Iterator[Block]:
    """Names, numbers and bars, in columns."""
    names = max((cell_len(name) for name, _ in counts), default=0)
    most = max((count for _, count in counts), default=0)
    for name, count in counts:
        bar = "━" * round(BAR_CELLS * count / most) if most else ""
        label = name + " " * (names - cell_len(name))
        yield Block((Span(f"{label}  {count:>7,}  ", Role.TEXT), Span(bar or " ", Role.RULE)))
