"""What a reader relies on when a database is new, old, newer, foreign, damaged, busy or cannot be written."""

from __future__ import annotations

import os
import shutil
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from types import SimpleNamespace
from typing import cast

import pytest

from reader.errors import DamagedError, StoreError
from reader.store.database import OpenDatabase, Schema, copy_database, may_write, next_look, open_database, transaction
from reader.store.faults import plain_errors
from reader.store.schema import LIBRARY, MARKS

ONE = Schema(application_id=7, steps=("CREATE TABLE a (x INTEGER)",), synchronous="FULL")
TWO = Schema(
    application_id=7, steps=(*ONE.steps, "ALTER TABLE a ADD COLUMN y; UPDATE a SET y = x * 2"), synchronous="FULL"
)


def rows(connection: sqlite3.Connection) -> list[tuple[object, ...]]:
    return connection.execute("SELECT * FROM a").fetchall()


def filled(path: Path, schema: Schema = ONE) -> None:
    connection = open_database(path, schema)
    connection.execute("INSERT INTO a (x) VALUES (21)")
    connection.close()


def test_a_new_database_is_made_with_its_folder(tmp_path: Path) -> None:
    connection = open_database(tmp_path / "deep" / "down" / "a.db", ONE)
    assert rows(connection) == []
    connection.close()


def test_what_was_written_is_there_again(tmp_path: Path) -> None:
    filled(tmp_path / "a.db")
    connection = open_database(tmp_path / "a.db", ONE)
    assert rows(connection) == [(21,)]
    connection.close()


def test_an_older_schema_is_migrated_and_a_copy_kept(tmp_path: Path) -> None:
    filled(tmp_path / "a.db")
    connection = open_database(tmp_path / "a.db", TWO)
    assert rows(connection) == [(21, 42)]
    connection.close()
    copy = sqlite3.connect(tmp_path / "a.db.before-schema-2")
    assert rows(copy) == [(21,)]
    copy.close()


def test_a_migration_that_fails_leaves_everything_as_it_was(tmp_path: Path) -> None:
    filled(tmp_path / "a.db")
    broken = Schema(application_id=7, steps=(*ONE.steps, "DELETE FROM a; SELECT * FROM nowhere"), synchronous="FULL")
    with pytest.raises(sqlite3.OperationalError, match="nowhere"):
        open_database(tmp_path / "a.db", broken)
    connection = open_database(tmp_path / "a.db", ONE)
    assert rows(connection) == [(21,)]
    connection.close()


def test_a_newer_schema_is_refused_and_not_touched(tmp_path: Path) -> None:
    filled(tmp_path / "a.db", TWO)
    before = (tmp_path / "a.db").read_bytes()
    with pytest.raises(StoreError, match="newer digest-reader"):
        open_database(tmp_path / "a.db", ONE)
    assert (tmp_path / "a.db").read_bytes() == before


def test_somebody_elses_database_is_refused(tmp_path: Path) -> None:
    foreign = sqlite3.connect(tmp_path / "a.db")
    foreign.execute("CREATE TABLE theirs (x)")
    foreign.commit()
    foreign.close()
    with pytest.raises(StoreError, match="not written by digest-reader"):
        open_database(tmp_path / "a.db", ONE)


@pytest.mark.parametrize("mode", [0o644, 0o444], ids=["to write", "to read"])
def test_somebody_elses_database_is_no_newer_one_of_ours(tmp_path: Path, mode: int) -> None:
    """Updating the program would not help, and its number tells nothing."""
    foreign = sqlite3.connect(tmp_path / "a.db")
    foreign.executescript("CREATE TABLE theirs (x); PRAGMA user_version=99")
    foreign.close()
    (tmp_path / "a.db").chmod(mode)
    with pytest.raises(StoreError, match="not written by digest-reader"):
        open_database(tmp_path / "a.db", ONE)


def test_a_file_that_is_no_database_is_called_damaged(tmp_path: Path) -> None:
    (tmp_path / "a.db").write_text("this is not a database, it is a sentence that goes on for a while" * 20)
    with pytest.raises(StoreError, match="damaged"):
        open_database(tmp_path / "a.db", ONE)


@pytest.mark.parametrize(
    ("place", "byte"),
    [(47, 9), (100, 0)],  # offsets in the header: the schema format, and the kind of the first page
    ids=["format", "page"],
)
def test_a_header_that_was_altered_is_called_damaged(tmp_path: Path, place: int, byte: int) -> None:
    filled(tmp_path / "a.db")
    data = bytearray((tmp_path / "a.db").read_bytes())
    data[place] = byte
    (tmp_path / "a.db").write_bytes(data)
    with pytest.raises(StoreError, match="damaged"):
        open_database(tmp_path / "a.db", ONE)


