"""Sentences that say the same are tied by what translators leave as it is and by frequent words of the field."""

from __future__ import annotations

import pytest

from reader.text.anchors import ties


@pytest.mark.parametrize(
    ("zh", "en"),
    [
        ("我们建立了 OwlBench。", "We build OwlBench."),
        ("有4200只猫头鹰。", "There are 4,200 owls."),
        ("达到 58%。", "It reaches 58 %."),
        ("LLM（大鸟）会叫。", "Birds (LLMs) can hoot."),
        ("当 α ≤ x₂ 时成立。", "It holds for α."),
        ("这是一种算法。", "Such are algorithms."),
    ],
)
def test_names_numbers_formulas_and_words_of_the_field_tie(zh: str, en: str) -> None:
    assert ties([zh], [en])[0][0] > 0


def test_an_article_is_no_name() -> None:
    assert ties(["A 是鸟。"], ["A bird sings."]) == [[0]]


def test_what_every_sentence_names_ties_less() -> None:
    table = ties(["OwlNet 有 37 只。", "OwlNet 会飞。"], ["OwlNet has 37.", "OwlNet flies."])
    assert table[0][0] > 2 * table[0][1] == 2 * table[1][0] == 2 * table[1][1] > 0


def test_no_sentences_give_no_ties() -> None:
    assert ties([], ["An owl."]) == []
    assert ties(["猫头鹰。"], []) == [[]]
