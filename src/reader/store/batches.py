"""Digests that repeat one of another day, such as Friday's list that a publisher puts out again on Saturday.

What a digest announces is which papers, in which version, as what. The same list of the same publisher in the same
channel is one announcement, made on its first day, in whichever order its copies are read.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby
from operator import itemgetter

from reader.model import Entry
from reader.store.days import day_of, number_of
from reader.store.merging import PaperRow, seen, unseen


@dataclass(frozen=True, slots=True)
class Place:
    """Where entries were announced: publisher by number, channel and topic ("" where there is none)."""

    publisher: int
    channel: str
    topic: str


@dataclass(frozen=True, slots=True)
class Batch:
    """An announcement that is being stored.

    day     its day, 0 if unknown; of a repeat: the day that is known already
    repeat  it adds no appearances
    moved   the later day under which it was stored before; None if it was not
    """

    day: int
    repeat: bool = False
    moved: int | None = None


def taken_in(
    connection: sqlite3.Connection, place: Place, entries: Iterable[Entry], day: int, *, upgraded: bool = False
) -> Batch:
    """Note that `entries` were announced at `place` on `day` (0: unknown), and tell whether that is new.

    upgraded  the library has appearances from before batches were kept: they are looked through, too
    """
    digest = _digest(entries)
    where = (place.publisher, place.channel, place.topic, digest)
    row = connection.execute(
        "SELECT day FROM batch WHERE publisher = ? AND channel = ? AND topic = ? AND digest = ?", where
    ).fetchone()
    if row is None:
        before = _told_before(connection, place, digest, day) if upgraded and day else 0
        connection.execute("INSERT INTO batch VALUES (?, ?, ?, ?, ?)", (*where, before or day))
        return Batch(before, repeat=True) if before else Batch(day)
    known = int(row[0])
    if not day or 0 < known <= day:
        return Batch(known, repeat=True)
    connection.execute(
        "UPDATE batch SET day = ?5 WHERE publisher = ?1 AND channel = ?2 AND topic = ?3 AND digest = ?4", (*where, day)
    )
    return Batch(day, moved=known)


def _told_before(connection: sqlite3.Connection, place: Place, digest: bytes, day: int) -> int:
    """The day of the week before `day` on which just this was announced, nobody knows by whom; 0 if there is none."""
    told = connection.execute(
        "SELECT day, id, appearance.version, appearance.announce FROM appearance JOIN paper ON paper.num = paper"
        " WHERE publisher = 0 AND day BETWEEN ? AND ? AND channel = ? AND topic = ? ORDER BY day",
        (_week_before(day), day - 1, place.channel, place.topic),
    )
    for known, rows in groupby(told, key=itemgetter(0)):
        if _digest_of({_line(arxiv_id, version, announce) for _, arxiv_id, version, announce in rows}) == digest:
            return int(known)
    return 0


def _week_before(day: int) -> int:
    known = day_of(day)
    return number_of(known - timedelta(7)) if known else 0


def _line(arxiv_id: str, version: int | None, announce: str | None) -> str:
    return f"{arxiv_id} {version or ''} {announce or ''}"


def _digest(entries: Iterable[Entry]) -> bytes:
    return _digest_of({_line(entry.id, entry.version, entry.announce) for entry in entries})


def _digest_of(lines: Iterable[str]) -> bytes:
    announced = sorted(lines)
    return hashlib.blake2b("\n".join(announced).encode(), digest_size=16).digest()


def move(
    connection: sqlite3.Connection, place: Place, batch: Batch, papers: dict[int, PaperRow]
) -> dict[int, PaperRow]:
    """Take back the appearances under the later day `batch.moved`, unless another digest of that day told them too.

    papers  the batch's papers by number; returns those that stand elsewhere now
    """
    where = (batch.moved, place.publisher, place.channel, place.topic)
    others = connection.execute(
        "SELECT count(*) FROM batch WHERE day = ? AND publisher = ? AND channel = ? AND topic = ?", where
    ).fetchone()
    if others[0]:
        return {}
    connection.executemany(
        "DELETE FROM appearance WHERE day = ? AND publisher = ? AND channel = ? AND topic = ? AND paper = ?",
        [(*where, num) for num in papers],
    )
    connection.execute("DELETE FROM announced WHERE day = ? AND publisher = ? AND channel = ? AND topic = ?", where)
    return {num: _as_seen(connection, num, row) for num, row in papers.items()}


def _as_seen(connection: sqlite3.Connection, num: int, row: PaperRow) -> PaperRow:
    row = unseen(row)
    for day, version in connection.execute("SELECT day, version FROM appearance WHERE paper = ?", (num,)):
        row = seen(row, day, version)
    return row
