"""Values that are not of their column's kind, which SQLite keeps and does not see: damage, told in one clear line."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.conftest import Cli, fruit, write_digest
from tests.cli.program import is_one_line, run

GARBLED = [
    ("library.db", "UPDATE paper SET change = 'x' WHERE num = 1", ("search", "苹果")),
    ("library.db", "UPDATE paper SET id = x'ff00' WHERE num = 1", ("search", "苹果")),
    ("library.db", "UPDATE paper SET id = CAST(x'ff41' AS TEXT) WHERE num = 1", ("search", "苹果", "-f", "ids")),
    ("library.db", "UPDATE paper SET listed = 1.5e300", ("export", "*")),
    ("library.db", "UPDATE paper SET listed = 9223372036854775807", ("search", "苹果")),
    ("library.db", "UPDATE paper SET listed = 20269900", ("search", "苹果")),
    ("library.db", "UPDATE paper SET num = -5 WHERE num = 1", ("export", "*")),
    ("library.db", "UPDATE publisher SET name = 'x' WHERE num = 0", ("sync", "more.md")),
    ("library.db", "DROP TABLE publisher", ("show", "2608.00001")),
    ("library.db", "ALTER TABLE paper DROP COLUMN version", ("show", "2608.00001")),
    ("marks.db", "UPDATE gesture SET turn = 'x'", ("search", "苹果")),
    ("marks.db", "UPDATE gesture SET at = x'ff00'", ("mark", "--undo")),
]


def garble(file: Path, sql: str) -> None:
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute(sql)


@pytest.mark.parametrize(("name", "sql", "arguments"), GARBLED, ids=[sql for _, sql, _ in GARBLED])
def test_a_value_of_a_wrong_kind_is_told_as_damage(
    filled: Cli, tmp_path: Path, name: str, sql: str, arguments: tuple[str, ...]
) -> None:
    """The program is a process of its own: its last resort is part of what is tried."""
    library = tmp_path / "library"
    assert filled("mark", "2608.00001", "--bookmark").status == 0
    garble(library / name, sql)
    write_digest(tmp_path / "more.md", [fruit(7)])
    done = run(library, *(tmp_path / word if word == "more.md" else word for word in arguments))
    assert done.status == 0 or (is_one_line(done) and f"{name} is damaged" in done.err)
    sick = run(library, "doctor")
    assert sick.status == 1
    assert f"{name} is damaged" in sick.out
    assert not list(library.glob("crash-*"))
