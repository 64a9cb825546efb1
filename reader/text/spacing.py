"""A gap between Chinese and Latin letters or digits, as a way of showing text; stored text is never changed."""

from __future__ import annotations

import re
from bisect import bisect_left

_HAN = "\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_LATIN = "A-Za-z0-9\u00c0-\u024f\u0370-\u03ff\u1d2c-\u1dbf\u2070-\u209c\u2100-\u214f\u221a\U0001d400-\U0001d7ff"
_GAP = re.compile(f"(?<=[{_HAN}])(?=[{_LATIN}$@#])|(?<=[{_LATIN}%°])(?=[{_HAN}])")


def gaps(text: str) -> tuple[int, ...]:
    """The offsets in `text` (code points, ascending) before which a gap belongs."""
    return () if text.isascii() else tuple([match.start() for match in _GAP.finditer(text)])


def spaced(text: str) -> str:
    """`text` with one space at each of its gaps."""
    return text if text.isascii() else _GAP.sub(" ", text)


def source_offset(offset: int, text_gaps: tuple[int, ...]) -> int:
    """The offset in a text that is shown at `offset` of `spaced(text)`; a gap itself belongs to what follows it."""
    shown = [gap + number for number, gap in enumerate(text_gaps)]
    return offset - bisect_left(shown, offset)


def shown_offset(offset: int, text_gaps: tuple[int, ...]) -> int:
    """Where `offset` of a text is shown in `spaced(text)`, behind its gap."""
    return offset + bisect_left(text_gaps, offset + 1)
