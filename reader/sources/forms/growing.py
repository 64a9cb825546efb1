"""Files that grow: in a history, each version of a file is read as far as it differs from the one before.

Some publishers add every day's papers to one file. Read whole, its versions would take the square of its length, and
without a day of their own old papers would be announced again with every commit.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from datetime import date
from typing import Any

Group = tuple[date | None, str]
"""The day and topic under which a record stands in its file."""

Held = dict[int, Group | None]
"""What a version of a file held: a hash of each record, and where it stood; None: it could not be read. (64 bits, of
this process alone.)"""

_FILES = 16
"""Files that are remembered, those that were read last."""


class Growing:
    """What the last version of each file held."""

    def __init__(self) -> None:
        self._held: OrderedDict[str, Held] = OrderedDict()

    def before(self, path: str) -> Held | None:
        """What was kept of the file at `path`."""
        return self._held.get(path)

    def keep(self, path: str, held: Held) -> None:
        """Keep what its newest version holds."""
        self._held[path] = held
        self._held.move_to_end(path)
        while len(self._held) > _FILES:
            self._held.popitem(last=False)


def hash_of(record: Any) -> int:
    """What tells a record from others: as `kinds` gives it, before anything was taken out of it."""
    return hash(record if isinstance(record, tuple) else repr(record))


def told_before(hashes: Iterable[int], before: Held, *, own_days: bool) -> set[int]:
    """Those of a version's records that need not be read, for the version before held them.

    own_days  each record tells its day, so that it is no news wherever it stands again; else it is none only where the
              file has grown. One that lost records is another list, and announces all of it; but what could not
              be read is told once.
    """
    known = {one for one in hashes if one in before}
    if own_days or all(one in known for one, group in before.items() if group):
        return known
    return {one for one in known if before[one] is None}
