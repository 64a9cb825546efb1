"""The reader's own channels: chosen once, and every list keeps to them from then on."""

from __future__ import annotations

from dataclasses import replace

from reader.tui.choices import Choice, largest
from reader.tui.prompts import Prompt
from reader.tui.stage import Stage


def choose(stage: Stage, at: str = "") -> None:
    """Take channels in or out, one after the other, until the reader leaves; the cursor begins on channel `at`."""
    state, t = stage.state, stage.context.t
    mine = state.look.channels
    choices = [
        Choice(name, name, papers=f"{papers:,}", chosen=name in mine)
        for name, papers in largest(stage.context.library.channels())
    ]

    def take(name: str) -> None:
        toggle(stage, name)
        choose(stage, name)

    title = t("My channels: Enter takes one in or out")
    stage.show(replace(state, prompt=Prompt(title, choices, take, at=at)))


def toggle(stage: Stage, name: str) -> None:
    """Take a channel in or out; every list is asked for anew."""
    state = stage.state
    mine = state.look.channels
    channels = tuple(each for each in mine if each != name) if name in mine else (*mine, name)
    stage.show(replace(state, look=replace(state.look, channels=channels)))
    stage.survey()
