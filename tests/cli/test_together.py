"""Many processes at once on one library, from its very first moment: nobody fails, nothing is lost or half there."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

import pytest

from screenshots.papers import write_digests

ROOT = Path(__file__).parents[2]
PAPERS = 17
ID = "2608.90001"


@pytest.fixture
def digests(tmp_path: Path) -> Path:
    folder = tmp_path / "digests"
    folder.mkdir()
    write_digests(folder)
    return folder


def at_once(home: Path, commands: Sequence[Sequence[str]]) -> list[tuple[int, str, str]]:
    """Start all of them, then wait for all: status, stdout, stderr. Nothing is set but the home, as at first."""
    environ = {name: value for name, value in os.environ.items() if not name.startswith(("XDG_", "DIGEST_READER_"))}
    environ.update(HOME=str(home), PYTHONPATH=str(ROOT), LC_ALL="C.UTF-8")
    with ExitStack() as stack:
        started = [
            stack.enter_context(
                subprocess.Popen(
                    [sys.executable, "-m", "reader", *command],
                    env=environ,
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.PIPE,
                    encoding="utf-8",
                )
            )
            for command in commands
        ]
        said = [process.communicate(timeout=300) for process in started]
    return [(process.returncode, *texts) for process, texts in zip(started, said, strict=True)]


def test_the_first_start_may_be_made_by_eight_at_once(tmp_path: Path, digests: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    firsts = [*[("sync", str(digests))] * 4, ("doctor",), ("index", "--update"), ("stats",), ("config",)]
    marks = [("mark", ID, "--tag", f"tag-{number}") for number in range(8)]
    for commands in (firsts, marks):
        for status, _, errors in at_once(home, commands):
            assert (status, "Traceback" in errors) == (0, False), errors
    tags = " ".join(f"#tag-{number}" for number in range(8))
    ((status, found, errors),) = at_once(home, [("search", tags, "--format", "ids")])
    assert (status, found.split()) == (0, [ID]), errors
    ((status, checked, errors),) = at_once(home, [("doctor",)])
    assert (status, f"{PAPERS} papers" in checked) == (0, True), checked + errors


def test_rebuilds_exports_and_marks_at_once_are_all_whole(tmp_path: Path, digests: Path) -> None:
    """Two rebuilds, two exports to one file, a sync, a backup and marks while one restores."""
    home, out, kept = tmp_path / "home", tmp_path / "out.bib", tmp_path / "kept.db"
    home.mkdir()
    at_once(home, [("sync", str(digests))])
    at_once(home, [("mark", ID, "--bookmark")])
    at_once(home, [("backup", str(kept))])
    export = ("export", "*", "--format", "bibtex", "--output", str(out))
    commands = [
        *[("index", "--rebuild")] * 2,
        *[export] * 2,
        ("sync", str(digests)),
        ("restore", str(kept)),
        *[("mark", ID, "--tag", f"tag-{number}") for number in range(2)],
    ]
    for status, _, errors in at_once(home, commands):
        assert (status, "Traceback" in errors) == (0, False), errors
    assert out.read_text(encoding="utf-8").count("\n@") + 1 >= PAPERS
    assert {file.name for file in tmp_path.iterdir()} == {"digests", "home", "out.bib", "kept.db"}
    ((status, found, errors),) = at_once(home, [("search", "is:bookmarked #tag-0 #tag-1", "--format", "ids")])
    assert (status, found.split()) == (0, [ID]), errors
