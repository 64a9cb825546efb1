"""A database whose values are not of their columns' kinds: every table and column of both is looked at."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from reader.errors import DamagedError
from reader.store.database import Schema, open_database
from reader.store.kinds import refuse_wrong_kinds
from reader.store.schema import LIBRARY, MARKS

SOUND = {"INTEGER": "1", "TEXT": "'x'", "BLOB": "x'00'"}
WRONG = {
    "INTEGER": ("'x'", "x'00'", "1.5", "-1"),
    "TEXT": ("x'00'", "CAST(x'ff' AS TEXT)"),
    "BLOB": ("'x'", "1"),
}
SCHEMAS = {"library.db": LIBRARY, "marks.db": MARKS}


def columns() -> Iterator[tuple[str, str, str]]:
    for name, schema in SCHEMAS.items():
        with closing(sqlite3.connect(":memory:")) as connection:
            for function in schema.functions:
                connection.create_function(*function, deterministic=True)
            for step in schema.steps:
                connection.executescript(step)
            tables = connection.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
            )
            for (table,) in tables.fetchall():
                for (column,) in connection.execute("SELECT name FROM pragma_table_info(?)", (table,)):
                    yield name, table, column


def with_a_row(path: Path, schema: Schema, table: str) -> tuple[sqlite3.Connection, dict[str, str]]:
    """A database with one sound row in one table; and the kind of each of its columns."""
    connection = open_database(path, schema)
    kinds = dict(connection.execute("SELECT name, type FROM pragma_table_info(?)", (table,)).fetchall())
    days = {"day", "first_seen", "last_seen", "listed", "since"}
    values = ["20260814" if name in days else SOUND[kind] for name, kind in kinds.items()]
    connection.execute("PRAGMA ignore_check_constraints=ON")
    connection.execute(f"INSERT INTO [{table}] VALUES ({', '.join(values)})")
    return connection, kinds


@pytest.mark.parametrize(("name", "table", "column"), columns())
def test_a_value_of_a_wrong_kind_in_any_column_is_damage(tmp_path: Path, name: str, table: str, column: str) -> None:
    schema = SCHEMAS[name]
    connection, kinds = with_a_row(tmp_path / name, schema, table)
    with closing(connection):
        refuse_wrong_kinds(connection, tmp_path / name, schema)
        for wrong in WRONG[kinds[column]]:
            try:
                connection.execute(f"UPDATE [{table}] SET [{column}] = {wrong}")
            except sqlite3.IntegrityError:  # the key of rows is always a number
                continue
            with pytest.raises(DamagedError, match="malformed text"):
                refuse_wrong_kinds(connection, tmp_path / name, schema)


@pytest.mark.parametrize("day", ["20260230", "20269900", "9223372036854775807"])
@pytest.mark.parametrize(("table", "column"), [("paper", "listed"), ("statement", "day"), ("source", "since")])
def test_a_day_that_no_month_has_is_damage(tmp_path: Path, table: str, column: str, day: str) -> None:
    connection, _ = with_a_row(tmp_path / "library.db", LIBRARY, table)
    with closing(connection):
        for sound in ("0", "20260800", "20240229"):
            connection.execute(f"UPDATE [{table}] SET [{column}] = {sound}")
            refuse_wrong_kinds(connection, tmp_path / "library.db", LIBRARY)
        connection.execute(f"UPDATE [{table}] SET [{column}] = {day}")
        with pytest.raises(DamagedError, match="malformed text"):
            refuse_wrong_kinds(connection, tmp_path / "library.db", LIBRARY)


@pytest.mark.parametrize("sql", ["DROP TABLE publisher", "ALTER TABLE paper RENAME COLUMN version TO versions"])
def test_a_table_or_column_that_is_not_there_is_damage(tmp_path: Path, sql: str) -> None:
    with closing(open_database(tmp_path / "library.db", LIBRARY)) as connection:
        connection.execute(sql)
        with pytest.raises(DamagedError, match="no such"):
            refuse_wrong_kinds(connection, tmp_path / "library.db", LIBRARY)
