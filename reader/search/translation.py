"""The same word in the other language, read off the titles: papers have one in each.

What stands in the titles of the papers that have a word in their own, and seldom elsewhere, is what the word is called
there (Dice's coefficient of the two sets of papers), or a wider word, if nearly all of them have it (its lift).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from reader.model import TEXT_FIELDS, Texts
from reader.search.ast import Text
from reader.search.folding import is_cjk, tokens
from reader.search.lookup import Lookup
from reader.search.paper_sets import any_of, as_nums, count
from reader.search.plan import Leaf, Unit, leaves, run_leaf
from reader.search.segment import WORDS
from reader.search.variants import word_variants

Titles = Callable[[Sequence[int]], Sequence[Texts]]
"""Paper numbers -> their texts, of which only the titles are looked at."""

_FEWEST = 5
"""Papers whose titles must have a word."""

_READ = 120
"""Titles that are read, of the newest papers: enough to see what goes with a word."""

_LIKELY = 24
"""Words of these titles whose other papers are counted."""

_LEAST = 0.3
"""Dice's coefficient from which two words are taken for the same."""

_WIDER, _LIFT = 0.6, 4
"""Share of a word's papers that have a wider one, and how many times more often than any paper has it."""

_PER_PART = 0.02
"""What each further character or word adds: `reinforcement learning` says more than its first word."""

_LONGEST_ENGLISH, _LONGEST_CHINESE = 3, 6
_ENGLISH, _CHINESE = TEXT_FIELDS.index("title_en"), TEXT_FIELDS.index("title_zh")


class Translator:
    """Finds words in the other language."""

    def __init__(self, lookup: Lookup, titles: Titles) -> None:
        self._lookup = lookup
        self._titles = titles

    def translated(self, pieces: Sequence[Text]) -> str | None:
        """What neighbouring pieces of a query are called in the other language, or None if the titles do not tell."""
        chinese = [is_cjk(token.term) for piece in pieces for token in piece.tokens]
        if any(chinese) != all(chinese) or chinese == [True]:
            return None
        here, there = (_CHINESE, _ENGLISH) if chinese[0] else (_ENGLISH, _CHINESE)
        found = [self._lookup.papers(Leaf(leaf.units, (here,))) for leaf in _leaves(pieces)]
        papers = as_nums(any_of(found, self._lookup.size))
        if len(papers) < _FEWEST:
            return None
        seen: Counter[str] = Counter()
        read = self._titles(papers[-_READ:].tolist())
        for texts in read:
            seen.update(_strings(getattr(texts, TEXT_FIELDS[there]), there))
        return self._best({other: times / len(read) for other, times in seen.items()}, len(papers), there)

    def _best(self, shares: Mapping[str, float], papers: int, field: int) -> str | None:
        """The string that most of the papers have and few others. `shares`: string -> share of the papers."""
        likely = [(share, len(other), other) for other, share in shares.items() if share >= _LEAST / 2]
        rated = [
            (self._rating(share, other, papers, field), other)
            for share, _, other in sorted(likely, reverse=True)[:_LIKELY]
        ]
        best = max(rated, default=(0.0, ""))
        return best[1] if best[0] else None

    def _rating(self, share: float, other: str, papers: int, field: int) -> float:
        """How much a string seems to be the same word; 0 if it is another."""
        everywhere = count(self._lookup.papers(_leaf(other, field)))
        if not everywhere:
            return 0
        common = min(share * papers, everywhere)
        dice = 2 * common / (papers + everywhere)
        wider = share >= _WIDER and share * self._lookup.size >= _LIFT * everywhere
        parts = len(other) if field == _CHINESE else other.count(" ") + 1
        return (dice if dice >= _LEAST or wider else 0) * (1 + _PER_PART * parts)


def _leaves(pieces: Sequence[Text]) -> Sequence[Leaf]:
    if len(pieces) == 1:
        return leaves(pieces[0])
    words = [token.term for piece in pieces for token in piece.tokens]
    return (Leaf(tuple(Unit(WORDS, word_variants(word), at, False) for at, word in enumerate(words))),)


def _leaf(text: str, field: int) -> Leaf:
    if field == _CHINESE:
        return Leaf(run_leaf(text).units, (field,))
    return Leaf(tuple(Unit(WORDS, (word,), at, False) for at, word in enumerate(text.split())), (field,))


def _strings(title: str | None, field: int) -> Iterable[str]:
    """The distinct words, and runs of words or characters, of a title."""
    if not title:
        return ()
    chinese = field == _CHINESE
    longest, between = (_LONGEST_CHINESE, "") if chinese else (_LONGEST_ENGLISH, " ")
    shortest = 2 if chinese else 1
    return {
        between.join(run[at : at + length])
        for run in _runs(title, chinese=chinese)
        for length in range(shortest, longest + 1)
        for at in range(len(run) - length + 1)
    }


def _runs(title: str, *, chinese: bool) -> Iterator[Sequence[str]]:
    """Neighbouring characters, or neighbouring words of more than one letter."""
    run: list[str] = []
    before = -1
    for token in tokens(title):
        fits = is_cjk(token.term) == chinese and (chinese or len(token.term) > 1)
        if run and not (fits and token.offset == before + 1):
            yield run
            run = []
        if fits:
            run.append(token.term)
        before = token.offset
    if run:
        yield run
