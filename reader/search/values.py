"""Values that queries, their answers and the rest of the program share; the screen needs them before any search."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Sort(StrEnum):
    """How hits are ordered. `DATE`: the order of the library's listing (newest first)."""

    DATE = "date"
    RELEVANCE = "relevance"


@dataclass(frozen=True, slots=True)
class DateRange:
    """Days from `first` to `last`, both included; `None` is open."""

    first: date | None
    last: date | None
