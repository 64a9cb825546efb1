"""Opening files, and nothing that only looks like one: no device, no pipe, nothing that the kernel makes up.

A digest folder and a library folder may be somebody else's: reading must end, and writing must stay in the folder.
"""

from __future__ import annotations

import errno
import os
import stat
from functools import cache
from pathlib import Path
from typing import BinaryIO

PSEUDO_FOLDERS = ("/proc", "/sys", "/dev")
"""Where Linux shows devices and its own state as files; reading some of them never ends, or does something."""


def open_regular(path: str | os.PathLike[str]) -> BinaryIO:
    """The file at `path`, to be read. Raises OSError, also if it is no regular file; never waits for another side."""
    flags = os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK | os.O_NOCTTY
    if not is_regular(os.stat(path)):  # noqa: PTH116  # also takes names that are no text, and quickly
        raise OSError(errno.EINVAL, "not a regular file")
    handle = os.open(path, flags)
    try:
        if not is_regular(os.fstat(handle)):
            raise OSError(errno.EINVAL, "not a regular file")
        return os.fdopen(handle, "rb")
    except BaseException:
        os.close(handle)
        raise


def read_regular(path: str | os.PathLike[str]) -> bytes:
    """What the file at `path` holds. Raises OSError as `open_regular` does."""
    with open_regular(path) as stream:
        return stream.read()


def put_file(path: Path, content: bytes) -> None:
    """Put a file in place, whole or not at all; a link there is replaced, not followed. Raises OSError."""
    import tempfile  # takes some ms, and a start writes nothing

    handle, name = tempfile.mkstemp(prefix=f"{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)  # an interruption may come when it is in its place already
        raise


def is_regular(status: os.stat_result) -> bool:
    """Whether this is a file with bytes of its own."""
    return stat.S_ISREG(status.st_mode) and status.st_dev not in _pseudo_devices()


def is_pseudo_folder(path: str, status: os.stat_result) -> bool:
    """Whether the folder at `path` (absolute, without links) is one of those of the kernel, or inside."""
    return status.st_dev in _pseudo_devices() or path in PSEUDO_FOLDERS or path.startswith(("/proc/", "/sys/"))


@cache
def _pseudo_devices() -> frozenset[int]:
    """The numbers of the file systems at those places, wherever else they are mounted."""
    devices = set()
    root = os.stat("/").st_dev  # noqa: PTH116  # the folders are plain strings here
    for folder in PSEUDO_FOLDERS:
        try:
            device = os.stat(folder).st_dev  # noqa: PTH116  # the folders are plain strings here
        except OSError:
            continue
        if device != root:  # in some containers /dev is a plain folder
            devices.add(device)
    return frozenset(devices)
