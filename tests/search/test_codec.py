"""The index stays one that Whoosh itself can read."""

from __future__ import annotations

from pathlib import Path

import pytest
from whoosh.query import And, Every, Not, Prefix, Term

from reader.model import Sort
from reader.search.codec import PaperIndex
from reader.search.engine import open_engine
from tests.search.invented import documents, newest_first, query

COUNT = 150


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    engine = open_engine(tmp_path)
    made = documents(COUNT)
    engine.add(made[:100])
    engine.add(made[100:])
    engine.remove([3, 120])
    engine.close()
    return tmp_path


QUERIES = [
    ("lantern", Term("words", "lantern")),
    ("深度", Term("grams", "深度")),
    ("度", Prefix("grams", "度")),
    ("ket*", Prefix("words", "ket")),
    ('"lantern" 深度', And([Term("words", "lantern"), Term("grams", "深度")])),
    ('-"the"', And([Every(), Not(Term("words", "the"))])),
    ('"xyzzy"', Term("words", "xyzzy")),
]


@pytest.mark.parametrize(("text", "tree"), QUERIES)
def test_whooshs_own_searcher_finds_the_same(text: str, tree: object, folder: Path) -> None:
    engine = open_engine(folder)
    shelf = newest_first(COUNT)
    if "-" in text:
        shelf.order = [num for num in shelf.order if num not in {3, 120}]
    exact = text if text.startswith(('"', "-")) or text.endswith("*") else f'"{text}"'
    expected = sorted(engine.search(query(exact), shelf, sort=Sort.DATE).nums)
    with PaperIndex(folder).searcher() as searcher:
        found = sorted(hit["num"] for hit in searcher.search(tree, limit=None))
    assert found == expected


def test_whoosh_can_list_the_terms(folder: Path) -> None:
    with PaperIndex(folder).reader() as reader:
        words = list(reader.lexicon("words"))
        assert words == sorted(words)
        assert b"lantern" in words
        assert reader.doc_frequency("words", "lantern") > 10
        assert reader.doc_count() == COUNT - 2
