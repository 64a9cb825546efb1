"""Changes of marks that are to be written."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from reader.library.library import Library
from reader.model import Gesture


def _nothing(_: Gesture | None) -> None:
    """Nothing is left to do."""


class Change(NamedTuple):
    """Something to write.

    do    writes it with a library; raises DigestReaderError if it cannot be written
    done  called in the screen's thread once it is on disk, with the gesture (None: nothing had to be changed)
    """

    do: Callable[[Library], Gesture | None]
    done: Callable[[Gesture | None], object] = _nothing
