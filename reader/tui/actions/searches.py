"""Searches that are kept: under digits, and those that were made before."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace

from reader.library.library import Library
from reader.model import Gesture, SavedSearch
from reader.text.loose_json import json_or_none
from reader.tui.choices import Choice
from reader.tui.filters import term_words
from reader.tui.prompts import Prompt
from reader.tui.stage import Stage
from reader.tui.writing import Change

SEARCHES_KEPT = 50
STATE = "searches"
"""Where `marks.db` has what was searched for before: JSON, the newest first."""


def saved_search(stage: Stage) -> None:
    """The search under the digit that was pressed; from the palette, a choice of them."""
    if stage.pressed == "0":
        stage.show(stage.state.to(stage.state.view.of_query("")))
        return
    saved = {search.slot: search for search in stage.context.library.marks.saved_searches()}
    if not stage.pressed.isdigit():
        _choose(stage, list(saved.values()))
    elif int(stage.pressed) in saved:
        _open(stage, stage.pressed)
    else:
        t = stage.context.t
        stage.say(t("Nothing is kept under {digit} yet: = keeps what the list shows.", digit=stage.pressed))


def _choose(stage: Stage, saved: Sequence[SavedSearch]) -> None:
    """Offer saved searches; how many papers each finds follows as soon as it is counted."""

    def choices(papers: Mapping[str, int]) -> list[Choice]:
        return [
            Choice(str(each.slot), f"{each.slot}  {each.name}", each.query, f"{papers[each.query]:,}")
            if each.query in papers
            else Choice(str(each.slot), f"{each.slot}  {each.name}", each.query)
            for each in saved
        ]

    prompt = Prompt(stage.context.t("Saved searches"), choices({}), lambda slot: _open(stage, slot))

    def renew(papers: Mapping[str, int]) -> None:
        if stage.state.prompt is prompt:
            stage.show(replace(stage.state, prompt=prompt._replace(choices=choices(papers))))

    stage.show(replace(stage.state, prompt=prompt))
    stage.count([each.query for each in saved], renew)


def _open(stage: Stage, slot: str) -> None:
    for search in stage.context.library.marks.saved_searches():
        if str(search.slot) == slot:
            stage.show(stage.state.to(stage.state.view.of_query(search.query)))
            stage.say(search.name)


def save_search(stage: Stage) -> None:
    """Keep what the list shows under a digit."""
    t, query = stage.context.t, stage.state.view.search_text
    if not query:
        stage.say(t("The list shows everything: search or filter first."))
        return
    saved = {search.slot: search for search in stage.context.library.marks.saved_searches()}
    choices = [
        Choice(str(slot), str(slot), f"{saved[slot].name}  {saved[slot].query}" if slot in saved else t("empty"))
        for slot in range(1, 10)
    ]
    prompt = Prompt(t("Keep under"), choices, lambda slot: _name(stage, query, slot))
    stage.show(replace(stage.state, prompt=prompt))


def _name(stage: Stage, query: str, slot: str) -> None:
    t = stage.context.t

    def save(typed: str) -> None:
        name = typed.strip() or query

        def do(library: Library) -> Gesture | None:
            return library.marks.save_search(int(slot), name, query)

        stage.write(Change(do, lambda _: stage.say(t("Kept under {digit}: {name}", digit=slot, name=name))))

    stage.show(replace(stage.state, prompt=Prompt(t("Name"), (), save, text=term_words(query), free=True)))


def past_searches(stage: Stage) -> None:
    """Search again for something."""
    t = stage.context.t
    choices = [Choice(query, query) for query in _past(stage.context.library)]
    if not choices:
        stage.say(t("Nothing was searched for yet."))
        return

    def again(query: str) -> None:
        stage.show(stage.state.to(replace(stage.state.view, query=query)))

    stage.show(replace(stage.state, prompt=Prompt(t("Past searches"), choices, again)))


def remembering(query: str) -> Change:
    """Keep a query that was looked at among the past ones."""

    def do(library: Library) -> None:
        queries = [query, *(kept for kept in _past(library) if kept != query)][:SEARCHES_KEPT]
        library.marks.set_state(**{STATE: json.dumps(queries, ensure_ascii=False)})

    return Change(do)


def _past(library: Library) -> list[str]:
    """What was searched for, the newest first."""
    kept = json_or_none(library.marks.state(STATE))
    return [query for query in kept if isinstance(query, str)] if isinstance(kept, list) else []
