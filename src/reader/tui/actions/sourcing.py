"""Bringing in papers: sync, and new sources."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from reader.paths import expanded
from reader.tui.choices import Choice
from reader.tui.prompts import Prompt
from reader.tui.stage import Stage

DAYS_OF_A_PUBLISHER = 30
"""How far back a publisher's repository is read when it is chosen on the screen; the whole of it is large."""


def sync(stage: Stage) -> None:
    """Look for new digests in every source; where there is none yet, ask for one."""
    if stage.context.library.sources.remembered():
        bring_in(stage, ())
    else:
        add_source(stage)


def add_source(stage: Stage) -> None:
    """Type where digests are, or choose a publisher; it is read at once and remembered."""
    from reader.sources.known import PUBLISHERS, by_name

    t = stage.context.t
    since = (stage.context.today - timedelta(days=DAYS_OF_A_PUBLISHER)).isoformat()
    about = t("every day's digests from {day} on", day=since)
    choices = [Choice(one.name, one.name, about if one.since else one.covers, one.location) for one in PUBLISHERS]

    def take(chosen: str) -> None:
        publisher = by_name(chosen)
        if publisher and publisher.since:
            bring_in(stage, (f"--since={since}", chosen))
        elif chosen.strip():
            bring_in(stage, (str(expanded(Path(chosen))) if chosen.startswith("~") else chosen,))

    prompt = Prompt(t("File, folder, repository or URL"), choices, take, free=True)
    stage.show(replace(stage.state, prompt=prompt))


def bring_in(stage: Stage, arguments: Sequence[str]) -> None:
    """Read sources (none: every remembered one), at once or after what is being read."""
    if not stage.bring_in(arguments):
        stage.say(stage.context.t("It will be read after what is being read now."))
