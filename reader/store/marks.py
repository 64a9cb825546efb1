"""`marks.db`: the user's own bookmarks, read states, tags, notes and saved searches, and the undo log over them.

Every gesture is one transaction that is on disk when the method returns. Rows are keyed by arXiv ID and know nothing
of the library.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from reader.model import NO_MARKS, Gesture, Marks, SavedSearch
from reader.store.database import copy_database, open_database, plain_errors, transaction
from reader.store.schema import MARKS

GESTURES_KEPT = 1000
"""How far back undo reaches."""

_KINDS = ("bookmarked", "read", "skipped")
_json = json.JSONEncoder(ensure_ascii=False).encode


class MarksStore:
    """The marks of one user. One object per thread. Raises StoreError from any method if the file cannot be used."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._connection = open_database(path, MARKS)

    def close(self) -> None:
        self._connection.close()

    # -- reading

    def marks(self, ids: Sequence[str]) -> dict[str, Marks]:
        """The marks of those of `ids` that have any."""
        wanted = json.dumps(list(ids))
        rows = self._all(
            "SELECT id, bookmarked, read, skipped, note FROM (SELECT value FROM json_each(?)) JOIN mark ON id = value",
            wanted,
        )
        tags: dict[str, list[str]] = {}
        tagged = self._all(
            "SELECT id, tag FROM (SELECT value FROM json_each(?)) JOIN tag ON id = value ORDER BY tag", wanted
        )
        for identity, tag in tagged:
            tags.setdefault(identity, []).append(tag)
        found = {
            identity: Marks(_time(bookmarked), _time(read), _time(skipped), tuple(tags.pop(identity, ())), note)
            for identity, bookmarked, read, skipped, note in rows
        }
        found.update({identity: Marks(tags=tuple(names)) for identity, names in tags.items()})
        return found

    def ids_marked(self, kind: str) -> list[str]:
        """IDs of papers that are `bookmarked`, `read` or `skipped`, newest mark last."""
        if kind not in _KINDS:
            raise ValueError(kind)
        return self._ids(f"SELECT id FROM mark WHERE {kind} IS NOT NULL ORDER BY {kind}, id")

    def ids_tagged(self, tag: str) -> list[str]:
        """IDs of papers with that tag, letter case ignored."""
        return self._ids("SELECT DISTINCT id FROM tag WHERE tag = ? COLLATE NOCASE", tag)

    def ids_with_note(self, text: str) -> list[str]:
        """IDs of papers whose note contains `text`, letter case ignored; an empty text finds every note."""
        wanted = text.casefold()
        notes = self._all("SELECT id, note FROM mark WHERE note IS NOT NULL")
        return [identity for identity, note in notes if wanted in note.casefold()]

    def ids_with_any(self) -> list[str]:
        """IDs of all papers that have marks of any kind."""
        return self._ids("SELECT id FROM mark UNION SELECT id FROM tag ORDER BY id")

    def tags(self) -> list[tuple[str, int]]:
        """Every tag in use and on how many papers, by name."""
        return [(tag, count) for tag, count in self._all("SELECT tag, count(*) FROM tag GROUP BY tag ORDER BY tag")]

    def searches(self) -> tuple[SavedSearch, ...]:
        """Saved searches by slot."""
        return tuple(SavedSearch(*row) for row in self._all("SELECT slot, name, query FROM search ORDER BY slot"))

    def state(self, key: str) -> str | None:
        """What `set_state` put there."""
        rows = self._all("SELECT value FROM state WHERE key = ?", key)
        return str(rows[0][0]) if rows else None

    def version(self) -> tuple[int, ...]:
        """Three numbers, cheap to ask for, that differ whenever marks may have changed, by whomever."""
        gestures = self._all("SELECT coalesce(max(num), 0), coalesce(sum(undone), 0) FROM gesture")
        return (self._all("PRAGMA data_version")[0][0], *gestures[0])

    # -- gestures

    def change(
        self, ids: Iterable[str], label: str, rule: Callable[[str, Marks], Marks], now: datetime
    ) -> Gesture | None:
        """Give each paper the marks that `rule(id, marks)` makes of its own, as one gesture that can be undone.

        None if nothing differs.
        """
        wanted = list(dict.fromkeys(ids))
        with plain_errors(self._path), transaction(self._connection):
            before = self.marks(wanted)
            steps = []
            for identity in wanted:
                old = before.get(identity, NO_MARKS)
                new = rule(identity, old)
                if new != old:
                    steps.append(("mark", identity, _marks_text(old), _marks_text(new)))
            return self._do(label, steps, now)

    def save_search(self, slot: int, name: str, query: str | None, now: datetime) -> Gesture | None:
        """Put a search into a slot (`query` None: empty the slot), as a gesture that can be undone."""
        with plain_errors(self._path), transaction(self._connection):
            old = next((found for found in self.searches() if found.slot == slot), None)
            before = json.dumps([old.name, old.query] if old else None, ensure_ascii=False)
            after = json.dumps([name, query] if query is not None else None, ensure_ascii=False)
            return self._do("save search", [("search", str(slot), before, after)] if before != after else [], now)

    def undo(self) -> Gesture | None:
        """Take back the newest gesture that is not undone; None if there is none."""
        return self._travel("SELECT max(num) FROM gesture WHERE NOT undone", undone=True)

    def redo(self) -> Gesture | None:
        """Do the gesture that was undone last once more; None if there is none."""
        return self._travel("SELECT min(num) FROM gesture WHERE undone", undone=False)

    def set_state(self, values: Mapping[str, str]) -> None:
        """Keep small facts about where the reader left off. Not a gesture."""
        with plain_errors(self._path), transaction(self._connection):
            self._connection.executemany("INSERT OR REPLACE INTO state VALUES (?, ?)", list(values.items()))

    # -- whole file

    def backup(self, target: Path) -> None:
        """Write one consistent copy to `target`."""
        copy_database(self._connection, self._path, target)

    def check(self) -> str:
        """SQLite's own opinion of the file: `ok`, or what is wrong with it."""
        return str(self._all("PRAGMA quick_check(1)")[0][0])

    # -- helpers

    def _do(self, label: str, steps: Sequence[tuple[str, str, str, str]], now: datetime) -> Gesture | None:
        if not steps:
            return None
        execute = self._connection.execute
        execute("DELETE FROM step WHERE gesture IN (SELECT num FROM gesture WHERE undone)")
        execute("DELETE FROM gesture WHERE undone")
        num = execute("INSERT INTO gesture (at, label) VALUES (?, ?)", (now.isoformat(), label)).lastrowid or 0
        self._connection.executemany("INSERT INTO step VALUES (?, ?, ?, ?, ?)", [(num, *step) for step in steps])
        execute("DELETE FROM step WHERE gesture <= ?", (num - GESTURES_KEPT,))
        execute("DELETE FROM gesture WHERE num <= ?", (num - GESTURES_KEPT,))
        self._put([(kind, key, after) for kind, key, _, after in steps])
        return Gesture(label, tuple(key for kind, key, _, _ in steps if kind == "mark"))

    def _travel(self, which: str, *, undone: bool) -> Gesture | None:
        side = "before" if undone else "after"
        with plain_errors(self._path), transaction(self._connection):
            (num,) = self._connection.execute(which).fetchone()
            if num is None:
                return None
            (label,) = self._connection.execute("SELECT label FROM gesture WHERE num = ?", (num,)).fetchone()
            steps = self._all(f"SELECT kind, key, {side} FROM step WHERE gesture = ?", num)
            self._put(steps)
            self._connection.execute("UPDATE gesture SET undone = ? WHERE num = ?", (undone, num))
        return Gesture(label, tuple(key for kind, key, _ in steps if kind == "mark"))

    def _put(self, values: Iterable[tuple[str, str, str]]) -> None:
        """Write the state that a step leads to: (kind, key, JSON)."""
        rows, tags, gone = [], [], []
        for kind, key, text in values:
            if kind == "search":
                self._put_search(int(key), json.loads(text))
                continue
            fields = json.loads(text)
            gone.append((key,))
            row = (fields.get("bookmarked"), fields.get("read"), fields.get("skipped"), fields.get("note"))
            if any(row):
                rows.append((key, *row))
            if "tags" in fields:
                tags += [(key, tag) for tag in fields["tags"]]
        self._connection.executemany("DELETE FROM mark WHERE id = ?", gone)
        self._connection.executemany("DELETE FROM tag WHERE id = ?", gone)
        self._connection.executemany("INSERT INTO mark VALUES (?, ?, ?, ?, ?)", rows)
        self._connection.executemany("INSERT INTO tag VALUES (?, ?)", tags)

    def _put_search(self, slot: int, saved: list[str] | None) -> None:
        self._connection.execute("DELETE FROM search WHERE slot = ?", (slot,))
        if saved is not None:
            self._connection.execute("INSERT INTO search VALUES (?, ?, ?)", (slot, *saved))

    def _ids(self, sql: str, *values: object) -> list[str]:
        return [identity for (identity,) in self._all(sql, *values)]

    def _all(self, sql: str, *values: object) -> list[Any]:
        with plain_errors(self._path):
            return self._connection.execute(sql, values).fetchall()


def _marks_text(marks: Marks) -> str:
    """Marks as the undo log keeps them: JSON without what is not there."""
    if marks == NO_MARKS:
        return "{}"
    fields: dict[str, object] = {
        name: time.isoformat() for name in _KINDS if (time := getattr(marks, name)) is not None
    }
    if marks.note:
        fields["note"] = marks.note
    if marks.tags:
        fields["tags"] = list(marks.tags)
    return _json(fields)


def _time(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
