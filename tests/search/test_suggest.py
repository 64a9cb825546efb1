"""Did you mean."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from reader.model import SuggestionKind, Texts
from reader.search.engine import PaperEngine, open_engine
from reader.search.protocol import Document
from reader.search.query import parse
from reader.search.spelling import Speller
from tests.search.invented import TODAY, query


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


def no_titles(nums: Sequence[int]) -> Sequence[Texts]:
    return ()


def suggested(engine: PaperEngine, text: str, *, typing: bool = False) -> str | None:
    found = engine.rewritings(query(text, typing=typing), no_titles)
    return found[0].text if found else None


@pytest.mark.parametrize("text", SUGGESTED)
def test_a_misspelt_word_is_offered_put_right(text: str, engine: PaperEngine) -> None:
    assert suggested(engine, text) == SUGGESTED[text]


def test_the_beginning_of_a_word_is_not_taken_for_a_misspelt_one(engine: PaperEngine) -> None:
    assert suggested(engine, "trans", typing=True) is None
    assert suggested(engine, "ketle", typing=True) == "kettle"


@pytest.mark.parametrize("typing", [False, True], ids=["typed", "being typed"])
def test_a_word_is_put_right_though_some_papers_have_it_if_very_many_have_one_spelt_nearly_so(
    typing: bool, tmp_path: Path
) -> None:
    titles = ["Of Lanterns and Gardens"] * 700 + ["Of Lanturns"] * 6 + ["Of Saucers"] * 50 + ["Of Sauders"] * 5
    opened = open_engine(tmp_path)
    opened.add(
        Document(num, num, str(num), Texts(title_en=title, abstract_en="A goal." if num <= 700 else "Coal."))
        for num, title in enumerate(titles, 1)
    )
    offers = {"lanturns": "lanterns", "sauders": None, "lantu": None, "coal": None}
    for text, offered in offers.items():
        assert suggested(opened, text, typing=typing) == offered
    opened.close()


def test_new_papers_bring_new_words(tmp_path_factory: pytest.TempPathFactory) -> None:
    engine = open_engine(tmp_path_factory.mktemp("index"))
    assert suggested(engine, "vioiln") is None
    engine.add(Document(num, num, str(num), Texts(title_en="A Violin")) for num in range(1, 6))
    assert suggested(engine, "vioiln") == "violin"
    engine.close()


# Chinese typed by its sound, and the other language

PAIRS = [("Diffusion Models for Images", "扩散模型用于图像")] * 6 + [("Heat Diffusion", "热扩散")] * 6
PAIRS += [("Watermarking of Texts", "文本水印"), ("Robust Watermarking", "鲁棒水印")] * 6
PAIRS += (
    [("Policy Gradients", "策略梯度")] * 6 + [("The Human Reader", "读者")] * 6 + [("Kuosa Islands", "库萨群岛")] * 2
)


@pytest.fixture(scope="module")
def bilingual(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PaperEngine]:
    opened = open_engine(tmp_path_factory.mktemp("index"))
    opened.add(
        Document(num, num, str(num), Texts(title_en=english, title_zh=chinese))
        for num, (english, chinese) in enumerate(PAIRS, 1)
    )
    yield opened
    opened.close()


def titles(nums: Sequence[int]) -> Sequence[Texts]:
    return [Texts(title_en=PAIRS[num - 1][0], title_zh=PAIRS[num - 1][1]) for num in nums]


REWRITTEN = {
    "kuosan": ("扩散", SuggestionKind.PINYIN),
    "kuosan 图像": ("扩散 图像", SuggestionKind.PINYIN),
    "kuosanmoxing": ("扩散模型", SuggestionKind.PINYIN),
    "kuo san mo xing": ("扩散模型", SuggestionKind.PINYIN),
    "kuòsàn móxíng -kuosa": ("扩散模型 -kuosa", SuggestionKind.PINYIN),
    "celue": ("策略", SuggestionKind.PINYIN),
    "celüe": ("策略", SuggestionKind.PINYIN),
    "celv": None,
    "ksmx": ("扩散模型", SuggestionKind.INITIALS),
    "ksm": None,
    "title:ksmx": ("title:扩散模型", SuggestionKind.INITIALS),
    "human": ("读者", SuggestionKind.LANGUAGE),
    "kusa": None,
    "扩散": ("diffusion", SuggestionKind.LANGUAGE),
    "diffusion": ("扩散", SuggestionKind.LANGUAGE),
    "水印": ("watermarking", SuggestionKind.LANGUAGE),
    "-水印": None,
    "的": None,
}


@pytest.mark.parametrize("text", REWRITTEN)
def test_chinese_typed_by_its_sound_and_the_other_language_are_offered(text: str, bilingual: PaperEngine) -> None:
    found = bilingual.rewritings(query(text), titles)
    assert (found[0].text, found[0].kind) == REWRITTEN[text] if REWRITTEN[text] else not found


def test_a_rewriting_says_what_was_typed_and_what_it_stands_for(bilingual: PaperEngine) -> None:
    (found,) = bilingual.rewritings(query("is:unread kuosan"), titles)
    assert (found.typed, found.word, found.text) == ("kuosan", "扩散", "is:unread 扩散")


def test_a_saved_search_that_is_named_is_not_rewritten(bilingual: PaperEngine) -> None:
    read = parse("@mine", today=TODAY, saved={"mine": "kuosan"})
    assert not bilingual.rewritings(read, titles)


def test_what_stands_between_two_words_is_never_offered_for_its_sound(tmp_path: Path) -> None:
    """`xian` is a city; that a few titles end one word with `xi` and begin the next with `an` is chance."""
    opened = open_engine(tmp_path)
    chinese = ["灯笼学习安全地图", "茶壶学习安全", "学习安全手册", "花园学习安全", "学习安全之路", "读者学习安全"]
    chinese += [
        "学习萝卜",
        "安全灯笼",
        "茶壶安全",
        "安全手册",
        "幻觉检测",
        "缓解幻觉",
        "幻觉来源",
        "茶壶幻觉",
        "花园中的幻觉",
    ]
    opened.add(Document(num, num, str(num), Texts(title_zh=title)) for num, title in enumerate(chinese, 1))
    assert suggested(opened, "xian") is None
    assert suggested(opened, "anquan") == "安全"
    assert suggested(opened, "huanjue") == "幻觉"
    opened.close()


@pytest.mark.parametrize("begins", [False, True])
def test_where_nothing_is_indexed_yet_no_word_is_corrected(begins: bool) -> None:
    assert Speller(()).correct("silence", begins=begins) is None
