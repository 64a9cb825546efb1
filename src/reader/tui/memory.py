"""That memory which was used once goes back to the system (glibc's allocator; other C libraries are left as they are).

By itself it gives each thread a heap of its own and keeps what was freed there: after 8,000 actions 75 of 115 MB lay
free in eight heaps, while what Python's objects took had not grown.
"""

from __future__ import annotations

import ctypes

_ARENA_MAX = -8  # M_ARENA_MAX in <malloc.h>; see mallopt(3)


def share_heaps() -> None:
    """Have later threads use the heaps there are."""
    if libc := _glibc():
        libc.mallopt(_ARENA_MAX, 1)


def give_back() -> None:
    """Give back what is free in all heaps. Some milliseconds, in which other threads may have to wait for memory."""
    if libc := _glibc():
        libc.malloc_trim(0)


def _glibc() -> ctypes.CDLL | None:
    try:
        libc = ctypes.CDLL(None)
    except (OSError, TypeError):  # Windows has no library without a name
        return None
    return libc if hasattr(libc, "mallopt") and hasattr(libc, "malloc_trim") else None
