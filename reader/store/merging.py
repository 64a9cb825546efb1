"""How entries become a paper: which text is the newest, what fills gaps, under which day it stands.

Pure: rows in, rows out. The rules (design: one paper is one row):

- the newest text wins, by digest day, then version; on a tie the one read later;
- an empty field never erases a filled one, and an older text fills what is empty;
- a paper announced on one day as new in one channel and as cross in another is new;
- a paper stands under the first day of its newest version: a repeat in the next days' digests does not move it,
  an update does; with no day known it stands under its ID's month.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace

from reader.model import Announce, Entry, Texts
from reader.store.days import month_of


@dataclass(frozen=True, slots=True)
class PaperRow:
    """A paper as `library.db` keeps it, without number and change counters; days as in `store.days`.

    text_day, text_version, text_hash   of the newest entry: what decides whether another one is newer
    listed_version                      the version that `listed` is the first day of (0: only the ID's month is known)
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
    newer = (day, entry.version or 0) >= (row.text_day, row.text_version)
    first, second = (entry.texts, row.texts) if newer else (row.texts, entry.texts)
    texts = first if first == second else _filled(first, second)
    if newer:
        again = (day, entry.version or 0) == (row.text_day, row.text_version)
        return replace(
            row,
            texts=texts,
            version=entry.version or row.version,
            category=entry.category or row.category,
            announce=_stronger(row.announce, entry.announce) if again else entry.announce or row.announce,
            cut=entry.cut if entry.texts.abstract_en else row.cut,
            text_day=day,
            text_version=entry.version or 0,
            text_hash=hash_of(entry.texts),
        )
    if texts == row.texts and row.category and row.version:
        return row
    return replace(
        row,
        texts=texts,
        version=row.version or entry.version,
        category=row.category or entry.category,
        announce=row.announce or entry.announce,
        cut=row.cut if row.texts.abstract_en else entry.cut,
    )


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


def _filled(first: Texts, second: Texts) -> Texts:
    """`first`, with its gaps filled from `second`."""
    pairs = zip(astuple_of(first), astuple_of(second), strict=True)
    return Texts(*(one or other for one, other in pairs))
