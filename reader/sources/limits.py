"""How much of anything is taken into memory: no source, whatever it claims to be, makes the program large or slow."""

from __future__ import annotations

from reader.errors import StoreError
from reader.i18n import msg

HEAD_BYTES = 1 << 16
"""How much of a file is looked at to tell what it is."""

SIZE_LIMIT = 8 << 20
"""Bytes above which a digest, feed or record is refused. The largest one published in three years has less than one
megabyte. Read whole, such a file takes up to fifteen times its size. Forms that are read line by line have no such
limit."""

LINE_LIMIT = 2 << 20
"""Bytes of one line, item or record of a form that is read piece by piece."""

WHOLE_LIMIT = 32 << 20
"""Bytes of a list of papers or a bibliography, which are read whole: 50,000 works with their abstracts."""

TOTAL_LIMIT = 16 << 30
"""Bytes that are unpacked or fetched of one source at most."""

FREE_BYTES, RATIO_LIMIT = 64 << 20, 100
"""An archive may unpack to this many bytes, and beyond them to so many times its own size. Digests shrink to a fifth;
what shrinks to a hundredth was made to fill a memory or a day."""


def too_large(size: int) -> str:
    """Why a file of `size` bytes is refused."""
    return f"too large for a digest ({size >> 20} MB; the limit is {SIZE_LIMIT >> 20} MB)"


def refuse_larger(size: int, file: object) -> None:
    """Raise StoreError if what is to be read whole has more than `WHOLE_LIMIT` bytes (or those of them that came)."""
    if size > WHOLE_LIMIT:
        raise StoreError(
            msg("{file} is larger than {limit} MB: split it into several"), file=file, limit=WHOLE_LIMIT >> 20
        )


def unpacked_limit(packed: int) -> int:
    """Bytes that `packed` bytes may unpack to."""
    return min(TOTAL_LIMIT, max(FREE_BYTES, packed * RATIO_LIMIT))
