"""What the reader wants to see: learned from what was kept, changed by hand, the same wherever papers are ranked."""

from __future__ import annotations

import gc
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from weakref import ref

import pytest

from reader.errors import DigestReaderError, UsageError
from reader.library.finding import remarks
from reader.library.interest import RECOMMENDED_A_DAY
from reader.library.library import Library
from reader.model import Announce, Digest, Entry, Part, Sort, Texts, WordRule
from reader.paths import Places
from reader.sources.contract import Reading
from tests.library.conftest import FRIDAY, Clock

TOPICS = ("lantern glow wick", "turnip root soil", "violin string bow")
A_DAY = 75


def entries(day: int) -> tuple[Entry, ...]:
    found = []
    for at in range(A_DAY):
        words = TOPICS[at % 3]
        texts = Texts(title_en=f"A {words}", abstract_en=f"We study {words} once more.")
        found.append(Entry(f"2608.{day:02}{at:03}", texts, announce=Announce.NEW))
    return tuple(found)


@pytest.fixture
def shelf(places: Places) -> Iterator[Library]:
    """Three days of 75 papers, a third of each about lanterns (numbers ending the ID divisible by three)."""
    opened = Library(places, Clock())
    days = [Digest(str(day), "cs.AI", FRIDAY + timedelta(days=day), entries(day)) for day in range(3)]
    opened.sources.bring_in("invented", Reading("all", "1", tuple(days)))
    yield opened
    opened.close()


def lanterns(library: Library, first: int = 0, last: int = 4) -> list[str]:
    return [f"2608.00{3 * at:03}" for at in range(first, last)]


def about(library: Library, num: int) -> str:
    title = library.paper(num).paper.texts.title_en
    assert title
    return title.split()[1]


def first(library: Library, query: str = "", most: int = 30) -> set[str]:
    results = library.finding.search(query, sort=Sort.INTEREST)
    return {about(library, num) for num in results.nums[:most]}


def test_a_bookmark_ranks_what_is_like_it_at_once_and_undo_takes_that_back(shelf: Library) -> None:
    assert shelf.finding.search("sort:interest").sort is Sort.DATE
    shelf.marks.bookmark(lanterns(shelf), True)
    assert first(shelf) == {"lantern"}
    shelf.marks.undo()
    assert shelf.interest.words() == ()


def test_a_list_that_nothing_can_rank_yet_says_so(shelf: Library) -> None:
    (remark,) = remarks(shelf.finding.search("sort:interest"))
    assert "newest first" in str(remark)
    shelf.marks.bookmark(lanterns(shelf), on=True)
    assert not remarks(shelf.finding.search("sort:interest"))


def test_every_tag_and_saved_search_has_an_interest_of_its_own(shelf: Library) -> None:
    shelf.marks.bookmark(lanterns(shelf), True)
    shelf.marks.tag(["2608.00001", "2608.00004"], ["Food"])
    shelf.marks.save_search(1, "music", "violin")
    assert first(shelf, "for:food") == {"turnip"}
    assert first(shelf, "for:@music") == {"violin"}
    assert shelf.finding.search("for:nothing").sort is Sort.DATE
    with pytest.raises(UsageError, match="no saved search"):
        shelf.finding.search("for:@gone")


def test_recommended_are_the_best_twenty_of_each_day_and_only_those_with_a_word(shelf: Library) -> None:
    assert shelf.finding.search("is:recommended").total == 0
    shelf.marks.bookmark(lanterns(shelf), True)
    results = shelf.finding.search("is:recommended")
    assert results.total == 3 * RECOMMENDED_A_DAY
    assert {about(shelf, num) for num in results.nums} == {"lantern"}
    assert shelf.finding.search("is:recommended", filters=["date:2026-08-21"]).total == RECOMMENDED_A_DAY


AGAIN = date(2026, 8, 24)


@pytest.fixture
def shelf_again(shelf: Library) -> Library:
    """One day more: thirty new papers, and thirty lantern papers of the first day announced again."""
    new = tuple(entry for entry in entries(4) if int(entry.id[-3:]) < 30)
    old = tuple(replace(entry, announce=Announce.REPLACE) for entry in entries(0)[::3])
    shelf.sources.bring_in("more", Reading("more", "1", (Digest("more", "cs.AI", AGAIN, (*new, *old)),)))
    shelf.marks.bookmark(lanterns(shelf), True)
    return shelf


