"""Papers near in meaning: which are offered, in what order, what is said of them, and what may never be among them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path
from statistics import mean

import numpy as np
import pytest

from reader.model import Near, Texts
from reader.search.archive import Archive
from reader.search.companions import shared_terms
from reader.search.engine import PaperEngine, open_engine
from reader.search.protocol import Document
from reader.search.whole_words import WholeWords
from tests.search.invented import Shelf, newest_first, query
from tests.search.topics import COMMON, JUDGED, NOISE, shelf

PAPERS = shelf()
COUNT = len(PAPERS.documents)
TEXTS = {document.num: document.texts for document in PAPERS.documents}


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PaperEngine]:
    made = open_engine(tmp_path_factory.mktemp("near"))
    made.add(PAPERS.documents)
    yield made
    made.close()


@pytest.fixture
def everything() -> Shelf:
    return newest_first(COUNT)


def near(
    engine: PaperEngine, text: str, filters: Shelf, limit: int = 10, *, without: Collection[str] = (), within: str = ""
) -> Near:
    return engine.near(query(text).narrowed(query(within)), filters, limit=limit, without=without)


def precision(engine: PaperEngine, text: str, about: set[str]) -> float:
    """How many of the first ten papers are about all of it, those that have every word first."""
    filters = newest_first(COUNT)
    exact = list(engine.search(query(text), filters).nums[:10])
    found = [*exact, *near(engine, text, filters, 10 - len(exact)).nums]
    return sum(about <= PAPERS.subjects[num] for num in found) / 10


@pytest.mark.parametrize("text", JUDGED)
def test_most_of_the_first_ten_are_about_what_was_asked(engine: PaperEngine, text: str) -> None:
    assert precision(engine, text, JUDGED[text]) >= 0.6


def test_nearly_all_are_on_the_mean_over_the_judged_queries(engine: PaperEngine) -> None:
    assert mean(precision(engine, text, about) for text, about in JUDGED.items()) >= 0.9


def test_papers_that_match_are_never_among_those_near(engine: PaperEngine, everything: Shelf) -> None:
    exact = set(engine.search(query("kettle melody"), everything).nums)
    found = near(engine, "kettle melody", everything, COUNT)
    assert exact
    assert not exact & set(found.nums)
    assert len(found.nums) == COUNT - len(exact)


def test_each_paper_says_which_words_it_lacks_function_words_apart(engine: PaperEngine, everything: Shelf) -> None:
    found = near(engine, "how to tune a violin 茶壶", everything)
    assert found.nums
    for num, lacking in zip(found.nums, found.lacking, strict=True):
        for word in ("violin", "茶壶"):
            has = num in engine.search(query(word), everything).nums
            assert (word in lacking) is not has
        assert not {"how", "to", "a"} & set(lacking)


def test_words_are_understood_by_what_goes_with_them_in_both_languages(engine: PaperEngine, everything: Shelf) -> None:
    (kettle, melody) = near(engine, "kettle melody", everything).understood
    assert (kettle.word, melody.word) == ("kettle", "melody")
    assert {"茶壶", "沏茶", "茶叶", "茶杯", "水温", "茶香"} & set(kettle.companions)
    assert {"violin", "orchestra", "旋律", "提琴", "乐团", "tuning", "fiddle", "bow"} & set(melody.companions)


def test_companions_are_what_papers_share_beyond_chance(engine: PaperEngine) -> None:
    archive = Archive(tuple(engine._snapshot.segments.values()), WholeWords(()))
    tea = np.array([num - 1 for num, subjects in PAPERS.subjects.items() if "tea" in subjects])
    shared = shared_terms(archive, tea, np.ones(len(tea)), 10)
    words = {archive.text(term) for term in shared.terms.tolist()}
    assert words & {"kettle", "teapot"}
    assert words & {"茶壶", "沏茶"}
    assert not words & {*NOISE, *COMMON}


def test_a_paper_that_has_a_word_is_nearer_than_one_that_only_has_what_goes_with_it(
    engine: PaperEngine, everything: Shelf
) -> None:
    has = set(engine.search(query("kettle"), everything).nums)
    found = near(engine, "kettle xyzzy", everything, 60).nums
    assert len(has) > 60
    assert set(found) <= has


def test_a_telling_word_outweighs_one_that_says_little(engine: PaperEngine, everything: Shelf) -> None:
    """Papers that lack the kettle, but are about tea, stand before those that have the mirror."""
    about = [num for num, subjects in PAPERS.subjects.items() if "tea" in subjects]
    assert len(about) > 120 > len(engine.search(query("kettle"), everything).nums)
    for little in ("mirror", "tuesday"):
        assert set(near(engine, f"kettle {little}", everything, 110).nums) <= set(about)


def test_a_word_struck_out_counts_no_longer_and_is_not_missed(engine: PaperEngine, everything: Shelf) -> None:
    found = near(engine, "kettle melody", everything, without=["melody"])
    assert [each.word for each in found.understood] == ["kettle"]
    assert all("melody" not in words for words in found.lacking)
    assert sum("tea" in PAPERS.subjects[num] for num in found.nums) >= 9
    assert near(engine, "kettle melody", everything, without=["kettle", "melody"]).nums == ()


def test_a_companion_struck_out_is_gone(engine: PaperEngine, everything: Shelf) -> None:
    (before,) = near(engine, "kettle", everything).understood
    (after,) = near(engine, "kettle", everything, without=[before.companions[0]]).understood
    assert before.companions[0] not in after.companions


NARROWED = [
    ('"kettle" melody', "", "kettle"),
    ("kettle* melody", "", "kettle"),
    ("title:kettle melody", "", "title:kettle"),
    ("melody violin kettle", "is:unread", "is:unread"),
    ("melody violin is:unread", "", "is:unread"),
    ("melody violin", "茶壶 OR kettle", "茶壶 OR kettle"),
    ("melody (茶壶 OR kettle)", "", "茶壶 OR kettle"),
]


@pytest.mark.parametrize(("text", "within", "held"), NARROWED)
def test_what_narrows_holds_for_near_papers_too(engine: PaperEngine, text: str, within: str, held: str) -> None:
    filters = newest_first(COUNT)
    filters.known["is", "unread"] = list(range(1, COUNT, 3))
    found = near(engine, text, filters, 50, within=within)
    assert found.nums
    assert set(found.nums) <= set(engine.search(query(held), filters).nums)


def test_what_must_not_occur_does_not(engine: PaperEngine, everything: Shelf) -> None:
    found = near(engine, "kettle melody -茶壶", everything, 100)
    assert found.nums
    assert not set(found.nums) & set(engine.search(query("茶壶"), everything).nums)


@pytest.mark.parametrize(
    "text", ["", "*", '"kettle"', "kettle OR melody", "is:unread", "title:kettle", "xyzzy", "123456789"]
)
def test_without_a_bare_word_that_is_known_nothing_is_near(engine: PaperEngine, everything: Shelf, text: str) -> None:
    assert near(engine, text, everything).nums == ()


def test_a_run_of_chinese_is_cut_where_its_characters_hold_together_least(
    engine: PaperEngine, everything: Shelf
) -> None:
    found = near(engine, "怎么用茶壶沏茶才有茶香", everything)
    assert {"茶壶", "沏茶", "茶香"} <= {each.word for each in found.understood}
    assert {each.typed for each in found.understood} == {"怎么用茶壶沏茶才有茶香"}


def test_a_paper_says_which_pieces_of_a_run_it_lacks_not_that_it_lacks_the_run(
    engine: PaperEngine, everything: Shelf
) -> None:
    found = near(engine, "怎么用茶壶沏茶才有茶香", everything, 50)
    chinese = {num: f"{texts.title_zh}。{texts.tldr_zh}。{texts.abstract_zh}" for num, texts in TEXTS.items()}
    for num, lacking in zip(found.nums, found.lacking, strict=True):
        assert set(lacking) == {piece for piece in ("茶壶", "沏茶", "茶香") if piece not in chinese[num]}
    assert len(set(found.lacking)) > 1


def test_scripts_typed_without_a_space_are_parted(engine: PaperEngine, everything: Shelf) -> None:
    assert {each.word for each in near(engine, "kettle旋律", everything).understood} == {"kettle", "旋律"}


def test_of_a_pasted_abstract_a_dozen_telling_words_are_looked_at(engine: PaperEngine, everything: Shelf) -> None:
    texts = PAPERS.documents[3].texts
    for text in (texts.abstract_en, texts.abstract_zh):
        found = near(engine, f"{text} {text}, zanzibar", everything)
        assert 3 <= len({each.word for each in found.understood}) == len(found.understood) <= 24
        assert all(PAPERS.subjects[4] & PAPERS.subjects[num] for num in found.nums)


def test_punctuation_around_a_word_is_no_part_of_it(engine: PaperEngine, everything: Shelf) -> None:
    found = near(engine, "kettle, “melody”? harbor!", everything)
    assert {"kettle", "harbor"} == {each.word for each in found.understood}, "what is quoted must occur"
    assert all({*words} <= {"kettle", "harbor"} for words in found.lacking)


def test_a_word_of_few_papers_is_no_reason_to_forget_the_others(engine: PaperEngine, everything: Shelf) -> None:
    found = near(engine, "xyzzy kettle saucer", everything)
    assert all("xyzzy" in words for words in found.lacking)
    assert all("tea" in PAPERS.subjects[num] for num in found.nums)


def test_papers_taken_out_or_not_listed_are_never_near(tmp_path: Path) -> None:
    made = open_engine(tmp_path)
    made.add(PAPERS.documents)
    gone = list(near(made, "kettle melody", newest_first(COUNT)).nums)
    made.remove(gone[:5])
    listed = newest_first(COUNT)
    listed.order = [num for num in listed.order if num not in gone[5:]]
    assert not set(near(made, "kettle melody", listed, COUNT).nums) & set(gone)


def test_an_index_of_many_days_finds_the_same_as_one_built_at_once(tmp_path: Path, engine: PaperEngine) -> None:
    days = open_engine(tmp_path)
    for start in range(0, COUNT, 60):
        days.add(PAPERS.documents[start : start + 60])
    assert days.status().segments > 3
    filters = newest_first(COUNT)
    for text, about in JUDGED.items():
        assert abs(precision(days, text, about) - precision(engine, text, about)) <= 0.2
        again = set(near(days, text, filters, 20).nums) & set(near(engine, text, filters, 20).nums)
        assert len(again) >= 12
    while days.merge():
        pass
    assert near(days, "茶壶 旋律 调音", filters, 20).nums == near(engine, "茶壶 旋律 调音", filters, 20).nums


def test_merged_rows_are_those_of_a_segment_built_at_once(tmp_path: Path) -> None:
    several, once = open_engine(tmp_path / "several"), open_engine(tmp_path / "once")
    for start in range(0, 200, 50):
        several.add(PAPERS.documents[start : start + 50])
    while several.merge():
        pass
    once.add(PAPERS.documents[:200])
    (one,), (other,) = several._snapshot.segments.values(), once._snapshot.segments.values()
    for name in ("keys", "starts", "entries", "impacts"):
        assert np.array_equal(getattr(one.files.forward, name), getattr(other.files.forward, name)), name


def test_an_index_of_few_papers_answers_too(tmp_path: Path) -> None:
    made = open_engine(tmp_path)
    made.add(
        [Document(1, 1, "2401.00001", Texts("A kettle sings", "茶壶")), Document(2, 2, "2401.00002", Texts("Tea"))]
    )
    assert near(made, "kettle violin", newest_first(2)).nums == (1,)  # the other one has neither word
    assert near(made, "kettle violin", newest_first(2)).lacking[0] == ("violin",)
    assert near(open_engine(tmp_path / "none"), "kettle", newest_first(2)).nums == ()
