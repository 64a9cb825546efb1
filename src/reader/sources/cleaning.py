"""Texts as they may be stored: no outer white space, nothing that steers a terminal or hides in it.

What looks like markup stays: in papers it is maths or prose (`<p<1`, `[cs.LG]`, `</br>`).
"""

from __future__ import annotations

import re

from reader.text.safe import ESCAPE_SEQUENCE

# Invisible: zero-width characters, bidirectional marks, overrides and isolates, byte order marks, language tags.
_INVISIBLE = re.compile("[\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]")
# C0 (but newline and tab), DEL, C1, and the line and paragraph separators.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")
_CONTROL_IN_NAME = re.compile("[\x00-\x1f\x7f-\x9f]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_SPACES = re.compile("  +")


def clean(text: str) -> str | None:
    """`text` fit to be stored, lines kept; None if nothing is left of it."""
    text = text.strip()
    if not text.isprintable():  # true for nearly every text, and many times quicker to ask than to search
        text = ESCAPE_SEQUENCE.sub("", text)  # whole: their letters are no text
        text = _SURROGATE.sub("\ufffd", _CONTROL.sub(" ", _INVISIBLE.sub("", text)))
        text = "\n".join(line.strip(" \t") for line in text.split("\n")).strip()
    return text or None


def clean_line(text: str) -> str | None:
    """`text` fit to be stored, on one line, without runs of spaces; None if nothing is left of it."""
    cleaned = clean(text)
    if cleaned is None:
        return None
    if "\n" in cleaned or "\t" in cleaned:
        cleaned = cleaned.replace("\n", " ").replace("\t", " ")
    return _SPACES.sub(" ", cleaned) if "  " in cleaned else cleaned


def escaped(name: str) -> str:
    """A file's name on one line: control characters as `\\x0a`."""
    return _CONTROL_IN_NAME.sub(lambda found: f"\\x{ord(found[0]):02x}", name)
