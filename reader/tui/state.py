"""What the screen is showing, as one immutable value, and how it is kept between runs."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any

from reader.model import Lang, Sort

_OR = re.compile(r"(?<!\S)(?:OR|[|｜])(?!\S)")


class Layout(StrEnum):
    """How list and paper share the screen. `AUTO`: by the size of the terminal."""

    AUTO = "auto"
    SIDE = "side"
    STACKED = "stacked"


@dataclass(frozen=True, slots=True)
class ViewState:
    """The state of the screen; panes are handed what follows from it.

    query    as typed
    filters  query terms beside it, such as `in:cs.AI` or `is:unread`, each of which can be taken off by itself
    sort     None: what the query asks for
    paper    arXiv ID of the current paper
    depth    lines between the top of the list and the current paper, as it was left
    similar  arXiv ID of the paper whose neighbours are listed instead of the answer to the query
    share    the list's share of the screen, per cent
    interface  language of menus and messages, where it was chosen on the screen
    """

    query: str = ""
    filters: tuple[str, ...] = ()
    sort: Sort | None = None
    similar: str | None = None
    paper: str | None = None
    depth: int = 0
    lang: Lang = Lang.ZH
    rows: int = 3
    layout: Layout = Layout.AUTO
    share: int = 42
    zoomed: bool = False
    theme: str = "dark"
    interface: str = ""

    @property
    def search_text(self) -> str:
        """The whole query: what was typed and the filters."""
        typed = f"({self.query})" if self.filters and _OR.search(self.query) else self.query
        return " ".join(part for part in (typed.strip(), *self.filters) if part)

    @property
    def narrowed(self) -> bool:
        """The list shows less than everything."""
        return bool(self.query.strip() or self.filters or self.similar)

    def of_query(self, query: str) -> ViewState:
        """The same way of showing, with the answer to `query` alone."""
        return replace(self, query=query, filters=(), similar=None, sort=None)

    def same_list(self, other: ViewState) -> bool:
        """Both ask for the same papers in the same order."""
        return (self.search_text, self.sort, self.similar) == (other.search_text, other.sort, other.similar)

    def to_json(self) -> str:
        """For the next run."""
        return json.dumps(asdict(self), ensure_ascii=False)


def restored(text: str | None, start: ViewState) -> ViewState:
    """The state kept as `text`, with `start` for whatever is missing, unknown or no longer valid in it."""
    try:
        kept = json.loads(text or "{}")
    except ValueError:
        return start
    if not isinstance(kept, dict):
        return start
    state = start
    for name, read in _READERS.items():
        if name in kept:
            try:
                state = replace(state, **{name: read(kept[name])})
            except (TypeError, ValueError):
                continue
    return state


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


_READERS: dict[str, Any] = {
    "query": _text,
    "filters": lambda value: tuple(_text(term) for term in value),
    "sort": lambda value: None if value is None else Sort(value),
    "similar": lambda value: None if value is None else _text(value),
    "paper": lambda value: None if value is None else _text(value),
    "lang": Lang,
    "rows": _number_within(1, 3),
    "layout": Layout,
    "depth": _number_within(0, 500),
    "share": _number_within(15, 85),
    "zoomed": bool,
    "theme": _text,
    "interface": _text,
}
