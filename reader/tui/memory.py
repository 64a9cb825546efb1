"""That memory which was used once goes back to the system (glibc's allocator, mallopt(3); others are left as they are).

By itself it gives each thread a heap of its own and, once a large block was freed, keeps up to 64 MB at the end of
each: after 8,000 actions 75 of 115 MB lay free in eight heaps, while what Python's objects took had not grown.
"""

from __future__ import annotations

import ctypes

_TRIM_THRESHOLD, _MMAP_THRESHOLD, _ARENA_MAX = -1, -3, -8  # M_... in <malloc.h>
MB = 1 << 20


def give_back() -> None:
    """Have later threads share the heaps there are, large blocks come from the system itself, and heaps shrink.

    Arrays with a number a paper are smaller than a large block up to 130,000 papers, so searching hardly pays for it.
    """
    try:
        mallopt = ctypes.CDLL(None).mallopt
    except (AttributeError, OSError, TypeError):  # not glibc; Windows has no such name as None
        return
    for parameter, value in ((_ARENA_MAX, 1), (_MMAP_THRESHOLD, MB), (_TRIM_THRESHOLD, 2 * MB)):
        mallopt(parameter, value)
