"""Writing files that are whole or not there."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from reader.errors import StoreError
from reader.i18n import msg


def write_whole(file: Path, pieces: Iterable[str]) -> None:
    """Write text to `file` (UTF-8), replacing it only when everything is written. Raises StoreError."""
    try:
        file = file.expanduser().resolve()  # what a link points to is replaced, not the link
        if file.exists() and not file.is_file():  # /dev/stdout, a named pipe
            with file.open("w", encoding="utf-8", newline="") as stream:
                stream.writelines(pieces)
            return
        handle, name = tempfile.mkstemp(prefix=f".{file.name}.", dir=file.parent)
        part = Path(name)
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="") as stream:
                stream.writelines(pieces)
            part.chmod(_mode(file))
            part.replace(file)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise StoreError(msg("{file} cannot be written ({reason})"), file=file, reason=error.strerror) from error


def _mode(file: Path) -> int:
    """Permissions of the file that is replaced, or those a new file would get."""
    if file.exists():
        return file.stat().st_mode & 0o777
    umask = os.umask(0)
    os.umask(umask)
    return 0o666 & ~umask
