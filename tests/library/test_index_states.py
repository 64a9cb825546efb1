"""The index follows the library: put back, cut short, rotten or on a full disk, it answers with the right papers."""

from __future__ import annotations

import os
import resource
import shutil
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from reader.errors import SearchIndexError
from reader.library.library import Library
from reader.model import Digest, Entry, Texts
from reader.paths import Places
from reader.sources.contract import Reading
from tests.library.conftest import FRIDAY


def bring_in(library: Library, *words: str) -> None:
    """One paper for each word, which its title consists of."""
    entries = tuple(Entry(f"2608.1{zlib.crc32(word.encode()) % 10_000:04}", Texts(title_en=word)) for word in words)
    library.sources.bring_in("more", Reading(words[0], words[0], (Digest(words[0], "cs.AI", FRIDAY, entries),)))


def titles(library: Library, query: str) -> list[str | None]:
    return [library.paper(num).paper.texts.title_en for num in library.finding.search(query).nums]


def put_back(places: Places, kept: Path) -> None:
    for path in places.data.glob("library.db*"):
        path.unlink()
    shutil.copy(kept, places.library_db)


@pytest.fixture
def kept(places: Places, tmp_path: Path) -> Path:
    """A library as it was on an earlier day; since then other papers came and were indexed."""
    with_closed(places, lambda library: bring_in(library, "kettle"))
    kept = tmp_path / "kept.db"
    shutil.copy(places.library_db, kept)
    with_closed(places, lambda library: bring_in(library, "lantern", "turnip"))
    return kept


def with_closed(places: Places, work: object) -> None:
    library = Library.open(places)
    try:
        work(library)  # type: ignore[operator]
    finally:
        library.close()


@pytest.mark.parametrize("more", [("violin",), ("violin", "pebble"), ("violin", "pebble", "compass")])
def test_an_older_library_put_back_and_synced_finds_its_own_papers(
    places: Places, kept: Path, more: tuple[str, ...]
) -> None:
    put_back(places, kept)
    library = Library.open(places)
    bring_in(library, *more)
    assert titles(library, "violin") == ["violin"]
    assert titles(library, "kettle") == ["kettle"]
    assert titles(library, "lantern OR turnip") == []
    assert library.index.behind() == 0
    library.close()


def test_an_older_library_put_back_is_noticed_before_anything_is_stored(places: Places, kept: Path) -> None:
    put_back(places, kept)
    library = Library.open(places)
    assert "another state" in str(library.index.status().rebuilt)
    assert library.index.update() == 1
    assert titles(library, "kettle") == ["kettle"]
    library.close()


@pytest.mark.usefixtures("kept")
def test_transactions_lost_with_the_power_are_no_papers_of_the_index(places: Places, tmp_path: Path) -> None:
    """The epoch was on disk, its papers were not; then as many others came."""
    library = Library.open(places)
    lost = tmp_path / "lost.db"
    library.index.engine()
    shutil.copy(places.library_db, lost)
    for suffix in ("-wal", "-shm"):
        if (wal := places.data / f"library.db{suffix}").exists():
            shutil.copy(wal, tmp_path / f"lost.db{suffix}")
    bring_in(library, "compass")
    library.close()
    put_back(places, lost)
    library = Library.open(places)
    bring_in(library, "violin")
    assert titles(library, "violin") == ["violin"]
    assert titles(library, "compass") == []
    library.close()


def test_syncs_that_bring_nothing_leave_the_index_alone(library: Library) -> None:
    for _ in range(3):
        library.sources.bring_in("nothing", Reading("x", "x", ()))
    assert library.index.behind() == 0
    assert library.index.status().rebuilt is None
    assert library.index.status().papers == 3


def test_a_rotten_index_is_made_again_by_the_search_that_meets_it(library: Library, places: Places) -> None:
    """Its length and times are as they were: only reading it tells."""
    (file,) = places.index.rglob("*.dcs")
    stat = file.stat()
    file.write_bytes(b"\xff" * stat.st_size)
    os.utime(file, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    library.index.close()
    assert library.index.damage()
    assert titles(library, "pears") == ["Pears and their transformers"]
    assert library.index.damage() is None
    assert titles(library, "apples") == ["Counting apples with diffusion models"]


def test_an_error_with_sound_files_is_no_damage(library: Library) -> None:
    def wrong(_: object) -> None:
        raise IndexError("a mistake of the program")

    with pytest.raises(IndexError, match="mistake"):
        library.index.ask(wrong)


@contextmanager
def full_disk() -> Iterator[None]:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (300, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_rebuild_on_a_full_disk_keeps_the_old_index(library: Library) -> None:
    with full_disk(), pytest.raises(SearchIndexError):
        library.index.rebuild()
    assert titles(library, "pears") == ["Pears and their transformers"]
    assert library.index.rebuild() == 3
    assert titles(library, "pears") == ["Pears and their transformers"]


def test_a_search_without_any_index_fails_and_a_list_without_words_does_not(library: Library, places: Places) -> None:
    library.index.close()
    shutil.rmtree(places.index)
    with pytest.raises(SearchIndexError, match="no full-text index"):
        library.finding.search("pears")
    assert library.finding.search("is:unread").total == 3
    library.index.update()
    assert library.finding.search("pears").total == 1
