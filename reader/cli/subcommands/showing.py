"""`digest-reader show ID ...`: papers in full."""

from __future__ import annotations

import shutil
from argparse import ArgumentParser, Namespace
from collections.abc import Iterable, Iterator

from reader.cli.choosing import names_of
from reader.cli.context import DONE, FAILED, Context
from reader.cli.identities import nums_named
from reader.cli.output import (
    FIELDS_HELP,
    content_arguments,
    exported,
    fields_listed,
    format_argument,
    options_of,
    paged,
    write_pieces,
)
from reader.config import first_language
from reader.export.formats import restricted
from reader.i18n import Translator
from reader.model import Appearance, Details, Lang, MarkedPaper, Texts
from reader.text.latex import plain
from reader.text.safe import printable
from reader.text.withdrawn import probably_withdrawn
from reader.text.wrap import wrap

TEXT = "text"
WIDEST = 84


def arguments(parser: ArgumentParser, t: Translator) -> None:
    """What may stand behind the command."""
    parser.add_argument("ids", nargs="+", metavar="ID", help=t("an arXiv ID or link; '-': those on stdin"))
    format_argument(parser, t, TEXT)
    content_arguments(parser, t)


def run(chosen: Namespace, context: Context) -> int:
    """Do it; returns the exit status."""
    if chosen.fields == FIELDS_HELP:
        fields_listed(context)
        return DONE
    options = options_of(chosen, chosen.format, context)
    lang = Lang(chosen.lang) if chosen.lang else first_language(context.config.screen, context.t.language)
    with context.library() as library, paged(context) as page:
        nums, whole = nums_named(names_of(chosen.ids, context), library, context)
        if chosen.format == TEXT:
            _print(restricted(library.papers(nums), options), lang, page)
        else:
            write_pieces(exported(library, nums, chosen.format, options), None, page, papers=len(nums))
    return DONE if whole else FAILED


def _print(papers: Iterable[MarkedPaper], lang: Lang, context: Context) -> None:
    width = min(WIDEST, shutil.get_terminal_size().columns)
    for place, marked in enumerate(papers):
        if place:
            context.say()
        for line in paper_lines(marked, lang, width, context.t):
            context.say(line)


def paper_lines(marked: MarkedPaper, lang: Lang, width: int, t: Translator) -> Iterator[str]:
    """A paper as lines of at most `width` cells; a text that is missing in `lang` is shown in the other."""
    texts = marked.paper.texts
    for text in _titles(texts, lang):
        yield from _wrapped(text, width)
    yield from _wrapped(_facts(marked, t), width)
    if probably_withdrawn(marked.paper.details.comment, texts.abstract_en):
        yield t("Probably withdrawn")
    for line in _details(marked.paper.details):
        yield from _wrapped(line, width)
    yield from _wrapped(_appearances(marked.paper.appearances, t), width)
    yield marked.paper.link
    for pair in ((texts.tldr_zh, texts.tldr_en), (texts.abstract_zh, texts.abstract_en)):
        for text in _chosen(*pair, lang):
            yield ""
            yield from _wrapped(text, width)
    if marked.paper.cut:
        yield ""
        yield t("The publisher cut the abstract here.")
    if marked.paper.translated is not None:
        translator, day = marked.paper.translated
        model, on = printable(translator.model), day.isoformat() if day else t("no date")
        yield ""
        yield from _wrapped(t("Translated here by {model}, {day}.", model=model, day=on), width)
    if marked.marks.note:
        yield ""
        yield from _wrapped(f"{t('Note')}: {marked.marks.note}", width)


def _titles(texts: Texts, lang: Lang) -> list[str]:
    """Titles in both languages, the chosen one first: a title is also a name."""
    pair = (texts.title_en, texts.title_zh) if lang is Lang.EN else (texts.title_zh, texts.title_en)
    return [title for title in pair if title]


def _chosen(zh: str | None, en: str | None, lang: Lang) -> list[str]:
    wanted = {Lang.ZH: [zh or en], Lang.EN: [en or zh], Lang.BOTH: [zh, en]}[lang]
    return [text for text in wanted if text]


def _facts(marked: MarkedPaper, t: Translator) -> str:
    paper, marks = marked.paper, marked.marks
    version = f"v{paper.version}" if paper.version else ""
    kept = t("bookmarked") if marks.bookmarked else ""
    parts = [paper.id, version, paper.category, paper.announce, kept, *(f"#{tag}" for tag in marks.tags)]
    return " · ".join(part for part in parts if part)


def _details(details: Details) -> Iterator[str]:
    """Who wrote it, where it was published, and what arXiv says about it: a line each, where it is told."""
    yield ", ".join(author.name for author in details.authors)
    yield " · ".join(part for part in (details.journal, details.doi) if part)
    yield details.comment or ""


def _appearances(appearances: tuple[Appearance, ...], t: Translator) -> str:
    places = dict.fromkeys(
        " ".join(part for part in (a.channel or a.topic or "", a.day.isoformat() if a.day else "") if part)
        for a in appearances
    )
    return t("Appeared: {places}", places=", ".join(places)) if places else ""


def _wrapped(text: str, width: int) -> list[str]:
    return wrap(printable(plain(text)), width) if text else []
