"""How the words of a query were understood, and what else may have been meant, in one line of terms. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import Enum, auto
from itertools import groupby
from typing import NamedTuple

from reader.i18n import Translator
from reader.model import Results, Suggestion, SuggestionKind, Understood
from reader.text.safe import printable
from reader.tui.spans import Line, Role, Span


class TermKind(Enum):
    """What can be done with a term: struck out, put back, or taken as the query."""

    WORD = auto()
    COMPANION = auto()
    STRUCK = auto()
    SUGGESTION = auto()


class Term(NamedTuple):
    """One thing in the line.

    text   what is struck out or put back; of a suggestion, the whole query
    owner  the word that a companion belongs to
    papers how many a suggestion finds
    said   what is shown, where that is not `text`
    """

    kind: TermKind
    text: str
    owner: str = ""
    papers: int = 0
    why: SuggestionKind | None = None
    said: str = ""


def terms(results: Results, struck: Sequence[str] = ()) -> tuple[Term, ...]:
    """What can be chosen, in the order of the line."""
    return (*_understood(results), *_struck(struck), *_suggested(results.suggestions))


def _understood(results: Results) -> Iterator[Term]:
    if results.near.nums:
        for each in results.near.understood:
            yield Term(TermKind.WORD, each.word, each.word, said=each.said)
            yield from (Term(TermKind.COMPANION, companion, each.word) for companion in each.companions)


def _struck(words: Sequence[str]) -> Iterator[Term]:
    for word in words:
        yield Term(TermKind.STRUCK, word, said=Understood(word, word).said)


def _suggested(suggestions: Sequence[Suggestion]) -> Iterator[Term]:
    for each in suggestions:
        yield Term(TermKind.SUGGESTION, each.text, papers=each.papers, why=each.kind)


def meaning_line(shown: Sequence[Term], chosen: int | None, t: Translator, remarks: Sequence[str] = ()) -> Line:
    """The line; `chosen` is the number of the term that keys are about, in brackets, None: of none.

    remarks  what is to be said about the query besides
    """
    spans: list[Span] = [Span(f" {printable(remark)} ", Role.NOTICE) for remark in remarks]
    numbered = enumerate(shown)
    for _, group in groupby(numbered, key=lambda one: one[1].owner or one[1].text):
        if spans:
            spans.append(Span(" · ", Role.META))
        spans += _group(list(group), chosen, t)
    around = Span(" ", Role.META)
    return (around, *_from_chosen(spans), around) if spans else ()


def _group(group: Sequence[tuple[int, Term]], chosen: int | None, t: Translator) -> Iterator[Span]:
    """A word and what goes with it; or one other term."""
    for place, (number, term) in enumerate(group):
        if place:
            yield Span(" ~ " if place == 1 else t(", "), Role.META)
        text = printable(term.said or term.text)
        match term.kind:
            case TermKind.STRUCK:
                text = t("without {word}", word=text)
            case TermKind.SUGGESTION:
                text = t(_WHY[term.why], query=text, papers=f"{term.papers:,}") if term.why else text
        if number == chosen:
            yield Span(f"[{text}]", Role.KEY, link=_CHOSEN)
        else:
            yield Span(text, Role.TEXT if term.kind is TermKind.WORD else Role.META)


_CHOSEN = "chosen"
_BEFORE_CHOSEN = 6
"""Pieces of the line that are shown before the chosen one, so that it is always in view."""
_WHY = {
    SuggestionKind.SPELLING: "did you mean: {query} ({papers})",
    SuggestionKind.SPACES: "did you mean: {query} ({papers})",
    SuggestionKind.PINYIN: "did you mean: {query} ({papers})",
    SuggestionKind.INITIALS: "did you mean: {query} ({papers})",
    SuggestionKind.LANGUAGE: "in the other language: {query} ({papers})",
}


def _from_chosen(spans: Sequence[Span]) -> Sequence[Span]:
    """The line from a little before the chosen term on."""
    at = next((number for number, span in enumerate(spans) if span.link == _CHOSEN), 0)
    if at <= 2 * _BEFORE_CHOSEN:
        return spans
    return (Span("… ", Role.META), *spans[at - _BEFORE_CHOSEN :])
