"""`digest-reader restore FILE`: marks back from an exported JSONL or a backup."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from reader.cli.context import DONE, Context
from reader.i18n import Translator


def arguments(parser: ArgumentParser, t: Translator) -> None:
    """What may stand behind the command."""
    parser.add_argument("file", type=Path, metavar="FILE", help=t("a JSONL export, or what 'backup' wrote"))


def run(chosen: Namespace, context: Context) -> int:
    """Do it; returns the exit status."""
    with context.library() as library:
        gesture = library.marks.restore(chosen.file)
    count = len(gesture.ids) if gesture else 0
    context.tell(context.t.n("marks of {n} paper restored", "marks of {n} papers restored", count))
    return DONE
