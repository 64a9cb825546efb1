"""What the rest of the program relies on: adding, replacing, removing, ordering, and several processes at once."""

from __future__ import annotations

import gc
import tracemalloc
from datetime import date
from pathlib import Path

import pytest

from reader.errors import SearchIndexError
from reader.model import Sort, Texts
from reader.search.engine import PaperEngine, open_engine
from reader.search.protocol import Document
from tests.search.invented import Shelf, documents, newest_first, query


def paper(num: int, title: str, abstract: str = "", change: int | None = None) -> Document:
    return Document(num, change or num, f"2401.{num:05}", Texts(title_en=title, abstract_en=abstract or None))


@pytest.fixture
def engine(tmp_path: Path) -> PaperEngine:
    return open_engine(tmp_path / "index")


def found(engine: PaperEngine, text: str, shelf: Shelf, sort: Sort | None = None) -> list[int]:
    return list(engine.search(query(text), shelf, sort=sort).nums)


def test_a_new_engine_is_empty_and_answers(engine: PaperEngine, tmp_path: Path) -> None:
    assert engine.status().papers == engine.status().change == engine.status().segments == 0
    assert engine.status().rebuilt is None
    assert not (tmp_path / "index").exists(), "looking at a library must not write anything"
    assert engine.search(query("kettle"), newest_first(3)).total == 0
    assert found(engine, "", newest_first(3)) == [3, 2, 1]


def test_papers_are_searchable_once_add_returns(engine: PaperEngine) -> None:
    assert engine.add([paper(1, "A Kettle"), paper(2, "A Lantern")]) == 2
    assert found(engine, "kettle", newest_first(2)) == [1]
    assert (engine.status().papers, engine.status().change) == (2, 2)


def test_adding_nothing_leaves_no_segment(engine: PaperEngine) -> None:
    assert engine.add([]) == 0
    assert engine.status().segments == 0


def test_a_newer_text_replaces_the_older_one(engine: PaperEngine) -> None:
    engine.add([paper(1, "A Kettle"), paper(2, "A Lantern")])
    engine.add([paper(1, "A Turnip", change=3)])
    shelf = newest_first(2)
    assert found(engine, "kettle", shelf) == []
    assert found(engine, "turnip", shelf) == [1]
    assert (engine.status().papers, engine.status().change) == (2, 3)


def test_of_two_texts_added_at_once_the_later_one_counts(engine: PaperEngine) -> None:
    engine.add([paper(1, "A Kettle"), paper(2, "A Pebble"), paper(1, "A Turnip", change=3)])
    assert found(engine, "kettle", newest_first(2)) == []
    assert found(engine, "turnip", newest_first(2)) == [1]
    assert engine.status().papers == 2


def test_removed_papers_are_not_found(engine: PaperEngine) -> None:
    engine.add([paper(1, "A Kettle"), paper(2, "Another Kettle")])
    engine.remove([2, 99, 0])
    assert found(engine, "kettle", newest_first(2)) == [1]
    assert engine.status().papers == 1
    engine.remove([1])
    assert (engine.status().papers, engine.status().change) == (0, 2)


def test_papers_without_any_text_can_be_added(engine: PaperEngine) -> None:
    engine.add([Document(1, 1, "2401.00001", Texts()), paper(2, "A Kettle"), Document(3, 3, "2401.00003", Texts())])
    assert engine.status().papers == 3
    assert found(engine, "-kettle", newest_first(3)) == [3, 1]


def test_only_papers_of_the_listing_are_hits(engine: PaperEngine) -> None:
    engine.add([paper(num, "A Kettle") for num in (1, 2, 3)])
    assert found(engine, "kettle", Shelf([3, 1])) == [3, 1]


def test_papers_not_indexed_yet_are_found_by_their_marks(engine: PaperEngine) -> None:
    engine.add([paper(1, "A Kettle")])
    shelf = Shelf([5, 1], {("is", "unread"): [1, 5]}, notes={5: "kettle, the second one"})
    assert found(engine, "is:unread", shelf) == [5, 1]
    assert found(engine, "kettle", shelf, Sort.DATE) == [5, 1]
    assert found(engine, "-kettle", Shelf([5, 1])) == [5]


def test_a_title_counts_more_than_an_abstract(engine: PaperEngine) -> None:
    engine.add([paper(1, "A Lantern", "about a kettle"), paper(2, "A Kettle", "about a lantern"), paper(3, "A Pebble")])
    shelf = newest_first(3)
    assert found(engine, "kettle", shelf) == [2, 1]
    assert found(engine, "lantern", shelf) == [1, 2]