BEST_OF_DAYS = {
    "is:recommended date:2026-08-24": 10,
    "date:2026-08-24 (is:recommended)": 10,
    "is:recommended date:2026-08-24,2026-08-23": 10 + RECOMMENDED_A_DAY,
    "is:recommended date:2026-08-23..2026-08-24": 10 + RECOMMENDED_A_DAY,
    "date:2026-08-24 (is:recommended OR violin)": 20,
    "date:2026-08-24 -is:recommended": 30 - 10 + 25,
    "is:recommended": 10 + 3 * RECOMMENDED_A_DAY,
}


@pytest.mark.parametrize("asked", BEST_OF_DAYS)
def test_recommended_of_a_day_are_its_own_papers_not_those_that_appear_again(asked: str, shelf_again: Library) -> None:
    assert shelf_again.finding.search("date:2026-08-24").total == 30 + 25
    assert shelf_again.finding.search(asked).total == BEST_OF_DAYS[asked]
    first, _, rest = asked.partition(" ")
    assert shelf_again.finding.search(first, filters=[rest]).total == BEST_OF_DAYS[asked]


def test_a_query_of_one_day_beside_filters_is_still_a_list_of_that_day(shelf_again: Library) -> None:
    found = shelf_again.finding.search("title:lantern date:2026-08-24", filters=["is:unread"], sort=Sort.DATE)
    parts = {group.part: group.count for group in shelf_again.finding.by_day(found).days}
    assert parts == {None: 35, Part.NEW: 10, Part.KEPT: 4, Part.UPDATED: 21}


def test_a_hidden_word_leaves_papers_out_only_where_papers_are_ranked_by_interest(shelf: Library) -> None:
    turnips = [f"2608.00{3 * at + 1:03}" for at in range(4)]  # half of what is kept, a third of what there is
    shelf.marks.bookmark([*lanterns(shelf), *turnips], True)
    shelf.interest.mute(["lanterns"], hide=True)
    assert shelf.finding.search("", sort=Sort.INTEREST).total == 2 * A_DAY
    assert shelf.finding.search("").total == 3 * A_DAY
    assert {about(shelf, num) for num in shelf.finding.search("is:recommended").nums} == {"turnip"}


def test_words_are_added_weighed_muted_and_forgotten_each_as_one_gesture(shelf: Library) -> None:
    shelf.interest.add(["Violin", "root soil"])
    assert {rule.word: rule.weight for rule in shelf.interest.rules()} == {"violin": 1, "root soil": 1}
    assert first(shelf) <= {"violin", "turnip"}
    shelf.interest.weigh(["violin"], -2.5)
    assert first(shelf, most=20) == {"turnip"}
    shelf.interest.forget(["violin", "root soil"])
    assert shelf.interest.rules() == ()
    gesture = shelf.marks.undo()
    assert gesture is not None
    assert gesture.papers == 0
    assert len(shelf.interest.rules()) == 2
    shelf.marks.undo()
    assert {rule.word: rule.weight for rule in shelf.interest.rules()}["violin"] == 1
    shelf.marks.redo()
    assert {rule.word: rule.weight for rule in shelf.interest.rules()}["violin"] == -2.5


def test_a_learned_word_that_is_forgotten_is_not_learned_again(shelf: Library) -> None:
    shelf.marks.bookmark(lanterns(shelf), True)
    assert "glow" in {word.word for word in shelf.interest.words()}
    shelf.interest.forget(["glow"])
    shelf.marks.bookmark(lanterns(shelf, 4, 8), True)
    assert [word.weight for word in shelf.interest.words() if word.word == "glow"] == [0]


@pytest.mark.parametrize("word", ["", "  ", "...", "x" * 61])
def test_what_no_paper_could_have_is_no_word(word: str, shelf: Library) -> None:
    with pytest.raises(UsageError, match="no word"):
        shelf.interest.add([word])


def test_a_weight_has_limits(shelf: Library) -> None:
    for weight in (11, -10.5, float("nan"), float("inf")):
        with pytest.raises(UsageError, match="a weight is"):
            shelf.interest.weigh(["violin"], weight)


