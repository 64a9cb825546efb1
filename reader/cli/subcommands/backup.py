"""`digest-reader backup FILE`: one consistent copy of the user's own data."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from reader.cli.context import DONE, Context, SubCommand
from reader.i18n import Translator, msg


def _arguments(parser: ArgumentParser, t: Translator) -> None:
    parser.add_argument("file", type=Path, metavar="FILE")


def _run(arguments: Namespace, context: Context) -> int:
    with context.library() as library:
        library.backup(arguments.file)
    context.tell(context.t("saved: {file}; 'digest-reader restore' puts it back", file=arguments.file))
    return DONE


COMMAND = SubCommand("backup", msg("copy bookmarks, tags, notes and read states to FILE"), _arguments, _run)
