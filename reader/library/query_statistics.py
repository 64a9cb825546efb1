"""A picture of a query: what it finds by month, channel and category, and the words that set that apart."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Sequence

from reader.model import MonthCount

MONTHS = 24
"""The newest ones are shown, or what there is."""

LATER = 4
"""The last of so many parts of the months is what "rising" is told by."""


def by_month(first: Sequence[int], nums: Sequence[int]) -> tuple[MonthCount, ...]:
    """Papers by the month of their first announcement, oldest first, months without any included.

    `first`: for each paper number its month as YYYYMM, 0 where it is not known. The months are the newest of the
    library's, so that pictures of two queries can be laid beside each other.
    """
    known = set(first) - {0}
    if not known:
        return ()
    newest, oldest = max(known), min(known)
    counts = Counter(map(first.__getitem__, nums))
    months = [newest]
    while len(months) < MONTHS and months[-1] > oldest:
        months.append(before(months[-1]))
    return tuple(MonthCount(month, counts[month]) for month in reversed(months))


def before(month: int) -> int:
    """The month before: 202401 -> 202312."""
    return month - 1 if month % 100 > 1 else month - 89


def parted(
    first: Sequence[int], nums: Sequence[int], months: Sequence[MonthCount]
) -> tuple[Sequence[int], Sequence[int]]:
    """Papers of these months, those before the last part of them and those in it."""
    if not months:
        return (), nums
    begin = months[-max(1, len(months) // LATER)].month
    earlier = array("I", (num for num in nums if months[0].month <= first[num] < begin))
    return earlier, array("I", (num for num in nums if first[num] >= begin))
