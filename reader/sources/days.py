"""Days that sources tell and that cannot be: they are taken as not told, and that is said."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from reader.model import NO_DETAILS, Details, Digest, Entry, Problem
from reader.sources.naming import credible

EARLIEST = date(1986, 1, 1)
"""arXiv began in 1991; the oldest papers that were brought in later bear days of 1986."""


def with_possible_days(digest: Digest, today: date) -> Digest:
    """`digest` without a day of its own that is still to come, and its papers without days of submission and revision
    on which none can have come to arXiv; with a problem for each."""
    problems = tuple(_problems(digest, today))
    if not problems:
        return digest
    return replace(
        digest,
        day=digest.day if digest.day and credible(digest.day, today) else None,
        entries=tuple(_sound(entry, today) for entry in digest.entries),
        problems=(*digest.problems, *problems),
    )


def _problems(digest: Digest, today: date) -> Iterator[Problem]:
    if digest.day and not credible(digest.day, today):
        yield Problem(digest.place, 0, f"dated {digest.day}, which is still to come: taken as undated")
    for entry in digest.entries:
        if entry.details is NO_DETAILS:  # nearly always
            continue
        for day in _impossible(entry.details, today):
            yield Problem(digest.place, entry.line, f"{entry.id}: submitted or revised on {day}, which cannot be")


def _sound(entry: Entry, today: date) -> Entry:
    details, wrong = entry.details, _impossible(entry.details, today)
    if not wrong:
        return entry
    submitted, revised = (None if day in wrong else day for day in (details.submitted, details.revised))
    return replace(entry, details=replace(details, submitted=submitted, revised=revised))


def _impossible(details: Details, today: date) -> tuple[date, ...]:
    told = (day for day in (details.submitted, details.revised) if day)
    return tuple(dict.fromkeys(day for day in told if day < EARLIEST or not credible(day, today)))
