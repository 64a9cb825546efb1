"""The sidebar: the lists that are a key away, each with what is unread in it. Facts and counts in, lines out; only
`facts_of` asks the library."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from reader.i18n import Translator, translator
from reader.model import SavedSearch
from reader.text.cells import cell_len, fit
from reader.tui.choices import Choice, largest
from reader.tui.filters import parted, search_name
from reader.tui.rows import Glyphs
from reader.tui.spans import Line, Role, Span
from reader.tui.wording import date_label

if TYPE_CHECKING:
    from reader.library.library import Library

DAYS = 5
"""So many of the newest days have a line of their own; the others are in one."""
CHANNELS, TAGS = 8, 8
"""So many channels, where none were chosen, and tags are shown, the largest ones."""


class Target(NamedTuple):
    """A list that can be gone to: a query, and filters beside it."""

    query: str = ""
    filters: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """One text for it: a kept search and the same by filters are one list."""
        return " ".join(part for part in (self.query, *self.filters) if part)

    @classmethod
    def of(cls, query: str) -> Target:
        """The list of a query of one text, its filters told apart where that makes no difference."""
        return cls(*parted(query))


class Entry(NamedTuple):
    """One line of the sidebar.

    key     the digit that goes there, too
    unread  papers that are neither read nor skipped; None: not counted yet
    """

    label: str
    target: Target
    key: str = ""
    unread: int | None = None


class Section(NamedTuple):
    """Entries under a heading; the first section has none."""

    title: str
    entries: tuple[Entry, ...]


Outline = tuple[Section, ...]


class Facts(NamedTuple):
    """What there is in the library.

    days      those with papers, the newest first
    channels  with the number of their papers
    mine      the channels that were chosen; empty: none were
    tags      with the number of papers they are on
    interested  something was kept, so that papers can be recommended
    """

    today: date
    days: Sequence[date] = ()
    channels: Sequence[tuple[str, int]] = ()
    mine: Sequence[str] = ()
    searches: Sequence[SavedSearch] = ()
    tags: Sequence[tuple[str, int]] = ()
    bookmarks: bool = False
    interested: bool = False


def facts_of(library: Library, today: date, mine: Sequence[str]) -> Facts:
    """What there is in `library`; `mine`: the channels that were chosen."""
    return Facts(
        today=today,
        days=[day for day, _, papers in library.days() if papers],
        channels=library.channels(),
        mine=mine,
        searches=library.marks.saved_searches(),
        tags=library.marks.tags(),
        bookmarks=bool(library.with_state("bookmarked")),
        interested=library.interest.recommends,
    )


class Survey(NamedTuple):
    """What the sidebar is made of, and how much is unread of each of its lists, as far as it was counted."""

    facts: Facts
    unread: Mapping[Target, int]


def outline(facts: Facts, unread: Mapping[Target, int], t: Translator) -> Outline:
    """The sidebar's sections; those without entries are left out. `unread`: as far as it was counted."""
    sections = (
        Section("", (*_recommended(facts, t), *_days(facts, t), Entry(t("All papers"), Target(), "0"))),
        Section(t("My channels") if facts.mine else t("Channels"), _channels(facts)),
        Section(t("Searches"), tuple(_search(search, facts, t) for search in facts.searches)),
        Section(t("Kept"), _kept(facts, t)),
    )
    return tuple(
        Section(title, tuple(entry._replace(unread=unread.get(entry.target)) for entry in entries))
        for title, entries in sections
        if entries
    )


def targets_of(facts: Facts) -> list[Target]:
    """The lists that the sidebar will have entries for."""
    return [entry.target for entry in entries_of(outline(facts, {}, translator("en")))]


def _recommended(facts: Facts, t: Translator) -> tuple[Entry, ...]:
    """The newest day's papers that the reader is likeliest to keep."""
    if not facts.interested or not facts.days:
        return ()
    return (Entry(t("For you"), Target("", ("is:recommended", f"date:{facts.days[0]}"))),)


def _days(facts: Facts, t: Translator) -> list[Entry]:
    """The newest day, which is today's if anything was announced today, and those before it."""
    entries = [Entry(_day(day, facts, t), Target("", (f"date:{day}",))) for day in facts.days[:DAYS]]
    if len(facts.days) > DAYS:
        entries.append(Entry(t("Earlier"), Target("", (f"date:..{facts.days[DAYS]}",))))
    return entries


def _day(day: date, facts: Facts, t: Translator) -> str:
    """The newest day is called so, and today's is called today."""
    if day == facts.today:
        return t("Today")
    this_year = day.year == facts.today.year  # else there is room for the date alone
    newest = this_year and day == facts.days[0]
    said = date_label(day, t, year=facts.today.year, weekday=this_year and not newest)
    return t("Newest: {day}", day=said) if newest else said


def _channels(facts: Facts) -> tuple[Entry, ...]:
    names = facts.mine or [name for name, _ in largest(facts.channels)[:CHANNELS]]
    return tuple(Entry(name, Target("", (f"in:{name}",))) for name in names)


def _search(search: SavedSearch, facts: Facts, t: Translator) -> Entry:
    name = search_name(search, t, facts.today.year)
    return Entry(name, Target.of(search.query), str(search.slot) if search.slot < 10 else "")


def _kept(facts: Facts, t: Translator) -> tuple[Entry, ...]:
    tags = [Entry(f"#{name}", Target("", (f"tag:{name}",))) for name, _ in largest(facts.tags)[:TAGS]]
    stars = [Entry(f"★ {t('Bookmarks')}", Target("", ("is:bookmarked",)))] if facts.bookmarks else []
    return (*stars, *tags)


def entries_of(sections: Outline) -> list[Entry]:
    """All entries, from the top."""
    return [entry for section in sections for entry in section.entries]


def sidebar_lines(sections: Outline, shown: Target | None, cells: int, glyphs: Glyphs) -> list[tuple[Line, int | None]]:
    """Lines, each exactly `cells` wide, and the number of the entry each shows (None: a heading, a blank line).

    shown  what the list shows: its entry is marked
    """
    lines: list[tuple[Line, int | None]] = []
    number = 0
    for title, entries in sections:
        if lines:
            lines.append(((Span(" " * cells, Role.META),), None))
        if title:
            lines.append(((Span(fit(f" {title}", cells), Role.HEADING),), None))
        for entry in entries:
            lines.append(
                (_entry_line(entry, shown is not None and entry.target.text == shown.text, cells, glyphs), number)
            )
            number += 1
    return lines


def _entry_line(entry: Entry, here: bool, cells: int, glyphs: Glyphs) -> Line:
    count = f" {entry.unread:,} " if entry.unread else " "
    label = f"{entry.key} {entry.label}" if entry.key else entry.label
    room = max(cells - 1 - cell_len(count), 0)
    return (
        Span(glyphs.cursor_elsewhere if here else " ", Role.BAR),
        Span(fit(label, room), Role.KEY if here else Role.TEXT if entry.unread else Role.SEEN),
        Span(fit(count, cells - 1 - room), Role.META),
    )


def choices_of(sections: Outline) -> list[Choice]:
    """The same to choose from, for windows that have no room for a sidebar; an ID is the entry's number."""
    choices: list[Choice] = []
    for title, entries in sections:
        for entry in entries:
            count = f"{entry.unread:,}" if entry.unread else ""
            label = f"{entry.key} {entry.label}" if entry.key else entry.label
            choices.append(Choice(str(len(choices)), label, papers=count, group=title))
    return choices
