"""How entries become a paper: which text is the newest, what fills gaps, under which day it stands.

Pure: rows in, rows out. The rules (design: one paper is one row):

- the newest text wins, by digest day, then version; on a tie the one read later;
- an empty field never erases a filled one, and an older text fills what is empty: each field (version, category and
  announcement too) is the newest one that was filled, in whatever order digests are read;
- a paper announced on one day as new in one channel and as cross in another is new;
- a paper stands under the first day of its newest version: a repeat in the next days' digests does not move it,
  an update does; with no day known it stands under its ID's month.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import Any

from reader.model import Announce, Entry, Texts
from reader.store.days import month_of


@dataclass(frozen=True, slots=True)
class PaperRow:
    """A paper as `library.db` keeps it, without number and change counters; days as in `store.days`.

    text_day, text_version, text_hash   of the newest entry: what decides whether another one is newer
    listed_version                      the version that `listed` is the first day of (0: only the ID's month is known)
    origins                             how new each of `_fields` is; None: all as new as the newest entry
    """

    id: str
    texts: Texts
    version: int | None
    category: str | None
    announce: str | None
    cut: bool
    text_day: int
    text_version: int
    text_hash: bytes
    listed: int
    listed_version: int
    first_seen: int
    last_seen: int
    origins: tuple[int, ...] | None = None

    @property
    def newest(self) -> int:
        """How new the newest entry is: see `_age`."""
        return _age(self.text_day, self.text_version)


def _age(day: int, version: int | None) -> int:
    """A number that is higher for the newer of two entries: YYYYMMDD and three digits of the version."""
    return day * 1000 + (version or 0)


def _fields(of: PaperRow | Entry) -> tuple[Any, ...]:
    """What is merged field by field: the six texts, version, category, kind of announcement."""
    return (*astuple_of(of.texts), of.version, of.category, of.announce)


_ABSTRACT, _ANNOUNCE = 4, 8
"""Places of the English abstract and of the announcement among `_fields`."""


def hash_of(texts: Texts) -> bytes:
    """16 bytes that tell texts apart."""
    joined = "\x00".join(text or "" for text in astuple_of(texts))
    return hashlib.blake2b(joined.encode("utf-8", "surrogatepass"), digest_size=16).digest()


def astuple_of(texts: Texts) -> tuple[str | None, ...]:
    """The six texts in the order of `TEXT_FIELDS`."""
    return (texts.title_en, texts.title_zh, texts.tldr_en, texts.tldr_zh, texts.abstract_en, texts.abstract_zh)


def first_row(entry: Entry, day: int) -> PaperRow:
    """The row of a paper that was not known before. `day` 0: not known."""
    month = month_of(entry.id)
    row = PaperRow(
        id=entry.id,
        texts=entry.texts,
        version=entry.version,
        category=entry.category,
        announce=entry.announce,
        cut=entry.cut,
        text_day=day,
        text_version=entry.version or 0,
        text_hash=hash_of(entry.texts),
        listed=month,
        listed_version=0,
        first_seen=0,
        last_seen=0,
    )
    return _seen(row, day, entry.version)


def merged(row: PaperRow, entry: Entry, day: int) -> PaperRow:
    """The row after one more entry of the same paper; equal to `row` if the entry tells nothing new."""
    row = _seen(row, day, entry.version)
    age, newest = _age(day, entry.version), row.newest
    mine, theirs = _fields(row), _fields(entry)
    if mine == theirs and row.origins is None and age <= newest:
        return row
    origins = list(row.origins or (newest,) * len(mine))
    values = list(mine)
    for place, value in enumerate(theirs):
        if value is None or (mine[place] is not None and age < origins[place]):
            continue
        if place == _ANNOUNCE and age == origins[place]:
            value = _stronger(row.announce, entry.announce)
        values[place], origins[place] = value, age
    latest = max(age, newest)
    origins = [latest if value is None else origin for value, origin in zip(values, origins, strict=True)]
    newer = age >= newest
    return replace(
        row,
        texts=Texts(*values[:6]),
        version=values[6],
        category=values[7],
        announce=values[_ANNOUNCE],
        cut=entry.cut if theirs[_ABSTRACT] and origins[_ABSTRACT] == age else row.cut,
        text_day=day if newer else row.text_day,
        text_version=(entry.version or 0) if newer else row.text_version,
        text_hash=hash_of(entry.texts) if newer else row.text_hash,
        origins=None if all(origin == latest for origin in origins) else tuple(origins),
    )


def own_texts(row: PaperRow) -> Texts:
    """The texts of the newest entry alone, without what older ones filled in."""
    if row.origins is None:
        return row.texts
    pairs = zip(astuple_of(row.texts), row.origins, strict=False)
    return Texts(*(text if origin == row.newest else None for text, origin in pairs))


def _seen(row: PaperRow, day: int, version: int | None) -> PaperRow:
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
    return replace(row, listed=listed, listed_version=listed_version, first_seen=first, last_seen=last)


def _stronger(one: str | None, other: str | None) -> str | None:
    """Of two announcements of the same text the one that says more: the paper's own before a cross-listing."""
    order = (Announce.NEW, Announce.REPLACE, Announce.CROSS, Announce.REPLACE_CROSS)
    return next((kind for kind in order if kind in (one, other)), None)
