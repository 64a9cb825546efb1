"""Writing what sources bring into `library.db`: one transaction for a batch of readings, all of it or nothing."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from reader.model import Digest, Entry, Problem
from reader.store.batches import Batch, Place, move, taken_in
from reader.store.choosing import rank_of
from reader.store.database import transaction
from reader.store.days import number_of
from reader.store.faults import plain_errors
from reader.store.merging import merged, seen
from reader.store.workspace import WorkedOn, Workspace


class Readable(Protocol):
    """What a source yields for one key: see `reader.sources.contract.Reading`."""

    @property
    def key(self) -> str: ...
    @property
    def fingerprint(self) -> str: ...
    @property
    def digests(self) -> tuple[Digest, ...]: ...


@dataclass(frozen=True, slots=True)
class Counts:
    """What a batch brought.

    digests, entries, lost   read: digests (empty ones too), entries, entries that could not be read
    new, changed             papers not known before; papers whose texts changed
    """

    digests: int = 0
    entries: int = 0
    lost: int = 0
    new: int = 0
    changed: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            self.digests + other.digests,
            self.entries + other.entries,
            self.lost + other.lost,
            self.new + other.new,
            self.changed + other.changed,
        )


class Met:
    """Numbers of papers that were met, as bits: a million take 125 KB."""

    def __init__(self) -> None:
        self._bits = bytearray()

    def add(self, nums: Iterable[int]) -> None:
        """Note papers by their numbers."""
        for num in nums:
            if num >= len(self._bits) * 8:
                self._bits.extend(bytes(max(num // 8 + 1 - len(self._bits), len(self._bits), 1024)))
            self._bits[num // 8] |= 1 << num % 8

    def __len__(self) -> int:
        return int.from_bytes(self._bits, "little").bit_count()


class Collector:
    """Merges batches of readings into the library. Built by `Collected.collector`; belongs to one connection."""

    def __init__(
        self, connection: sqlite3.Connection, path: Path, source: int, publisher: str, arrived: int, met: Met
    ) -> None:
        """`source` is the number of the source being read, `publisher` its name; `arrived` the number of this sync.

        met  gets the numbers of the papers that the batches tell of
        """
        self._met = met
        self._connection = connection
        self._path = path
        self._source = source
        self._publisher = publisher
        self._arrived = arrived

    def store(self, readings: Iterable[Readable]) -> Counts:
        """Merge, and remember the fingerprints, in one transaction. Returns what the batch brought."""
        counts = Counts()
        with plain_errors(self._path), transaction(self._connection):
            writing = _Writing(self._connection, self._publisher, self._arrived)
            for reading in readings:
                for digest in reading.digests:
                    counts += writing.digest(digest)
                self._remember(reading)
            counts += writing.finish(self._met)
            if counts.digests:  # the papers may have changed
                self._connection.execute(
                    "INSERT INTO fact VALUES ('stamp', 1) ON CONFLICT (name) DO UPDATE SET value = value + 1"
                )
        return counts

    def _remember(self, reading: Readable) -> None:
        execute = self._connection.execute
        execute("INSERT OR REPLACE INTO reading VALUES (?, ?, ?)", (self._source, reading.key, reading.fingerprint))
        execute("DELETE FROM problem WHERE source = ? AND key = ?", (self._source, reading.key))
        problems: Sequence[Problem] = [problem for digest in reading.digests for problem in digest.problems]
        self._connection.executemany(
            "INSERT INTO problem VALUES (?, ?, ?, ?, ?, ?)",
            [(self._source, reading.key, p.place, p.line, p.reason, p.lost) for p in problems],
        )


_Appearance = tuple[int, int, str, str, str, int, int]
"""A row of the table: paper, day, channel, topic, announce, version, publisher."""


class _Writing:
    """One transaction: nobody else can write meanwhile."""

    def __init__(self, connection: sqlite3.Connection, publisher: str, arrived: int) -> None:
        self._connection = connection
        self._publisher = publisher
        self._publishers: dict[str, int] = dict(connection.execute("SELECT name, num FROM publisher"))
        self._papers = Workspace(connection, dict(connection.execute("SELECT num, rank FROM publisher")), arrived)
        self._appeared: set[_Appearance] = set()
        """Rows written already: a digest that is put out several times a day repeats most of them."""
        self._upgraded = bool(connection.execute("SELECT 1 FROM fact WHERE name = 'before'").fetchone())

    def digest(self, digest: Digest) -> Counts:
        """Merge one digest; what it brought but for papers, which `finish` counts."""
        place = Place(self._number(digest.publisher or self._publisher), digest.channel or "", digest.topic or "")
        day = number_of(digest.day) if digest.announces else 0
        lost = sum(problem.lost for problem in digest.problems)
        read = bool(digest.entries) or not lost  # else it is only the place where something could not be read
        announced = read and digest.announces and bool(day or place.channel or place.topic)
        batch = Batch(day)
        if announced and digest.entries and not digest.kept:
            batch = taken_in(self._connection, place, digest.entries, day, upgraded=self._upgraded)
        papers = self._papers.of([entry.id for entry in digest.entries])
        said_on = batch.day if digest.announces else number_of(digest.day)
        for paper, entry in zip(papers, digest.entries, strict=True):
            paper.row = merged(paper.row, entry, batch.day)
            self._papers.say(paper, entry, place.publisher, said_on)
        if batch.moved is not None:
            self._move(place, batch, papers, digest.entries)
        if announced and not batch.repeat:
            self._appearances(digest, place, batch.day, papers)
        return Counts(int(read), len(digest.entries), lost)

    def finish(self, met: Met) -> Counts:
        """Write the papers; how many are new, and how many known ones have other texts now."""
        met.add(self._papers.nums())
        new, changed = self._papers.write()
        return Counts(new=new, changed=changed)

    def _number(self, publisher: str) -> int:
        """The number of a publisher, who is noted if not known yet."""
        if publisher not in self._publishers:
            rank = rank_of(publisher)
            cursor = self._connection.execute("INSERT INTO publisher (name, rank) VALUES (?, ?)", (publisher, rank))
            self._publishers[publisher] = num = int(cursor.lastrowid or 0)
            self._papers.ranks[num] = rank
        return self._publishers[publisher]

    def _move(self, place: Place, batch: Batch, papers: Sequence[WorkedOn], entries: Sequence[Entry]) -> None:
        self._appeared.clear()
        rows = move(self._connection, place, batch, {paper.num: paper.row for paper in papers})
        for paper, entry in zip(papers, entries, strict=True):
            paper.row = seen(rows.pop(paper.num, paper.row), batch.day, entry.version or 0)

    def _appearances(self, digest: Digest, place: Place, day: int, papers: Sequence[WorkedOn]) -> None:
        rows = [
            (paper.num, day, place.channel, place.topic, e.announce or "", e.version or 0, place.publisher)
            for paper, e in zip(papers, digest.entries, strict=True)
        ]
        if self._upgraded:  # now it is known who announced that
            self._connection.executemany(
                "DELETE FROM appearance WHERE paper = ? AND day = ? AND channel = ? AND topic = ? AND announce = ?"
                " AND version = ? AND publisher = 0",
                [row[:-1] for row in rows],
            )
        if place.topic:
            rows = self._without_doubles(rows)
        rows = [row for row in rows if row not in self._appeared]
        self._appeared.update(rows)
        self._connection.executemany("INSERT OR IGNORE INTO appearance VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
        if day:
            where = (day, place.channel, place.topic, place.publisher)
            count = len(digest.entries) if not digest.kept else self._count(where)
            self._connection.execute(
                "INSERT INTO announced VALUES (?, ?, ?, ?, ?) ON CONFLICT (day, channel, topic, publisher)"
                " DO UPDATE SET entries = max(entries, excluded.entries)",
                (*where, count),
            )

    def _without_doubles(self, rows: list[_Appearance]) -> list[_Appearance]:
        """Rows of a publisher who puts out the same list in several forms, of which only some tell versions."""
        same = "paper = ? AND day = ? AND channel = ? AND topic = ? AND announce = ? AND publisher = ?"
        kept = []
        for row in rows:
            where = (*row[:5], row[6])
            if row[5]:
                self._connection.execute(f"DELETE FROM appearance WHERE {same} AND version = 0", where)
                self._appeared.discard((*row[:5], 0, row[6]))
            elif self._connection.execute(f"SELECT 1 FROM appearance WHERE {same} AND version > 0", where).fetchone():
                continue
            kept.append(row)
        return kept

    def _count(self, where: tuple[object, ...]) -> int:
        sql = "SELECT count(*) FROM appearance WHERE day = ? AND channel = ? AND topic = ? AND publisher = ?"
        return int(self._connection.execute(sql, where).fetchone()[0])
