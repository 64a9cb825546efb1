"""The screen in a real browser."""

from __future__ import annotations

import asyncio
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from screenshots.papers import write_digests
from tests.browser.chromium import opened, program

pytestmark = pytest.mark.skipif(program() is None, reason="needs Chromium")
PATIENCE = 60.0
A_SCREEN_OF_TEXT = 30_000
"""Bytes of a picture that shows more than an empty page."""

FOCUSED = "document.activeElement?.className === 'xterm-helper-textarea'"
DRAWN = "document.querySelectorAll('.xterm-screen canvas, .xterm-rows > div').length > 0"
CHINESE = "[...document.fonts].filter(f => f.family.includes('Roboto') && f.unicodeRange.includes('4E00'))"


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    digests = tmp_path / "digests"
    digests.mkdir()
    write_digests(digests)
    reader = [sys.executable, "-m", "reader", "--library", str(tmp_path / "library")]
    subprocess.run([*reader, "sync", str(digests)], check=True, capture_output=True, timeout=PATIENCE)
    with subprocess.Popen([*reader, "serve", "--port", "0"], stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout
        found = re.fullmatch(r"(http://127\.0\.0\.1:\d+/)\n", server.stdout.readline())
        assert found
        yield found[1]
        server.terminate()


async def test_keys_reach_the_screen_as_soon_as_the_page_is_open(address: str, tmp_path: Path) -> None:
    async with opened(address, tmp_path / "profile") as page:
        await page.call("Runtime.enable")
        await page.until(FOCUSED)
        await page.until(DRAWN)
        await page.value("void (window.seen = []), addEventListener('keydown', event => seen.push(event.key), true)")
        await page.press("j")
        assert await page.value("seen") == ["j"]
        assert await page.value(FOCUSED)


async def test_leaving_the_reader_says_so_and_offers_to_open_it_again(address: str, tmp_path: Path) -> None:
    async with opened(address, tmp_path / "profile") as page:
        await page.until(FOCUSED)
        await page.until("document.body.classList.contains('-loaded')")
        await page.until(DRAWN)
        await page.press("q")
        await page.until("document.body.classList.contains('-closed')")
        await page.until("getComputedStyle(document.getElementById('ended')).display === 'flex'")


async def test_chinese_has_a_font_of_its_own_within_the_terminals_family(address: str, tmp_path: Path) -> None:
    async with opened(address, tmp_path / "profile") as page:
        await page.until(FOCUSED)
        await page.until(DRAWN)
        assert await page.value(f"{CHINESE}.length") == 1
        assert await page.value("document.title") == "arXiv digests"
        async with asyncio.timeout(PATIENCE):
            while len(await page.picture()) < A_SCREEN_OF_TEXT:
                await asyncio.sleep(0.1)


async def test_an_export_is_downloaded_by_the_browser(address: str, tmp_path: Path) -> None:
    downloads = tmp_path / "downloads"
    downloads.mkdir()
    async with opened(address, tmp_path / "profile") as page:
        await page.call("Page.setDownloadBehavior", behavior="allow", downloadPath=str(downloads))
        await page.until(FOCUSED)
        await page.until(DRAWN)
        async with asyncio.timeout(PATIENCE):
            while len(await page.picture()) < A_SCREEN_OF_TEXT:
                await asyncio.sleep(0.1)
        before = await page.picture()
        await page.press("x")
        async with asyncio.timeout(PATIENCE):
            while await page.picture() == before:
                await asyncio.sleep(0.1)
            await page.press("Enter")
            while not list(downloads.glob("papers-*.md")):
                await asyncio.sleep(0.1)
    (file,) = downloads.glob("papers-*.md")
    assert "arxiv.org/abs" in file.read_text(encoding="utf-8")