def test_the_query_or_the_caller_says_how_hits_are_ordered(engine: PaperEngine) -> None:
    engine.add([paper(1, "Kettle kettle"), paper(2, "A Pebble", "one kettle"), paper(3, "A Kettle")])
    shelf = Shelf([2, 3, 1])
    assert found(engine, "kettle sort:date", shelf) == [2, 3, 1]
    assert found(engine, "kettle", shelf, Sort.DATE) == [2, 3, 1]
    assert found(engine, "kettle sort:date", shelf, Sort.RELEVANCE) == [1, 3, 2]
    assert engine.search(query("kettle"), shelf).sort is Sort.RELEVANCE
    assert engine.search(query("is:unread"), shelf).sort is Sort.DATE
    assert engine.search(query("-kettle"), shelf).sort is Sort.DATE


def test_equally_good_hits_stand_newest_first(engine: PaperEngine) -> None:
    engine.add([paper(num, "A Kettle") for num in range(1, 30)])
    shelf = Shelf([7, 3, *range(8, 30), 1, 2, 4, 5, 6])
    assert list(engine.search(query("kettle"), shelf, limit=4).nums[:4]) == [7, 3, 8, 9]
    assert found(engine, "kettle", shelf) == list(shelf.listing())


def test_after_a_rest_queries_take_less_memory_and_are_answered_the_same(engine: PaperEngine) -> None:
    engine.add(documents(300))
    shelf, asked = newest_first(300), [f"{first}{second}*" for first in "abcdefghijklm" for second in "aeiou"]
    engine.search(query("kettle"), shelf)
    engine.rest()
    gc.collect()
    tracemalloc.start()
    try:
        results = [found(engine, text, shelf) for text in asked]
        full, _ = tracemalloc.get_traced_memory()
        engine.rest()
        gc.collect()
        at_rest, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert any(results)
    assert at_rest < full - 10_000
    assert [found(engine, text, shelf) for text in asked] == results


def test_a_limit_sorts_the_head_and_keeps_the_rest(engine: PaperEngine) -> None:
    made = documents(120)
    engine.add(made)
    shelf = newest_first(120)
    every = list(engine.search(query("lantern"), shelf).nums)
    limited = engine.search(query("lantern"), shelf, limit=3)
    assert limited.total == len(every) == len(limited.nums)
    assert list(limited.nums[:3]) == every[:3]
    assert limited.nums[-1] == every[-1]
    assert list(limited.nums) == every


def test_dates_and_metadata_come_from_the_filter_source(engine: PaperEngine) -> None:
    engine.add([paper(num, "A Kettle") for num in (1, 2, 3)])
    shelf = Shelf([3, 2, 1], {("cat", "cs.AI"): [1, 3]}, days={1: date(2026, 8, 14), 2: date(2026, 8, 20)})
    assert found(engine, "kettle cat:cs.AI", shelf) == [3, 1]
    assert found(engine, "date:2026-08", shelf) == [2, 1]
    assert found(engine, "date:7d", shelf) == [2]
    assert found(engine, "-date:2026-08 kettle", shelf) == [3]


def test_latex_is_found_as_it_is_shown(engine: PaperEngine) -> None:
    engine.add([paper(1, r"The $\alpha$-kettle of Poincar\'e"), paper(2, r"On $\mathcal{L}^2$ lanterns")])
    shelf = newest_first(2)
    assert found(engine, "alpha", shelf) == found(engine, "α-kettle", shelf) == found(engine, "poincare", shelf) == [1]
    assert found(engine, "mathcal", shelf) == []


def test_another_engine_sees_what_was_added_after_a_refresh(engine: PaperEngine, tmp_path: Path) -> None:
    other = open_engine(tmp_path / "index")
    assert other.refresh() is False
    engine.add([paper(1, "A Kettle")])
    assert found(other, "kettle", newest_first(2)) == []
    assert other.refresh() is True
    assert found(other, "kettle", newest_first(2)) == [1]
    other.add([paper(2, "Another Kettle")])
    assert engine.refresh() is True
    assert found(engine, "kettle", newest_first(2), Sort.DATE) == [2, 1]
    assert engine.refresh() is False


def test_an_open_engine_goes_on_while_another_replaces_its_files(engine: PaperEngine, tmp_path: Path) -> None:
    for num in range(1, 9):
        engine.add([paper(num, "A Kettle")])
    other = open_engine(tmp_path / "index")
    while other.merge():
        pass
    assert other.status().segments < 8
    assert len(found(engine, "kettle", newest_first(8))) == 8


def test_only_one_process_writes_at_a_time(engine: PaperEngine, tmp_path: Path) -> None:
    other = open_engine(tmp_path / "index")

    def while_writing() -> list[Document]:
        with engine._writer(), pytest.raises(SearchIndexError, match="another process"):
            other.add([paper(2, "A Lantern")])
        return []

    assert while_writing() == []
    assert other.add([paper(2, "A Lantern")]) == 1


def test_a_folder_that_cannot_be_written_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    engine = open_engine(tmp_path / "file" / "index")
    assert engine.status().papers == 0
    with pytest.raises(SearchIndexError, match="cannot be written"):
        engine.add([paper(1, "A Kettle")])
