"""Searches that are kept: under digits, and those that were made before."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import chain, count

from reader.library.library import Library
from reader.model import Gesture, SavedSearch
from reader.text.loose_json import json_or_none
from reader.tui.actions.moving import say_these_are_all
from reader.tui.actions.sidebar import go_to
from reader.tui.choices import Choice
from reader.tui.filters import parted, search_name, view_name
from reader.tui.prompts import Prompt
from reader.tui.sidebar import Target
from reader.tui.stage import Stage
from reader.tui.state import View
from reader.tui.writing import Change

DIGITS = 10
"""Searches from this number on have no digit."""
SEARCHES_KEPT = 50
STATE = "searches"
"""Where `marks.db` has what was searched for before: JSON, the newest first."""


def saved_search(stage: Stage) -> None:
    """The search under the digit that was pressed; from the palette, a choice of them."""
    if stage.pressed == "0":
        if stage.state.view.everything:
            say_these_are_all(stage)
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
    t, year = stage.context.t, stage.context.today.year

    def choice(search: SavedSearch, papers: Mapping[Target, int]) -> Choice:
        name, what = search_name(search, t, year), view_name(*parted(search.query), t, year)
        count = papers.get(Target.of(search.query))
        found = f"{count:,}" if count is not None else ""
        return Choice(str(search.slot), f"{search.slot}  {name}", what if what != name else "", papers=found)

    def choices(papers: Mapping[Target, int]) -> list[Choice]:
        return [choice(each, papers) for each in saved]

    prompt = Prompt(t("Saved searches"), choices({}), lambda slot: _open(stage, slot))

    def renew(papers: Mapping[Target, int]) -> None:
        if stage.state.prompt is prompt:
            stage.show(replace(stage.state, prompt=prompt._replace(choices=choices(papers))))

    stage.show(replace(stage.state, prompt=prompt))
    stage.count([Target.of(each.query) for each in saved], renew)


def _open(stage: Stage, slot: str) -> None:
    for search in stage.context.library.marks.saved_searches():
        if str(search.slot) == slot:
            go_to(stage, Target.of(search.query))
            stage.say(search_name(search, stage.context.t, stage.context.today.year))


def save_search(stage: Stage) -> None:
    """Keep what the list shows under the first free digit, by name only if there is none; kept already: rename it."""
    t, today = stage.context.t, stage.context.today
    view = relative(stage.state.view, today)
    query = view.search_text
    if not query:
        stage.say(t("The list shows everything: search or filter first."))
        return
    stage.context.library.finding.parse(query)  # what cannot be read would find nothing on any day
    saved = stage.context.library.marks.saved_searches()
    kept = next((search for search in saved if search.query == query), None)
    if kept is not None:
        _rename(stage, kept)
        return
    slot = free_slot(search.slot for search in saved)
    name = unlike(view_name(view.query, view.filters, t, today.year), {search.name for search in saved})
    said = t("Kept under {digit}: {name}", digit=slot, name=name) if slot < DIGITS else t("Kept: {name}", name=name)
    _write(stage, SavedSearch(slot, name, query), said)


def relative(view: View, today: date) -> View:
    """A view of today's papers as one that will be of the papers of whatever day it is then."""
    filters = tuple("date:today" if term == f"date:{today}" else term for term in view.filters)
    return replace(view, filters=filters)


def _rename(stage: Stage, kept: SavedSearch) -> None:
    t = stage.context.t

    def save(typed: str) -> None:
        name = typed.strip()
        if name:
            _write(stage, SavedSearch(kept.slot, name, kept.query), t("Now called: {name}", name=name))
        else:
            _write(stage, SavedSearch(kept.slot, kept.name, ""), t("No longer kept: {name}", name=kept.name))

    prompt = Prompt(t("Name (empty: no longer kept)"), (), save, text=kept.name, free=True)
    stage.show(replace(stage.state, prompt=prompt))


def _write(stage: Stage, search: SavedSearch, said: str) -> None:
    """Keep a search; one without a query is kept no longer."""

    def do(library: Library) -> Gesture | None:
        return library.marks.save_search(search.slot, search.name, search.query or None)

    stage.write(Change(do, lambda _: stage.say(said)))


def free_slot(taken: Iterable[int]) -> int:
    """The first digit from 1 on that is not taken; beyond the digits, the first number."""
    used = set(taken)
    return next(slot for slot in count(1) if slot not in used)


def unlike(name: str, others: Collection[str]) -> str:
    """The name, with a number behind it where others are called so."""
    names = chain((name,), (f"{name} {number}" for number in count(2)))
    return next(each for each in names if each not in others)


def past_searches(stage: Stage) -> None:
    """Search again for something."""
    t = stage.context.t
    choices = [Choice(query, query) for query in _past(stage.context.library)]
    if not choices:
        stage.say(t("Nothing was searched for yet."))
        return

    def again(query: str) -> None:
        stage.show(stage.state.to(stage.state.view.searching(query)))

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
