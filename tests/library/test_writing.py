"""One writer at a time, and nobody waits for a process that is gone."""

from __future__ import annotations

import errno
import fcntl
import subprocess
import sys
from pathlib import Path
from threading import Thread

import pytest

from reader.errors import SearchIndexError, StoreError
from reader.library.library import Library
from reader.library.writing import WAITING, only_writer
from reader.paths import Places
from reader.sources.progress import silent


def test_a_second_writer_waits_and_says_so(tmp_path: Path) -> None:
    reports: list[tuple[int, int, str]] = []

    def write() -> None:
        with only_writer(tmp_path / "lock", lambda *report: reports.append(report), wait=True):
            reports.append((1, 1, "writing"))

    with only_writer(tmp_path / "lock", silent, wait=True):
        second = Thread(target=write)
        second.start()
        while not reports:
            second.join(0.01)
    second.join()
    assert reports[0] == (0, 0, WAITING)
    assert reports[-1] == (1, 1, "writing")


def test_who_does_not_want_to_wait_is_told(library: Library, places: Places) -> None:
    with only_writer(places.data / "writing.lock", silent, wait=True), pytest.raises(SearchIndexError, match="another"):
        library.index.update()
    assert library.index.update() == 0


def test_waiting_can_be_stopped(tmp_path: Path) -> None:
    def stop(done: int, total: int, what: str) -> None:
        raise KeyboardInterrupt

    with (
        only_writer(tmp_path / "lock", silent, wait=True),
        pytest.raises(KeyboardInterrupt),
        only_writer(tmp_path / "lock", stop, wait=True),
    ):
        pass


def test_a_writer_that_was_killed_holds_nothing(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from reader.library.writing import only_writer\n"
        "with only_writer(Path(sys.argv[1]), print, wait=True):\n  print('held', flush=True); input()"
    )
    command = [sys.executable, "-c", code, str(tmp_path / "lock")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout
        assert other.stdout.readline() == b"held\n"
        with pytest.raises(SearchIndexError), only_writer(tmp_path / "lock", silent, wait=False):
            pass
        other.kill()
        other.wait()
    with only_writer(tmp_path / "lock", silent, wait=False):
        pass


def test_a_lock_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="cannot be written"), only_writer(tmp_path / "no" / "l", silent, wait=True):
        pass


def test_a_file_system_without_locks_is_written_to_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.ENOLCK, "no locks available")

    monkeypatch.setattr(fcntl, "flock", refuse)
    with only_writer(tmp_path / "lock", silent, wait=False):
        assert (tmp_path / "lock").exists()
