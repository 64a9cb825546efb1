"""Writing files that are whole or not there."""

from __future__ import annotations

import errno
import os
import shutil
import stat
import tempfile
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, TypeVar

from reader.errors import StoreError, read_errors, write_errors
from reader.i18n import msg
from reader.paths import Places, expanded
from reader.regular import is_regular, open_regular
from reader.store.database import LOGS
from reader.store.schema import HEADER_BYTES, is_database, is_marks_database

_Piece = TypeVar("_Piece")


@contextmanager
def ended(pieces: Iterable[_Piece]) -> Iterator[Iterable[_Piece]]:
    """`pieces`, which come to their end here also if not all are read: what they keep is kept while that is open."""
    try:
        yield pieces
    finally:
        if isinstance(pieces, Generator):
            pieces.close()


def write_whole(file: Path, pieces: Iterable[str]) -> None:
    """Write text to `file` (UTF-8), replacing it only when everything is written. Raises StoreError."""
    with ended(pieces):
        _write_whole(file, pieces, Path.replace)


def write_new(file: Path, text: str) -> bool:
    """Write text to a file that is not there; False if it is, also if another process was just quicker: that one stays.

    Raises StoreError.
    """
    try:
        _write_whole(file, [text], _put_if_new)
    except _ThereError:
        return False
    return True


class _ThereError(Exception):
    """A file that was to be new is there."""


def _put_if_new(part: Path, file: Path) -> None:
    """Give a file a name that nobody has. Raises _ThereError."""
    try:
        os.link(part, file)
    except FileExistsError:
        raise _ThereError from None
    except OSError as error:  # a file system without hard links
        if file.exists():
            raise _ThereError from error
        part.replace(file)
    else:
        part.unlink()


def _write_whole(file: Path, pieces: Iterable[str], put: Callable[[Path, Path], object]) -> None:
    file = expanded(file)
    with write_errors(file):
        if file.exists() and not file.is_file():  # /dev/stdout, a named pipe; not resolved: a pipe has no path
            with file.open("w", encoding="utf-8", newline="") as stream:
                stream.writelines(pieces)
            return
        refuse_database(file)
        real = Path(os.path.realpath(file))  # what a link points to is replaced, not the link
        if real.is_symlink():
            raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
        handle, name = tempfile.mkstemp(prefix=f".{real.name}.", dir=real.parent)
        part = Path(name)
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="") as stream:
                stream.writelines(pieces)
            part.chmod(_mode(real))
            put(part, real)
        except BaseException:
            part.unlink(missing_ok=True)
            raise


def write_notes(folder: Path, notes: Iterable[tuple[str, str]]) -> tuple[int, int]:
    """Write files, given by name and text, into `folder` (made if it is not there).

    One that is there already belongs to its reader and stays. Answers how many were written, and how many stayed.
    Raises StoreError.
    """
    folder = _made(folder)
    written = stayed = 0
    for name, text in notes:
        if write_new(folder / name, text):
            written += 1
        else:
            stayed += 1
    return written, stayed


def write_parts(folder: Path, parts: Iterable[tuple[str, str]]) -> None:
    """Write files, given by name and text, into `folder` (made if it is not there): all of them or none.

    Raises StoreError, also if one of that name is there: it is part of another export.
    """
    folder = _made(folder)
    written: list[Path] = []
    try:
        for name, text in parts:
            if not write_new(folder / name, text):
                raise StoreError(msg("{file} is there; name another folder"), file=folder / name)
            written.append(folder / name)
    except BaseException:
        for file in written:
            file.unlink(missing_ok=True)
        raise


def _made(folder: Path) -> Path:
    folder = expanded(folder)
    with write_errors(folder):
        folder.mkdir(parents=True, exist_ok=True)
    return folder


