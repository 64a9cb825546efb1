"""Known items: does a search for what somebody remembers of a paper find it? Shares over many papers, by seed."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date

from reader.errors import QueryError
from reader.model import Sort
from reader.search.analysis import rendered
from reader.search.protocol import Document, Engine, FilterSource
from reader.search.query import Query, parse
from reader.search.spelling import FEWEST
from reader.search.traditional import SIMPLIFIED
from reader.search.variants import word_variants

TODAY = date(2026, 11, 21)
_RUN = re.compile(r"[\u4e00-\u9fff]{6,}")
_WORD = re.compile(r"[A-Za-z]{5,}")
_HYPHENATED = re.compile(r"\b[A-Za-z]{3,}-[A-Za-z]{3,}\b(?!-)")
_TRADITIONAL = {simplified: traditional for traditional, simplified in SIMPLIFIED.items()}
_LETTERS = "abcdefghijklmnopqrstuvwxyz"

Item = tuple[int, str]
"""A paper's number, and what is typed to find it."""


class Quality:
    """Known-item searches on one index."""

    def __init__(self, engine: Engine, filters: FilterSource, papers: Sequence[Document], seed: int) -> None:
        self._engine, self._filters = engine, filters
        self._chance = random.Random(seed)
        self._papers = [(document.num, rendered(document.texts)) for document in papers]

    def figures(self) -> dict[str, tuple[float, int]]:
        """Kind of search -> share of papers found, and how many were looked for."""
        return {
            "2 Chinese characters": self._share(self._chinese(2), self._found),
            "4 Chinese characters": self._share(self._chinese(4), self._found),
            "6 Chinese characters": self._share(self._chinese(6), self._found),
            "title without a word, first three": self._share(self._titles(), self._in_first_three),
            "misspelt title word put right": self._share_corrected(),
            "singular or plural": self._share(self._numbers(), self._found),
            "hyphen left out, or a space": self._share(self._hyphens(), self._found),
            "full width": self._share(self._full_width(), self._found),
            "traditional characters": self._share(self._traditional(), self._found),
        }

    def _share(self, items: Iterator[Item], good: Callable[[Item], bool]) -> tuple[float, int]:
        results = [good(item) for item in items]
        return sum(results) / max(len(results), 1), len(results)

    def _found(self, item: Item) -> bool:
        return item[0] in list(self._engine.search(self._read(item[1]), self._filters, sort=Sort.DATE).nums)

    def _in_first_three(self, item: Item) -> bool:
        return item[0] in list(self._engine.search(self._read(item[1]), self._filters, limit=3).nums[:3])

    def _read(self, text: str) -> Query:
        return parse(text, today=TODAY)

    def _chinese(self, length: int) -> Iterator[Item]:
        for num, texts in self._papers:
            runs = [run for at in (1, 3, 5) for run in _RUN.findall(texts[at])]
            if runs:
                run = self._chance.choice(runs)
                start = self._chance.randrange(len(run) - length + 1)
                yield num, run[start : start + length]

    def _titles(self) -> Iterator[Item]:
        for num, texts in self._papers:
            words = re.findall(r"[\w-]+", texts[0])
            if len(words) > 3:
                del words[self._chance.randrange(len(words))]
                yield num, " ".join(word for word in words if word not in {"OR", "AND", "NOT"})

    def _numbers(self) -> Iterator[Item]:
        for num, texts in self._papers:
            words = [word.lower() for word in _WORD.findall(texts[4])]
            others = [other for word in words for other in word_variants(word)[1:] if other not in words]
            if others:
                yield num, self._chance.choice(others)

    def _hyphens(self) -> Iterator[Item]:
        for num, texts in self._papers:
            words = _HYPHENATED.findall(texts[0] + " . " + texts[4])
            if words:
                yield num, self._chance.choice(words).replace("-", self._chance.choice(["", " "]))

    def _full_width(self) -> Iterator[Item]:
        for num, texts in self._papers:
            words = _WORD.findall(texts[0])
            if words:
                yield num, "".join(chr(ord(letter) + 0xFEE0) for letter in self._chance.choice(words))

    def _traditional(self) -> Iterator[Item]:
        for num, texts in self._papers:
            runs = [run for run in _RUN.findall(texts[1] + " " + texts[5]) if any(c in _TRADITIONAL for c in run[:6])]
            if runs:
                yield num, "".join(_TRADITIONAL.get(c, c) for c in self._chance.choice(runs)[:6])

    def _share_corrected(self) -> tuple[float, int]:
        results = []
        for _, texts in self._papers:
            words = [word.lower() for word in _WORD.findall(texts[0])]
            words = [word for word in words if self._papers_with(word) >= FEWEST]  # rarer words are not offered
            if not words:
                continue
            word = self._chance.choice(words)
            typo = self._misspelt(word)
            try:
                found = self._engine.rewritings(parse(typo, today=TODAY), lambda nums: ())
                offered = found[0].text if found else None
            except QueryError:
                offered = None
            results.append(offered is not None and word in word_variants(offered))
        return sum(results) / max(len(results), 1), len(results)

    def _papers_with(self, word: str) -> int:
        return self._engine.search(self._read(f'"{word}"'), self._filters, limit=1).total

    def _misspelt(self, word: str) -> str:
        """One letter left out, put in, replaced or changed places with the next."""
        while True:
            at = self._chance.randrange(len(word))
            left, right = word[:at], word[at:]
            letter = self._chance.choice(_LETTERS)
            typo = self._chance.choice(
                [
                    left + right[1:],
                    left + letter + right,
                    left + letter + right[1:],
                    left + right[1:2] + right[:1] + right[2:],
                ]
            )
            if typo != word:
                return typo
