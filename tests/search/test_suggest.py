"""Did you mean."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from reader.model import Texts
from reader.search.engine import PaperEngine, open_engine
from reader.search.protocol import Document
from tests.search.invented import query


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PaperEngine]:
    titles = ["A Kettle and a Lantern"] * 60 + ["The Turnip Transformer"] * 40 + ["A Kettel"] * 2
    titles += ["Lanterns 茶壶"] + ["扩散模型用于图像生成"] * 3 + ["扩散方程"] * 9 + ["模型图纸"] * 9
    opened = open_engine(tmp_path_factory.mktemp("index"))
    opened.add(Document(num, num, str(num), Texts(title_en=title)) for num, title in enumerate(titles, 1))
    yield opened
    opened.close()


SUGGESTED = {
    "ketle": "kettle",
    "kettlr": "kettle",
    "ekttle": "kettle",
    "kkettle": "kettle",
    "Ketlte": "kettle",
    "kettel": "kettle",
    "tranformer turnpi": "transformer turnip",
    "title:ketle -lantern": "title:kettle -lantern",
    '"a ketle and"': '"a kettle and"',
    "ketle OR lanten": "kettle OR lantern",
    "ketle 茶壶": "kettle 茶壶",
    "扩散模型图像生成": "扩散模型 图像生成",
    "ketle 扩散模型图像生成 kettle": "kettle 扩散模型 图像生成 kettle",
    "图像生成用于扩散": "图像生成 用于 扩散",
    "扩散模型用于": None,
    "扩散茶壶": None,
    '"扩散模型图像生成"': None,
    "擴散模型圖像生成": "擴散模型 圖像生成",
    "kettle": None,
    "lanterns": None,
    "xylophone": None,
    "lan": None,
    "茶壸": None,
    "gpt4": None,
    "": None,
    "is:unread": None,
    "-ketle": None,
}


@pytest.mark.parametrize("text", SUGGESTED)
def test_a_misspelt_word_is_offered_put_right(text: str, engine: PaperEngine) -> None:
    assert engine.suggest(query(text)) == SUGGESTED[text]


def test_the_beginning_of_a_word_is_not_taken_for_a_misspelt_one(engine: PaperEngine) -> None:
    assert engine.suggest(query("trans", typing=True)) is None
    assert engine.suggest(query("ketle", typing=True)) == "kettle"


def test_new_papers_bring_new_words(tmp_path_factory: pytest.TempPathFactory) -> None:
    engine = open_engine(tmp_path_factory.mktemp("index"))
    assert engine.suggest(query("vioiln")) is None
    engine.add([Document(1, 1, "1", Texts(title_en="A Violin"))])
    assert engine.suggest(query("vioiln")) == "violin"
    engine.close()
