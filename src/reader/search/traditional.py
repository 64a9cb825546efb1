"""Traditional Chinese characters and the simplified ones that stand for them, one to one (made from OpenCC's)."""

from __future__ import annotations

from itertools import chain

from reader.search.tables import lines

_PAIRED = tuple(chain.from_iterable(lines("traditional.txt")))

SIMPLIFIED: dict[str, str] = dict(zip(_PAIRED[::2], _PAIRED[1::2], strict=True))
"""Traditional character -> simplified character."""
