"""A sample of `tests.benchmarks.endure`: what was acknowledged is there, whoever else writes and whatever is shot."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest

from tests.chance import SEED, THOROUGH


def endured(*arguments: str) -> str:
    """What `endure` printed, in a process of its own, which may fork: this one may have threads."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.endure", *arguments],
        capture_output=True,
        encoding="utf-8",
        check=False,
        env={**os.environ, "DIGEST_READER_SEED": str(SEED)},
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.parametrize(
    "arguments",
    [("kills", "--times", str(20 * THOROUGH)), ("writers", "--writers", "4", "--seconds", str(2 * THOROUGH))],
    ids=["kills", "writers"],
)
def test_what_was_acknowledged_is_there(arguments: tuple[str, ...]) -> None:
    found = re.search(r"acknowledged=(\d+), lost=0", endured(*arguments))
    assert found
    assert int(found[1]) > 0


def test_a_screen_bears_whatever_is_done_to_it_and_another_one_shows_it() -> None:
    endured("actions", "--times", str(100 * THOROUGH))
    endured("screens", "--times", "3")
