"""Filters as query terms: what can be chosen, and stepping from one value to the next. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import accumulate
from types import MappingProxyType
from typing import TypeVar

from reader.i18n import CATALOGUES, Translator, msg, translator
from reader.model import SavedSearch
from reader.text.script import has_han
from reader.tui.choices import Choice, largest
from reader.tui.document import DOT
from reader.tui.wording import date_label

_MARKS = (
    ("is:unread", msg("Unread")),
    ("is:bookmarked", msg("Bookmarked")),
    ("is:read", msg("Already read")),
    ("is:skipped", msg("Skipped")),
    ("is:new", msg("New since the last visit")),
    ("is:recommended", msg("For you")),
)
_ANNOUNCED = (
    ("type:new", msg("New papers")),
    ("type:cross", msg("Cross-lists")),
    ("type:replace", msg("Updated papers")),
    ("is:cut", msg("With a cut abstract")),
    ("is:untranslated", msg("Without translation")),
)
_SPANS = (("date:today", msg("Today")), ("date:7d", msg("The last 7 days")), ("date:30d", msg("The last 30 days")))
SHOWN_DAYS = 60
_FILTERS = re.compile(r"""(?:is|in|cat|type|tag|date):[^\s"“”'()（）|｜]+\Z""")
_NO_END = re.compile(r"(?:(?<!\S)(?:OR|AND|NOT|[|｜])|[-:：])\Z")
"""What cannot be the end of a query by itself: an operator or a field takes what follows it."""
_OR = re.compile(r"(?<!\S)(?:OR|[|｜])(?!\S)")
MINE = "mine"
"""Stands for the choice of channels; no query term."""
NOTHING_COUNTED: Mapping[str, int] = MappingProxyType({})
Value = TypeVar("Value")


def filter_choices(
    t: Translator,
    *,
    on: Sequence[str],
    channels: Iterable[tuple[str, int | None]],
    tags: Iterable[tuple[str, int | None]],
    days: Sequence[tuple[date, int | None]],
    category: str | None,
    year: int,
    papers: Mapping[str, int] = NOTHING_COUNTED,
) -> list[Choice]:
    """Everything to narrow a list by, those that are on first; a choice's ID is its query term.

    channels, tags  with their number of papers (None: as `papers` says), the largest first
    days            with theirs, newest first; the first `SHOWN_DAYS` are offered
    category        of the current paper, to see more of
    year            that need not be said in dates
    papers          query term -> number of papers, of the others, as far as they were counted
    """
    groups: list[tuple[str, Iterable[tuple[str, str, int | None]]]] = [
        (t("Marks"), [(term, t(label), None) for term, label in _MARKS]),
        (t("Channel"), [(MINE, t("My channels"), None), *_counted("in:", "", channels, papers)]),
        (t("Category"), [(f"cat:{category}", category, None)] if category else []),
        (t("Announcement"), [(term, t(label), None) for term, label in _ANNOUNCED]),
        (t("Tag"), _counted("tag:", "#", tags, papers)),
        (
            t("Day"),
            [(term, t(label), None) for term, label in _SPANS]
            + [(f"date:{day}", date_label(day, t, year=year, weekday=True), count) for day, count in days[:SHOWN_DAYS]],
        ),
    ]
    offered = [
        Choice(
            term,
            label,
            term if term != MINE else t("the channels that every list keeps to"),
            group=group,
            chosen=term in on,
            papers=_said(count if count is not None else papers.get(term)),
        )
        for group, entries in groups
        for term, label, count in entries
    ]
    known = {choice.id for choice in offered}
    others = [
        Choice(term, term_label(term, t, year), term, group=t("On"), chosen=True, papers=_said(papers.get(term)))
        for term in on
        if term not in known
    ]
    return others + offered


def _said(papers: int | None) -> str:
    """A number of papers; nothing where they were not counted."""
    return f"{papers:,}" if papers is not None else ""


def _counted(
    field: str, sign: str, counts: Iterable[tuple[str, int | None]], papers: Mapping[str, int]
) -> list[tuple[str, str, int | None]]:
    """Terms for names, the largest first; those that are not counted yet stay in the order given."""
    known = [(f"{field}{name}", count) for name, count in counts]
    sizes = [(term, papers.get(term, 0) if count is None else count) for term, count in known]
    said = {term: papers.get(term) if count is None else count for term, count in known}
    return [(term, f"{sign}{term.removeprefix(field)}", said[term]) for term, _ in largest(sizes)]


def term_label(term: str, t: Translator, year: int) -> str:
    """A filter in words."""
    known = dict((*_MARKS, *_ANNOUNCED, *_SPANS))
    if term in known:
        return t(known[term])
    field, _, value = term.partition(":")
    if field == "date" and (day := _day(value.removeprefix(".."))):
        said = date_label(day, t, year=year)
        return t("until {day}", day=said) if value.startswith("..") else said
    return f"#{value}" if field == "tag" else value or term


def _day(value: str) -> date | None:
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def stepped(values: Sequence[Value], now: Value, by: int) -> Value:
    """The value `by` places after `now`; round at the ends; the first one if `now` is none of them."""
    return values[(values.index(now) + by) % len(values)] if now in values else values[0]


def one_text(query: str, filters: Sequence[str]) -> str:
    """A query and the filters beside it as one text that means the same; `parted` tells them apart again."""
    typed = f"({query})" if filters and _OR.search(query) else query
    return " ".join(part for part in (typed.strip(), *filters) if part)


def parted(text: str) -> tuple[str, tuple[str, ...]]:
    """The query and the filters of which `one_text` makes `text`; no filters where there is any doubt."""
    words = text.split()
    filters: list[str] = []
    while words and _FILTERS.match(words[-1]):
        filters.insert(0, words.pop())
    rest = text.strip()
    for term in reversed(filters):
        rest = rest.removesuffix(term).rstrip()
    if rest.startswith("(") and rest.endswith(")") and _OR.search(rest):
        rest = rest[1:-1]
    same = _is_whole(rest) and one_text(rest, filters) == text.strip()
    return (rest, tuple(filters)) if same else (text.strip(), ())


def _is_whole(query: str) -> bool:
    """Nothing in a query reaches over its ends: no operator, no bracket."""
    depths = [*accumulate((char in "(（") - (char in ")）") for char in query)]
    return not _NO_END.search(query) and min(depths, default=0) >= 0 and depths[-1:] in ([], [0])


def search_name(search: SavedSearch, t: Translator, year: int) -> str:
    """What a saved search is called. A name that came with it, in whatever language, is said in that of `t`, and so is
    a query that is its own name; a name of the reader's own is left alone."""
    query, filters = parted(search.query)
    languages = CATALOGUES if has_han(search.name) else ("en",)  # Chinese is not read for who does not want it
    given = {search.query, *(view_name(query, filters, translator(language), year) for language in languages)}
    return view_name(query, filters, t, year) if search.name in given else search.name


def view_name(query: str, filters: Sequence[str], t: Translator, year: int) -> str:
    """A name for a list: what was typed, then its filters in words."""
    return DOT.join(
        part for part in (" ".join(query.split()), *(term_label(term, t, year) for term in filters)) if part
    )
