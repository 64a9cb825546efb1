"""Which strings of Chinese characters are words."""

from __future__ import annotations

import pytest

from reader.search.title_ngrams import TitleNgrams, counted
from reader.search.whole_words import WholeWords
from tests.search.test_pinyin import grams

TITLES = [
    *("大语言模型的幻觉", "小语言模型与推理", "语言模型在翻译", "语言模型的校准"),
    *("机器学习", "机器翻译", "机器人", "移动机器人", "机器人控制", "水下机器人"),
    *("图像分类", "图像分割", "文本分类", "音频分割", "分类", "分割", "图像", "图像生成"),
    *("图像增强", "图像检索", "图像修复", "文本分割", "声音分类", "视频分类"),
    *(
        "水壶检测方法",
        "灯笼预测方法",
        "检测",
        "预测",
        "异常检测",
        "预测风暴",
        "方法",
        "检测器",
        "检测风筝",
        "预测器",
        "预测灯笼",
        "预测茶壶",
    ),
    *("版权保护", "版权保护的水印", "版权保护与茶壶"),
    *("通过萝卜", "茶壶通过灯笼", "萝卜的茶壶", "风筝的茶壶"),
]


@pytest.fixture(scope="module")
def words() -> WholeWords:
    halves = TITLES[::2], TITLES[1::2]
    return WholeWords([counted(grams(half), len(half)) for half in halves])


WORDS = {
    "语言": "语言模型",
    "言模": "语言模型",
    "语言模": "语言模型",
    "机器": "机器",
    "器人": "机器人",
    "图像": "图像",
} | {
    "权保": "版权保护",
    "分类": "分类",
    "检测": "检测",
}


@pytest.mark.parametrize("cut", WORDS)
def test_a_part_of_a_word_is_shown_as_the_whole_word(words: WholeWords, cut: str) -> None:
    assert words.whole(cut) == WORDS[cut]


@pytest.mark.parametrize("cut", ["像分", "图像分"])
def test_what_stands_between_two_words_is_none(words: WholeWords, cut: str) -> None:
    assert words.whole(cut) == ""


@pytest.mark.parametrize("grammar", ["通过", "的茶", "卜的", "语言模型的"])
def test_grammar_is_no_word(words: WholeWords, grammar: str) -> None:
    assert words.whole(grammar) == ""


def test_what_no_title_has_is_no_word(words: WholeWords) -> None:
    assert words.whole("中包") == words.whole("研究提") == ""


def test_a_word_of_the_last_days_is_known_before_its_segment_is_merged_into_a_large_one() -> None:
    halves = TITLES[::2], TITLES[1::2]
    new = [f"{what}水壶学" for what in ("灯笼", "风筝", "茶壶", "萝卜")] + ["水壶学的灯笼", "水壶学与风筝"]
    often, lately = ([counted(grams(titles), len(titles)) for titles in some] for some in (halves, (new[:3], new[3:])))
    words = WholeWords(often, lately)
    assert words.whole("壶学") == "水壶学"
    assert words.whole("言模") == "语言模型"


def test_segments_and_none_at_all() -> None:
    whole = counted(grams(TITLES), len(TITLES))
    assert isinstance(whole, TitleNgrams)
    assert WholeWords([whole]).whole("言模") == "语言模型"
    assert WholeWords([]).whole("言模") == ""
