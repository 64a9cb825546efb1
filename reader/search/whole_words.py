"""Which strings of Chinese characters are words, as the library's own titles tell.

Pairs of characters are what the index knows of Chinese: parts of words, or what stands between two. A string goes on
while nearly all of its titles go on with the same character (`器人` -> `机器人`). It is cut from a word where an
outer character holds on to its neighbour outside more tightly than to the one inside (`图像分`, of `图像分类`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cached_property

from reader.search.bonds import Bonds
from reader.search.function_words import CHINESE_CONNECTIVES, NOT_FIRST, NOT_LAST
from reader.search.title_ngrams import LONGEST, TitleNgrams

_NEARLY_ALWAYS, _MOSTLY = 0.8, 0.6
"""Shares of titles in which the same character stands before or behind a string, or before and behind it."""

_LONGEST_WORD = 8
"""Characters."""

_CUT_SHARE, _TIGHTER = 0.3, 0.5
"""A string is cut if in so many of its titles a character outside holds on more tightly, by so much (natural logarithm
of how many times more often than by chance two characters stand together)."""

_MOST_OUTSIDE = 12
"""Characters outside that are looked at: the rest together hardly makes such a share."""

_MOST_KNOWN = 4096
"""Strings that are remembered."""


class WholeWords:
    """The words in the titles of a library. Remembers what was asked."""

    def __init__(self, titles: Sequence[TitleNgrams], lately: Sequence[TitleNgrams] = ()) -> None:
        """`titles` of segments that tell enough of most words; those of later ones tell of new words besides.

        Each segment more costs as much again.
        """
        self._often = _Words(titles)
        self._lately = lately
        self._known: dict[str, str] = {}

    def whole(self, text: str) -> str:
        """The word that two or more characters are, or are part of; empty if they are no word but only stand so."""
        if text not in self._known:
            if len(self._known) >= _MOST_KNOWN:
                self._known.clear()
            self._known[text] = (self._everywhere if self._is_new(text) else self._often).whole(text)
        return self._known[text]

    def _is_new(self, text: str) -> bool:
        """Whether most of what tells of a word is later."""
        text = text[:LONGEST]
        return _together(self._lately, text) > _together(self._often.titles, text)

    @cached_property
    def _everywhere(self) -> _Words:
        return _Words([*self._often.titles, *self._lately])


def _together(titles: Sequence[TitleNgrams], text: str) -> int:
    """How often characters stand side by side in titles."""
    return sum(each.count(text) for each in titles)


class _Words:
    """The words in the titles of some segments."""

    def __init__(self, titles: Sequence[TitleNgrams]) -> None:
        self.titles = titles

    def whole(self, text: str) -> str:
        """See `WholeWords.whole`."""
        longer = self._extended(text)
        return "" if self._is_grammar(longer) or self._is_cut(longer) else longer

    def _extended(self, text: str) -> str:
        """A string with the characters that nearly always go with it."""
        while len(text) < _LONGEST_WORD:
            before, behind = self._commonest(text, ahead=True), self._commonest(text, ahead=False)
            if len(text) == 2 and min(before[1], behind[1]) >= _MOSTLY:
                text = before[0] + text + behind[0]
            elif max(before[1], behind[1]) < _NEARLY_ALWAYS:
                break
            else:
                text = before[0] + text if before[1] >= behind[1] else text + behind[0]
        return text

    def _commonest(self, text: str, *, ahead: bool) -> tuple[str, float]:
        """The commonest character before (`ahead`) or behind a string, and in what share of its titles it is there."""
        alone, neighbours = self._beside(text, ahead=ahead)
        if not neighbours:
            return "", 0.0
        character, count = neighbours.most_common(1)[0]
        return (character, count / alone) if character not in (NOT_FIRST if ahead else NOT_LAST) else ("", 0.0)

    def _beside(self, text: str, *, ahead: bool) -> tuple[int, Counter[str]]:
        """How often a string stands in titles, and each character before or behind it. Of a long string its end counts:
        no more characters are kept."""
        text = text[: LONGEST - 1] if ahead else text[1 - LONGEST :]
        alone, found = 0, Counter[str]()
        for titles in self.titles:
            own = titles.count(text)
            if own:
                alone += own
                found.update(dict(titles.neighbours(text, ahead=ahead)))
        return alone, found

    @staticmethod
    def _is_grammar(word: str) -> bool:
        outside = len(word) > 2 and (word[0] in NOT_FIRST or word[-1] in NOT_LAST)
        return "的" in word or outside or not CHINESE_CONNECTIVES.isdisjoint((word, word[:2], word[-2:]))

    def _is_cut(self, word: str) -> bool:
        """Whether a word goes on beyond either end, or hardly any title has it."""
        return self._is_cut_at(word, word[:2], ahead=True) or self._is_cut_at(word, word[-2:], ahead=False)

    def _is_cut_at(self, word: str, inside: str, *, ahead: bool) -> bool:
        alone, outside = self._beside(word, ahead=ahead)
        if not alone:
            return True
        often = outside.most_common(_MOST_OUTSIDE)
        pairs = {other + inside[0] if ahead else inside[1] + other: count for other, count in often}
        times, bond = _together(self.titles, inside), self._bond(inside) + _TIGHTER
        tighter = [
            count for pair, count in pairs.items() if _together(self.titles, pair) > times and self._bond(pair) > bond
        ]
        return sum(tighter) > _CUT_SHARE * alone

    def _bond(self, pair: str) -> float:
        """How tightly two characters hold together in titles; 0 if they never stand side by side."""
        together = _together(self.titles, pair)
        return float(self._bonds.of(ord(pair[0]), ord(pair[1]), together)) if together else 0.0

    @cached_property
    def _bonds(self) -> Bonds:
        return Bonds(titles.pairs() for titles in self.titles)
