"""Invented papers in two languages, and a filter source for them. Nothing here is a real paper."""

from __future__ import annotations

import random
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from reader.model import DateRange, Texts
from reader.search.protocol import Document
from reader.search.query import Query, parse

TODAY = date(2026, 8, 22)

ENGLISH = [
    "lantern",
    "kettle",
    "harbor",
    "turnip",
    "violin",
    "pebble",
    "garden",
    "teapot",
    "compass",
    "ladder",
    "blanket",
    "candle",
    "fiddle",
    "meadow",
    "basket",
    "fine",
    "tuning",
    "finetuning",
    "fine-tuning",
    "pre-training",
    "pretraining",
    "gpt-4",
    "gpt4",
    "gpt",
    "4",
    "C++",
    "C#",
    "C",
    "transformer",
    "transformers",
    "study",
    "studies",
    "class",
    "classes",
    "box",
    "boxes",
    "café",
    "naïve",
    "α",
    "alpha",
    "β-VAE",
    "3D",
    "R1",
    "2402",
    "x",
    "network",
    "networks",
    "neural",
    "graph",
    "graphs",
    "of",
    "the",
    "and",
    "in",
    "we",
    "a",
    "to",
    "model",
    "models",
    "multi",
    "modal",
    "multimodal",
    "state-of-the-art",
    "O(n)",
    "L²",
    "news",
    "new",
]
CHINESE = "深度学习强化图像网络模型训练方法语言大小使用提出本文我们研究茶壶灯笼萝卜小提琴花园指南针梯子毯子蜡烛的了在是"
PUNCTUATION = ["，", "。", "：", "（", "）", "、", "；"]


def query(text: str, *, typing: bool = False, saved: Mapping[str, str] | None = None) -> Query:
    """A query read on a fixed day."""
    return parse(text, today=TODAY, typing=typing, saved=saved)


def english(chance: random.Random, length: int) -> str:
    """Words in no sensible order."""
    words = chance.choices(ENGLISH, k=length)
    return " ".join(word + chance.choice(["", "", "", "", ",", ".", " -", "/"]) for word in words)


def chinese(chance: random.Random, length: int) -> str:
    """Characters in no sensible order, with punctuation and a Latin word now and then."""
    pieces: list[str] = []
    for _ in range(length):
        roll = chance.random()
        if roll < 0.08:
            pieces.append(chance.choice(PUNCTUATION))
        elif roll < 0.13:
            pieces.append(chance.choice(["", " "]) + chance.choice(ENGLISH) + chance.choice(["", " "]))
        else:
            pieces.append(chance.choice(CHINESE))
    return "".join(pieces)


def documents(count: int, seed: int = 1) -> list[Document]:
    """`count` papers numbered from 1; some lack some texts."""
    chance = random.Random(seed)
    made = []
    for num in range(1, count + 1):
        texts = Texts(
            title_en=english(chance, chance.randint(2, 8)) or None,
            title_zh=chinese(chance, chance.randint(4, 20)) if chance.random() < 0.9 else None,
            tldr_en=english(chance, 8) if chance.random() < 0.2 else None,
            tldr_zh=chinese(chance, 25) if chance.random() < 0.8 else None,
            abstract_en=english(chance, chance.randint(10, 60)),
            abstract_zh=chinese(chance, chance.randint(10, 90)) if chance.random() < 0.9 else None,
        )
        made.append(Document(num, num, f"2401.{num:05}", texts))
    return made


@dataclass
class Shelf:
    """A `FilterSource` over plain dictionaries."""

    order: Sequence[int]
    known: dict[tuple[str, str], list[int]] = field(default_factory=dict)
    notes: dict[int, str] = field(default_factory=dict)
    days: dict[int, date] = field(default_factory=dict)

    def nums(self, field: str, value: str | DateRange) -> Sequence[int]:
        if isinstance(value, DateRange):
            return [num for num, day in sorted(self.days.items()) if within(day, value)]
        if field == "note":
            return [num for num, note in sorted(self.notes.items()) if value.casefold() in note.casefold()]
        return self.known.get((field, value), [])

    def listing(self) -> Sequence[int]:
        return array("I", self.order)


def within(day: date, wanted: DateRange) -> bool:
    return (wanted.first is None or wanted.first <= day) and (wanted.last is None or day <= wanted.last)


def newest_first(count: int) -> Shelf:
    """A shelf of papers numbered 1 to `count`, the highest number first."""
    return Shelf(range(count, 0, -1))
