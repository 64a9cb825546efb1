"""Opening SQLite databases of ours: identity, schema versions, settings, and errors in plain words.

Guarantees: a file that is not ours or is newer than this program is refused and left as it is; a database is copied
before a migration; a migration happens whole or not at all.
"""

from __future__ import annotations

import fcntl
import os
import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager, suppress
from itertools import chain
from pathlib import Path
from typing import Any

from reader.errors import DamagedError, StoreError
from reader.i18n import msg
from reader.regular import is_regular
from reader.store.faults import CLOSED_FOLDER, DAMAGED, FULL, GONE, plain_errors, refuse_bytes
from reader.values import dataclass

LOGS = ("-wal", "-shm", "-journal")
"""What SQLite puts beside a database is called like it, and ends so: https://www.sqlite.org/tempfiles.html."""
BUSY_SECONDS = 10.0
"""How long a statement waits for another process that is writing."""
NOT_OURS = msg("{path} was not written by digest-reader; move it away, or choose another --library DIR")
LOOK_SECONDS = 0.01
"""How long to wait, about, before looking again whether it is done: this at first, ever less the longer one waits."""
SOONEST_SECONDS = 0.0002


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


def open_database(path: Path, schema: Schema, *, or_empty: bool = False) -> sqlite3.Connection:
    """A connection to the database at `path`, created or migrated to the newest version first.

    A file that may only be read is opened so, and as it is. `or_empty`: where there is none and none can be made, an
    empty one that is nowhere.

    The connection is in autocommit mode (transactions are explicit: `transaction`). Raises StoreError.
    """
    _refuse_what_is_no_file(path)
    if not may_write(path):
        return _opened_to_read(path, schema, or_empty=or_empty)
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
        with _closed_on_error(connection):
            _prepare(connection, path, schema)
    return connection


def may_write(path: Path) -> bool:
    """Whether the database at `path` can be written, or made if it is not there. Raises StoreError for a closed folder.

    Its folder counts, too: SQLite keeps its log there.
    """
    folder = path.parent
    try:
        if not folder.is_dir():
            return True  # whether it can be made is found out by making it
    except PermissionError as error:
        raise StoreError(CLOSED_FOLDER, folder=folder) from error
    if not os.access(folder, os.X_OK):
        raise StoreError(CLOSED_FOLDER, folder=folder)
    # Whether it is there comes first: another process may make it between the two questions.
    return os.access(folder, os.W_OK) and (not path.exists() or os.access(path, os.W_OK))


def _opened_to_read(path: Path, schema: Schema, *, or_empty: bool) -> sqlite3.Connection:
    with plain_errors(path):
        if or_empty and not path.exists():
            return empty_database(path, schema)
        # Without a log there is nothing that SQLite would have to write beside the file before it can be read.
        log = path.with_name(f"{path.name}-wal")
        mode = "mode=ro" if log.exists() and log.stat().st_size else "immutable=1"
        connection = sqlite3.connect(
            f"{path.absolute().as_uri()}?{mode}", uri=True, timeout=BUSY_SECONDS, isolation_level=None
        )
        with _closed_on_error(connection):
            version = _version(connection, path)
            _check_identity(connection, path, schema)
            _refuse_newer(version, path, schema)
            if version < len(schema.steps):
                raise StoreError(
                    msg("{path} is of an older version and may only be read; whoever may write there opens it first"),
                    path=path,
                )
    return connection


def empty_database(path: Path, schema: Schema) -> sqlite3.Connection:
    """What the database at `path` is when there is nothing in it, in memory and only to be read."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    with _closed_on_error(connection):
        _bring_up_to_date(connection, path, schema)
        connection.execute("PRAGMA query_only=ON")
    return connection


def _refuse_what_is_no_file(path: Path) -> None:
    """SQLite would wait for a pipe, and read a device without an end. Raises StoreError."""
    for end in ("", *LOGS):
        file = path.with_name(f"{path.name}{end}")
        try:
            if not is_regular(file.stat()):
                raise StoreError(NOT_OURS, path=file)
        except OSError:  # there is none, or why it cannot be looked at is told by who opens it
            continue


@contextmanager
def _closed_on_error(connection: sqlite3.Connection) -> Iterator[None]:
    try:
        yield
    except BaseException:
        connection.close()
        raise


def _prepare(connection: sqlite3.Connection, path: Path, schema: Schema) -> None:
    if _version(connection, path) != len(schema.steps):
        with folder_to_oneself(path.parent):  # another process may be making or migrating the same database
            _bring_up_to_date(connection, path, schema)
    else:
        _check_identity(connection, path, schema)
    if _asked(connection, path, "PRAGMA journal_mode") != "wal":  # a copy was put in its place
        connection.execute("PRAGMA journal_mode=WAL")
    _asked(connection, path, f"PRAGMA synchronous={schema.synchronous}")
    connection.execute("PRAGMA foreign_keys=OFF")


def _version(connection: sqlite3.Connection, path: Path) -> int:
    return int(_asked(connection, path, "PRAGMA user_version"))


def _asked(connection: sqlite3.Connection, path: Path, sql: str) -> Any:
    """The first value of a statement that cannot be wrong: an error without a cause is a header that is none."""
    try:
        row = connection.execute(sql).fetchone()
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode != sqlite3.SQLITE_ERROR:
            raise
        raise DamagedError(DAMAGED, path=path, reason=str(error)) from error
    return row[0] if row else None


def _refuse_newer(version: int, path: Path, schema: Schema) -> None:
    if version > len(schema.steps):
        raise StoreError(
            msg("{path} was written by a newer digest-reader (its schema is {version}); update digest-reader"),
            path=path,
            version=version,
        )


@contextmanager
def folder_to_oneself(folder: Path) -> Iterator[None]:
    """Hold the system's lock on a folder; without it where the folder may not be read or its file system has none."""
    with ExitStack() as stack:
        with suppress(OSError):
            handle = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
            stack.callback(os.close, handle)
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _check_identity(connection: sqlite3.Connection, path: Path, schema: Schema) -> None:
    identity = _asked(connection, path, "PRAGMA application_id")
    if identity != schema.application_id:
        raise StoreError(NOT_OURS, path=path)


