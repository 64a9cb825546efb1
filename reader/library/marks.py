"""`Library.marks`: what the reader does to papers, and where the reader left off."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from reader.library.marking import tag_name, united
from reader.library.stores import Stores
from reader.model import Gesture, Marks, SavedSearch
from reader.text.safe import sound


class MarkKeeping:
    """The reader's marks. Every change is one undoable gesture, on disk when the method returns."""

    def __init__(self, stores: Stores, parse: Callable[[str], object]) -> None:
        """`parse` raises QueryError for a query that cannot be read: such a one is not saved."""
        self._stores = stores
        self._parse = parse

    def tags(self) -> list[tuple[str, int]]:
        """Every tag with the number of papers it is on, by name."""
        return self._stores.marks.tags()

    def bookmark(self, ids: Iterable[str], on: bool) -> Gesture | None:
        """Bookmark papers, or take the bookmarks off. A paper already bookmarked keeps its time."""
        label = "bookmark" if on else "remove bookmark"
        return self._change(ids, label, lambda m, now: replace(m, bookmarked=(m.bookmarked or now) if on else None))

    def mark_read(self, ids: Iterable[str], on: bool) -> Gesture | None:
        """Mark papers read, or unread (which also takes "skipped" off)."""
        if on:
            return self._change(ids, "mark read", lambda m, now: replace(m, read=m.read or now))
        return self._change(ids, "mark unread", lambda m, now: replace(m, read=None, skipped=None))

    def skip(self, ids: Iterable[str], on: bool) -> Gesture | None:
        """Mark papers skipped (looked at, not wanted), or not."""
        label = "skip" if on else "remove skip"
        return self._change(ids, label, lambda m, now: replace(m, skipped=(m.skipped or now) if on else None))

    def tag(self, ids: Iterable[str], add: Iterable[str] = (), remove: Iterable[str] = ()) -> Gesture | None:
        """Put tags on papers and take others off; see `tag_name` for what a tag may be."""
        more = {name for tag in add if (name := tag_name(tag))}
        fewer = {tag_name(tag).casefold() for tag in remove}

        def rule(marks: Marks, now: datetime) -> Marks:
            kept = {tag for tag in marks.tags if tag.casefold() not in fewer}
            return replace(marks, tags=tuple(sorted(kept | more)))

        return self._change(ids, "tag", rule)

    def note(self, arxiv_id: str, text: str | None) -> Gesture | None:
        """Write the note on a paper; None or nothing but white space removes it."""
        kept = sound(text).strip() if text else None
        return self._change([arxiv_id], "note", lambda m, now: replace(m, note=kept or None))

    def restore_marks(self, marks: Mapping[str, Marks]) -> Gesture | None:
        """Put marks back from an export or backup: adds what is missing, never takes away. One gesture."""
        return self._stores.marks.change(marks, "restore", lambda i, own: united(own, marks[i]), self._stores.clock())

    def restore(self, file: Path) -> Gesture | None:
        """`restore_marks` from an exported JSONL or from what `backup` wrote. Raises StoreError, DigestReaderError."""
        from reader.library.restoring import marks_in

        return self.restore_marks(marks_in(file))

    def undo(self) -> Gesture | None:
        """Take back the newest gesture; None if there is none."""
        return self._stores.marks.undo()

    def redo(self) -> Gesture | None:
        """Do the gesture undone last once more; None if there is none."""
        return self._stores.marks.redo()

    def saved_searches(self) -> tuple[SavedSearch, ...]:
        """Saved searches by slot."""
        return self._stores.marks.searches()

    def save_search(self, slot: int, name: str, query: str | None) -> Gesture | None:
        """Put a query under a digit key; `query` None empties the slot. Raises QueryError if it cannot be read."""
        if query is not None:
            self._parse(query)
        return self._stores.marks.save_search(slot, sound(name), query and sound(query), self._stores.clock())

    def state(self, key: str) -> str | None:
        """A small fact that `set_state` kept."""
        return self._stores.marks.state(key)

    def set_state(self, **values: str) -> None:
        """Keep small facts about where the reader left off (not undoable)."""
        self._stores.marks.set_state(values)

    def backup(self, target: Path) -> None:
        """Write one consistent copy of the user's own data to `target`. Raises StoreError."""
        from reader.library.files import backup_target

        self._stores.marks.backup(backup_target(target, self._stores.places))

    def _change(self, ids: Iterable[str], label: str, rule: Callable[[Marks, datetime], Marks]) -> Gesture | None:
        now = self._stores.clock()
        gesture = self._stores.marks.change(ids, label, lambda _, marks: rule(marks, now), now)
        self._stores.forget()
        return gesture
