"""The same word in the other language, read off the titles: papers have one in each.

What stands in the titles of the papers that have a word in their own, and seldom elsewhere, is what the word is called
there (Dice's coefficient of the two sets of papers), or a wider word, if nearly all of them have it (its lift). Only
whole words are offered: `language models` and not `language` where the one nearly always stands in the other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

from reader.model import TEXT_FIELDS, Texts
from reader.search.ast import Text, Token
from reader.search.folding import is_cjk, tokens
from reader.search.function_words import ENGLISH_FUNCTION_WORDS
from reader.search.lookup import Lookup
from reader.search.paper_sets import PaperSet, any_of, as_nums, count, without
from reader.search.plan import Leaf, Unit, leaves, run_leaf
from reader.search.segment import WORDS
from reader.search.variants import word_variants
from reader.search.whole_words import WholeWords

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
_ALWAYS = 0.85
"""Words of which so large a share stands in a longer string are not offered without the rest of it."""

_JOINED = 0.5
"""How much a run of words counts that begins or ends within a word with a hyphen: `shot` of `few-shot`."""

_Words = tuple[str, ...]
_ENGLISH, _CHINESE = TEXT_FIELDS.index("title_en"), TEXT_FIELDS.index("title_zh")


class Translator:
    """Finds words in the other language."""

    def __init__(self, lookup: Lookup, titles: Titles, words: WholeWords) -> None:
        self._lookup = lookup
        self._titles = titles
        self._words = words

    def translated(self, pieces: Sequence[Text]) -> str | None:
        """What neighbouring pieces of a query are called in the other language, or None if the titles do not tell."""
        terms = [token.term for piece in pieces for token in piece.tokens]
        chinese = [is_cjk(term) for term in terms]
        if any(chinese) != all(chinese) or chinese == [True] or ENGLISH_FUNCTION_WORDS.issuperset(terms):
            return None
        here, there = (_CHINESE, _ENGLISH) if chinese[0] else (_ENGLISH, _CHINESE)
        papers = as_nums(self._papers(pieces, here, "".join(terms)))
        if len(papers) < _FEWEST:
            return None
        read = self._titles(papers[-_READ:].tolist())
        titles = [getattr(texts, TEXT_FIELDS[there]) or "" for texts in read]
        seen = self._chinese(titles) if there == _CHINESE else _english(titles)
        return self._best({other: times / len(read) for other, times in seen.items()}, len(papers), there)

    def _papers(self, pieces: Sequence[Text], here: int, typed: str) -> PaperSet:
        """The papers whose titles have the pieces; what is nearly always part of a longer word counts where it is not:
        `化学` is chemistry, and not a part of `强化学习`."""
        found = [self._lookup.papers(Leaf(leaf.units, (here,))) for leaf in _leaves(pieces)]
        papers = any_of(found, self._lookup.size)
        if here == _ENGLISH:
            return papers
        whole = self._words.whole(typed)
        return without(papers, self._lookup.papers(_leaf(whole, here))) if len(whole) > len(typed) else papers

    def _chinese(self, titles: Iterable[str]) -> Mapping[str, float]:
        """The words in titles, and how many have each."""
        seen = Counter(text for title in titles for text in _strings(title))
        least = max(seen.values(), default=0) * _LEAST / 2
        return {text: times for text, times in seen.items() if times >= least and self._words.whole(text) == text}

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
    return (_phrase(words, set(words)),)


def _leaf(text: str, field: int) -> Leaf:
    """A string in titles; of English the last word in singular or plural."""
    if field == _CHINESE:
        return Leaf(run_leaf(text).units, (field,))
    words = text.split()
    return Leaf(_phrase(words, {words[-1]}).units, (field,))


def _phrase(words: Sequence[str], varied: Collection[str]) -> Leaf:
    """Neighbouring words, some of which may be singular or plural."""
    forms = [word_variants(word) if word in varied else (word,) for word in words]
    return Leaf(tuple(Unit(WORDS, form, at, False) for at, form in enumerate(forms)))


def _strings(title: str) -> set[str]:
    """The strings of two and more neighbouring characters in a Chinese title."""
    return {
        "".join(token.term for token in run[at : at + length])
        for run in _runs(title, chinese=True)
        for length in range(2, _LONGEST_CHINESE + 1)
        for at in range(len(run) - length + 1)
    }


def _english(titles: Sequence[str]) -> Mapping[str, float]:
    """The words, and runs of words, in English titles, and how many titles have each, in singular or plural.

    Those that nearly always stand in the same longer run are left out, and those with a function word at either end.
    """
    seen: dict[_Words, float] = {}
    written: dict[_Words, Counter[_Words]] = {}
    often = _often(titles)
    for title in titles:
        several = {_singular(words): (words, times) for words, times in _phrases(title, often)}
        for key, (words, times) in several.items():
            seen[key] = seen.get(key, 0) + times
            written.setdefault(key, Counter())[words] += 1
    inside: dict[_Words, float] = {}
    for key, times in seen.items():
        for part in {_singular(key[1:]), _singular(key[:-1])}:
            inside[part] = max(inside.get(part, 0), times)
    return {
        " ".join(written[key].most_common(1)[0][0]): times
        for key, times in seen.items()
        if len(key) <= _LONGEST_ENGLISH
        and inside.get(key, 0) < _ALWAYS * times
        and ENGLISH_FUNCTION_WORDS.isdisjoint((key[0], key[-1]))
    }


def _often(titles: Sequence[str]) -> frozenset[str]:
    """The words that stand in enough titles for a run with them to be the same word, or to hold one."""
    seen = Counter(word for title in titles for word in {_shortest(token.term) for token in tokens(title)})
    least = _ALWAYS * _LEAST / 2 * len(titles)
    return frozenset(word for word, times in seen.items() if times >= least)


@lru_cache(4096)
def _shortest(word: str) -> str:
    """A word in singular."""
    return min(word_variants(word), key=len)


def _singular(words: _Words) -> _Words:
    """Words, the last one in its shortest form."""
    return (*words[:-1], _shortest(words[-1])) if words else ()


def _phrases(title: str, often: Collection[str]) -> Iterator[tuple[_Words, float]]:
    """Runs of neighbouring English words, of frequent ones only, and how much each counts."""
    for run in _runs(title, chinese=False):
        hyphens = [title[one.end : other.start] == "-" for one, other in pairwise(run)]
        whole = [True, *(not hyphen for hyphen in hyphens), True]
        for at in range(len(run)):
            for end in range(at + 1, min(at + _LONGEST_ENGLISH + 1, len(run)) + 1):
                if _shortest(run[end - 1].term) not in often:
                    break
                yield tuple(token.term for token in run[at:end]), 1.0 if whole[at] and whole[end] else _JOINED


def _runs(title: str, *, chinese: bool) -> Iterator[Sequence[Token]]:
    """Neighbouring characters, or neighbouring words of more than one letter."""
    run: list[Token] = []
    for token in tokens(title):
        fits = is_cjk(token.term) == chinese and (chinese or len(token.term) > 1)
        if run and not (fits and token.offset == run[-1].offset + 1):
            yield run
            run = []
        if fits:
            run.append(token)
    if run:
        yield run
