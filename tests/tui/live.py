"""The app driven by tests: keys pressed and answers awaited by state, never by time.

Textual's own pilot sleeps 20 ms at least twice a key, and takes a process that uses little CPU for one that has
nothing to do. What it guesses at can be known: an event loop in which nothing is ready cannot go on by itself, and a
message pump that waits for its queue has done all it was told to.
"""

from __future__ import annotations

import asyncio
import time
import unicodedata
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager, suppress
from typing import Any

from textual import events
from textual.app import App, ReturnType
from textual.keys import REPLACED_KEYS, _character_to_key, _get_unicode_name_from_key
from textual.pilot import Pilot
from textual.screen import Screen

from reader.commands.keymap import NAMED_KEYS
from reader.tui.app import ReaderApp

LIMIT = 60.0
"""Seconds after which what comes from a thread counts as missing: generous, as machines are shared. See `Patience`."""
LOOK_SECONDS = 0.001
"""Between two looks at something that comes from outside the loop."""
LOOKS = 40_000
"""After so many looks it counts as missing: about a minute, if the machine has nothing else to do."""


class Patience:
    """How long to wait, in what the process got to do: on a busy machine a minute may pass in which it got nothing."""

    def __init__(self) -> None:
        self._end, self._looks = time.process_time() + LIMIT, LOOKS

    @property
    def is_over(self) -> bool:
        """Enough was computed in vain, or looked at."""
        return self._looks <= 0 or time.process_time() > self._end

    async def look_again(self) -> None:
        """Let others go on, then look once more."""
        self._looks -= 1
        await asyncio.sleep(LOOK_SECONDS)


async def rest(app: App[Any]) -> None:
    """Until all that was begun is done and drawn. What threads were asked for may still come: see `until`.

    Raises AssertionError if messages come without end, or if what deals with one waits for something that never comes.
    """
    loop: Any = asyncio.get_running_loop()
    patience = Patience()
    while app._exception is None and app._running:
        await asyncio.sleep(0)
        if patience.is_over:
            raise AssertionError("nothing comes to rest")
        if loop._ready:
            continue
        if app._resize_timer is not None:
            app._check_resize()  # what Textual would do after some milliseconds, in case the window is still dragged
        elif _draws(app):
            app.screen._on_timer_update()  # at once, and not with the next of sixty frames a second
        elif _idle(app):
            return
        else:
            await patience.look_again()


def _draws(app: App[Any]) -> bool:
    """Something is to be drawn, or to be called once all is drawn."""
    if not app._screen_stack or app._batch_count:
        return False
    screen: Screen[Any] = app.screen
    drawn = screen._layout_required or screen._scroll_required or screen._repaint_required or screen._recompose_required
    return bool(drawn or screen._dirty_widgets or screen._callbacks)


def _idle(app: App[Any]) -> bool:
    """Nothing moves, and every part of the app waits for its next message."""
    animator, pumps = app.animator, (app, *app._registry)
    moves = animator._animations or animator._scheduled or app._batch_count
    queues: list[Any] = [pump._message_queue for pump in pumps if pump._running]
    return not moves and all(queue.empty() and queue.ready_event._waiters for queue in queues)


def text_of(app: App[Any]) -> str:
    """All that stands on the screen."""
    return "\n".join("".join(segment.text for segment in strip) for strip in app.screen._compositor.render_strips())


async def until(app: App[Any], wanted: Callable[[], bool]) -> None:
    """Until something that comes from a thread is there, and drawn.

    Raises what the app raised, and AssertionError with what stands on the screen if nothing comes.
    """
    patience = Patience()
    await rest(app)
    while not wanted():
        if app._exception is not None:
            raise app._exception
        if patience.is_over:
            shown = text_of(app) if app._running else "the app has ended"
            raise AssertionError(f"it never came to be\n{shown}")
        await patience.look_again()
        await rest(app)


class StatePilot(Pilot[ReturnType]):
    """Textual's pilot, which goes on as soon as all is done."""

    async def press(self, *keys: str) -> None:
        """Press keys, each once the one before has done its work."""
        for key in keys:
            self.app.post_message(key_event(key))
            await rest(self.app)

    async def pause(self, delay: float | None = None) -> None:
        """Until all is done and drawn; also between the events that a click consists of."""
        assert delay is None, "tests wait for states, never for time"
        await rest(self.app)


@asynccontextmanager
async def driven(app: App[ReturnType], size: tuple[int, int] = (80, 24)) -> AsyncIterator[StatePilot[ReturnType]]:
    """`app`, open and drawn, in place of `app.run_test`; what it raises is raised at the end."""
    async with app.run_test(size=size):
        pilot = StatePilot(app)
        await pilot.pause()
        yield pilot


def key_event(key: str) -> events.Key:
    """What a terminal sends for a key: a character, or a name as in `reader.commands` or Textual's."""
    if len(key) == 1 and not key.isalnum():
        key = _character_to_key(key)
    if (key in NAMED_KEYS and key != "space") or "+" in key:
        return events.Key(key, None)
    with suppress(KeyError):
        return events.Key(key, unicodedata.lookup(_get_unicode_name_from_key(REPLACED_KEYS.get(key, key))))
    return events.Key(key, key if len(key) == 1 else None)


class Live:
    """The app in a loop of its own, for tests that are no coroutines: all happens in the one task that opened it."""

    def __init__(self, app: ReaderApp, size: tuple[int, int]) -> None:
        self.app = app
        self._loop = asyncio.new_event_loop()
        self._asked: asyncio.Queue[
            tuple[Callable[[StatePilot[int]], Coroutine[Any, Any, Any]] | None, asyncio.Future[Any]]
        ]
        self._asked = asyncio.Queue()
        self._task = self._loop.create_task(self._live(size))
        self.do(lambda pilot: pilot.pause())

    async def _live(self, size: tuple[int, int]) -> None:
        async with driven(self.app, size) as pilot:
            while True:
                act, done = await self._asked.get()
                if act is None:
                    break
                done.set_result(await act(pilot))

    def do(self, act: Callable[[StatePilot[int]], Coroutine[Any, Any, Any]]) -> Any:
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

        async def send(pilot: StatePilot[int]) -> None:
            if not at_once:
                await pilot.press(*keys)
                return
            for key in keys:
                self.app.post_message(key_event(key))
            await pilot.pause()

        self.do(send)

    def wait(self, wanted: Callable[[], bool]) -> None:
        """Wait until something that comes from a thread is there."""
        self.do(lambda pilot: until(self.app, wanted))

    def close(self) -> None:
        """End the app."""
        if not self._task.done():
            self._asked.put_nowait((None, self._loop.create_future()))
            self._loop.run_until_complete(asyncio.wait((self._task,)))
        self._loop.close()
