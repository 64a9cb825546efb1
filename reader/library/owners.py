"""Who makes gestures: undo takes back the owner's newest, so a script does not undo what a screen did.

The screens of one library are numbered from 1, each with the lowest number that is free: whoever opens the one screen
that most people have may take back what was done before it was closed.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

COMMAND_LINE, PYTHON = "command line", "python"
MOST_SCREENS = 64
"""Screens that are numbered; any more get names that nobody takes over."""


@contextmanager
def screen_owner(folder: Path) -> Iterator[str]:
    """A name for this process's screen that no other screen of the library in `folder` has while this one is open.

    The number is a byte of a file that the system locks: free again when its process is gone, however that ended.
    """
    with ExitStack() as stack:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            handle = os.open(folder / "screens.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
        except OSError:  # nothing can be written there, and so there will be no gestures
            yield _unnumbered()
            return
        stack.callback(os.close, handle)
        free = (number for number in range(1, MOST_SCREENS + 1) if _taken(handle, number))
        number = next(free, None)
        yield f"screen {number}" if number is not None else _unnumbered()


def _taken(handle: int, number: int) -> bool:
    try:
        fcntl.lockf(handle, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, number)
    except OSError:  # another process has it, or the file system knows no locks
        return False
    return True


def _unnumbered() -> str:
    return f"screen {os.urandom(16).hex()}"