def _bring_up_to_date(connection: sqlite3.Connection, path: Path, schema: Schema) -> None:
    version, newest = _version(connection, path), len(schema.steps)
    made = _asked(connection, path, "SELECT count(*) FROM sqlite_master")
    if made:  # whose it is comes first: somebody else's number says nothing
        _check_identity(connection, path, schema)
    _refuse_newer(version, path, schema)
    if made:
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
    # A name of its own: two processes may make the same copy at once.
    part = target.with_name(f"{target.name}.{os.urandom(4).hex()}.part")
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
    except StoreError as error:
        if error.message == FULL:  # it is the copy that needs room
            raise StoreError(FULL, path=target) from error
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
        raise DamagedError(DAMAGED, path=path, reason=state)


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All statements inside take effect together, or none does."""
    _begin(connection)
    try:
        yield
    except BaseException:
        connection.rollback()
        raise
    connection.execute("COMMIT")


@contextmanager
def alone(connection: sqlite3.Connection) -> Iterator[None]:
    """Nobody else writes meanwhile, and nothing is written here."""
    _begin(connection)
    try:
        yield
    finally:
        connection.rollback()


def _begin(connection: sqlite3.Connection) -> None:
    """Begin to write, as soon as nobody else does; at the latest after `BUSY_SECONDS`.

    SQLite itself looks every 100 ms: beside many who write all the time, it may find somebody else at it each time.
    Here, who has waited long looks often, and so comes before those who have just asked.
    """
    begun = time.monotonic()
    connection.execute("PRAGMA busy_timeout=0")
    try:
        while True:
            try:
                connection.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError as error:
                waited = time.monotonic() - begun
                if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or waited > BUSY_SECONDS:
                    raise
                time.sleep(next_look(waited))
            else:
                return
    finally:
        connection.execute(f"PRAGMA busy_timeout={BUSY_SECONDS * 1000:.0f}")


def next_look(waited: float) -> float:
    """Seconds until the next look for somebody who has waited so long: ever fewer."""
    from random import uniform  # only who waits needs it

    return max(SOONEST_SECONDS, LOOK_SECONDS / (1 + 10 * waited)) * uniform(0.2, 1.0)


class SameFile:
    """The file that a database was opened from: it can be written to when it is removed, and nobody would find that."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file = self._now()

    def refuse_gone(self) -> None:
        """Raise StoreError if the file is not there any more, or another is."""
        if self._now() != self._file:
            raise StoreError(GONE, path=self._path)

    def _now(self) -> tuple[int, int] | None:
        try:
            found = self._path.stat()
        except OSError:
            return None
        return (found.st_dev, found.st_ino)


class OpenDatabase:
    """A database of ours that is open. Methods raise StoreError.

    read_only  nothing can be written to it
    """

    def __init__(self, path: Path, schema: Schema, *, or_empty: bool = False) -> None:
        """See `open_database`."""
        self.path = path
        self.read_only = not may_write(path)
        self.connection = open_database(path, schema, or_empty=or_empty)
        self._file = SameFile(path)

    def close(self) -> None:
        """Let go of the file."""
        self.connection.close()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """A transaction that is on disk at the end, in the file that has that name then.

        A file that was removed can still be written to, and nobody would ever find what was: that is an error.
        """
        self.refuse_gone()
        with plain_errors(self.path), transaction(self.connection):
            yield
        self.refuse_gone()

    def all(self, sql: str, *values: object) -> list[Any]:
        """The rows of a statement that only reads, in which bytes are damage: no column has any."""
        with plain_errors(self.path):
            rows = self.connection.execute(sql, values).fetchall()
            refuse_bytes(chain.from_iterable(rows))
            return rows

    def each(self, sql: str, *values: object) -> Iterator[Any]:
        """The same one by one, for as many rows as there are papers; to be gone through to the end at once."""
        with plain_errors(self.path):
            for row in self.connection.execute(sql, values):  # `yield from` would close the cursor of one that is left
                refuse_bytes(row)  # half-way, also where an error has closed the database by then
                yield row

    def rest(self) -> None:
        """Give back what was kept of the file in memory; it is read again when it is asked for."""
        with plain_errors(self.path):
            self.connection.execute("PRAGMA shrink_memory")

    def refuse_gone(self) -> None:
        """Raise StoreError if the file is not there any more, or another is. Any thread may ask."""
        self._file.refuse_gone()
