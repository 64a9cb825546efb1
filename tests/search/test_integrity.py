"""The index is derived data: what is wrong with it is noticed at opening and made good; a kill loses nothing."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from reader.errors import SearchIndexError
from reader.model import Sort
from reader.search.engine import open_engine
from reader.search.segment_format import FORMAT
from tests.search.invented import documents, newest_first, query
from tests.search.twin import Twin

COUNT = 60
ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    engine = open_engine(tmp_path)
    engine.add(documents(COUNT))
    engine.close()
    return tmp_path


def index_files(folder: Path) -> list[Path]:
    """Every file of an index that holds something."""
    return sorted(path for path in folder.iterdir() if path.stat().st_size)


NAMES = [".trm", ".dcs", ".imp", ".pos", ".doc", ".ngr", ".json"]


def one(folder: Path, suffix: str) -> Path:
    return next(path for path in index_files(folder) if path.suffix == suffix)


@pytest.mark.parametrize("suffix", NAMES)
def test_a_file_cut_short_means_a_new_index(folder: Path, suffix: str) -> None:
    path = one(folder, suffix)
    path.write_bytes(path.read_bytes()[:-3])
    check_begun_anew(folder)


@pytest.mark.parametrize("suffix", NAMES)
def test_an_altered_byte_means_a_new_index(folder: Path, suffix: str) -> None:
    path = one(folder, suffix)
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0x15
    path.write_bytes(data)
    check_begun_anew(folder)


@pytest.mark.parametrize("suffix", [name for name in NAMES if name != ".json"])
def test_a_missing_file_means_a_new_index(folder: Path, suffix: str) -> None:
    one(folder, suffix).unlink()
    check_begun_anew(folder)


def test_an_index_without_a_manifest_is_none(folder: Path) -> None:
    one(folder, ".json").unlink()
    engine = open_engine(folder)
    assert (engine.status().papers, engine.status().rebuilt) == (0, None)
    engine.add(documents(5))
    assert {path.name.partition(".")[0] for path in folder.glob("MAIN_*.pos")} == set(engine._snapshot.segments)


def test_an_index_of_another_version_is_made_anew(folder: Path) -> None:
    path = one(folder, ".json")
    path.write_text(path.read_text().replace(f'"format": {FORMAT}', '"format": 0'))
    check_begun_anew(folder, "another version")


def test_an_index_with_whooshs_own_table_of_contents_is_made_anew(folder: Path) -> None:
    one(folder, ".json").rename(folder / "_MAIN_1.toc")
    check_begun_anew(folder, "another version")


def check_begun_anew(folder: Path, reason: str = "") -> None:
    engine = open_engine(folder)
    status = engine.status()
    assert status.rebuilt
    assert reason in status.rebuilt
    assert (status.papers, status.change, status.segments) == (0, 0, 0)
    assert engine.search(query("lantern"), newest_first(COUNT)).total == 0
    assert engine.add(documents(COUNT)) == COUNT
    assert engine.search(query("lantern"), newest_first(COUNT)).total > 0
    engine.close()
    again = open_engine(folder)
    assert again.status().rebuilt is None
    assert again.status().papers == COUNT


def test_a_copied_index_is_checked_and_used(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    copy = tmp_path_factory.mktemp("copy")
    for path in folder.iterdir():
        (copy / path.name).write_bytes(path.read_bytes())
    status = open_engine(copy).status()
    assert (status.rebuilt, status.papers) == (None, COUNT)


def test_files_of_others_in_the_folder_do_no_harm(folder: Path) -> None:
    (folder / "notes.txt").write_text("mine")
    engine = open_engine(folder)
    engine.add(documents(COUNT)[:5])
    assert engine.status().papers == COUNT


WRITER = """
import sys
from pathlib import Path
from reader.search.engine import open_engine
from reader.search.segment_format import FORMAT
from tests.search.invented import documents

engine = open_engine(Path(sys.argv[1]))
made = documents(400, seed=2)
print("ready", flush=True)
for start in range(engine.status().change, 400, 20):
    sys.stdin.readline()
    engine.add(made[start : start + 20])
    while engine.merge():
        pass
    print("added", flush=True)
