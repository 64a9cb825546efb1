"""A few seconds of `python -m tests.fuzz`, which the gates run for a minute; and that it would find something."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from reader.errors import DigestReaderError
from tests.chance import SEED, THOROUGH
from tests.fuzz import __main__ as fuzz
from tests.fuzz.mutating import mutated
from tests.fuzz.targets import Target, all_targets, take_source


def test_input_that_is_nearly_right_is_taken_or_refused_in_one_line() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.fuzz", "--seconds", str(4 * THOROUGH)],
        capture_output=True,
        encoding="utf-8",
        check=False,
        env={**os.environ, "DIGEST_READER_SEED": str(SEED)},
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_keys_that_nobody_would_press_end_nothing() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.fuzz", "--keys", str(200 * THOROUGH)],
        capture_output=True,
        encoding="utf-8",
        check=False,
        env={**os.environ, "DIGEST_READER_SEED": str(SEED)},
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_what_is_made_bad_was_good(tmp_path: Path) -> None:
    """Or nothing would be tried but the first refusal."""
    with all_targets(tmp_path) as targets:
        for target in targets:
            for seed in target.seeds if target.name != "sources" else ():
                target.take(seed)
            good = sum(readable(tmp_path, seed) for seed in target.seeds) if target.name == "sources" else 0
            assert target.name != "sources" or good >= 20


def readable(folder: Path, data: bytes) -> bool:
    try:
        take_source(data, folder)
    except DigestReaderError:
        return False
    return True


def test_a_mistake_and_a_slow_case_are_findings(monkeypatch: pytest.MonkeyPatch) -> None:
    def take(data: bytes) -> None:
        if data:
            raise KeyError("x")

    monkeypatch.setattr(fuzz, "_limit_memory", lambda: None)
    monkeypatch.setattr(fuzz, "SECONDS_A_CASE", -1.0)
    found = fuzz.feed([Target("broken", [b"abc"], take)], 60.0, 200)
    assert any("KeyError" in text for text in found)
    assert any("took" in text for text in found)


def test_mutations_are_the_same_for_the_same_seed() -> None:
    one, other = random.Random(1), random.Random(1)
    assert [mutated(one, [b"abc\ndef"]) for _ in range(50)] == [mutated(other, [b"abc\ndef"]) for _ in range(50)]
