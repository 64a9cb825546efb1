"""`digest-reader export [QUERY | ID ... | -]`: papers to a file or to stdout."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from reader.cli.arguments import whole_number
from reader.cli.choosing import choose
from reader.cli.context import DONE, FAILED, Context
from reader.cli.output import (
    exported,
    file_of,
    format_argument,
    format_of,
    output_argument,
    sort_argument,
    write_pieces,
)
from reader.export.options import Grouping, Options
from reader.i18n import Translator
from reader.model import Lang, Sort

BOOKMARKS = "is:bookmarked"


def arguments(parser: ArgumentParser, t: Translator) -> None:
    """What may stand behind the command."""
    parser.add_argument(
        "query",
        nargs="*",
        metavar="QUERY",
        help=t("a query, IDs or links, or '-' for IDs on stdin; '*' is everything; with none, the bookmarks"),
    )
    format_argument(parser, t, help=t("default: what FILE ends in, or markdown"))
    output_argument(parser, t)
    parser.add_argument("--limit", type=whole_number("--limit"), metavar="N", help=t("at most N papers"))
    sort_argument(parser, t)
    parser.add_argument(
        "--group", choices=[str(way) for way in Grouping], default="none", help=t("Markdown: headings by day, ...")
    )
    parser.add_argument("--no-abstracts", action="store_true", help=t("Markdown: titles and summaries only"))
    parser.add_argument("--bom", action="store_true", help=t("CSV: for Excel"))
    parser.add_argument("--lang", choices=[str(lang) for lang in Lang], help=t("which of the texts"))


def run(chosen: Namespace, context: Context) -> int:
    """Do it; returns the exit status."""
    file = file_of(chosen.output)
    name = chosen.format or format_of(file)
    options = Options(
        lang=Lang(chosen.lang or context.config.export.language),
        grouping=Grouping(chosen.group),
        abstracts=not chosen.no_abstracts,
        byte_order_mark=chosen.bom,
    )
    sort = Sort(chosen.sort) if chosen.sort else None
    with context.library() as library:
        papers = choose(chosen.query, library, context, default=BOOKMARKS, sort=sort, limit=chosen.limit)
        write_pieces(exported(library, papers.nums, name, options), file, context, papers=len(papers.nums))
    count = len(papers.nums)
    context.tell(context.t.n("{n} paper exported", "{n} papers exported", count))
    return FAILED if papers.missing else DONE
