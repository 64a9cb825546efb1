"""A screen is open for weeks: what it used once it gives back."""

from __future__ import annotations

import gc
import platform
import subprocess
import sys
from pathlib import Path
from weakref import ref

import pytest

from reader.tui.app import LONGEST_KEPT
from reader.tui.screens.outside import WelcomeWanted
from tests.tui.conftest import AppMaker, screen_of, settled
from tests.tui.live import driven

FREED = """
import ctypes
from pathlib import Path
from threading import Thread
from reader.tui.memory import give_back, share_heaps

def private():
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("RssAnon")) // 1024

def use():
    kept.append([b"x" * 5000 for _ in range(8000)][::1000])

kept = []
share_heaps()
before = private()
for _ in range(6):
    thread = Thread(target=use)
    thread.start()
    thread.join()
give_back()
print(private() - before)
"""


AT_THE_END = """
from pathlib import Path
from threading import Barrier, Thread
from reader.tui.memory import give_back, share_heaps

def private():
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("RssAnon")) // 1024

def use():
    begun.wait()
    begun.wait()
    kept = [b"x" * 5000 for _ in range(8000)]
    del kept
    give_back()

begun = Barrier(2)
thread = Thread(target=use)
thread.start()
begun.wait()  # it has a heap of its own by now
share_heaps()
before = private()
begun.wait()
thread.join()
print(private() - before)
"""

ON_LINUX = pytest.mark.skipif(
    not Path("/proc/self/status").exists() or platform.libc_ver()[0] != "glibc", reason="asks Linux about glibc's heaps"
)


@ON_LINUX
def test_what_is_free_at_the_end_of_a_threads_own_heap_does_not_stay_with_the_process() -> None:
    done = subprocess.run([sys.executable, "-c", AT_THE_END], capture_output=True, text=True, check=True)
    assert int(done.stdout) < 10


@ON_LINUX
def test_what_threads_used_for_a_while_does_not_stay_with_the_process() -> None:
    done = subprocess.run([sys.executable, "-c", FREED], capture_output=True, text=True, check=True)
    assert int(done.stdout) < 10


async def test_of_what_was_copied_a_librarys_texts_are_not_kept(make_app: AppMaker) -> None:
    app = make_app()
    async with driven(app):
        for text, kept in (("a title", "a title"), ("x" * (LONGEST_KEPT + 1), "")):
            app.copy_to_clipboard(text)
            assert app.clipboard == kept


async def test_a_welcome_digest_that_was_left_is_gone(make_app: AppMaker) -> None:
    app = make_app()
    async with driven(app) as pilot:
        own = screen_of(app)
        app.post_message(WelcomeWanted())
        await settled(app, pilot, lambda: app.screen is not own)
        guest = ref(app.screen)
        await pilot.press("q")
        await settled(app, pilot, lambda: app.screen is own)

        def is_gone() -> bool:
            gc.collect()
            return guest() is None

        await settled(app, pilot, is_gone)
