"""Timers on a machine that leaves the program no time: late, but never left out."""

from __future__ import annotations

import asyncio
from contextlib import closing
from time import monotonic
from types import SimpleNamespace

import pytest
from textual import timer

from reader.library.library import Library
from reader.tui.context import AppContext
from tests.tui.conftest import AppMaker, screen_of
from tests.tui.live import driven, until


@pytest.fixture
def stalled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten seconds go by after every timer's first look at the clock: the processor was somebody else's."""
    looked: set[asyncio.Task[object] | None] = set()  # every timer is a task of its own

    def get_time() -> float:
        task = asyncio.current_task()
        late = task in looked
        looked.add(task)
        return monotonic() + 10 * late

    monkeypatch.setattr(timer, "_time", SimpleNamespace(get_time=get_time))


@pytest.mark.usefixtures("stalled")
@pytest.mark.parametrize("owner", ["app", "screen"])
async def test_a_timer_that_is_late_goes_off_all_the_same(make_app: AppMaker, owner: str) -> None:
    app = make_app()
    gone_off: list[bool] = []
    async with driven(app, (120, 30)):
        (app if owner == "app" else app.screen).set_timer(0.25, lambda: gone_off.append(True))
        await until(app, lambda: gone_off == [True])


@pytest.mark.usefixtures("stalled")
async def test_what_another_process_marks_is_counted_though_the_machine_was_busy(
    make_app: AppMaker, context: AppContext
) -> None:
    app = make_app()
    async with driven(app, (120, 30)):
        await until(app, lambda: screen_of(app).state.status.unread == 7)
        with closing(Library.open(context.places)) as other:
            other.marks.skip(["2608.00001"], on=True)
        screen_of(app).look()
        await until(app, lambda: screen_of(app).state.status.unread == 6)
