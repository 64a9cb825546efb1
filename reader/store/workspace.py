"""The papers that one transaction is about: read when first met, changed in memory, written once at its end.

A publisher's successive digests repeat most of their papers, so that each is read and written once for many entries.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any

from reader.model import BEFORE, NO_DETAILS, Entry, Texts
from reader.store.choosing import Said, Shown, choose
from reader.store.faults import GarbledValue
from reader.store.lookup import lookup_row
from reader.store.merging import PAPER_COLUMNS, PaperRow, blank_row, showing
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
_NO_TEXTS = Texts()
_columns = attrgetter(*PaperRow.__slots__)
"""The values of `PAPER_COLUMNS`."""


@dataclass(slots=True)
class WorkedOn:
    """A paper while a transaction is made.

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

    def says(self, statement: Statement) -> None:
        """Put a statement in the place of the one of the same publisher and content."""
        if self.said is self.before:
            self.said = dict(self.before)
        self.said[statement.publisher, statement.digest] = statement

    def next_turn(self, publisher: int) -> int:
        """The turn of what `publisher` says next."""
        return 1 + max((one.turn for one in self.said.values() if one.publisher == publisher), default=0)


class Workspace:
    """The papers of one transaction, by ID. Numbers are given out here, for nobody else can write meanwhile.

    ranks  of publishers, by number; whoever notes another one adds it
    """

    def __init__(self, connection: sqlite3.Connection, ranks: dict[int, int], arrived: int) -> None:
        """`arrived`: the number of this sync."""
        self.ranks = ranks
        self._connection = connection
        self._arrived = arrived
        self._papers: dict[str, WorkedOn] = {}
        self._paper, self._change = self._highest("num", "paper"), self._highest("change", "paper")
        self._text = self._highest("num", "text")
        before = connection.execute("SELECT num FROM publisher WHERE name = ?", (BEFORE,)).fetchone()
        if before is None:
            raise GarbledValue(BEFORE)
        self._before: int = before[0]

    def _highest(self, column: str, table: str) -> int:
        return int(self._connection.execute(f"SELECT coalesce(max({column}), 0) FROM {table}").fetchone()[0])

    def of(self, ids: Sequence[str]) -> list[WorkedOn]:
        """The papers with these IDs, in this order; those that are not known are new."""
        papers = self._papers
        unmet = {arxiv_id for arxiv_id in ids if arxiv_id not in papers}
        if unmet:
            self._read(unmet)
        for arxiv_id in ids:
            if arxiv_id not in papers:
                self._paper += 1
                papers[arxiv_id] = WorkedOn(self._paper, None, blank_row(arxiv_id))
        return [papers[arxiv_id] for arxiv_id in ids]

    def _read(self, ids: Iterable[str]) -> None:
        found = self._connection.execute(
            f"SELECT num, {PAPER_COLUMNS} FROM (SELECT value FROM json_each(?)) JOIN paper ON paper.id = value",
            (json.dumps(sorted(ids)),),
        )
        by_num = {num: WorkedOn(num, row := PaperRow(*values), row) for num, *values in found}
        said = self._connection.execute(
            f"SELECT {_STATEMENT} FROM (SELECT value FROM json_each(?)) JOIN statement ON paper = value",
            (json.dumps(list(by_num)),),
        )
        for num, *values in said:
            statement = Statement(*values)
            by_num[num].before[statement.publisher, statement.digest] = statement
        for paper in by_num.values():
            paper.said = paper.before  # copied by the first that changes it
            self._papers[paper.row.id] = paper

    def say(self, paper: WorkedOn, entry: Entry, publisher: int, day: int) -> None:
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
            turn = paper.next_turn(publisher)
            paper.says(Statement(publisher, digest, text, version, day, turn, entry.cut))
            paper.said.pop((self._before, digest), None)  # now it is known who said that
            return
        if len(paper.said) == 1 and version <= own.version and day <= own.day and own.cut >= entry.cut:
            return  # told again: what most entries do
        turn = paper.next_turn(publisher)
        if day < own.day or own.turn == turn - 1:  # an older one, or still the last word
            turn = own.turn
        later = (max(own.version, version), max(own.day, day), turn, own.cut or entry.cut)
        if later != (own.version, own.day, own.turn, own.cut):
            paper.says(Statement(publisher, digest, own.text, *later))

    def nums(self) -> list[int]:
        """The numbers of all of them."""
        return [paper.num for paper in self._papers.values()]

    def write(self) -> tuple[int, int]:
        """Write what differs from what is stored; returns how many papers are new, and how many known ones got other
        texts."""
        papers = self._papers.values()
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
            paper.row = showing(paper.row, cut=after.cut, translated=translated(after.texts))
            if paper.stored and (before is None or before.texts != after.texts):
                self._change += 1
                changed[paper.num] = self._change
            if before.details != after.details if before else after.details is not NO_DETAILS:
                lookups += lookup_row(paper.num, after.details)
        new = self._write_rows(papers, changed)
        self._connection.executemany("INSERT OR REPLACE INTO lookup VALUES (?, ?, ?, ?, ?)", lookups)
        self._papers = {}
        return new, len(changed)

    def _shown(self, said: Mapping[Any, Statement], contents: Mapping[int, Content]) -> Shown:
        pairs: list[Said] = [(statement, contents[statement.text]) for statement in said.values()]
        return choose(pairs, self.ranks)

    def _contents(self, papers: Iterable[WorkedOn]) -> dict[int, Content]:
        """The stored contents of papers, by number."""
        numbers = [statement.text for paper in papers for statement in paper.before.values()]
        found = self._connection.execute(
            f"SELECT num, {TEXT_COLUMNS} FROM (SELECT value FROM json_each(?)) JOIN text ON num = value",
            (json.dumps(numbers),),
        )
        return {num: content_of(columns) for num, *columns in found}

    def _write_statements(self, papers: Iterable[WorkedOn]) -> None:
        gone, said, told = [], [], []
        for paper in papers:
            gone += [(paper.num, *key) for key in paper.before.keys() - paper.said.keys()]
            said += [
                (paper.num, s.publisher, s.digest, s.text, s.version, s.day, s.turn, s.cut)
                for key, s in paper.said.items()
                if paper.before.get(key) is not s
            ]
            told += [
                (num, *astuple_of(content.texts), details_column(content.details))
                for num, content in paper.told.items()
            ]
        write = self._connection.executemany
        write("DELETE FROM statement WHERE paper = ? AND publisher = ? AND digest = ?", gone)
        write(f"INSERT OR REPLACE INTO statement ({_STATEMENT}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", said)
        write(f"INSERT INTO text (num, {TEXT_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", told)

    def _write_rows(self, papers: Iterable[WorkedOn], changed: Mapping[int, int]) -> int:
        new, known = [], []
        for paper in papers:
            if paper.stored is None:
                self._change += 1
                new.append((paper.num, *_columns(paper.row), self._change, self._arrived))
            elif paper.row is not paper.stored and paper.row != paper.stored:
                known.append((*_columns(paper.row), paper.num))
        marks = ", ".join("?" * len(PaperRow.__slots__))
        self._connection.executemany(
            f"INSERT INTO paper (num, {PAPER_COLUMNS}, change, arrived) VALUES (?, {marks}, ?, ?)", new
        )
        self._connection.executemany(f"UPDATE paper SET ({PAPER_COLUMNS}) = ({marks}) WHERE num = ?", known)
        self._connection.executemany(
            "UPDATE paper SET change = ? WHERE num = ?", [(change, num) for num, change in changed.items()]
        )
        return len(new)


def _shows_the_same(paper: WorkedOn) -> bool:
    """Whether what is new of a paper cannot change what is shown: its only text was told again."""
    if len(paper.before) != 1 or paper.before.keys() != paper.said.keys():
        return False
    (before,), (said,) = paper.before.values(), paper.said.values()
    return before.cut == said.cut
