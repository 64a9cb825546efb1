"""Marks and undo as a reader thinks of them, as plain dicts: what the library and the screen are compared with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from reader.model import Marks, SavedSearch, WordRule

Field = tuple[str, str]
"""A paper (or `search`, `word`) and what of it: `bookmarked`, `read`, `skipped`, `note`, `#tag`; a slot; a word."""
SEARCH, WORD = "search", "word"


@dataclass
class Did:
    """A gesture: field -> its value before and after; `turn` rises with every do, undo and redo."""

    owner: str
    turn: int
    changes: Mapping[Field, tuple[object, object]]
    undone: bool = False
    aside: bool = False
    """Undo or redo was refused: the next one passes over it while it still would be."""

    @property
    def papers(self) -> set[str]:
        """The papers it is about."""
        return {paper for paper, _ in self.changes}


@dataclass
class MarksModel:
    """All marks, and what was done."""

    values: dict[Field, object] = field(default_factory=dict)
    log: list[Did] = field(default_factory=list)
    turns: int = 0

    def turn(self) -> int:
        self.turns += 1
        return self.turns

    def value(self, paper: str, name: str) -> object:
        return self.values.get((paper, name))

    def tags(self, paper: str) -> set[str]:
        return {name[1:] for (of, name), value in self.values.items() if of == paper and name[0] == "#" and value}

    def marked(self, name: str) -> set[str]:
        """The papers on which a field is set."""
        return {paper for (paper, of), value in self.values.items() if of == name and value}

    def do(self, owner: str, wanted: Mapping[Field, object]) -> Did | None:
        """Give fields new values, as one gesture; None if they have them."""
        changes = {key: (self.values.get(key), new) for key, new in wanted.items() if self.values.get(key) != new}
        if not changes:
            return None
        self.log = [did for did in self.log if not (did.undone and did.owner == owner)]
        did = Did(owner, self.turn(), changes)
        self.log.append(did)
        self._write(did, 1)
        return did

    def newest(self, owner: str, *, undone: bool) -> Did | None:
        """What redo (undo) without a gesture of its own is about."""
        own = [did for did in self.log if did.owner == owner and did.undone is undone]
        own.sort(key=lambda did: did.turn, reverse=True)
        return next((did for did in own if not did.aside or self._may(did)), None)

    def undo(self, owner: str, did: Did | None = None) -> bool:
        """Take back a gesture, or the owner's newest; False if nothing can be. The newest is passed over from then."""
        newest = self.newest(owner, undone=False) if did is None else None
        did = did or newest
        if did is None or did.undone or did not in self.log:
            return False
        if not self._may(did):
            did.aside = did.aside or did is newest
            return False
        self._write(did, 0)
        did.undone, did.aside, did.turn = True, False, self.turn()
        return True

    def redo(self, owner: str) -> bool:
        """Do again what the owner undid last; False if nothing can be, and it is passed over from then."""
        did = self.newest(owner, undone=True)
        if did is None:
            return False
        if not self._may(did):
            did.aside = True
            return False
        self._write(did, 1)
        did.undone, did.aside, did.turn = False, False, self.turn()
        return True

    def _may(self, did: Did) -> bool:
        """Whether it can be undone, or redone: all is as it left it, and nobody has changed it since."""
        since = [each for each in self.log if each is not did and each.turn > did.turn and not each.undone]
        meddled = not did.undone and any(did.changes.keys() & each.changes.keys() for each in since)
        return not meddled and self._is(did, 0 if did.undone else 1)

    def _is(self, did: Did, side: int) -> bool:
        return all(self.values.get(key) == change[side] for key, change in did.changes.items())

    def _write(self, did: Did, side: int) -> None:
        self.values.update({key: change[side] for key, change in did.changes.items()})

    # What commands do

    def toggle(self, owner: str, papers: Sequence[str], name: str, off: Iterable[str] = ()) -> Did | None:
        """Set a time on all papers, or take it from all if all have it (and `off` with it)."""
        if all(self.value(paper, name) for paper in papers):
            return self.do(owner, {(paper, each): None for paper in papers for each in (name, *off)})
        return self.set(owner, papers, name)

    def set(self, owner: str, papers: Sequence[str], *names: str) -> Did | None:
        """Set times on papers that have none."""
        now = f"turn {self.turns}"
        return self.do(owner, {(paper, name): self.value(paper, name) or now for paper in papers for name in names})

    def tag(self, owner: str, papers: Sequence[str], typed: str) -> Did | None:
        """Put a tag on papers, or take it from all if all have it."""
        new = None if all(typed in self.tags(paper) for paper in papers) else True
        return self.do(owner, {(paper, f"#{typed}"): new for paper in papers})

    def note(self, owner: str, paper: str, text: str) -> Did | None:
        """Write a note; an empty one takes it away."""
        return self.do(owner, {(paper, "note"): text.strip() or None})

    def searches(self, owner: str, saved: Sequence[SavedSearch]) -> None:
        """Take over what is saved now, as a gesture of the owner's."""
        self._take_over(owner, SEARCH, _searches(saved))

    def words(self, owner: str, rules: Sequence[WordRule]) -> None:
        """The same of what is decided about words of interests."""
        self._take_over(owner, WORD, _words(rules))

    def _take_over(self, owner: str, kind: str, now: Mapping[Field, object]) -> None:
        self.do(owner, {**dict.fromkeys(self._kept(kind)), **now})

    def _kept(self, kind: str) -> dict[Field, object]:
        return {key: value for key, value in self.values.items() if key[0] == kind and value}

    def differs_from(
        self, marks: Mapping[str, Marks], saved: Sequence[SavedSearch], rules: Sequence[WordRule] = ()
    ) -> list[str]:
        """Where marks, saved searches and words on disk are other than here."""
        found: list[str] = []
        for paper, own in marks.items():
            for name in ("bookmarked", "read", "skipped"):
                if (getattr(own, name) is not None) != bool(self.value(paper, name)):
                    found.append(f"{paper} {name}: {getattr(own, name)} and not {self.value(paper, name)}")
            if own.note != self.value(paper, "note"):
                found.append(f"{paper} note: {own.note!r} and not {self.value(paper, 'note')!r}")
            if set(own.tags) != self.tags(paper):
                found.append(f"{paper} tags: {own.tags} and not {self.tags(paper)}")
        for kind, kept in ((SEARCH, _searches(saved)), (WORD, _words(rules))):
            if kept != self._kept(kind):
                found.append(f"{kept} and not {self._kept(kind)}")
        return found


def _searches(saved: Sequence[SavedSearch]) -> dict[Field, object]:
    return {(SEARCH, str(each.slot)): (each.name, each.query) for each in saved}


def _words(rules: Sequence[WordRule]) -> dict[Field, object]:
    return {(WORD, f"{rule.scope} {rule.word}"): rule for rule in rules}
