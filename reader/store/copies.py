"""Daily copies of `marks.db`: one is made before the first change of a day, the newest seven are kept.

A copy holds what was there when its day began, and was read whole after it was written.
"""

from __future__ import annotations

import os
import re
import sqlite3
from datetime import date
from pathlib import Path

from reader.errors import DamagedError, StoreError
from reader.regular import is_regular
from reader.store.database import copy_database, folder_to_oneself
from reader.values import dataclass

COPIES_KEPT = 7
_NAME = r"marks-(\d{4}-\d{2}-\d{2})\.db"


@dataclass(frozen=True, slots=True)
class DailyCopy:
    """A copy of `marks.db` as it was when `day` began."""

    day: date
    file: Path


def daily_copies(folder: Path) -> list[DailyCopy]:
    """The copies in `folder`, newest first; none if there is no such folder."""
    try:
        names = [(found[1], file) for file in folder.iterdir() if (found := re.fullmatch(_NAME, file.name))]
    except OSError:
        return []
    copies = [DailyCopy(day, file) for text, file in names if (day := _day(text)) is not None and _is_file(file)]
    return sorted(copies, key=lambda copy: copy.day, reverse=True)


def keep_daily_copy(connection: sqlite3.Connection, path: Path, folder: Path, today: date) -> None:
    """Copy the database at `path` into `folder` unless that was done today, and let go of the oldest copies.

    Raises DamagedError if the database is damaged. That there is no room for a copy keeps nobody from marking a paper.
    """
    target = folder / f"marks-{today.isoformat()}.db"
    try:
        if target.exists() or _is_of_another_library(folder, path):
            return
        folder.mkdir(exist_ok=True)
        with folder_to_oneself(folder):  # the first change of a day may be made by many processes at once
            if target.exists():
                return
            for part in folder.glob("*.part"):  # of one that was killed at it
                part.unlink(missing_ok=True)
            copy_database(connection, path, target)
            _let_go_of_the_oldest(folder, today)
    except DamagedError:
        raise
    except (OSError, StoreError):
        return


def _let_go_of_the_oldest(folder: Path, today: date) -> None:
    """Days that are still to come were named by a clock that was wrong, now or then: what they name is older."""
    copies = sorted(daily_copies(folder), key=lambda copy: (copy.day <= today, copy.day), reverse=True)
    for old in copies[COPIES_KEPT:]:
        old.file.unlink(missing_ok=True)


def _is_of_another_library(folder: Path, path: Path) -> bool:
    """Whether a link leads to the copies of another file: in a library of somebody else's, to the reader's own."""
    other = Path(os.path.realpath(folder)).with_name(path.name)  # also of one that leads to itself
    return folder.is_symlink() and other.exists() and not other.samefile(path)


def _is_file(file: Path) -> bool:
    try:
        return is_regular(file.stat())
    except OSError:
        return False


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
