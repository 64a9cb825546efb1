"""Abstracts fall into sentences, translations stand beside their originals, and no text is ever hidden."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.text.sentences import align, split

ENGLISH = [
    ["We like owls. ", "They see at night, e.g. in woods. ", "Do they? ", "Yes!"],
    ["Smith et al. (2020) counted owls (see Fig. 3 and Sec. 2.1). ", "We count again."],
    ["We follow Smith et al. ", "We count 3.5 owls vs. 2 crows, i.e. more. ", "In 2019. ", "Results follow."],
    ["J. A. Owl wrote it. ", "Grades A. ", "The end."],
    ['They say "hoot." ', "(See below.) ", "And so on and so f"],
    ["1. Owls come first. ", "2. Crows come second."],
    ["It runs on node.js v1.2 at example.org. ", "iOwl is its name."],
    ["The gap was forgotten.", "After it we go on."],
    ["Birds, flowers, etc. ", "We like them."],
]

CHINESE = [
    ["我们喜欢猫头鹰。", "它们能在夜里看见吗？", "能！"],
    ["他们说“咕咕。”", "我们数了3.5只（见图3）。 ", "见 Smith et al. 的论文。", "句子被截断了，因"],
    ["模型是开源的.", "我们提供代码"],
]


@pytest.mark.parametrize("sentences", ENGLISH[:6] + ENGLISH[7:])
def test_english_sentences(sentences: list[str]) -> None:
    assert list(split("".join(sentences))) == sentences


def test_names_and_versions_with_points_are_not_torn() -> None:
    assert split("It runs on node.js v1.2 at example.org or so.") == ("It runs on node.js v1.2 at example.org or so.",)


@pytest.mark.parametrize("sentences", CHINESE)
def test_chinese_sentences(sentences: list[str]) -> None:
    assert list(split("".join(sentences))) == sentences


words = st.sampled_from(
    [
        "We",
        "猫",
        "头鹰",
        "。",
        "！",
        ". ",
        "? ",
        "e.g. ",
        "et al. ",
        "3.5",
        "(",
        ")",
        "”",
        "“",
        " ",
        "，",
        "owl ",
        "The ",
    ]
)
texts = st.one_of(st.lists(words, max_size=30).map("".join), st.text(max_size=60))


@given(texts)
def test_sentences_put_together_are_the_text(text: str) -> None:
    assert "".join(split(text)) == text
    assert all(split(text))


@given(texts, texts)
def test_no_text_is_hidden_by_the_parallel_view(zh: str, en: str) -> None:
    pairs = align(zh, en)
    assert "".join(left for left, _ in pairs) == zh
    assert "".join(right for _, right in pairs) == en
    assert all(left or right for left, right in pairs)


def test_sentences_stand_beside_their_translations() -> None:
    zh = ["我们研究夜间猫头鹰的叫声。", "它们很响。", "我们录下了500段声音并把它们分成三类。"]
    en = [
        "We study the calls of owls at night. ",
        "They are loud. ",
        "We record 500 calls and sort them into three kinds.",
    ]
    assert align("".join(zh), "".join(en)) == tuple(zip(zh, en, strict=True))


def test_one_sentence_may_stand_beside_two() -> None:
    zh = ["猫头鹰在夜里捕食，它们的耳朵很灵敏。", "我们提出一种称为OwlNet的方法来识别它们的叫声。"]
    en = ["Owls hunt at night. ", "Their ears are keen. ", "We propose a method named OwlNet to recognise their calls."]
    assert align("".join(zh), "".join(en)) == ((zh[0], en[0] + en[1]), (zh[1], en[2]))


def test_a_sentence_left_out_by_the_translator_stands_alone() -> None:
    zh = ["我们研究夜间猫头鹰的叫声及其含义。", "实验在三片森林中进行，共持续了两年时间。"]
    en = [
        "We study the calls of owls at night and their meaning. ",
        "This sentence, which is long and names Professor Owl and 1984, was left out by the translator of the digest. ",
        "The experiments were held in three forests and took two years altogether.",
    ]
    assert align("".join(zh), "".join(en)) == ((zh[0], en[0]), ("", en[1]), (zh[1], en[2]))


def test_sentences_left_out_in_a_row_do_not_move_the_others() -> None:
    zh = ["我们建立了猫头鹰数据集 OwlSet，含 4200 段录音。", "最好的模型只认出 58%。", "换上新耳机后提高到 81%。"]
    en = [
        "We build OwlSet, a set of 4,200 recordings of owls. ",
        "Every owl was asked for its consent, which most of them gave by looking away. ",
        "Those that looked back were given a mouse and asked once more on the following night. ",
        "The best model knows 58% of them. ",
        "With new headphones it knows 81%.",
    ]
    lonely = (("", en[1]), ("", en[2]))
    assert align("".join(zh), "".join(en)) == ((zh[0], en[0]), *lonely, (zh[1], en[3]), (zh[2], en[4]))


def test_a_sentence_that_only_the_translation_has_stands_alone() -> None:
    zh = ["猫头鹰的声音很难分类。", "译者在这里加上了自己对冬天的一点感想。", "我们提出一种新的算法来解决这个问题。"]
    en = ["The sounds of owls are hard to classify. ", "We propose a new algorithm to solve this problem."]
    assert align("".join(zh), "".join(en)) == ((zh[0], en[0]), (zh[1], ""), (zh[2], en[1]))


def test_three_sentences_may_be_drawn_together() -> None:
    zh = ["我们比较 OwlNet、CrowNet 和 WrenNet，它们分别来自森林、城市和花园。", "结果表明猫头鹰更好。"]
    en = [
        "We compare OwlNet, which is from woods. ",
        "CrowNet is from towns. ",
        "WrenNet is from gardens. ",
        "The results show that owls are better.",
    ]
    assert align("".join(zh), "".join(en)) == ((zh[0], "".join(en[:3])), (zh[1], en[3]))


def test_names_and_numbers_choose_between_sentences_of_one_length() -> None:
    zh = ["猫头鹰总在夜里捕食老鼠。", "CrowNet 花了 37 个月才建成，因为没有人着急。"]
    en = [
        "Owls always hunt mice in the night. ",
        "Nobody has minded them as yet, for they make no noise at all. ",
        "CrowNet took 37 months to build, in which nobody made haste.",
    ]
    assert align("".join(zh), "".join(en)) == ((zh[0], en[0]), ("", en[1]), (zh[1], en[2]))


CUT_ZH = ["我们研究夜间猫头鹰的叫声及其含义。", "实验在三片森林中进行，共持续了两年时间，得到了许多新的录音。"]
CUT_EN = ["We study the calls of owls at night and their meaning. ", "The experiments were held in three forests "]


def test_an_end_cut_by_the_publisher_stays_beside_its_translation() -> None:
    assert align("".join(CUT_ZH), "".join(CUT_EN)) == tuple(zip(CUT_ZH, CUT_EN, strict=True))
    assert align("".join(CUT_ZH), CUT_EN[0] + "The exper") == ((CUT_ZH[0], CUT_EN[0]), (CUT_ZH[1], "The exper"))


def test_a_cut_end_that_was_not_translated_stands_alone() -> None:
    en = [
        CUT_EN[0],
        "The experiments were held in three forests over two years and gave many new recordings. ",
        "Owls we",
    ]
    assert align("".join(CUT_ZH), "".join(en)) == ((CUT_ZH[0], en[0]), (CUT_ZH[1], en[1]), ("", en[2]))


def test_what_the_translation_tells_beyond_the_cut_stands_alone() -> None:
    zh = [*CUT_ZH, "我们发现猫头鹰喜欢谈论天气。", "我们公开了全部代码。"]
    pairs = align("".join(zh), "".join(CUT_EN))
    assert pairs == (*zip(CUT_ZH, CUT_EN, strict=True), (zh[2], ""), (zh[3], ""))


def test_a_missing_language_leaves_the_other_alone() -> None:
    assert align("", "") == ()
    assert align("猫。狗。", "") == (("猫。", ""), ("狗。", ""))
    assert align("", "A cat. A dog.") == (("", "A cat. "), ("", "A dog."))


def test_very_long_texts_are_put_side_by_side_whole() -> None:
    zh, en = "猫。" * 200, "A cat. " * 200
    assert align(zh, en) == ((zh, en),)
