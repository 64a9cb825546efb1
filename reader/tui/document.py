"""A paper as the detail pane shows it: titles, metadata, summary, abstract in one language or both. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from reader.i18n import Translator
from reader.model import Lang, MarkedPaper, Paper, Texts
from reader.text.safe import printable
from reader.tui.spans import Role, Span
from reader.tui.typeset import Block, Item, Pair, SetDocument, paragraph, set_document
from reader.tui.wording import announcement, channels, date_label, home

Highlighter = Callable[[str, str | None], Sequence[tuple[int, int]]]
DOT = " · "
SIDE_BY_SIDE = 84
"""Cells from which on two columns are wide enough to read."""


class Manner(NamedTuple):
    """How papers are shown.

    text           a stored text as it may be shown (LaTeX plain or as written; nothing a terminal obeys)
    highlight      places in a shown text that match the query; the second argument names the text's field (`Texts`)
    measure        widest line, cells
    year           the year that dates need not say
    open_key       the key that opens the paper's page
    in_the_middle  of the pane, instead of at its left edge
    """

    lang: Lang
    text: Callable[[str], str]
    highlight: Highlighter
    t: Translator
    measure: int
    year: int
    open_key: str = "o"
    in_the_middle: bool = False


def paper_document(marked: MarkedPaper, manner: Manner, cells: int) -> SetDocument:
    """`marked` set for a pane of `cells` cells."""
    wide = manner.lang is Lang.BOTH and cells >= SIDE_BY_SIDE
    room = min(cells, 2 * manner.measure + 5 if wide else manner.measure)
    document = set_document(_items(marked, manner, wide=wide), room)
    return centred(document, cells, room) if manner.in_the_middle else document


def centred(document: SetDocument, cells: int, room: int) -> SetDocument:
    """A document set for `room` cells moved to the middle of `cells`."""
    margin = (cells - room) // 2
    if margin <= 0:
        return document
    lines = tuple(tuple(piece._replace(at=piece.at + margin) for piece in line) for line in document.lines)
    return SetDocument(lines, document.paragraphs)


def _items(marked: MarkedPaper, manner: Manner, *, wide: bool) -> Iterator[Item]:
    yield from titles(marked.paper.texts, manner)
    yield metadata(marked.paper, manner)
    yield from marks_line(marked, manner)
    yield from section(marked.paper.texts, "tldr", manner, wide=wide)
    yield from section(marked.paper.texts, "abstract", manner, wide=wide)
    yield from _remarks(marked.paper, manner)


def titles(texts: Texts, manner: Manner) -> Iterator[Block]:
    """The title in the language of the screen, below it in the other one."""
    role = Role.TITLE
    for field in ("title_en", "title_zh") if manner.lang is Lang.EN else ("title_zh", "title_en"):
        title = getattr(texts, field)
        if title:
            yield _block(manner.text(title), role, manner, field)
            role = Role.SUBTITLE


def metadata(paper: Paper, manner: Manner) -> Block:
    """ID (a link), version, category, kind of announcement, day, other channels."""
    t = manner.t
    own = home(paper)
    rest = [channel for channel in channels(paper) if channel != own]
    facts = [own, announcement(paper.announce, None, t)]
    if paper.first_seen and paper.last_seen:
        days = dict.fromkeys((paper.first_seen, paper.last_seen))
        facts.append(" – ".join(date_label(day, t, year=manner.year) for day in days))
    if rest:
        facts.append(t("also in {channels}", channels=t(", ").join(rest)))
    version = f" v{paper.version}" if paper.version is not None else ""
    parts = [Span(paper.id, Role.LINK, link=paper.link), Span(version, Role.META)]
    parts += [Span(DOT + fact, Role.META) for fact in facts if fact]
    return Block(tuple(part for part in parts if part.text), gap=1)


def marks_line(marked: MarkedPaper, manner: Manner) -> Iterator[Block]:
    """What the reader did to the paper, if anything."""
    marks, t = marked.marks, manner.t
    parts = []
    if marks.bookmarked:
        parts.append(Span(f"★ {t('bookmarked')}", Role.STAR))
    if marks.skipped:
        parts.append(Span(f"– {t('skipped')}", Role.META))
    parts += [Span(f"#{tag}", Role.TAG) for tag in marks.tags]
    if parts:
        blank = Span("  ", Role.META)
        yield Block(tuple(span for part in parts for span in (part, blank))[:-1])
    if marks.note:
        for number, line in enumerate(printable(marks.note, keep_newlines=True).split("\n")):
            yield _block(line, Role.NOTE, manner, None, gap=0 if number else 1)


def section(texts: Texts, name: str, manner: Manner, *, wide: bool) -> Iterator[Item]:
    """Summary or abstract as wanted; in the other language, with a word about it, where that is missing."""
    zh, en = getattr(texts, f"{name}_zh"), getattr(texts, f"{name}_en")
    if manner.lang is Lang.BOTH and zh and en:
        yield from _parallel(manner.text(zh), manner.text(en), name, manner, wide=wide)
        return
    english = bool(en) and (manner.lang is Lang.EN or not zh)
    text = en if english else zh
    if not text:
        return
    if name == "abstract" and manner.lang is not (Lang.EN if english else Lang.ZH):
        t = manner.t
        yield paragraph(
            t("There is no Chinese text.") if english else t("There is no English text."), Role.NOTICE, gap=1
        )
    field = f"{name}_en" if english else f"{name}_zh"
    yield _block(manner.text(text), _ROLES[name], manner, field, gap=1, bar=name == "tldr")


_ROLES = {"tldr": Role.SUMMARY, "abstract": Role.TEXT}


def _parallel(zh: str, en: str, name: str, manner: Manner, *, wide: bool) -> Iterator[Item]:
    """Sentences of both languages against each other: side by side where there is room, else one below the other."""
    from reader.text.sentences import align  # needed in this view only

    bar = name == "tldr"
    for chinese, english in align(zh, en):
        left = _block(chinese, _ROLES[name], manner, f"{name}_zh", gap=1, bar=bar)
        role = _ROLES[name] if wide else Role.SECOND
        right = _block(english, role, manner, f"{name}_en", gap=0 if chinese else 1, bar=bar)
        if wide:
            yield Pair(left, right, gap=1)
        else:
            yield from (block for block in (left, right) if block.text)


def _remarks(paper: Paper, manner: Manner) -> Iterator[Block]:
    if not (paper.texts.abstract_en or paper.texts.abstract_zh):
        yield paragraph(manner.t("There is no abstract."), Role.NOTICE, gap=1)
    if paper.cut:
        before = Span(manner.t("The publisher cut the abstract here") + DOT, Role.NOTICE)
        after = Span(" " + manner.t("opens the full page"), Role.NOTICE)
        yield Block((before, Span(manner.open_key, Role.KEY), after), gap=1)


def _block(text: str, role: Role, manner: Manner, field: str | None, *, gap: int = 0, bar: bool = False) -> Block:
    """A paragraph with its matches."""
    return paragraph(text, role, gap=gap, bar=bar, hits=manner.highlight(text, field))
