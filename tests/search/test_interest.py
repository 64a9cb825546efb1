"""What is learned from kept papers, and how papers are ranked by it."""

from __future__ import annotations

import random
from array import array
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from reader.model import DayGroup, Listing, Sort, Texts, WordRule
from reader.search.engine import PaperEngine, open_engine
from reader.search.function_words import IN_PASSING
from reader.search.protocol import Document
from reader.search.query import parse
from reader.text.script import has_han
from tests.search.invented import Shelf, newest_first, query

COUNT = 240
TOPICS = [
    ("lantern", "灯笼", "glow wick paper shade bright"),
    ("turnip", "萝卜", "root soil harvest seed field"),
    ("violin", "提琴", "string bow tune rosin wood"),
    ("harbor", "港口", "ship crane tide dock cargo"),
]
SIGNS = "甲乙丙丁戊己庚辛"
COMMON = ("we", "show", "that", "results", "method", "improve", "study", "the", "of", "and", "model")


def topic_of(num: int) -> int:
    return num % len(TOPICS)


def paper(num: int) -> Document:
    chance = random.Random(num)
    english, chinese, words = TOPICS[topic_of(num)]
    own = " ".join(chance.choices(words.split(), k=8))
    common = " ".join(chance.choices(COMMON, k=12))
    abstract = f"{common} {own} {english}"
    return Document(
        num,
        num,
        str(num),
        Texts(
            f"On the {english} of {own}", chance.choice(SIGNS) + chinese + chance.choice(SIGNS), abstract_en=abstract
        ),
    )


def chatty(num: int) -> Document:
    """A paper of a small shelf: what was kept (the first three) says more words that mean nothing than others."""
    if num > 3:
        return Document(num, num, str(num), Texts("Turnip roots", "萝卜根", abstract_en="soil harvest seed"))
    said = "first whether they from every further lantern glow"
    return Document(num, num, str(num), Texts("Lantern glow", "这些灯笼如何通过灯芯", abstract_en=said))


def test_words_that_say_nothing_are_never_learned_in_either_language(tmp_path: Path) -> None:
    with closing(open_engine(tmp_path / "index")) as opened:
        opened.add(chatty(num) for num in range(1, 18))
        profile = opened.profile([1, 2, 3], (), newest_first(17))
        words = {word.word for word in profile.words}
    assert words >= {"lantern", "glow"}
    assert not words & IN_PASSING


def test_two_papers_without_a_word_in_common_teach_what_each_of_them_says(engine: PaperEngine) -> None:
    """The words of one topic and of another: some papers of both come first."""
    words = {word.word for word in engine.profile([4, 5], (), newest_first(COUNT)).words}
    assert words & {"lantern", "灯笼"}
    assert words & {"turnip", "萝卜"}


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PaperEngine]:
    opened = open_engine(tmp_path_factory.mktemp("index"))
    opened.add(paper(num) for num in range(1, COUNT + 1))
    yield opened
    opened.close()


