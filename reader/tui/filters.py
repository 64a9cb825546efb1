"""Filters as query terms: what can be chosen, and stepping from one value to the next. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TypeVar

from reader.i18n import Translator, msg
from reader.tui.choices import Choice
from reader.tui.wording import date_label

_MARKS = (
    ("is:unread", msg("Unread")),
    ("is:bookmarked", msg("Bookmarked")),
    ("is:read", msg("Already read")),
    ("is:skipped", msg("Skipped")),
    ("is:new", msg("New since the last visit")),
)
_ANNOUNCED = (
    ("type:new", msg("New papers")),
    ("type:cross", msg("Cross-lists")),
    ("type:replace", msg("Updated papers")),
    ("is:cut", msg("With a cut abstract")),
    ("is:untranslated", msg("Without translation")),
)
_SPANS = (("date:7d", msg("The last 7 days")), ("date:30d", msg("The last 30 days")))
SHOWN_DAYS = 60
Value = TypeVar("Value")


def filter_choices(
    t: Translator,
    *,
    on: Sequence[str],
    channels: Iterable[tuple[str, int]],
    tags: Iterable[tuple[str, int]],
    days: Sequence[date],
    category: str | None,
    year: int,
) -> list[Choice]:
    """Everything to narrow a list by, those that are on first; a choice's ID is its query term.

    channels, tags  with their number of papers
    days            newest first; the first `SHOWN_DAYS` are offered
    category        of the current paper, to see more of
    year            that need not be said in dates
    """
    groups: list[tuple[str, Iterable[tuple[str, str, str]]]] = [
        (t("Marks"), [(term, t(label), "") for term, label in _MARKS]),
        (t("Channel"), [(f"in:{channel}", channel, f"{count:,}") for channel, count in channels]),
        (t("Category"), [(f"cat:{category}", category, "")] if category else []),
        (t("Announcement"), [(term, t(label), "") for term, label in _ANNOUNCED]),
        (t("Tag"), [(f"tag:{tag}", f"#{tag}", f"{count:,}") for tag, count in tags]),
        (
            t("Day"),
            [(term, t(label), "") for term, label in _SPANS]
            + [(f"date:{day}", date_label(day, t, year=year, weekday=True), "") for day in days[:SHOWN_DAYS]],
        ),
    ]
    offered = [
        Choice(term, label, term, count, group, chosen=term in on)
        for group, entries in groups
        for term, label, count in entries
    ]
    known = {choice.id for choice in offered}
    others = [Choice(term, term, "", "", t("On"), chosen=True) for term in on if term not in known]
    return others + offered


def term_label(term: str, t: Translator, year: int) -> str:
    """A filter in words."""
    known = dict((*_MARKS, *_ANNOUNCED, *_SPANS))
    if term in known:
        return t(known[term])
    field, _, value = term.partition(":")
    if field == "date" and value[-1:].isdigit() and len(value) == len("2026-08-14"):
        return date_label(date.fromisoformat(value), t, year=year)
    return f"#{value}" if field == "tag" else value or term


def stepped(values: Sequence[Value], now: Value, by: int) -> Value:
    """The value `by` places after `now`; round at the ends; the first one if `now` is none of them."""
    return values[(values.index(now) + by) % len(values)] if now in values else values[0]


def term_words(query: str) -> str:
    """A name for a query: what stands in its terms, without their fields."""
    return " ".join(term.rpartition(":")[2] for term in query.split())