def test_a_table_whose_name_was_garbled_is_called_damaged(tmp_path: Path) -> None:
    filled(tmp_path / "a.db")
    data = (tmp_path / "a.db").read_bytes()
    (tmp_path / "a.db").write_bytes(data.replace(b"CREATE TABLE a", b"CREATE TABLE\xf6a"))
    with pytest.raises(StoreError, match="damaged"):
        open_database(tmp_path / "a.db", ONE)


def test_text_that_is_no_text_is_called_damaged(tmp_path: Path) -> None:
    connection = open_database(tmp_path / "a.db", ONE)
    connection.execute("INSERT INTO a VALUES (CAST(x'ff' AS TEXT))")
    with pytest.raises(StoreError, match="damaged"), plain_errors(tmp_path / "a.db"):
        rows(connection)
    connection.close()


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="cannot make the folder"):
        open_database(tmp_path / "file" / "below" / "a.db", ONE)


def test_a_database_in_use_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reader.store.database.BUSY_SECONDS", 0.01)
    first = open_database(tmp_path / "a.db", ONE)
    second = open_database(tmp_path / "a.db", ONE)
    with (
        transaction(first),
        pytest.raises(StoreError, match="in use"),
        plain_errors(tmp_path / "a.db"),
        transaction(second),
    ):
        pass
    first.close()
    second.close()


def test_wrong_sql_is_a_programming_error_and_let_through(tmp_path: Path) -> None:
    connection = open_database(tmp_path / "a.db", ONE)
    with pytest.raises(sqlite3.OperationalError), plain_errors(tmp_path / "a.db"):
        connection.execute("SELEKT")
    connection.close()


def test_a_name_that_is_not_there_is_our_mistake_and_no_damage(tmp_path: Path) -> None:
    connection = open_database(tmp_path / "a.db", ONE)
    for sql in ("SELECT nothing FROM a", "INSERT INTO a (nothing) VALUES (1)", "SELECT * FROM nowhere"):
        with pytest.raises(sqlite3.OperationalError), plain_errors(tmp_path / "a.db"):
            connection.execute(sql)
    connection.close()
    with pytest.raises(sqlite3.ProgrammingError), plain_errors(tmp_path / "a.db"):
        connection.execute("SELECT * FROM a")


def test_a_page_that_was_overwritten_is_called_damaged(tmp_path: Path) -> None:
    connection = open_database(tmp_path / "a.db", ONE)
    connection.executemany("INSERT INTO a VALUES (?)", [(number,) for number in range(100_000)])
    connection.close()
    data = (tmp_path / "a.db").read_bytes()
    (tmp_path / "a.db").write_bytes(data[:8192] + b"\xff" * 4096 + data[12288:])
    connection = open_database(tmp_path / "a.db", ONE)
    with pytest.raises(DamagedError), plain_errors(tmp_path / "a.db"):
        connection.execute("SELECT sum(x) FROM a")
    with pytest.raises(DamagedError):
        copy_database(connection, tmp_path / "a.db", tmp_path / "copy.db")
    assert not (tmp_path / "copy.db").exists()
    connection.close()


def settings_of(path: Path, schema: Schema) -> tuple[object, ...]:
    connection = open_database(path, schema)
    asked = ("PRAGMA synchronous", "PRAGMA journal_mode", "PRAGMA foreign_keys")
    found = tuple(connection.execute(sql).fetchone()[0] for sql in asked)
    connection.close()
    return found


def test_the_users_own_survives_a_power_cut(tmp_path: Path) -> None:
    """SQLite: 2 is FULL, 1 is NORMAL. At the first opening, and at every other, also of a copy put in its place."""
    for _ in range(2):
        assert settings_of(tmp_path / "marks.db", MARKS) == (2, "wal", 0)
        assert settings_of(tmp_path / "library.db", LIBRARY) == (1, "wal", 0)
    connection = open_database(tmp_path / "marks.db", MARKS)
    copy_database(connection, tmp_path / "marks.db", tmp_path / "copy.db")
    connection.close()
    assert settings_of(tmp_path / "copy.db", MARKS) == (2, "wal", 0)


def test_what_is_written_to_a_file_that_is_gone_is_an_error(tmp_path: Path) -> None:
    for gone in (lambda: shutil.rmtree(tmp_path / "x"), lambda: (tmp_path / "x").rename(tmp_path / "y")):
        database = OpenDatabase(tmp_path / "x" / "a.db", ONE)
        with database.writing():
            database.connection.execute("INSERT INTO a VALUES (1)")
        gone()
        with pytest.raises(StoreError, match="not there any more"), database.writing():
            database.connection.execute("INSERT INTO a VALUES (2)")
        filled(tmp_path / "x" / "a.db")  # another one in its place
        with pytest.raises(StoreError, match="not there any more"), database.writing():
            raise AssertionError
        database.close()
        shutil.rmtree(tmp_path / "x")


