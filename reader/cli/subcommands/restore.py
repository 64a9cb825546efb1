"""`digest-reader restore FILE`: marks back from an exported JSONL or a backup."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from reader.cli.context import DONE, Context, SubCommand
from reader.i18n import Translator, msg


def _arguments(parser: ArgumentParser, t: Translator) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help=t("a JSONL export, or what 'backup' wrote"))


def _run(arguments: Namespace, context: Context) -> int:
    with context.library() as library:
        gesture = library.restore(arguments.file)
    count = len(gesture.ids) if gesture else 0
    context.tell(context.t.n("marks of {n} paper restored", "marks of {n} papers restored", count))
    return DONE


COMMAND = SubCommand("restore", msg("put marks back from an export or a backup; takes nothing away"), _arguments, _run)
