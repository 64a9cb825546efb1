"""Folding, word forms and dates: what counts as the same."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.model import TEXT_FIELDS
from reader.search.analysis import Analyser, Vocabulary
from reader.search.dates import parse_date
from reader.search.folding import is_cjk, tokens
from reader.search.traditional import SIMPLIFIED
from reader.search.variants import joined, splits, word_variants
from tests.search.invented import ENGLISH, documents

TODAY = date(2026, 8, 22)

FOLDED = {
    "Fine-Tuning GPT-4": "fine tuning gpt 4",
    "ＬＬＭ ｔｅｓｔ": "llm test",
    "Café CAFE\u0301 naïve": "cafe cafe naive",
    "Straße ﬁne": "strasse fine",
    "學習機器": "学 习 机 器",
    "α-VAE and β": "alpha vae and beta",
    "ΑΒΓ": "αβγ",
    "C++, C# and C; c++17": "c\ue000 c\ue001 and c c\ue000 17",
    "a+b #1 C+": "a b 1 c",
    "x² + L₁": "x2 l1",
    "zero\u200bwidth soft\u00adhyphen": "zerowidth softhyphen",
    "使用Transformer模型": "使 用 transformer 模 型",
    "don't [cs.LG] <p<1": "don t cs lg p 1",
    "\x00\x07 a\x1bb": "a b",
    "ﾊﾝｶｸ": "ハ ン カ ク",
    "\ud800 lone": "lone",
    "🙂": "",
}


@pytest.mark.parametrize("text", FOLDED)
def test_text_is_folded_to(text: str) -> None:
    assert " ".join(token.term for token in tokens(text)) == FOLDED[text]


def test_tokens_know_where_they_stood() -> None:
    text = "ﬁne Café，使用C++学"
    assert [text[token.start : token.end] for token in tokens(text)] == ["ﬁne", "Café", "使", "用", "C++", "学"]


def test_characters_parted_by_punctuation_are_no_neighbours() -> None:
    assert [token.offset for token in tokens("深度，学习")] == [0, 1, 3, 4]
    assert [token.offset for token in tokens("深度 a 学习")] == [0, 1, 2, 3, 4]


def test_traditional_characters_become_simplified_ones_and_stay_so() -> None:
    assert "".join(SIMPLIFIED.get(c, c) for c in "機器學習與圖像識別") == "机器学习与图像识别"
    assert not set(SIMPLIFIED) & set(SIMPLIFIED.values())
    assert all(len(old) == 1 and is_cjk(new) for old, new in SIMPLIFIED.items())


VARIANTS = {
    "gan": {"gan", "gans"},
    "gans": {"gans", "gan"},
    "gpus": {"gpus", "gpu"},
    "apis": {"apis", "api"},
    "study": {"study", "studies"},
    "studies": {"studies", "study", "studie"},
    "key": {"key", "keys"},
    "class": {"class", "classes"},
    "classes": {"classes", "class", "classe", "classis"},
    "analysis": {"analysis", "analysi", "analyses"},
    "analyses": {"analyses", "analysis", "analys", "analyse"},
    "news": {"news"},
    "new": {"new"},
    "ai": {"ai"},
    "gpt4": {"gpt4"},
    "école": {"école"},
}


@pytest.mark.parametrize("word", VARIANTS)
def test_singular_and_plural(word: str) -> None:
    assert set(word_variants(word)) == VARIANTS[word]
    assert word_variants(word)[0] == word


def test_words_that_may_be_written_apart_or_together() -> None:
    assert ("fine", "tuning") in splits("finetuning")
    assert ("gpt", "4") in splits("gpt4")
    assert not splits("new")
    assert joined("fine", "tuning") == "finetuning"
    assert joined("gpt", "4") == "gpt4"
    assert joined("a", "kettle") is None
    assert joined("café", "bar") is None


DATES = {
    "2026-08-14": ("2026-08-14", "2026-08-14"),
    "2026-8-4": ("2026-08-04", "2026-08-04"),
    "2026/08/14": ("2026-08-14", "2026-08-14"),
    "20260814": ("2026-08-14", "2026-08-14"),
    "2026-12": ("2026-12-01", "2026-12-31"),
    "2026年": ("2026-01-01", "2026-12-31"),
    "1d": ("2026-08-22", "2026-08-22"),
    "2w": ("2026-08-09", "2026-08-22"),
    "3个月": ("2026-05-25", "2026-08-22"),
    "昨天": ("2026-08-21", "2026-08-21"),
    "今年": ("2026-01-01", "2026-08-22"),
    "2026-01至2026-02": ("2026-01-01", "2026-02-28"),
    "..today": (None, "2026-08-22"),
    "9999d": ("1999-04-08", "2026-08-22"),
}


@pytest.mark.parametrize("text", DATES)
def test_a_date_names_the_days(text: str) -> None:
    found = parse_date(text, TODAY)
    assert found is not None
    assert tuple(day and day.isoformat() for day in (found.first, found.last)) == DATES[text]


@pytest.mark.parametrize("text", ["", "..", "soon", "2026-13", "0000-01", "0d", "99", "2026-02-30", "1-2-3", "a..b"])
def test_what_is_no_date_is_none(text: str) -> None:
    assert parse_date(text, TODAY) is None


def spelled_out(papers: list[list[str]]) -> set[tuple[str, int, int, int]]:
    """Term, paper, text and offset of every occurrence, by the rules for single texts."""
    found = set()
    for number, texts in enumerate(papers):
        for field, text in enumerate(texts):
            found_tokens = tokens(text)
            for at, token in enumerate(found_tokens):
                term = token.term
                after = found_tokens[at + 1] if at + 1 < len(found_tokens) else None
                if is_cjk(term) and after and is_cjk(after.term) and after.offset == token.offset + 1:
                    term += after.term
                found.add((term, number, field, token.offset))
    return found


def in_arrays(papers: list[list[str]]) -> set[tuple[str, int, int, int]]:
    vocabulary = Vocabulary()
    occurrences = Analyser().analyse(papers, 0, vocabulary)
    words = [(vocabulary.words[key >> 32], key) for key in occurrences.words.tolist()]
    grams = [(chr(key >> 48) + chr(key >> 32 & 0xFFFF).strip("\0"), key) for key in occurrences.grams.tolist()]
    return {(term, key >> 16 & 0xFFFF, key >> 12 & 7, key & 0xFFF) for term, key in words + grams}


def test_the_analysis_of_batches_is_that_of_single_texts() -> None:
    papers = [[getattr(document.texts, name) or "" for name in TEXT_FIELDS] for document in documents(60)]
    assert in_arrays(papers) == spelled_out(papers)


PIECES = st.sampled_from([*ENGLISH, *"茶壶學机，。 +#-cC\u0301ﬁß\u200bα🙂\x00", "C++", "c#", "ｃ＋＋"])


PAPER = st.lists(st.lists(PIECES | st.characters(), max_size=8).map("".join), min_size=6, max_size=6)


@given(st.lists(PAPER, min_size=1, max_size=3))
def test_the_analysis_of_batches_is_that_of_single_texts_whatever_they_are(papers: list[list[str]]) -> None:
    assert in_arrays(papers) == spelled_out(papers)
