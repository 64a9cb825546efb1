"""`digest-reader translate [QUERY]`: Chinese where no publisher translated, by a model of the reader's choice."""

from __future__ import annotations

import json
from argparse import ArgumentParser, Namespace

from reader.cli.asking import job_arguments, model, tell
from reader.cli.choosing import choose
from reader.cli.context import DONE, FAILED, Context
from reader.cli.progress import ProgressLine
from reader.errors import UsageError
from reader.i18n import Translator, msg
from reader.model import Texts

WITHOUT_CHINESE = "is:bookmarked is:untranslated"


def arguments(parser: ArgumentParser, t: Translator) -> None:
    """What may stand behind the command."""
    job_arguments(parser, t, t("the bookmarks without Chinese"))
    parser.add_argument("--day", metavar="DAY", help=t("what was announced on DAY (2026-08-14, today)"))
    parser.add_argument("--dry-run", action="store_true", help=t("count papers and tokens, and ask nobody"))


def run(chosen: Namespace, context: Context) -> int:
    """Do it; returns the exit status."""
    from reader.library.asking import untranslated

    if chosen.day is not None and chosen.query:
        raise UsageError(msg("--day stands without QUERY"))
    if chosen.day is not None and len(chosen.day.split()) != 1:
        raise UsageError(msg("--day takes a day such as 2026-08-14, not {text}"), text=f"'{chosen.day}'")
    words = [f"date:{chosen.day}", "is:untranslated"] if chosen.day is not None else chosen.query
    with context.library() as library:
        found = choose(words, library, context, default=WITHOUT_CHINESE)
        papers = [marked.paper for marked in library.papers(found.nums)]
        if chosen.dry_run:
            return _counted([paper.texts for paper in untranslated(papers)], context, machine=chosen.json)
        with model(context) as asked, ProgressLine(context.stderr, context.t, machine=chosen.json) as progress:
            report = library.asking.translate(papers, asked, context.config.translate.model, progress)
    t = context.t
    status = tell(
        report,
        context,
        t.n("{n} paper translated", "{n} papers translated", report.kept),
        job="translate",
        machine=chosen.json,
    )
    if report.doubtful:
        context.tell(
            t.n(
                "{n} translation lacks a formula, number or name of the original",
                "{n} translations lack a formula, number or name of the original",
                len(report.doubtful),
            )
        )
    return FAILED if found.missing else status


def _counted(texts: list[Texts], context: Context, *, machine: bool) -> int:
    from reader.outside.model_endpoint import tokens

    count = sum(tokens(of.title_en or "", of.abstract_en) for of in texts)
    if machine:
        context.say(json.dumps({"job": "translate", "wanted": len(texts), "tokens": count}))
        return DONE
    papers = context.t.n("{n} paper", "{n} papers", len(texts))
    context.say(context.t("{papers} to translate, about {tokens} tokens", papers=papers, tokens=f"{count:,}"))
    return DONE
