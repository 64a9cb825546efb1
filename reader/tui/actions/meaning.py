"""The line that says how a query was understood: choose a term, strike it out, or take another query."""

from __future__ import annotations

from dataclasses import replace

from reader.commands import Where
from reader.tui.meaning import Term, TermKind
from reader.tui.stage import Stage
from reader.tui.state import Landing


def previous_term(stage: Stage) -> None:
    """To the term before."""
    _step(stage, -1)


def next_term(stage: Stage) -> None:
    """To the next term."""
    _step(stage, 1)


def strike_term(stage: Stage) -> None:
    """Leave out what goes with a term, or take it in again."""
    term = _term(stage)
    if term is None or term.kind is TermKind.SUGGESTION:
        key = stage.context.keymap.label("term-take")
        stage.say(stage.context.t("Only a word can be struck out; {key} takes what is suggested.", key=key))
        return
    view = stage.state.view
    without = [word for word in view.without if word != term.text]
    if term.kind is not TermKind.STRUCK:
        without.append(term.text)
    stage.show(replace(stage.state, view=replace(view, without=tuple(without)), landing=Landing.FIRST))


def take_term(stage: Stage) -> None:
    """Look for what is suggested; a word that was left out comes back."""
    term = _term(stage)
    if term is None:
        leave_terms(stage)
    elif term.kind is TermKind.SUGGESTION:
        stage.show(stage.state.focused(Where.LIST).to(stage.state.view.of_query(term.text), Landing.FIRST))
    elif term.kind is TermKind.STRUCK:
        strike_term(stage)
    else:
        leave_terms(stage)


def leave_terms(stage: Stage) -> None:
    """To the list."""
    stage.show(stage.state.focused(Where.LIST))


def _step(stage: Stage, by: int) -> None:
    count = len(stage.terms)
    if count:
        stage.show(replace(stage.state, term=max(0, min(stage.state.term + by, count - 1))))


def _term(stage: Stage) -> Term | None:
    """The term that is chosen."""
    return stage.terms[min(stage.state.term, len(stage.terms) - 1)] if stage.terms else None
