"""Chinese typed by its sound."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
import pytest

from reader.search.pinyin import full_readings, initials, spelled, strings
from reader.search.title_ngrams import TitleNgrams, counted

TITLES = [
    *("扩散模型", "扩散方程", "大语言模型的幻觉", "策略梯度", "滤波与滤波", "西安地图"),
    *("现代方法", "强化学习", "路由"),
]


def grams(titles: Sequence[str]) -> np.ndarray:
    """What the index holds of titles without spaces: character, next one, paper, place."""
    keys = [
        ord(first) << 48 | (ord(second) if second != "\0" else 0) << 32 | paper << 16 | 1 << 12 | place
        for paper, title in enumerate(titles)
        for place, (first, second) in enumerate(zip(title, title[1:] + "\0", strict=True))
    ]
    return np.array(sorted(keys), dtype=np.uint64)


@pytest.fixture(scope="module")
def ngrams() -> TitleNgrams:
    return counted(grams(TITLES), len(TITLES))


def test_strings_of_two_to_four_characters_are_counted_as_a_plain_count_does(ngrams: TitleNgrams) -> None:
    plain = Counter(t[at : at + n] for t in TITLES for n in (2, 3, 4) for at in range(len(t) - n + 1))
    kept = {
        code.to_bytes(8, "big").decode("utf-16-be").rstrip("\0"): count
        for code, count in zip(ngrams.codes.tolist(), ngrams.counts.tolist(), strict=True)
    }
    assert kept == plain


def test_strings_survive_the_file(ngrams: TitleNgrams) -> None:
    read = TitleNgrams.from_buffer(memoryview(ngrams.to_bytes()))
    assert read.codes.tolist() == ngrams.codes.tolist()
    assert read.counts.tolist() == ngrams.counts.tolist()


def test_a_large_segment_keeps_what_several_titles_share() -> None:
    many = counted(grams(TITLES), 20_000)
    assert not len(many.codes)
    assert len(counted(grams(TITLES * 3), 20_000).codes)


def test_a_file_cut_short_is_noticed(ngrams: TitleNgrams) -> None:
    with pytest.raises(ValueError, match="buffer"):
        TitleNgrams.from_buffer(memoryview(ngrams.to_bytes()[:-2]))


IN_FULL = {
    "kuosan": ["扩散"],
    "kuosanmoxing": ["扩散模型"],
    "KuoSan": ["扩散"],
    "kuòsàn": ["扩散"],
    "kuo4san4": ["扩散"],
    "celve": ["策略"],
    "celüe": ["策略"],
    "celuè": ["策略"],
    "celue": ["策略"],
    "lvbo": ["滤波"],
    "lǜbō": ["滤波"],
    "luyou": ["路由"],
    "xi'an": ["西安"],
    "xian": ["西安"],
    "dayuyanmoxing": ["大语言模型"],
    "xiandaifangfa": ["现代方法"],
    "kuosa": [],
    "kuo": [],
    "": [],
    "扩散": [],
    "nanananananananananana": [],
}


@pytest.mark.parametrize("typed", IN_FULL)
def test_whole_syllables_stand_for(typed: str, ngrams: TitleNgrams) -> None:
    assert [text for text, _ in strings(full_readings(spelled(typed)), [ngrams])] == IN_FULL[typed]


INITIALS = {"ksmx": ["扩散模型"], "qhxx": ["强化学习"], "dyymx": ["大语言模型"], "ks": [], "ksm": [], "ksmxx": []}


@pytest.mark.parametrize("typed", INITIALS)
def test_four_initials_and_more_stand_for(typed: str, ngrams: TitleNgrams) -> None:
    reading = initials(spelled(typed))
    assert [text for text, _ in strings([reading] if reading else [], [ngrams])] == INITIALS[typed]


def test_the_commonest_string_comes_first_and_segments_add_up() -> None:
    first, second = counted(grams(["计划", "机化"]), 2), counted(grams(["机化"]), 1)
    assert strings(full_readings("jihua"), [first, second]) == [("机化", 2), ("计划", 1)]
