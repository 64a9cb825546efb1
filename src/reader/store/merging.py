"""What is known of a paper beside its texts and details, gathered from all that was said of it.

Pure: rows in, rows out. Every rule keeps the highest of something, so that the order of reading makes no difference:

- category and announcement are those told last, by version, then day; a paper announced on one day as new in one
  channel and as cross in another is new;
- a paper stands under the first day of its newest version: a repeat in the next days' digests does not move it,
  an update does; with no day known it stands under its ID's month.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from reader.model import Announce, Entry
from reader.store.days import listed_month


@dataclass(frozen=True, slots=True)
class PaperRow:
    """A paper as `library.db` keeps it, without number and change counters; days as in `store.days`.

    version        the highest one told, 0: none
    category_age   how new `category` is (see `_age`); likewise `announce_age`
    cut            the English abstract shown is cut short
    translated     a Chinese abstract is shown
    listed_version the version that `listed` is the first day of (0: only the ID's month is known)
    """

    id: str
    version: int
    category: str | None
    category_age: int
    announce: str | None
    announce_age: int
    cut: bool
    translated: bool
    listed: int
    listed_version: int
    first_seen: int
    last_seen: int


PAPER_COLUMNS = ", ".join(PaperRow.__slots__)
"""The columns of the table `paper` that a `PaperRow` holds, in its order."""

_FROM_STRONG_TO_WEAK = (Announce.NEW, Announce.REPLACE, Announce.CROSS, Announce.REPLACE_CROSS)
"""Announcements of the same text: the paper's own say more than a cross-listing."""


def blank_row(arxiv_id: str) -> PaperRow:
    """The row of a paper of which nothing but its ID is known."""
    return PaperRow(arxiv_id, 0, None, 0, None, 0, False, False, listed_month(arxiv_id), 0, 0, 0)


def merged(row: PaperRow, entry: Entry, day: int) -> PaperRow:
    """The row after one more entry of the paper, told on `day` (0: not known); `row` itself if that changes nothing."""
    version = entry.version or 0
    age = version * 100_000_000 + day
    category, announce = row.category, row.announce
    told = entry.category or next(iter(entry.details.categories), None)
    if told and (category is None or (row.category_age, category) < (age, told)):
        category = told
    if entry.announce and (announce is None or row.announce_age <= age):
        strongest = row.announce_age == age and announce is not None
        announce = _stronger(announce, entry.announce) if strongest else entry.announce
    category_age = max(row.category_age, age) if told else row.category_age
    announce_age = max(row.announce_age, age) if entry.announce else row.announce_age
    row = seen(row, day, version)
    now = (max(row.version, version), category, category_age, announce, announce_age)
    if now == (row.version, row.category, row.category_age, row.announce, row.announce_age):
        return row
    return PaperRow(
        row.id, *now, row.cut, row.translated, row.listed, row.listed_version, row.first_seen, row.last_seen
    )


def seen(row: PaperRow, day: int, version: int) -> PaperRow:
    """The row with an appearance on `day` counted in."""
    if not day:
        return row
    effective = version or 1  # an entry without a version is nearly always a first announcement
    if effective > row.listed_version:
        listed, listed_version = day, effective
    elif effective == row.listed_version:
        listed, listed_version = min(row.listed, day), effective
    else:
        listed, listed_version = row.listed, row.listed_version
    first, last = min(row.first_seen or day, day), max(row.last_seen, day)
    if (listed, listed_version, first, last) == (row.listed, row.listed_version, row.first_seen, row.last_seen):
        return row
    return PaperRow(
        row.id, row.version, row.category, row.category_age, row.announce, row.announce_age, row.cut, row.translated,
        listed, listed_version, first, last,
    )  # fmt: skip


def showing(row: PaperRow, *, cut: bool, translated: bool) -> PaperRow:
    """The row of a paper of which such texts are shown."""
    if (row.cut, row.translated) == (cut, translated):
        return row
    return PaperRow(
        row.id, row.version, row.category, row.category_age, row.announce, row.announce_age, cut, translated,
        row.listed, row.listed_version, row.first_seen, row.last_seen,
    )  # fmt: skip


def unseen(row: PaperRow) -> PaperRow:
    """The row as if the paper had never appeared."""
    return replace(row, listed=listed_month(row.id), listed_version=0, first_seen=0, last_seen=0)


def _stronger(one: str | None, other: str | None) -> str | None:
    return next((kind for kind in _FROM_STRONG_TO_WEAK if kind in (one, other)), None)
