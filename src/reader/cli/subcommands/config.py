"""`digest-reader config`: the configuration, or its defaults."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from reader.cli.context import DONE, Context
from reader.commands import COMMANDS
from reader.config import render_defaults
from reader.i18n import Translator


def arguments(parser: ArgumentParser, t: Translator) -> None:
    """None."""


def run(chosen: Namespace, context: Context) -> int:
    """Print the configuration file as it is, or one with every setting at its default."""
    path = context.places.config
    if path.exists():
        context.tell(context.t("from {path}:", path=path))
        context.write(path.read_text(encoding="utf-8"))
    else:
        context.tell(context.t("there is no {path}; these are the defaults:", path=path))
        context.write(render_defaults({command.id: command.keys for command in COMMANDS}, context.t))
    return DONE
