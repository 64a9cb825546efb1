"""`digest-reader search QUERY` and `search --batch`."""

from __future__ import annotations

import json
import shutil
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence

from reader.cli.arguments import whole_number
from reader.cli.context import DONE, WRONG_USAGE, Context, error_line
from reader.cli.output import exported, format_argument, paged, sort_argument, write_pieces
from reader.cli.progress import index_if_behind
from reader.errors import QueryError, UsageError
from reader.export.options import Options
from reader.i18n import Translator, msg
from reader.library.finding import FEWEST_SUGGESTED, remarks
from reader.library.library import Library
from reader.model import MarkedPaper, Sort, SuggestionKind
from reader.text.cells import cell_len, fit
from reader.text.latex import plain
from reader.text.safe import printable

TABLE = "table"
TABLE_LIMIT = 50
FEW_HITS = 20
"""Fewer hits than this, and other ways to ask are told."""


def arguments(parser: ArgumentParser, t: Translator) -> None:
    """What may stand behind the command."""
    parser.add_argument(
        "query", nargs="*", metavar="QUERY", help=t("as in the screen; quote what your shell would read")
    )
    parser.add_argument("--batch", action="store_true", help=t("queries from stdin, one a line; one JSON object each"))
    format_argument(parser, t, TABLE)
    parser.add_argument(
        "--limit", type=whole_number("--limit"), metavar="N", help=t("at most N hits (table: 50, else all)")
    )
    sort_argument(parser, t)


def run(chosen: Namespace, context: Context) -> int:
    """Do it; returns the exit status."""
    sort = Sort(chosen.sort) if chosen.sort else None
    if chosen.batch and chosen.query:
        raise UsageError(msg("with --batch, queries come from stdin"))
    with context.library() as library:
        index_if_behind(library, context)
        if chosen.batch:
            return _batch(library, chosen.limit, sort, context)
        query = " ".join(chosen.query)
        limit = TABLE_LIMIT if chosen.limit is None and chosen.format == TABLE else chosen.limit
        try:
            results = library.finding.search(query, sort=sort, limit=limit)
        except QueryError as error:
            _point_at(query, error, context)
            return WRONG_USAGE
        nums = results.nums[: results.total if limit is None else limit]
        _print(library, nums, chosen.format, context)
        if chosen.format == TABLE:
            context.tell(context.t("{n} of {total}", n=len(nums), total=results.total))
        for remark in remarks(results):
            context.tell(error_line(remark, context.t))
        if results.total < FEW_HITS:
            _suggest(library, query, results.total, context)
    return DONE


def _suggest(library: Library, query: str, hits: int, context: Context) -> None:
    """What may have been meant, a line each: only the other language where some papers were found."""
    for other in library.finding.suggestions(query):
        if other.kind is SuggestionKind.LANGUAGE:
            context.tell(context.t("in the other language: {query} ({papers})", query=other.text, papers=other.papers))
        elif hits < FEWEST_SUGGESTED:
            context.tell(context.t("did you mean: {query} ({papers})", query=other.text, papers=other.papers))


def _point_at(query: str, error: QueryError, context: Context) -> None:
    """Say what is wrong in one line; to a person at a terminal, show where."""
    context.tell(f"digest-reader: {error_line(error, context.t)}")
    shown = f"  {printable(query)}"
    if context.stderr.isatty() and cell_len(shown) < shutil.get_terminal_size().columns:
        start, end = error.position, error.position + max(1, error.length)
        before, marked = (cell_len(printable(part)) for part in (query[:start], query[start:end]))
        context.stderr.write(f"{shown}\n  {' ' * before}{'^' * max(1, marked)}\n")


def _batch(library: Library, limit: int | None, sort: Sort | None, context: Context) -> int:
    status = DONE
    for line in context.stdin:
        query = line.rstrip("\r\n")
        answer: dict[str, object] = {"query": query}
        try:
            results = library.finding.search(query, sort=sort, limit=limit)
        except QueryError as error:
            answer |= {"error": str(error), "position": error.position}
            status = WRONG_USAGE
        else:
            nums = results.nums[: results.total if limit is None else limit]
            answer |= {"hits": results.total, "ids": library.ids(nums), "ms": round(results.ms, 3)}
            answer["suggestion"] = _first_suggestion(library, query) if results.total < FEWEST_SUGGESTED else None
        context.say(json.dumps(answer, ensure_ascii=False))
        context.flush()
    return status


def _print(library: Library, nums: Sequence[int], name: str, context: Context) -> None:
    if name == TABLE:
        _table(library, nums, context)
    else:
        with paged(context) as page:
            write_pieces(exported(library, nums, name, Options()), None, page, papers=len(nums))


def _first_suggestion(library: Library, query: str) -> str | None:
    return next((other.text for other in library.finding.suggestions(query)), None)


def _table(library: Library, nums: Sequence[int], context: Context) -> None:
    """ID, day, mark and title, cut to the terminal's width if there is one."""
    width = shutil.get_terminal_size().columns if context.stdout.isatty() else None
    zh = context.t.language == "zh"
    with paged(context) as page:
        for marked in library.papers(nums):
            line = _row(marked, zh=zh)
            page.say(fit(line, width).rstrip() if width and cell_len(line) > width else line)


def _row(marked: MarkedPaper, *, zh: bool) -> str:
    paper, texts = marked.paper, marked.paper.texts
    titles = (texts.title_zh, texts.title_en) if zh else (texts.title_en, texts.title_zh)
    title = printable(plain(next((title for title in titles if title), "")))
    day = paper.last_seen.isoformat() if paper.last_seen else " " * 10
    return f"{paper.id:<10}  {day}  {'*' if marked.marks.bookmarked else ' '} {title}"
