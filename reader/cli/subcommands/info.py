"""`digest-reader keys`, `config` and `where`: the key map, the configuration, the places."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from reader.cli.context import DONE, Context, SubCommand
from reader.commands import COMMANDS, key_label, keymap
from reader.config import render_defaults
from reader.i18n import Translator, msg
from reader.text.cells import cell_len


def _none(parser: ArgumentParser, t: Translator) -> None:
    """No arguments."""


def _keys(_: Namespace, context: Context) -> int:
    bound = keymap(context.config.keys)
    shown = [("  ".join(key_label(key) for key in bound.keys[command.id]), command) for command in COMMANDS]
    width = max(cell_len(keys) for keys, _ in shown)
    for keys, command in shown:
        gap = " " * (width - cell_len(keys))
        context.say(f"{keys}{gap}  {command.id:<16}  {context.t(command.help)}")
    for problem in bound.problems:
        context.tell(f"digest-reader: {context.places.config}: {problem}")
    return DONE


def _config(_: Namespace, context: Context) -> int:
    path = context.places.config
    if path.exists():
        context.tell(context.t("from {path}:", path=path))
        context.stdout.write(path.read_text(encoding="utf-8"))
    else:
        context.tell(context.t("there is no {path}; these are the defaults:", path=path))
        context.stdout.write(render_defaults({command.id: command.keys for command in COMMANDS}))
    return DONE


def _where(_: Namespace, context: Context) -> int:
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


INFO = (
    SubCommand("keys", msg("the key map, as bound"), _none, _keys),
    SubCommand("config", msg("the configuration, or its defaults"), _none, _config),
    SubCommand("where", msg("where everything lies"), _none, _where),
)
