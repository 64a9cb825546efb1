"""`digest-reader search QUERY` and `search --batch`."""

from __future__ import annotations

import shutil
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Sequence

from reader.cli.arguments import whole_number
from reader.cli.choosing import BYTE_ORDER_MARK
from reader.cli.context import DONE, WRONG_USAGE, Context, error_line
from reader.cli.output import (
    FIELDS_HELP,
    content_arguments,
    exported,
    fields_listed,
    format_argument,
    options_of,
    paged,
    sort_argument,
    write_pieces,
)
from reader.cli.progress import index_if_behind
from reader.errors import QueryError, UsageError
from reader.export.options import Options
from reader.i18n import Translator, msg
from reader.library.finding import MOST_NEAR, interest_in, remarks
from reader.library.interest import few_kept
from reader.library.library import Library
from reader.model import MarkedPaper, Near, Results, Sort, SuggestionKind
from reader.text.cells import cell_len, fit
from reader.text.latex import plain
from reader.text.safe import json_line, printable

TABLE = "table"
TABLE_LIMIT = 50
NEAR_SIGN = "~"
"""Stands before the title of a paper that is near in meaning only."""


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
    parser.add_argument(
        "--near", action="store_true", help=t("where few papers have every word, those near in meaning behind them")
    )
    content_arguments(parser, t)


def run(chosen: Namespace, context: Context) -> int:
    """Do it; returns the exit status."""
    if chosen.fields == FIELDS_HELP:
        fields_listed(context)
        return DONE
    sort = Sort(chosen.sort) if chosen.sort else None
    options = options_of(chosen, "--batch" if chosen.batch else chosen.format, context)
    if chosen.batch and chosen.query:
        raise UsageError(msg("with --batch, queries come from stdin"))
    with context.library() as library:
        index_if_behind(library, context)
        if chosen.batch:
            return _batch(library, chosen, sort, context)
        query = " ".join(chosen.query)
        limit = TABLE_LIMIT if chosen.limit is None and chosen.format == TABLE else chosen.limit
        try:
            results = library.finding.search(query, sort=sort, limit=limit, near=_most_near(chosen))
        except QueryError as error:
            _point_at(query, error, context)
            return WRONG_USAGE
        nums = results.nums[: results.total if limit is None else limit]
        _print(library, nums, results.near, chosen.format, options, context)
        if chosen.format == TABLE:
            context.tell(context.t("{n} of {total}", n=len(nums), total=results.total))
        scope = interest_in(results, sort)
        ranked = scope is not None and results.sort is Sort.INTEREST  # where nothing ranks, a remark says so
        if ranked and (few := few_kept(len(library.interest.kept(scope or "")), context.t)):
            context.tell(few)
        _tell_near(results.near, context)
        for remark in remarks(results):
            context.tell(error_line(remark, context.t))
        _suggest(library, query, results, context)
    return DONE


def _most_near(chosen: Namespace) -> int:
    """How many papers there may be with those near in meaning."""
    return (MOST_NEAR if chosen.limit is None else chosen.limit) if chosen.near else 0


def _tell_near(near: Near, context: Context) -> None:
    """How many there are, and how the words were understood: 幻觉 ~ hallucination, 事实性."""
    if not near.nums:
        return
    context.tell(context.t.n("{n} paper near in meaning", "{n} papers near in meaning", len(near.nums)))
    words = "; ".join(f"{each.said} ~ {', '.join(each.companions)}" for each in near.understood if each.companions)
    if words:
        context.tell(context.t("understood: {words}", words=printable(words)))


def _suggest(library: Library, query: str, results: Results, context: Context) -> None:
    """What may have been meant, a line each."""
    for other in library.finding.offered(results, query):
        if other.kind is SuggestionKind.LANGUAGE:
            context.tell(context.t("in the other language: {query} ({papers})", query=other.text, papers=other.papers))
        else:
            context.tell(context.t("did you mean: {query} ({papers})", query=other.text, papers=other.papers))


def _point_at(query: str, error: QueryError, context: Context) -> None:
    """Say what is wrong in one line; to a person at a terminal, show where."""
    context.tell(f"digest-reader: {error_line(error, context.t)}")
    shown = f"  {printable(query)}"
    if context.stderr.isatty() and cell_len(shown) < shutil.get_terminal_size().columns:
        start, end = error.position, error.position + max(1, error.length)
        before, marked = (cell_len(printable(part)) for part in (query[:start], query[start:end]))
        context.stderr.write(f"{shown}\n  {' ' * before}{'^' * max(1, marked)}\n")


def _batch(library: Library, chosen: Namespace, sort: Sort | None, context: Context) -> int:
    status, limit = DONE, chosen.limit
    for line in context.lines():
        line = line.removeprefix(BYTE_ORDER_MARK)
        query = line.rstrip("\r\n")
        answer: dict[str, object] = {"query": query}
        try:
            results = library.finding.search(query, sort=sort, limit=limit, near=_most_near(chosen))
        except QueryError as error:
            answer |= {"error": str(error), "position": error.position}
            status = WRONG_USAGE
        else:
            nums = results.nums[: results.total if limit is None else limit]
            ids = library.ids([*nums, *results.near.nums])
            answer |= {"hits": results.total, "ids": ids, "near": len(results.near.nums), "ms": round(results.ms, 3)}
            offered = library.finding.offered(results, query)
            answer["suggestion"] = offered[0].text if offered else None
        context.say(json_line(answer))
        context.flush()
    return status


def _print(library: Library, exact: Sequence[int], near: Near, name: str, options: Options, context: Context) -> None:
    if name == TABLE:
        _table(library, exact, near, context)
    else:
        nums = [*exact, *near.nums] if near.nums else exact
        with paged(context) as page:
            write_pieces(exported(library, nums, name, options), None, page, papers=len(nums))


def _table(library: Library, exact: Sequence[int], near: Near, context: Context) -> None:
    """ID, day, mark and title, cut to the terminal's width if there is one; of near papers also what they lack."""
    width = shutil.get_terminal_size().columns if context.stdout.isatty() else None
    zh = context.t.language == "zh"
    with paged(context) as page:
        for line in _rows(library, exact, near, context, zh=zh):
            page.say(fit(line, width).rstrip() if width and cell_len(line) > width else line)


def _rows(library: Library, exact: Sequence[int], near: Near, context: Context, *, zh: bool) -> Iterator[str]:
    for marked in library.papers(exact):
        yield _row(marked, zh=zh)
    for marked, words in zip(library.papers(near.nums), near.lacking, strict=True):
        lack = context.t("lacks {words}", words=printable(", ".join(words)))
        yield context.t("{what} ({aside})", what=_row(marked, near=f"{NEAR_SIGN} ", zh=zh), aside=lack)


def _row(marked: MarkedPaper, *, near: str = "", zh: bool) -> str:
    paper, texts = marked.paper, marked.paper.texts
    titles = (texts.title_zh, texts.title_en) if zh else (texts.title_en, texts.title_zh)
    title = printable(plain(next((title for title in titles if title), "")))
    day = paper.last_seen.isoformat() if paper.last_seen else " " * 10
    return f"{paper.id:<10}  {day}  {'*' if marked.marks.bookmarked else ' '} {near}{title}"
