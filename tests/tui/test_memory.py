"""A screen is open for weeks: what it used once it gives back."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

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

ON_LINUX = pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="asks the kernel of Linux")


@ON_LINUX
def test_what_is_free_at_the_end_of_a_threads_own_heap_does_not_stay_with_the_process() -> None:
    done = subprocess.run([sys.executable, "-c", AT_THE_END], capture_output=True, text=True, check=True)
    assert int(done.stdout) < 10


@ON_LINUX
def test_what_threads_used_for_a_while_does_not_stay_with_the_process() -> None:
    done = subprocess.run([sys.executable, "-c", FREED], capture_output=True, text=True, check=True)
    assert int(done.stdout) < 10
