"""`digest-reader send [QUERY]`: papers to the Zotero that runs on this machine."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from reader.cli.asking import BOOKMARKS, job_arguments, tell, zotero
from reader.cli.choosing import choose
from reader.cli.context import FAILED, Context
from reader.cli.progress import ProgressLine
from reader.i18n import Translator


def arguments(parser: ArgumentParser, t: Translator) -> None:
    """What may stand behind the command."""
    job_arguments(parser, t, t("the bookmarks"))
    parser.add_argument("--to", metavar="NAME", help=t("the collection in Zotero; default: the one selected there"))
    parser.add_argument("--again", action="store_true", help=t("send also what was sent there before"))


def run(chosen: Namespace, context: Context) -> int:
    """Do it; returns the exit status."""
    t = context.t
    with context.library() as library, ProgressLine(context.stderr, t, machine=chosen.json) as progress:
        found = choose(chosen.query, library, context, default=BOOKMARKS)
        with zotero(context) as running:
            target = running.target(chosen.to)
            if not chosen.json:
                context.tell(t("to Zotero: {target}", target=target.shown))
            report = library.asking.send(
                list(library.papers(found.nums)), running, target, progress, again=chosen.again
            )
    before = report.wanted - report.asked
    sent = t.n("{n} paper sent", "{n} papers sent", report.kept)
    summary = t("{sent}; {before} sent before", sent=sent, before=before) if before and not report.stopped else sent
    status = tell(report, context, summary, job="send", machine=chosen.json, target=target.shown)
    if report.doubtful:
        context.tell(
            t.n(
                "{n} paper went without its tags, and perhaps to another collection",
                "{n} papers went without their tags, and perhaps to another collection",
                len(report.doubtful),
            )
        )
    for tag in sorted(report.tags_refused):
        context.tell(t("Zotero does not take the tag {tag}; the papers went without it", tag=tag))
    return FAILED if found.missing else status
