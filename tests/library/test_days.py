"""A day is what was announced on it, in every list and every count."""

from __future__ import annotations

from array import array
from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from reader.library.days import DayFinder
from reader.library.library import Library
from reader.model import Announce, DayGroup, Digest, Entry, Listing, Part, Texts
from reader.sources.contract import Reading

MONDAY, TUESDAY = date(2026, 8, 24), date(2026, 8, 25)


def entry(number: int, announce: Announce) -> Entry:
    return Entry(f"2608.{number:05}", Texts(f"Kettle {number}"), version=1, category="cs.TE", announce=announce)


def announced(library: Library) -> None:
    """On Monday papers 1 to 3; on Tuesday 4 and 5, two of Monday's again as updates, and one of them cross-listed."""
    monday = tuple(entry(number, Announce.NEW) for number in (1, 2, 3))
    tuesday = (
        entry(4, Announce.NEW),
        replace(entry(1, Announce.REPLACE), version=2),
        replace(entry(2, Announce.REPLACE), version=2),
    )
    crossed = (entry(5, Announce.CROSS), entry(4, Announce.CROSS))
    digests = (
        Digest("cs.TE.md", "cs.TE", MONDAY, monday),
        Digest("cs.TE.md", "cs.TE", TUESDAY, tuesday),
        Digest("cs.PO.md", "cs.PO", TUESDAY, crossed),
    )
    library.sources.bring_in("invented", Reading("x", "1", digests))


def test_within_a_day_come_new_papers_then_cross_lists_then_updates_of_what_is_kept_then_others(
    library: Library,
) -> None:
    announced(library)
    library.marks.bookmark(["2608.00001"], on=True)
    results = library.finding.by_day(library.finding.search("", filters=[f"date:{TUESDAY}"]))
    assert library.ids(results.nums) == ["2608.00004", "2608.00005", "2608.00001", "2608.00002"]
    assert [(group.part, group.start, group.count) for group in results.days] == [
        (None, 0, 4),
        (Part.NEW, 0, 1),
        (Part.CROSS, 1, 1),
        (Part.KEPT, 2, 1),
        (Part.UPDATED, 3, 1),
    ]
    assert {group.key for group in results.days} == {20260825}


def test_every_count_of_a_day_says_the_same(library: Library) -> None:
    announced(library)
    for day, _, papers in library.days():
        results = library.finding.by_day(library.finding.search(f"date:{day}"))
        unread = library.finding.search("", filters=[f"date:{day}", "is:unread"], limit=0)
        assert papers == library.announced(day) == results.total == results.days[0].count
        assert papers == sum(group.count for group in results.days if group.part is not None)
        assert unread.total == papers


def test_a_day_that_is_narrowed_further_keeps_its_parts(library: Library) -> None:
    announced(library)
    results = library.finding.by_day(library.finding.search("", filters=["date:2026-08-25", "in:cs.PO"]))
    assert [(group.part, group.count) for group in results.days] == [(None, 2), (Part.NEW, 1), (Part.CROSS, 1)]


def test_several_days_stand_under_their_own_headings(library: Library) -> None:
    announced(library)
    results = library.finding.by_day(library.finding.search("", filters=["date:2026-08-24..2026-08-25"]))
    assert len(results.days) > 1
    assert {group.part for group in results.days} == {None}


@given(st.lists(st.integers(1, 5), min_size=1, max_size=6), st.data())
def test_papers_stand_under_the_days_they_have_in_the_listing(sizes: list[int], data: st.DataObject) -> None:
    nums = data.draw(st.permutations(range(1, sum(sizes) + 1)))
    days, start = [], 0
    for number, size in enumerate(sizes):
        days.append(DayGroup(20260831 - number, start, size))
        start += size
    chosen = data.draw(st.sets(st.sampled_from(nums)))
    hits = [num for num in nums if num in chosen]
    groups = DayFinder().runs(hits, Listing(array("I", nums), tuple(days)))
    found = {hits[at]: group.key for group in groups for at in range(group.start, group.start + group.count)}
    wanted = {num: day.key for day in days for num in nums[day.start : day.start + day.count] if num in chosen}
    assert found == wanted
