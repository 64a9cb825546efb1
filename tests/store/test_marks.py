"""What a reader relies on in the user's own data: kept at once, undone any time, never lost."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tracemalloc
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reader.model import NO_MARKS, Gesture, Marks, SavedSearch
from reader.store.gestures import GESTURES_KEPT
from reader.store.marks import MarksStore

NOW = datetime(2026, 8, 21, 9, 0, tzinfo=UTC)


def bookmarking(_: str, marks: Marks) -> Marks:
    return replace(marks, bookmarked=NOW)


def tagging(*tags: str) -> Callable[[str, Marks], Marks]:
    return lambda _, marks: replace(marks, tags=tags)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[MarksStore]:
    marks = MarksStore(tmp_path / "marks.db")
    yield marks
    marks.close()


def test_marks_are_there_again_after_reopening(store: MarksStore, tmp_path: Path) -> None:
    wanted = Marks(NOW, NOW, NOW, ("audio", "音乐"), "a note\nof two lines")
    store.change(["2608.00001"], "all", lambda _, __: wanted, NOW)
    other = MarksStore(tmp_path / "marks.db")
    assert other.marks(["2608.00001", "2608.00002"]) == {"2608.00001": wanted}
    other.close()


def test_what_was_kept_survives_a_kill(tmp_path: Path) -> None:
    program = (
        "import os, signal, sys\n"
        "from dataclasses import replace\n"
        "from datetime import UTC, datetime\n"
        "from pathlib import Path\n"
        "from reader.store.marks import MarksStore\n"
        "store = MarksStore(Path(sys.argv[1])); now = datetime.now(UTC)\n"
        "store.change(['2608.00001'], 'bookmark', lambda _, m: replace(m, bookmarked=now), now)\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    path = tmp_path / "marks.db"
    done = subprocess.run(
        [sys.executable, "-c", program, str(path)], check=False, env={**os.environ, "PYTHONPATH": "."}
    )
    assert done.returncode == -signal.SIGKILL
    store = MarksStore(path)
    assert list(store.ids_marked("bookmarked")) == ["2608.00001"]
    store.close()


def test_undo_and_redo_walk_through_gestures(store: MarksStore) -> None:
    store.change(["a", "b"], "bookmark", bookmarking, NOW)
    store.change(["b"], "tag", tagging("x"), NOW)
    assert store.undo() == Gesture("tag", 1, 2)
    assert store.marks(["b"])["b"].tags == ()
    assert store.undo() == Gesture("bookmark", 2, 1)
    assert store.undo() is None
    assert store.marks(["a", "b"]) == {}
    assert store.redo() == Gesture("bookmark", 2, 1)
    assert store.redo() == Gesture("tag", 1, 2)
    assert store.redo() is None
    assert store.marks(["b"])["b"] == Marks(bookmarked=NOW, tags=("x",))


def test_undo_reaches_back_across_a_restart(store: MarksStore, tmp_path: Path) -> None:
    store.change(["a"], "bookmark", bookmarking, NOW)
    other = MarksStore(tmp_path / "marks.db")
    assert other.undo() == Gesture("bookmark", 1, 1)
    other.close()
    assert store.marks(["a"]) == {}


def test_a_new_gesture_ends_what_could_be_redone(store: MarksStore) -> None:
    store.change(["a"], "bookmark", bookmarking, NOW)
    store.undo()
    store.change(["b"], "bookmark", bookmarking, NOW)
    assert store.redo() is None


def test_a_gesture_that_changes_nothing_is_none(store: MarksStore) -> None:
    assert store.change(["a"], "nothing", lambda _, marks: marks, NOW) is None
    assert store.undo() is None


def test_undo_forgets_only_what_is_far_back(store: MarksStore) -> None:
    for second in range(GESTURES_KEPT + 5):
        at = NOW + timedelta(seconds=second)
        store.change(["a"], "read", lambda _, m, at=at: replace(m, read=at), at)  # type: ignore[misc]  # default binds `at`
    undone = 0
    while store.undo():
        undone += 1
    assert undone == GESTURES_KEPT
    assert store.marks(["a"])["a"].read == NOW + timedelta(seconds=4)


def test_saved_searches_can_be_replaced_emptied_and_undone(store: MarksStore) -> None:
    store.save_search(1, "music", "title:music", NOW)
    store.save_search(1, "sound", "title:sound", NOW)
    store.save_search(2, "all", "", NOW)
    store.save_search(1, "", None, NOW)
    assert store.searches() == (SavedSearch(2, "all", ""),)
    store.undo()
    assert store.searches() == (SavedSearch(1, "sound", "title:sound"), SavedSearch(2, "all", ""))
    assert store.save_search(2, "all", "", NOW) is None


def test_papers_are_found_by_mark_tag_and_note(store: MarksStore) -> None:
    store.change(["a", "b"], "bookmark", bookmarking, NOW)
    store.change(["b"], "tag", tagging("Music"), NOW)
    store.change(["c"], "note", lambda _, m: replace(m, note="Compare with the Müller paper"), NOW)
    assert list(store.ids_marked("bookmarked")) == ["a", "b"]
    assert list(store.ids_tagged("music")) == ["b"]
    assert list(store.ids_with_note("müller")) == ["c"]
    assert list(store.ids_with_note("maier")) == []
    assert store.ids_with_any() == ["a", "b", "c"]
    assert store.tags() == [("Music", 1)]


def test_an_unknown_kind_of_mark_is_a_programming_error(store: MarksStore) -> None:
    with pytest.raises(ValueError, match="starred"):
        store.ids_marked("starred")


def test_every_gesture_changes_the_version_even_undo(store: MarksStore) -> None:
    acts: list[Callable[[], object]] = [
        lambda: store.change(["a"], "bookmark", bookmarking, NOW),
        lambda: store.change(["b"], "bookmark", bookmarking, NOW),
        store.undo,
        store.undo,
        store.redo,
        lambda: store.change(["c"], "bookmark", bookmarking, NOW),
    ]
    before = store.version()
    for act in acts:
        act()
        assert store.version() != before
        before = store.version()


def test_the_version_tells_marks_alone(store: MarksStore, tmp_path: Path) -> None:
    screen = MarksStore(tmp_path / "marks.db", "another")
    before = screen.version()
    store.set_state({"searches": "[]", "view": "{}"})
    store.answers.keep("enrich", {"2608.00001": "{}"}, NOW)
    assert screen.version() == before
    store.save_search(1, "weather", "weather", NOW)
    assert screen.version() != before
    screen.close()


def test_no_version_comes_twice_where_what_was_undone_is_forgotten(store: MarksStore, tmp_path: Path) -> None:
    screen = MarksStore(tmp_path / "marks.db", "another")
    store.change(["a"], "bookmark", bookmarking, NOW)
    before = screen.version()
    store.undo()
    store.change(["b"], "bookmark", bookmarking, NOW)  # and the undone one is gone
    assert screen.version() != before
    screen.close()


def test_state_is_kept_but_is_no_gesture(store: MarksStore) -> None:
    store.set_state({"language": "both", "paper": "2608.00001"})
    store.set_state({"language": "zh"})
    assert store.state("language") == "zh"
    assert store.state("nothing") is None
    assert store.undo() is None


def test_a_backup_holds_everything(store: MarksStore, tmp_path: Path) -> None:
    store.change(["a"], "bookmark", bookmarking, NOW)
    store.backup(tmp_path / "backup.db")
    copy = MarksStore(tmp_path / "backup.db")
    assert list(copy.ids_marked("bookmarked")) == ["a"]
    copy.close()


gestures = st.lists(
    st.tuples(
        st.sets(st.sampled_from("abcd"), min_size=1),
        st.builds(
            Marks,
            st.none() | st.just(NOW),
            st.none() | st.just(NOW),
            st.none() | st.just(NOW),
            st.lists(st.sampled_from(["x", "y", "标签"]), unique=True).map(lambda tags: tuple(sorted(tags))),
            st.none() | st.text(min_size=1).filter(lambda text: "\x00" not in text and text.isprintable()),
        ),
    ),
    max_size=8,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None)
@given(gestures)
def test_undoing_everything_leads_back_and_redoing_forth(
    tmp_path_factory: pytest.TempPathFactory, done: list[tuple[set[str], Marks]]
) -> None:
    store = MarksStore(tmp_path_factory.mktemp("marks") / "marks.db")
    try:
        for ids, marks in done:
            store.change(sorted(ids), "any", lambda _, __, marks=marks: marks, NOW)  # type: ignore[misc]  # as above
        after = store.marks(list("abcd"))
        while store.undo():
            pass
        assert store.marks(list("abcd")) == {}
        while store.redo():
            pass
        assert store.marks(list("abcd")) == after
        assert NO_MARKS not in after.values()
    finally:
        store.close()


@pytest.mark.parametrize("again", [False, True], ids=["marked", "undone"])
def test_marks_on_a_whole_library_take_little_memory_beyond_its_ids(store: MarksStore, again: bool) -> None:
    ids = [f"{month}.{number:05}" for month in (2607, 2608) for number in range(5_000)]

    def mark() -> Gesture | None:
        return store.change(ids, "all", lambda _, marks: replace(marks, read=NOW, tags=("a", "b")), NOW)

    if again:
        mark()
    tracemalloc.start()
    try:
        gesture = store.undo() if again else mark()
        kept, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert gesture is not None
    assert gesture.papers == len(ids)
    assert (most - kept) / len(ids) < 250  # bytes; five rows of what changed take some thousand


def test_ids_that_are_left_half_way_by_an_error_that_closes_the_file_leave_no_complaint(
    store: MarksStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    complaints: list[object] = []
    monkeypatch.setattr(sys, "unraisablehook", complaints.append)
    store.change(["2608.00001", "2608.00002"], "bookmark", bookmarking, NOW)
    left = store.ids_marked("bookmarked")
    assert next(left) == "2608.00001"
    store.close()
    del left
    assert complaints == []
