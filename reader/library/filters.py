"""The parts of a query that are about metadata and marks, answered from the two databases as sets of paper numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from reader.many import without
from reader.model import Announce, DateRange, Listing
from reader.store.collected import Collected
from reader.store.marks import MarksStore

ANNOUNCE_KINDS: Mapping[str, tuple[Announce, ...]] = {
    "new": (Announce.NEW,),
    "cross": (Announce.CROSS, Announce.REPLACE_CROSS),
    "replace": (Announce.REPLACE, Announce.REPLACE_CROSS),
}

MARKED = frozenset(("tag", "note"))
MARKED_STATES = frozenset(("is", state) for state in ("bookmarked", "read", "skipped", "unread"))
"""What changes with the marks; everything else changes only with the collected papers."""

SETS_IN_MEMORY, NUMBERS_IN_MEMORY, AT_LEAST = 64, 500_000, 8
"""Of each kind, by what was asked for last: whatever is typed behind `author:` is one. At 4 bytes a number they take
2 MB, or as much as the newest few of them."""


class _Sets:
    """Sets of paper numbers, kept by what was asked for."""

    def __init__(self, ask: Callable[[str, str | DateRange], Sequence[int]]) -> None:
        self._ask = ask
        self._known: dict[tuple[str, str | DateRange], Sequence[int]] = {}
        self._numbers = 0

    def __call__(self, field: str, value: str | DateRange) -> Sequence[int]:
        key = (field, value)
        nums = self._known.pop(key, None)
        if nums is None:
            nums = self._ask(field, value)
            self._numbers += len(nums)
        self._known[key] = nums
        while len(self._known) > (AT_LEAST if self._numbers > NUMBERS_IN_MEMORY else SETS_IN_MEMORY):
            self._numbers -= len(self._known.pop(next(iter(self._known))))
        return nums

    def clear(self) -> None:
        """Forget all."""
        self._known.clear()
        self._numbers = 0


class Filters:
    """A `search.protocol.FilterSource` over the databases. Sets are kept until one of the databases changes."""

    def __init__(self, collected: Collected, marks: MarksStore) -> None:
        self._collected = collected
        self._marks = marks
        self._versions: tuple[object, object] = (None, None)
        self._sets, self._marked_sets = _Sets(self._ask), _Sets(self._ask)
        self._marked_after = 0
        self._listing: Listing | None = None
        self.recommended: Callable[[DateRange | None], Sequence[int]] = lambda days: ()
        """Asked for what `is:recommended` means, of all days or of some; see `interest`."""
        self._fields: Mapping[str, Callable[[str], Sequence[int]]] = {
            "in": collected.sets.nums_in_channel,
            "cat": collected.sets.nums_in_category,
            "id": collected.sets.nums_with_id,
            "type": lambda kind: collected.sets.nums_announced(ANNOUNCE_KINDS[kind]),
            "author": collected.sets.nums_by_author,
            "venue": collected.sets.nums_in_venue,
            "doi": collected.sets.nums_with_doi,
            "code": collected.sets.nums_with_code,
            "has": lambda what: self._having[what](),
            "tag": lambda tag: self._nums_of(marks.ids_tagged(tag)),
            "note": lambda text: self._nums_of(marks.ids_with_note(text)),
        }
        self._having: Mapping[str, Callable[[], Sequence[int]]] = {
            "authors": collected.sets.nums_with_authors,
            "code": collected.sets.nums_with_code,
        }
        self._states: Mapping[str, Callable[[], Sequence[int]]] = {
            "bookmarked": lambda: self._nums_of(marks.ids_marked("bookmarked")),
            "read": lambda: self._nums_of(marks.ids_marked("read")),
            "skipped": lambda: self._nums_of(marks.ids_marked("skipped")),
            "unread": self._unread,
            "cut": collected.sets.nums_cut,
            "updated": collected.sets.nums_updated,
            "untranslated": collected.sets.nums_untranslated,
        }

    def close(self) -> None:
        """Let go of what was asked for."""
        self._sets.clear()
        self._marked_sets.clear()
        self._listing = None

    def refresh(self) -> bool:
        """Forget what is no longer true; True if anything may have changed since the last call."""
        versions = (self._collected.version(), self._marks.version())
        if versions == self._versions:
            return False
        if versions[0] != self._versions[0]:
            self._sets.clear()
            self._listing = None
        self._marked_sets.clear()
        self._versions = versions
        return True

    def nums(self, field: str, value: str | DateRange) -> Sequence[int]:
        """See `FilterSource.nums`."""
        key = (field, value)
        if key == ("is", "new"):
            return self._new()  # depends on a state, whose change is not noticed here
        if key == ("is", "recommended"):
            return self.recommended(None)
        if field == "recommended" and isinstance(value, DateRange):
            return self.recommended(value)
        if self._marked_after != self._marks.writes:
            self._marked_sets.clear()
            self._marked_after = self._marks.writes
        sets = self._marked_sets if field in MARKED or key in MARKED_STATES else self._sets
        return sets(field, value)

    def listing(self) -> Sequence[int]:
        """See `FilterSource.listing`."""
        return self.grouped_listing().nums

    def grouped_listing(self) -> Listing:
        """The listing with its days."""
        if self._listing is None:
            self._listing = self._collected.listing()
        return self._listing

    def _ask(self, field: str, value: str | DateRange) -> Sequence[int]:
        if isinstance(value, DateRange):
            return self._collected.sets.nums_on_days(value.first, value.last)
        if field == "is":
            return self._states[value]()
        return self._fields[field](value)

    def _nums_of(self, ids: Iterable[str]) -> Sequence[int]:
        return self._collected.nums_of(ids)

    def _unread(self) -> Sequence[int]:
        """Papers neither read nor skipped."""
        return without(self.listing(), self.nums("is", "read"), self.nums("is", "skipped"))

    def _new(self) -> Sequence[int]:
        """Papers that came in since the reader was here last."""
        return self._collected.sets.nums_arrived_after(int(self._marks.state("seen_sync") or 0))