sys.stdin.read()
"""
"""Adds twenty papers whenever it is told to, so that a test that gets no processor for a while misses nothing."""


def writing_to(folder: Path, said: int = subprocess.PIPE) -> subprocess.Popen[str]:
    """A process that adds to the index in `folder`, a few papers for each line that it is sent."""
    command = [sys.executable, "-c", WRITER, str(folder)]
    return subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=said, text=True)


def add_more(writer: subprocess.Popen[str]) -> None:
    assert writer.stdin is not None
    writer.stdin.write("\n")
    writer.stdin.flush()


def test_killed_at_any_moment_everything_up_to_its_change_number_is_searchable(tmp_path: Path) -> None:
    made = documents(400, seed=2)
    kills = 0
    for round_ in range(12):
        with writing_to(tmp_path) as writer:
            assert writer.stdout is not None
            assert writer.stdout.readline() == "ready\n"
            add_more(writer)
            assert writer.stdout.readline() == "added\n"
            add_more(writer)
            # Another moment each time; whichever it is, the writer gets no further than this.
            time.sleep(0.004 * round_)
            os.kill(writer.pid, signal.SIGKILL)
        kills += 1
        engine = open_engine(tmp_path)
        status = engine.status()
        assert status.rebuilt is None
        assert status.papers == status.change
        expected = Twin(made[: status.change])
        shelf = newest_first(max(status.change, 1))
        for text in ("lantern", "深度", '"the kettle"'):
            read = query(text)
            assert list(engine.search(read, shelf, sort=Sort.DATE).nums) == expected.search(read, shelf)
        engine.close()
        if status.change == 400:
            break
    assert kills >= 2


def test_reading_while_another_process_writes_and_merges(tmp_path: Path) -> None:
    shelf = newest_first(400)
    engine = open_engine(tmp_path)
    with writing_to(tmp_path, said=subprocess.DEVNULL) as writer:
        for papers in range(20, 401, 20):
            add_more(writer)
            while engine.status().papers < papers:
                assert writer.poll() is None
                engine.refresh()
                status = engine.status()
                assert status.rebuilt is None
                assert status.papers == status.change
                assert engine.search(query("-xyzzy"), shelf).total == 400
                assert engine.search(query("the OR -the OR 深"), shelf).total == 400
    engine.refresh()
    assert engine.status().papers == 400


def test_what_is_not_ours_is_never_deleted(folder: Path) -> None:
    (folder / "notes.txt").write_text("mine")
    one(folder, ".pos").write_bytes(b"")
    engine = open_engine(folder)
    assert engine.status().rebuilt
    engine.add(documents(COUNT))
    assert (folder / "notes.txt").read_text() == "mine"
    assert all(path.stat().st_size for path in folder.glob("*.pos"))


def test_a_damaged_index_that_is_being_written_is_left_alone(folder: Path) -> None:
    with open_engine(folder)._writer():
        one(folder, ".pos").write_bytes(b"")
        assert open_engine(folder).status().rebuilt
        assert list(folder.glob("*.pos"))


@contextmanager
def full_disk() -> Iterator[None]:
    """No file of this process can grow beyond a few bytes."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (500, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_full_disk_leaves_the_index_as_it_was(folder: Path) -> None:
    engine = open_engine(folder)
    more = [replace(document, num=COUNT + document.num, change=COUNT + document.num) for document in documents(COUNT)]
    with full_disk(), pytest.raises(SearchIndexError, match="cannot be written"):
        engine.add(more)
    with full_disk(), pytest.raises(SearchIndexError, match="cannot be written"):
        engine.remove([1])
    engine.refresh()
    assert (engine.status().papers, engine.status().change) == (COUNT, COUNT)
    assert open_engine(folder).status().rebuilt is None
    assert engine.add(more) == COUNT
    assert engine.status().papers == 2 * COUNT
    names = {path.name.partition(".")[0] for path in folder.glob("MAIN_*.*")}
    assert len(names) == 2, "what the failed attempt left behind is gone"


@pytest.mark.parametrize("what", ["another format", "a file is missing"])
def test_an_index_that_cannot_be_used_stays_until_another_is_whole(folder: Path, what: str) -> None:
    """On a full disk neither is thrown away for nothing: an older program may still read it."""
    manifest = one(folder, ".json")
    if what == "another format":
        manifest.write_text(manifest.read_text().replace(f'"format": {FORMAT}', '"format": 0'))
    else:
        one(folder, ".pos").unlink()
    before = {path: path.read_bytes() for path in index_files(folder)}
    engine = open_engine(folder)
    assert engine.status().papers == 0
    with full_disk(), pytest.raises(SearchIndexError):
        engine.add(documents(COUNT))
    assert {path: path.read_bytes() for path in before} == before
    assert engine.add(documents(COUNT)) == COUNT
    assert engine.status().papers == COUNT
    assert not any(path.exists() for path in before if path.suffix in NAMES)


def test_no_file_that_may_be_mapped_is_ever_written_to_again(folder: Path) -> None:
    """One that gets shorter ends the process that reads it: files are replaced and unlinked, never changed."""
    engine = open_engine(folder)
    handles: dict[int, os.stat_result] = {}

    def hold() -> None:
        for path in folder.iterdir():
            if path.suffix in NAMES:
                handle = os.open(path, os.O_RDONLY)
                handles[handle] = os.fstat(handle)

    steps = (
        lambda: engine.add(documents(COUNT)[:7]),
        lambda: engine.remove([1, 2]),
        engine.merge,
        lambda: engine.rebuild(documents(COUNT)),
        lambda: engine.add(documents(400, seed=2)),
        engine.merge,
    )
    for step in steps:
        hold()
        step()
    for handle, before in handles.items():
        now = os.fstat(handle)
        os.close(handle)
        assert (now.st_size, now.st_mtime_ns) == (before.st_size, before.st_mtime_ns)
    assert len(handles) > 20


CUTTING = """
import os, sys
from pathlib import Path
from reader.search.engine import open_engine
from tests.search.invented import newest_first, query

folder = Path(sys.argv[1])
engine = open_engine(folder)
for path in folder.glob("MAIN_*"):
    os.truncate(path, 0)
engine.search(query("lantern"), newest_first(60))
"""


def test_whoever_cuts_a_mapped_file_ends_a_search_and_nothing_more(folder: Path) -> None:
    """Not promised otherwise (SECURITY.md): the system ends the process. The next one begins anew."""
    cut = subprocess.run([sys.executable, "-c", CUTTING, str(folder)], cwd=ROOT, check=False, capture_output=True)
    assert cut.returncode in (0, -signal.SIGBUS), cut.stderr
    check_begun_anew(folder)
