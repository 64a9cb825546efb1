"""How entries become one paper: under which day it stands, what it is announced as."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from reader.model import Announce, Details, Entry, Texts
from reader.store.merging import PaperRow, blank_row, merged

OLD = Entry("2402.00001", Texts(), version=1, announce=Announce.NEW)
NEW = Entry("2402.00001", Texts(), version=2, announce=Announce.REPLACE)


def row_of(*sightings: tuple[Entry, int]) -> PaperRow:
    row = blank_row(sightings[0][0].id)
    for entry, day in sightings:
        row = merged(row, entry, day)
    return row


def test_the_highest_version_is_kept_whatever_the_order() -> None:
    assert row_of((OLD, 20240301), (NEW, 20240305)).version == 2
    assert row_of((NEW, 20240305), (OLD, 20240301)).version == 2


def test_a_repeat_on_later_days_does_not_move_a_paper() -> None:
    row = row_of((OLD, 20240301), (OLD, 20240302))
    assert (row.listed, row.first_seen, row.last_seen) == (20240301, 20240301, 20240302)


def test_an_update_moves_a_paper_to_the_day_of_the_update() -> None:
    assert row_of((OLD, 20240301), (NEW, 20240305), (NEW, 20240306)).listed == 20240305


def test_without_a_day_a_paper_stands_under_its_month() -> None:
    assert row_of((OLD, 0)).listed == 20240200
    assert blank_row("math/0601001").listed == 20060100
    assert blank_row("hep-th/9901001").listed == 19990100


def test_a_day_that_becomes_known_replaces_the_month() -> None:
    row = row_of((OLD, 0), (OLD, 20240301))
    assert (row.listed, row.first_seen) == (20240301, 20240301)


def test_new_in_one_channel_and_cross_in_another_is_new() -> None:
    cross = replace(OLD, announce=Announce.CROSS)
    assert row_of((OLD, 20240301), (cross, 20240301)).announce == "new"
    assert row_of((cross, 20240301), (OLD, 20240301)).announce == "new"


def test_the_first_category_is_the_primary_one_where_nothing_else_is_told() -> None:
    listed = Entry("2402.00001", Texts(), details=Details(categories=("cs.CV", "cs.LG")))
    assert row_of((listed, 20240301)).category == "cs.CV"


def test_an_entry_that_tells_nothing_new_changes_nothing() -> None:
    row = row_of((replace(OLD, category="cs.AI"), 20240301))
    assert merged(row, replace(OLD, category="cs.AI"), 20240301) is row


entries = st.builds(
    Entry,
    st.just("2402.00001"),
    st.just(Texts()),
    st.none() | st.integers(1, 3),
    st.none() | st.sampled_from(["cs.AI", "cs.LG"]),
    st.none() | st.sampled_from(Announce),
)
sightings = st.lists(st.tuples(entries, st.sampled_from([0, *range(20240201, 20240206)])), min_size=1, max_size=6)


@given(sightings, st.randoms())
def test_a_paper_does_not_depend_on_the_order_of_reading(seen: list[tuple[Entry, int]], random: Random) -> None:
    shuffled = list(seen)
    random.shuffle(shuffled)
    assert row_of(*seen) == row_of(*shuffled)
