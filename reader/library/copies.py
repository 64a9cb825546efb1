"""The daily copies of `marks.db`: what there is, and putting one back in the place of a damaged file."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from reader.errors import DamagedError, StoreError, read_errors, write_errors
from reader.i18n import msg
from reader.library.restoring import is_backup, is_sound, restored
from reader.paths import Places
from reader.store.copies import DailyCopy, daily_copies
from reader.store.database import LOGS
from reader.store.faults import DAMAGED
from reader.store.marks import MarksStore, is_empty


@dataclass(frozen=True, slots=True)
class KnownCopy:
    """A daily copy that was looked into: `papers` with marks are in it; None: it cannot be read."""

    day: date
    file: Path
    papers: int | None


def known_copies(places: Places) -> Iterator[KnownCopy]:
    """The daily copies, newest first."""
    for copy in daily_copies(places.marks_copies):
        yield KnownCopy(copy.day, copy.file, _papers_in(copy))


def copy_of(places: Places, day: date) -> Path:
    """The daily copy of that day. Raises StoreError if there is none."""
    for copy in daily_copies(places.marks_copies):
        if copy.day == day:
            return copy.file
    raise StoreError(msg("there is no copy of {day}; 'digest-reader backup --list' shows what there is"), day=day)


def with_offer(error: DamagedError, places: Places) -> DamagedError:
    """The complaint that `marks.db` is damaged, with the newest whole copy offered if there is one."""
    newest = next((copy for copy in known_copies(places) if copy.papers is not None), None)
    if newest is None:
        told = msg("{path} is damaged ({reason}); 'digest-reader restore FILE' puts a backup in its place")
        return DamagedError(told, **{**error.values, "path": places.marks_db})
    return DamagedError(
        msg("{path} is damaged ({reason}); 'digest-reader restore --from {day}' puts back the copy of that day"),
        **{**error.values, "path": places.marks_db, "day": newest.day},
    )


def refuse_emptied(places: Places) -> None:
    """Raise DamagedError if nothing is left of `marks.db`, which copies say held something: it is no new file."""
    # One that is not there is not told: the reader may have moved it away, to begin anew.
    if is_empty(places.marks_db) and any(copy.papers for copy in known_copies(places)):
        raise DamagedError(DAMAGED, path=places.marks_db, reason=msg("it is empty"))


def replace_if_damaged(places: Places, file: Path, now: datetime) -> Path | None:
    """If `marks.db` is damaged, put the backup or export `file` in its place.

    Returns where the damaged file is kept; None if nothing is damaged and so nothing was done. Raises StoreError if
    `file` cannot be used.
    """
    if not _damaged(places):
        return None
    kept = places.marks_db.with_name(f"marks.db.damaged-{now:%Y%m%d-%H%M%S}")
    with _made(places.marks_db, file, now) as new, write_errors(places.marks_db):
        for end in ("", *LOGS):
            damaged = places.marks_db.with_name(f"marks.db{end}")
            if damaged.exists():
                shutil.copy2(damaged, f"{kept}{end}")
        _exchange(new, places.marks_db)
    return kept


def fill_if_empty(places: Places, file: Path, now: datetime) -> bool:
    """If nothing was ever marked here, put the backup `file` in place whole: its undo log comes back, too.

    False, and nothing is done, where there is something, or where `file` is no backup. Raises StoreError.
    """
    with read_errors(file):
        if not is_backup(file):
            return False
    if not is_sound(file):  # its marks alone are taken
        return False
    with closing(MarksStore(places.marks_db)) as store:
        if not store.untouched():
            return False
        with _made(places.marks_db, file, now) as new, store.alone():
            if not store.untouched():  # meanwhile somebody has begun
                return False
            with write_errors(places.marks_db):
                _exchange(new, places.marks_db)
    return True


def _exchange(new: Path, marks_db: Path) -> None:
    """Put `new` in place of a database, whose logs would otherwise be read with it. Raises OSError."""
    for end in LOGS:
        marks_db.with_name(f"{marks_db.name}{end}").unlink(missing_ok=True)
    new.replace(marks_db)


def _damaged(places: Places) -> bool:
    try:
        refuse_emptied(places)
        with closing(MarksStore(places.marks_db)) as store:
            store.check()
    except DamagedError:
        return True
    return False


@contextmanager
def _made(marks_db: Path, file: Path, now: datetime) -> Iterator[Path]:
    """A whole database beside `marks_db`, on disk: the backup with all that is in it, or a new one with exported marks.

    It is gone afterwards unless it was put in its place. Raises StoreError.
    """
    found = restored(file)  # first of all: it can be read
    with read_errors(file):
        whole = is_backup(file)
    if not whole and not (found.marks or found.words):
        raise StoreError(msg("{file} holds no marks; nothing was changed"), file=file)
    whole = whole and is_sound(file)
    # A name of its own: two processes may do this at once.
    new = marks_db.with_name(f"{marks_db.name}.{random.randbytes(4).hex()}.new")
    try:
        with write_errors(new):
            if whole:
                shutil.copyfile(file, new)
        with closing(MarksStore(new)) as store:  # brings an old one up to date
            store.change(found.marks, "restore", lambda identity, _: found.marks[identity], now, found.words)
        with write_errors(new):
            _to_disk(new)
        yield new
    finally:
        for end in ("", *LOGS):
            new.with_name(f"{new.name}{end}").unlink(missing_ok=True)


def _to_disk(file: Path) -> None:
    handle = os.open(file, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _papers_in(copy: DailyCopy) -> int | None:
    try:
        return len(restored(copy.file).marks)
    except StoreError:
        return None
