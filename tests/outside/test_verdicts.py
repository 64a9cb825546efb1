"""What must come back in a translation."""

from __future__ import annotations

import pytest

from reader.outside.verdicts import lacking, refusal


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("We fold $x_i \\le 3$ lanterns.", "我们折叠 $x_i\\le 3$ 个灯笼。"),
        ("We fold 15,000 lanterns.", "我们折叠了1.5万个灯笼。"),
        ("We fold 15,000 lanterns.", "我们折叠了15000个灯笼。"),
        ("In three of 3 cases.", "三个案例。"),
        ("With LLMs and CoT prompts of FoldBERT.", "使用大语言模型和 CoT 提示的 FoldBERT。"),
        ("GPT-4 folds.", "ＧＰＴ-４ 会折叠。"),
        ("A $\\times$ B", "A 乘 B"),
        ("It gains $57.38\\%$.", "提高了 57.38%。"),
        ("The 23Q3 lanterns", "23Q3 灯笼"),
        ("Fast-Folding, Well-Known Lanterns", "快速折叠的知名灯笼"),
        ("We test $n_{\\text{paper}}$ sheets.", "我们测试 $n_{\\text{纸}}$ 张。"),
    ],
)
def test_what_a_translator_may_change_is_not_missed(english: str, chinese: str) -> None:
    assert lacking(english, chinese) == ()


@pytest.mark.parametrize(
    ("english", "chinese", "lost"),
    [
        ("We fold $x_i$ lanterns.", "我们折叠 $x_j$ 个灯笼。", ("$x_i$",)),
        ("We fold 128 lanterns, 128 times.", "我们折叠了118个灯笼。", ("128",)),
        ("FoldBERT and GPT-4", "模型", ("FoldBERT", "GPT-4")),
        ("The 23Q3 lanterns", "灯笼", ("23Q3",)),
        ("In 2024 by 3.5 percent", "在2024年提高5.3%", ("3.5",)),
    ],
)
def test_what_does_not_come_back_is_named_in_order_and_once(english: str, chinese: str, lost: tuple[str, ...]) -> None:
    assert lacking(english, chinese) == lost


@pytest.mark.parametrize(
    ("english", "chinese", "why"),
    [
        ("A lantern is folded by hand.", "A lantern is folded by hand.", "it is not in Chinese"),
        ("A lantern is folded by hand.", "Una linterna 灯 se dobla a mano.", "it is not in Chinese"),
        ("A lantern is folded by hand.", "抱歉，我不能翻译这段文字。", "it is an apology"),
        ("A lantern is folded by hand, and then again. " * 20, "灯笼。", "its length is not that of a translation"),
    ],
)
def test_what_is_no_translation_is_refused_with_the_reason(english: str, chinese: str, why: str) -> None:
    assert refusal(english, chinese) == why


def test_a_text_full_of_formulas_may_still_be_chinese() -> None:
    assert refusal("$a+b$ and $c+d$ of lanterns", "灯笼的 $\\mathrm{alpha}+b$ 与 $\\mathrm{gamma}+d$") is None
