"""The driver for a screen in a browser: textual-serve's, with our keys, which also ends when the server is gone."""

from __future__ import annotations

import signal
from codecs import getincrementaldecoder
from collections.abc import Callable

from textual.drivers._byte_stream import ByteStream
from textual.drivers.web_driver import WebDriver, _ExitInput

from reader.tui.keyboard import KeyParser


class BrowserDriver(WebDriver):
    """Textual's web driver stops listening when its input ends, but leaves the app running for nobody."""

    def run_input_thread(self) -> None:
        """Pass on what the browser sends; the end of it ends the app."""
        parser, stream = KeyParser(self._debug), ByteStream()
        decode = getincrementaldecoder("utf-8")("replace").decode
        try:
            for data in self._input_reader:
                if data:
                    self._pass_on(data, stream, parser, decode)
                for message in parser.tick():
                    self.process_message(message)
        except _ExitInput:
            pass
        finally:
            self._input_reader.close()
        if not self.exit_event.is_set():
            self._app.call_later(self._app.exit, return_code=128 + signal.SIGHUP)

    def _pass_on(self, data: bytes, stream: ByteStream, parser: KeyParser, decode: Callable[[bytes], str]) -> None:
        """Packets of what was typed ("D"), and of what the server says."""
        for kind, payload in stream.feed(data):
            if kind != "D":
                self._on_meta(kind, payload)
            elif text := decode(payload):
                for message in parser.feed(text):
                    self.process_message(message)
