"""Bytes to text: UTF-8 mostly, whatever Chinese Windows programs make of it sometimes."""

from __future__ import annotations

import codecs
import re

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_DECLARED = re.compile(rb"\s*<\?xml[^>]{1,200}encoding\s*=\s*[\"']([A-Za-z0-9._-]{1,40})[\"']")
_LEGACY = re.compile(r"gb|big5|iso-?8859|latin|windows-|cp125|us-ascii|shift_jis|euc-|koi8|iso-2022|hz")
"""Encodings of texts; Python knows others under such names that unpack or compute."""
REPLACEMENT = "\ufffd"
UNDECODED = "characters that could not be decoded"
"""Begins what is said of such damage."""


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
    if wide := wide_encoding(data):
        return _noted(data.decode(wide, "replace"))
    text = data.decode("utf-8", "replace")
    damaged = text.count(REPLACEMENT)
    if damaged * 20 <= len(text) - len(text.encode("ascii", "ignore")):  # at most one in twenty Chinese characters
        return _noted(text)
    try:
        return data.decode("gb18030"), None
    except UnicodeDecodeError:
        return _noted(text)


def wide_encoding(head: bytes) -> str | None:
    """The encoding of a text of two bytes a character, by its beginning; None if it is none."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if b"\0" not in head[:4000]:
        return None
    even = head[0:4000:2].count(0)
    return "utf-16-be" if even > head[1:4000:2].count(0) else "utf-16-le"


def decode_as(data: bytes, declared: str) -> str:
    """The text of bytes of which somebody says how they are encoded, and may be wrong. Never raises."""
    if _LEGACY.match(declared.lower()):
        try:
            return data.decode(declared)
        except (UnicodeDecodeError, LookupError, ValueError):
            pass
    return decode(data)[0]


def decode_xml(data: bytes) -> tuple[str, str | None]:
    """The same for XML, which declares its encoding, and not always the right one.

    Bytes that are good UTF-8 are UTF-8, whatever is declared: by chance that is next to impossible.
    """
    found = _DECLARED.match(data[:300])
    declared = found[1].decode("ascii").lower() if found else "utf-8"
    if data.startswith(tuple(mark for mark, _ in _BOMS)) or b"\0" in data[:100]:
        return decode(data)
    try:
        text, read_as = data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        if _LEGACY.match(declared):
            try:
                return data.decode(declared), None
            except (UnicodeDecodeError, LookupError):
                pass
        text, damage = decode(data)
        if damage:
            return text, damage
        read_as = "gb18030"
    if declared.replace("_", "-") in {read_as, "utf8"} or text.isascii():
        return text, None
    return text, f"declared as {declared}, and read as {read_as}, which it is"


def _noted(text: str) -> tuple[str, str | None]:
    damaged = text.count(REPLACEMENT)
    return text, f"{UNDECODED}: {damaged}" if damaged else None
