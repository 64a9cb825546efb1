"""What was probably meant: ways to write a query anew, the likeliest first.

Misspelt words, Chinese typed by its sound, and runs of characters that no paper has are put right where what was typed
stands (nearly) nowhere, so that a search for English never suffers. Behind them, the same words in the other language.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from reader.model import SuggestionKind
from reader.search.ast import Text
from reader.search.folding import is_cjk
from reader.search.lookup import Lookup
from reader.search.paper_sets import PaperSet, both, count
from reader.search.pinyin import full_readings, initials, spelled, strings
from reader.search.plan import leaves
from reader.search.protocol import Rewriting
from reader.search.query import Query
from reader.search.segmentation import Segmenter
from reader.search.spelling import FEWEST, Speller
from reader.search.title_ngrams import TitleNgrams
from reader.search.translation import Titles, Translator
from reader.search.variants import word_variants
from reader.search.whole_words import WholeWords

_MOST_READINGS = 3
"""Chinese words that are offered for one that was typed by its sound."""


_FEWEST_OF_A_PIECE = 10
"""Papers that a string must have to be offered though it is neither a word nor a word's beginning."""

_MOST_TYPED = 16
"""Words of a query that is put right: more is a text that was pasted, and nobody misspelt it."""


@dataclass(frozen=True, slots=True)
class _Change:
    """`word` in the place of what stands from `start` to `end` in the query."""

    start: int
    end: int
    word: str
    kind: SuggestionKind


class Suggester:
    """Rewrites queries, on one snapshot of the index."""

    def __init__(self, lookup: Lookup, titles: Titles, words: WholeWords) -> None:
        self._lookup = lookup
        self._speller = Speller(lookup.segments)
        self._segmenter = Segmenter(lookup)
        self._words = words
        self._translator = Translator(lookup, titles, words)
        self._ngrams: Sequence[TitleNgrams] = [segment.files.title_ngrams for segment in lookup.segments]

    def rewritings(self, query: Query) -> Iterator[Rewriting]:
        """The query written anew: with what is wrong put right, each way; else in the other language."""
        # What a saved search brought in does not stand in the query.
        texts = [piece for piece in query.texts() if piece.raw in query.text[piece.start : _end(piece)]]
        if len(texts) > _MOST_TYPED:
            return
        wrong = [changes for changes in self._repairs(texts) if changes]
        if wrong:
            for at in range(max(map(len, wrong))):
                chosen = [changes[min(at, len(changes) - 1)] for changes in wrong]
                yield _rewritten(query.text, chosen)
            return
        translated = list(self._translations(texts))
        if translated:
            yield _rewritten(query.text, translated)

    # What is wrong

    def _repairs(self, texts: Sequence[Text]) -> Iterator[Sequence[_Change]]:
        """For everything that is wrong the ways to put it right, the likeliest first."""
        apart: set[Text] = set()
        for run in _neighbours(texts, lambda piece: _is_plain(piece) and _has_syllables(piece.raw)):
            changes = self._typed_by_sound(run) if len(run) > 1 else ()
            if changes:
                apart.update(run)
                yield changes
        for piece in texts:
            if piece not in apart:
                yield from self._repairs_of(piece)

    def _repairs_of(self, piece: Text) -> Iterator[Sequence[_Change]]:
        cuts = self._segmenter.cuts(piece)
        if cuts:
            yield [_cut(piece, cuts)]
            return
        by_sound = self._typed_by_sound([piece])
        full = [change for change in by_sound if change.kind is SuggestionKind.PINYIN]
        if full:
            yield full
            return
        misspelt = [change for token in range(len(piece.tokens)) for change in self._respelt(piece, token)]
        short = [change for change in by_sound if change.kind is SuggestionKind.INITIALS]
        if misspelt and not short:
            yield from ([change] for change in misspelt)
        elif short:
            yield [*misspelt, *short]

    def _respelt(self, piece: Text, at: int) -> Iterator[_Change]:
        token = piece.tokens[at]
        last = at == len(piece.tokens) - 1
        better = self._speller.correct(token.term, begins=piece.prefix and last)
        if better and token.end - token.start == len(token.term):
            yield _Change(token.start, token.end, better, SuggestionKind.SPELLING)

    def _typed_by_sound(self, run: Sequence[Text]) -> Sequence[_Change]:
        """What a word, or neighbouring ones, may stand for in Chinese; nothing if papers have what was typed."""
        first, last = run[0], run[-1]
        letters = spelled("".join(piece.raw for piece in run))
        if not letters or self._is_somewhere(run):
            return ()
        start, end = first.tokens[0].start, last.tokens[-1].end
        found = strings(full_readings(letters), self._ngrams)
        kind = SuggestionKind.PINYIN
        if not found and len(run) == 1 and (reading := initials(letters)):
            found = strings([reading], self._ngrams)
            kind = SuggestionKind.INITIALS
        common = [text for text, papers in found if papers >= FEWEST and self._may_be_meant(text, papers)]
        return [_Change(start, end, text, kind) for text in common[:_MOST_READINGS]]

    def _may_be_meant(self, text: str, papers: int) -> bool:
        """Whether a string is more than what chances to stand between two words (the middle of `学习安全`)."""
        return papers >= _FEWEST_OF_A_PIECE or self._words.whole(text).startswith(text)

    def _is_somewhere(self, run: Sequence[Text]) -> bool:
        """Whether enough papers have all of it, or a word that begins like what is still being typed."""
        papers: PaperSet | None = None
        for piece in run:
            found = self._lookup.any(leaves(piece))
            papers = found if papers is None else both(papers, found)
        return papers is not None and count(papers) >= FEWEST

    # The other language

    def _translations(self, texts: Sequence[Text]) -> Iterator[_Change]:
        """Chinese words in English if there are any, else English ones in Chinese, neighbours together if possible;
        nothing that stands in the query already."""
        known = {form for piece in texts for form in word_variants(piece.raw.casefold())}
        plain = [piece for piece in texts if not piece.fields]
        chinese = [piece for piece in plain if is_cjk(piece.tokens[0].term)]
        runs = [[piece] for piece in chinese] or list(_neighbours(plain, lambda piece: True))
        for run in runs:
            yield from (change for change in self._translated(run) if change.word not in known)

    def _translated(self, run: Sequence[Text]) -> Iterator[_Change]:
        word = self._translator.translated(run)
        if word:
            yield _Change(run[0].tokens[0].start, run[-1].tokens[-1].end, word, SuggestionKind.LANGUAGE)
        elif len(run) > 1:
            for piece in run:
                yield from self._translated([piece])


