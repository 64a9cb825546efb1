"""Tests drive the screen by state: what has begun is done when a key returns, however long it takes."""

from __future__ import annotations

import asyncio
import re
import threading
from pathlib import Path

import pytest
from textual.app import App, ComposeResult
from textual.widgets import Static

from tests.tui import live
from tests.tui.live import driven, key_event, rest, until

TESTS = Path(__file__).parent.parent
WAITS_FOR_TIME = re.compile(r"\brun_test\(|\bwait_for_idle\b|\bpilot\.pause\([^)]")


class Chain(App[None]):
    """A key sets off messages between the parts of the screen, then a callback after drawing, which sets `last`."""

    def __init__(self, links: int) -> None:
        super().__init__()
        self.links = links
        self.last = ""

    def compose(self) -> ComposeResult:
        yield Static("one", id="one")
        yield Static("two", id="two")

    def on_key(self) -> None:
        self.pass_on(self.links)

    def pass_on(self, left: int) -> None:
        widget = self.query_one(("#one", "#two")[left % 2], Static)
        if left:
            widget.call_later(self.pass_on, left - 1)
        else:
            widget.update("drawn")
            widget.call_after_refresh(self.call_next, setattr, self, "last", str(widget.render()))


@pytest.mark.parametrize("links", [0, 1, 500])
async def test_a_key_returns_when_all_it_set_off_is_done_and_drawn(links: int) -> None:
    app = Chain(links)
    async with driven(app) as pilot:
        await pilot.press("a")
        assert app.last == "drawn"


class Slow(App[None]):
    """What deals with a key waits for a thread."""

    def __init__(self) -> None:
        super().__init__()
        self.may = threading.Event()
        self.done = False

    async def on_key(self) -> None:
        await asyncio.to_thread(self.may.wait)
        self.done = True


async def test_what_deals_with_a_key_is_waited_for_also_where_it_waits_for_a_thread() -> None:
    app = Slow()
    async with driven(app):
        app.post_message(key_event("a"))
        resting = asyncio.create_task(rest(app))
        while not app.may._cond._waiters:  # type: ignore[attr-defined]
            await asyncio.sleep(0)
        assert not resting.done()
        app.may.set()
        await resting
        assert app.done


@pytest.mark.parametrize("bound", ["LIMIT", "LOOKS"])
async def test_what_never_comes_is_told(monkeypatch: pytest.MonkeyPatch, bound: str) -> None:
    async with driven(Chain(0)) as pilot:
        monkeypatch.setattr(live, bound, 0)
        with pytest.raises(AssertionError, match=r"came to be|comes to rest"):
            await until(pilot.app, lambda: False)


async def test_what_the_app_raises_is_raised_at_once() -> None:
    class Failing(App[None]):
        def on_key(self) -> None:
            raise ZeroDivisionError

    async def fail() -> None:
        async with driven(Failing()) as pilot:
            await pilot.press("a")
            await until(pilot.app, lambda: False)

    with pytest.raises(ZeroDivisionError):
        await fail()


async def test_a_window_that_changed_its_size_is_laid_out_anew() -> None:
    app = Chain(0)
    async with driven(app, (80, 24)) as pilot:
        await pilot.resize_terminal(60, 20)
        assert app.query_one("#one").size.width == 60


def test_no_test_of_the_screen_waits_for_time() -> None:
    files = [path for path in TESTS.rglob("*.py") if path not in (Path(__file__), Path(live.__file__))]
    found = [f"{path.name}: {each[0]}" for path in files for each in WAITS_FOR_TIME.finditer(path.read_text("utf-8"))]
    assert found == []
