"""Asking outside: arXiv for authors, Zotero to take papers, a model to translate. Only when the reader says so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from reader.tui.actions import subject
from reader.tui.choices import Choice
from reader.tui.prompts import Prompt
from reader.tui.stage import Stage

_CHOSEN, _BOOKMARKS = "chosen", "bookmarks"


def enrich(stage: Stage) -> None:
    """Ask arXiv about papers."""
    _about(stage, "enrich")


def send(stage: Stage) -> None:
    """Send papers to Zotero."""
    _about(stage, "send")


def translate(stage: Stage) -> None:
    """Have papers translated."""
    setting = stage.context.config.translate
    if not setting.endpoint or not setting.model:
        stage.say(stage.context.t("No model is set: see [translate] in the configuration."))
        return
    _about(stage, "translate")


def stop_job(stage: Stage) -> None:
    """End what runs in the background; what came so far is kept."""
    if not stage.stop_job():
        stage.say(stage.context.t("Nothing runs in the background."))


def _about(stage: Stage, command: str) -> None:
    """Ask which papers it is about, and begin."""
    t, ids = stage.context.t, subject.chosen_ids(stage)
    bookmarks = len(stage.context.library.with_state("bookmarked"))
    own = t("This paper") if len(ids) == 1 else t("The selected papers")
    choices = [Choice(_CHOSEN, own, papers=f"{len(ids):,}")] if ids else []
    choices.append(Choice(_BOOKMARKS, t("All bookmarks"), papers=f"{bookmarks:,}"))
    titles: dict[str, Callable[[], str]] = {
        "enrich": lambda: t("Ask arXiv about"),
        "send": lambda: t("Send to Zotero"),
        "translate": lambda: t("Translate with {model}", model=stage.context.config.translate.model),
    }

    def begin(chosen: str) -> None:
        if not stage.run_job([command, "--json", *(ids if chosen == _CHOSEN else ())]):
            stage.say(t("It will be done after what is being done now."))

    stage.show(replace(stage.state, prompt=Prompt(titles[command](), choices, begin)))
