"""`digest-reader export [QUERY]`: papers to a file or to stdout."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterable, Iterator
from pathlib import Path

from reader.cli.context import DONE, Context
from reader.cli.progress import index_if_behind
from reader.errors import UsageError
from reader.export.formats import FORMATS, Grouping, Options
from reader.i18n import Translator, msg
from reader.library.files import write_whole
from reader.library.library import Library
from reader.model import Lang, MarkedPaper

BOOKMARKS = "is:bookmarked"


def arguments(parser: ArgumentParser, t: Translator) -> None:
    """What may stand behind the command."""
    parser.add_argument("query", nargs="*", metavar="QUERY", help=t("papers that match; with none, the bookmarks"))
    parser.add_argument("-f", "--format", choices=sorted(FORMATS), help=t("default: what FILE ends in, or markdown"))
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help=t("write to FILE; default: stdout"))
    parser.add_argument(
        "--group", choices=[str(way) for way in Grouping], default="none", help=t("Markdown: headings by day, ...")
    )
    parser.add_argument("--no-abstracts", action="store_true", help=t("Markdown: titles and summaries only"))
    parser.add_argument("--bom", action="store_true", help=t("CSV: for Excel"))
    parser.add_argument("--lang", choices=[str(lang) for lang in Lang], help=t("which of the texts"))


def run(chosen: Namespace, context: Context) -> int:
    """Do it; returns the exit status."""
    name = chosen.format or _format_of(chosen.output)
    options = Options(
        lang=Lang(chosen.lang or context.config.export.language),
        grouping=Grouping(chosen.group),
        abstracts=not chosen.no_abstracts,
        byte_order_mark=chosen.bom,
    )
    with context.library() as library:
        index_if_behind(library, context)
        results = library.finding.search(" ".join(chosen.query) or BOOKMARKS)
        pieces = library.export(_papers(library, results.nums), name, options)
        if chosen.output is None:
            for piece in pieces:
                context.write(piece)
        else:
            write_whole(chosen.output, pieces)
    count = results.total
    context.tell(context.t.n("{n} paper exported", "{n} papers exported", count))
    return DONE


def _papers(library: Library, nums: Iterable[int]) -> Iterator[MarkedPaper]:
    return (library.paper(num) for num in nums)


def _format_of(file: Path | None) -> str:
    """The format that a file's ending asks for; markdown where there is no file."""
    if file is None:
        return "markdown"
    ending = file.suffix.lstrip(".").lower()
    for name, form in FORMATS.items():
        if form.extension == ending:
            return name
    raise UsageError(msg("'{file}' does not tell a format by its ending; choose one with -f"), file=file)
