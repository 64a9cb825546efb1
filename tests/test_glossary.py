"""The program's Chinese as an academic writes it: one word for one thing, and Chinese punctuation."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests import catalogue

ROOT = Path(__file__).parent.parent

TERMS = {
    r"\bdigests?\b": "速递",
    r"\babstracts?\b": "摘要",
    r"\bsummar(?:y|ies)\b": "总结",
    r"\bfilter\b": "筛选",
    r"\btriage\b": "逐篇速览",
    r"\bbookmarked\b": "已收藏",
    r"\bbookmarks?\b": "收藏",
    r"\bkept papers?\b|\bpapers? kept\b": "收藏",
    r"\bskipped\b": "已跳过",
    r"\bskip\b": "跳过",
    r"\bbr(?:ing|ought) in\b": "导入",
    r"\blibrary\b": "文库",
    r"\bannouncement\b": "公告类型",
    r"\bsince the last visit\b": "上次打开后新增",
    r"\bpublisher cut\b": "被发布者截断",
}
"""A word of an English text -> what its Chinese translation must say."""

NOT_MEANT = {
    "digest-reader": "",  # the program's name
    "--library": "",  # an option's
    "library.db": "",  # a file's
    "library}": "",  # a value's
    "skip}": "",
    "{bookmark": "",
    "--bookmark": "",
    "{filter}": "",
    "{digest": "{",
}
"""What holds a word of the table without meaning it, and what to read instead."""

OTHERWISE = {
    "progress (stderr) and summary (stdout) as JSON lines",  # of a sync, not of a paper
}
"""Texts in which such a word means something else."""

REFUSED = (
    *("快筛", "快速筛选", "保存的搜索", "过滤", "概要", "收入"),
    *("已留", "已过 ", "发布类型", "欢迎摘要", "新到的", "留存"),
)
"""Words that were used once, each for something that has another name."""

PAIRS = [
    (msgid if isinstance(msgid, str) else msgid[0], text)
    for message in catalogue.read()
    if (msgid := message.id)
    for text in catalogue.strings(message.string)
]


def meant(english: str) -> str:
    for text, instead in NOT_MEANT.items():
        english = english.replace(text, instead)
    return english


@pytest.mark.parametrize(("pattern", "term"), TERMS.items())
def test_one_word_is_used_for_one_thing(pattern: str, term: str) -> None:
    wanted = [(e, zh) for e, zh in PAIRS if e not in OTHERWISE and re.search(pattern, meant(e), re.IGNORECASE)]
    assert [(english, chinese) for english, chinese in wanted if term not in chinese] == []


def test_a_digest_and_an_abstract_are_two_words() -> None:
    mixed = [
        (english, chinese)
        for english, chinese in PAIRS
        if "摘要" in chinese and not re.search("abstract", english, re.IGNORECASE)
    ]
    assert mixed == []


@pytest.mark.parametrize("word", REFUSED)
def test_words_given_up_do_not_come_back(word: str) -> None:
    texts = [chinese for _, chinese in PAIRS]
    for name in ("README.md", "reader/welcome/welcome.md"):
        texts += (ROOT / name).read_text(encoding="utf-8").splitlines()
    assert [text for text in texts if word in text] == []


def test_punctuation_between_chinese_characters_is_full_width() -> None:
    between = re.compile(r"[\u4e00-\u9fff][,;:!?()]|[,;:!?()][\u4e00-\u9fff]")
    assert [chinese for _, chinese in PAIRS if between.search(chinese)] == []


def test_a_chinese_sentence_ends_as_its_english_one_does() -> None:
    ends = {".": "。", ":": "：", "?": "？"}
    unlike = [
        (english, chinese)
        for english, chinese in PAIRS
        if english.endswith(tuple(ends)) and not english.endswith("...")
        and not chinese.endswith((ends[english[-1]], english[-1]))
    ]  # fmt: skip
    assert unlike == []
