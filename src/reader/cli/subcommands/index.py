"""`digest-reader index`: state of the full-text index, or make it anew."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from reader.cli.context import DONE, Context
from reader.cli.progress import ProgressLine
from reader.i18n import Translator


def arguments(parser: ArgumentParser, t: Translator) -> None:
    """What may stand behind the command."""
    parser.add_argument("--rebuild", action="store_true", help=t("make it again from the library"))
    parser.add_argument("--update", action="store_true", help=t("add what it does not know yet"))
    parser.add_argument("--json", action="store_true", help=t("progress as JSON lines"))


def run(chosen: Namespace, context: Context) -> int:
    """Do it; returns the exit status."""
    t = context.t
    with context.library() as library:
        if chosen.rebuild or chosen.update:
            with ProgressLine(context.stderr, t, machine=chosen.json) as progress:
                library.index.rebuild(progress) if chosen.rebuild else library.index.update(progress, wait=True)
        status, behind = library.index.status(), library.index.behind()
    line = t.n(
        "{papers} papers searchable, {size} MB, {n} segment",
        "{papers} papers searchable, {size} MB, {n} segments",
        status.segments,
        papers=f"{status.papers:,}",
        size=f"{status.bytes / 1e6:.1f}",
    )
    missing = t.n(
        "; {n} change not indexed yet: digest-reader index --update",
        "; {n} changes not indexed yet: digest-reader index --update",
        behind,
    )
    context.say(line + (missing if behind else ""))
    return DONE
