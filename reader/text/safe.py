"""What may reach a terminal.

Digests are other people's text. Nothing in them may move the cursor, change colours, set the clipboard, reorder what
is shown, or take a number of cells on which terminals disagree. Everything that is shown goes through `printable`.
"""

from __future__ import annotations

import re
import unicodedata

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"

ESCAPE_SEQUENCE = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"  # control sequences: colours, cursor movements
    r"|(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x9c\r\n]{0,4096}(?:\x07|\x1b\\|\x9c)"  # title, clipboard, ...
    r"|\x1b[ -/]+[0-~]"  # character sets
)
"""ECMA-48 (5th edition, sections 5.4 and 8.3). One without its end is plain text with one odd character."""

_LINE_BREAK = re.compile(r"\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")

_FILLERS = (
    "\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2065\u3164\ufe00-\ufe0f\uffa0"  # fillers, variation selectors
    "\U0001f1e6-\U0001f1ff\U0001f3fb-\U0001f3ff\U000e0100-\U000e01ef"  # flags, skin tones, variation selectors
)
_ACCENTS = "\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
_ODD = re.compile(f"[{_FILLERS}]|[{_ACCENTS}]{{4,}}")  # also towers of accents
"""What Unicode calls printable but terminals draw in different widths, or over the neighbouring lines."""
_SUSPECT = re.compile(f"[{_FILLERS}{_ACCENTS}]")
"""In all that `_ODD` finds. One set of characters is looked for in half the time of two."""

_UNSAFE_IN_JSON = re.compile("[\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")
"""Allowed in JSON, but some readers take them for line ends, terminals obey them, or they cannot be encoded."""

_DROPPED = frozenset(("Cc", "Cf"))
_REPLACED = frozenset(("Cs", "Co", "Cn"))


def printable(text: str, *, keep_newlines: bool = False) -> str:
    """Return `text` with nothing in it but visible characters and plain spaces.

    Escape sequences, control characters, bidirectional controls, joiners and variation selectors go. White space of any
    kind becomes a space. Lone surrogates, private and unassigned characters become U+FFFD: something stood there.

    keep_newlines  line and paragraph separators of any kind become a newline instead of a space
    """
    if text.isprintable() and (text.isascii() or not _SUSPECT.search(text) or not _ODD.search(text)):
        return text
    text = ESCAPE_SEQUENCE.sub("", text)
    text = _LINE_BREAK.sub("\n" if keep_newlines else " ", text)
    text = _ODD.sub(_settled, text)
    return "".join([_settled_character(character) for character in text])


def sound(text: str) -> str:
    """Return `text` with U+FFFD for lone surrogates, which no file and no database can hold (bytes that are no text
    become such in arguments and file names, and JSON can spell them).
    """
    return text if text.isascii() else text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def json_line(value: object) -> str:
    """`value` as JSON on one line, as a program reads it and a terminal may show it: what `printable` would take away
    for its effect, and what cannot be encoded, is escaped, so that nothing of it is lost."""
    import json  # only who writes needs it

    line = json.dumps(value, ensure_ascii=False)
    return _UNSAFE_IN_JSON.sub(lambda match: f"\\u{ord(match[0]):04x}", line)


def _settled(match: re.Match[str]) -> str:
    """What stands in place of one of `_ODD`: flags become their letters, towers of accents keep three."""
    odd = match[0]
    if len(odd) > 1:
        return odd[:3]
    if "\U0001f1e6" <= odd <= "\U0001f1ff":
        return chr(ord(odd) - 0x1F1E6 + ord("A"))
    return ""


def _settled_character(character: str) -> str:
    if character.isprintable() or character == "\n":
        return character
    if character.isspace():
        return " "
    category = unicodedata.category(character)
    return "" if category in _DROPPED else REPLACEMENT if category in _REPLACED else " "
