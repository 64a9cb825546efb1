"""When Python looks for garbage: while nothing happens, not while a key waits for what it brings.

What the screen makes for a key is mostly freed without a search. With Python's own thresholds, made for small programs,
there were ten searches for garbage in every paint, and one through all objects (25 ms) in every fifteenth letter.
"""

from __future__ import annotations

import gc

THRESHOLDS = (5_000, 5, 20)
"""Of `gc.set_threshold`: new objects after which the young ones are looked through, in 1 ms; all of them only for
somebody who never pauses."""


def begin() -> None:
    """After the start: what was loaded so far stays, so that no search has to walk through it any more."""
    gc.freeze()
    gc.set_threshold(*THRESHOLDS)
    gc.enable()


def collect() -> None:
    """Nothing happens: look through all objects, if there are many new ones."""
    if any(gc.get_count()[1:]):
        gc.collect()
