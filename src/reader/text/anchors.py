"""What a Chinese and an English sentence share when they say the same: names, numbers, formulas, words of the field.

`ties` weighs it for all sentences of a text and its translation; `reader.text.sentences` puts them side by side by it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

_TIE = 2.0
"""What an anchor that stands in one sentence of each text weighs, as a negative logarithm."""

_NAME = re.compile(
    r"\d[\d.,]*\d|\d"
    r"|[^\W\d_\u2e80-\u9fff\uf900-\uffef][^\W_\u2e80-\u9fff\uf900-\uffef]*"  # no Chinese in it; α and xₜ are names too
    r"|[\u2200-\u22ff]"  # mathematical signs
)
_STEM = 5
"""So many characters tell an English word of the glossary in all its forms."""

_GLOSSARY = """
数据 data 学习 learning 提出 propose 网络 network 模型 model 语言 language 方法 method 算法 algorithm 系统 system
基于 based 神经 neural 框架 framework 然而 however 挑战 challenge 预测 predict 生成 generate 信息 information
训练 training 计算 computing 分布 distribution 问题 problem 评估 evaluate 性能 performance 表示 representation
深度 deep 估计 estimate 任务 task 优化 optimise 现有 existing 特征 feature 检测 detect 实验 experiment
参数 parameter 分析 analysis 结构 structure 函数 function 机器 machine 提供 provide 准确 accurate 设计 design
之间 between 分类 classify 知识 knowledge 技术 technique 结果 result 文本 text 复杂 complex 引入 introduce
不同 different 开发 develop 最近 recent 应用 application 决策 decision 自然 natural 质量 quality 有效 effective
自动 automatic 语义 semantic 图像 image 研究 study 基准 benchmark 时间 time 样本 sample 两个 two 监督 supervised
动态 dynamic 梯度 gradient 条件 condition 行为 behaviour 包括 include 过程 process 嵌入 embedding 环境 environment
每个 each 架构 architecture 领域 domain 线性 linear 提取 extract 控制 control 提示 prompt 许多 many 输入 input
输出 output 空间 space 策略 strategy 然后 then 攻击 attack 考虑 consider 人类 human 概率 probability 新颖 novel
高效 efficient 理解 understand 所有 all 探索 explore 重要 important 成功 success 最优 optimal 解决 address
合成 synthetic 代码 code 用户 user 推理 reasoning 证明 prove 理论 theory 此外 additionally 因此 therefore 本文 paper
噪声 noise 误差 error 错误 error 视频 video 视觉 visual 收敛 converge 矩阵 matrix 推荐 recommend 隐私 privacy
安全 secure 公平 fair 因果 causal 假设 assume 价格 price 市场 market 风险 risk 成本 cost 经济 economic 软件 software
测试 test 程序 program 查询 query 检索 retrieval 搜索 search 对话 dialogue 翻译 translate 情感 sentiment 社交 social
医学 medical 患者 patient 临床 clinical 健康 health 首先 first 最后 finally 例如 example 展示 show 表明 show
比较 compare 改进 improve 提高 improve 降低 reduce 减少 reduce 增加 increase 限制 limit 贡献 contribute 公开 public
变量 variable 选择 select 目标 objective 离散 discrete 连续 continuous 随机 random 稳定 stable 鲁棒 robust
泛化 generalise 注意 attention 强化 reinforcement 对抗 adversarial 联邦 federated 扩散 diffusion 节点 node
聚类 cluster 损失 loss 奖励 reward 智能 agent 机制 mechanism 关系 relation 序列 sequence 历史 history 未来 future
能力 ability 关键 key 影响 impact 效果 effect 真实 real 全局 global 局部 local 多样 diverse 标签 label 标注 annotate
专家 expert 但是 but 因为 because 虽然 although 尽管 despite 具体 specific 其次 second
"""
"""Frequent words of abstracts, nearly always translated in one way: pairs of a Chinese word, which has two characters,
and an English one."""


_WORDS = _GLOSSARY.split()
_STEMS = {zh: en.rstrip("s")[:_STEM] for zh, en in zip(_WORDS[::2], _WORDS[1::2], strict=True)}
_ENGLISH_STEMS = frozenset(_STEMS.values())


def ties(zh: Sequence[str], en: Sequence[str]) -> list[list[float]]:
    """How much speaks for each pair of sentences: a row for each Chinese one, a column for each English one.

    An anchor is worth less the more sentences it stands in: what every sentence names tells none from the others.
    """
    table = [[0.0] * len(en) for _ in zh]
    chinese, english = _places(zh, _chinese_anchors), _places(en, _english_anchors)
    for anchor in chinese.keys() & english.keys():
        rows, columns = chinese[anchor], english[anchor]
        weight = _TIE / (len(rows) * len(columns))
        for row in rows:
            for column in columns:
                table[row][column] += weight
    return table


def _places(sentences: Sequence[str], anchors: Callable[[str], Iterable[str]]) -> dict[str, list[int]]:
    places: dict[str, list[int]] = defaultdict(list)
    for number, sentence in enumerate(sentences):
        for anchor in anchors(sentence):
            places[anchor].append(number)
    return places


def _names(sentence: str) -> set[str]:
    """Words that are not Chinese, numbers and signs; `4,200` is `4200`, `LLMs` is `LLM`, and `A` may be an article."""
    words = [word.lower().replace(",", "") for word in _NAME.findall(sentence)]
    return {word.rstrip("s") or word for word in words if len(word) > 1 or not "a" <= word <= "z"}


def _chinese_anchors(sentence: str) -> set[str]:
    pairs = {sentence[start : start + 2] for start in range(len(sentence) - 1)}
    return _names(sentence) | {_STEMS[word] for word in pairs & _STEMS.keys()}


def _english_anchors(sentence: str) -> set[str]:
    names = _names(sentence)
    return names | {name[:_STEM] for name in names} & _ENGLISH_STEMS
