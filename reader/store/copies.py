"""Daily copies of `marks.db`: one is made before the first change of a day, the newest seven are kept.

A copy holds what was there when its day began, and was read whole after it was written.
"""

from __future__ import annotations

import re
import sqlite3
from datetime import date
from pathlib import Path

from reader.errors import DamagedError, StoreError
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
    copies = [DailyCopy(day, file) for text, file in names if (day := _day(text)) is not None]
    return sorted(copies, key=lambda copy: copy.day, reverse=True)


def keep_daily_copy(connection: sqlite3.Connection, path: Path, folder: Path, today: date) -> None:
    """Copy the database at `path` into `folder` unless that was done today, and let go of the oldest copies.

    Raises DamagedError if the database is damaged. That there is no room for a copy keeps nobody from marking a paper.
    """
    target = folder / f"marks-{today.isoformat()}.db"
    if target.exists():
        return
    try:
        folder.mkdir(exist_ok=True)
        with folder_to_oneself(folder):  # the first change of a day may be made by many processes at once
            if target.exists():
                return
            for part in folder.glob("*.part"):  # of one that was killed at it
                part.unlink(missing_ok=True)
            copy_database(connection, path, target)
            for old in daily_copies(folder)[COPIES_KEPT:]:
                old.file.unlink(missing_ok=True)
    except DamagedError:
        raise
    except (OSError, StoreError):
        return


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
