"""How a long job tells how far it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # it knows every archive there is; every library knows of progress
    from reader.sources.streams import Stream

Progress = Callable[[int, int, str], None]
"""`progress(done, total, what)`: steps done, steps in all (0 = not known yet), what is being read now."""


def silent(done: int, total: int, what: str) -> None:
    """A `Progress` that tells nobody."""


class Told:
    """A stream whose reading is told, in megabytes, where there are some."""

    def __init__(self, stream: Stream, size: int, what: str, progress: Progress) -> None:
        self._stream = stream
        self._size, self._done = size, 0
        self._what = what
        self._progress = progress

    def read(self, size: int, /) -> bytes:
        """At most `size` bytes; none only at the end."""
        data = self._stream.read(size)
        if (self._done + len(data)) >> 20 > self._done >> 20:
            self._progress((self._done + len(data)) >> 20, self._size >> 20, self._what)
        self._done += len(data)
        return data
