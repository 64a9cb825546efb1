"""Every command of the screen, once, as data; and the keys that reach it.

Knows: identifiers, names, default keys, where a command applies, how a key is spelt and shown.
Must not know: what a command does (the screen does), the configuration file (it hands over what was read there).
Bindings, footer, palette, help screen, `digest-reader keys` and the README's key table come from `COMMANDS` or are
tested against it. A new command is one entry in `table.py` and one function in `reader.tui.actions`.
"""

from __future__ import annotations

from reader.commands.command import Command, Group, Where, applies
from reader.commands.keymap import Keymap, key_label, keymap
from reader.commands.table import COMMANDS

__all__ = ["COMMANDS", "Command", "Group", "Keymap", "Where", "applies", "key_label", "keymap"]
