"""The words that papers are ranked by: seen with why each is there, added, weighed, muted, forgotten."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from reader.errors import QueryError
from reader.library.interest import FEWEST_KEPT, HEAVIEST, few_kept, why_counted
from reader.library.library import Library
from reader.model import Gesture, InterestWord, Sort
from reader.tui.actions.aside import ask_aside
from reader.tui.choices import Choice
from reader.tui.prompts import Prompt
from reader.tui.stage import Stage
from reader.tui.writing import Change

_WORD = "="
"""Stands before a word that was chosen; what is typed is a word to be added."""

TAG = "tag:"


def words(stage: Stage, at: str = "") -> None:
    """The words of the interest that the list is about; one that is chosen can be changed, a typed one is added."""
    scope = _scope(stage)

    def ask(library: Library) -> Callable[[], object]:
        found, kept = library.interest.words(scope), len(library.interest.kept(scope))
        return lambda: _show(stage, scope, found, kept, at)

    ask_aside(stage, ask, leads=True)


def _scope(stage: Stage) -> str:
    """Whose interest it is: that of a tag if the list is one, the one that the query sorts by, else the general one."""
    view = stage.state.view
    tag = view.filter_value(TAG)
    if tag:
        return f"#{tag}"
    try:
        return stage.context.library.finding.parse(view.query, typing=True).interest or ""
    except QueryError:
        return ""


def _show(stage: Stage, scope: str, found: Sequence[InterestWord], kept: int, at: str) -> None:
    t = stage.context.t
    choices = [
        Choice(f"{_WORD}{word.word}", word.word, why_counted(word, kept, t), papers=f"{word.weight:.2f}")
        for word in found
    ]

    def take(chosen: str) -> None:
        if chosen.startswith(_WORD):
            _ask(stage, scope, next(word for word in found if word.word == chosen[len(_WORD) :]))
        elif chosen.strip():
            _change(stage, chosen, lambda library: library.interest.add([chosen], scope))

    title = t("Words for {scope}: type one to add it", scope=scope or t("you"))
    if not kept:
        title += f"  ({few_kept(kept, t)})"
    elif kept < FEWEST_KEPT:
        title += "  " + t.n("(learned from {n} kept paper only)", "(learned from {n} kept papers only)", kept)
    prompt = Prompt(title, choices, take, free=True, tall=True, at=f"{_WORD}{at}" if at else "")
    stage.show(replace(stage.state, prompt=prompt))


def _ask(stage: Stage, scope: str, word: InterestWord) -> None:
    """What is to become of one word."""
    t = stage.context.t
    ways: dict[str, tuple[str, Callable[[Library], Gesture | None]]] = {
        "more": (t("Count twice as much"), lambda library: _weigh(library, word, 2, scope)),
        "less": (t("Count half as much"), lambda library: _weigh(library, word, 0.5, scope)),
        "mute": (t("Mute: papers with it go down"), lambda library: library.interest.mute([word.word], scope)),
        "hide": (
            t("Hide: papers with it are left out"),
            lambda library: library.interest.mute([word.word], scope, hide=True),
        ),
        "forget": (t("Forget"), lambda library: library.interest.forget([word.word], scope)),
    }
    choices = [Choice(name, label) for name, (label, _) in ways.items()]

    def take(chosen: str) -> None:
        _change(stage, word.word, ways[chosen][1])

    stage.show(replace(stage.state, prompt=Prompt(word.word, choices, take)))


def _weigh(library: Library, word: InterestWord, times: float, scope: str) -> Gesture | None:
    weight = word.weight * times
    return library.interest.weigh([word.word], max(-HEAVIEST, min(HEAVIEST, weight)), scope)


def _change(stage: Stage, word: str, do: Callable[[Library], Gesture | None]) -> None:
    def done(_: Gesture | None) -> None:
        if stage.results.sort is Sort.INTEREST:
            stage.ask_again()
        words(stage, word)

    stage.write(Change(do, done))
