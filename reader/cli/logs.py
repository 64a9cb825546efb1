"""`--log FILE` and $DIGEST_READER_LOG: what the program does, for whoever looks for a mistake. Without them, nothing.

What is worth a line is said by `sys.audit("digest-reader.…")` where it happens: that costs nothing while nobody
listens, and needs no import (`logging` takes a tenth of a short command's time). The interpreter's own events about
processes, connections and files come in the same way.

The log may hold queries and names of files; only the user's own wish writes it, and only to where the user said. It
never holds the environment, where keys and passwords stand.
"""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from reader.errors import UsageError
from reader.i18n import msg
from reader.paths import from_root
from reader.version import __version__

LOG_VARIABLE = "DIGEST_READER_LOG"
OWN = "digest-reader."
_EVENTS = frozenset(
    (
        *("subprocess.Popen", "socket.connect", "socket.getaddrinfo"),
        *("sqlite3.connect", "os.remove", "os.rename", "shutil.rmtree"),
    )
)
"""https://docs.python.org/3/library/audit_events.html"""
_LONGEST = 2000
_WITHOUT_ENVIRONMENT = {"subprocess.Popen": 3}
"""How many of an event's values are written: the program, its arguments and its folder."""


def start_log(arguments: Namespace, environ: Mapping[str, str], argv: Sequence[str]) -> None:
    """Log to the file that was asked for, if any; processes that this one starts go on in it.

    Raises UsageError, StoreError.
    """
    asked = getattr(arguments, "log", None) or environ.get(LOG_VARIABLE)
    if not asked:
        return
    file = from_root(Path(asked))
    from reader.library.files import refuse_database  # only who logs waits for it

    refuse_database(file)
    try:
        # Not to wait for somebody to read a pipe; lines that a reader is too slow for are left out.
        handle = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC | os.O_NONBLOCK, 0o600)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise UsageError(msg("{file} cannot be written ({reason})"), file=file, reason=reason) from error

    def write(event: str, values: tuple[object, ...]) -> None:
        if event.startswith(OWN) or event in _EVENTS:
            now = datetime.now().astimezone()  # for a person, by their clock
            told = values[: _WITHOUT_ENVIRONMENT.get(event)]
            line = f"{now:%Y-%m-%d %H:%M:%S.%f} {os.getpid()} {event.removeprefix(OWN)} {told!r}"
            with suppress(OSError):  # a full disk: what is done goes on without its log
                os.write(handle, line[:_LONGEST].encode("utf-8", "backslashreplace") + b"\n")

    sys.addaudithook(write)
    os.environ[LOG_VARIABLE] = str(file)
    sys.audit(f"{OWN}start", __version__, sys.version, sys.platform, list(argv))
