"""The undo log of `marks.db`: what each gesture changed, field by field, and who made it.

A gesture's changes are rows of `change`; doing, undoing and redoing a gesture all write one side of its rows, and no
other field. `turn` counts up with every do, undo and redo, so that "since" has an order. `undone` is 0 or 1, and 2 more
once undo (or redo) was refused because of a later change: such a gesture stands before the owner's others no longer.

    kind     key        field                               before, after
    mark     arXiv ID   bookmarked, read, skipped, note     text as in the table `mark`; NULL: not there
    tag      arXiv ID   the tag                             the tag; NULL: not there
    search   slot       empty                               JSON [name, query]; NULL: an empty slot
    word     scope      the word                            JSON [weight, hide]; NULL: nothing was decided about it
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from datetime import datetime
from itertools import chain

from reader.errors import ChangedSinceError
from reader.i18n import msg
from reader.model import Gesture, Marks, SavedSearch, WordRule
from reader.values import dataclass

GESTURES_KEPT = 1000
"""How far back undo reaches, all owners taken together."""

MARK, TAG, SEARCH, WORD = "mark", "tag", "search", "word"
TIMES = ("bookmarked", "read", "skipped")
_COLUMNS = (*TIMES, "note")


@dataclass(frozen=True, slots=True)
class Change:
    """One field before and after a gesture; see the table above."""

    kind: str
    key: str
    field: str
    before: str | None
    after: str | None


def differences(arxiv_id: str, old: Marks, new: Marks) -> list[Change]:
    """What a gesture changes on one paper."""
    changes = [
        Change(MARK, arxiv_id, name, before, after)
        for name in _COLUMNS
        if (before := _stored(getattr(old, name))) != (after := _stored(getattr(new, name)))
    ]
    changes += [Change(TAG, arxiv_id, tag, tag, None) for tag in old.tags if tag not in new.tags]
    changes += [Change(TAG, arxiv_id, tag, None, tag) for tag in new.tags if tag not in old.tags]
    return changes


def search_difference(slot: int, old: SavedSearch | None, new: SavedSearch | None) -> list[Change]:
    """What a gesture changes in one slot of the saved searches (None: empty)."""
    before, after = (_search_text(search) if search else None for search in (old, new))
    return [Change(SEARCH, str(slot), "", before, after)] if before != after else []


def word_difference(scope: str, word: str, old: WordRule | None, new: WordRule | None) -> list[Change]:
    """What a gesture changes about `word` of the interest `scope`: from rule to rule (None: nothing was decided)."""
    before, after = (_rule_text(rule) if rule else None for rule in (old, new))
    return [Change(WORD, scope, word, before, after)] if before != after else []


def rule_of(scope: str, word: str, rule: str) -> WordRule:
    """What was decided about a word, out of a row of `word`."""
    weight, hide = json.loads(rule)
    return WordRule(word, weight, scope, hide)


def marks_of(bookmarked: str | None, read: str | None, skipped: str | None, note: str | None) -> Marks:
    """Marks (without tags) out of a row of `mark`: three ISO times and the note, None where there is none."""
    return Marks(_time(bookmarked), _time(read), _time(skipped), note=note)


class GestureLog:
    """The log over one connection. Every method must be called inside a transaction.

    owner  who makes the gestures here: undo and redo without a number look only at theirs
    """

    def __init__(self, connection: sqlite3.Connection, owner: str) -> None:
        self._execute = connection.execute
        self._executemany = connection.executemany
        self._owner = owner

    def do(self, label: str, changes: Iterable[Change], now: datetime) -> Gesture | None:
        """Keep the changes as one gesture and make them; None if there are none. What the owner undid is forgotten.

        They are asked for one by one: there may be several for each paper of a library.
        """
        rest = iter(changes)
        first = next(rest, None)
        if first is None:
            return None
        turn = self._next_turn()  # before the newest one may be forgotten: no turn comes twice
        self._forget("undone & 1 AND owner = ?", self._owner)
        num = self._execute(
            "INSERT INTO gesture (at, label, owner, turn) VALUES (?, ?, ?, ?)",
            (now.isoformat(), label, self._owner, turn),
        ).lastrowid
        assert num is not None  # what SQLite says after every INSERT
        self._executemany(
            "INSERT INTO change VALUES (?, ?, ?, ?, ?, ?)",
            ((num, each.kind, each.key, each.field, each.before, each.after) for each in chain([first], rest)),
        )
        self._forget("num <= ?", num - GESTURES_KEPT)
        self._write(num, "after")
        return Gesture(label, self._papers(num), num)

    def own(self, *, undone: bool) -> list[tuple[int, bool]]:
        """Numbers of the owner's gestures that are (not) undone, the one turned last first, and which are put aside."""
        sql = "SELECT num, undone & 2 FROM gesture WHERE owner = ? AND undone & 1 = ? ORDER BY turn DESC"
        return [(num, bool(aside)) for num, aside in self._execute(sql, (self._owner, undone))]

    def turn_back(self, num: int) -> Gesture | None:
        """Undo gesture `num`, whoever made it; None if it is not there or undone. Raises ChangedSinceError."""
        return self._travel(num, undone=True)

    def turn_forth(self, num: int) -> Gesture | None:
        """Do the undone gesture `num` once more; None if it is not there or not undone. Raises ChangedSinceError."""
        return self._travel(num, undone=False)

    def put_aside(self, num: int) -> None:
        """Undo and redo without a number pass over gesture `num` from now on, as long as they would be refused."""
        self._execute("UPDATE gesture SET undone = undone | 2 WHERE num = ?", (num,))

    def _travel(self, num: int, *, undone: bool) -> Gesture | None:
        found = self._execute(
            "SELECT label, turn FROM gesture WHERE num = ? AND undone & 1 <> ?", (num, undone)
        ).fetchone()
        if found is None:
            return None
        label, turn = found
        other = self._execute(_CHANGED_BY_OTHERS, (num, num, turn)).fetchone() if undone else None
        other = other or self._execute(_NOT_AS_LEFT.format(side="after" if undone else "before"), (num,)).fetchone()
        if other is not None:
            raise _changed_since(label, *other)
        self._write(num, "before" if undone else "after")
        self._execute("UPDATE gesture SET undone = ?, turn = ? WHERE num = ?", (undone, self._next_turn(), num))
        return Gesture(label, self._papers(num), num)

    def _papers(self, num: int) -> int:
        """How many papers gesture `num` was about."""
        sql = "SELECT count(DISTINCT key) FROM change WHERE gesture = ? AND kind IN (?, ?)"
        return int(self._execute(sql, (num, MARK, TAG)).fetchone()[0])

    def _write(self, num: int, side: str) -> None:
        """Give the fields that gesture `num` changed their values of one side: `before` or `after`."""
        for column in _COLUMNS:
            self._execute(
                f"INSERT INTO mark (id, {column}) SELECT key, {side} FROM change"
                f" WHERE gesture = ? AND kind = 'mark' AND field = '{column}'"
                f" ON CONFLICT (id) DO UPDATE SET {column} = excluded.{column}",
                (num,),
            )
        self._execute(
            "DELETE FROM mark WHERE id IN (SELECT key FROM change WHERE gesture = ? AND kind = 'mark')"
            " AND coalesce(bookmarked, read, skipped, note) IS NULL",
            (num,),
        )
        self._execute(
            "DELETE FROM tag WHERE (id, tag) IN"
            f" (SELECT key, field FROM change WHERE gesture = ? AND kind = 'tag' AND {side} IS NULL)",
            (num,),
        )
        self._execute(
            "INSERT OR IGNORE INTO tag"
            f" SELECT key, field FROM change WHERE gesture = ? AND kind = 'tag' AND {side} IS NOT NULL",
            (num,),
        )
        for slot, saved in self._execute(
            f"SELECT key, {side} FROM change WHERE gesture = ? AND kind = 'search'", (num,)
        ).fetchall():
            self._execute("DELETE FROM search WHERE slot = ?", (int(slot),))
            if saved is not None:
                self._execute("INSERT INTO search VALUES (?, ?, ?)", (int(slot), *json.loads(saved)))

        self._execute(
            "DELETE FROM word WHERE (scope, word) IN"
            f" (SELECT key, field FROM change WHERE gesture = ? AND kind = 'word' AND {side} IS NULL)",
            (num,),
        )
        self._execute(
            "INSERT OR REPLACE INTO word"
            f" SELECT key, field, {side} FROM change WHERE gesture = ? AND kind = 'word' AND {side} IS NOT NULL",
            (num,),
        )

    def _next_turn(self) -> int:
        return int(self._execute("SELECT coalesce(max(turn), 0) + 1 FROM gesture").fetchone()[0])

    def _forget(self, which: str, value: object) -> None:
        self._execute(f"DELETE FROM change WHERE gesture IN (SELECT num FROM gesture WHERE {which})", (value,))
        self._execute(f"DELETE FROM gesture WHERE {which}", (value,))


