"""What the parts of a library share: where it lies, its two databases, and what filters know of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from reader.library.filters import Filters
from reader.paths import Places
from reader.store.collected import Collected
from reader.store.marks import MarksStore
from reader.values import dataclass


@dataclass(frozen=True, slots=True)
class Stores:
    """The databases of one `Library` object.

    clock    tells the time, aware
    refresh  looks whether the databases changed, and forgets what is no longer true
    """

    places: Places
    clock: Callable[[], datetime]
    collected: Collected
    marks: MarksStore
    filters: Filters
    refresh: Callable[[], bool]