def _neighbours(texts: Sequence[Text], fits: Callable[[Text], bool]) -> Iterator[list[Text]]:
    """Pieces that fit, parted by nothing but a space, together."""
    run: list[Text] = []
    for piece in texts:
        if not fits(piece):
            continue
        if run and piece.start != _end(run[-1]) + 1:
            yield run
            run = []
        run.append(piece)
    if run:
        yield run


def _is_plain(piece: Text) -> bool:
    return len(piece.tokens) == 1 and not piece.fields and not piece.exact


def _has_syllables(word: str) -> bool:
    letters = spelled(word)
    # One syllable is no reading of a word; `a` before it makes two of it.
    return bool(letters) and any(True for _ in full_readings("a" + letters))


def _end(piece: Text) -> int:
    return piece.start + piece.length


def _cut(piece: Text, cuts: Iterable[int]) -> _Change:
    """Spaces before some characters of a run."""
    start, end = piece.tokens[0].start, piece.tokens[-1].end
    places = (start, *(piece.tokens[cut].start for cut in cuts), end)
    word = " ".join(piece.raw[one - piece.start : next_one - piece.start] for one, next_one in pairwise(places))
    return _Change(start, end, word, SuggestionKind.SPACES)


def _rewritten(text: str, changes: Sequence[_Change]) -> Rewriting:
    first = min(changes, key=lambda change: change.start)
    typed, word = text[first.start : first.end], first.word
    for change in sorted(changes, key=lambda change: change.start, reverse=True):
        text = text[: change.start] + change.word + text[change.end :]
    return Rewriting(text, first.kind, typed, word)
