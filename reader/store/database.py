"""Opening SQLite databases of ours: identity, schema versions, settings, and errors in plain words.

Guarantees: a file that is not ours or is newer than this program is refused and left as it is; a database is copied
before a migration; a migration happens whole or not at all.
"""

from __future__ import annotations

import fcntl
import os
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from reader.errors import StoreError
from reader.i18n import msg

BUSY_SECONDS = 10.0
"""How long a statement waits for another process that is writing."""


@dataclass(frozen=True, slots=True)
class Schema:
    """What a database of ours looks like.

    application_id  SQLite's `PRAGMA application_id`, so that a foreign file is recognised
    steps           scripts: `steps[n]` takes a database from version n to n + 1; the last version is `len(steps)`
    synchronous     SQLite's `PRAGMA synchronous`: FULL for what cannot be made again
    functions       what the steps call beyond SQL: name, number of arguments, function
    """

    application_id: int
    steps: Sequence[str]
    synchronous: str
    functions: Sequence[tuple[str, int, Callable[..., str | int]]] = ()


@contextmanager
def plain_errors(path: Path) -> Iterator[None]:
    """SQLite's errors leave as `StoreError` with one line that says what to do (wrong SQL is let through)."""
    try:
        yield
    except sqlite3.OperationalError as error:
        # Text that is not UTF-8 is noticed by Python, not by SQLite: such an error has no code.
        if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_ERROR and not _tells_damage(str(error)):
            raise
        raise StoreError(_advice(str(error)), path=path, reason=str(error)) from error
    except sqlite3.DatabaseError as error:
        raise StoreError(_DAMAGED, path=path, reason=str(error)) from error
    except UnicodeDecodeError as error:  # SQLite quotes what it found in its complaint
        raise StoreError(_DAMAGED, path=path, reason="malformed text") from error


_DAMAGED = msg("{path} is damaged ({reason}); move it away, or put a backup in its place")


_SIGNS_OF_DAMAGE = (
    "unsupported file format",
    "Could not decode",
    # Every statement of ours was tested against its schema: a column that is not there was garbled.
    "no such column",
    "has no column named",
)


def _tells_damage(text: str) -> bool:
    return any(sign in text for sign in _SIGNS_OF_DAMAGE)


def _advice(text: str) -> str:
    if _tells_damage(text):
        return _DAMAGED
    if "locked" in text or "busy" in text:
        return msg("{path} is in use by another program; try again in a moment")
    if "full" in text:
        return msg("no space left on the disk for {path}; make room and try again (nothing was half-stored)")
    if "readonly" in text or "unable to open" in text:
        return msg("{path} cannot be written; check the folder's permissions, or choose another with --library DIR")
    return msg("{path} cannot be used ({reason})")


def open_database(path: Path, schema: Schema) -> sqlite3.Connection:
    """A connection to the database at `path`, created or migrated to the newest version first.

    The connection is in autocommit mode (transactions are explicit: `transaction`). Raises StoreError.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(
            msg("cannot make the folder {folder} ({reason}); choose another with --library DIR"),
            folder=path.parent,
            reason=error.strerror,
        ) from error
    with plain_errors(path):
        connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
        try:
            _prepare(connection, path, schema)
        except BaseException:
            connection.close()
            raise
    return connection


def _prepare(connection: sqlite3.Connection, path: Path, schema: Schema) -> None:
    if _version(connection) != len(schema.steps):
        with _folder_to_oneself(path.parent):  # another process may be making or migrating the same database
            _bring_up_to_date(connection, path, schema)
    else:
        _check_identity(connection, path, schema)
    connection.execute(f"PRAGMA synchronous={schema.synchronous}")
    connection.execute("PRAGMA foreign_keys=OFF")


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


@contextmanager
def _folder_to_oneself(folder: Path) -> Iterator[None]:
    """Hold the system's lock on a folder; without it where the folder may not be read or its file system has none."""
    with ExitStack() as stack:
        with suppress(OSError):
            handle = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
            stack.callback(os.close, handle)
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _check_identity(connection: sqlite3.Connection, path: Path, schema: Schema) -> None:
    (identity,) = connection.execute("PRAGMA application_id").fetchone()
    if identity != schema.application_id:
        raise StoreError(
            msg("{path} was not written by digest-reader; move it away, or choose another --library DIR"), path=path
        )


def _bring_up_to_date(connection: sqlite3.Connection, path: Path, schema: Schema) -> None:
    version, newest = _version(connection), len(schema.steps)
    if version > newest:
        raise StoreError(
            msg("{path} was written by a newer digest-reader (its schema is {version}); update digest-reader"),
            path=path,
            version=version,
        )
    empty = connection.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,)
    if not empty:
        _check_identity(connection, path, schema)
        if version == newest:
            return  # another process has just done it
        copy_database(connection, path, path.with_name(f"{path.name}.before-schema-{newest}"))
    connection.execute("PRAGMA journal_mode=WAL")
    for function in schema.functions:
        connection.create_function(*function, deterministic=True)
    with transaction(connection):
        for step in schema.steps[version:]:
            for statement in _statements(step):
                connection.execute(statement)
        connection.execute(f"PRAGMA application_id={schema.application_id}")
        connection.execute(f"PRAGMA user_version={newest}")


def _statements(script: str) -> Iterator[str]:
    """The statements of a script of ours (`executescript` would end the transaction). No `;` inside a statement."""
    return (part.strip() for part in script.split(";") if part.strip())


def copy_database(connection: sqlite3.Connection, path: Path, target: Path) -> None:
    """Copy the live database at `path` to the file `target`, replacing it: whole and checked, or not at all.

    Raises StoreError.
    """
    part = target.with_name(f"{target.name}.part")
    try:
        part.write_bytes(b"")
        try:
            with plain_errors(path), closing(sqlite3.connect(part)) as copy:
                connection.backup(copy)
                # One file, without a write-ahead log beside it.
                copy.execute("PRAGMA journal_mode=DELETE")
                refuse_damage(copy, path)
            part.replace(target)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise StoreError(
            msg("cannot write {target} ({reason}); choose another place"), target=target, reason=error.strerror
        ) from error


def refuse_damage(connection: sqlite3.Connection, path: Path) -> None:
    """Read the whole database. Raises StoreError, as for the file `path`, if it is damaged."""
    with plain_errors(path):
        (state,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    if state != "ok":
        raise StoreError(_DAMAGED, path=path, reason=state)


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All statements inside take effect together, or none does."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        connection.rollback()
        raise
    connection.execute("COMMIT")
