"""What a reader relies on in the collected library. Papers are invented."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from reader.errors import SourceError
from reader.model import Announce, DayGroup, Digest, Entry, Problem, Texts
from reader.sources.reading import Reading
from reader.store.collected import Collected
from reader.store.collecting import Collector
from reader.store.database import open_database
from reader.store.schema import LIBRARY

NOW = datetime(2026, 8, 21, 9, 0, tzinfo=UTC)
FRIDAY, SATURDAY = date(2026, 8, 21), date(2026, 8, 22)
APPLES = Entry(
    "2608.00001", Texts(title_en="Apples", title_zh="苹果"), version=1, announce=Announce.NEW, category="cs.AI"
)
PEARS = Entry(
    "2608.00002", Texts(title_en="Pears", title_zh="梨"), version=1, announce=Announce.CROSS, category="cs.LG"
)


def digest(
    *entries: Entry, channel: str | None = "cs.AI", day: date | None = FRIDAY, problems: tuple[Problem, ...] = ()
) -> Digest:
    return Digest("a.md", channel, day, entries, problems)


def reading(*digests: Digest, key: str = "a.md", fingerprint: str = "1") -> Reading:
    return Reading(key, fingerprint, digests)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Collected]:
    collected = Collected(tmp_path / "library.db")
    yield collected
    collected.close()


@pytest.fixture
def collector(library: Collected) -> Collector:
    source = library.remember("folder", "/digests", NOW)
    library.begin_sync()
    return library.collector(source.num)


def test_a_paper_in_two_channels_is_one_paper_with_two_appearances(library: Collected, collector: Collector) -> None:
    counts = collector.store([reading(digest(APPLES, PEARS), digest(APPLES, channel="cs.LG"))])
    assert (counts.digests, counts.entries, counts.new, counts.changed) == (2, 3, 2, 0)
    paper = library.find("2608.00001")
    assert paper is not None
    assert [a.channel for a in paper.appearances] == ["cs.AI", "cs.LG"]
    assert paper == library.paper(paper.num)


def test_the_same_digest_again_adds_nothing(library: Collected, collector: Collector) -> None:
    collector.store([reading(digest(APPLES, PEARS))])
    before = (library.listing(), library.newest_change(), library.find("2608.00001"))
    counts = collector.store([reading(digest(APPLES, PEARS), key="copy.md")])
    assert (counts.new, counts.changed) == (0, 0)
    assert (library.listing(), library.newest_change(), library.find("2608.00001")) == before


def test_an_update_keeps_the_text_it_replaced(library: Collected, collector: Collector) -> None:
    newer = replace(APPLES, version=2, texts=replace(APPLES.texts, title_en="Better apples"))
    collector.store([reading(digest(APPLES))])
    assert collector.store([reading(digest(newer, day=SATURDAY))]).changed == 1
    paper = library.find("2608.00001")
    assert paper is not None
    assert paper.texts.title_en == "Better apples"
    (earlier,) = library.earlier(paper.num)
    assert (earlier.version, earlier.day, earlier.texts.title_en) == (1, FRIDAY, "Apples")


def test_the_listing_is_newest_first_with_its_days(library: Collected, collector: Collector) -> None:
    later = Entry("2608.00003", Texts(title_en="Plums"))
    undated = Entry("2607.00009", Texts(title_en="Quinces"))
    collector.store(
        [reading(digest(APPLES, PEARS), digest(later, day=SATURDAY), digest(undated, channel=None, day=None))]
    )
    expected_ids = ["2608.00003", "2608.00002", "2608.00001", "2607.00009"]
    expected_days = (DayGroup(20260822, 0, 1), DayGroup(20260821, 1, 2), DayGroup(20260700, 3, 1))
    for _ in ("made", "kept"):
        listing = library.listing()
        assert library.ids(listing.nums) == expected_ids
        assert listing.days == expected_days
        library.keep_listing()


def test_a_kept_listing_is_not_used_when_papers_came_later(library: Collected, collector: Collector) -> None:
    collector.store([reading(digest(APPLES))])
    library.keep_listing()
    collector.store([reading(digest(PEARS))])
    assert len(library.listing().nums) == 2


def test_a_second_process_sees_what_the_first_stored(library: Collected, collector: Collector, tmp_path: Path) -> None:
    other = Collected(tmp_path / "library.db")
    before = other.version()
    collector.store([reading(digest(APPLES))])
    assert other.version() != before
    assert other.count() == 1
    other.close()


def test_sets_of_papers_by_channel_category_day_and_announcement(library: Collected, collector: Collector) -> None:
    undated = Entry("2607.00009", Texts(title_en="Quinces", abstract_zh="有"), cut=True, version=2)
    collector.store(
        [reading(digest(APPLES), digest(PEARS, channel="cs.LG", day=SATURDAY), digest(undated, channel=None, day=None))]
    )
    ids = library.ids
    assert ids(library.nums_in_channel("cs.ai")) == ["2608.00001"]
    assert ids(library.nums_in_channel("cs")) == ["2608.00001", "2608.00002"]
    assert ids(library.nums_in_category("cs.LG")) == ["2608.00002"]
    for sign in ("%", "_s", "c%", "c_", "!", ""):
        assert ids(library.nums_in_channel(sign)) == ids(library.nums_in_category(sign)) == [], "no wildcards"
    assert ids(library.nums_on_days(FRIDAY, FRIDAY)) == ["2608.00001"]
    assert ids(library.nums_on_days(SATURDAY, None)) == ["2608.00002"]
    assert ids(library.nums_on_days(date(2026, 7, 1), date(2026, 7, 31))) == ["2607.00009"]
    assert ids(library.nums_announced([Announce.CROSS])) == ["2608.00002"]
    assert ids(library.nums_with_id("2608")) == ["2608.00001", "2608.00002"]
    assert ids(library.nums_cut()) == ["2607.00009"]
    assert ids(library.nums_updated()) == ["2607.00009"]
    assert ids(library.nums_untranslated()) == ["2608.00001", "2608.00002"]
    assert library.nums_of(["2608.00002", "nowhere"]) == list(library.nums_with_id("2608.00002"))


def test_a_day_without_announcements_is_known_as_such(library: Collected, collector: Collector) -> None:
    collector.store([reading(digest(APPLES, PEARS), digest(APPLES, channel="cs.LG"), digest(day=SATURDAY))])
    assert library.days() == [(SATURDAY, 0, 0), (FRIDAY, 3, 2)]
    assert library.channels() == [("cs.AI", 2), ("cs.LG", 1)]


def test_changes_are_handed_out_in_order_so_that_an_index_can_catch_up(
    library: Collected, collector: Collector
) -> None:
    collector.store([reading(digest(APPLES, PEARS))])
    first = list(library.changes_since(0))
    assert [identity for _, _, identity, _ in first] == ["2608.00001", "2608.00002"]
    collector.store([reading(digest(replace(APPLES, texts=Texts(title_en="Apples!")), day=SATURDAY))])
    ((_, change, identity, texts),) = library.changes_since(first[-1][1])
    assert (identity, texts.title_en, texts.title_zh, change) == (
        "2608.00001",
        "Apples!",
        "苹果",
        library.newest_change(),
    )


def test_many_changes_are_handed_out_completely(library: Collected, collector: Collector) -> None:
    entries = [Entry(f"2608.{n:05}", Texts(title_en=str(n))) for n in range(1203)]
    collector.store([reading(digest(*entries))])
    assert len(list(library.changes_since(0))) == 1203


def test_what_a_source_looked_like_is_remembered(library: Collected, collector: Collector) -> None:
    collector.store([reading(digest(APPLES)), reading(key="notes.txt", fingerprint="7")])
    source = library.sources()[0]
    assert library.fingerprints(source.num) == {"a.md": "1", "notes.txt": "7"}


def test_a_forgotten_source_leaves_its_papers(library: Collected, collector: Collector) -> None:
    collector.store([reading(digest(APPLES))])
    library.forget(library.sources()[0].num)
    assert library.sources() == ()
    assert library.count() == 1


def test_remembering_a_source_twice_keeps_one(library: Collected) -> None:
    first = library.remember("folder", "/digests", NOW)
    assert library.remember("folder", "/digests", NOW) == first


def test_how_a_source_ended_is_kept_until_it_ends_well(library: Collected) -> None:
    source = library.remember("folder", "/digests", NOW)
    library.synced(source.num, NOW, SourceError("{path} is gone", path=Path("/digests")))
    kept = library.sources()[0].error
    assert str(kept) == "/digests is gone"
    assert kept is not None
    assert kept.told({"{path} is gone": "没有 {path} 了"}.__getitem__) == "没有 /digests 了"
    assert library.sources()[0].synced is None
    library.synced(source.num, NOW, None)
    assert library.sources()[0].error is None
    assert library.sources()[0].synced == NOW


def test_problems_are_those_of_the_last_reading(library: Collected, collector: Collector) -> None:
    trouble = Problem("a.md", 12, "no link", lost=True)
    assert collector.store([reading(digest(APPLES, problems=(trouble,)))]).lost == 1
    assert library.problems() == [trouble]
    collector.store([reading(digest(APPLES), fingerprint="2")])
    assert library.problems() == []


def test_papers_of_the_newest_sync_can_be_told_from_older_ones(library: Collected, collector: Collector) -> None:
    collector.store([reading(digest(APPLES))])
    seen = library.latest_sync()
    library.begin_sync()
    library.collector(1).store([reading(digest(PEARS))])
    assert library.ids(library.nums_arrived_after(seen)) == ["2608.00002"]


def test_a_batch_that_fails_leaves_nothing_behind(library: Collected, collector: Collector) -> None:
    wrong = replace(PEARS, texts=Texts(title_en=object()))  # type: ignore[arg-type]  # a programming error of a source
    with pytest.raises((AttributeError, TypeError)):
        collector.store([reading(digest(APPLES)), reading(digest(wrong), key="b.md")])
    assert library.count() == 0
    assert library.fingerprints(library.sources()[0].num) == {}


@pytest.mark.parametrize("version", range(1, len(LIBRARY.steps)))
def test_a_library_of_every_earlier_version_is_brought_up_to_date(tmp_path: Path, version: int) -> None:
    path = tmp_path / "older.db"
    older = open_database(path, replace(LIBRARY, steps=LIBRARY.steps[:version]))
    older.execute("INSERT INTO source (kind, location, added) VALUES ('folder', '/digests', ?)", (NOW.isoformat(),))
    older.close()
    library = Collected(path)
    (source,) = library.sources()
    library.begin_sync()
    library.collector(source.num).store([reading(digest(APPLES))])
    assert library.find("2608.00001") is not None
    assert library.check() == "ok"
    library.close()
    assert path.with_name(f"older.db.before-schema-{len(LIBRARY.steps)}").exists()
