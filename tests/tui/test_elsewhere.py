"""What another process did is shown, whatever the screen was about when it heard of it."""

from __future__ import annotations

from contextlib import closing
from datetime import date

import pytest

from reader.library.library import Library
from reader.model import Digest
from reader.sources.contract import Reading
from reader.tui.screens import main
from reader.tui.screens.main import MainScreen
from reader.tui.screens.staging import StageScreen
from reader.tui.searching import Counting, SearchThread, Unread
from tests.tui.conftest import AppMaker, answered, entry, screen_of, settled, text_of, titles
from tests.tui.live import driven, until

WIDE = (120, 30)


@pytest.fixture(autouse=True)
def _looks_when_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(main, "LOOK_SECONDS", 3600)


def bring_in_one_more(library: Library) -> None:
    """Another process syncs."""
    digest = Digest("cs.TE.md", "cs.TE", date(2026, 8, 21), (entry(50, "Rust", "锈"),))
    with closing(Library.open(library.places)) as other:
        other.sources.bring_in("invented", Reading("cs.TE.md", "50", (digest,)))


async def test_papers_that_came_in_while_a_mark_was_written_are_listed(make_app: AppMaker, library: Library) -> None:
    app = make_app()
    async with driven(app, WIDE) as pilot:
        await answered(app, pilot)
        bring_in_one_more(library)
        await pilot.press("b")
        await settled(app, pilot, lambda: "★" in text_of(app))
        await answered(app, pilot)
        screen_of(app).look()
        await settled(app, pilot, lambda: len(titles(app)) == 8)


async def test_papers_that_came_in_over_the_welcome_digest_are_listed_below_it(
    make_app: AppMaker, library: Library
) -> None:
    app = make_app()
    async with driven(app, WIDE) as pilot:
        own = screen_of(app)
        own.do("welcome")
        await until(app, lambda: app.screen is not own)
        bring_in_one_more(library)
        app.screen.post_message(MainScreen.Filled())
        await until(app, lambda: app.screen is own)
        own.look()
        await settled(app, pilot, lambda: len(titles(app)) == 8)


async def test_a_space_behind_a_query_drops_no_count(make_app: AppMaker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(SearchThread, "_count_unread", lambda thread, library, counting: None)  # but the one below
    app = make_app(query="teapot")
    async with driven(app, WIDE) as pilot:
        screen = screen_of(app)
        await answered(app, pilot)
        await pilot.press("slash", "space")
        assert screen.state.view.query == "teapot "
        screen.post_message(StageScreen.Told(Unread(Counting("teapot", ()), 5)))  # asked for before the space
        await until(app, lambda: screen.state.status.unread == 5)
