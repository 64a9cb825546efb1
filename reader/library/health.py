"""The health of the two databases, each for itself: a damaged one does not hide the state of the other."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing

from reader.errors import DamagedError, StoreError
from reader.i18n import msg
from reader.library.copies import refuse_emptied, with_offer
from reader.paths import Places
from reader.store.collected import Collected
from reader.store.marks import MarksStore


def databases(places: Places) -> Mapping[str, StoreError | None]:
    """File name -> why that database cannot be used (None: it was read whole and is well), and what can be done."""
    return {places.library_db.name: _collected(places), places.marks_db.name: _marks(places)}


def damage(places: Places) -> DamagedError | None:
    """Why the first database that is damaged is so, and what can be done; None if none is. What is there is read whole.

    For who ended in a mistake: nobody looks at each value that is read, so it may have come of one that was garbled.
    """
    for file, look in ((places.library_db, _collected), (places.marks_db, _marks)):
        if file.is_file() and isinstance(error := look(places), DamagedError):
            return error
    return None


def _collected(places: Places) -> StoreError | None:
    try:
        with closing(Collected(places.library_db)) as store:
            store.check()
    except DamagedError as error:
        told = msg("{path} is damaged ({reason}); move it away: the next sync makes a new one, and your marks stay")
        return DamagedError(told, **error.values)
    except StoreError as error:
        return error
    return None


def _marks(places: Places) -> StoreError | None:
    try:
        refuse_emptied(places)
        with closing(MarksStore(places.marks_db)) as store:
            store.check()
    except DamagedError as error:
        return with_offer(error, places)
    except StoreError as error:
        return error
    return None
