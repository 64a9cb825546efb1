"""The driver for a screen in a browser: textual-serve's, which also ends when the server is gone."""

from __future__ import annotations

import signal

from textual.drivers.web_driver import WebDriver


class BrowserDriver(WebDriver):
    """Textual's web driver stops listening when its input ends, but leaves the app running for nobody."""

    def run_input_thread(self) -> None:
        """Pass on what the browser sends; the end of it ends the app."""
        super().run_input_thread()
        if not self.exit_event.is_set():
            self._app.call_later(self._app.exit, return_code=128 + signal.SIGHUP)
