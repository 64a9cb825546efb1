"""The sidebar: there and back, and to what it offers. In narrow windows the same is a list to choose from."""

from __future__ import annotations

from dataclasses import replace

from reader.commands import Where
from reader.tui.prompts import Prompt
from reader.tui.sidebar import Target, choices_of, entries_of
from reader.tui.stage import Stage
from reader.tui.state import Landing


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
    else:
        stage.say(stage.context.t("Nothing is here yet."))


def go_to(stage: Stage, target: Target) -> None:
    """List what an entry stands for; the keys are for the list then.

    One begins at its top, but goes on at the paper that was gone to in the list of all papers, and in that list.
    """
    state = stage.state.focused(Where.LIST)
    view = state.view.at(target)
    if not view.same_list(state.view):
        goes_on = not view.narrowed or (state.view.everything and stage.rows.cursor > 0)
        state = state.to(view, Landing.PAPER if goes_on else Landing.FIRST)
    stage.show(state)


def _choose(stage: Stage) -> None:
    """The same entries, to choose from."""

    def take(number: str) -> None:
        go_to(stage, entries_of(stage.state.outline)[int(number)].target)

    again = stage.context.keymap.keys["sidebar"]
    prompt = Prompt(stage.context.t("Go to"), choices_of(stage.state.outline), take, outlined=True, again=again)
    stage.show(replace(stage.state, prompt=prompt))
    stage.survey()
