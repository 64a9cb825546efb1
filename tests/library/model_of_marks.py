"""Marks and undo as a reader thinks of them: fields of papers, and who changed which. No database, no cleverness."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Field = tuple[str, str]
"""(arXiv ID, "bookmarked" or "read" or "skipped" or "note" or "#tag")"""
Value = str | bool | None


@dataclass
class Done:
    """A gesture: the fields it changed, before and after; `turn` says when it was last done or undone."""

    owner: str
    before: Mapping[Field, Value]
    after: Mapping[Field, Value]
    turn: int
    undone: bool = False


@dataclass
class ModelOfMarks:
    """What every library object must agree with."""

    fields: dict[Field, Value] = field(default_factory=dict)
    gestures: list[Done] = field(default_factory=list)
    turns: int = 0

    def change(self, owner: str, wanted: Mapping[Field, Value]) -> bool:
        """Do it; False if nothing differs, which is no gesture."""
        after = {name: value for name, value in wanted.items() if self.fields.get(name) != value}
        if not after:
            return False
        before = {name: self.fields.get(name) for name in after}
        self.gestures = [done for done in self.gestures if not (done.undone and done.owner == owner)]
        self.gestures.append(Done(owner, before, after, self._turn()))
        self._put(after)
        return True

    def newest(self, owner: str, *, undone: bool) -> Done | None:
        """What undo (redo) is about."""
        own = [done for done in self.gestures if done.owner == owner and done.undone is undone]
        return max(own, key=lambda done: done.turn, default=None)

    def may_undo(self, gesture: Done) -> bool:
        """Whether nobody changed since what it changed."""
        since = [other for other in self.gestures if other.turn > gesture.turn and not other.undone]
        return not any(name in other.after for other in since for name in gesture.after) and self._holds(gesture.after)

    def may_redo(self, gesture: Done) -> bool:
        """Whether all is as it was before it."""
        return self._holds(gesture.before)

    def turn(self, gesture: Done, *, undone: bool) -> None:
        """Undo or redo it."""
        self._put(gesture.before if undone else gesture.after)
        gesture.undone, gesture.turn = undone, self._turn()

    def marked(self, name: str) -> set[str]:
        """The papers on which a field is set."""
        return {paper for (paper, field_name), value in self.fields.items() if field_name == name and value}

    def _holds(self, values: Mapping[Field, Value]) -> bool:
        return all(self.fields.get(name) == value for name, value in values.items())

    def _put(self, values: Mapping[Field, Value]) -> None:
        for name, value in values.items():
            if value is None:
                self.fields.pop(name, None)
            else:
                self.fields[name] = value

    def _turn(self) -> int:
        self.turns += 1
        return self.turns
