"""What a reader relies on in the collected library. Papers are invented."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from reader.errors import SourceError
from reader.model import Announce, Author, DayGroup, Details, Entry, Link, LinkKind, Mismatch, Problem, Texts
from reader.store.collected import Collected
from reader.store.collecting import Collector
from tests.store.invented import APPLES, FRIDAY, NOW, PEARS, SATURDAY, digest, reading


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


def test_many_papers_are_read_as_each_alone_in_the_order_wanted(library: Collected, collector: Collector) -> None:
    many = [Entry(f"2608.{num:05}", Texts(title_en=f"Apple {num}"), version=1) for num in range(10, 1300)]
    collector.store([reading(digest(*many), digest(*many[:700:7], APPLES, channel="cs.LG", day=SATURDAY))])
    wanted = [num for num in library.listing().nums if num % 3][::-1]
    found = list(library.papers([*wanted, 999_999, wanted[0]]))
    assert found == [library.paper(num) for num in (*wanted, wanted[0])]


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
    undated = Entry("2607.00009", Texts(title_en="Quinces", abstract_en="W", abstract_zh="有"), cut=True, version=2)
    collector.store(
        [reading(digest(APPLES), digest(PEARS, channel="cs.LG", day=SATURDAY), digest(undated, channel=None, day=None))]
    )
    ids = library.ids
    assert ids(library.sets.nums_in_channel("cs.ai")) == ["2608.00001"]
    assert ids(library.sets.nums_in_channel("cs")) == ["2608.00001", "2608.00002"]
    assert ids(library.sets.nums_in_category("cs.LG")) == ["2608.00002"]
    for sign in ("%", "_s", "c%", "c_", "!", ""):
        assert ids(library.sets.nums_in_channel(sign)) == ids(library.sets.nums_in_category(sign)) == [], "no wildcards"
    assert ids(library.sets.nums_on_days(FRIDAY, FRIDAY)) == ["2608.00001"]
    assert ids(library.sets.nums_on_days(SATURDAY, None)) == ["2608.00002"]
    assert ids(library.sets.nums_on_days(date(2026, 7, 1), date(2026, 7, 31))) == ["2607.00009"]
    assert ids(library.sets.nums_announced([Announce.CROSS])) == ["2608.00002"]
    assert ids(library.sets.nums_with_id("2608")) == ["2608.00001", "2608.00002"]
    assert ids(library.sets.nums_cut()) == ["2607.00009"]
    assert ids(library.sets.nums_updated()) == ["2607.00009"]
    assert ids(library.sets.nums_untranslated()) == ["2608.00001", "2608.00002"]
    assert library.nums_of(["2608.00002", "nowhere"]) == library.sets.nums_with_id("2608.00002")


def test_a_day_without_announcements_is_known_as_such(library: Collected, collector: Collector) -> None:
    collector.store([reading(digest(APPLES, PEARS), digest(APPLES, channel="cs.LG"), digest(day=SATURDAY))])
    assert library.days() == [(SATURDAY, 0, 0), (FRIDAY, 3, 2)]
    assert library.channels() == [("cs.AI", 2), ("cs.LG", 1)]


def test_a_file_of_which_nothing_could_be_read_says_nothing_about_its_day(
    library: Collected, collector: Collector
) -> None:
    trouble = Problem("a.md", 1, "a record that cannot be read", lost=True)
    collector.store([reading(digest(APPLES), digest(day=SATURDAY, problems=(trouble,)))])
    assert [day for day, _, _ in library.days()] == [FRIDAY]


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
    assert library.ids(library.sets.nums_arrived_after(seen)) == ["2608.00002"]


def test_a_batch_that_fails_leaves_nothing_behind(library: Collected, collector: Collector) -> None:
    wrong = replace(PEARS, texts=Texts(title_en=object()))  # type: ignore[arg-type]  # a programming error of a source
    with pytest.raises((AttributeError, TypeError)):
        collector.store([reading(digest(APPLES)), reading(digest(wrong), key="b.md")])
    assert library.count() == 0
    assert library.fingerprints(library.sources()[0].num) == {}


def test_a_digest_repeated_on_the_weekend_adds_nothing(library: Collected, collector: Collector) -> None:
    collector.store([reading(digest(APPLES, PEARS))])
    before = (library.days(), library.find("2608.00001"))
    collector.store([reading(digest(APPLES, PEARS, day=SATURDAY), key="b.md")])
    assert (library.days(), library.find("2608.00001")) == before


def test_the_first_day_of_a_repeated_digest_counts_also_where_the_repeat_is_read_first(
    library: Collected, collector: Collector
) -> None:
    more = digest(PEARS, day=SATURDAY)
    collector.store([reading(digest(APPLES, day=None), digest(APPLES, day=SATURDAY), digest(APPLES), more)])
    paper = library.find("2608.00001")
    assert paper is not None
    assert [seen.day for seen in paper.appearances] == [FRIDAY]
    assert (paper.first_seen, paper.last_seen, paper.listed) == (FRIDAY, FRIDAY, 20260821)


def test_another_publisher_may_announce_the_same(library: Collected, collector: Collector) -> None:
    collector.store([reading(digest(APPLES)), reading(replace(digest(APPLES, day=SATURDAY), publisher="arXiv"))])
    paper = library.find("2608.00001")
    assert paper is not None
    assert [(seen.source, seen.day) for seen in paper.appearances] == [("/digests", FRIDAY), ("arXiv", SATURDAY)]


def test_what_announces_nothing_gives_no_appearance_and_no_day(library: Collected, collector: Collector) -> None:
    told = replace(APPLES, details=Details(submitted=FRIDAY))
    collector.store([reading(replace(digest(told), announces=False))])
    paper = library.find("2608.00001")
    assert paper is not None
    assert (paper.appearances, paper.first_seen, paper.details.submitted) == ((), None, FRIDAY)
    assert library.days() == []


def test_a_topic_of_a_publishers_own_can_be_asked_for_like_a_channel(library: Collected, collector: Collector) -> None:
    collector.store([reading(replace(digest(APPLES, channel=None), topic="SLAM"))])
    assert library.ids(library.sets.nums_in_channel("slam")) == ["2608.00001"]
    assert library.channels() == [("SLAM", 1)]


def test_papers_are_found_by_what_is_known_of_them(library: Collected, collector: Collector) -> None:
    details = Details(
        authors=(Author("Kurt Gödel"), Author("Ada M. Beispiel-Roe")),
        comment="Accepted at Lamp Days 2026",
        doi="10.1000/Lamp.7",
        links=(Link(LinkKind.CODE, "https://github.com/Ada/Lantern"),),
    )
    collector.store([reading(digest(replace(APPLES, details=details), PEARS))])
    sets, found = library.sets, ["2608.00001"]
    for name in ("godel", "GÖDEL kurt", "Gödel, K", "beispiel ada", "roe"):
        assert library.ids(sets.nums_by_author(name)) == found
    for name in ("kurt beispiel", "del", ""):
        assert library.ids(sets.nums_by_author(name)) == []
    assert library.ids(sets.nums_in_venue("lamp days")) == found
    assert library.ids(sets.nums_with_doi("https://doi.org/10.1000/lamp.7")) == found
    assert library.ids(sets.nums_with_code()) == library.ids(sets.nums_with_code("lantern")) == found
    assert library.ids(sets.nums_with_authors()) == found


def test_two_publishers_texts_are_both_kept_and_the_better_one_is_shown(
    library: Collected, collector: Collector
) -> None:
    cut = replace(APPLES, texts=Texts(abstract_en="We count ap", abstract_zh="我们数"), cut=True)
    whole = replace(APPLES, texts=Texts(abstract_en="We count apples."), version=None)
    other = library.collector(library.remember("url", "https://example.org/", NOW).num)
    collector.store([reading(digest(cut))])
    assert other.store([reading(digest(whole))]).changed == 1
    assert collector.store([reading(digest(cut, day=SATURDAY))]).changed == 0
    paper = library.find("2608.00001")
    assert paper is not None
    assert (paper.texts.abstract_en, paper.texts.abstract_zh, paper.cut) == ("We count apples.", "我们数", False)
    assert [one and one.source for one in paper.told[4:]] == ["https://example.org/", "/digests"]
    assert paper.mismatch is Mismatch.LENGTH
    assert library.earlier(paper.num) == ()


def test_a_paper_told_twice_in_one_transaction_is_counted_once(library: Collected, collector: Collector) -> None:
    better = replace(APPLES, texts=Texts(title_en="Apples", title_zh="苹果们"), version=2)
    first = collector.store([reading(digest(APPLES), digest(APPLES, PEARS, channel="cs.LG"))])
    again = collector.store([reading(digest(better)), reading(digest(better, channel="cs.LG", day=SATURDAY))])
    assert (first.new, first.changed, again.new, again.changed) == (2, 0, 0, 1)
    shown = library.find(APPLES.id)
    assert shown
    assert shown.texts.title_zh == "苹果们"
    assert {(one.channel, one.day) for one in shown.appearances} == {
        ("cs.AI", FRIDAY),
        ("cs.LG", FRIDAY),
        ("cs.LG", SATURDAY),
    }


def test_a_source_added_again_stands_where_its_texts_rank(library: Collected, collector: Collector) -> None:
    """The list shows the order in which publishers rank, and a removed one's texts keep theirs."""
    library.remember("folder", "/others", NOW)
    first = library.sources()[0]
    library.forget(first.num)
    library.remember("folder", first.location, NOW)
    assert [source.location for source in library.sources()] == [first.location, "/others"]


def test_the_branch_that_was_found_is_known(library: Collected, collector: Collector) -> None:
    assert [source.branch for source in library.sources()] == [None]
    collector.store([reading(key="branch", fingerprint="data")])
    assert [source.branch for source in library.sources()] == ["data"]


@pytest.mark.parametrize("order", [1, -1])
def test_one_publishers_list_in_several_forms_is_one_appearance(
    library: Collected, collector: Collector, order: int
) -> None:
    """A table without versions and a letter with them, of one topic on one day."""
    forms = [replace(digest(replace(APPLES, version=told), channel=None), topic="Fruit") for told in (None, 2)]
    for one in forms[::order]:
        collector.store([reading(one)])
    paper = library.find(APPLES.id)
    assert paper is not None
    assert [(seen.topic, seen.version) for seen in paper.appearances] == [("Fruit", 2)]