def test_words_come_back_from_a_backup_and_from_jsonl_and_own_ones_stay(shelf: Library, tmp_path: Path) -> None:
    shelf.marks.bookmark(lanterns(shelf), True)
    shelf.interest.add(["violin"])
    shelf.interest.mute(["turnip"], "#food", hide=True)
    shelf.marks.backup(tmp_path / "backup.db")
    rules = shelf.interest.rules()
    lines = [{"word": r.word, "weight": r.weight, "for": r.scope, "own": True, "hide": r.hide} for r in rules]
    (tmp_path / "words.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    shelf.interest.forget(["violin"])
    shelf.interest.weigh(["turnip"], -3, "#food")
    for name in ("backup.db", "words.jsonl"):
        shelf.marks.restore(tmp_path / name)
        assert set(shelf.interest.rules()) == {WordRule("violin", 1), WordRule("turnip", -3, "#food")}
        shelf.marks.undo()
        assert set(shelf.interest.rules()) == {WordRule("turnip", -3, "#food")}


@pytest.mark.parametrize("line", ['{"word": "x", "own": true}', '{"word": "x", "own": true, "weight": "1"}'])
def test_a_line_that_is_no_word_is_refused_by_its_number(line: str, shelf: Library, tmp_path: Path) -> None:
    (tmp_path / "words.jsonl").write_text(line, encoding="utf-8")
    with pytest.raises(DigestReaderError, match="line 1"):
        shelf.marks.restore(tmp_path / "words.jsonl")


def test_reasons_name_the_words_and_a_kept_paper(shelf: Library) -> None:
    shelf.marks.bookmark(lanterns(shelf), True)
    best = shelf.finding.search("", sort=Sort.INTEREST).nums[:2]
    for reason in shelf.interest.reasons(best):
        assert set(reason.words) <= {"lantern", "glow", "wick"}
        assert reason.like in shelf.interest.kept()


def test_a_day_that_comes_in_is_ranked_by_what_was_kept_before(shelf: Library) -> None:
    shelf.marks.bookmark(lanterns(shelf), True)
    assert first(shelf) == {"lantern"}
    later = date(2026, 9, 1)
    shelf.sources.bring_in("later", Reading("later", "1", (Digest("later", "cs.AI", later, entries(9)),)))
    assert shelf.finding.search("is:recommended date:2026-09-01").total == RECOMMENDED_A_DAY


def test_it_is_told_how_far_down_the_kept_papers_of_earlier_days_stood(shelf: Library) -> None:
    assert shelf.interest.foresight() == ()
    for day in range(3):
        shelf.marks.bookmark([f"2608.{day:02}{3 * at:03}" for at in range(8)], True)
    stood = shelf.interest.foresight()
    assert len(stood) == 24
    assert list(stood) == sorted(stood)
    assert 1 <= stood[0] < stood[-1] <= A_DAY // 3  # a third of each day is about lanterns, and they come first
    newest = shelf.listing().nums[0]
    assert len(shelf.interest.foresight(besides=newest)) == 16  # the day that one goes through is no earlier one


def test_how_far_down_they_stood_is_told_for_the_interest_that_ranks(shelf: Library) -> None:
    for day in range(3):
        shelf.marks.bookmark([f"2608.{day:02}{3 * at:03}" for at in range(8)], True)
        shelf.marks.tag([f"2608.{day:02}{3 * at + 1:03}" for at in range(6)], ["food"])
    stood = shelf.interest.foresight("#food")
    assert len(stood) == 18
    assert stood[-1] <= A_DAY // 3
    assert shelf.interest.foresight("#nothing") == ()


def test_papers_near_in_meaning_stand_behind_those_for_you_but_not_behind_days(shelf: Library) -> None:
    shelf.marks.bookmark(lanterns(shelf), True)
    found = shelf.finding.search("turnip violin", sort=Sort.INTEREST, near=10)
    assert found.sort is Sort.INTEREST
    assert found.near.nums
    assert not shelf.finding.search("turnip violin sort:date", near=10).near.nums


def test_once_papers_came_in_no_interest_in_those_before_is_kept(shelf: Library) -> None:
    shelf.marks.tag(lanterns(shelf), ["light"])
    before = ref(shelf.interest.profile("#light"))
    shelf.sources.bring_in("more", Reading("more", "1", (Digest("more", "cs.AI", AGAIN, entries(4)),)))
    shelf.interest.profile()
    gc.collect()
    assert before() is None


def test_a_library_that_is_closed_keeps_no_tables_until_python_looks_for_cycles(shelf: Library) -> None:
    shelf.marks.bookmark(lanterns(shelf), True)
    learned = ref(shelf.interest.profile())
    (num,) = shelf.numbers(lanterns(shelf)[:1]).values()
    assert shelf.interest.why()(num).words
    assert shelf.interest.recommended()
    gc.disable()
    try:
        shelf.close()
        assert learned() is None
    finally:
        gc.enable()


def test_who_rests_keeps_the_general_interest_alone(shelf: Library) -> None:
    shelf.marks.tag(lanterns(shelf), ["light"])
    general, tags = ref(shelf.interest.profile()), ref(shelf.interest.profile("#light"))
    assert general() is shelf.interest.profile()
    shelf.rest()
    gc.collect()
    assert tags() is None
    assert general() is not None
