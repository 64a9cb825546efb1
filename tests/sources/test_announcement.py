from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.model import Announce
from reader.sources.announcement import CUT_LENGTH, NOTHING, Posting, is_cut, split_abstract, split_title

NEW, CROSS, REPLACE, REPLACE_CROSS = Announce.NEW, Announce.CROSS, Announce.REPLACE, Announce.REPLACE_CROSS


@pytest.mark.parametrize(
    ("title", "rest", "posting"),
    [
        ("On Teapots. (arXiv:2310.19214v1 [stat.ML])", "On Teapots", Posting(1, "stat.ML", NEW)),
        ("On Teapots. (arXiv:2111.02331v3 [cs.CV] UPDATED)", "On Teapots", Posting(3, "cs.CV", REPLACE)),
        ("On Teapots?. (arXiv:2305.03123v1 [cs.CY] CROSS LISTED)", "On Teapots?", Posting(1, "cs.CY", CROSS)),
        ("On Teapots. (arXiv:math/0601001v2 [math.GT])", "On Teapots", Posting(2, "math.GT", None)),
        ("论茶壶（arXiv:2303.07487v1 [stat.ML]）", "论茶壶", Posting(1, "stat.ML", NEW)),
        ("论茶壶。(arXiv：2303.07487v1 【stat.ML】)", "论茶壶", Posting(1, "stat.ML", NEW)),
        ("论茶壶（翻译自arXiv:2205.12452v2 [cs.CL] UPDATED）", "论茶壶", Posting(2, "cs.CL", REPLACE)),
        ("论茶壶（论文编号：arXiv:2207.02930v2 [econ.TH]，已更新）", "论茶壶", Posting(2, "econ.TH", REPLACE)),
        ("On Teapots. (arXiv:2310.03589v1 [cs.LG]) - 论茶壶", "On Teapots - 论茶壶", Posting(1, "cs.LG", NEW)),
        ("On Teapots (a study)", "On Teapots (a study)", NOTHING),
        ("A reply to arXiv:2310.03589", "A reply to arXiv:2310.03589", NOTHING),
        ("Text mining (arXiv and others)", "Text mining (arXiv and others)", NOTHING),
        ("", "", NOTHING),
    ],
)
def test_a_title_is_freed_of_its_suffix(title: str, rest: str, posting: Posting) -> None:
    assert split_title(title) == (rest, posting)


@pytest.mark.parametrize(
    ("prefix", "announce"),
    [
        ("arXiv:2402.18789v1 Announce Type: new  Abstract: ", NEW),
        ("arXiv:2402.18789v1 Announce Type: cross  Abstract: ", CROSS),
        ("arXiv:2402.18789v1 Announce Type: replace \nAbstract: ", REPLACE),
        ("arXiv:2402.18789v1 Announce Type: replace-cross  Abstract: ", REPLACE_CROSS),
        ("arXiv:2402.18789v1 公告类型：新 摘要：", NEW),
        ("arXiv:2402.18789v1 公告类型: 新的 摘要: ", NEW),
        ("arXiv:2402.18789v1 公告类型：新摘要：", NEW),
        ("arXiv:2402.18789v1 公告类型：新论文。摘要：", NEW),
        ("arXiv：2402.18789v1 发布类型：新内容 摘要：", NEW),
        ("arXiv:2402.18789v1 公告类型：新 ", NEW),
        ("arXiv:2402.18789v1 公告类型：新 抽象：", NEW),
        ("arXiv:2402.18789v1 公告类型：交叉 摘要：", CROSS),
        ("arXiv:2402.18789v1 公告类型：交叉", CROSS),
        ("arXiv:2402.18789v1 公告类型：交叉学科 简介：", CROSS),
        ("arXiv:2402.18789v1 通告类型: 跨 ", CROSS),
        ("arXiv:2402.18789v1 类型公告：跨领域 摘要：", CROSS),
        ("arXiv:2402.18789v1 公告类型:跨界 摘要:", CROSS),
        ("《arXiv:2402.18789v1 公告类型: 交叉》 摘要：", CROSS),
        ("论文编号：arXiv:2402.18789v1 公告类型：交叉 摘要：", CROSS),
        ("无线电学报：2402.18789v1 类型：交叉 摘要：", CROSS),
        ("arXiv:2402.18789v1 公告类型: cross 摘要:", CROSS),
        ("arXiv:2402.18789v1 公告类型：替换 摘要：", REPLACE),
        ("arXiv:2402.18789v1 公告类型：替换。", REPLACE),
        ("摘要：arXiv:2402.18789v1 公告类型：替换版。摘要：", REPLACE),
        ("arXiv:2402.18789v1 公告类型：替换-交叉 摘要：", REPLACE_CROSS),
        ("arXiv:2402.18789v1 公告类型：替换-cross 摘要：", REPLACE_CROSS),
        ("arXiv:2402.18789v1 公告类型：交叉替换 摘要：", REPLACE_CROSS),
        ("arXiv:2402.18789v1 公告类型：跨版本替换。摘要：", REPLACE_CROSS),
    ],
)
@pytest.mark.parametrize("abstract", ["我们虚构了一只茶壶。它不存在：摘要：也不存在。", "We invent a teapot."])
def test_an_abstract_is_freed_of_its_prefix_in_either_language(prefix: str, announce: Announce, abstract: str) -> None:
    assert split_abstract(prefix + abstract) == (abstract, Posting(1, None, announce))


