"""What the parts of a library share: where it lies, its two databases, and what filters know of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from reader.library.filters import Filters
from reader.paths import Places
from reader.store.collected import Collected
from reader.store.marks import MarksStore


@dataclass(frozen=True, slots=True)
class Stores:
    """The databases of one `Library` object.

    clock    tells the time, aware
    forget   lets go of papers kept in memory that may no longer be as the databases have them
    refresh  looks whether the databases changed, and forgets what is no longer true
    """

    places: Places
    clock: Callable[[], datetime]
    collected: Collected
    marks: MarksStore
    filters: Filters
    forget: Callable[[], object]
    refresh: Callable[[], bool]
