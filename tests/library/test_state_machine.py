"""Whatever is done to a library, by two owners in any order, with restarts and kills: it is as a plain model says."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from reader.errors import ChangedSinceError
from reader.library import marking
from reader.library.health import databases
from reader.library.library import Library
from reader.model import MarkedPaper, Marks
from reader.paths import Places
from tests.chance import SEED, THOROUGH
from tests.cli.conftest import write_digest
from tests.marks_model import Did, MarksModel

STEPS = 20
RUNS = 15
OWNERS = ("screen 1", "command line")
TIMES = frozenset(("bookmarked", "read", "skipped"))
"""Fields that hold a time."""
IDS = [f"2608.{number:05}" for number in range(1, 13)]
WORDS = ["apples", "pears", "plums", "figs"]
SHOT = (
    "import json, os, signal, sys\n"
    "from pathlib import Path\n"
    "from reader.library.library import Library\n"
    "from reader.paths import Places\n"
    "folder, owner, ids = json.loads(sys.argv[1])\n"
    "root = Path(folder)\n"
    "library = Library.open(Places(root / 'data', root / 'cache', root / 'config.toml'), owner)\n"
    "library.marks.keep(ids)\n"
    "os.kill(os.getpid(), signal.SIGKILL)\n"
)

ACTS: dict[str, tuple[dict[str, object], tuple[marking.Rule, ...]]] = {
    "bookmarked": ({"bookmarked": True}, (marking.bookmarked(True),)),
    "not bookmarked": ({"bookmarked": None}, (marking.bookmarked(False),)),
    "read": ({"read": True}, (marking.read(True),)),
    "unread": ({"read": None, "skipped": None}, (marking.read(False),)),
    "skipped": ({"skipped": True}, (marking.skipped(True),)),
    "not skipped": ({"skipped": None}, (marking.skipped(False),)),
    "kept": ({"bookmarked": True, "read": True}, (marking.bookmarked(True), marking.read(True))),
    "note 1": ({"note": "a note"}, (marking.noted("a note"),)),
    "note 2": ({"note": "二"}, (marking.noted("二"),)),
    "no note": ({"note": None}, (marking.noted(""),)),
    "tagged": ({"#fruit": True, "#水果": True}, (marking.tagged(["fruit", "水果"]),)),
    "tagged otherwise": ({"#fruit": True, "#水果": None}, (marking.tagged(["fruit"], ["水果"]),)),
    "untagged": ({"#fruit": None, "#水果": None}, (marking.tagged([], ["fruit", "水果"]),)),
}
"""What may be done to papers: the fields as they are then, and the rules that do it."""

CONTENDED = ("bookmarked", "not bookmarked", "note 1", "note 2", "no note", "kept", "tagged", "untagged")
"""Acts on few fields: two of them are often about the same one."""

owners = st.sampled_from(OWNERS)
papers = st.lists(st.sampled_from(IDS), min_size=1, max_size=4, unique=True)


def entry(identity: str) -> dict[str, str]:
    word = WORDS[int(identity[-2:]) % len(WORDS)]
    return {
        "zh": f"关于{word}", "en": f"On {word}", "suffix": "", "id": identity, "tldr": "我们研究。",
        "abstract_zh": "我们研究水果。", "abstract_en": f"We study {word}.", "announce": "new",
    }  # fmt: skip


class Machine(RuleBasedStateMachine):
    """Two library objects over one folder, and a model."""

    def __init__(self) -> None:
        super().__init__()
        self._folder = tempfile.TemporaryDirectory()
        self._root = Path(self._folder.name)
        self._places = Places(self._root / "data", self._root / "cache", self._root / "config.toml")
        self._libraries = {owner: Library.open(self._places, owner) for owner in OWNERS}
        self._digests = self._root / "digests"
        self._digests.mkdir()
        self._model = MarksModel()
        self._known: set[str] = set()

    def teardown(self) -> None:
        for library in self._libraries.values():
            library.close()
        assert databases(self._places) == {"library.db": None, "marks.db": None}
        self._folder.cleanup()

    # What is done

    @initialize(owner=owners)
    def first_sync(self, owner: str) -> None:
        """And a first conflict, which chance alone would not bring into every run."""
        self.sync(IDS[:4], 0)
        for one, act in ((owner, "note 1"), (OWNERS[1 - OWNERS.index(owner)], "note 2")):
            self.change(one, IDS[:1], act)
        assert self._turn(owner, undone=True), "another's note would be lost"

    @rule(ids=papers, number=st.integers(0, 5))
    def sync(self, ids: list[str], number: int) -> None:
        """A digest comes in, or is replaced by another: papers are never lost."""
        write_digest(self._digests / f"2026-08-{number + 1:02} cs.AI.md", [entry(identity) for identity in ids])
        self._libraries[OWNERS[number % 2]].sources.sync([str(self._digests)])
        self._known.update(ids)

    @rule(owner=owners, ids=papers, act=st.sampled_from(sorted(ACTS)))
    def change(self, owner: str, ids: list[str], act: str) -> None:
        wanted, rules = ACTS[act]
        gesture = self._libraries[owner].marks.change(ids, "mark", *rules)
        assert (gesture is None) == (self._do(owner, ids, wanted) is None)

    @rule(owner=owners, undone=st.lists(st.booleans(), min_size=1, max_size=5))
    def undo_and_redo(self, owner: str, undone: list[bool]) -> None:
        for each in undone:
            self._turn(owner, undone=each)

    @rule(
        owner=owners,
        gestures=st.lists(st.tuples(st.booleans(), st.sampled_from(CONTENDED)), min_size=2, max_size=5),
        undone=st.lists(st.booleans(), min_size=1, max_size=4),
    )
    def contend(self, owner: str, gestures: list[tuple[bool, str]], undone: list[bool]) -> None:
        """Both owners change the same fields of one paper: rare by chance, and where undo can go wrong."""
        other = OWNERS[1 - OWNERS.index(owner)]
        for own, act in gestures:
            self.change(owner if own else other, IDS[:1], act)
        self._turn(other, undone=True)
        for each in (True, True, *undone):
            self._turn(owner, undone=each)

    @rule(owner=owners)
    def rebuild(self, owner: str) -> None:
        assert self._libraries[owner].index.rebuild() == len(self._known)

    @rule(owner=owners, ids=papers)
    def restore(self, owner: str, ids: list[str]) -> None:
        """What a backup knows is added; what is there stays."""
        backup = self._root / "backup.db"
        self._libraries[owner].marks.backup(backup)
        held = dict(self._model.values)
        self.change(owner, ids, "note 2")
        self.change(owner, ids, "not bookmarked")
        self._libraries[owner].marks.restore(backup)
        self._model.do(owner, {name: value for name, value in held.items() if not self._model.values.get(name)})

    @rule(owner=owners)
    def restart(self, owner: str) -> None:
        self._libraries[owner].close()
        self._libraries[owner] = Library.open(self._places, owner)

    @rule(owner=owners, ids=papers)
    def kill(self, owner: str, ids: list[str]) -> None:
        """A process marks papers and is shot when it has."""
        told = json.dumps([str(self._root), owner, ids])
        shot = subprocess.run([sys.executable, "-c", SHOT, told], check=False, timeout=60)
        assert shot.returncode == -signal.SIGKILL
        self._do(owner, ids, {"bookmarked": True, "read": True})

    def _do(self, owner: str, ids: Iterable[str], wanted: Mapping[str, object]) -> Did | None:
        """In the model. What has a time keeps it, or gets that of its gesture: a later one is another value."""
        now = f"turn {self._model.turns}"
        fields = {(identity, name): value for identity in ids for name, value in wanted.items()}
        timed = {field: self._model.values.get(field) or now for field in fields if fields[field] and field[1] in TIMES}
        return self._model.do(owner, {**fields, **timed})

    def _turn(self, owner: str, *, undone: bool) -> bool:
        """Undo or redo; whether that had to be refused."""
        marks = self._libraries[owner].marks
        act = marks.undo if undone else marks.redo
        gesture = self._model.newest(owner, undone=not undone)
        if gesture is None:
            assert act() is None
        elif self._model.undo(owner) if undone else self._model.redo(owner):
            done = act()
            assert done is not None
            assert done.papers == len(gesture.papers)
        else:
            with pytest.raises(ChangedSinceError):
                act()
            return True
        return False

    # What must hold

    @invariant()
    def every_paper_is_as_the_model_says(self) -> None:
        for library in self._libraries.values():
            library.changed()
            found = {marked.paper.id: marked for marked in all_papers(library)}
            assert set(found) == self._known
            for identity, marked in found.items():
                assert told(marked.marks) == self._fields_on(identity)

    @invariant()
    def every_search_finds_what_the_model_says(self) -> None:
        for library in self._libraries.values():
            expected = {
                "is:bookmarked": self._model.marked("bookmarked"),
                "is:unread": set(IDS) - self._model.marked("read") - self._model.marked("skipped"),
                "#fruit": self._model.marked("#fruit"),
                "note:二": {
                    paper for (paper, name), value in self._model.values.items() if (name, value) == ("note", "二")
                },
                "pears": {identity for identity in IDS if WORDS[int(identity[-2:]) % 4] == "pears"},
            }
            for query, ids in expected.items():
                assert set(library.ids(library.finding.search(query).nums)) == ids & self._known, query

    def _fields_on(self, identity: str) -> dict[str, object]:
        values = {name: value for (paper, name), value in self._model.values.items() if paper == identity and value}
        return values | dict.fromkeys(values.keys() & TIMES, True)


def all_papers(library: Library) -> list[MarkedPaper]:
    return [library.paper(num) for num in library.listing().nums]


def told(marks: Marks) -> dict[str, object]:
    fields: dict[str, Any] = {name: bool(getattr(marks, name)) for name in TIMES}
    fields |= {"note": marks.note, **{f"#{tag}": True for tag in marks.tags}}
    return {name: value for name, value in fields.items() if value}


def test_a_library_is_as_a_plain_model_says() -> None:
    run_state_machine_as_test(
        seed(SEED)(Machine),
        settings=settings(
            max_examples=RUNS * THOROUGH,
            stateful_step_count=STEPS,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
