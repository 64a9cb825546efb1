"""`digest-reader enrich [QUERY]`: authors and whole abstracts from arXiv's API."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from reader.cli.asking import BOOKMARKS, FAILURES_SHOWN, arxiv_api, job_arguments, tell
from reader.cli.choosing import choose
from reader.cli.context import FAILED, Context
from reader.cli.progress import ProgressLine
from reader.cli.reasons import told_reason
from reader.i18n import Translator


def arguments(parser: ArgumentParser, t: Translator) -> None:
    """What may stand behind the command."""
    job_arguments(parser, t, t("the bookmarks"))
    parser.add_argument("--again", action="store_true", help=t("ask also for what was asked within a day"))


def run(chosen: Namespace, context: Context) -> int:
    """Do it; returns the exit status."""
    t = context.t
    with (
        context.library() as library,
        ProgressLine(context.stderr, t, machine=chosen.json) as progress,
        arxiv_api(context, progress) as api,
    ):
        found = choose(chosen.query, library, context, default=BOOKMARKS)
        papers = [marked.paper for marked in library.papers(found.nums)]
        report = library.asking.enrich(papers, api, progress, again=chosen.again)
    known = t.n("{n} paper known to arXiv", "{n} papers known to arXiv", report.kept)
    status = tell(
        report, context, t("{known}; {asked} asked of {wanted}", known=known, asked=report.asked, wanted=report.wanted),
        job="enrich", machine=chosen.json,
    )  # fmt: skip
    before = report.wanted - report.asked if report.stopped is None else 0
    if before:
        context.tell(
            t.n(
                "{n} paper was asked about before; --again asks once more",
                "{n} papers were asked about before; --again asks once more",
                before,
            )
        )
    for remark in report.remarks[:FAILURES_SHOWN]:
        context.tell(told_reason(remark, t))
    if len(report.remarks) > FAILURES_SHOWN:
        context.tell(t("and {n} more", n=len(report.remarks) - FAILURES_SHOWN))
    for identity in report.withdrawn:
        context.tell(t("{id} is probably withdrawn", id=identity))
    return FAILED if found.missing else status
