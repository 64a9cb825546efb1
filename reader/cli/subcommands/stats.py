"""`digest-reader stats`: papers by day, channel and category."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterable

from reader.cli.arguments import whole_number
from reader.cli.context import DONE, Context
from reader.i18n import Translator
from reader.text.cells import cell_len

BAR = 40
"""Cells of the longest bar."""


def arguments(parser: ArgumentParser, t: Translator) -> None:
    """What may stand behind the command."""
    parser.add_argument(
        "--days", type=whole_number("--days"), default=14, metavar="N", help=t("the N newest days (14)")
    )


def run(chosen: Namespace, context: Context) -> int:
    """Do it; returns the exit status."""
    t = context.t
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
    for title, rows in (
        (t("Days"), days),
        (t("Channels"), numbers.channels[:12]),
        (t("Categories"), numbers.categories[:12]),
    ):
        if rows:
            context.say()
            context.say(title)
            for line in bars(rows):
                context.say(line)
    return DONE


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
