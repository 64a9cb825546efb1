"""The list as it was left, put on the terminal while the program is still being imported.

Importing Textual takes most of the time until the first paint. What the last visit showed is kept as text for the
terminal, together with a stamp of what it depends on; the next visit shows it at once if the stamp is still
true, and the screen then paints the same over it. Keys typed meanwhile wait in the terminal. Imports no Textual.
"""

from __future__ import annotations

import json
import os
import re
import signal
import termios
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import TextIO

from reader.paths import Places
from reader.regular import put_file, read_regular
from reader.text.loose_json import json_or_none
from reader.text.safe import printable
from reader.version import __version__

NAME = "first-frame.json"
LARGEST = 1 << 20
"""Bytes of a frame file that is worth reading; a terminal of 300 by 100 cells takes about 100,000."""

# What a terminal or a user says about how to draw.
_VARIABLES = ("TERM", "COLORTERM", "NO_COLOR", "LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG", "TEXTUAL_THEME")
_ENDING = "TERM HUP INT QUIT USR1 USR2 ALRM VTALRM PROF XCPU IO PWR"
ENDING_SIGNALS = tuple(number for number in signal.Signals if number.name.removeprefix("SIG") in _ENDING.split())
"""What ends a program that does nothing about it, and can be caught."""
_STYLE = re.compile(r"\x1b\[[0-9;]*m|\x1b\]8;[^\x00-\x1f\x7f-\x9f]*\x1b\\")
"""Colours and links: all that a kept line may have beside text, since the file may be somebody else's."""
_ENTER, _LEAVE = "\x1b[?1049h\x1b[?25l\x1b[2J", b"\x1b[0m\x1b[?1049l\x1b[?25h"


def stamp(places: Places, environ: Mapping[str, str], size: os.terminal_size) -> list[object]:
    """Everything the first frame depends on, as JSON knows it: marks, configuration, day, terminal, program.

    Papers are not in it: those that came since stand above what was left, which keeps its place; what is drawn over
    the frame a moment later has the new counts.
    """
    files = [places.marks_db, Path(f"{places.marks_db}-wal")]
    return [
        __version__,
        datetime.now().astimezone().date().isoformat(),
        [size.columns, size.lines],
        [environ.get(name) for name in _VARIABLES],
        [_looks(path) for path in (*files, places.config)],
    ]


def keep_frame(places: Places, environ: Mapping[str, str], size: os.terminal_size, lines: list[str]) -> None:
    """Keep a screen (one text with escape sequences a row) for the next start. Call it when all is closed."""
    kept = {"stamp": stamp(places, environ, size), "lines": lines}
    with suppress(OSError):  # a cache: without it the next start is as slow as the first
        places.cache.mkdir(parents=True, exist_ok=True)
        put_file(places.cache / NAME, json.dumps(kept, ensure_ascii=False).encode())


def kept_frame(places: Places, environ: Mapping[str, str], size: os.terminal_size) -> str | None:
    """The kept screen as one text for a terminal of that size, if it would still be drawn the same."""
    file = places.cache / NAME
    try:
        if file.stat().st_size > LARGEST:
            return None
        kept = json_or_none(read_regular(file))
        if not isinstance(kept, dict) or kept["stamp"] != stamp(places, environ, size):
            return None
        lines = kept["lines"]
        texts = [_STYLE.sub("", line) for line in lines]
        if any(printable(text) != text for text in texts):
            return None
        return "".join(f"\x1b[{row};1H{line}" for row, line in enumerate(lines, 1))
    except (OSError, ValueError, KeyError, TypeError):  # not there, or not what this program writes
        return None


@contextmanager
def shown(frame: str | None, terminal: TextIO) -> Iterator[None]:
    """Show `frame` until the screen draws over it; at the end the terminal is as it was, whatever happened."""
    if frame is None:
        yield
        return
    screen = _Shown(terminal, f"{_ENTER}{frame}")
    with screen.over_signals():
        screen.show()
        try:
            yield
        except BaseException:  # the screen, which would have left again, may never have come
            screen.leave()
            raise
        finally:
            screen.restore()


class _Shown:
    """A terminal that shows a frame, and how it was before."""

    def __init__(self, terminal: TextIO, frame: str) -> None:
        terminal.flush()
        self._file = terminal.fileno()
        self._frame = frame.encode()
        self._before = termios.tcgetattr(self._file)

    def show(self) -> None:
        """Show the frame; what is typed ahead waits, unseen, for the screen."""
        quiet = list(self._before)
        quiet[3] = self._before[3] & ~(termios.ECHO | termios.ICANON | termios.ISIG)
        termios.tcsetattr(self._file, termios.TCSANOW, quiet)
        self._write(self._frame)

    def leave(self) -> None:
        """Back to the ordinary screen."""
        self._write(_LEAVE)

    def restore(self) -> None:
        """The terminal's settings as they were."""
        termios.tcsetattr(self._file, termios.TCSANOW, self._before)

    @contextmanager
    def over_signals(self) -> Iterator[None]:
        """A signal that ends or stops the program gives the terminal back, until the screen's driver sees to it."""
        before = {number: signal.signal(number, self._end) for number in ENDING_SIGNALS}
        before[signal.SIGTSTP] = signal.signal(signal.SIGTSTP, self._stop)
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def _end(self, number: int, _: object) -> None:
        self.leave()
        self.restore()
        signal.signal(number, signal.SIG_DFL)
        os.kill(os.getpid(), number)

    def _stop(self, _: int, __: object) -> None:
        self.leave()
        self.restore()
        os.kill(os.getpid(), signal.SIGSTOP)
        self.show()

    def _write(self, data: bytes) -> None:
        while data:
            data = data[os.write(self._file, data) :]


def _looks(path: Path) -> list[int] | None:
    """Size (bytes) and time of change (ns) of a file; None if there is none."""
    try:
        status = path.stat()
    except OSError:
        return None
    return [status.st_size, status.st_mtime_ns]
