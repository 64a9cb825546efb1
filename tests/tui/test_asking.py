"""Asking outside from the screen: what it is about is chosen, and how it went is said in one line."""

from __future__ import annotations

import dataclasses
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler

import pytest

from reader.config import Config, Translate
from reader.library.library import Library
from reader.tui.app import ReaderApp
from reader.tui.context import AppContext
from reader.tui.state import ViewState
from tests.outside.zotero_server import FakeZotero
from tests.sources.servers import send, serving
from tests.tui.conftest import AppMaker, screen_of, settled, text_of
from tests.tui.live import driven

SIZE = (120, 40)


@pytest.fixture
def zotero(library: Library) -> Iterator[FakeZotero]:
    """A Zotero that the configuration names."""
    server = FakeZotero()
    with serving(server) as url:
        library.places.config.write_text(f'[zotero]\nendpoint = "{url}"\n')
        yield server


async def test_the_current_paper_or_all_bookmarks_go_to_zotero(
    make_app: AppMaker, library: Library, zotero: FakeZotero
) -> None:
    app = make_app()
    library.marks.bookmark(["2608.00001", "2608.00002"], on=True)
    async with driven(app, SIZE) as pilot:
        await settled(app, pilot, lambda: bool(screen_of(app).results.nums))
        screen_of(app).do("send")
        await settled(app, pilot, lambda: "This paper" in text_of(app))
        await pilot.press("enter")
        await settled(app, pilot, lambda: "1 paper sent: My Library / Lanterns" in text_of(app))
        assert list(zotero.items) == ["2608.00011"]
        screen_of(app).do("send")
        await settled(app, pilot, lambda: "All bookmarks" in text_of(app))
        await pilot.press("down", "enter")
        await settled(app, pilot, lambda: "2 papers sent" in text_of(app))
    assert sorted(zotero.items) == ["2608.00001", "2608.00002", "2608.00011"]


async def test_zotero_that_is_not_running_is_one_line_on_the_screen(make_app: AppMaker, library: Library) -> None:
    with serving(FakeZotero()) as url:
        pass
    library.places.config.write_text(f'[zotero]\nendpoint = "{url}"\n')
    app = make_app()
    async with driven(app, SIZE) as pilot:
        await settled(app, pilot, lambda: bool(screen_of(app).results.nums))
        screen_of(app).do("send")
        await settled(app, pilot, lambda: "This paper" in text_of(app))
        await pilot.press("enter")
        await settled(app, pilot, lambda: "Zotero is not running: start it and try again" in text_of(app))


async def test_a_job_can_be_ended_from_the_screen(make_app: AppMaker, library: Library) -> None:
    asked, over = threading.Event(), threading.Event()

    def never(handler: BaseHTTPRequestHandler) -> None:
        asked.set()
        over.wait(60)
        send(handler)

    with serving(never) as url:
        library.places.config.write_text(f'[arxiv]\nendpoint = "{url}"\n')
        app = make_app()
        async with driven(app, SIZE) as pilot:
            await settled(app, pilot, lambda: bool(screen_of(app).results.nums))
            screen_of(app).do("stop-job")
            await settled(app, pilot, lambda: "Nothing runs in the background" in text_of(app))
            screen_of(app).do("enrich")
            await settled(app, pilot, lambda: "Ask arXiv about" in text_of(app))
            await pilot.press("enter")
            await settled(app, pilot, asked.is_set)
            screen_of(app).do("stop-job")
            await settled(app, pilot, lambda: "stopped" in text_of(app))
        over.set()


async def test_without_a_model_it_is_said_how_to_set_one(make_app: AppMaker) -> None:
    app = make_app()
    async with driven(app, SIZE) as pilot:
        await settled(app, pilot, lambda: bool(screen_of(app).results.nums))
        screen_of(app).do("translate")
        await settled(app, pilot, lambda: "No model is set: see [translate]" in text_of(app))


async def test_the_model_that_will_be_asked_is_named(context: AppContext) -> None:
    config = dataclasses.replace(Config(), translate=Translate("http://127.0.0.1:1/v1", "paper-model"))
    app = ReaderApp(context._replace(config=config), ViewState())
    async with driven(app, SIZE) as pilot:
        await settled(app, pilot, lambda: bool(screen_of(app).results.nums))
        screen_of(app).do("translate")
        await settled(app, pilot, lambda: "Translate with paper-model" in text_of(app))
