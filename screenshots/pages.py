"""Takes the pictures that a browser shows: the exported page, and the screen served to a browser.

They are looked at, not compared: a browser's fonts differ from machine to machine.
"""

from __future__ import annotations

import asyncio
import subprocess
import tempfile
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

from tests.browser.chromium import Page, opened

SIZE = (1280, 800)
FOCUSED = "document.activeElement?.className === 'xterm-helper-textarea'"
STILL_SECONDS = 0.5
A_SCREEN_OF_TEXT = 30_000
"""Bytes of a picture that shows more than an empty page."""


async def exported(reader: list[str], folder: Path) -> bytes:
    """The page that `export -f html` writes of the whole library."""
    page_file = folder / "page.html"
    subprocess.run([*reader, "export", "*", "-f", "html", "--lang", "both", "-o", str(page_file)], check=True)
    async with opened(page_file.as_uri(), folder / "profile", SIZE) as page:
        return await _still(page)


async def served(reader: list[str], folder: Path) -> bytes:
    """The screen as `serve` shows it."""
    with subprocess.Popen([*reader, "serve", "--port", "0"], stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout
        async with opened(server.stdout.readline().strip(), folder / "profile", SIZE) as page:
            await page.until(FOCUSED)
            await page.until("document.body.classList.contains('-loaded')")
            picture = await _still(page)
        server.terminate()
    return picture


PAGES: dict[str, Callable[[list[str], Path], Coroutine[Any, Any, bytes]]] = {"page": exported, "browser": served}


def picture_of(name: str, reader: list[str]) -> bytes:
    """The picture called `name`, as a PNG; `reader` is the command that starts the program on the library."""
    with tempfile.TemporaryDirectory() as folder:
        return asyncio.run(PAGES[name](reader, Path(folder)))


async def _still(page: Page) -> bytes:
    """What is seen once two pictures running are the same."""
    before, seen = b"", await page.picture()
    while seen != before or len(seen) < A_SCREEN_OF_TEXT:
        await asyncio.sleep(STILL_SECONDS)
        before, seen = seen, await page.picture()
    return seen
