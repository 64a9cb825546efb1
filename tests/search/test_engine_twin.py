"""The engine finds exactly what reading every text finds, for queries of every kind."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reader.errors import QueryError
from reader.model import TEXT_FIELDS, Sort
from reader.search.engine import PaperEngine, open_engine
from reader.search.protocol import Document
from tests.search.invented import CHINESE, ENGLISH, Shelf, chinese, documents, query
from tests.search.twin import Twin

COUNT = 240
PIECES = documents(40)


def shelf() -> Shelf:
    chance = random.Random(5)
    order = list(range(1, COUNT + 1))
    chance.shuffle(order)
    some = {
        key: sorted(chance.sample(range(1, COUNT + 1), 60))
        for key in [("cat", "cs.AI"), ("in", "cs.LG"), ("tag", "tea"), ("is", "unread"), ("type", "new"), ("is", "cut")]
    }
    days = {num: date(2026, 6, 1) + timedelta(days=num % 80) for num in order}
    return Shelf(order, some, {3: "read with the kettle", 7: "茶壶 later", 9: "fine-tuning?"}, days)


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[PaperEngine, Twin, Shelf]]:
    """An index of several segments with replaced and removed papers, and its twin."""
    made = documents(COUNT)
    engine = open_engine(tmp_path_factory.mktemp("index"))
    for start in (0, 100, 101, 180):
        end = {0: 100, 100: 101, 101: 180, 180: COUNT}[start]
        engine.add(made[start:end])
    newer = [Document(d.num, COUNT + d.num, d.id, made[-d.num].texts) for d in made[20:40]]
    engine.add(newer)
    engine.remove([50, 51, 52])
    twin = Twin(made)
    for document in newer:
        twin.put(document)
    for num in (50, 51, 52):
        twin.remove(num)
    yield engine, twin, shelf()
    engine.close()


def cut(text: str, chance: random.Random, longest: int) -> str:
    start = chance.randrange(len(text))
    return text[start : start + chance.randint(1, longest)]


def word(chance: random.Random) -> str:
    return chance.choice(ENGLISH)


def pick(chance: random.Random) -> str:
    """A piece of an invented paper's text, in the other language now and then."""
    document = chance.choice(PIECES)
    texts: list[str] = [text for name in TEXT_FIELDS if (text := getattr(document.texts, name))]
    return chance.choice(texts)


KINDS: dict[str, Callable[[random.Random], str]] = {
    "word": word,
    "words": lambda chance: " ".join(word(chance) for _ in range(chance.randint(2, 4))),
    "prefix": lambda chance: cut(word(chance), chance, 4) + "*",
    "phrase": lambda chance: '"' + " ".join(pick(chance).split()[1:4]).replace('"', "") + '"',
    "chinese": lambda chance: cut(chinese(chance, 30), chance, 8),
    "character": lambda chance: chance.choice(CHINESE),
    "piece": lambda chance: cut(pick(chance), chance, 12).replace('"', " ").replace("(", " ").replace(")", " "),
    "mixed": lambda chance: chance.choice(CHINESE) + word(chance) + chance.choice(CHINESE),
    "field": lambda chance: chance.choice(["title:", "tldr:", "abs:", "zh:", "en:"]) + cut(pick(chance), chance, 5),
    "field phrase": lambda chance: f'{chance.choice(["title:", "en:"])}"{word(chance)} {word(chance)}"',
    "not": lambda chance: f"{word(chance)} -{word(chance)}",
    "or": lambda chance: f"{word(chance)} OR {chance.choice(CHINESE)} {word(chance)}",
    "brackets": lambda chance: f"({word(chance)} OR -{cut(CHINESE, chance, 2)}) -({word(chance)} {word(chance)})",
    "filter": lambda chance: (
        f"{word(chance)} {chance.choice(['cat:cs.AI', '#tea', 'is:unread', '-is:cut', 'type:new'])}"
    ),
    "date": lambda chance: f"{chance.choice(CHINESE)} date:2026-0{chance.randint(6, 8)}",
    "note": lambda chance: chance.choice(["note:kettle", "kettle", "茶壶", "-茶壶", "fine-tuning", "note:later"]),
}


@pytest.mark.parametrize("kind", KINDS)
def test_hits_are_those_of_reading_every_text(kind: str, pair: tuple[PaperEngine, Twin, Shelf]) -> None:
    engine, twin, filters = pair
    chance = random.Random(kind)
    for _ in range(65):
        text = KINDS[kind](chance)
        typing = chance.random() < 0.5
        try:
            read = query(text, typing=typing)
        except QueryError:
            continue
        expected = twin.search(read, filters)
        dated = engine.search(read, filters, sort=Sort.DATE)
        assert list(dated.nums) == expected, (text, typing)
        ranked = engine.search(read, filters, sort=Sort.RELEVANCE, limit=5)
        assert ranked.total == len(expected), (text, typing)
        assert sorted(ranked.nums) == sorted(expected), (text, typing)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    text=st.lists(
        st.sampled_from(
            [
                *ENGLISH,
                *CHINESE,
                '"',
                "(",
                ")",
                "-",
                "OR",
                "*",
                "title:",
                "zh:",
                "is:unread",
                "#tea",
                "date:7d",
                "，",
                "@x",
            ]
        ),
        max_size=8,
    ).flatmap(lambda parts: st.sampled_from(["", " "]).map(lambda glue: glue.join(parts))),
    typing=st.booleans(),
)
def test_any_string_of_query_words_finds_the_same(
    text: str, typing: bool, pair: tuple[PaperEngine, Twin, Shelf]
) -> None:
    engine, twin, filters = pair
    try:
        read = query(text, typing=typing)
    except QueryError:
        return
    assert list(engine.search(read, filters, sort=Sort.DATE).nums) == twin.search(read, filters)


def test_merging_changes_no_hit(tmp_path: Path) -> None:
    made = documents(90, seed=4)
    twin = Twin(made)
    engine = open_engine(tmp_path)
    for start in range(0, 90, 10):
        engine.add(made[start : start + 10])
    engine.remove([1, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20])
    for num in (1, *range(11, 21)):
        twin.remove(num)
    before = engine.status()
    while engine.merge():
        pass
    after = engine.status()
    assert before.segments > after.segments
    assert (after.papers, after.change) == (before.papers, before.change) == (79, 90)
    filters = Shelf(range(90, 0, -1))
    chance = random.Random(8)
    for kind in KINDS.values():
        for _ in range(12):
            try:
                read = query(kind(chance))
            except QueryError:
                continue
            assert list(engine.search(read, filters, sort=Sort.DATE).nums) == twin.search(read, filters), read.text
    engine.close()
