"""Whether a database holds what its columns are declared to hold.

SQLite keeps in a column whatever somebody puts there: to `quick_check` a number that became a text is as good as any.
Who reads rows does not look at each value, so such a one ends what comes upon it in some mistake or other; here is
found out afterwards whether that was why.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from reader.errors import DamagedError
from reader.store.database import Schema, empty_database, refuse_damage
from reader.store.days import day_of
from reader.store.faults import DAMAGED, garbled_errors, plain_errors

_DAYS = {"day", "first_seen", "last_seen", "listed", "since"}
_WIDE = {"value", "category_age", "announce_age"}
"""Columns of whole numbers of up to 63 bits. The others have 32, as in the arrays they are kept in; none is below 0."""


def refuse_wrong_kinds(connection: sqlite3.Connection, path: Path, schema: Schema) -> None:
    """Read the whole database at `path`. Raises StoreError if it is damaged, lacks a table or a column of `schema`, or
    if a value is not of its column's kind."""
    refuse_damage(connection, path)
    with closing(empty_database(path, schema)) as model, plain_errors(path):
        for table, columns, wrong in _tables(model):
            try:
                found = connection.execute(f"SELECT 1 FROM [{table}] WHERE {wrong} LIMIT 1").fetchone()
                texts = connection.execute(f"SELECT [{'], ['.join(columns)}] FROM [{table}]")
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode != sqlite3.SQLITE_ERROR:
                    raise
                raise DamagedError(DAMAGED, path=path, reason=str(error)) from error  # no such table, or column
            if found:
                raise DamagedError(DAMAGED, path=path, reason="malformed text")
            for _ in texts:  # text that is not UTF-8 is found by Python
                pass
            for name in _DAYS.intersection(columns):
                with garbled_errors(path):
                    for (day,) in connection.execute(f"SELECT DISTINCT [{name}] FROM [{table}]"):
                        day_of(day if day % 100 else day and day + 1)  # the month alone may be known, or nothing


def _tables(model: sqlite3.Connection) -> Iterator[tuple[str, list[str], str]]:
    """Every table of ours: its name, its columns, and what is true of a row in which a value is of another kind."""
    tables = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT GLOB 'sqlite_*'"
    for (table,) in model.execute(tables).fetchall():
        columns = model.execute(
            "SELECT name, lower(type), [notnull] OR pk FROM pragma_table_info(?)", (table,)
        ).fetchall()
        wrong = [
            f"typeof([{name}]) NOT IN ('{kind}', '{kind if always else 'null'}')" for name, kind, always in columns
        ]
        wrong += [
            f"[{name}] NOT BETWEEN 0 AND {2 ** (63 if name in _WIDE else 32) - 1}"
            for name, kind, _ in columns
            if kind == "integer"
        ]
        yield table, [name for name, _, _ in columns], " OR ".join(wrong)
