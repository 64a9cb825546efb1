"""Under which headings the papers of a list stand: days; within one day, what was announced how."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from reader.library.stores import Stores
from reader.many import Nums
from reader.model import Announce, DateRange, DayGroup, Listing, Part, Results, Sort

_PARTS: Mapping[Announce | None, Part] = {
    Announce.NEW: Part.NEW,
    Announce.CROSS: Part.CROSS,
    Announce.REPLACE: Part.UPDATED,
    Announce.REPLACE_CROSS: Part.UPDATED,
    None: Part.UNKNOWN,
}
_ORDER = tuple(Part)


class DayRuns:
    """Puts lists in the order of their headings."""

    def __init__(self, stores: Stores) -> None:
        self._stores = stores
        self._finder = DayFinder()

    def grouped(self, results: Results) -> Results:
        """`results` with `days`, if they are in the order of the listing; those of one day as they were announced.

        Within a day, below its own heading: what is new, cross-lists, updates of what is bookmarked, other updates.
        """
        if results.sort is not Sort.DATE or not results.total:
            return results
        day = the_day(results)
        if day is not None:
            return self._parted(results, day)
        return replace(results, days=self._finder.runs(results.nums, self._stores.filters.grouped_listing()))

    def _parted(self, results: Results, day: date) -> Results:
        kinds = self._stores.collected.announced_on(day)
        kept = Nums(self._stores.filters.nums("is", "bookmarked"))
        parts: dict[Part, list[int]] = {part: [] for part in _ORDER}
        for num in results.nums:
            part = _PARTS[best(kinds.get(num, ()))]
            parts[Part.KEPT if part is Part.UPDATED and num in kept else part].append(num)
        key = day.year * 10000 + day.month * 100 + day.day
        if len(parts[Part.UNKNOWN]) == len(results.nums):  # nothing is told of how they were announced
            return replace(results, days=(DayGroup(key, 0, len(results.nums)),))
        groups, start = [DayGroup(key, 0, len(results.nums))], 0
        for part, nums in parts.items():
            if nums:
                groups.append(DayGroup(key, start, len(nums), part))
                start += len(nums)
        ordered = array("I", (num for nums in parts.values() for num in nums))
        return replace(results, nums=ordered, days=tuple(groups))


class DayFinder:
    """Finds the days of papers that are in the order of the listing."""

    def __init__(self) -> None:
        self._listing: Listing | None = None
        self._places = array("I")

    def runs(self, nums: Sequence[int], listing: Listing) -> tuple[DayGroup, ...]:
        """The days of `nums`, a part of `listing.nums` in the same order; days without papers are left out.

        Costs O(days x log papers), and O(papers) once for a listing.
        """
        if len(nums) == len(listing.nums):
            return listing.days
        if listing is not self._listing:
            self._listing, self._places = listing, _places(listing.nums)
        places = self._places
        groups = []
        start = 0
        for day in listing.days:
            end = bisect_left(nums, day.start + day.count, lo=start, key=places.__getitem__)
            if end > start:
                groups.append(DayGroup(day.key, start, end - start))
            start = end
        return tuple(groups)


def the_day(results: Results) -> date | None:
    """The one day that a query asks for, whatever else it asks for; None if it asks for none or for several."""
    from reader.search.ast import Filter, flat
    from reader.search.query import Query

    if not isinstance(results.query, Query):
        return None
    for node in flat(results.query.condition):
        if isinstance(node, Filter) and isinstance(node.value, DateRange) and node.value.first == node.value.last:
            return node.value.first
    return None


def best(kinds: Iterable[Announce | None]) -> Announce | None:
    """What a paper counts as that was announced in several channels: new before cross-listed before updated."""
    order = list(_PARTS)
    return min(kinds, key=order.index, default=None)


def _places(nums: Sequence[int]) -> array[int]:
    """Paper number -> its place in `nums`."""
    places = array("I", bytes(array("I").itemsize * (max(nums, default=0) + 1)))
    for place, num in enumerate(nums):
        places[num] = place
    return places
