"""Invented papers on a few subjects, in two languages, and queries with what they are about: a judge of our own."""

from __future__ import annotations

import random
from dataclasses import dataclass

from reader.model import Texts
from reader.search.protocol import Document

SUBJECTS = {
    "tea": ("kettle teapot infusion saucer brewing leaves", "茶壶 沏茶 茶叶 茶杯 水温 茶香"),
    "music": ("violin fiddle bow melody orchestra tuning", "提琴 琴弓 旋律 乐团 调音 合奏"),
    "light": ("lantern candle wick glow lamp flicker", "灯笼 蜡烛 灯芯 微光 照明 闪烁"),
    "ships": ("harbor anchor vessel tide mooring compass", "港口 船锚 航船 潮汐 停泊 罗盘"),
    "farming": ("turnip garden meadow seed harvest soil", "萝卜 菜园 草地 种子 收成 土壤"),
    "cloth": ("blanket basket wool weaving loom thread", "毛毯 篮子 羊毛 编织 织机 纱线"),
    "stone": ("pebble granite quarry gravel cliff marble", "卵石 花岗 采石 砾石 悬崖 大理"),
    "climbing": ("ladder rope ascent summit ridge belay", "梯子 绳索 攀登 山顶 山脊 保护"),
}
_COMMON = "we propose a method for the study of and with results that show how it works in practice on data"
COMMON = _COMMON.split()
_NOISE = "tuesday copper seven violet mirror pencil window ladle button ribbon hammer basil"
NOISE = _NOISE.split()
"""Words of a sixth of the papers each, whatever these are about."""

COMMON_ZH = "我们提出方法研究结果表明有效本文分析数据实验设计"


@dataclass(frozen=True, slots=True)
class Shelf:
    """Papers and what each is about.

    subjects  by paper number, one or two each
    """

    documents: list[Document]
    subjects: dict[int, frozenset[str]]


def shelf(count: int = 900, seed: int = 5) -> Shelf:
    """`count` papers numbered from 1. Each has a few of its subjects' words, by chance in one language or the other."""
    chance = random.Random(seed)
    documents, subjects = [], {}
    for num in range(1, count + 1):
        chosen = frozenset(chance.sample(sorted(SUBJECTS), 2 if chance.random() < 0.35 else 1))
        english = [word for name in sorted(chosen) for word in chance.sample(SUBJECTS[name][0].split(), 3)]
        chinese = [word for name in sorted(chosen) for word in chance.sample(SUBJECTS[name][1].split(), 3)]
        texts = Texts(
            title_en=" ".join([*english[:1], *chance.choices(COMMON, k=4)]),
            title_zh="".join([chinese[0], *chance.choices(COMMON_ZH, k=5)]),
            abstract_en=" ".join([*english, *chance.choices(COMMON, k=25), *chance.sample(NOISE, 2)]),
            abstract_zh="，".join([*chinese, "".join(chance.choices(COMMON_ZH, k=20))]),
        )
        documents.append(Document(num, num, f"2401.{num:05}", texts))
        subjects[num] = chosen
    return Shelf(documents, subjects)


JUDGED = {
    "kettle melody": {"tea", "music"},
    "茶壶 旋律 调音": {"tea", "music"},
    "lantern harbor": {"light", "ships"},
    "灯笼 航船 停泊": {"light", "ships"},
    "萝卜 羊毛": {"farming", "cloth"},
    "granite 山顶 rope": {"stone", "climbing"},
    "how to weave wool on a loom 纱线 毛毯": {"cloth"},
    "沏茶 茶叶 infusion saucer": {"tea"},
    "violin bow orchestra 乐团 合奏": {"music"},
    "蜡烛灯芯微光闪烁": {"light"},
}
"""Query -> all that a relevant paper is about. None or few papers have every word."""