@pytest.mark.parametrize(
    "abstract",
    [
        "本文研究了多种类型的茶壶：陶制的、瓷制的。",
        "类型：本文所说的茶壶有两种类型。新的类型层出不穷。",
        "公告类型的文本常被忽略。",
        "arXiv:2109.10779 introduced teapots; we refute them.",
        "Abstractive teapots are the subject.",
        "K-FAC (arXiv:1503.05671) is a teapot.",
        "自动摘要：是一项虚构的任务。",
        "公告类型：新方法很好。",
        "arXiv:2402.18789v1",
        "",
    ],
)
def test_an_abstract_that_only_sounds_like_a_prefix_is_left_alone(abstract: str) -> None:
    assert split_abstract(abstract) == (abstract, NOTHING)


def test_a_bare_word_for_abstract_comes_off() -> None:
    assert split_abstract("摘要：我们虚构了一只茶壶。") == ("我们虚构了一只茶壶。", NOTHING)
    assert split_abstract("公告类型：新 摘要：我们虚构了一只茶壶。") == (
        "我们虚构了一只茶壶。",
        Posting(None, None, NEW),
    )
    assert split_abstract("arXiv:2402.18789v2 我们虚构了一只茶壶。") == ("我们虚构了一只茶壶。", Posting(2))


@given(st.text())
def test_any_text_is_split_without_failing_and_without_inventing(text: str) -> None:
    assert split_abstract(text)[0] in text
    assert isinstance(split_title(text)[0], str)


@pytest.mark.parametrize(
    ("raw", "cut"),
    [
        ("x" * CUT_LENGTH, True),
        ("x" * (CUT_LENGTH - 1) + " ", True),  # the space counts: it was cut there
        ("x" * (CUT_LENGTH - 2), True),  # two spaces at its beginning are gone
        ("x" * (CUT_LENGTH - 3) + ".", False),
        ("x" * 968 + " see https://example.invalid/x", False),
        ("x" * (CUT_LENGTH - 10), False),
        ("x" * (CUT_LENGTH + 200), False),  # arXiv's own feed, which nobody cuts
        ("", False),
    ],
    ids=lambda value: str(len(value)) if isinstance(value, str) else None,
)
def test_a_cut_abstract_is_told_by_its_length(raw: str, cut: bool) -> None:
    assert is_cut(raw) is cut


def test_long_runs_take_no_long_time() -> None:
    run = " " * 300_000
    assert split_title(f"x{run}(arXiv{run}")[1] == NOTHING
    assert split_abstract(f"arXiv:2402.18789v1{run}公告类型{run}")[1].version == 1
