"""A headless Chromium, told what to do through its own protocol (https://chromedevtools.github.io/devtools-protocol/)."""

from __future__ import annotations

import asyncio
import base64
import itertools
import shutil
import subprocess
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp

PATIENCE = 60.0
QUIET = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--hide-scrollbars",
)  # fmt: skip


def program() -> str | None:
    """Where Chromium is; None where it is not installed."""
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


_NAMED: dict[str, dict[str, Any]] = {"Enter": {"text": "\r", "windowsVirtualKeyCode": 13}}


class Page:
    """One page. Methods return when the browser has done it."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self._numbers = itertools.count(1)

    async def call(self, method: str, **parameters: Any) -> Any:
        """What the browser answers to one command of its protocol."""
        number = next(self._numbers)
        await self._socket.send_json({"id": number, "method": method, "params": parameters})
        while True:
            answer = await self._socket.receive_json(timeout=PATIENCE)
            if answer.get("id") == number:
                assert "error" not in answer, answer
                return answer["result"]

    async def value(self, expression: str) -> Any:
        """The value of a JavaScript expression."""
        answer = await self.call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        return answer["result"].get("value")

    async def until(self, expression: str) -> None:
        """Wait until a JavaScript expression is true."""
        async with asyncio.timeout(PATIENCE):
            while not await self.value(expression):
                await asyncio.sleep(0.05)

    async def press(self, *keys: str) -> None:
        """Press keys that write one character each, or are called as in `KeyboardEvent.key`."""
        for key in keys:
            text = {"text": key} if len(key) == 1 else _NAMED.get(key, {})
            await self.call("Input.dispatchKeyEvent", type="keyDown", key=key, **text)
            await self.call("Input.dispatchKeyEvent", type="keyUp", key=key)

    async def picture(self) -> bytes:
        """What is seen, as a PNG."""
        answer = await self.call("Page.captureScreenshot", format="png")
        return base64.b64decode(answer["data"])


@asynccontextmanager
async def opened(url: str, profile: Path, size: tuple[int, int] = (1280, 720)) -> AsyncIterator[Page]:
    """A page at `url` in a window of `size` pixels, in a browser that keeps its things in the folder `profile`."""
    chromium = program()
    assert chromium
    window = f"--window-size={size[0]},{size[1]}"
    command: Sequence[str] = (chromium, *QUIET, window, f"--user-data-dir={profile}", "--remote-debugging-port=0", url)
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as browser:
        try:
            async with aiohttp.ClientSession() as session:
                port = await _port(profile)
                pages = await _pages(session, port)
                page = next(page for page in pages if page["type"] == "page")
                async with session.ws_connect(page["webSocketDebuggerUrl"], max_msg_size=0) as socket:
                    yield Page(socket)
        finally:
            browser.terminate()
            browser.wait(timeout=PATIENCE)


async def _port(profile: Path) -> int:
    file = profile / "DevToolsActivePort"
    async with asyncio.timeout(PATIENCE):
        while not (file.exists() and "\n" in file.read_text()):
            await asyncio.sleep(0.05)
    return int(file.read_text().splitlines()[0])


async def _pages(session: aiohttp.ClientSession, port: int) -> list[dict[str, Any]]:
    async with asyncio.timeout(PATIENCE):
        while True:
            async with session.get(f"http://127.0.0.1:{port}/json/list") as answer:
                pages: list[dict[str, Any]] = await answer.json()
            if any(page["type"] == "page" for page in pages):
                return pages
            await asyncio.sleep(0.05)
