"""Filters as query terms: what can be chosen, and stepping from one value to the next. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TypeVar

from reader.i18n import Translator, msg
from reader.tui.choices import Choice
from reader.tui.document import DOT
from reader.tui.sidebar import largest
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
MINE = "mine"
"""Stands for the choice of channels; no query term."""
Value = TypeVar("Value")


def filter_choices(
    t: Translator,
    *,
    on: Sequence[str],
    channels: Iterable[tuple[str, int]],
    tags: Iterable[tuple[str, int]],
    days: Sequence[tuple[date, int]],
    category: str | None,
    year: int,
) -> list[Choice]:
    """Everything to narrow a list by, those that are on first; a choice's ID is its query term.

    channels, tags  with their number of papers; the largest come first
    days            with their number of papers, newest first; the first `SHOWN_DAYS` are offered
    category        of the current paper, to see more of
    year            that need not be said in dates
    """
    groups: list[tuple[str, Iterable[tuple[str, str, int | None]]]] = [
        (t("Marks"), [(term, t(label), None) for term, label in _MARKS]),
        (t("Channel"), [(MINE, t("My channels"), None), *_counted("in:", "", channels)]),
        (t("Category"), [(f"cat:{category}", category, None)] if category else []),
        (t("Announcement"), [(term, t(label), None) for term, label in _ANNOUNCED]),
        (t("Tag"), _counted("tag:", "#", tags)),
        (
            t("Day"),
            [(term, t(label), None) for term, label in _SPANS]
            + [
                (f"date:{day}", date_label(day, t, year=year, weekday=True), papers)
                for day, papers in days[:SHOWN_DAYS]
            ],
        ),
    ]
    offered = [
        Choice(
            term,
            label,
            term if term != MINE else t("the channels that every list keeps to"),
            group=group,
            chosen=term in on,
            papers=f"{count:,}" if count is not None else "",
        )
        for group, entries in groups
        for term, label, count in entries
    ]
    known = {choice.id for choice in offered}
    others = [Choice(term, term, group=t("On"), chosen=True) for term in on if term not in known]
    return others + offered


def _counted(field: str, sign: str, counts: Iterable[tuple[str, int]]) -> list[tuple[str, str, int | None]]:
    """Terms for names, the largest first."""
    return [(f"{field}{name}", f"{sign}{name}", count) for name, count in largest(list(counts))]


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


def view_name(query: str, filters: Sequence[str], t: Translator, year: int) -> str:
    """A name for a list: what was typed, then its filters in words."""
    return DOT.join(
        part for part in (" ".join(query.split()), *(term_label(term, t, year) for term in filters)) if part
    )
