"""The app in a loop of its own, for tests that are no coroutines; and its coming to rest, without waiting for time."""

from __future__ import annotations

import asyncio
import time
import unicodedata
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any

from textual import events
from textual.keys import REPLACED_KEYS, _get_unicode_name_from_key
from textual.pilot import Pilot
from textual.screen import Screen

from reader.commands.keymap import NAMED_KEYS
from reader.tui.app import ReaderApp

QUIET_TURNS = 3
"""So many turns of the loop in a row without a message: whoever awaits something short has got it."""
MOST_TURNS = 20_000
LIMIT = 60.0
"""Seconds after which what comes from a thread counts as missing; generous, since machines are shared."""


class Live:
    """The app in a loop of its own: everything it is asked to do happens in the one task that opened it."""

    def __init__(self, app: ReaderApp, size: tuple[int, int]) -> None:
        self.app = app
        self._loop = asyncio.new_event_loop()
        self._asked: asyncio.Queue[tuple[Callable[[Pilot[int]], Coroutine[Any, Any, Any]] | None, asyncio.Future[Any]]]
        self._asked = asyncio.Queue()
        self._task = self._loop.create_task(self._live(size))
        self.do(lambda pilot: pilot.pause())

    async def _live(self, size: tuple[int, int]) -> None:
        async with self.app.run_test(size=size) as pilot:
            while True:
                act, done = await self._asked.get()
                if act is None:
                    break
                done.set_result(await act(pilot))

    def do(self, act: Callable[[Pilot[int]], Coroutine[Any, Any, Any]]) -> Any:
        """Have something done with the pilot; whatever the app raises is raised here."""
        done: asyncio.Future[Any] = self._loop.create_future()
        self._asked.put_nowait((act, done))
        self._loop.run_until_complete(asyncio.wait((self._task, done), return_when=asyncio.FIRST_COMPLETED))
        if self._task.done():
            self._task.result()
            raise AssertionError("the app has ended")
        if self.app._exception is not None:
            raise self.app._exception
        return done.result()

    def press(self, *keys: str, at_once: bool = False) -> None:
        """Press keys, each once the one before has done its work, or all of them `at_once`."""

        async def send(pilot: Pilot[int]) -> None:
            for key in keys:
                self.app.post_message(key_event(key))
                if not at_once:
                    await rest(self.app)
            await rest(self.app)

        self.do(send)

    def wait(self, wanted: Callable[[], bool]) -> None:
        """Wait until something that comes from a thread is there."""

        async def look(pilot: Pilot[int]) -> None:
            end = time.monotonic() + LIMIT
            while time.monotonic() < end:
                await rest(self.app)
                if wanted():
                    return
                await asyncio.sleep(0.0005)
            raise AssertionError("nothing comes to rest")

        self.do(look)

    def close(self) -> None:
        """End the app."""
        if not self._task.done():
            self._asked.put_nowait((None, self._loop.create_future()))
            self._loop.run_until_complete(asyncio.wait((self._task,)))
        self._loop.close()


def key_event(key: str) -> events.Key:
    """What a terminal sends for a key that is spelt as in `reader.commands`."""
    if (key in NAMED_KEYS and key != "space") or "+" in key:
        return events.Key(key, None)
    with suppress(KeyError):
        return events.Key(key, unicodedata.lookup(_get_unicode_name_from_key(REPLACED_KEYS.get(key, key))))
    return events.Key(key, key if len(key) == 1 else None)


async def rest(app: ReaderApp) -> None:
    """Until nothing is on its way between the app's parts, and all is drawn: pilot.pause() sleeps 20 ms at least."""
    drawn = False
    quiet = 0
    for _ in range(MOST_TURNS):
        await asyncio.sleep(0)
        if app._exception is not None:
            return
        quiet = 0 if _busy(app) else quiet + 1
        if quiet < QUIET_TURNS:
            continue
        if drawn:
            return
        app.screen._on_timer_update()
        drawn, quiet = True, 0
    raise AssertionError("messages without end")


def _busy(app: ReaderApp) -> bool:
    screen: Screen[Any] = app.screen
    nodes = (app, screen, *screen.walk_children(with_self=False))
    return any(node._next_callbacks or not node._message_queue.empty() for node in nodes)
