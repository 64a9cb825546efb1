"""What lies outside the reading screen: clipboard, browser, the terminal, threads, other screens."""

from __future__ import annotations

import os
import shutil
import signal
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

from textual.app import App, SuspendNotSupported
from textual.message import Message

from reader.errors import DigestReaderError
from reader.i18n import msg


class WelcomeWanted(Message):
    """The welcome digest is to be shown."""


def has_browser(environ: Mapping[str, str]) -> bool:
    """A browser of its own window can be opened; a browser for terminals would draw over the screen."""
    return sys.platform == "darwin" or any(environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER"))


class AppOutside:
    """The `Outside` of a screen of `app`."""

    def __init__(self, app: App[int]) -> None:
        self._app = app

    def copy(self, text: str) -> None:
        """Put text on the clipboard, through the terminal (OSC 52), so that it works over ssh."""
        self._app.copy_to_clipboard(text)

    @property
    def in_browser(self) -> bool:
        """The screen is shown in a browser, which has no folders of this machine."""
        return self._app.is_web

    def hand_over(self, file: Path) -> None:
        """Let the browser that shows the screen download a file, which is deleted then."""
        self._app.deliver_binary(BytesIO(file.read_bytes()), save_filename=file.name, open_method="download")
        shutil.rmtree(file.parent, ignore_errors=True)

    def open_address(self, address: str) -> bool:
        """Open an address in a browser of its own window; False if there is none."""
        if not (self._app.is_web or has_browser(os.environ)):
            return False
        self._app.open_url(address)
        return True

    @contextmanager
    def suspended(self) -> Iterator[None]:
        """The terminal is another program's for a while. Raises DigestReaderError where that cannot be (a browser)."""
        try:
            with self._app.suspend():
                yield
        except SuspendNotSupported as error:
            raise DigestReaderError(msg("No other program can have this terminal.")) from error

    def stop(self) -> bool:
        """Stop the program until the shell goes on with it; False where no shell would.

        A shell that controls jobs gives each a process group of its own. In the group of the session's first process (a
        terminal's own command, `setsid`) nobody would send SIGCONT. The whole group stops, as a terminal has it:
        whoever waits for this program (`uv run`, a script) would else keep the shell waiting.
        """
        if self._app.is_web or self._app.is_headless or os.getpgrp() == os.getsid(0):
            return False
        os.killpg(0, signal.SIGTSTP)
        return True

    def in_background(self, work: Callable[[], Callable[[], object]]) -> None:
        """Do `work` in a thread, then what it returns in the screen's own, unless the screen has gone by then."""

        def run() -> None:
            from reader.tui.memory import give_back  # ctypes: not at the start

            try:
                self._app.call_later(work())
            finally:
                give_back()

        self._app.run_worker(run, thread=True)

    def show_welcome(self) -> None:
        """Show the welcome digest."""
        self._app.post_message(WelcomeWanted())

    def leave(self) -> None:
        """Leave the screen on top; from the last one, the program."""
        if len(self._app.screen_stack) > 1:
            self._app.pop_screen()
        else:
            self._app.exit(0)
