"""`Library.index`: the full-text index, opened when it is first needed and kept up to date."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from reader.library.stores import Stores
from reader.sources.progress import Progress, silent

if TYPE_CHECKING:  # what opening the screen must not wait for is imported where it is needed
    from reader.search.protocol import Engine, IndexStatus

Answer = TypeVar("Answer")

SIGNS_OF_DAMAGE = (IndexError, KeyError, ValueError, OverflowError, MemoryError)
"""What looking things up in altered files can raise; with sound files it is an error of the program, let through."""


class IndexKeeping:
    """The index of one library."""

    def __init__(self, stores: Stores) -> None:
        self._stores = stores
        self._opened_engine: Engine | None = None

    def close(self) -> None:
        """Let go of the index's files."""
        if self._opened_engine is not None:
            self._opened_engine.close()
            self._opened_engine = None

    def rest(self) -> None:
        """Let go of what the last queries worked out."""
        if self._opened_engine is not None:
            self._opened_engine.rest()

    def status(self) -> IndexStatus:
        """State of the index."""
        return self.engine().status()

    def damage(self) -> str | None:
        """What is wrong with the files of the index, every byte of which is read; None if nothing is."""
        return self.engine().damage()

    def behind(self) -> int:
        """How many changed texts the index does not know yet; 0 means it is up to date."""
        return self._stores.collected.newest_change() - self.engine().status().change

    def update(self, progress: Progress = silent, *, wait: bool = False) -> int:
        """Bring the index up to date; returns how many papers were indexed.

        Raises SearchIndexError if the index cannot be written, or another process is writing and `wait` is False.
        """
        with self.alone(progress, wait=wait):
            return self.take_in_changes(progress)

    def rebuild(self, progress: Progress = silent) -> int:
        """Make the index again; returns how many papers were indexed. The old one is there until the new one is whole.

        Raises SearchIndexError; the old one then stays.
        """
        from reader.library.indexing import rebuild_index

        with self.alone(progress, wait=True):
            return rebuild_index(self.engine(), self._stores.collected, progress)

    def ask(self, question: Callable[[Engine], Answer]) -> Answer:
        """The answer of the engine, from an index made again if it turns out that a file of it is damaged.

        Such damage keeps a file's length and time (a failing disk, say), so that it is not seen at opening.
        """
        engine = self.engine()
        try:
            return question(engine)
        except SIGNS_OF_DAMAGE:
            if not engine.damage():
                raise
        self.rebuild()
        return question(self.engine())

    def alone(self, progress: Progress, *, wait: bool = True) -> AbstractContextManager[None]:
        """As long as this is entered no other process reads sources or indexes; the wait for it is told to `progress`.

        Raises SearchIndexError if another process is at it and `wait` is False, StoreError if nothing may be written.
        """
        from reader.library.writing import only_writer

        return only_writer(self._stores.places.data / "writing.lock", progress, wait=wait)

    def take_in_changes(self, progress: Progress) -> int:
        """`update` for whoever is `alone` already: index what changed; returns how many papers were indexed."""
        from reader.library.indexing import remove_indexes, update_index

        indexed = update_index(self.engine(), self._stores.collected, progress)
        remove_indexes(self._stores.places.index, keep=self._index_folder())  # when this one is whole
        return indexed

    def _index_folder(self) -> Path:
        from reader.library.indexing import index_folder

        return index_folder(self._stores.places.index, self._stores.collected.identity())

    def engine(self) -> Engine:
        """The engine, opened if it is not yet, on what other processes have committed by now."""
        if self._opened_engine is None:
            from reader.search.engine import open_engine  # numpy and whoosh: 100 ms that opening must not wait for

            self._opened_engine = open_engine(self._index_folder(), self._stores.collected.has_been)
        self._opened_engine.refresh()
        return self._opened_engine
