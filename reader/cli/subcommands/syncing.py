"""`digest-reader sync [SOURCE ...]`: bring in what is new, without the screen."""

from __future__ import annotations

import gc
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from contextlib import contextmanager

from reader.cli.arguments import branch_option, form_option, since_option
from reader.cli.context import DONE, FAILED, Context, failure_line
from reader.cli.progress import ProgressLine
from reader.errors import UsageError
from reader.i18n import Translator, msg
from reader.library.syncing import SyncReport
from reader.text.safe import json_line


def arguments(parser: ArgumentParser, t: Translator) -> None:
    """What may stand behind the command."""
    parser.add_argument("sources", nargs="*", metavar="SOURCE", help=t("a digest, a folder, a git repository or a URL"))
    since_option(parser, t)
    branch_option(parser, t)
    form_option(parser, t)
    parser.add_argument(
        "--papers",
        action="store_true",
        help=t(
            "of a bibliography (BibTeX, CSL-JSON, Kaggle's list, ...) bring in all papers, not only facts about yours"
        ),
    )
    parser.add_argument("--json", action="store_true", help=t("progress (stderr) and summary (stdout) as JSON lines"))


def run(chosen: Namespace, context: Context) -> int:
    """Do it; returns the exit status."""
    with context.library() as library, ProgressLine(context.stderr, context.t, machine=chosen.json) as progress:
        if not chosen.sources and not library.sources.remembered():
            raise UsageError(msg("no source is remembered yet; name one: digest-reader sync FOLDER"))
        if chosen.since and not chosen.sources:
            raise UsageError(msg("--since needs a SOURCE that it is about"))
        if chosen.branch and not chosen.sources:
            raise UsageError(msg("--branch needs a SOURCE that it is about"))
        if chosen.form and not chosen.sources:
            raise UsageError(msg("--form needs a SOURCE that it is about"))
        if chosen.papers and not chosen.sources:
            raise UsageError(msg("--papers needs a SOURCE that it is about"))
        with _few_collections():
            report = library.sources.sync(
                chosen.sources or None,
                progress,
                chosen.since,
                branch=chosen.branch,
                all_papers=chosen.papers,
                form=chosen.form,
            )
        total = len(library)
    for location, error in report.failures:
        context.tell(f"digest-reader: {failure_line(location, error, context.t)}")
    context.say(_json(report, total) if chosen.json else _summary(report, total, context.t))
    return FAILED if report.failures else DONE


@contextmanager
def _few_collections() -> Iterator[None]:
    """Look for garbage in circles seldom: reading makes millions of objects and hardly any; looking takes a tenth."""
    usual = gc.get_threshold()
    gc.set_threshold(200_000, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)


def _summary(report: SyncReport, total: int, t: Translator) -> str:
    counts = report.counts
    if not counts.digests and not counts.lost:
        return t("nothing new; papers in the library: {total}", total=f"{total:,}")
    read = ", ".join(
        (
            t.n("{count} digest", "{count} digests", counts.digests, count=f"{counts.digests:,}"),
            t.n("{count} entry", "{count} entries", counts.entries, count=f"{counts.entries:,}"),
            t.n("{count} paper", "{count} papers", report.papers, count=f"{report.papers:,}"),
        )
    )
    kept = t(
        "{new} new, {changed} changed; papers in the library: {total}",
        new=f"{counts.new:,}",
        changed=f"{counts.changed:,}",
        total=f"{total:,}",
    )
    lost = t("; {lost} could not be read: see digest-reader doctor", lost=f"{counts.lost:,}")
    return f"{read}: {kept}{lost if counts.lost else ''}"


def _json(report: SyncReport, total: int) -> str:
    counts = report.counts
    return json_line(
        {
            "digests": counts.digests,
            "entries": counts.entries,
            "lost": counts.lost,
            "papers": report.papers,
            "new": counts.new,
            "changed": counts.changed,
            "total": total,
            "failures": [{"source": location, "reason": str(error)} for location, error in report.failures],
        }
    )
