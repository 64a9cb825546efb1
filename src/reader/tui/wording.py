"""Days, announcements and counts in the language of the interface. Pure."""

from __future__ import annotations

from datetime import date

from reader.i18n import Translator, msg
from reader.model import Announce, Paper

ANNOUNCED = {
    Announce.NEW: msg("new"),
    Announce.CROSS: msg("cross-list"),
    Announce.REPLACE: msg("updated"),
    Announce.REPLACE_CROSS: msg("updated"),
}
GESTURES = (
    msg("bookmark"),
    msg("remove bookmark"),
    msg("mark read"),
    msg("mark unread"),
    msg("skip"),
    msg("remove skip"),
    msg("keep"),
    msg("mark"),
    msg("tag"),
    msg("note"),
    msg("restore"),
    msg("import"),
    msg("save search"),
    msg("add a word"),
    msg("mute a word"),
    msg("weigh a word"),
    msg("forget a word"),
)
"""What the library calls the gestures that can be undone (`Gesture.label`), for the catalogue."""
_WEEKDAYS = (msg("Mon"), msg("Tue"), msg("Wed"), msg("Thu"), msg("Fri"), msg("Sat"), msg("Sun"))
_MONTHS = (
    msg("Jan"),
    msg("Feb"),
    msg("Mar"),
    msg("Apr"),
    msg("May"),
    msg("Jun"),
    msg("Jul"),
    msg("Aug"),
    msg("Sep"),
    msg("Oct"),
    msg("Nov"),
    msg("Dec"),
)


def day_of(key: int) -> date | None:
    """The day of a listing's key YYYYMMDD; None for a month, or where nothing is known."""
    return date(key // 10000, key // 100 % 100, key % 100) if key % 100 else None


def day_label(key: int, t: Translator, *, year: int, weekday: bool = True) -> str:
    """A day of the listing in words.

    key   YYYYMMDD, YYYYMM00 for a month, 0 for "not known"
    year  the year that need not be said
    """
    if not key:
        return t("no date")
    own_year, month, day = key // 10000, key // 100 % 100, key % 100
    if not day:
        return t("{month} {year}", month=t(_MONTHS[month - 1]), year=own_year)
    label = t("{day} {month}", month=t(_MONTHS[month - 1]), day=day)
    if own_year != year:
        label = t("{date} {year}", date=label, year=own_year)
    if weekday:
        label = t("{weekday} {date}", weekday=t(_WEEKDAYS[date(own_year, month, day).weekday()]), date=label)
    return label


def date_label(day: date, t: Translator, *, year: int, weekday: bool = False) -> str:
    """A date in words; `year` need not be said, `weekday` is if wanted."""
    return day_label(day.year * 10000 + day.month * 100 + day.day, t, year=year, weekday=weekday)


def announcement(announce: Announce | None, version: int | None, t: Translator) -> str:
    """`new`, `cross-list`, `updated v2`; empty where it is not known."""
    if announce is None:
        return f"v{version}" if version is not None and version > 1 else ""
    word = t(ANNOUNCED[announce])
    replaced = announce in (Announce.REPLACE, Announce.REPLACE_CROSS)
    return f"{word} v{version}" if replaced and version is not None else word


def channels(paper: Paper) -> list[str]:
    """The channels a paper appeared in, its own category first, the others by name."""
    seen = {appearance.channel for appearance in paper.appearances if appearance.channel}
    return sorted(seen, key=lambda channel: (channel != paper.category, channel))


def home(paper: Paper) -> str:
    """The category a paper is filed under, or the channel it was found in."""
    found = channels(paper)
    return paper.category or (found[0] if found else "")
