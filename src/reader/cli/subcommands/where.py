"""`digest-reader where`: where everything lies."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from reader.cli.context import DONE, Context
from reader.i18n import Translator, msg
from reader.text.cells import cell_len


def arguments(parser: ArgumentParser, t: Translator) -> None:
    """None."""


def run(chosen: Namespace, context: Context) -> int:
    """Print each kind of data and its path."""
    places = context.places
    rows = (
        (msg("your marks"), places.marks_db),
        (msg("collected papers"), places.library_db),
        (msg("index"), places.index),
        (msg("clones"), places.clones),
        (msg("configuration"), places.config),
    )
    width = max(cell_len(context.t(name)) for name, _ in rows)
    for name, path in rows:
        shown = context.t(name)
        context.say(f"{shown}{' ' * (width - cell_len(shown))}  {path}")
    return DONE
