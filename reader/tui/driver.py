"""The terminal driver: leaves at once, gives the terminal back when the process is told to end, and survives bad bytes.

Textual's own Linux driver waits up to 0.2 s for a key before it lets go of the terminal, leaves it in the alternate
screen with the mouse on when it gets SIGTERM, starts itself a second time at a SIGCONT without a SIGTSTP before it,
ends on a byte that is not UTF-8, and waits for ever for its writing thread, which a terminal that is gone has ended.
"""

from __future__ import annotations

import asyncio
import os
import selectors
import signal
import sys
from codecs import getincrementaldecoder
from collections.abc import Callable
from contextlib import suppress
from typing import Any, TextIO

from textual._parser import ParseError
from textual.app import App
from textual.drivers.linux_driver import LinuxDriver

from reader.tui.cover import ENDING_SIGNALS
from reader.tui.keyboard import KeyParser

Decode = Callable[[bytes], str]
ALTERNATE_SCREEN = "\x1b[?1049h"
"""As Textual writes it: xterm clears the screen at that, even if it is the alternate one already."""
CLEAR = "\x1b[H\x1b[2J"
READ_SIZE = 4096
TICK = 0.02
"""Seconds between looks at a sequence that may be over (a lone Escape); without one there is no waking up at all."""


class ReaderDriver(LinuxDriver):
    """Textual's driver with a pipe that wakes its input thread, and with signals that end the program in order."""

    _wake: tuple[int, int] | None = None

    def __init__(
        self, app: App[object], *, debug: bool = False, mouse: bool = True, size: tuple[int, int] | None = None
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        self._file: Any = _Terminal(sys.stdout)  # not standard error, which may go to a file

    def start_application_mode(self) -> None:
        """Take the terminal; the ending signals then end the app (and give the terminal back), status 128 + signal."""
        self._close_wake()  # there is one if the last try was made in the background, where no terminal is had
        self._wake = os.pipe()
        super().start_application_mode()  # type: ignore[no-untyped-call]  # Textual gives it no types
        loop = asyncio.get_running_loop()
        for number in ENDING_SIGNALS:
            loop.add_signal_handler(number, self._end, number)

    def stop_application_mode(self) -> None:
        """Give the terminal back, and the alternate screen empty: where the window has grown since, tmux 3.3 keeps rows
        of it above what was there before."""
        self.write(CLEAR)
        super().stop_application_mode()

    def _end(self, number: int) -> None:
        self._app.exit(return_code=128 + number)

    def disable_input(self) -> None:
        """Stop reading keys, without waiting for the next one."""
        if self._wake is not None:
            os.write(self._wake[1], b"\0")
        super().disable_input()
        self._close_wake()

    def _close_wake(self) -> None:
        if self._wake is not None:
            for end in self._wake:
                os.close(end)
            self._wake = None

    def write(self, data: str) -> None:
        """Write to the terminal; nothing while it is not the program's, since all is drawn anew after that."""
        if self._writer_thread is None or self._writer_thread.is_alive():
            super().write(data)

    # A handler of a signal may come in the middle of anything, of `write` with the lock of its queue, too: it only
    # says what is to be done, and the loop does it between two other things.

    def _sigtstp_application(self, *_: object) -> None:
        """SIGTSTP: give the terminal back and stop; at once where it is not the program's (an editor has it)."""
        if self._auto_restart and self._writer_thread is not None:
            self._loop.call_soon_threadsafe(super()._sigtstp_application)
        else:
            os.kill(os.getpid(), signal.SIGSTOP)

    def _sigcont_application(self, *_: object) -> None:
        """SIGCONT: take the terminal again."""
        if self._auto_restart and self._writer_thread is not None:
            self._loop.call_soon_threadsafe(self._take_again)

    def _take_again(self) -> None:
        """Take the terminal; also after a SIGSTOP, which came without warning."""
        if not self._must_signal_resume:
            self._must_signal_resume = True
            self.suspend_application_mode()
        self.resume_application_mode()

    def _run_input_thread(self) -> None:
        """The thread that reads keys. A mistake in it ends as in any other thread; Textual would print pages of it, and
        end as if the reader had left."""
        self.run_input_thread()

    def run_input_thread(self) -> None:
        """Read keys until told to stop. A terminal that is gone (end of file) ends the app."""
        if self._wake is None:
            return
        parser = KeyParser(self._debug)
        decode = getincrementaldecoder("utf-8")("replace").decode
        with selectors.DefaultSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            selector.register(self._wake[0], selectors.EVENT_READ)
            while not self.exit_event.is_set():
                ready = {key.fd for key, _ in selector.select(_patience(parser))}
                if self.fileno in ready and not self._feed(parser, decode):
                    break
                for message in parser.tick():
                    self.process_message(message)
        with suppress(EOFError, ParseError):
            for message in parser.feed(""):
                self.process_message(message)

    def _feed(self, parser: KeyParser, decode: Decode) -> bool:
        """Take what can be read now; False if the terminal is gone."""
        try:
            data = os.read(self.fileno, READ_SIZE)
        except OSError:
            data = b""
        if not data:
            self._app.call_later(self._end, signal.SIGHUP)
            return False
        if text := decode(data):
            for message in parser.feed(text):
                self.process_message(message)
        return True


class CoveringDriver(ReaderDriver):
    """For a terminal that shows a frame already (`Cover`): it is drawn over, not cleared first."""

    _covering = False

    def write(self, data: str) -> None:
        """Write to the terminal; the first time, do not enter the alternate screen, which it shows already."""
        if data == ALTERNATE_SCREEN and not self._covering:
            self._covering = True
        else:
            super().write(data)


class _Terminal:
    """The terminal as a file to write to; what is written to one that is gone is dropped."""

    def __init__(self, file: TextIO) -> None:
        self._file = file

    def write(self, text: str) -> None:
        with suppress(OSError):
            self._file.write(text)

    def flush(self) -> None:
        with suppress(OSError):
            self._file.flush()

    def fileno(self) -> int:
        return self._file.fileno()


def _patience(parser: KeyParser) -> float | None:
    """Seconds to wait for more; None (for ever) unless the parser holds the beginning of a sequence."""
    return None if parser._timeout_time is None else TICK
