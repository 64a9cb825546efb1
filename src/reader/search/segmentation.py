"""Did you mean, for Chinese: `扩散模型图像生成`, which stands nowhere, is `扩散模型 图像生成`."""

from __future__ import annotations

from functools import reduce
from itertools import combinations

from reader.search.ast import Text
from reader.search.folding import is_cjk
from reader.search.lookup import Lookup
from reader.search.paper_sets import both, count
from reader.search.plan import run_leaf

_SHORTEST_PART = 2
_LONGEST = 16
"""Characters of a run that is looked at."""

_MOST_CUTS = 3


class Segmenter:
    """Cuts runs of Chinese characters that no paper has into parts that papers have."""

    def __init__(self, lookup: Lookup) -> None:
        self._lookup = lookup

    def cuts(self, text: Text) -> tuple[int, ...]:
        """Where spaces should stand (token indices): the cuts for which most papers have all parts; none if there are
        none, or if none is needed."""
        run = "".join(token.term for token in text.tokens)
        neighbours = text.tokens[-1].offset - text.tokens[0].offset == len(text.tokens) - 1
        suits = neighbours and 2 * _SHORTEST_PART <= len(run) <= _LONGEST and all(map(is_cjk, run))
        if not suits or text.exact or text.fields or self._count([run]):
            return ()
        for number in range(1, _MOST_CUTS + 1):
            found = [(self._count(_parts(run, cuts)), cuts) for cuts in combinations(range(2, len(run) - 1), number)]
            papers, best = max(found, default=(0, ()))
            if papers:
                return best
        return ()

    def _count(self, parts: list[str]) -> int:
        """How many papers have all parts."""
        if min(map(len, parts)) < _SHORTEST_PART:
            return 0
        return count(reduce(both, (self._lookup.papers(run_leaf(part)) for part in parts)))


def _parts(run: str, cuts: tuple[int, ...]) -> list[str]:
    ends = (*cuts, len(run))
    return [run[start:end] for start, end in zip((0, *cuts), ends, strict=True)]
