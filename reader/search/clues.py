"""What a query's words stand for when papers near in meaning are looked for: clues, each with the papers that have it.

A word is a clue. A run of Chinese that hardly any paper has (怎么骗过刷脸) is cut first, after function words, then
where its characters hold together least in the archive; a piece that is still nowhere goes in through its characters.
Two neighbouring English words that papers have side by side are a clue of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from reader.search.archive import I64, Archive
from reader.search.ast import Text, Token
from reader.search.evaluate import Evaluation
from reader.search.folding import CJK, is_cjk, tokens
from reader.search.function_words import (
    CHINESE_FUNCTION_WORDS,
    FUNCTION_CHARACTERS,
    FUNCTION_CUTS,
    is_function_word,
)
from reader.search.paper_sets import count
from reader.search.plan import Leaf, leaves, run_leaf
from reader.search.segment_format import U8
from reader.search.variants import stem

FEW = 10
"""A run of Chinese (or a word with a hyphen) that fewer papers have is cut."""

_KNOWN, _SIDE_BY_SIDE = 5, 2
"""A piece that fewer papers have goes in through its characters; a pair of words needs so many."""

_RARE, _KIN = 50, 20
"""An English word that so few papers have goes in with all that begin like its stem, if these are not so many times as
many papers (and more than so many)."""

_LONGEST_CUT = 40
"""Characters of a word that is cut: what is longer is a text that was pasted."""

_FEWEST = 3
"""A piece that fewer papers have is left out."""

MOST_WORDS = 12
"""Words of a query that are looked at, and about as many clues: more is a text that was pasted."""

_OF_CHARACTERS = 0.35
_LONGEST_PIECE, _OF_A_PIECE = 5, 20
"""Characters of a piece, and papers that one of three or more characters needs."""

_STRONG, _SAYING = 2.5, (20, 3000)
"""Bond of a pair that speaks for its characters; papers of a character that says something."""

_PIECES = re.compile(f"[{CJK}]+|[^\\s{CJK}]+")


@dataclass(frozen=True, slots=True)
class Clue:
    """Something that papers near in meaning have, or are near to.

    word     as it is shown
    typed    the word of the query that it comes from
    places   of the papers that have it (see `archive`), ascending
    impacts  how much it says about each of them (1 to 127)
    share    how much of its word's weight is its own
    """

    word: str
    typed: str
    places: I64
    impacts: U8
    share: float = 1.0

    @property
    def papers(self) -> int:
        """How many have it."""
        return len(self.places)


def shown(text: Text) -> str:
    """A word of a query without what stands around it: `seizures,` is `seizures`."""
    return text.raw[text.tokens[0].start - text.start : text.tokens[-1].end - text.start] or text.raw


class ClueFinder:
    """Finds the clues in words of a query."""

    def __init__(self, archive: Archive, evaluation: Evaluation) -> None:
        self._archive = archive
        self._evaluation = evaluation

    def clues(self, texts: Sequence[Text]) -> list[Clue]:
        """The clues of words typed one behind the other; function words only if there are no others."""
        telling = self._rarest([text for text in texts if not is_function_word(shown(text))] or list(texts))
        found: list[Clue] = []
        for text in telling:
            if len(found) < MOST_WORDS:
                known = {clue.word for clue in found}
                found += [clue for clue in self._of_word(text) if clue.word not in known]
        return self._with_pairs(found, texts if len(texts) <= MOST_WORDS else telling)

    def _rarest(self, texts: Sequence[Text]) -> list[Text]:
        """Each word once; of many (a pasted abstract) the rarest that are not too rare to tell anything."""
        once = {tuple(token.term for token in text.tokens): text for text in texts}
        if len(once) <= MOST_WORDS:
            return list(once.values())
        lookup = self._evaluation.lookup
        papers = {terms: max(map(lookup.at_most, leaves(text))) for terms, text in once.items()}
        kept = set(sorted(once, key=lambda terms: (papers[terms] < FEW, papers[terms]))[:MOST_WORDS])
        return [text for terms, text in once.items() if terms in kept]

    def _of_word(self, text: Text) -> list[Clue]:
        whole = self._clue(shown(text), text.raw, leaves(text))
        if len(text.tokens) == 1:
            whole = self._with_kin(whole, text.tokens[0])
        if whole.papers >= FEW or len(text.tokens) == 1:
            return [whole] if whole.papers else []
        runs = _PIECES.findall(text.raw[:_LONGEST_CUT])
        several = [piece for run in runs for piece in self._of_run(run, text.raw)]
        pieces = list({piece.word: piece for piece in several}.values())[:MOST_WORDS]
        if not pieces:
            return [whole] if whole.papers else []
        # A long run may weigh as much as several words, but no more.
        most = max(1.0, len(text.tokens) / 4 if len(text.tokens) > 5 else 1.0)
        scale = most / max(most, sum(clue.share for clue in pieces))
        return [replace(clue, share=clue.share * scale) for clue in pieces]

    def _with_kin(self, clue: Clue, token: Token) -> Clue:
        """A clue that is one word; with the words of its stem if it is rare: `cheaters`, `cheating`."""
        begun = stem(token.term) if clue.papers <= _RARE else None
        if begun is None:
            return clue
        kin = leaves(Text((replace(token, term=begun),), begun, prefix=True, exact=True))
        if max(map(self._evaluation.lookup.at_most, kin)) > _KIN * max(clue.papers, 1):
            return clue
        return self._clue(clue.word, clue.typed, kin)

    def _of_run(self, run: str, typed: str) -> list[Clue]:
        """The clues of a run of one script, a part of what was typed."""
        if not is_cjk(run[0]):
            words = [Text((replace(token, offset=0),), token.term) for token in tokens(run)]
            known = [self._clue(text.raw, typed, leaves(text)) for text in words if not is_function_word(text.raw)]
            return [clue for clue in known if clue.papers]
        clues: list[Clue] = []
        for piece in self._cut(run):
            clue = self._clue(piece, typed, (run_leaf(piece),)) if len(piece) > 1 else None
            papers = clue.papers if clue else 0
            if clue and papers >= _FEWEST:
                clues.append(clue if papers >= FEW else replace(clue, share=0.5))
            if papers < _KNOWN:
                clues += [found for character in piece if (found := self._of_character(character, piece, typed))]
        return clues

    def _cut(self, run: str) -> Iterator[str]:
        """A run of Chinese in pieces that hold together: after function words, then by the archive's own bonds."""
        for part in FUNCTION_CUTS.split(run):
            if self._papers(part) >= FEW:
                yield part
            else:
                for piece in self._by_bonds(part):
                    if piece not in CHINESE_FUNCTION_WORDS and not FUNCTION_CHARACTERS.issuperset(piece):
                        yield piece

    def _by_bonds(self, part: str) -> list[str]:
        """The best way of cutting, by dynamic programming over where the last piece begins."""
        best: list[tuple[float, int]] = [(0.0, 0)]
        for end in range(1, len(part) + 1):
            starts = range(max(0, end - _LONGEST_PIECE), end)
            best.append(max((best[start][0] + self._worth(part[start:end]), start) for start in starts))
        pieces: list[str] = []
        end = len(part)
        while end:
            start = best[end][1]
            pieces.append(part[start:end])
            end = start
        return pieces[::-1]

    def _worth(self, piece: str) -> float:
        """How well the characters of a piece hold together."""
        if len(piece) == 1:
            return -2.5
        if len(piece) == 2:
            return min(self._archive.bond(piece, 1), 8.0) if self._archive.papers_with_pair(piece) else -6.0
        outside = piece[0] in FUNCTION_CHARACTERS or piece[-1] in FUNCTION_CHARACTERS
        return -1e6 if outside or self._papers(piece) < _OF_A_PIECE else 6.0 * (len(piece) - 1)

    def _papers(self, run: str) -> int:
        return self.papers(run_leaf(run)) if len(run) > 1 else 0

    def papers(self, leaf: Leaf) -> int:
        """How many papers have a leaf."""
        return count(self._evaluation.lookup.papers(leaf))

    def _of_character(self, character: str, piece: str, typed: str) -> Clue | None:
        """All papers with a pair that holds the character, if that says something."""
        if character in FUNCTION_CHARACTERS:
            return None
        pairs = [pair for pair in self._archive.pairs_with(character) if self._is_strong(pair)]
        clue = self._clue(f"{piece}:{character}", typed, [run_leaf(pair) for pair in pairs])
        fewest, most = _SAYING
        return replace(clue, share=_OF_CHARACTERS) if fewest <= clue.papers <= most else None

    def _is_strong(self, pair: str) -> bool:
        return self._archive.papers_with_pair(pair) >= _KNOWN and self._archive.bond(pair, _FEWEST) > _STRONG

    def _with_pairs(self, clues: list[Clue], texts: Sequence[Text]) -> list[Clue]:
        """With pairs of neighbouring English words that papers have side by side; their words count less then."""
        found = list(clues)
        for left, right in pairwise(texts):
            words = (shown(left), shown(right))
            if any(is_function_word(word) or not word.isascii() or not word.isalnum() for word in words):
                continue
            pair = " ".join(words)
            clue = self._clue(pair, pair, leaves(Text(tokens(pair), pair, exact=True)))
            if clue.papers >= _SIDE_BY_SIDE:
                less = 1 - 0.5 * clue.papers / (clue.papers + 10)
                found = [replace(each, share=each.share * less) if each.word in words else each for each in found]
                found.append(clue)
        return found

    def _clue(self, word: str, typed: str, pieces: Sequence[Leaf]) -> Clue:
        return Clue(word, typed, *self._evaluation.impacts_by_place(pieces))
