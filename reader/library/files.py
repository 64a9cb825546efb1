"""Writing files that are whole or not there."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from reader.errors import StoreError
from reader.i18n import msg
from reader.paths import Places, expanded
from reader.store.schema import HEADER_BYTES, is_marks_database


def write_whole(file: Path, pieces: Iterable[str]) -> None:
    """Write text to `file` (UTF-8), replacing it only when everything is written. Raises StoreError."""
    try:
        file = expanded(file).resolve()  # what a link points to is replaced, not the link
        if file.exists() and not file.is_file():  # /dev/stdout, a named pipe
            with file.open("w", encoding="utf-8", newline="") as stream:
                stream.writelines(pieces)
            return
        handle, name = tempfile.mkstemp(prefix=f".{file.name}.", dir=file.parent)
        part = Path(name)
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="") as stream:
                stream.writelines(pieces)
            part.chmod(_mode(file))
            part.replace(file)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise StoreError(msg("{file} cannot be written ({reason})"), file=file, reason=error.strerror) from error


def write_notes(folder: Path, notes: Iterable[tuple[str, str]]) -> tuple[int, int]:
    """Write files, given by name and text, into `folder` (made if it is not there).

    One that is there already belongs to its reader and stays. Answers how many were written, and how many stayed.
    Raises StoreError.
    """
    folder = _made(folder)
    written = stayed = 0
    for name, text in notes:
        file = folder / name
        if file.exists():
            stayed += 1
        else:
            write_whole(file, [text])
            written += 1
    return written, stayed


def write_parts(folder: Path, parts: Iterable[tuple[str, str]]) -> None:
    """Write files, given by name and text, into `folder` (made if it is not there): all of them or none.

    Raises StoreError, also if one of that name is there: it is part of another export.
    """
    folder = _made(folder)
    written: list[Path] = []
    try:
        for name, text in parts:
            if (folder / name).exists():
                raise StoreError(msg("{file} is there; name another folder"), file=folder / name)
            write_whole(folder / name, [text])
            written.append(folder / name)
    except BaseException:
        for file in written:
            file.unlink(missing_ok=True)
        raise


def _made(folder: Path) -> Path:
    folder = expanded(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(msg("{file} cannot be written ({reason})"), file=folder, reason=error.strerror) from error
    return folder


@contextmanager
def readable_again(file: Path) -> Iterator[Path]:
    """`file`, or a copy of what comes out of it if it is a pipe, which can be read once only. Raises StoreError."""
    refuse_device(file)
    if not expanded(file).is_fifo():
        yield file
        return
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / file.name
        with expanded(file).open("rb") as source, copy.open("wb") as target:
            shutil.copyfileobj(source, target)
        yield copy


def refuse_device(file: Path) -> None:
    """Raise StoreError for a device, such as /dev/zero: it has no end."""
    with suppress(OSError, ValueError):  # what is not there is told by whoever opens it
        if expanded(file).is_char_device():
            raise StoreError(msg("{file} is a device, not a file"), file=file)


def backup_target(target: Path, places: Places) -> Path:
    """Where a backup goes, as an absolute path.

    Raises StoreError for a folder, for the databases themselves, and for any file that is there and no backup.
    """
    file = expanded(target).absolute()
    try:
        if file.is_dir():
            raise StoreError(msg("{file} is a folder; name a file"), file=file)
        if not file.exists():
            return file
        if any(own.exists() and file.samefile(own) for own in (places.marks_db, places.library_db)):
            raise StoreError(msg("{file} is the original; name another file"), file=file)
        with file.open("rb") as stream:
            head = stream.read(HEADER_BYTES)
    except OSError as error:
        raise StoreError(msg("{file} cannot be written ({reason})"), file=file, reason=error.strerror) from error
    if head and not is_marks_database(head):
        raise StoreError(msg("{file} is there and no backup; name another file"), file=file)
    return file


def _mode(file: Path) -> int:
    """Permissions of the file that is replaced, or those a new file would get."""
    if file.exists():
        return file.stat().st_mode & 0o777
    umask = os.umask(0)
    os.umask(umask)
    return 0o666 & ~umask