def test_a_file_that_goes_while_it_is_written_is_an_error(tmp_path: Path) -> None:
    database = OpenDatabase(tmp_path / "x" / "a.db", ONE)
    with pytest.raises(StoreError, match="not there any more"), database.writing():
        shutil.rmtree(tmp_path / "x")
    database.close()


def test_a_transaction_takes_effect_whole_or_not_at_all(tmp_path: Path) -> None:
    connection = open_database(tmp_path / "a.db", ONE)

    def fail_half_way() -> None:
        with transaction(connection):
            connection.execute("INSERT INTO a VALUES (1)")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_half_way()
    assert rows(connection) == []
    connection.close()


def test_a_copy_of_an_open_database_is_consistent(tmp_path: Path) -> None:
    filled(tmp_path / "a.db")
    connection = open_database(tmp_path / "a.db", ONE)
    copy_database(connection, tmp_path / "a.db", tmp_path / "copy.db")
    connection.close()
    copy = open_database(tmp_path / "copy.db", ONE)
    assert rows(copy) == [(21,)]
    copy.close()


def test_a_copy_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    filled(tmp_path / "a.db")
    connection = open_database(tmp_path / "a.db", ONE)
    with pytest.raises(StoreError):
        copy_database(connection, tmp_path / "a.db", tmp_path / "nowhere" / "copy.db")
    connection.close()


def test_many_may_open_a_new_database_at_once(tmp_path: Path) -> None:
    start = Barrier(8)

    def opened(number: int) -> int:
        start.wait()
        connection = open_database(tmp_path / "new" / "a.db", TWO)
        connection.execute("INSERT INTO a (x) VALUES (?)", (number,))
        connection.close()
        return number

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(opened, range(8))) == 28
    connection = open_database(tmp_path / "new" / "a.db", TWO)
    assert len(rows(connection)) == 8
    connection.close()


def test_many_may_migrate_an_older_database_at_once(tmp_path: Path) -> None:
    filled(tmp_path / "a.db")
    start = Barrier(4)

    def opened(_: int) -> list[tuple[object, ...]]:
        start.wait()
        connection = open_database(tmp_path / "a.db", TWO)
        found = rows(connection)
        connection.close()
        return found

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(opened, range(4))) == [[(21, 42)]] * 4


def test_a_copy_that_fails_leaves_the_older_copy_alone(tmp_path: Path) -> None:
    filled(tmp_path / "a.db")
    (tmp_path / "copy.db").write_text("the older copy")
    connection = open_database(tmp_path / "a.db", ONE)
    (tmp_path / "a.db").write_bytes(b"garbage" * 1000)
    with pytest.raises(StoreError):
        copy_database(connection, tmp_path / "a.db", tmp_path / "copy.db")
    connection.close()
    assert (tmp_path / "copy.db").read_text() == "the older copy"
    assert not list(tmp_path.glob("*.part"))


def test_who_has_waited_long_for_a_turn_looks_more_often_than_who_has_just_asked() -> None:
    """Or twenty who write all the time keep one of them out until it gives up."""
    longest = [max(next_look(waited) for _ in range(100)) for waited in (0.0, 1.0, 5.0)]
    shortest = min(next_look(0.0) for _ in range(100))
    assert longest[2] < longest[1] < shortest
    assert longest[2] > 0


@pytest.mark.parametrize(("free", "said"), [(0, "no space left"), (10**9, "cannot be used")])
def test_a_full_disk_is_called_full_where_sqlite_calls_it_a_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, free: int, said: str
) -> None:
    fault = sqlite3.OperationalError("disk I/O error")
    fault.sqlite_errorcode = sqlite3.SQLITE_IOERR_SHMSIZE
    monkeypatch.setattr("shutil.disk_usage", lambda folder: SimpleNamespace(free=free))
    with pytest.raises(StoreError, match=said), plain_errors(tmp_path / "marks.db"):
        raise fault


def test_a_database_that_another_process_makes_meanwhile_can_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.db"
    access = os.access

    def made_meanwhile(asked: Path, mode: int) -> bool:
        answer = access(asked, mode)
        if asked == path:
            path.touch()  # just behind the question
        return answer

    monkeypatch.setattr("os.access", made_meanwhile)
    assert may_write(path)


def test_a_copy_for_which_there_is_no_room_is_named_and_not_the_original(tmp_path: Path) -> None:
    class Full:
        """A database beside whose copy the disk is full."""

        def backup(self, target: sqlite3.Connection) -> None:
            error = sqlite3.OperationalError("database or disk is full")
            error.sqlite_errorcode = sqlite3.SQLITE_FULL
            raise error

    target = tmp_path / "copy.db"
    with pytest.raises(StoreError, match=f"no space left on the disk for {target}"):
        copy_database(cast(sqlite3.Connection, Full()), tmp_path / "a.db", target)
    assert list(tmp_path.iterdir()) == []
