"""Bytes to text: UTF-8 mostly, whatever Chinese Windows programs make of it sometimes."""

from __future__ import annotations

import codecs

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
REPLACEMENT = "\ufffd"


def decode(data: bytes) -> tuple[str, str | None]:
    """The text, and what was wrong with the encoding (one clause) or None.

    Tried in this order: a byte order mark, UTF-8, UTF-16 (it is full of zero bytes), UTF-8 with a few damaged bytes
    or cut within a character, GB18030. Never raises; the last resort replaces what it cannot read.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _noted(data[len(mark) :].decode(encoding, "replace"))
    try:
        return data.decode("utf-8"), None
    except UnicodeDecodeError:
        pass
    if b"\0" in data[:4000]:
        even = data[0:4000:2].count(0)
        return _noted(data.decode("utf-16-be" if even > data[1:4000:2].count(0) else "utf-16-le", "replace"))
    text = data.decode("utf-8", "replace")
    damaged = text.count(REPLACEMENT)
    if damaged * 20 <= len(text) - len(text.encode("ascii", "ignore")):  # at most one in twenty Chinese characters
        return _noted(text)
    try:
        return data.decode("gb18030"), None
    except UnicodeDecodeError:
        return _noted(text)


def _noted(text: str) -> tuple[str, str | None]:
    damaged = text.count(REPLACEMENT)
    return text, f"characters that could not be decoded: {damaged}" if damaged else None
