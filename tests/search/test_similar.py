"""More like this."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from reader.model import Sort, Texts
from reader.search.engine import PaperEngine, open_engine
from reader.search.protocol import Document
from reader.search.query import parse
from tests.search.invented import Shelf, documents, newest_first

TEXTS = {
    1: Texts(title_en="Copper kettles whistle", abstract_en="Steam, copper and whistles of a kettle."),
    2: Texts(title_en="Why copper whistles", abstract_en="On steam in kettles of copper."),
    3: Texts(title_en="Paper lanterns glow", abstract_en="Silk and paper around a candle."),
    4: Texts(title_zh="纸灯笼与丝绸", abstract_zh="丝绸灯笼里的蜡烛发光。"),
    5: Texts(title_zh="丝绸灯笼的光", abstract_zh="蜡烛照亮丝绸。"),
    6: Texts(title_en="Silk lanterns glow", abstract_en="A candle and a paper.", title_zh="萝卜", abstract_zh="萝卜。"),
    7: Texts(title_en="Unrelated", abstract_en="Nothing alike."),
}


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PaperEngine]:
    opened = open_engine(tmp_path_factory.mktemp("index"))
    made = [Document(num, num, str(num), texts) for num, texts in TEXTS.items()]
    filler = [Document(num, num, str(num), documents(60)[num - 8].texts) for num in range(8, 60)]
    opened.add(made[:5])
    opened.add(made[5:] + filler)
    yield opened
    opened.close()


@pytest.mark.parametrize(("num", "best"), [(1, 2), (2, 1), (3, 6), (6, 3), (4, 5), (5, 4)])
def test_the_most_similar_paper_comes_first(num: int, best: int, engine: PaperEngine) -> None:
    found = engine.similar(num, newest_first(59), limit=5)
    assert found.nums[0] == best
    assert num not in list(found.nums)
    assert found.total == len(found.nums) <= 5
    assert found.sort is Sort.RELEVANCE


def test_only_papers_of_the_listing_are_similar(engine: PaperEngine) -> None:
    assert 2 not in list(engine.similar(1, Shelf([7, 3, 1]), limit=5).nums)


def test_papers_like_one_can_be_narrowed(engine: PaperEngine) -> None:
    papers = newest_first(59)
    everywhere = list(engine.similar(20, papers, limit=60).nums)
    word = (documents(60)[everywhere[0] - 8].texts.title_en or "").split()[0]
    within = parse(f'"{word}"', today=date(2026, 8, 21))
    wanted = set(engine.search(within, papers).nums)
    found = engine.similar(20, papers, limit=60, within=within)
    assert list(found.nums) == [num for num in everywhere if num in wanted]
    assert 0 < found.total == len(found.nums) < len(everywhere)


def test_an_unknown_paper_has_none_like_it(engine: PaperEngine) -> None:
    assert engine.similar(4711, newest_first(59), limit=5).total == 0
