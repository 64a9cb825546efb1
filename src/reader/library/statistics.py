"""Numbers about the library: papers by day, channel and category; what is unread and what is kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from reader.library.filters import Filters
from reader.store.collected import Collected


@dataclass(frozen=True, slots=True)
class Statistics:
    """Counts of papers.

    days        (day, entries, papers) of every day a digest is known for, newest first
    channels    (channel, papers), most first; likewise `categories`, where the category is known
    """

    papers: int
    unread: int
    bookmarked: int
    days: tuple[tuple[date, int, int], ...]
    channels: tuple[tuple[str, int], ...]
    categories: tuple[tuple[str, int], ...]


def statistics(collected: Collected, filters: Filters) -> Statistics:
    """Count everything; some hundredths of a second for 50,000 papers."""
    return Statistics(
        papers=collected.count(),
        unread=len(filters.nums("is", "unread")),
        bookmarked=len(filters.nums("is", "bookmarked")),
        days=tuple(collected.days()),
        channels=most_first(collected.channels()),
        categories=most_first(collected.categories()),
    )


def most_first(counts: list[tuple[str, int]]) -> tuple[tuple[str, int], ...]:
    """(name, papers), most first; equal ones by name."""
    return tuple(sorted(counts, key=lambda item: (-item[1], item[0])))
