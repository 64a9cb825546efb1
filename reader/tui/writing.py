"""Marks are written in a thread of their own: a database that another process holds never makes a key wait.

What is written stays in order. Where something cannot be written now, what was done after it waits behind it, and all
of it is tried again with the next change, or when the reader wants it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from contextlib import suppress
from threading import Condition, Thread
from typing import NamedTuple

from reader.errors import DigestReaderError, StoreError
from reader.library.library import Library
from reader.model import Gesture

MANY = 2_000
"""A gesture on more papers takes memory that is worth giving back."""


def _nothing(_: Gesture | None) -> None:
    """Nothing is left to do."""


class Change(NamedTuple):
    """Something to write.

    do     writes it with a library; called in the writing thread, again if it raised StoreError
    done   called in the screen's thread once it is on disk, with the gesture (None: nothing had to be changed)
    reads  arXiv IDs of papers that will be read then
    minor  where the reader left off and the like: given up if it cannot be written
    """

    do: Callable[[Library], Gesture | None]
    done: Callable[[Gesture | None], object] = _nothing
    reads: frozenset[str] = frozenset()
    minor: bool = False


Act = Callable[[Library], Gesture | None]


def recorded(do: Act) -> tuple[Act, Act]:
    """`do`, and what takes back just that, whatever was done since (see `MarkKeeping.undo`); both for the writer."""
    made: list[Gesture | None] = []

    def doing(library: Library) -> Gesture | None:
        made.append(do(library))
        return made[-1]

    def undoing(library: Library) -> Gesture | None:
        gesture = made[-1] if made else None
        return library.marks.undo(gesture) if gesture is not None else None

    return doing, undoing


class Written(NamedTuple):
    """A change is on disk."""

    change: Change
    gesture: Gesture | None


class Refused(NamedTuple):
    """A change cannot be made, however often it is tried."""

    change: Change
    error: DigestReaderError


class Held(NamedTuple):
    """A change could not be written now; it is kept."""

    error: StoreError


Report = Written | Refused | Held


class Left(NamedTuple):
    """How many changes are not on disk at the end; `minor`: see `Change`."""

    marks: int = 0
    minor: int = 0


class Writer:
    """Changes on their way to the disk. Belongs to the screen's thread, except for `_run` and what that calls."""

    def __init__(self, library: Library, owner: str, deliver: Callable[[Report], object]) -> None:
        """For the files of `library`, which the screen has open.

        `deliver` is called in the writing thread; what it is given has to come back to `settle`.
        """
        self._opened = library
        self._owner = owner
        self._deliver = deliver
        self._unsettled: list[Change] = []
        self._mailbox = Condition()
        self._queue: deque[Change] = deque()
        self._held = False
        self._ended = False
        self._thread: Thread | None = None

    def write(self, change: Change) -> None:
        """Write `change` after all that waits."""
        self._unsettled.append(change)
        with self._mailbox:
            self._queue.append(change)
        self.again()

    def again(self) -> None:
        """Try once more to write what is held."""
        if self._thread is None:
            self._begin()
        with self._mailbox:
            self._held = False
            self._mailbox.notify()

    def settle(self, report: Written | Refused) -> None:
        """A change is done with."""
        self._unsettled = [change for change in self._unsettled if change is not report.change]

    @property
    def waiting(self) -> int:
        """How many changes are not on disk; those that are given up rather than kept do not count."""
        return sum(not change.minor for change in self._unsettled)

    @property
    def on_its_way(self) -> bool:
        """Something is being written: it is not on disk yet, and nothing keeps it from getting there so far."""
        return self.waiting > 0 and not self._held

    @property
    def to_be_read(self) -> frozenset[str]:
        """arXiv IDs of papers that will be read once all is written."""
        return frozenset().union(*(change.reads for change in self._unsettled))

    def end(self, seconds: float) -> Left:
        """Write what can be written within `seconds`, the last time but for another call; what is left."""
        with self._mailbox:
            self._ended = True
            again, self._held = self._held, False
            self._mailbox.notify()
        if again and self._thread is not None and not self._thread.is_alive():  # not one that a mistake has ended
            self._begin()
        if self._thread is not None:
            self._thread.join(seconds)
        with self._mailbox:
            minor = sum(change.minor for change in self._queue)
            return Left(len(self._queue) - minor, minor)

    def _begin(self) -> None:
        self._thread = Thread(target=self._run, name="writer", daemon=True)
        self._thread.start()

    # In the thread

    def _run(self) -> None:
        library: Library | None = None
        try:
            while (change := self._next()) is not None:
                gesture = None
                try:
                    library = library or self._opened.again(self._owner)
                    gesture = change.do(library)
                    self._settled(Written(change, gesture))
                    self._rest(library, gesture)
                except DigestReaderError as error:
                    if isinstance(error, StoreError) and (self._ended or not change.minor):
                        self._hold(error)
                    else:
                        self._settled(Refused(change, error))
                # What was done to a whole library is megabytes, and the next change may be hours away.
                del change, gesture
        finally:
            if library is not None:
                library.close()

    def _next(self) -> Change | None:
        """The change whose turn it is; None at the end."""
        with self._mailbox:
            self._mailbox.wait_for(lambda: self._ended or (self._queue and not self._held))
            return self._queue[0] if self._queue and not self._held else None

    def _settled(self, report: Written | Refused) -> None:
        with self._mailbox:
            self._queue.popleft()
        self._deliver(report)

    def _rest(self, library: Library, gesture: Gesture | None) -> None:
        """Give back what was needed for what is written, unless there is more to write."""
        if not self._queue:
            with suppress(DigestReaderError):  # the change is on disk all the same; the next one will tell
                library.rest()
            if gesture is not None and gesture.papers > MANY:
                from reader.tui.memory import give_back  # ctypes: not at the start

                give_back()

    def _hold(self, error: StoreError) -> None:
        with self._mailbox:
            self._held = True
        self._deliver(Held(error))
