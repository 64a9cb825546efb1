"""A frame on the terminal while the program is still being imported, until the screen draws over it.

Importing Textual takes most of the time of a start. Keys typed meanwhile wait in the terminal. Imports no Textual.
"""

from __future__ import annotations

import os
import signal
import termios
from contextlib import suppress
from types import FrameType, TracebackType
from typing import Any, Self, TextIO

_ENDING = "TERM HUP INT QUIT USR1 USR2 ALRM VTALRM PROF XCPU IO PWR"
ENDING_SIGNALS = tuple(number for number in signal.Signals if number.name.removeprefix("SIG") in _ENDING.split())
"""What ends a program that does nothing about it, and can be caught."""
_ENTER, _LEAVE = "\x1b[?1049h\x1b[?25l\x1b[2J", b"\x1b[0m\x1b[?1049l\x1b[?25h"


class Cover:
    """What a terminal shows until there is a screen. At the end the terminal is as it was, whatever happened.

    A signal that ends or stops the program gives the terminal back, until the screen's driver sees to it. What is
    written to one that is gone is dropped.
    """

    def __init__(self, terminal: TextIO | None) -> None:
        """`terminal`: None where there is none to be covered."""
        self._terminal = terminal
        self._frame = b""
        self._before: list[Any] = []
        self._handlers: dict[signal.Signals, Any] = {}
        self._blocking = True
        self._covers = False

    @property
    def shown(self) -> bool:
        """A frame is on the terminal."""
        return bool(self._frame)

    @property
    def size(self) -> os.terminal_size | None:
        """Of the screen in cells, as Textual finds it (`shutil.get_terminal_size`); None where there is no terminal."""
        if self._terminal is None:
            return None
        columns, lines = os.get_terminal_size(self._file)
        return os.terminal_size((_set_by_hand("COLUMNS") or columns, _set_by_hand("LINES") or lines))

    def show(self, frame: str) -> None:
        """Write a frame, or another piece of it; what is typed ahead waits, unseen, for the screen."""
        if self._terminal is None or not frame:
            return
        if not self.shown:
            frame = f"{_ENTER}{frame}"
            self._terminal.flush()
            self._before = termios.tcgetattr(self._terminal.fileno())
            self._handlers = {number: signal.signal(number, self._end) for number in ENDING_SIGNALS}
            self._handlers[signal.SIGTSTP] = signal.signal(signal.SIGTSTP, self._stop)
            self._be_quiet()
            self._covers = True
        self._frame += frame.encode()
        self._write(frame.encode())

    def give_way(self) -> None:
        """The screen was drawn over it and has left. To leave once more would put the cursor back where it was before
        all, over what was said since."""
        self._covers = False

    def __enter__(self) -> Self:
        if self._terminal is not None:  # who had it before may have left it so that what has no room is refused
            self._blocking = os.get_blocking(self._file)
            os.set_blocking(self._file, True)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self.shown:
            if kind is not None and self._covers:  # the screen, which would have left again, may never have come
                self._write(_LEAVE)
            self._restore()
            for number, handler in self._handlers.items():
                signal.signal(number, handler)
        if self._terminal is not None:
            os.set_blocking(self._file, self._blocking)

    def _be_quiet(self) -> None:
        """No echo of keys, each to be read by itself and as it was typed, none of them a signal: as Textual has it."""
        quiet = list(self._before)
        quiet[0] &= ~(termios.IXON | termios.IXOFF | termios.ICRNL | termios.INLCR | termios.IGNCR)
        quiet[3] &= ~(termios.ECHO | termios.ICANON | termios.IEXTEN | termios.ISIG)
        self._set(quiet)

    def _restore(self) -> None:
        """The terminal's settings as they were."""
        self._set(self._before)

    def _set(self, settings: list[Any]) -> None:
        with suppress(termios.error):
            termios.tcsetattr(self._file, termios.TCSANOW, settings)

    def _end(self, number: int, _: FrameType | None) -> None:
        self._write(_LEAVE)
        self._restore()
        signal.signal(number, signal.SIG_DFL)
        os.kill(os.getpid(), number)

    def _stop(self, _: int, __: FrameType | None) -> None:
        self._write(_LEAVE)
        self._restore()
        os.kill(os.getpid(), signal.SIGSTOP)
        self._be_quiet()
        self._write(self._frame)

    @property
    def _file(self) -> int:
        assert self._terminal is not None
        return self._terminal.fileno()

    def _write(self, data: bytes) -> None:
        with suppress(OSError):
            while data:
                data = data[os.write(self._file, data) :]


def _set_by_hand(name: str) -> int:
    """Cells that a variable of the environment gives the screen; 0: it gives none."""
    try:
        return max(int(os.environ.get(name, "")), 0)
    except ValueError:
        return 0
