"""Which of the databases can be opened, each for itself: a damaged one does not hide the state of the other."""

from __future__ import annotations

from collections.abc import Mapping

from reader.errors import StoreError
from reader.paths import Places
from reader.store.collected import Collected
from reader.store.marks import MarksStore


def unusable(places: Places) -> Mapping[str, StoreError | None]:
    """File name -> why that database cannot be used (None: it can); empty if there is nothing to complain about."""
    found: dict[str, StoreError | None] = {}
    for path, store in ((places.library_db, Collected), (places.marks_db, MarksStore)):
        found[path.name] = None
        try:
            store(path).close()
        except StoreError as error:
            found[path.name] = error
    return found if any(found.values()) else {}