# A redo needs no look at the log: fields that are as before the gesture are all it can ask for.
_CHANGED_BY_OTHERS = """
    SELECT kind, key FROM (
        SELECT kind, key, field FROM change WHERE gesture = ?
        INTERSECT
        SELECT kind, key, field FROM change
            WHERE gesture IN (SELECT num FROM gesture WHERE num <> ? AND turn > ? AND NOT undone & 1)
    ) LIMIT 1
"""

_NOT_AS_LEFT = """
    SELECT kind, change.key FROM change
        LEFT JOIN mark ON kind = 'mark' AND mark.id = change.key
        LEFT JOIN tag ON kind = 'tag' AND tag.id = change.key AND tag.tag = field
        LEFT JOIN search ON kind = 'search' AND slot = CAST(change.key AS INTEGER)
        LEFT JOIN word ON kind = 'word' AND scope = change.key AND word.word = field
    WHERE gesture = ? AND CASE
        WHEN kind = 'tag' THEN tag.tag IS NOT {side}
        WHEN kind = 'search' THEN name IS NOT json_extract({side}, '$[0]') OR query IS NOT json_extract({side}, '$[1]')
        WHEN kind = 'word' THEN rule IS NOT {side}
        WHEN field = 'bookmarked' THEN bookmarked IS NOT {side}
        WHEN field = 'read' THEN read IS NOT {side}
        WHEN field = 'skipped' THEN skipped IS NOT {side}
        ELSE note IS NOT {side}
    END LIMIT 1
"""


def _changed_since(label: str, kind: str, key: str) -> ChangedSinceError:
    if kind == SEARCH:
        what = msg("saved search {slot} was changed again since ({reason}); nothing was done")
        return ChangedSinceError(what, slot=key, reason=label)
    if kind == WORD:
        return ChangedSinceError(msg("the word was changed again since ({reason}); nothing was done"), reason=label)
    return ChangedSinceError(
        msg("{paper} was changed again since ({reason}); nothing was done"), paper=key, reason=label
    )


def _stored(value: datetime | str | None) -> str | None:
    return value.isoformat() if isinstance(value, datetime) else value or None


def _time(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _search_text(search: SavedSearch) -> str:
    return json.dumps([search.name, search.query], ensure_ascii=False)


def _rule_text(rule: WordRule) -> str:
    return json.dumps([rule.weight, rule.hide])
