"""Which of two papers stands first, and why: each test is one reason, all else being equal."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from reader.model import Texts
from reader.search.engine import open_engine
from reader.search.protocol import Document
from tests.search.invented import newest_first, query

FILLER = [
    Texts(f"Notes on {num}", f"杂记{num}", None, None, f"A lantern stood by the wall. Remark {num}.", "墙边有灯笼。")
    for num in range(1, 60)
]
"""Papers in all of which a lantern (灯笼) stands; nothing else that is asked for does."""

PADDING = "plain words that say nothing about it at all"


def order(tmp_path: Path, text: str, *papers: Texts, typing: bool = False) -> list[int]:
    """The places in `papers` of those that are found, best first. The first of them is the oldest."""
    engine = open_engine(tmp_path)
    made = [Document(num, num, f"2401.{num:05}", texts) for num, texts in enumerate([*FILLER, *papers], 1)]
    engine.add(made)
    first = len(FILLER) + 1
    found = engine.search(query(text, typing=typing), newest_first(len(made))).nums
    return [num - first for num in found if num >= first]


def english(title: str = "Plain", abstract: str = "Plain.") -> Texts:
    return Texts(title_en=title, abstract_en=abstract)


ABOVE = {
    "a word in the title above one in the abstract": (
        "kettle",
        english("A kettle sings", f"{PADDING} once."),
        english("A pot sings", f"{PADDING} kettle."),
    ),
    "a word in the summary above one in the abstract": (
        "kettle",
        Texts(title_en="Pots", tldr_en="A kettle.", abstract_en="Plain words."),
        Texts(title_en="Pots", tldr_en="A saucer.", abstract_en="Plain kettle."),
    ),
    "a Chinese title above a Chinese abstract": (
        "茶壶",
        Texts(title_zh="茶壶研究", abstract_zh="我们研究器皿之声"),
        Texts(title_zh="器皿研究", abstract_zh="我们研究茶壶之声"),
    ),
    "a word that stands often above one that stands once": (
        "kettle",
        english("Pots", "A kettle, a kettle and a kettle."),
        english("Pots", "A kettle, a saucer and a spoon."),
    ),
    "a word in a short text above one in a long text": (
        "kettle",
        english("Pots", "A kettle."),
        english("Pots", f"A kettle. {f'{PADDING} ' * 30}"),
    ),
    "the rare word in the title above the frequent one in the title": (
        "kettle lantern",
        english("A kettle sings", "Here a lantern is lit."),
        english("A lantern is lit", "Here a kettle sings."),
    ),
    "of alternatives the rare one above the frequent one": (
        "kettle OR lantern",
        english("Pots", "A kettle sings."),
        english("Pots", "A lantern glows."),
    ),
    "both alternatives above one": (
        "kettle OR violin",
        english("Pots", "A kettle and a violin."),
        english("Pots", "A kettle and a saucer."),
    ),
    "a rare pair of characters above a frequent one": (
        "茶壶 OR 灯笼",
        Texts(title_zh="器皿", abstract_zh="茶壶之声"),
        Texts(title_zh="器皿", abstract_zh="灯笼之光"),
    ),
    "a phrase in the title above the same phrase in the abstract": (
        '"singing kettle"',
        english("The singing kettle", f"{PADDING} there."),
        english("The kettle", f"{PADDING} singing kettle."),
    ),
    "what is in both languages above what is in one": (
        "kettle OR 茶壶",
        Texts(title_en="Pots", abstract_en="A kettle.", abstract_zh="茶壶之声"),
        Texts(title_en="Pots", abstract_en="A kettle.", abstract_zh="器皿之声"),
    ),
}


@pytest.mark.parametrize("reason", ABOVE)
@pytest.mark.parametrize("older", [0, 1], ids=["the better one is older", "the better one is newer"])
def test_this_ranks_above_that(reason: str, older: int, tmp_path: Path) -> None:
    text, better, worse = ABOVE[reason]
    papers = (better, worse) if older == 0 else (worse, better)
    assert order(tmp_path, text, *papers) == ([0, 1] if older == 0 else [1, 0])


def test_a_whole_word_ranks_above_one_that_only_begins_so(tmp_path: Path) -> None:
    papers = (english("Kettle songs", "Plain."), english("Kettledrum songs", "Plain."))
    assert order(tmp_path, "kettle", *papers, typing=True) == [0, 1]


def with_beginnings(papers: int, words: int, each: int) -> list[Texts]:
    """So many papers with words that begin with `ke`, `each` of which stands in as many papers."""
    signs = "abcdefghijklmnopqrstuvwxyz"
    several: list[list[str]] = [[] for _ in range(papers)]
    for at in range(words):
        for one in range(at * each, at * each + each):
            several[one % papers].append(f"ke{signs[at // 676]}{signs[at // 26 % 26]}{signs[at % 26]}")
    return [Texts(abstract_en=" ".join(begun)) for begun in several]


BEGINNINGS = {
    "few words": ([], [0, 1, 2]),
    "very many words": (with_beginnings(400, words=3300, each=62), [0, 2, 1]),
    "many common words": (with_beginnings(100, words=100, each=90), [0, 2, 1]),
}


@pytest.mark.parametrize("kind", BEGINNINGS)
def test_a_beginning_of_very_many_words_says_nothing_but_as_a_word(kind: str, tmp_path: Path) -> None:
    """All else is equal: then the newest stands first, wherever it has a word that only begins so."""
    others, ranked = BEGINNINGS[kind]
    as_a_word = english("Ke of pots", "A lantern glows dimly.")
    in_the_title = english("Kettle of pots", "A lantern glows dimly.")
    in_the_abstract = english("Songs of pots", "A lantern glows kettle.")
    assert order(tmp_path, "lantern ke", as_a_word, in_the_title, in_the_abstract, *others, typing=True) == ranked


def test_of_equally_good_papers_the_newest_stands_first(tmp_path: Path) -> None:
    papers = [english("A kettle sings", "Plain.")] * 4
    assert order(tmp_path, "kettle", *papers) == [3, 2, 1, 0]


def test_of_several_forms_of_a_word_the_one_that_says_most_counts(tmp_path: Path) -> None:
    better, worse = english("A kettle sings", "Of kettles."), english("A song", "Of kettles and kettles.")
    assert order(tmp_path, "kettle", better, worse) == [0, 1]


def test_another_form_of_a_word_is_as_good_as_the_word(tmp_path: Path) -> None:
    papers = (english("A kettle sings", "Plain."), english("The kettles sing", "Plain."))
    assert order(tmp_path, "kettle", *papers) == [1, 0], "the newest first"


def test_what_must_not_occur_adds_nothing(tmp_path: Path) -> None:
    papers = (english("A kettle sings", "Plain saucer."), english("A pot", "A kettle."))
    assert order(tmp_path, "kettle -violin -spoon", *papers) == [0, 1]


def test_ranking_is_the_same_whatever_the_segments_are(tmp_path: Path) -> None:
    """Impacts depend on the paper alone, so that a day's papers compare with all others."""
    chance = random.Random(4)
    words = ["kettle", "violin", "lantern", "saucer", "spoon", "harbor", "meadow"]
    papers = [english(" ".join(chance.choices(words, k=3)), " ".join(chance.choices(words, k=20))) for _ in range(90)]
    made = [Document(num, num, f"2401.{num:05}", texts) for num, texts in enumerate(papers, 1)]
    once, daily = open_engine(tmp_path / "once"), open_engine(tmp_path / "daily")
    once.add(made)
    for start in range(0, len(made), 13):
        daily.add(made[start : start + 13])
    for text in ("kettle violin", "kettle OR harbor", "lant* OR spoon", '"kettle violin" OR saucer'):
        shelf = newest_first(len(made))
        assert list(daily.search(query(text), shelf).nums) == list(once.search(query(text), shelf).nums)
