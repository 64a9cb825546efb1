"""Writing what sources bring into `library.db`: one transaction for a batch of readings, all of it or nothing."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Protocol

from reader.model import BEFORE, NO_DETAILS, Digest, Entry, Problem, Texts
from reader.store.batches import Batch, Place, move, taken_in
from reader.store.choosing import Said, Shown, choose, rank_of
from reader.store.database import transaction
from reader.store.days import number_of
from reader.store.faults import plain_errors
from reader.store.lookup import lookup_row
from reader.store.merging import PAPER_COLUMNS, PaperRow, blank_row, merged, seen
from reader.store.statements import (
    TEXT_COLUMNS,
    Content,
    Statement,
    astuple_of,
    content_of,
    details_column,
    digest_of,
    translated,
)

_STATEMENT = "paper, publisher, digest, text, version, day, turn, cut"


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
    """A paper of the library while a digest is merged.

    stored   its row as it is stored, None for a new paper; `row` as it will be
    before   statements that are stored, by publisher and digest; `said` as they will be
    told     contents that are not stored yet, by number
    """

    num: int
    stored: PaperRow | None
    row: PaperRow
    before: dict[tuple[int, bytes], Statement] = field(default_factory=dict)
    said: dict[tuple[int, bytes], Statement] = field(default_factory=dict)
    told: dict[int, Content] = field(default_factory=dict)


class Collector:
    """Merges batches of readings into the library. Built by `Collected.collector`; belongs to one connection."""

    def __init__(self, connection: sqlite3.Connection, path: Path, source: int, publisher: str, arrived: int) -> None:
        """`source` is the number of the source being read, `publisher` its name; `arrived` the number of this sync."""
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


class _Writing:
    """One transaction: numbers are given out here, for nobody else can write meanwhile."""

    def __init__(self, connection: sqlite3.Connection, publisher: str, arrived: int) -> None:
        self._connection = connection
        self._publisher = publisher
        self._arrived = arrived
        self._publishers: dict[str, int] = dict(connection.execute("SELECT name, num FROM publisher"))
        self._ranks = dict(connection.execute("SELECT num, rank FROM publisher"))
        self._paper, self._change = self._highest("num", "paper"), self._highest("change", "paper")
        self._text = self._highest("num", "text")
        self._upgraded = bool(connection.execute("SELECT 1 FROM fact WHERE name = 'before'").fetchone())

    def _highest(self, column: str, table: str) -> int:
        return int(self._connection.execute(f"SELECT coalesce(max({column}), 0) FROM {table}").fetchone()[0])

    def digest(self, digest: Digest) -> Counts:
        """Merge one digest."""
        place = Place(self._number(digest.publisher or self._publisher), digest.channel or "", digest.topic or "")
        day = number_of(digest.day) if digest.announces else 0
        announced = digest.announces and bool(day or place.channel or place.topic)
        batch = Batch(day)
        if announced and digest.entries and not digest.kept:
            batch = taken_in(self._connection, place, digest.entries, day)
        known = self._known({entry.id for entry in digest.entries})
        for entry in digest.entries:
            paper = known.get(entry.id)
            if paper is None:
                self._paper += 1
                paper = known[entry.id] = _Known(self._paper, None, blank_row(entry.id))
            paper.row = merged(paper.row, entry, batch.day)
            self._say(paper, entry, place.publisher, batch.day if digest.announces else number_of(digest.day))
        if batch.moved is not None:
            self._move(place, batch, digest.entries, known)
        changed = self._write(known.values())
        if announced and not batch.repeat:
            self._appearances(digest, place, batch.day, known)
        lost = sum(problem.lost for problem in digest.problems)
        read = bool(digest.entries) or not lost  # else it is only the place where something could not be read
        new = sum(paper.stored is None for paper in known.values())
        return Counts(int(read), len(digest.entries), lost, new, changed)

    def _number(self, publisher: str) -> int:
        """The number of a publisher, who is noted if not known yet."""
        if publisher not in self._publishers:
            rank = rank_of(publisher)
            cursor = self._connection.execute("INSERT INTO publisher (name, rank) VALUES (?, ?)", (publisher, rank))
            self._publishers[publisher] = num = int(cursor.lastrowid or 0)
            self._ranks[num] = rank
        return self._publishers[publisher]

    def _known(self, ids: set[str]) -> dict[str, _Known]:
        found = self._connection.execute(
            f"SELECT num, {PAPER_COLUMNS} FROM (SELECT value FROM json_each(?)) JOIN paper ON paper.id = value",
            (json.dumps(sorted(ids)),),
        )
        rows = {num: PaperRow(*values) for num, *values in found}
        by_num = {num: _Known(num, row, row) for num, row in rows.items()}
        said = self._connection.execute(
            f"SELECT {_STATEMENT} FROM (SELECT value FROM json_each(?)) JOIN statement ON paper = value",
            (json.dumps(list(by_num)),),
        )
        for num, *values in said:
            statement = Statement(*values)
            by_num[num].before[statement.publisher, statement.digest] = statement
        for paper in by_num.values():
            paper.said = paper.before  # replaced, never changed
        return {paper.row.id: paper for paper in by_num.values()}

    def _say(self, paper: _Known, entry: Entry, publisher: int, day: int) -> None:
        """Note what `entry` says of `paper`, if it says anything."""
        details = details_column(entry.details)
        if details is None and entry.texts == _NO_TEXTS:
            return
        digest, version = digest_of(entry.texts, details), entry.version or 0
        own = paper.said.get((publisher, digest))
        if own is None:
            same = next((one for one in paper.said.values() if one.digest == digest), None)
            if same is None:
                self._text += 1
                paper.told[self._text] = Content(entry.texts, entry.details)
            text = same.text if same else self._text
            turn = _next_turn(paper, publisher)
            new = Statement(publisher, digest, text, version, day, turn, entry.cut)
            paper.said = {**paper.said, (publisher, digest): new}
            paper.said.pop((self._publishers[BEFORE], digest), None)  # now it is known who said that
            return
        turn = own.turn
        if len(paper.said) > 1 and day >= own.day:  # perhaps no longer the last word
            turn = max(turn, _next_turn(paper, publisher) - 1)
            turn += turn > own.turn
        if (version, day, entry.cut, turn) != (own.version, own.day, own.cut, own.turn):
            later = Statement(
                publisher, digest, own.text, max(own.version, version), max(own.day, day), turn, own.cut or entry.cut
            )
            if later != own:
                paper.said = {**paper.said, (publisher, digest): later}

    def _move(self, place: Place, batch: Batch, entries: Iterable[Entry], known: Mapping[str, _Known]) -> None:
        rows = move(self._connection, place, batch, {paper.num: paper.row for paper in known.values()})
        for entry in entries:
            paper = known[entry.id]
            paper.row = seen(rows.get(paper.num, paper.row), batch.day, entry.version or 0)

    def _write(self, papers: Iterable[_Known]) -> int:
        """Write what differs from what is stored; returns how many known papers got other texts."""
        papers = list(papers)
        others = [paper for paper in papers if paper.said is not paper.before]
        self._write_statements(others)
        others = [paper for paper in others if not _shows_the_same(paper)]
        contents = self._contents(paper for paper in others if paper.stored)
        changed: dict[int, int] = {}
        lookups: list[tuple[object, ...]] = []
        for paper in others:
            contents.update(paper.told)
            after = self._shown(paper.said, contents)
            before = self._shown(paper.before, contents) if paper.before else None
            paper.row = replace(paper.row, cut=after.cut, translated=translated(after.texts))
            if paper.stored and (before is None or before.texts != after.texts):
                self._change += 1
                changed[paper.num] = self._change
            if before.details != after.details if before else after.details is not NO_DETAILS:
                lookups += lookup_row(paper.num, after.details)
        self._write_rows(papers, changed)
        self._connection.executemany("INSERT OR REPLACE INTO lookup VALUES (?, ?, ?, ?, ?)", lookups)
        return len(changed)

    def _shown(self, said: Mapping[Any, Statement], contents: Mapping[int, Content]) -> Shown:
        pairs: list[Said] = [(statement, contents[statement.text]) for statement in said.values()]
        return choose(pairs, self._ranks)

    def _contents(self, papers: Iterable[_Known]) -> dict[int, Content]:
        """The stored contents of papers, by number."""
        numbers = [statement.text for paper in papers for statement in paper.before.values()]
        found = self._connection.execute(
            f"SELECT num, {TEXT_COLUMNS} FROM (SELECT value FROM json_each(?)) JOIN text ON num = value",
            (json.dumps(numbers),),
        )
        return {num: content_of(columns) for num, *columns in found}

    def _write_statements(self, papers: Iterable[_Known]) -> None:
        gone, said, told = [], [], []
        for paper in papers:
            gone += [(paper.num, *key) for key in paper.before.keys() - paper.said.keys()]
            said += [
                (paper.num, s.publisher, s.digest, s.text, s.version, s.day, s.turn, s.cut)
                for key, s in paper.said.items()
                if paper.before.get(key) != s
            ]
            told += [
                (num, *astuple_of(content.texts), details_column(content.details))
                for num, content in paper.told.items()
            ]
        write = self._connection.executemany
        write("DELETE FROM statement WHERE paper = ? AND publisher = ? AND digest = ?", gone)
        write(f"INSERT OR REPLACE INTO statement ({_STATEMENT}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", said)
        write(f"INSERT INTO text (num, {TEXT_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", told)

    def _write_rows(self, papers: Iterable[_Known], changed: Mapping[int, int]) -> None:
        new, known = [], []
        for paper in papers:
            if paper.stored is None:
                self._change += 1
                new.append((paper.num, *_columns(paper.row), self._change, self._arrived))
            elif paper.row != paper.stored:
                known.append((*_columns(paper.row), paper.num))
        marks = ", ".join("?" * len(PaperRow.__slots__))
        self._connection.executemany(
            f"INSERT INTO paper (num, {PAPER_COLUMNS}, change, arrived) VALUES (?, {marks}, ?, ?)", new
        )
        self._connection.executemany(f"UPDATE paper SET ({PAPER_COLUMNS}) = ({marks}) WHERE num = ?", known)
        self._connection.executemany(
            "UPDATE paper SET change = ? WHERE num = ?", [(change, num) for num, change in changed.items()]
        )

    def _appearances(self, digest: Digest, place: Place, day: int, known: Mapping[str, _Known]) -> None:
        rows = [
            (known[e.id].num, day, place.channel, place.topic, e.announce or "", e.version or 0, place.publisher)
            for e in digest.entries
        ]
        if self._upgraded:  # now it is known who announced that
            self._connection.executemany(
                "DELETE FROM appearance WHERE paper = ? AND day = ? AND channel = ? AND topic = ? AND announce = ?"
                " AND version = ? AND publisher = 0",
                [row[:-1] for row in rows],
            )
        self._connection.executemany("INSERT OR IGNORE INTO appearance VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
        if day:
            where = (day, place.channel, place.topic, place.publisher)
            count = len(digest.entries) if not digest.kept else self._count(where)
            self._connection.execute(
                "INSERT INTO announced VALUES (?, ?, ?, ?, ?) ON CONFLICT (day, channel, topic, publisher)"
                " DO UPDATE SET entries = max(entries, excluded.entries)",
                (*where, count),
            )

    def _count(self, where: tuple[object, ...]) -> int:
        sql = "SELECT count(*) FROM appearance WHERE day = ? AND channel = ? AND topic = ? AND publisher = ?"
        return int(self._connection.execute(sql, where).fetchone()[0])


_NO_TEXTS = Texts()


def _shows_the_same(paper: _Known) -> bool:
    """Whether what is new of a paper cannot change what is shown: its only text was told again."""
    if len(paper.before) != 1 or paper.before.keys() != paper.said.keys():
        return False
    (before,), (said,) = paper.before.values(), paper.said.values()
    return before.cut == said.cut


def _next_turn(paper: _Known, publisher: int) -> int:
    return 1 + max((one.turn for one in paper.said.values() if one.publisher == publisher), default=0)


def _columns(row: PaperRow) -> tuple[object, ...]:
    """The values of `PAPER_COLUMNS`."""
    return tuple(getattr(row, name) for name in PaperRow.__slots__)
