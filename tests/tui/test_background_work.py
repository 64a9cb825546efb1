"""What is done in the background, beside the screen: where its results and its mistakes go."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from threading import Event

import pytest

from reader.tui.screens.outside import AppOutside
from tests.tui.conftest import AppMaker
from tests.tui.live import driven, until


async def test_what_comes_after_the_screen_has_gone_is_dropped(make_app: AppMaker) -> None:
    app = make_app()
    begun, go_on = Event(), Event()
    came: list[str] = []

    def work() -> Callable[[], object]:
        begun.set()
        assert go_on.wait(60)
        return lambda: came.append("late")

    async with driven(app):
        AppOutside(app).in_background(work)
        await until(app, begun.is_set)
    go_on.set()
    await asyncio.get_running_loop().shutdown_default_executor()
    assert came == []


async def test_a_mistake_in_the_background_ends_the_screen_as_any_other(make_app: AppMaker) -> None:
    app = make_app()
    mistake = ZeroDivisionError("a mistake")

    def work() -> Callable[[], object]:
        raise mistake

    async def make_it() -> None:
        async with driven(app):
            AppOutside(app).in_background(work)
            await until(app, lambda: app.crash is not None)

    with pytest.raises(ZeroDivisionError):
        await make_it()
    assert app.crash is mistake


async def test_a_mistake_in_what_the_loop_calls_ends_the_screen_as_any_other(make_app: AppMaker) -> None:
    app = make_app()
    mistake = ZeroDivisionError("a mistake")

    def work() -> None:
        raise mistake

    async def make_it() -> None:
        async with driven(app):
            asyncio.get_running_loop().call_soon_threadsafe(work)
            await until(app, lambda: app.crash is not None)

    with pytest.raises(ZeroDivisionError):
        await make_it()
    assert app.crash is mistake


async def test_a_mistake_that_draws_itself_is_not_drawn_over_the_terminal(
    make_app: AppMaker, capsys: pytest.CaptureFixture[str]
) -> None:
    class Drawn(ZeroDivisionError):
        def __rich__(self) -> str:
            return "pages of it"

    app = make_app()

    async def make_it() -> None:
        async with driven(app):
            app.call_later(lambda: (_ for _ in ()).throw(Drawn()).__next__())
            await until(app, lambda: app.crash is not None)

    with pytest.raises(Drawn):
        await make_it()
    told = capsys.readouterr()
    assert "pages of it" not in told.out + told.err