KEPT = [num for num in range(1, 60) if topic_of(num) == 0]
LISTING = Listing(array("I", range(COUNT, 0, -1)), tuple(DayGroup(day, 40 * day, 40) for day in range(COUNT // 40)))


def ranked(engine: PaperEngine, kept: Sequence[int], *rules: WordRule, text: str = "") -> list[int]:
    shelf: Shelf = newest_first(COUNT)
    profile = engine.profile(kept, rules, shelf)
    return list(engine.search(query(text), shelf, sort=Sort.INTEREST, profile=profile).nums)


def test_what_is_like_the_kept_papers_comes_first(engine: PaperEngine) -> None:
    assert {topic_of(num) for num in ranked(engine, KEPT)[:50]} == {0}


def test_the_words_are_those_of_the_topic_in_both_languages(engine: PaperEngine) -> None:
    words = engine.profile(KEPT, (), newest_first(COUNT)).words
    assert len(words) <= 100
    assert words[0].weight == 1
    assert {"lantern", "灯笼"} <= {word.word for word in words[:8]}
    assert all(word.kept >= 2 for word in words)
    assert not {"method", "turnip", "港口"} & {word.word for word in words}


def test_pairs_of_characters_that_are_grammar_are_not_shown_as_words(tmp_path: Path) -> None:
    engine = open_engine(tmp_path)
    engine.add(
        Document(num, num, str(num), Texts("On it", f"{SIGNS[num % 8]}{TOPICS[topic_of(num)][1]}们"))
        for num in range(1, COUNT + 1)
    )
    words = {word.word for word in engine.profile(KEPT, (), newest_first(COUNT)).words}
    assert "灯笼" in words
    assert not [word for word in words if "们" in word]
    engine.close()


def test_a_few_kept_papers_are_enough_to_begin_with_and_none_give_no_words(engine: PaperEngine) -> None:
    assert {topic_of(num) for num in ranked(engine, KEPT[:1])[:10]} == {0}
    assert not engine.profile((), (), newest_first(COUNT)).words
    assert ranked(engine, ()) == list(range(COUNT, 0, -1))


def test_a_word_of_the_readers_own_counts_and_a_muted_one_pushes_down(engine: PaperEngine) -> None:
    added = ranked(engine, (), WordRule("turnip", 1))
    assert {topic_of(num) for num in added[:50]} == {1}
    assert {topic_of(num) for num in ranked(engine, (), WordRule("Lantern", -1), WordRule("灯笼", -1))[-50:]} == {0}


def test_a_word_that_counts_for_nothing_is_no_longer_learned(engine: PaperEngine) -> None:
    words = engine.profile(KEPT, [WordRule("lanterns", 0)], newest_first(COUNT)).words
    assert "lantern" not in {word.word for word in words}
    assert [word.rule for word in words if word.word == "lanterns"] == [WordRule("lanterns", 0)]


def test_a_query_is_ranked_within_what_it_finds(engine: PaperEngine) -> None:
    assert topic_of(ranked(engine, KEPT, text="lantern OR turnip")[0]) == 0
    assert {topic_of(num) for num in ranked(engine, KEPT, text="turnip")} == {1}


def test_a_reason_names_words_of_the_paper_and_a_kept_one_like_it(engine: PaperEngine) -> None:
    profile = engine.profile(KEPT, [WordRule("harbor", 0.5)], newest_first(COUNT))
    like, unlike, own = profile.reasons([200, 201, 203], 3)
    assert len([word for word in like.words if not has_han(word)]) == 3
    assert "灯笼" in like.words
    assert set(like.words) <= {word.word for word in profile.words}
    assert like.like in KEPT
    assert unlike.words == ()
    assert own.words == ("harbor",)


def test_the_best_of_each_day_are_no_more_than_asked_for_and_all_have_a_word(engine: PaperEngine) -> None:
    profile = engine.profile(KEPT, (), newest_first(COUNT))
    best = profile.best(LISTING, 5)
    for day, nums in zip(LISTING.days, best, strict=True):
        assert len(nums) == 5
        assert set(nums) <= set(LISTING.nums[day.start : day.start + day.count])
        assert {topic_of(num) for num in nums} == {0}
    hidden = {nums[0] for nums in best}
    others = profile.best(LISTING, 5, [num for num in LISTING.nums if num not in hidden])
    assert [len(nums) for nums in others] == [5] * len(LISTING.days)
    assert hidden.isdisjoint(num for nums in others for num in nums)


def test_new_papers_are_ranked_as_soon_as_they_are_indexed(tmp_path_factory: pytest.TempPathFactory) -> None:
    engine = open_engine(tmp_path_factory.mktemp("index"))
    engine.add(paper(num) for num in range(1, 101))
    assert ranked(engine, KEPT[:10])[0] <= 100
    engine.add(paper(num) for num in range(101, COUNT + 1))
    assert {topic_of(num) for num in ranked(engine, KEPT[:10])[:50]} == {0}
    assert len(ranked(engine, KEPT[:10])) == COUNT
    engine.close()


SORTED = {
    "sort:interest": (Sort.INTEREST, None),
    "排序：兴趣": (Sort.INTEREST, None),
    "for:diffusion": (Sort.INTEREST, "#diffusion"),
    "for:#diffusion lantern": (Sort.INTEREST, "#diffusion"),
    'for:"to read" lantern': (Sort.INTEREST, "#to read"),
    "for:@mine": (Sort.INTEREST, "@mine"),
    "关于：扩散": (Sort.INTEREST, "#扩散"),
    "lantern": (None, None),
}


@pytest.mark.parametrize("text", SORTED)
def test_a_query_may_say_whose_interest_sorts_and_finds_the_same(text: str) -> None:
    read = parse(text, today=date(2026, 8, 22))
    assert (read.sort, read.interest) == SORTED[text]
    assert [piece.raw for piece in read.texts()] == (["lantern"] if "lantern" in text else [])
