"""Keeping the full-text index up to date with the collected papers.

The library's change numbers are the to-do list: the index says up to which one it knows everything, and takes the
rest in order. Killed in the middle, it goes on from where its last commit was.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from reader.search.protocol import Document, Engine
from reader.sources.progress import Progress
from reader.store.collected import Collected

STEP = 200
"""Papers between two reports of progress."""


def update_index(engine: Engine, collected: Collected, progress: Progress) -> int:
    """Index every text that changed since the index's last commit; returns how many papers were indexed."""
    known = engine.status().change
    behind = collected.newest_change() - known
    if not behind:
        return 0
    added = engine.add(_documents(collected, known, behind, progress), epoch=collected.epoch())
    while engine.merge():
        pass
    return added


def rebuild_index(engine: Engine, collected: Collected, progress: Progress) -> int:
    """Index every text anew; returns how many papers were indexed."""
    added = engine.rebuild(_documents(collected, 0, collected.newest_change(), progress), epoch=collected.epoch())
    while engine.merge():
        pass
    return added


def _documents(collected: Collected, known: int, behind: int, progress: Progress) -> Iterator[Document]:
    for done, (num, change, identity, texts) in enumerate(collected.changes_since(known)):
        if done % STEP == 0:
            progress(min(done, behind), behind, "index")
        yield Document(num, change, identity, texts)


def index_folder(root: Path, identity: int) -> Path:
    """Where the index of the library with that identity lies: an index of another library is never mistaken for it."""
    return root / f"{identity:016x}"


def remove_indexes(root: Path, keep: Path | None = None) -> None:
    """Delete all indexes below `root` but `keep`: they can be made again, or belong to a library that is gone."""
    with suppress(OSError):  # where nobody may look, nothing can be deleted
        for folder in root.iterdir():
            if folder != keep:
                shutil.rmtree(folder, ignore_errors=True)
