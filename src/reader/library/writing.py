"""One writer at a time: syncs and index updates of one library wait for each other, in whatever process they are.

The lock is the system's (`flock`): it is gone when the process that holds it is, however that ended.
"""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from reader.errors import SearchIndexError, StoreError
from reader.i18n import msg
from reader.sources.progress import Progress

WAITING = "wait"
"""What a progress report is about while another process is writing."""
EVERY_SECONDS = 0.1


@contextmanager
def only_writer(file: Path, progress: Progress, *, wait: bool) -> Iterator[None]:
    """Hold the lock `file` (made if it is not there).

    wait  False: raise SearchIndexError at once if another process holds it; True: wait, which may be minutes, and
          report that (`progress` may raise to stop)

    Raises StoreError if there can be no such file.
    """
    if file.parent.is_dir() and not os.access(file.parent, os.W_OK):
        raise StoreError(msg("the library in {folder} may only be read"), folder=file.parent)
    try:
        handle = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
    except OSError as error:
        raise StoreError(msg("{file} cannot be written ({reason})"), file=file, reason=error.strerror) from error
    try:
        while not _taken(handle):
            if not wait:
                raise SearchIndexError(msg("another process is writing to the library just now; try again later"))
            progress(0, 0, WAITING)
            time.sleep(EVERY_SECONDS)
        yield
    finally:
        os.close(handle)


def _taken(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:  # a file system without locks: two may do the same work twice, each of them whole
        return True
    return True
