"""The sidebar: there and back, and to what it offers. In narrow windows the same is a list to choose from."""

from __future__ import annotations

from dataclasses import replace

from reader.commands import Where
from reader.tui.prompts import Prompt
from reader.tui.sidebar import Target, choices_of, entries_of
from reader.tui.stage import Stage


def sidebar(stage: Stage) -> None:
    """Into it; out of it, it is put away."""
    state = stage.state
    if not stage.has_room:
        _choose(stage)
    elif state.focus is Where.SIDEBAR:
        stage.show(replace(state.focused(Where.LIST), look=replace(state.look, sidebar=False)))
    else:
        look = state.look if state.look.sidebar else replace(state.look, sidebar=True)
        stage.show(replace(state.focused(Where.SIDEBAR), look=replace(look, zoomed=False) if look.zoomed else look))
        stage.survey()


def sidebar_open(stage: Stage) -> None:
    """To what its cursor is on."""
    entry = stage.sidebar.current
    if entry is not None:
        go_to(stage, entry.target)


def go_to(stage: Stage, target: Target) -> None:
    """List what an entry stands for; the keys are for the list then."""
    state = stage.state
    stage.show(state.focused(Where.LIST).to(state.view.at(target)))


def _choose(stage: Stage) -> None:
    """The same entries, to choose from."""

    def take(number: str) -> None:
        go_to(stage, entries_of(stage.state.outline)[int(number)].target)

    prompt = Prompt(stage.context.t("Go to"), choices_of(stage.state.outline), take, outlined=True)
    stage.show(replace(stage.state, prompt=prompt))
    stage.survey()
