"""`Library.marks`: what the reader does to papers, and where the reader left off."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from reader.i18n import Translator
from reader.library import marking
from reader.library.marking import Rule, united
from reader.library.stores import Stores
from reader.model import Gesture, Marks, SavedSearch, WordRule
from reader.store.marks import MarksStore
from reader.text.safe import sound

if TYPE_CHECKING:
    from reader.library.restoring import Restored

FIRST_UNKEYED_SLOT = 10
"""Slots of saved searches from here on have no digit key."""


class MarkKeeping:
    """The reader's marks. Every change is one undoable gesture, on disk when the method returns."""

    def __init__(self, stores: Stores, parse: Callable[[str], object]) -> None:
        """`parse` raises QueryError for a query that cannot be read: such a one is not saved."""
        self._stores = stores
        self._parse = parse

    def tags(self) -> list[tuple[str, int]]:
        """Every tag with the number of papers it is on, by name."""
        return self._stores.marks.tags()

    def of_absent(self) -> dict[str, Marks]:
        """The marks of papers that are not in the library, by arXiv ID: they wait for their papers."""
        marks, collected = self._stores.marks, self._stores.collected
        ids = marks.ids_with_any()
        there = set(collected.ids(collected.nums_of(ids)))
        return marks.marks([arxiv_id for arxiv_id in ids if arxiv_id not in there])

    def bookmark(self, ids: Iterable[str], on: bool) -> Gesture | None:
        """Bookmark papers, or take the bookmarks off. A paper already bookmarked keeps its time."""
        return self.change(ids, "bookmark" if on else "remove bookmark", marking.bookmarked(on))

    def mark_read(self, ids: Iterable[str], on: bool) -> Gesture | None:
        """Mark papers read, or unread (which also takes "skipped" off)."""
        return self.change(ids, "mark read" if on else "mark unread", marking.read(on))

    def skip(self, ids: Iterable[str], on: bool) -> Gesture | None:
        """Mark papers skipped (looked at, not wanted), or not."""
        return self.change(ids, "skip" if on else "remove skip", marking.skipped(on))

    def keep(self, ids: Iterable[str]) -> Gesture | None:
        """Bookmark papers and mark them read: what keeping a card means."""
        return self.change(ids, "keep", marking.bookmarked(True), marking.read(True))

    def tag(self, ids: Iterable[str], add: Iterable[str] = (), remove: Iterable[str] = ()) -> Gesture | None:
        """Put tags on papers and take others off; see `tag_name` for what a tag may be."""
        return self.change(ids, "tag", marking.tagged(add, remove))

    def note(self, arxiv_id: str, text: str | None) -> Gesture | None:
        """Write the note on a paper; None or nothing but white space removes it."""
        return self.change([arxiv_id], "note", marking.noted(text))

    def change(self, ids: Iterable[str], label: str, *rules: Rule) -> Gesture | None:
        """Do several things (see `marking`) to papers as one gesture. None if nothing changes."""
        now = self._stores.clock()

        def rule(_: str, marks: Marks) -> Marks:
            for each in rules:
                marks = each(marks, now)
            return marks

        gesture = self._for_writing().change(ids, label, rule, now)
        sys.audit("digest-reader.gesture", label, gesture.papers if gesture else 0)
        return gesture

    def restore_marks(self, marks: Mapping[str, Marks], words: Iterable[WordRule] = ()) -> Gesture | None:
        """Put marks, and words of interests, back: adds what is missing, never takes away. One gesture."""
        store = self._for_writing()
        known = {(rule.scope, rule.word) for rule in store.word_rules()}
        new = [rule for rule in words if (rule.scope, rule.word) not in known]
        return store.change(marks, "restore", lambda i, own: united(own, marks[i]), self._stores.clock(), new)

    def import_marks(self, marks: Mapping[str, Marks]) -> Gesture | None:
        """Bookmark papers that somebody kept elsewhere, with their tags and notes. One gesture; takes nothing away.

        A note that says something new stands below the one that is there.
        """
        now = self._stores.clock()

        def rule(arxiv_id: str, own: Marks) -> Marks:
            other = replace(marks[arxiv_id], bookmarked=now)
            both = united(own, other)
            if own.note and other.note and other.note not in own.note:
                return replace(both, note=f"{own.note}\n\n{other.note}")
            return both

        return self._for_writing().change(marks, "import", rule, now)

    def restore(self, file: Path) -> Gesture | None:
        """`restore_found` from an exported JSONL or from what `backup` wrote, packed or not. Raises StoreError."""
        from reader.library.files import readable_again
        from reader.library.restoring import restored

        with readable_again(file) as plain:
            return self.restore_found(restored(plain))

    def restore_found(self, found: Restored) -> Gesture | None:
        """Put back what a file holds: marks and words as one gesture, then saved searches and citation keys.

        Adds what is missing, never takes away: a search whose slot is taken goes to a free one beyond the digits.
        """
        from reader.library.citing import CITATION_KEYS

        gesture = self.restore_marks(found.marks, found.words)
        store = self._for_writing()
        own = store.searches()
        taken = {search.slot for search in own}
        for search in found.searches:
            if search.query not in {each.query for each in own}:
                slot = search.slot if search.slot not in taken else max(max(taken) + 1, FIRST_UNKEYED_SLOT)
                taken.add(slot)
                store.save_search(slot, search.name, search.query, self._stores.clock())
        known = store.states(CITATION_KEYS)
        new = {CITATION_KEYS + arxiv_id: key for arxiv_id, key in found.keys.items() if arxiv_id not in known}
        if new:
            store.set_state(new)
        return gesture

    def undo(self, gesture: Gesture | None = None) -> Gesture | None:
        """Take back one gesture (None: this library's owner's newest); None if it is not there to be taken back.

        What came later stays. Raises ChangedSinceError, and does nothing, if another gesture changed since what this
        one did.
        """
        return self._for_writing().undo(gesture.num if gesture else None)

    def redo(self) -> Gesture | None:
        """Do the owner's gesture undone last once more; None if there is none. Raises ChangedSinceError."""
        return self._for_writing().redo()

    def saved_searches(self) -> tuple[SavedSearch, ...]:
        """Saved searches by slot."""
        return self._stores.marks.searches()

    def save_search(self, slot: int, name: str, query: str | None) -> Gesture | None:
        """Put a query under a digit key; `query` None empties the slot. Raises QueryError if it cannot be read."""
        if query is not None:
            self._parse(query)
        return self._for_writing().save_search(slot, sound(name), query and sound(query), self._stores.clock())

    def state(self, key: str) -> str | None:
        """A small fact that `set_state` kept."""
        return self._stores.marks.state(sound(key))

    def set_state(self, **values: str) -> None:
        """Keep small facts about where the reader left off (not undoable); not where nothing can be written."""
        if not self._stores.marks.read_only:
            self._stores.marks.set_state({sound(key): sound(value) for key, value in values.items()})

    def backup(self, target: Path) -> None:
        """Write one consistent copy of the user's own data to `target`. Raises StoreError."""
        from reader.library.files import backup_target

        self._stores.marks.backup(backup_target(target, self._stores.places))

    def _for_writing(self) -> MarksStore:
        """The store, with today's copy of it made."""
        self._stores.marks.keep_daily_copy(self._stores.clock().astimezone().date())
        return self._stores.marks


def told(gesture: Gesture, t: Translator) -> str:
    """What a gesture did, in words: with how many papers, if it was about papers."""
    if not gesture.papers:
        return t(gesture.label)
    return t("{what} ({aside})", what=t(gesture.label), aside=t.n("{n} paper", "{n} papers", gesture.papers))
