"""`digest-reader keys`: the key map."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from reader.cli.context import DONE, Context, error_line
from reader.commands import COMMANDS, key_label, keymap
from reader.i18n import Translator
from reader.text.cells import cell_len


def arguments(parser: ArgumentParser, t: Translator) -> None:
    """None."""


def run(chosen: Namespace, context: Context) -> int:
    """Print keys, command ids and what they do."""
    bound = keymap(context.config.keys)
    shown = [("  ".join(key_label(key) for key in bound.keys[command.id]), command) for command in COMMANDS]
    width = max(cell_len(keys) for keys, _ in shown)
    for keys, command in shown:
        gap = " " * (width - cell_len(keys))
        context.say(f"{keys}{gap}  {command.id:<16}  {context.t(command.help)}")
    for problem in bound.problems:
        context.tell(f"digest-reader: {context.places.config}: {error_line(problem, context.t)}")
    return DONE
