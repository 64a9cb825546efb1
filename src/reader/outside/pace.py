"""Manners: requests to one server are some seconds apart, in whatever process of this machine they are made."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from reader.errors import StoreError
from reader.i18n import msg


@dataclass(frozen=True, slots=True)
class Clock:
    """Time as a job sees it: the system's, or a test's.

    now    seconds since 1970
    sleep  wait that many seconds; may raise to stop
    """

    now: Callable[[], float] = time.time
    sleep: Callable[[float], None] = time.sleep


class Pace:
    """Turns at one server. The file's lock is held during a request (one connection), its text is when that ended."""

    def __init__(self, file: Path, seconds: float, clock: Clock) -> None:
        """`seconds` stand between the end of one request and the beginning of the next."""
        self._file = file
        self._seconds = seconds
        self._clock = clock

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for one's turn and have it. Raises StoreError if the file cannot be written."""
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            handle = os.open(self._file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise StoreError(
                msg("{file} cannot be written ({reason})"), file=self._file, reason=error.strerror
            ) from error
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            self._clock.sleep(self._left(handle))
            try:
                yield
            finally:
                os.pwrite(handle, f"{self._clock.now():020.6f}".encode(), 0)
        finally:
            os.close(handle)

    def _left(self, handle: int) -> float:
        """Seconds still to wait. A time that is still to come (the clock was put back) counts for nothing."""
        try:
            since = self._clock.now() - float(os.pread(handle, 20, 0) or b"0")
        except ValueError:
            return self._seconds
        return min(max(self._seconds - since, 0.0), self._seconds)
