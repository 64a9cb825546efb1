"""That memory which was used once goes back to the system (glibc's allocator; other C libraries are left as they are).

By itself it gives each thread a heap of its own and keeps what was freed there: after 8,000 actions 75 of 115 MB lay
free in eight heaps, while what Python's objects took had not grown. `malloc_trim` gives back what lies free in the
middle of every heap, but what lies free at the end of a heap only of the first one: the others shrink when their own
thread frees a block, and then only if more is free there than a threshold, which rises with every large block.
"""

from __future__ import annotations

import ctypes

from rich.cells import cached_cell_len
from textual.geometry import Offset, Region, Size, Spacing

from reader.text.cells import fit
from reader.text.wrap import break_points
from reader.tui.list_rows import readable

_TRIM_THRESHOLD, _MMAP_THRESHOLD, _ARENA_MAX = -1, -3, -8  # M_... in <malloc.h>; see mallopt(3)
_LARGEST = 128 << 10
"""Bytes of a block from which on it is no part of a heap, and goes back to the system as soon as it is freed: a number
for each paper of a large library. glibc would come to 32 MB by itself, and small blocks that stay would then lie
scattered among what such arrays leave free."""
_KEPT = 64 << 20
"""Bytes at the end of a heap that may lie free until they are given back."""
_BLOCK = 100_000
"""Bytes of a block that heaps are looked at for when it is freed: more than FASTBIN_CONSOLIDATION_THRESHOLD."""


def share_heaps() -> None:
    """Have later threads use the heaps there are, which keep what is free until it is given back."""
    if libc := _glibc():
        libc.mallopt(_ARENA_MAX, 1)
        libc.mallopt(_MMAP_THRESHOLD, _LARGEST)
        libc.mallopt(_TRIM_THRESHOLD, _KEPT)


def give_back() -> None:
    """Give back what is free in all heaps, and at the end of the first one and of that of the thread that calls.

    Some milliseconds, in which other threads may have to wait for memory.
    """
    if libc := _glibc():
        libc.mallopt(_TRIM_THRESHOLD, 0)
        libc.free(ctypes.c_void_p(libc.malloc(_BLOCK)))
        libc.malloc_trim(0)
        libc.mallopt(_TRIM_THRESHOLD, _KEPT)


def forget_worked_out() -> None:
    """Empty caches of what was worked out about regions (some thousand of every place that was pointed at) and texts.

    They fill within minutes, and lie scattered in Python's heap, no piece of which is given back while one is in it.
    """
    regions = (function for kind in (Offset, Region, Size, Spacing) for function in vars(kind).values())
    for function in (*regions, cached_cell_len, fit, break_points, readable):
        if forget := getattr(function, "cache_clear", None):
            forget()


def _glibc() -> ctypes.CDLL | None:
    try:
        libc = ctypes.CDLL(None)
    except (OSError, TypeError):  # Windows has no library without a name
        return None
    if not (hasattr(libc, "mallopt") and hasattr(libc, "malloc_trim")):
        return None
    libc.malloc.restype = ctypes.c_void_p
    return libc
