"""`marks.db`: the user's own bookmarks, read states, tags, notes and saved searches, and the undo log over them.

Every gesture is one transaction that is on disk when the method returns. Rows are keyed by arXiv ID and know nothing
of the library.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime
from itertools import chain
from pathlib import Path

from reader.errors import ChangedSinceError
from reader.i18n import msg
from reader.many import in_parts
from reader.model import NO_MARKS, Gesture, Marks, SavedSearch, WordRule
from reader.store.answers import Answers
from reader.store.copies import keep_daily_copy
from reader.store.database import OpenDatabase, alone, copy_database
from reader.store.faults import garbled_errors, plain_errors
from reader.store.gestures import (
    TIMES,
    Change,
    GestureLog,
    differences,
    marks_of,
    rule_of,
    search_difference,
    word_difference,
)
from reader.store.schema import MARKS


def is_empty(path: Path) -> bool:
    """Whether there is a file without a byte, such as some file systems leave after a power cut."""
    try:
        return not path.stat().st_size
    except OSError:
        return False


class MarksStore:
    """The marks of one user, and beside them what was asked outside (`answers`). One object per thread.

    Raises StoreError from any method if the file cannot be used.
    """

    def __init__(self, path: Path, owner: str = "") -> None:
        """Open (or create) the file. `owner` makes the gestures here and takes back its own."""
        self._database = OpenDatabase(path, MARKS, or_empty=True)
        self._log = GestureLog(self._database.connection, owner)
        self.answers = Answers(self._database)
        self._copied = date.min
        self.writes = 0
        """How often this object wrote: what was read before is out of date when it differs."""
        self._turn = 0
        self._written: tuple[int, int] | None = None
        """What others and this object wrote before the newest turn was asked for last."""

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()

    def rest(self) -> None:
        """Give back what was kept of the file in memory; it is read again when it is asked for."""
        self._database.rest()

    def refuse_gone(self) -> None:
        """Raise StoreError if the file is not there any more, or another is. Any thread may ask."""
        self._database.refuse_gone()

    @property
    def read_only(self) -> bool:
        """Whether the file (or, where there is none, its folder) may only be read: every write raises StoreError."""
        return self._database.read_only

    # -- reading

    def marks(self, ids: Sequence[str]) -> dict[str, Marks]:
        """The marks of those of `ids` that have any."""
        wanted = json.dumps(list(ids))
        rows = self._database.all(
            "SELECT id, bookmarked, read, skipped, note FROM (SELECT value FROM json_each(?)) JOIN mark ON id = value",
            wanted,
        )
        tags: dict[str, list[str]] = {}
        tagged = self._database.all(
            "SELECT id, tag FROM (SELECT value FROM json_each(?)) JOIN tag ON id = value ORDER BY tag", wanted
        )
        for identity, tag in tagged:
            tags.setdefault(identity, []).append(tag)
        with garbled_errors(self._database.path):
            found = {
                identity: replace(marks_of(*columns), tags=tuple(tags.pop(identity, ()))) for identity, *columns in rows
            }
        found.update({identity: Marks(tags=tuple(names)) for identity, names in tags.items()})
        return found

    def ids_marked(self, kind: str) -> Iterator[str]:
        """IDs of papers by `kind` of mark, `bookmarked`, `read` or `skipped` (else ValueError), newest mark last.

        They come one by one, to be gone through at once: there may be one for each paper of a library.
        """
        if kind not in TIMES:
            raise ValueError(kind)
        return self._ids(f"SELECT id FROM mark WHERE {kind} IS NOT NULL ORDER BY {kind}, id")

    def count(self, kind: str) -> int:
        """How many papers have a mark of that `kind` (see `ids_marked`), also of those that are not collected."""
        if kind not in TIMES:
            raise ValueError(kind)
        return int(self._database.all(f"SELECT count(*) FROM mark WHERE {kind} IS NOT NULL")[0][0])

    def ids_tagged(self, tag: str) -> Iterator[str]:
        """IDs of papers with that tag, letter case ignored."""
        return self._ids("SELECT DISTINCT id FROM tag WHERE tag = ? COLLATE NOCASE", tag)

    def ids_with_a_tag(self) -> Iterator[str]:
        """IDs of papers with any tag."""
        return self._ids("SELECT DISTINCT id FROM tag ORDER BY id")

    def ids_with_note(self, text: str) -> Iterator[str]:
        """IDs of papers whose note contains `text`, letter case ignored; an empty text finds every note."""
        wanted = text.casefold()
        notes = self._database.each("SELECT id, note FROM mark WHERE note IS NOT NULL")
        return (identity for identity, note in notes if wanted in note.casefold())

    def ids_with_any(self) -> list[str]:
        """IDs of all papers that have marks of any kind."""
        return list(self._ids("SELECT id FROM mark UNION SELECT id FROM tag ORDER BY id"))

    def tags(self) -> list[tuple[str, int]]:
        """Every tag in use and on how many papers, by name."""
        return [
            (tag, count) for tag, count in self._database.all("SELECT tag, count(*) FROM tag GROUP BY tag ORDER BY tag")
        ]

    def searches(self) -> tuple[SavedSearch, ...]:
        """Saved searches by slot."""
        return tuple(
            SavedSearch(*row) for row in self._database.all("SELECT slot, name, query FROM search ORDER BY slot")
        )

    def word_rules(self) -> tuple[WordRule, ...]:
        """What the reader decided about words of interests, by scope and word."""
        rows = self._database.all("SELECT scope, word, rule FROM word ORDER BY scope, word")
        with garbled_errors(self._database.path):
            return tuple(rule_of(*row) for row in rows)

    def state(self, key: str) -> str | None:
        """What `set_state` put there."""
        rows = self._database.all("SELECT value FROM state WHERE key = ?", key)
        return str(rows[0][0]) if rows else None

    def states(self, start: str) -> dict[str, str]:
        """What `set_state` put under keys that begin with `start`, by what follows it."""
        return dict(self.each_state(start))

    def each_state(self, start: str) -> Iterator[tuple[str, str]]:
        """The same one by one, to be gone through at once."""
        rows = self._database.each("SELECT key, value FROM state WHERE key >= ?1 AND key < ?1 || char(1114111)", start)
        return ((key.removeprefix(start), value) for key, value in rows)

    def untouched(self) -> bool:
        """Whether no gesture was ever made here."""
        return not self._database.all("SELECT 1 FROM gesture UNION SELECT 1 FROM mark UNION SELECT 1 FROM tag LIMIT 1")

    def version(self) -> int:
        """A number that rises with every gesture, undo and redo, by whomever, and with nothing else that is kept here.

        Cheap to ask for while nobody writes.
        """
        written = (self._database.all("PRAGMA data_version")[0][0], self.writes)
        if written != self._written:
            self._turn = self._database.all("SELECT coalesce(max(turn), 0) FROM gesture")[0][0]
            self._written = written
        return self._turn

    # -- gestures

    def change(
        self,
        ids: Iterable[str],
        label: str,
        rule: Callable[[str, Marks], Marks],
        now: datetime,
        words: Iterable[WordRule] = (),
    ) -> Gesture | None:
        """Give each paper the marks that `rule(id, marks)` makes of its own, as one gesture that can be undone.

        `words` are decided in the same gesture. None if nothing differs.
        """
        wanted = list(dict.fromkeys(ids))
        with self._writing():
            changes = chain(self._mark_changes(wanted, rule), self._word_changes(words, ()))
            return self._log.do(label, changes, now)

    def _mark_changes(self, ids: Sequence[str], rule: Callable[[str, Marks], Marks]) -> Iterator[Change]:
        for few in in_parts(ids):
            own = self.marks(few)
            for identity in few:
                old = own.get(identity, NO_MARKS)
                yield from differences(identity, old, rule(identity, old))

    def save_search(self, slot: int, name: str, query: str | None, now: datetime) -> Gesture | None:
        """Put a search into a slot (`query` None: empty the slot), as a gesture that can be undone."""
        new = SavedSearch(slot, name, query) if query is not None else None
        with self._writing():
            old = next((found for found in self.searches() if found.slot == slot), None)
            return self._log.do("save search", search_difference(slot, old, new), now)

    def rule_words(
        self, rules: Iterable[WordRule], gone: Iterable[WordRule], label: str, now: datetime
    ) -> Gesture | None:
        """Decide about words of interests, as one gesture that can be undone: `rules` hold, `gone` do no longer."""
        with self._writing():
            return self._log.do(label, self._word_changes(rules, gone), now)

    def _word_changes(self, rules: Iterable[WordRule], gone: Iterable[WordRule]) -> list[Change]:
        old = {(rule.scope, rule.word): rule for rule in self.word_rules()}
        new = {(rule.scope, rule.word): rule for rule in rules}
        wanted = {**dict.fromkeys(((rule.scope, rule.word) for rule in gone), None), **new}
        return [each for key, rule in wanted.items() for each in word_difference(*key, old.get(key), rule)]

    def undo(self, num: int | None = None) -> Gesture | None:
        """Take back gesture `num`, or the owner's newest; None if there is none that is not undone.

        Only the fields that the gesture changed are written. Raises ChangedSinceError, and changes no mark, if another
        gesture changed one of them since. The owner's newest is passed over from then on, as long as that is so.
        """
        if num is None:
            return self._turned(self._log.turn_back, undone=False)
        with self._writing():
            return self._log.turn_back(num)

    def redo(self) -> Gesture | None:
        """Do the owner's gesture that was undone last once more; None if there is none. Raises ChangedSinceError as
        `undo` does."""
        return self._turned(self._log.turn_forth, undone=True)

    def _turned(self, turn: Callable[[int], Gesture | None], *, undone: bool) -> Gesture | None:
        """Turn the owner's newest gesture that is (not) undone."""
        with self._writing():
            for num, aside in self._log.own(undone=undone):
                try:
                    return turn(num)
                except ChangedSinceError as error:
                    if aside:
                        continue
                    self._log.put_aside(num)
                    refused = error
                    break
            else:
                return None
        raise ChangedSinceError(msg("{reason}; the next undo or redo passes over it"), reason=refused)

    def set_state(self, values: Mapping[str, str]) -> None:
        """Keep small facts about where the reader left off. Not a gesture."""
        with self._database.writing():
            self._database.connection.executemany("INSERT OR REPLACE INTO state VALUES (?, ?)", list(values.items()))

    # -- whole file

    def keep_daily_copy(self, today: date) -> None:
        """Make today's copy of the file unless it is there (see `copies`). Raises DamagedError."""
        if self._copied == today or self.read_only:
            return
        folder = self._database.path.with_name("backups")
        keep_daily_copy(self._database.connection, self._database.path, folder, today)
        self._copied = today

    def backup(self, target: Path) -> None:
        """Write one consistent copy to `target`."""
        copy_database(self._database.connection, self._database.path, target)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Nobody else writes to the file meanwhile; who waits for a turn finds it gone if it is exchanged. Nothing is
        written by this."""
        with plain_errors(self._database.path), alone(self._database.connection):
            yield

    def check(self) -> None:
        """Read the whole file. Raises DamagedError."""
        from reader.store.kinds import refuse_wrong_kinds  # opening the screen does without

        refuse_wrong_kinds(self._database.connection, self._database.path, MARKS)
        for some in in_parts(self.ids_with_any()):
            self.marks(some)
        self.word_rules()

    # -- helpers

    @contextmanager
    def _writing(self) -> Iterator[None]:
        with self._database.writing():
            yield
        self.writes += 1

    def _ids(self, sql: str, *values: object) -> Iterator[str]:
        return (identity for (identity,) in self._database.each(sql, *values))
