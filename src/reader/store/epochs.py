"""Epochs of the collected papers: which earlier state of the library something was derived from.

Change numbers alone do not tell: a library that was put back to an older state, or lost its last transactions with the
power, gives the same numbers to other texts. So every sync begins an epoch with a number that nobody can guess, and
what is derived (the full-text index) keeps the epoch and the change number that it was derived from.
"""

from __future__ import annotations

import os
import sqlite3

_KEPT = 500
"""Older epochs are forgotten: what is derived from one of them is derived anew."""


def begin(connection: sqlite3.Connection, sync: int) -> None:
    """Begin an epoch with the sync of that number. Its row says up to which change number the one before went."""
    number = int.from_bytes(os.urandom(8)) >> 1  # SQLite's integers have 63 bits; `secrets` takes 3 ms to import
    name = f"epoch/{sync:010}/{number:016x}"
    connection.execute("INSERT INTO fact SELECT ?, coalesce(max(change), 0) FROM paper", (name,))
    connection.execute(
        "DELETE FROM fact WHERE name IN (SELECT name FROM fact WHERE name GLOB 'epoch/*'"
        " ORDER BY name DESC LIMIT -1 OFFSET ?)",
        (_KEPT,),
    )


def current(connection: sqlite3.Connection) -> int:
    """The present epoch; 0 before the first."""
    return _epochs(connection)[-1][0]


def has_been(connection: sqlite3.Connection, epoch: int, change: int) -> bool:
    """Whether the library was in that epoch at that change number."""
    (newest,) = connection.execute("SELECT coalesce(max(change), 0) FROM paper").fetchone()
    known = _epochs(connection)
    ends = [*(before for _, before in known[1:]), int(newest)]
    return any(number == epoch and change <= end for (number, _), end in zip(known, ends, strict=True))


def _epochs(connection: sqlite3.Connection) -> list[tuple[int, int]]:
    """Every epoch, the oldest first, with the highest change number before it."""
    rows = connection.execute("SELECT name, value FROM fact WHERE name GLOB 'epoch/*' ORDER BY name").fetchall()
    oldest = [(0, 0)] if len(rows) < _KEPT else []
    return [*oldest, *((int(name.rpartition("/")[2], 16), int(before)) for name, before in rows)]
