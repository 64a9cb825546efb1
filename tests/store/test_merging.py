"""How entries become one paper: the promises of design section 4."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from reader.model import Announce, Entry, Texts
from reader.store.merging import PaperRow, first_row, merged, own_texts

OLD = Entry("2402.00001", Texts(title_en="Old", title_zh="旧", abstract_zh="旧摘要"), version=1, announce=Announce.NEW)
NEW = Entry("2402.00001", Texts(title_en="New", tldr_en="short"), version=2, announce=Announce.REPLACE)


def test_the_newest_text_wins_whatever_the_order() -> None:
    forward = merged(first_row(OLD, 20240301), NEW, 20240305)
    backward = merged(first_row(NEW, 20240305), OLD, 20240301)
    assert forward.texts == backward.texts
    assert forward.texts.title_en == "New"


def test_an_empty_field_does_not_erase_a_filled_one() -> None:
    row = merged(first_row(OLD, 20240301), NEW, 20240305)
    assert row.texts.title_zh == "旧"
    assert row.texts.abstract_zh == "旧摘要"


def test_an_older_text_fills_gaps() -> None:
    summary = Entry("2402.00001", Texts(tldr_en="from a record"))
    row = merged(first_row(OLD, 20240301), summary, 0)
    assert row.texts.tldr_en == "from a record"
    assert row.texts.title_en == "Old"


def test_on_the_same_day_the_higher_version_wins() -> None:
    row = merged(first_row(NEW, 20240301), OLD, 20240301)
    assert row.texts.title_en == "New"
    assert row.version == 2


def test_a_repeat_on_later_days_does_not_move_a_paper() -> None:
    row = merged(first_row(OLD, 20240301), OLD, 20240302)
    assert (row.listed, row.first_seen, row.last_seen) == (20240301, 20240301, 20240302)


def test_an_update_moves_a_paper_to_the_day_of_the_update() -> None:
    row = merged(first_row(OLD, 20240301), NEW, 20240305)
    row = merged(row, NEW, 20240306)
    assert row.listed == 20240305


def test_without_a_day_a_paper_stands_under_its_month() -> None:
    assert first_row(OLD, 0).listed == 20240200
    assert first_row(replace(OLD, id="math/0601001"), 0).listed == 20060100
    assert first_row(replace(OLD, id="hep-th/9901001"), 0).listed == 19990100


def test_a_day_that_becomes_known_replaces_the_month() -> None:
    row = merged(first_row(OLD, 0), OLD, 20240301)
    assert (row.listed, row.first_seen) == (20240301, 20240301)


def test_new_in_one_channel_and_cross_in_another_is_new() -> None:
    cross = replace(OLD, announce=Announce.CROSS)
    assert merged(first_row(OLD, 20240301), cross, 20240301).announce == "new"
    assert merged(first_row(cross, 20240301), OLD, 20240301).announce == "new"


def test_an_entry_that_tells_nothing_new_changes_nothing() -> None:
    row = first_row(replace(OLD, category="cs.AI"), 20240301)
    assert merged(row, replace(OLD, category="cs.AI"), 20240301) == row


texts = st.builds(Texts, *[st.none() | st.text("甲乙ab", min_size=1, max_size=3)] * 6)
entries = st.builds(
    Entry,
    st.just("2402.00001"),
    texts,
    st.none() | st.integers(1, 3),
    st.none() | st.sampled_from(["cs.AI", "cs.LG"]),
    st.none() | st.sampled_from(Announce),
)
sightings = st.lists(
    st.tuples(entries, st.sampled_from([0, *range(20240201, 20240206)])),
    min_size=1,
    max_size=6,
    unique_by=lambda sighting: (sighting[1], sighting[0].version or 0),  # a tie is for the one read later
)


def _merge(seen: list[tuple[Entry, int]]) -> PaperRow:
    (entry, day), *rest = seen
    row = first_row(entry, day)
    for entry, day in rest:
        row = merged(row, entry, day)
    return row


@given(sightings, st.randoms())
def test_a_paper_does_not_depend_on_the_order_of_reading(seen: list[tuple[Entry, int]], random: Random) -> None:
    shuffled = list(seen)
    random.shuffle(shuffled)
    assert _merge(seen) == _merge(shuffled)


@given(sightings)
def test_no_field_that_any_entry_filled_is_ever_empty(seen: list[tuple[Entry, int]]) -> None:
    row = _merge(seen)
    for name in Texts.__slots__:
        if any(getattr(entry.texts, name) for entry, _ in seen):
            assert getattr(row.texts, name)


@given(sightings)
def test_the_newest_entry_can_be_told_from_what_filled_its_gaps(seen: list[tuple[Entry, int]]) -> None:
    newest, _ = max(seen, key=lambda sighting: (sighting[1], sighting[0].version or 0))
    assert own_texts(_merge(seen)) == newest.texts
