"""What SQLite complains about, in plain words. Its codes decide: only corruption is called damage.

Codes: https://www.sqlite.org/rescode.html. What is none of these is a mistake of ours and let through.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from reader.errors import DamagedError, StoreError, shortage
from reader.i18n import msg

DAMAGED = msg("{path} is damaged ({reason}); 'digest-reader doctor' says what can be done")
CLOSED_FOLDER = msg("there is no permission to look into the folder {folder}; choose another with --library DIR")
GONE = msg("{path} is not there any more, or was replaced; nothing was kept: start digest-reader again")
FULL = msg("no space left on the disk for {path}; make room and try again (nothing was half-stored)")

_ADVICE = {
    sqlite3.SQLITE_BUSY: msg("{path} is in use by another program; try again in a moment"),
    sqlite3.SQLITE_LOCKED: msg("{path} is in use by another program; try again in a moment"),
    sqlite3.SQLITE_FULL: FULL,
    sqlite3.SQLITE_READONLY: msg(
        "{path} cannot be written; check the folder's permissions, or choose another with --library DIR"
    ),
    sqlite3.SQLITE_IOERR: msg("{path} cannot be used ({reason})"),
    sqlite3.SQLITE_PERM: msg("{path} cannot be used ({reason})"),
    sqlite3.SQLITE_NOLFS: msg("{path} cannot be used ({reason})"),
    sqlite3.SQLITE_PROTOCOL: msg("{path} cannot be used ({reason})"),
}
LOG_INDEX_BYTES = 32 * 1024
"""What opening a database with a write-ahead log takes, also to read: https://www.sqlite.org/walformat.html."""
FILES_OF_A_DATABASE = 4
"""The file, its log, the log's index, and for a moment its folder."""
_DAMAGE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
_NOT_TEXT = "Could not decode"
"""Text that is not UTF-8 is noticed by Python, not by SQLite: such an error has no code."""


class GarbledValue(ValueError):  # not shown: it leaves as DamagedError
    """A value of a row is none that this program writes there."""


def refuse_bytes(values: Iterable[object]) -> None:
    """Raise GarbledValue if there are bytes among values that are texts, numbers or nothing: whatever a column is
    declared to be, SQLite keeps bytes in it that somebody else put there."""
    if bytes in map(type, values):
        raise GarbledValue("bytes")


@contextmanager
def plain_errors(path: Path) -> Iterator[None]:
    """SQLite's errors about the database at `path` leave as `StoreError` with one line that says what to do.

    Wrong SQL and wrong use of a connection are let through.
    """
    try:
        yield
    except sqlite3.DatabaseError as error:
        told = _told(error, path)
        if told is None:
            raise
        raise told from error
    except (UnicodeDecodeError, GarbledValue) as error:  # SQLite quotes what it found in its complaint
        raise DamagedError(DAMAGED, path=path, reason="malformed text") from error


GARBLED: tuple[type[Exception], ...] = (OverflowError, RecursionError, ValueError)
"""What comes of reading a text, number or JSON that this program did not write so."""


@contextmanager
def garbled_errors(path: Path, also: tuple[type[Exception], ...] = (TypeError,)) -> Iterator[None]:
    """What is read here was written by this program: a time that is none, say, was garbled since. SQLite, which has no
    checksums, takes it for a text like any other. Raises DamagedError; for nothing but reading values of rows.

    also  what else tells so, where nothing but values is read
    """
    try:
        yield
    except (*GARBLED, *also) as error:
        raise DamagedError(DAMAGED, path=path, reason="malformed text") from error


def _told(error: sqlite3.DatabaseError, path: Path) -> StoreError | None:
    code = getattr(error, "sqlite_errorcode", None)
    if code is None:
        damaged = str(error).startswith(_NOT_TEXT)
        return DamagedError(DAMAGED, path=path, reason="malformed text") if damaged else None
    primary = code & 0xFF
    if primary in _DAMAGE:
        return DamagedError(DAMAGED, path=path, reason=str(error))
    if primary == sqlite3.SQLITE_CANTOPEN:
        return _cannot_open(path, str(error))
    if primary == sqlite3.SQLITE_IOERR and _full(path.parent):
        primary = sqlite3.SQLITE_FULL
    advice = _ADVICE.get(primary)
    return StoreError(advice, path=path, reason=str(error)) if advice else None


def _full(folder: Path) -> bool:
    """Whether the disk is full. SQLite calls it a fault of the disk where it cannot even make the log's index."""
    try:
        import shutil  # with its archives slow to load, and nothing that opens a library needs it

        return shutil.disk_usage(folder).free < LOG_INDEX_BYTES
    except OSError:
        return False


def _lack_of_files() -> StoreError | None:
    """Whether so many files as a database takes cannot be opened. None of it is touched: closing a file of a database
    drops the locks that this process has on it (https://www.sqlite.org/howtocorrupt.html)."""
    with ExitStack() as stack:
        try:
            for _ in range(FILES_OF_A_DATABASE):
                stack.callback(os.close, os.open(os.devnull, os.O_RDONLY))
        except OSError as error:
            return shortage(error)
    return None


def _cannot_open(path: Path, reason: str) -> StoreError:
    """SQLite does not say why: it may be the file, its folder, or a log beside it."""
    folder = path.parent
    if lacking := _lack_of_files():
        return lacking
    if not folder.is_dir():
        return StoreError(GONE, path=path)
    if not os.access(folder, os.X_OK):
        return StoreError(CLOSED_FOLDER, folder=folder)
    if path.exists() and not os.access(path, os.R_OK):
        return StoreError(msg("there is no permission to read {path}"), path=path)
    if not os.access(folder, os.W_OK):
        return StoreError(_ADVICE[sqlite3.SQLITE_READONLY], path=path)
    return StoreError(msg("{path} cannot be opened ({reason})"), path=path, reason=reason)
