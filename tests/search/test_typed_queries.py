"""Queries as people type them, with exactly the papers they find (newest first)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from reader.model import Sort, Texts
from reader.search.engine import PaperEngine, open_engine
from reader.search.protocol import Document
from tests.search.invented import Shelf, query

PAPERS = {
    1: Texts(
        title_en="Kettle Networks for Counting Teapots",
        title_zh="用于数茶壶的水壶网络",
        tldr_zh="我们使用Transformer模型数茶壶。",
        abstract_en="We fine-tune a graph neural network on GPT-4 captions. The kettle learns 3D shapes.",
        abstract_zh="我们在茶壶图像上微调图神经网络，并用强化学习训练水壶。",
    ),
    2: Texts(
        title_en="Finetuning Lanterns",
        title_zh="灯笼的微调",
        tldr_zh="灯笼可以自己学习。强化灯笼，学习变快。",
        abstract_en="Finetuning is cheaper than pretraining. Lanterns written in C++ beat lanterns written in C#.",
        abstract_zh="微调比预训练便宜。",
    ),
    3: Texts(
        title_en=r"On the $\alpha$-Turnip Conjecture of Poincar\'e",
        title_zh="关于庞加莱的α-萝卜猜想",
        tldr_en="Turnips converge.",
        tldr_zh="萝卜收敛。",
        abstract_en=r"We prove that $\beta_1 \le 5$ for every turnip. A turnip that costs $5 is not free.",
        abstract_zh="我们证明了每个萝卜都收敛。",
    ),
    4: Texts(
        title_en="A Study of Violins: Multi-modal Music at the Café",
        title_zh="小提琴研究：咖啡馆里的多模态音乐",
        tldr_zh="多模态大模型听小提琴。",
        abstract_en="Studies of violin strings. Multimodal models listen, and llama-2 sings; GPT4o hums along.",
        abstract_zh="多模态大模型能听懂小提琴，也能分清琴弦。",
    ),
    5: Texts(
        title_en="State-of-the-Art Pebbles",
        title_zh=None,
        abstract_en="Pebbles are the state of the art. News about pebbles is new. Written in plain C.",
        abstract_zh=None,
    ),
    6: Texts(
        title_en="Reinforcement Learning for Garden Paths",
        title_zh="花园小径的強化學習",
        tldr_zh="在花园里做深度强化学习。",
        abstract_en="Deep reinforcement learning [cs.LG] finds a path; see 2402.18789 for why x < y and p<1.",
        abstract_zh="深度强化学习找到一条小径。",
    ),
}

TABLE = {
    # everything and nothing
    "": [6, 5, 4, 3, 2, 1],
    "*": [6, 5, 4, 3, 2, 1],
    "   ": [6, 5, 4, 3, 2, 1],
    "xyzzyplugh": [],
    "asdf 茶壶": [],
    "😀": [],
    # English words
    "kettle": [1],
    "KETTLE": [1],
    "lantern": [2],
    "teapot": [1],
    "pebble": [5],
    "study": [4],
    "violins": [4],
    "network": [1],
    "news": [5],
    "new": [5],
    "reinforcement learning": [6],
    "learning violin": [],
    "the of": [5, 4, 3],
    "pre*": [2],
    "tur*": [3],
    # hyphens, together, apart
    "fine-tune": [1],
    "finetune": [1],
    "fine tune": [1],
    "fine-tuning": [2],
    "fine tuning": [2],
    "pre-training": [2],
    "multimodal": [4],
    "multi modal": [4],
    "multi-modal": [4],
    "gpt4": [1],
    "gpt-4": [1],
    "GPT 4": [1],
    "gpt*": [4, 1],
    "llama2": [4],
    "state of the art": [5],
    "state-of-the-art": [5],
    # Chinese, any length
    "茶": [1],
    "壶": [1],
    "图像": [1],
    "强化学习": [6, 1],
    "强化": [6, 2, 1],
    "化学": [6, 1],
    "多模态大模型": [4],
    "模态": [4],
    "我们使用": [1],
    "，": [],
    "学习变快": [2],
    "我": [3, 1],
    # mixed
    "使用Transformer模型": [1],
    "使用 transformer": [1],
    "transformer": [1],
    "使用": [1],
    "微调 kettle": [1],
    "α-萝卜": [3],
    # folding
    "ＫＥＴＴＬＥ": [1],
    "cafe": [4],
    "CAFÉ": [4],
    "強化學習": [6, 1],
    "多模態": [4],
    "poincare": [3],
    "Poincaré": [3],
    "alpha": [3],
    "α": [3],
    "beta": [],
    "3d": [1],
    # signs
    "C++": [2],
    "c#": [2],
    "C": [5],
    "[cs.LG]": [6],
    "p<1": [6],
    "2402.18789": [6],
    "$5": [3],
    # phrases
    '"graph neural network"': [1],
    '"neural graph"': [],
    '"fine tuning"': [],
    '"fine tune"': [1],
    "“图神经网络”": [1],
    '"the state of the art"': [5],
    '"学习变"': [2],
    # operators
    "kettle OR lantern": [2, 1],
    "kettle | lantern": [2, 1],
    "-kettle": [6, 5, 4, 3, 2],
    "强化 -灯笼": [6, 1],
    "NOT 强化": [5, 4, 3],
    "(kettle OR pebbles) -茶壶": [5],
    "written (C++ OR plain)": [5, 2],
    "written AND plain": [5],
    "OR kettle": [1],
    "kettle -": [1],
    # fields
    "title:turnip": [3],
    "title:fine": [],
    "标题：茶壶": [1],
    "標題:多模态": [4],
    "tldr:converge": [3],
    "摘要:小径": [6],
    "zh:transformer": [1],
    "en:transformer": [],
    "zh:α": [3],
    "title:(kettle OR violin)": [4, 1],
    "-title:学习 学习": [2, 1],
    # metadata and marks
    "cat:cs.AI": [4, 1],
    "in:cs.LG 强化": [6],
    "#tea": [1],
    "标签：tea": [1],
    "is:unread -cat:cs.AI": [6],
    "状态:未读": [6, 4],
    "date:2026-08": [6, 5, 4],
    "date:2026-07..2026-08-10": [4, 3],
    "date:7d": [6],
    "日期:今天": [],
    "type:new": [2],
    "note:boil": [2],
    "boil": [2],
    "id:2401.00004": [4],
    "sort:date 学习": [6, 2, 1],
    "@mine": [4, 1],
    "@mine 小提琴": [4],
}


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PaperEngine]:
    opened = open_engine(tmp_path_factory.mktemp("index"))
    opened.add(Document(num, num, f"2401.{num:05}", texts) for num, texts in PAPERS.items())
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def shelf() -> Shelf:
    known = {
        ("cat", "cs.AI"): [1, 4],
        ("in", "cs.LG"): [6],
        ("tag", "tea"): [1],
        ("is", "unread"): [4, 6],
        ("type", "new"): [2],
        ("id", "2401.00004"): [4],
        ("id", "2402.18789"): [],
    }
    days = {num: date(2026, 7 + num // 4, 5 * num - 10) for num in range(3, 7)}
    return Shelf([6, 5, 4, 3, 2, 1], known, {2: "Boil it first"}, days)


@pytest.mark.parametrize("text", TABLE)
def test_a_typed_query_finds_exactly(text: str, engine: PaperEngine, shelf: Shelf) -> None:
    read = query(text, saved={"Mine": "cat:cs.AI"})
    assert list(engine.search(read, shelf, sort=Sort.DATE).nums) == TABLE[text]


TYPING = {
    "k": [1],
    "ke": [1],
    "kettle": [1],
    "kettle le": [1],
    "finetun": [2],
    "finetune": [1],
    "fine-t": [2, 1],
    "gpt": [4, 1],
    '"graph neu': [1],
    "“图神": [1],
    "强": [6, 2, 1],
    "强化学": [6, 1],
    "(kettle OR lan": [2, 1],
    "title:": [6, 5, 4, 3, 2, 1],
    "title:vio": [4],
    "date:2026-": [6, 5, 4, 3, 2, 1],
    "is:unr": [6, 5, 4, 3, 2, 1],
    "kettle is:": [1],
    "-": [6, 5, 4, 3, 2, 1],
    "kettle -gra": [],
    "@mi": [6, 5, 4, 3, 2, 1],
    "kettle ": [1],
    "kett ": [],
}


@pytest.mark.parametrize("text", TYPING)
def test_what_has_been_typed_so_far_finds(text: str, engine: PaperEngine, shelf: Shelf) -> None:
    read = query(text, typing=True, saved={"mine": "kettle"})
    assert list(engine.search(read, shelf, sort=Sort.DATE).nums) == TYPING[text]
