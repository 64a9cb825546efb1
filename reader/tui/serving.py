"""The screen in a browser: textual-serve with a page of our own, for the user of this machine and nobody else.

What the screen can do, whoever reaches the server can do. It listens on 127.0.0.1 only, and refuses: another name for
that address (a web site may point its own name here), pages of other origins (browsers let any page open a WebSocket),
and, where the system tells, programs of other users. The page asks no other host for anything.
"""

from __future__ import annotations

import logging
import os
import socket
import sys
from collections.abc import Awaitable, Callable
from contextlib import redirect_stdout
from html import escape
from importlib import resources
from pathlib import Path
from string import Template
from typing import TextIO

from aiohttp import web
from textual_serve.app_service import AppService
from textual_serve.server import Server, to_int

from reader.errors import UsageError
from reader.i18n import Translator, msg

HOST = "127.0.0.1"
SHUTDOWN_SECONDS = 0.1
"""How long open screens are waited for when the server ends, before they are told to close."""
HEARTBEAT_SECONDS = 15.0
CONNECTIONS = Path("/proc/net/tcp")
"""Linux: all TCP connections and whose they are, https://docs.kernel.org/networking/proc_net_tcp.html"""

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def serve(command: str, port: int, t: Translator, log: TextIO, ready: Callable[[str], None]) -> None:
    """Serve the screen that the shell command `command` opens until a signal (SIGINT, SIGTERM) ends it.

    port   on 127.0.0.1; 0: a free one
    log    where screens that could not start say why
    ready  called with the address once browsers may come

    Raises UsageError if the port cannot be had.
    """
    try:
        listening = socket.create_server((HOST, port))
    except (OSError, OverflowError) as error:
        raise UsageError(
            msg("port {port} cannot be used ({reason}); choose another with --port N"),
            port=port,
            reason=os.strerror(error.errno) if isinstance(error, OSError) and error.errno else error,
        ) from error
    with listening, redirect_stdout(log):  # textual-serve prints there
        logging.basicConfig(stream=log, level=logging.ERROR, format="%(message)s")
        _Server(command, listening.getsockname()[1], t, ready).run(listening)


class _Server(Server):
    """textual-serve's server behind a check of who is asking, with a page that needs nothing from elsewhere."""

    def __init__(self, command: str, port: int, t: Translator, ready: Callable[[str], None]) -> None:
        super().__init__(command, HOST, port)
        self._t = t
        self._ready = ready

    def run(self, listening: socket.socket) -> None:
        """Serve on a socket until a signal comes."""
        web.run_app(self._make_app(), sock=listening, shutdown_timeout=SHUTDOWN_SECONDS, print=None, access_log=None)

    async def _make_app(self) -> web.Application:
        app = await super()._make_app()
        app.middlewares.append(self._guarded)
        return app

    async def on_startup(self, app: web.Application) -> None:
        self._ready(f"{self.public_url}/")

    @web.middleware
    async def _guarded(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        if request.host == f"localhost:{self.port}" and request.path == "/":
            raise web.HTTPFound(f"{self.public_url}/")
        if request.host != f"{HOST}:{self.port}" or request.headers.get("Origin", self.public_url) != self.public_url:
            raise web.HTTPForbidden(text=self._t("Open {address} instead.", address=f"{self.public_url}/") + "\n")
        if _is_of_another_user(request):
            raise web.HTTPForbidden(text=self._t("This screen belongs to another user.") + "\n")
        return await handler(request)

    async def handle_index(self, request: web.Request) -> web.Response:
        """The page that holds the terminal; `?fontsize=N` in pixels."""
        page = (resources.files("reader.tui") / "web" / "page.html").read_text(encoding="utf-8")
        socket_url = f"ws://{HOST}:{self.port}/ws"
        text = Template(page).substitute(
            lang="zh-CN" if self._t.language == "zh" else "en",
            title=escape(self._t("arXiv digests")),
            static="/static/",
            socket=socket_url,
            size=to_int(request.query.get("fontsize", ""), 16),
            ended=escape(self._t("The screen was closed.")),
            again=escape(self._t("Open it again")),
        )
        policy = (
            f"default-src 'self'; connect-src {socket_url}; img-src 'self' data:; font-src 'self' data:;"
            " script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; frame-ancestors 'none'"
        )
        headers = {"Content-Security-Policy": policy, "Cache-Control": "no-store"}
        return web.Response(text=text, content_type="text/html", headers=headers)

    async def handle_websocket(self, request: web.Request) -> web.WebSocketResponse:
        """One screen of `?width=` by `?height=` cells: it opens with the connection and ends with it, or ends it."""
        websocket = web.WebSocketResponse(heartbeat=HEARTBEAT_SECONDS)
        await websocket.prepare(request)

        async def close() -> None:
            await websocket.close()

        screen = _Screen(
            self.command,
            write_bytes=websocket.send_bytes,
            write_str=websocket.send_str,
            close=close,
            download_manager=self.download_manager,
        )
        await screen.start(to_int(request.query.get("width", ""), 80), to_int(request.query.get("height", ""), 24))
        try:
            await self._process_messages(websocket, screen)
        finally:
            await screen.stop()
        return websocket


class _Screen(AppService):
    """textual-serve's child process; a page whose screen could not start is told so, too."""

    async def run(self) -> None:
        await super().run()
        await self.remote_close()


def _is_of_another_user(request: web.Request) -> bool:
    """True if the system says that the program at the other end runs as another user (root may do as it likes)."""
    peer = request.transport.get_extra_info("peername") if request.transport else None
    if peer is None or not CONNECTIONS.exists():
        return False
    address = int.from_bytes(socket.inet_aton(peer[0]), sys.byteorder)
    wanted = f"{address:08X}:{peer[1]:04X}"
    for line in CONNECTIONS.read_text(encoding="ascii").splitlines()[1:]:
        fields = line.split()
        if fields[1] == wanted:
            return int(fields[7]) not in (0, os.getuid())
    return False
