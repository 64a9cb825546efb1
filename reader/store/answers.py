"""What was asked outside, in `marks.db`: it costs time or money and cannot simply be read again, as a digest can.

Of each kind (`enrich`, `translate`) the newest answer for a paper is kept, as JSON that the asker alone reads. The
library takes answers in by their number, which a later answer always has higher.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from reader.errors import StoreError
from reader.i18n import msg
from reader.store.database import OpenDatabase
from reader.store.faults import garbled_errors
from reader.values import dataclass

AT_A_TIME = 500
_SENT = "INSERT OR REPLACE INTO sent VALUES (?, ?, ?)"
_SENDING = "\x1f"
"""Stands before the target of papers that are on their way there."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One kept answer.

    num      higher than that of every answer kept before it
    kind     which job asked
    id       arXiv ID of the paper
    at       when it was kept, aware
    content  JSON
    """

    num: int
    kind: str
    id: str
    at: datetime
    content: str


class Answers:
    """The answers in one `marks.db`. Raises StoreError from any method if the file cannot be used."""

    def __init__(self, database: OpenDatabase) -> None:
        self._database = database

    def refuse_read_only(self) -> None:
        """Raise StoreError where no answer can be kept."""
        if self._database.read_only:
            raise StoreError(msg("the library in {folder} may only be read"), folder=self._database.path.parent)

    def keep(self, kind: str, contents: Mapping[str, str], now: datetime) -> None:
        """Keep answers by arXiv ID, on disk when this returns; each replaces the paper's older one of that kind."""
        self._write(
            "INSERT OR REPLACE INTO answer (kind, id, at, content) VALUES (?, ?, ?, ?)",
            [(kind, identity, now.isoformat(), content) for identity, content in contents.items()],
        )

    def after(self, num: int) -> Iterator[Answer]:
        """Answers with numbers higher than `num`, in their order."""
        sql = "SELECT num, kind, id, at, content FROM answer WHERE num > ? ORDER BY num LIMIT ?"
        while rows := self._database.all(sql, num, AT_A_TIME):
            with garbled_errors(self._database.path):
                answers = [Answer(row[0], row[1], row[2], datetime.fromisoformat(row[3]), row[4]) for row in rows]
            yield from answers
            num = rows[-1][0]

    def newest(self) -> int:
        """The highest number an answer has had; 0 if there never was one."""
        rows = self._database.all("SELECT seq FROM sqlite_sequence WHERE name = 'answer'")
        with garbled_errors(self._database.path):
            return int(rows[0][0]) if rows else 0

    def answered(self, kind: str, ids: Sequence[str], since: datetime) -> set[str]:
        """Those of `ids` for which an answer of that kind was kept at `since` or later."""
        rows = self._database.all(
            "SELECT id, at FROM (SELECT value FROM json_each(?)) JOIN answer ON id = value WHERE kind = ?",
            json.dumps(list(ids)),
            kind,
        )
        with garbled_errors(self._database.path):
            return {identity for identity, at in rows if datetime.fromisoformat(at) >= since}

    def put_back(self, answers: Iterable[Answer]) -> None:
        """Keep answers of a backup; a newer one that is here stays."""
        rows = [(answer.kind, answer.id, answer.at.isoformat(), answer.content) for answer in answers]
        with self._database.writing():
            self._database.connection.executemany(
                "DELETE FROM answer WHERE kind = ? AND id = ? AND at < ?", [r[:3] for r in rows]
            )
            self._database.connection.executemany(
                "INSERT OR IGNORE INTO answer (kind, id, at, content) VALUES (?, ?, ?, ?)", rows
            )

    def note_sending(self, ids: Iterable[str], target: str, now: datetime) -> None:
        """Remember that papers are about to go to `target`, on disk when this returns. See `settle`."""
        self._write(_SENT, [(identity, _SENDING + target, now.isoformat()) for identity in ids])

    def settle(self, ids: Iterable[str], sent: Iterable[str], target: str, now: datetime) -> None:
        """What became of `ids`, which were about to go to `target`: those in `sent` went there, the others did not."""
        with self._database.writing():
            self._database.connection.executemany(
                "DELETE FROM sent WHERE id = ? AND target = ?", [(identity, _SENDING + target) for identity in ids]
            )
            self._database.connection.executemany(_SENT, [(identity, target, now.isoformat()) for identity in sent])

    def sent(self, target: str) -> set[str]:
        """The papers that went to `target`."""
        return {identity for (identity,) in self._database.all("SELECT id FROM sent WHERE target = ?", target)}

    def sending(self, target: str) -> set[str]:
        """The papers that are on their way to `target`, or were when the program ended: they may have arrived."""
        return self.sent(_SENDING + target)

    def _write(self, sql: str, rows: Sequence[Sequence[object]]) -> None:
        with self._database.writing():
            self._database.connection.executemany(sql, rows)
