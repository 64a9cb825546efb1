"""Keeping the full-text index up to date with the collected papers.

The library's change numbers are the to-do list: the index says up to which one it knows everything, and takes the
rest in order. Killed in the middle, it goes on from where its last commit was.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

from reader.search.protocol import Document, Engine
from reader.sources.reading import Progress
from reader.store.collected import Collected

STEP = 200
"""Papers between two reports of progress."""


def update_index(engine: Engine, collected: Collected, progress: Progress) -> int:
    """Index every text that changed since the index's last commit; returns how many papers were indexed."""
    known = engine.status().change
    if known > collected.newest_change():  # an index of another library: a backup was put in place
        engine.remove_all()
        known = 0
    behind = collected.newest_change() - known
    if not behind:
        return 0
    return engine.add(_documents(collected, known, behind, progress))


def _documents(collected: Collected, known: int, behind: int, progress: Progress) -> Iterator[Document]:
    for done, (num, change, identity, texts) in enumerate(collected.changes_since(known)):
        if done % STEP == 0:
            progress(min(done, behind), behind, "index")
        yield Document(num, change, identity, texts)


def remove_index(folder: Path) -> None:
    """Delete the index: it can be made again from the library."""
    shutil.rmtree(folder, ignore_errors=True)
