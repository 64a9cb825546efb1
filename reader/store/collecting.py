"""Writing what sources bring into `library.db`: one transaction for a batch of readings, all of it or nothing."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol

from reader.model import Digest, Entry, Problem, Texts
from reader.store.database import plain_errors, transaction
from reader.store.days import number_of
from reader.store.merging import PaperRow, astuple_of, first_row, hash_of, merged, own_texts

_PAPER_COLUMNS = (
    "id, version, category, announce, cut, text_day, text_version, text_hash, "
    "listed, listed_version, first_seen, last_seen, origins"
)
_TEXT_COLUMNS = "title_en, title_zh, tldr_en, tldr_zh, abstract_en, abstract_zh"


class Readable(Protocol):
    """What a source yields for one key: see `reader.sources.reading.Reading`."""

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


@dataclass(slots=True)
class _Known:
    """A paper of the library while a batch is merged: its row as stored and as it will be."""

    num: int
    stored: PaperRow | None
    row: PaperRow


class Collector:
    """Merges batches of readings into the library. Built by `Collected.collector`; belongs to one connection."""

    def __init__(self, connection: sqlite3.Connection, path: Path, source: int, arrived: int) -> None:
        """`source` is the number of the source being read; `arrived` the number of this sync."""
        self._connection = connection
        self._path = path
        self._source = source
        self._arrived = arrived

    def store(self, readings: Iterable[Readable]) -> Counts:
        """Merge, and remember the fingerprints, in one transaction. Returns what the batch brought."""
        counts = Counts()
        with plain_errors(self._path), transaction(self._connection):
            for reading in readings:
                for digest in reading.digests:
                    counts += self._digest(digest)
                self._remember(reading)
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

    def _digest(self, digest: Digest) -> Counts:
        day = number_of(digest.day)
        known = self._known({entry.id for entry in digest.entries})
        new = changed = 0
        earlier: list[tuple[object, ...]] = []
        for entry in digest.entries:
            paper = known.get(entry.id)
            if paper is None:
                known[entry.id] = _Known(self._new_number(entry), None, first_row(entry, day))
                new += 1
                continue
            earlier += _displaced(paper, entry, day)
            paper.row = merged(paper.row, entry, day)
        changed = self._write(known.values())
        self._connection.executemany(
            f"INSERT INTO earlier VALUES ({', '.join('?' * 10)}) ON CONFLICT (paper, text_hash) DO UPDATE SET"
            " day = excluded.day, version = excluded.version WHERE (excluded.day, excluded.version) > (day, version)",
            earlier,
        )
        self._appearances(digest, day, known)
        lost = sum(problem.lost for problem in digest.problems)
        read = bool(digest.entries) or not lost  # else it is only the place where something could not be read
        return Counts(int(read), len(digest.entries), lost, new, changed)

    def _known(self, ids: set[str]) -> dict[str, _Known]:
        found = self._connection.execute(
            f"SELECT num, {_PAPER_COLUMNS}, {_TEXT_COLUMNS} FROM (SELECT value FROM json_each(?))"
            " JOIN paper ON paper.id = value JOIN text USING (num)",
            (json.dumps(sorted(ids)),),
        )
        known = {}
        for num, *values in found:
            row = _row(values)
            known[row.id] = _Known(num, row, row)
        return known

    def _new_number(self, entry: Entry) -> int:
        cursor = self._connection.execute(
            f"INSERT INTO paper ({_PAPER_COLUMNS}, change, arrived)"
            " VALUES (?, NULL, NULL, NULL, 0, 0, 0, x'', 0, 0, 0, 0, NULL,"
            " (SELECT coalesce(max(change), 0) + 1 FROM paper), ?)",
            (entry.id, self._arrived),
        )
        return int(cursor.lastrowid or 0)

    def _write(self, papers: Iterable[_Known]) -> int:
        """Write rows that differ from what is stored; returns how many known papers got other texts."""
        rows = [paper for paper in papers if paper.row != paper.stored]
        texts = [p for p in rows if p.stored is None or p.stored.texts != p.row.texts]
        self._connection.executemany(
            "UPDATE paper SET version = ?, category = ?, announce = ?, cut = ?, text_day = ?, text_version = ?,"
            " text_hash = ?, listed = ?, listed_version = ?, first_seen = ?, last_seen = ?, origins = ? WHERE num = ?",
            [(*_columns(paper.row)[1:], paper.num) for paper in rows],
        )
        self._connection.executemany(
            f"INSERT OR REPLACE INTO text (num, {_TEXT_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)",
            [(paper.num, *astuple_of(paper.row.texts)) for paper in texts],
        )
        changed = [(paper.num,) for paper in texts if paper.stored is not None]
        self._connection.executemany(
            "UPDATE paper SET change = (SELECT max(change) + 1 FROM paper) WHERE num = ?", changed
        )
        return len(changed)

    def _appearances(self, digest: Digest, day: int, known: Mapping[str, _Known]) -> None:
        channel = digest.channel or ""
        if not day and not channel:
            return  # a file that tells neither says nothing about where and when
        self._connection.executemany(
            "INSERT OR IGNORE INTO appearance VALUES (?, ?, ?, ?, ?)",
            [(known[e.id].num, day, channel, e.announce or "", e.version or 0) for e in digest.entries],
        )
        if day and channel:
            self._connection.execute(
                "INSERT INTO announced VALUES (?, ?, ?) ON CONFLICT (day, channel)"
                " DO UPDATE SET entries = max(entries, excluded.entries)",
                (day, channel, len(digest.entries)),
            )


def _row(values: Sequence[Any]) -> PaperRow:
    """A `PaperRow` from the columns of paper and text, in the order of the two column lists."""
    identity, version, category, announce, cut, *days, origins = values[:13]
    row = PaperRow(identity, Texts(*values[13:]), version, category, announce, bool(cut), *days)
    return replace(row, origins=tuple(json.loads(origins))) if origins else row


def _columns(row: PaperRow) -> tuple[object, ...]:
    """The values of the paper table's columns, in the order of its column list."""
    return (
        row.id, row.version, row.category, row.announce, row.cut, row.text_day, row.text_version, row.text_hash,
        row.listed, row.listed_version, row.first_seen, row.last_seen,
        json.dumps(row.origins) if row.origins else None,
    )  # fmt: skip


def _displaced(paper: _Known, entry: Entry, day: int) -> list[tuple[object, ...]]:
    """The text that is not the paper's newest after `entry` came, as a row of `earlier`; none if both are the same."""
    row, coming = paper.row, hash_of(entry.texts)
    if coming == row.text_hash:
        return []
    if (day, entry.version or 0) >= (row.text_day, row.text_version):
        return [(paper.num, row.text_hash, row.text_day, row.text_version, *astuple_of(own_texts(row)))]
    return [(paper.num, coming, day, entry.version or 0, *astuple_of(entry.texts))]
