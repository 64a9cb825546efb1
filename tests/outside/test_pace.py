"""Requests to one server are some seconds apart, over all processes."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from reader.errors import StoreError
from reader.outside.pace import Clock, Pace


class Time:
    """A clock that moves when somebody sleeps."""

    def __init__(self) -> None:
        self.now = 1_000_000.0
        self.slept: list[float] = []

    def clock(self) -> Clock:
        return Clock(lambda: self.now, self.sleep)

    def sleep(self, seconds: float) -> None:
        self.slept.append(round(seconds, 3))
        self.now += seconds


def test_the_next_request_waits_for_what_is_left_of_the_pause(tmp_path: Path) -> None:
    time = Time()
    pace = Pace(tmp_path / "a" / "pace", 3.0, time.clock())
    for passed in (0.0, 1.0, 5.0):
        time.now += passed
        with pace.turn():
            time.now += 2.0  # the request itself
    assert time.slept == [0.0, 2.0, 0.0]


def test_another_object_with_the_same_file_waits_as_well(tmp_path: Path) -> None:
    time = Time()
    for _ in range(2):
        with Pace(tmp_path / "pace", 3.0, time.clock()).turn():
            pass
    assert time.slept == [0.0, 3.0]


def test_a_request_that_fails_counts(tmp_path: Path) -> None:
    time = Time()
    pace = Pace(tmp_path / "pace", 3.0, time.clock())
    with pytest.raises(ValueError, match="broke"), pace.turn():
        raise ValueError("broke")
    with pace.turn():
        pass
    assert time.slept == [0.0, 3.0]


@pytest.mark.parametrize("text", ["", "not a time", "9" * 20])
def test_a_file_that_says_nothing_of_use_costs_one_pause_at_most(tmp_path: Path, text: str) -> None:
    file = tmp_path / "pace"
    file.write_text(text)
    time = Time()
    with Pace(file, 3.0, time.clock()).turn():
        pass
    assert time.slept[0] <= 3.0


def test_a_turn_is_had_by_one_process_at_a_time(tmp_path: Path) -> None:
    file = tmp_path / "pace"
    program = (
        "import sys; from pathlib import Path; from reader.outside.pace import Clock, Pace\n"
        "with Pace(Path(sys.argv[1]), 0.0, Clock()).turn(): print('mine', flush=True); sys.stdin.read()"
    )
    other = subprocess.Popen(
        [sys.executable, "-c", program, str(file)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with other:
        assert other.stdin is not None
        assert other.stdout is not None
        other.stdout.readline()
        had = threading.Event()

        def take() -> None:
            with Pace(file, 0.0, Clock()).turn():
                had.set()

        thread = threading.Thread(target=take)
        thread.start()
        assert not had.is_set()
        other.stdin.close()
        thread.join()
        assert had.is_set()


def test_a_file_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("a file")
    with pytest.raises(StoreError, match="cannot be written"), Pace(tmp_path / "a" / "pace", 1.0, Clock()).turn():
        pass
