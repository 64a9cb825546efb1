"""`digest-reader export [QUERY | ID ... | -]`: papers to a file or to stdout."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from reader.cli.arguments import whole_number
from reader.cli.choosing import choose
from reader.cli.context import DONE, FAILED, Context
from reader.cli.output import (
    FIELDS_HELP,
    FOLDER_FORMAT,
    content_arguments,
    exported,
    fields_listed,
    file_of,
    format_argument,
    format_of,
    is_folder,
    options_of,
    output_argument,
    sort_argument,
    with_marks,
    write_folder,
    write_pieces,
)
from reader.cli.progress import ProgressLine
from reader.errors import UsageError
from reader.export.options import Grouping
from reader.i18n import Translator, msg
from reader.model import Sort
from reader.text.safe import json_line

BOOKMARKS = "is:bookmarked"
ZOTERO_MANY = 2000
"""Papers above which Zotero's import takes more than some seconds, and longer for each."""


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
        "--group", choices=[str(way) for way in Grouping], help=t("Markdown: headings by day, category or tag")
    )
    parser.add_argument("--bom", action="store_true", help=t("CSV: with the mark that Excel needs to read Chinese"))
    content_arguments(parser, t)
    parser.add_argument("--json", action="store_true", help=t("progress (stderr) and summary (stdout) as JSON lines"))


def run(chosen: Namespace, context: Context) -> int:
    """Do it; returns the exit status."""
    if chosen.fields == FIELDS_HELP:
        fields_listed(context)
        return DONE
    file = file_of(chosen.output)
    folder = is_folder(chosen.output, chosen.format)
    name = chosen.format or (FOLDER_FORMAT if folder else format_of(file))
    options = options_of(chosen, name, context)
    sort = Sort(chosen.sort) if chosen.sort else None
    if chosen.json and file is None:
        raise UsageError(msg("--json needs a file: -o FILE"))
    with context.library() as library, ProgressLine(context.stderr, context.t, machine=chosen.json) as progress:
        papers = choose(chosen.query, library, context, default=BOOKMARKS, sort=sort, limit=chosen.limit)
        absent = library.marks.of_absent() if papers.all and name == "jsonl" else {}
        count = len(papers.nums)
        if folder and file is not None:
            count = write_folder(library, papers.nums, name, options, file, context)
        else:
            pieces = with_marks(exported(library, papers.nums, name, options, progress), absent, options)
            write_pieces(pieces, file, context, papers=count + len(absent))
    if name == "zotero" and count > ZOTERO_MANY and not folder:
        told = context.t("Zotero takes long over more than {n} papers; -o FOLDER/ makes files of 1,000", n=ZOTERO_MANY)
        context.tell(told)
    if chosen.json:
        context.say(json_line({"job": "export", "kept": count, "file": str(file)}))
    else:
        context.tell(context.t.n("{n} paper exported", "{n} papers exported", count))
    if absent:
        told = context.t.n(
            "and the marks of {n} paper that is not in the library",
            "and the marks of {n} papers that are not in the library",
            len(absent),
        )
        context.tell(told)
    return FAILED if papers.missing else DONE
