"""What of the screen's state is kept between runs, as JSON."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import asdict, fields, replace
from typing import Any, TypeVar

from reader.model import Lang, Sort
from reader.paths import Places
from reader.text.loose_json import json_or_none
from reader.tui.sidebar import Entry, Outline, Section, Target
from reader.tui.state import Layout, Look, View, ViewState

Part = TypeVar("Part", View, Look)
BESIDE = "view.json"
_NOT_KEPT = frozenset(("latex",))


def kept(state: ViewState) -> str:
    """The list, the place in it and the way of showing, for the next run."""
    values = {**asdict(state.view), **asdict(state.look), "outline": state.outline}
    return json.dumps({name: value for name, value in values.items() if name not in _NOT_KEPT}, ensure_ascii=False)


def keep_beside(places: Places, view: str) -> None:
    """Keep a state in a file: another program holds the marks, and leaving waits for nobody."""
    with suppress(OSError):  # it is but a place in a list
        places.data.joinpath(BESIDE).write_text(view, encoding="utf-8")


def kept_beside(places: Places) -> str | None:
    """The state that was kept in a file at the last end, once; None if it is where it ought to be."""
    file = places.data / BESIDE
    try:
        text = file.read_text(encoding="utf-8", errors="replace")
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
            except (TypeError, ValueError):
                continue
    outline = values.pop("outline", start.outline)
    return replace(start, view=_with(start.view, values), look=_with(start.look, values), outline=outline)


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


def _outline(value: Any) -> Outline:
    """The sidebar as it was left: its counts are true enough until it was counted anew."""
    return tuple(Section(_text(title), tuple(map(_entry, entries))) for title, entries in value)


def _entry(value: Any) -> Entry:
    label, (query, filters), key, unread = value
    if unread is not None and not isinstance(unread, int):
        raise ValueError(unread)
    return Entry(_text(label), Target(_text(query), tuple(map(_text, filters))), _text(key), unread)


_READERS: dict[str, Any] = {
    "query": _text,
    "filters": lambda value: tuple(_text(term) for term in value),
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
    "channels": lambda value: tuple(_text(channel) for channel in value),
    "outline": _outline,
}
