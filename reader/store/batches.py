"""Digests that repeat one of another day, such as Friday's list that a publisher puts out again on Saturday.

What a digest announces is which papers, in which version, as what. The same list of the same publisher in the same
channel is one announcement, made on its first day, in whichever order its copies are read.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

from reader.model import Entry
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


def taken_in(connection: sqlite3.Connection, place: Place, entries: Iterable[Entry], day: int) -> Batch:
    """Note that `entries` were announced at `place` on `day` (0: unknown), and tell whether that is new."""
    digest = _digest(entries)
    where = (place.publisher, place.channel, place.topic, digest)
    row = connection.execute(
        "SELECT day FROM batch WHERE publisher = ? AND channel = ? AND topic = ? AND digest = ?", where
    ).fetchone()
    if row is None:
        connection.execute("INSERT INTO batch VALUES (?, ?, ?, ?, ?)", (*where, day))
        return Batch(day)
    known = int(row[0])
    if not day or 0 < known <= day:
        return Batch(known, repeat=True)
    connection.execute(
        "UPDATE batch SET day = ?5 WHERE publisher = ?1 AND channel = ?2 AND topic = ?3 AND digest = ?4", (*where, day)
    )
    return Batch(day, moved=known)


def _digest(entries: Iterable[Entry]) -> bytes:
    announced = sorted({f"{entry.id} {entry.version or ''} {entry.announce or ''}" for entry in entries})
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
