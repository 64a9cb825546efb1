"""What a terminal sends, as keys: an Escape keeps its meaning, however soon another key follows it.

A terminal of the old kind sends Alt with a key as Escape and that key, and no program can tell the two apart but by
time. Textual takes both for Alt whenever they come within a tenth of a second, or wait together in the terminal while
the program starts or is busy: an Escape was lost then, and with it what the key after it was for. No command has Alt.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from textual._xterm_parser import XTermParser
from textual.events import Key

ESCAPE = "\x1b"
BEGINNINGS = frozenset("[O" + ESCAPE)
"""What follows an Escape in the sequences that terminals send for one key, or for the mouse."""
EDITING: Mapping[str, str] = MappingProxyType({"b": "ctrl+left", "f": "ctrl+right", "\x7f": "ctrl+w"})
"""Keys that edit a line with Alt, as shells have it (a Mac's Option and an arrow, too) -> the key that does it here."""


class EscapeAndKey(Key):
    """Escape and a key of `EDITING` came together: in a line that is typed in they are one, anywhere else two."""

    def __init__(self, key: Key, editing: str) -> None:
        super().__init__(editing, None)
        self._second = key

    def keys(self, *, in_a_line: bool) -> tuple[Key, ...]:
        """The keys that were pressed."""
        return (Key(self.key, None),) if in_a_line else (_escape(), self._second)


class KeyParser(XTermParser):
    """Textual's parser of what a terminal sends, without Alt."""

    def _sequence_to_key_events(self, sequence: str, alt: bool = False) -> Iterator[Key]:
        """`sequence`: a character, with `alt` behind an Escape, or one or more of them behind an Escape."""
        if len(sequence) == 2 and sequence[0] == ESCAPE and sequence[1] not in BEGINNINGS:
            alt, sequence = True, sequence[1]
        keys = super()._sequence_to_key_events(sequence)
        if not alt:
            yield from keys
        elif editing := EDITING.get(sequence):
            yield from (EscapeAndKey(key, editing) for key in keys)
        else:
            yield _escape()
            yield from keys


def _escape() -> Key:
    return Key("escape", ESCAPE)