@contextmanager
def readable_again(file: Path) -> Iterator[Path]:
    """`file`, or a copy: of what comes out of a pipe, which can be read once only, or of what is packed in the file.

    Raises StoreError. Errors about the copy are told as being about `file`.
    """
    refuse_device(file)
    with ExitStack() as stack:
        plain = expanded(file)
        if _is(stat.S_ISFIFO, plain):
            plain = _temporary(stack) / "came"
            with write_errors(plain), expanded(file).open("rb") as source, plain.open("wb") as target:
                shutil.copyfileobj(source, target)
        with read_errors(file), plain.open("rb") as source:
            plain = _unpacked(source, file, stack) or plain
        try:
            yield plain
        except StoreError as error:
            if error.values.get("file") != plain:
                raise
            raise type(error)(error.message, **{**error.values, "file": file}) from error


def _temporary(stack: ExitStack) -> Path:
    """A folder that is gone when `stack` is left. Raises StoreError."""
    with write_errors(Path("/tmp")):  # where one is looked for; the error names all such places
        return Path(stack.enter_context(tempfile.TemporaryDirectory()))


def _unpacked(source: BinaryIO, file: Path, stack: ExitStack) -> Path | None:
    """A copy of what is packed in `file`, open as `source`; None if nothing is. Raises StoreError."""
    from reader.sources.archive import is_archive, only_file
    from reader.sources.limits import HEAD_BYTES
    from reader.sources.streams import StreamError

    packed = is_archive(source.read(HEAD_BYTES))
    source.seek(0)
    if not packed:
        return None
    target = _temporary(stack) / "unpacked"
    try:
        with write_errors(target), target.open("wb") as stream:
            stream.writelines(only_file(source, file.name))
    except StreamError as error:
        raise StoreError(msg("{file} cannot be unpacked ({reason})"), file=file, reason=error) from error
    return target


def refuse_database(file: Path) -> None:
    """Raise StoreError if a file that is to be written is a database or belongs to one: to the reader's marks, say."""
    refuse_log(file)
    if not _is(stat.S_ISREG, file):
        return
    with write_errors(file), expanded(file).open("rb") as stream:
        if is_database(stream.read(HEADER_BYTES)):
            raise StoreError(msg("{file} is a database; name another file"), file=file)


def refuse_log(file: Path) -> None:
    """Raise StoreError if SQLite would take a file for the log of a database beside it."""
    base, dash, end = expanded(file).name.rpartition("-")
    if base and dash + end in LOGS:
        refuse_database(expanded(file).with_name(base))


def refuse_device(file: Path) -> None:
    """Raise StoreError for a device, such as /dev/zero: it has no end."""
    if _is(stat.S_ISCHR, file):
        raise StoreError(msg("{file} is a device, not a file"), file=file)


def _is(kind: Callable[[int], bool], file: Path) -> bool:
    """Whether a file is of a kind; what is not there is told by whoever opens it."""
    with suppress(OSError, ValueError):
        return kind(expanded(file).stat().st_mode)
    return False


def backup_target(target: Path, places: Places) -> Path:
    """Where a backup goes, as an absolute path: of a link, where it leads.

    Raises StoreError for a folder, for the databases themselves and their logs, and for what is there and no backup.
    """
    named = expanded(target)  # of a pipe such as /dev/stdout, no path leads to it
    with write_errors(named):
        file = Path(os.path.realpath(named))
    refuse_log(file)
    with write_errors(file):
        if file.is_symlink():
            raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
        if file.is_dir():
            raise StoreError(msg("{file} is a folder; name a file"), file=file)
        if not named.exists():
            return file
        if any(own.exists() and named.samefile(own) for own in (places.marks_db, places.library_db)):
            raise StoreError(msg("{file} is the original; name another file"), file=file)
        # A device would be replaced by a file, and a pipe be waited for.
        if not is_regular(named.stat()) or not _is_backup_or_empty(file):
            raise StoreError(msg("{file} is there and no backup; name another file"), file=file)
    return file


def _is_backup_or_empty(file: Path) -> bool:
    with open_regular(file) as stream:
        head = stream.read(HEADER_BYTES)
    return not head or is_marks_database(head)


def _mode(file: Path) -> int:
    """Permissions of the file that is replaced, or those a new file would get."""
    if file.exists():
        return file.stat().st_mode & 0o777
    umask = os.umask(0)
    os.umask(umask)
    return 0o666 & ~umask
