"""A whole library as JSON Lines and back: `sync` gives the same papers, `restore` the same marks. Names what differs.

    python -m tests.benchmarks.check_round_trip LIBRARY

LIBRARY is a folder as given to `digest-reader --library`; it is copied, never written to. Every third paper of the copy
gets marks of every kind first. Prints sizes, seconds of CPU and peak memory of each step.
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from reader.export.markfields import MARK_FIELDS
from reader.library.library import Library
from reader.paths import find_places
from tests.benchmarks.runs import Run, measured, program

EVERY = 3
SHOWN = 10


def marked(folder: Path) -> int:
    """Mark papers of a library in every way; answers how many."""
    library = Library.open(find_places({}, folder, None))
    try:
        ids = library.ids(library.listing().nums)[::EVERY]
        library.marks.bookmark(ids[::2], True)
        library.marks.mark_read(ids[1::2], True)
        library.marks.skip(ids[::5], True)
        library.marks.tag(ids[::4], ["later", "大模型, 检索"])
        for arxiv_id in ids[:200]:
            library.marks.note(arxiv_id, f"note on {arxiv_id}\n第二行 \\alpha & <b>")
        return len(ids)
    finally:
        library.close()


def records(file: Path) -> dict[str, str]:
    """The lines of an export by arXiv ID."""
    with file.open(encoding="utf-8") as lines:
        return {json.loads(line)["id"]: line for line in lines}


def differences(before: str, after: str | None, names: Sequence[str]) -> list[str]:
    """The fields in which two lines differ; with `names` only of these."""
    told: dict[str, Any] = json.loads(before)
    again = json.loads(after) if after else {}
    return [name for name in (names or told) if told.get(name) != again.get(name)]


def compared(what: str, first: Path, second: Path, names: Sequence[str] = ()) -> str:
    """One line on how two exports differ, and one for some of the papers that do."""
    before, after = records(first), records(second)
    wrong = {
        arxiv_id: found
        for arxiv_id, line in before.items()
        if line != after.get(arxiv_id) and (found := differences(line, after.get(arxiv_id), names))
    }
    order = "in the same order" if list(before) == list(after) else "in another order"
    told = [f"{arxiv_id}: {', '.join(found)}" for arxiv_id, found in wrong.items()]
    return "\n  ".join([f"{what}: {len(before)} papers, {len(wrong)} differ, {order}", *told[:SHOWN]])


def step(name: str, run: Run) -> None:
    """Print what a step cost."""
    print(f"{name:20} {run.cpu:6.1f} s CPU {run.memory:6.0f} MB memory")


def main(arguments: Sequence[str]) -> None:
    """Print what the steps cost and what differs."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copytree(arguments[0], folder / "first")
        print(f"{marked(folder / 'first')} papers marked")
        files = [folder / f"{name}.jsonl" for name in ("first", "synced", "restored")]
        step("export", measured([*program(folder / "first", "export", "-f", "jsonl", "-o", files[0]), "*"]))
        print(f"{'':20} {files[0].stat().st_size / 1e6:6.0f} MB")
        step("sync", measured(program(folder / "second", "sync", files[0])))
        step("export", measured([*program(folder / "second", "export", "-f", "jsonl", "-o", files[1]), "*"]))
        shutil.copytree(arguments[0], folder / "third")
        step("restore", measured(program(folder / "third", "restore", files[0])))
        step("export", measured([*program(folder / "third", "export", "-f", "jsonl", "-o", files[2]), "*"]))
        # not before: memory of a process begins with that of the one that starts it
        print(compared("papers and marks", files[0], files[1]))
        print(compared("marks", files[0], files[2], tuple(MARK_FIELDS)))


if __name__ == "__main__":
    main(sys.argv[1:])
