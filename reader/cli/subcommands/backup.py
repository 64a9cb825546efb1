"""`digest-reader backup FILE`: one consistent copy of the user's own data."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from reader.cli.context import DONE, Context
from reader.i18n import Translator


def arguments(parser: ArgumentParser, t: Translator) -> None:
    """What may stand behind the command."""
    parser.add_argument("file", type=Path, metavar="FILE", help=t("where the copy goes"))


def run(chosen: Namespace, context: Context) -> int:
    """Do it; returns the exit status."""
    with context.library() as library:
        library.marks.backup(chosen.file)
    context.tell(context.t("saved: {file}; 'digest-reader restore' puts it back", file=chosen.file))
    return DONE
