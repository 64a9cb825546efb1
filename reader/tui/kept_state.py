"""What of the screen's state is kept between runs, as JSON."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import asdict, fields, replace
from datetime import date
from typing import Any, TypeVar

from reader.i18n import Translator
from reader.model import Lang, SavedSearch, Sort
from reader.paths import Places
from reader.regular import put_file, read_regular
from reader.text.loose_json import json_or_none
from reader.tui.choices import largest
from reader.tui.sidebar import CHANNELS, DAYS, TAGS, Facts, Survey, Target
from reader.tui.state import Layout, Look, View, ViewState

Part = TypeVar("Part", View, Look)
BESIDE = "view.json"
_NOT_KEPT = frozenset(("latex",))


def kept(state: ViewState) -> str:
    """The list, the place in it and the way of showing, for the next run."""
    values = {**asdict(state.view), **asdict(state.look), "survey": _surveyed(state.survey)}
    return json.dumps({name: value for name, value in values.items() if name not in _NOT_KEPT}, ensure_ascii=False)


def keep_beside(places: Places, view: str) -> None:
    """Keep a state in a file: another program holds the marks, and leaving waits for nobody."""
    with suppress(OSError):  # it is but a place in a list
        put_file(places.data / BESIDE, view.encode())


def kept_beside(places: Places) -> str | None:
    """The state that was kept in a file at the last end, once; None if it is where it ought to be."""
    file = places.data / BESIDE
    try:
        text = read_regular(file).decode("utf-8", "replace")
        file.unlink()
    except OSError:
        return None
    return text


def restored(text: str | None, start: ViewState) -> ViewState:
    """The state kept as `text`, with `start` for whatever is missing, unknown or no longer valid in it."""
    found = json_or_none(text)
    if not isinstance(found, dict):
        return start
    values = {}
    for name, read in _READERS.items():
        if name in found:
            try:
                values[name] = read(found[name])
            except (TypeError, ValueError, KeyError, OverflowError):
                continue
    survey = values.pop("survey", start.survey)
    return replace(start, view=_with(start.view, values), look=_with(start.look, values), survey=survey)


def said_anew(state: ViewState, today: date, t: Translator) -> ViewState:
    """A restored state with its sidebar as it is to be said on the day `today`, in the language of `t`."""
    if state.survey is None:
        return state
    facts, unread = state.survey
    return state.surveyed(Survey(facts._replace(today=today), unread), t)


def _with(part: Part, values: dict[str, Any]) -> Part:
    return replace(part, **{each.name: values[each.name] for each in fields(part) if each.name in values})


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def _number_within(low: int, high: int) -> Any:
    def read(value: Any) -> int:
        if not isinstance(value, int) or not low <= value <= high:
            raise ValueError(value)
        return value

    return read


def _surveyed(survey: Survey | None) -> object:
    """What the sidebar was made of, as JSON: only as much as it shows."""
    if survey is None:
        return None
    facts = survey.facts
    return {
        "days": [day.isoformat() for day in facts.days[: DAYS + 1]],
        "channels": largest(facts.channels)[:CHANNELS],
        "mine": facts.mine,
        "searches": [(search.slot, search.name, search.query) for search in facts.searches],
        "tags": largest(facts.tags)[:TAGS],
        "bookmarks": facts.bookmarks,
        "interested": facts.interested,
        "unread": [(*target, papers) for target, papers in survey.unread.items()],
    }


def _survey(value: Any) -> Survey | None:
    """The sidebar as it was left: its counts are true enough until it was counted anew."""
    if value is None:
        return None
    facts = Facts(
        today=date.min,  # who restores it knows which day it is
        days=[date.fromisoformat(_text(day)) for day in value["days"]],
        channels=[(_text(name), int(papers)) for name, papers in value["channels"]],
        mine=_texts(value["mine"]),
        searches=[SavedSearch(int(slot), _text(name), _text(query)) for slot, name, query in value["searches"]],
        tags=[(_text(name), int(papers)) for name, papers in value["tags"]],
        bookmarks=bool(value["bookmarks"]),
        interested=bool(value["interested"]),
    )
    return Survey(facts, {Target(_text(query), _texts(terms)): int(papers) for query, terms, papers in value["unread"]})


def _texts(value: Any) -> tuple[str, ...]:
    return tuple(map(_text, value))


_READERS: dict[str, Any] = {
    "query": _text,
    "filters": _texts,
    "sort": lambda value: None if value is None else Sort(value),
    "similar": lambda value: None if value is None else _text(value),
    "paper": lambda value: None if value is None else _text(value),
    "lang": Lang,
    "title_lines": _number_within(1, 3),
    "layout": Layout,
    "depth": _number_within(0, 500),
    "share": _number_within(15, 85),
    "zoomed": bool,
    "theme": _text,
    "interface": _text,
    "sidebar": bool,
    "channels": _texts,
    "survey": _survey,
}
