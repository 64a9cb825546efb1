"""Words that say nothing about what is meant: those of questions and requests, in both languages."""

from __future__ import annotations

import re

_ENGLISH = """
a about after all also an and any anybody anyone anything are as at be because been before being better between both
but by can cannot could did do does doing done during each either else enough ever every everything few for from gave
get gets getting give gives go goes going good got had has have having help helps her here him his how however i if in
instead into is isn it its itself just keep keeps kind know let lets like look made make makes making many may maybe
me might more most much must my need needs neither never no nor not nothing now of off often on once one only onto or
other others our out over own people perhaps please put quite rather really same say see she should since so some
somebody someone something still stop such sure take taken takes tell than that the their them then there these they
thing things think this those through thus to too toward towards tried try trying under unless until up upon us use
used uses using very via want wants was way ways we well went were what when where whether which while who whom whose
why will with within without would yet you your
"""
_CHINESE = """
一个 一种 一些 一下 不会 不能 不要 不用 为了 为什么 之间 什么 他们 以及 以后 们 但是 你们 做 关于 其他 其中 出来
利用 只要 可以 哪些 哪里 如何 如果 对于 将 希望 帮 帮助 帮忙 应该 怎么 怎么办 怎么样 怎样 想 想要 我们 我的 方法
是否 最好 有关 有没有 没有 有哪些 用来 由于 目前 相关 研究 知道 能不能 能否 自己 自动 论文 起来 还是 这个 这些
这样 通过 那个 那些 那样 问题 需要
"""
FUNCTION_CHARACTERS = frozenset(
    "的地得了是在和与或及把被让给对从向往到就都也还很太更最不没无会能可要想怎么吗呢吧啊呀嘛这那哪我你他她它们个些什为谁啥之其有用做所而且因于并"
)
"""Characters that are mostly grammar."""

_CONNECTIVES = """
一个 一种 一些 一类 一项 之间 以及 作为 使用 其中 具有 关于 利用 及其 哪些 基于 如何 对于 带有 用于
由于 进行 通过 面向 什么
"""
CHINESE_CONNECTIVES = frozenset(_CONNECTIVES.split())
"""Words that stand between those that say what a paper is about."""

NOT_FIRST = frozenset("中到的了着们与和及等于以被把将其之而且但")
NOT_LAST = frozenset("到的了着们在与和及中于将被把给其之而且但上下从")
"""Characters that no longer word begins or ends with, or hardly any that says what a paper is about."""

FUNCTION_CUTS = re.compile(
    "为什么|怎么样|怎么办|怎么才能|会不会|能不能|是不是|有没有|要不要|怎么|怎样|如何|什么|哪些|哪个|多少|为何|帮忙|可以|能否|是否|"
    "[的了吗呢吧啊呀嘛很太也都还就在把被让给是和与或]"
)
"""Where a run of Chinese is cut whatever the archive says."""

_IN_PASSING = """
across additional additionally along although among amongst away beyond consequently currently despite due e.g etc
finally first firstly five four further furthermore given hence hereby herein however i.e includes including indeed
instead lastly later likewise mainly meanwhile moreover namely nevertheless nonetheless notably often otherwise overall
particular particularly per previously recently regarding respectively second secondly several similarly simply
specifically subsequently thereby therefore third though three throughout towards two typically usually various
whereas whereby widely yet
一步 不同 不断 不仅 之前 之后 之外 也就是 仅仅 从而 任何 以上 以下 以前 例如 依据 借助 其它 具体 其余 包括 即使 另外
只有 同时 同样 因为 因此 基本上 尤其 尽管 已经 并且 所以 所有 才能 按照 换句话说 无论 是指 有时 来自 根据 此外 此前
此时 然后 然而 特别 由此 甚至 直接 类似 经常 给定 而且 至于 虽然 许多 起到 迄今 进一步 近年来 近期 随着 首先 首次
鉴于 随后 除了 最后 最近 最终 大量 各种 多种
"""
"""What abstracts say in passing: a query may mean it, but nobody is interested in it."""

ENGLISH_FUNCTION_WORDS = frozenset(_ENGLISH.split())
CHINESE_FUNCTION_WORDS = frozenset(_CHINESE.split())


def is_function_word(word: str) -> bool:
    """Whether a word says nothing about what is meant."""
    return word.casefold() in ENGLISH_FUNCTION_WORDS or word in CHINESE_FUNCTION_WORDS


IN_PASSING = frozenset(_IN_PASSING.split()) | ENGLISH_FUNCTION_WORDS | CHINESE_FUNCTION_WORDS | CHINESE_CONNECTIVES
"""Words that nobody is interested in."""
