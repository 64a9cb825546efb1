"""Papers near in meaning to a query: those that lack a word of it, but have what goes with the word.

A paper is near a word as it has the word, or else as much of the word's companions as the word's own papers usually
have. The papers that are best by all words show then what else belongs to what is meant (pseudo relevance feedback).
Chosen by measurement on judged queries; nothing is trained, and every word can be shown and taken away.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from reader.model import Near, Understood
from reader.search.archive import F32, Archive
from reader.search.ast import And, Node, Text
from reader.search.clues import MOST_WORDS, Clue, ClueFinder, shown
from reader.search.companions import SHARED, Companions, best, chance, heads, shared_terms
from reader.search.evaluate import Evaluation
from reader.search.folding import is_cjk
from reader.search.function_words import is_function_word
from reader.search.paper_sets import Few, contained
from reader.search.query import Query
from reader.search.ranking import as_array
from reader.search.segment_format import IMPACT
from reader.text.script import has_han

Truth = npt.NDArray[np.bool_]

_LOOKED_AT, _COMPANIONS, _SHOWN = 40, 20, 4
_EDGED = 0.4
"""How much pairs with a function character count among companions; in feedback they do not count at all."""

_FLOOR = 0.01
_NEAREST, _DAMPING, _USUAL = 0.9, 3, 0.75
"""A paper without a word is at most so near to it, less for words of few papers; what the word's own papers have of its
companions is taken at this quantile."""

_ROUNDS, _EXEMPLARS, _FEEDBACK_TERMS, _FEEDBACK = 4, 20, 60, 1.5
_TOPICAL = (0.1, 1.0)
_HAS = np.log(0.9 + _FLOOR + 0.1 * np.arange(IMPACT + 1) / IMPACT).astype(np.float32)
"""By impact: how near a paper is to a word that it has."""


def split(query: Query) -> tuple[tuple[Text, ...], Node | None]:
    """The words of a query that a paper near in meaning may lack, and what every paper must match.

    Bare words that stand side by side may be lacked; a quoted or starred word, a field, a date, a state, what must not
    match, and alternatives may not.
    """
    parts = query.root.parts if isinstance(query.root, And) else (query.root,)
    words = tuple(part for part in parts if isinstance(part, Text) and not part.exact and not part.fields)
    rest = tuple(part for part in parts if part is not None and part not in words)
    musts = (*rest, *((query.scope,) if query.scope is not None else ()))
    return words, And(musts) if len(musts) > 1 else musts[0] if musts else None


FEW_PAPERS = 500
"""In an archive of fewer papers what goes with a word is chance: a paper must have at least one of the words."""


def near_papers(
    archive: Archive,
    evaluation: Evaluation,
    query: Query,
    limit: int,
    without: Collection[str] = (),
    matching: Sequence[int] | None = None,
) -> Near:
    """At most `limit` papers near in meaning to a query that do not match it, nearest first: `protocol.Engine.near`.

    evaluation  says what matches the query, and what else in it must hold; `without`: words that do not count
    """
    words, musts = split(query)
    if not words or limit <= 0:
        return Near()
    finder = NearFinder(archive, ClueFinder(archive, evaluation), without)
    found = finder.nearness(words)
    if found is None:
        return Near()
    allowed = evaluation.order.listed(archive.nums)
    if musts is not None:
        allowed &= contained(archive.nums, evaluation.papers(musts))
    exact = evaluation.papers(query.condition) if matching is None else Few(np.sort(as_array(matching)))
    allowed &= ~contained(archive.nums, exact)
    places = np.flatnonzero(allowed)
    chosen = places[best(found.scores[places], limit)]
    chosen = chosen[np.argsort(-found.scores[chosen], kind="stable")]
    nums = archive.nums[chosen]
    told = [text for text in words if not is_function_word(shown(text)) and not finder.is_struck(text.raw, shown(text))]
    if len(told) > MOST_WORDS:  # of a text that was pasted only some were looked at
        looked_at = {each.typed for each in found.understood}
        told = [text for text in told if text.raw in looked_at]
    having: list[tuple[str, Truth]] = []
    for text in told:
        pieces = [clue for clue in found.clues if clue.typed == text.raw and clue.word != shown(text)]
        if pieces:  # of what was cut each piece may be there or not
            places_of = {Understood(clue.word, clue.typed).said: clue.places for clue in pieces}
            having += [(said, np.isin(chosen, own)) for said, own in places_of.items()]
        else:
            having.append((shown(text), contained(nums, evaluation.papers(text))))
    lacking = tuple(tuple(word for word, has in having if not has[at]) for at in range(len(nums)))
    if archive.total < FEW_PAPERS:
        kept = [at for at, words in enumerate(lacking) if len(words) < len(having)]
        return Near(tuple(nums[kept].tolist()), tuple(lacking[at] for at in kept), found.understood)
    return Near(tuple(nums.tolist()), lacking, found.understood)


@dataclass(frozen=True, slots=True)
class Nearness:
    """How near papers are, by place, to which clues, and how the words were understood."""

    scores: F32
    clues: tuple[Clue, ...]
    understood: tuple[Understood, ...]


class NearFinder:
    """Ranks the archive for clues."""

    def __init__(self, archive: Archive, finder: ClueFinder, without: Collection[str]) -> None:
        """`without`: words (as typed, as understood, or companions) that are not to count."""
        self._archive = archive
        self._finder = finder
        self._without = frozenset(word.casefold() for word in without)

    def nearness(self, words: Sequence[Text]) -> Nearness | None:
        """How near all papers are to the words; None if nothing is known about any of them."""
        clues = [clue for clue in self._finder.clues(words) if not self.is_struck(clue.word, clue.typed)]
        if not clues:
            return None
        companions = [self._companions(clue) for clue in clues]
        weights = np.array([self._weight(clue, found) for clue, found in zip(clues, companions, strict=True)])
        weights /= weights.sum()
        scores: F32 = np.zeros(self._archive.size, dtype=np.float32)
        for clue, found, weight in zip(clues, companions, weights.tolist(), strict=True):
            scores += np.float32(weight) * self._near(clue, found.weighed(self._archive, _EDGED).most(_COMPANIONS))
        scores[self._archive.nums == 0] = -np.inf
        understood = tuple(self._understood(clue, found) for clue, found in zip(clues, companions, strict=True))
        return Nearness(self._fed_back(scores), tuple(clues), understood)

    def is_struck(self, *words: str) -> bool:
        """Whether one of the words was struck out."""
        return any(word.casefold() in self._without for word in words)

    def _companions(self, clue: Clue) -> Companions:
        chosen = heads(clue.places, clue.impacts)
        weights = clue.impacts[chosen].astype(np.float64)
        found = shared_terms(self._archive, clue.places[chosen], weights, _LOOKED_AT)
        return self._unstruck(found)

    def _unstruck(self, found: Companions) -> Companions:
        if not self._without:
            return found
        struck = [term for term in found.terms.tolist() if self._struck(self._archive.text(term).casefold())]
        return found.without(np.array(struck, dtype=np.int64))

    def _struck(self, text: str) -> bool:
        """A term is struck out, also as a pair of a longer Chinese word that was joined to be shown."""
        return text in self._without or (has_han(text) and any(text in word for word in self._without))

    def _weight(self, clue: Clue, found: Companions) -> float:
        """Rarity, times the root of how much more its papers share than papers drawn at random."""
        others = [
            value
            for term, value in zip(found.terms.tolist(), found.values.tolist(), strict=True)
            if not _is_same(clue.word, self._archive.text(term))
        ]
        low, high = _TOPICAL
        topical = (sum(others[:SHARED]) - chance(self._archive, clue.papers)) / 10
        rarity = np.log1p(self._archive.total / max(clue.papers, 10))
        return clue.share * float(rarity) * float(np.sqrt(np.clip(topical, low, high)))

    def _near(self, clue: Clue, found: Companions) -> F32:
        """The logarithm of how near papers are to a clue."""
        likeness = self._archive.likeness(found.terms, found.values)
        chosen = clue.places[heads(clue.places, clue.impacts)]
        usual = float(np.sort(likeness[chosen])[int(_USUAL * (len(chosen) - 1))]) or 1.0
        most = _NEAREST * clue.papers / (clue.papers + _DAMPING)
        likeness *= np.float32(most / usual)
        np.minimum(likeness, np.float32(most), out=likeness)
        likeness += np.float32(_FLOOR)
        np.log(likeness, out=likeness)
        likeness[clue.places] = _HAS[clue.impacts]
        return likeness

    def _fed_back(self, scores: F32) -> F32:
        """The scores with what the best papers share added. Some rounds, each from the mean of those before: a single
        round's best papers may share what was not meant."""
        fed = scores
        shares: F32 = np.zeros(len(scores), dtype=np.float32)
        for rounds in range(1, _ROUNDS + 1):
            exemplars = best(fed, _EXEMPLARS)
            shared = shared_terms(self._archive, exemplars, np.ones(len(exemplars)), _FEEDBACK_TERMS)
            shared = self._unstruck(shared).weighed(self._archive, 0)
            likeness = self._archive.likeness(shared.terms, shared.values)
            likeness *= np.float32(1 / (float(likeness.max(initial=0)) or 1.0))
            shares += likeness
            fed = scores + np.float32(_FEEDBACK / rounds) * shares
        return fed

    def _understood(self, clue: Clue, found: Companions) -> Understood:
        """A clue with the words that its companions are, or are part of; none that is part of another."""
        terms = found.weighed(self._archive, 0).terms[: 2 * _SHOWN].tolist()
        words = [word for term in terms if (word := self._archive.word(term)) and not _is_same(clue.word, word)]
        longest = [max((other for other in words if word in other), key=len) for word in words]
        return Understood(clue.word, clue.typed, tuple(dict.fromkeys(longest))[:_SHOWN])


def _is_same(word: str, term: str) -> bool:
    """Whether a term is a word itself, a part or another form of it."""
    low = word.casefold()
    if is_cjk(word[0]):
        return term in low
    return term.startswith(low[: max(4, len(low) - 2)]) or term == low
