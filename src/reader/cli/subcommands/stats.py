"""`digest-reader stats`: papers by day, channel and category; `stats QUERY`: the same, and more, of what it finds."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterable, Sequence

from reader.cli.arguments import whole_number
from reader.cli.context import DONE, Context
from reader.cli.progress import index_if_behind
from reader.i18n import Translator
from reader.text.cells import cell_len
from reader.text.safe import printable

MOST_ROWS = 12
MOST_WORDS = 20
BAR = 40
"""Cells of the longest bar."""


def arguments(parser: ArgumentParser, t: Translator) -> None:
    """What may stand behind the command."""
    parser.add_argument("query", nargs="*", metavar="QUERY", help=t("a picture of what it finds; none: of all papers"))
    parser.add_argument(
        "--days", type=whole_number("--days"), default=14, metavar="N", help=t("the N newest days (14)")
    )


def run(chosen: Namespace, context: Context) -> int:
    """Do it; returns the exit status."""
    t = context.t
    if chosen.query:
        return _of_query(" ".join(chosen.query), context)
    with context.library() as library:
        numbers = library.statistics()
    context.say(
        t(
            "{papers} papers, {unread} unread, {bookmarked} bookmarked",
            papers=f"{numbers.papers:,}",
            unread=f"{numbers.unread:,}",
            bookmarked=f"{numbers.bookmarked:,}",
        )
    )
    days = [(f"{day:%Y-%m-%d}", papers) for day, _, papers in numbers.days[: chosen.days]]
    _tables(
        (
            (t("Days"), days),
            (t("Channels"), numbers.channels[:MOST_ROWS]),
            (t("Categories"), numbers.categories[:MOST_ROWS]),
        ),
        context,
    )
    return DONE


def _of_query(query: str, context: Context) -> int:
    t = context.t
    with context.library() as library:
        index_if_behind(library, context)
        picture = library.finding.statistics(query)
    context.say(t.n("{n} paper", "{n} papers", picture.papers))
    months = [(f"{month.month // 100}-{month.month % 100:02}", month.papers) for month in picture.months]
    _tables(
        (
            (t("Months"), months if picture.papers else ()),
            (t("Channels"), picture.channels[:MOST_ROWS]),
            (t("Categories"), picture.categories[:MOST_ROWS]),
        ),
        context,
    )
    if picture.words:
        context.say()
        context.say(t("Words that set them apart, rising ones first"))
        width = max(cell_len(word.word) for word in picture.words)
        for word in picture.words[:MOST_WORDS]:
            gap = " " * (width - cell_len(word.word))
            context.say(f"  {printable(word.word)}{gap}  {word.papers / word.of:4.0%}  ×{word.rise:.1f}")
    return DONE


def _tables(tables: Iterable[tuple[str, Sequence[tuple[str, int]]]], context: Context) -> None:
    """Each under its title; those without rows are left out."""
    for title, rows in tables:
        if rows:
            context.say()
            context.say(title)
            for line in bars(rows):
                context.say(line)


def bars(rows: Iterable[tuple[str, int]], width: int = BAR) -> list[str]:
    """One line each: name, number, and a bar of at most `width` cells, in eighths of a cell."""
    rows = list(rows)
    most = max((number for _, number in rows), default=0) or 1
    names = max((cell_len(name) for name, _ in rows), default=0)
    digits = len(f"{most:,}")
    return [
        f"  {name}{' ' * (names - cell_len(name))}  {number:>{digits},}  {_bar(number / most * width)}".rstrip()
        for name, number in rows
    ]


def _bar(cells: float) -> str:
    """A bar of that length; U+2588 to U+258F are the block and its eighths."""
    eighths = round(cells * 8)
    return "█" * (eighths // 8) + (chr(0x2590 - eighths % 8) if eighths % 8 else "")
