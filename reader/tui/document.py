"""A paper as the detail pane shows it: titles, metadata, summary, abstract in one language or both. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from reader.i18n import Translator
from reader.model import Lang, MarkedPaper, Paper
from reader.text.sentences import align
from reader.tui.rows import Highlighter
from reader.tui.spans import Role, Span
from reader.tui.typeset import Block, Item, Pair, SetDocument, paragraph, set_document
from reader.tui.wording import announcement, channels, date_label, home

DOT = " · "
SIDE_BY_SIDE = 84
"""Cells from which on two columns are wide enough to read."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How papers are shown.

    text       a stored text as it may be shown (LaTeX plain or as written; nothing a terminal obeys)
    highlight  places in a shown text that match the query
    measure    widest line, cells
    year       the year that dates need not say
    """

    lang: Lang
    text: Callable[[str], str]
    highlight: Highlighter
    t: Translator
    measure: int
    year: int
    open_key: str = "o"


def paper_document(marked: MarkedPaper, manner: Manner, cells: int) -> SetDocument:
    """`marked` set for a pane of `cells` cells."""
    wide = manner.lang is Lang.BOTH and cells >= SIDE_BY_SIDE
    room = min(cells, 2 * manner.measure + 5 if wide else manner.measure)
    return set_document(_items(marked, manner, wide=wide), room)


def _items(marked: MarkedPaper, manner: Manner, *, wide: bool) -> Iterator[Item]:
    texts = marked.paper.texts
    yield from _titles(texts.title_zh, texts.title_en, manner)
    yield _metadata(marked.paper, manner)
    yield from _marks(marked, manner)
    yield from _section(texts.tldr_zh, texts.tldr_en, manner, wide=wide, summary=True)
    yield from _section(texts.abstract_zh, texts.abstract_en, manner, wide=wide)
    yield from _remarks(marked.paper, manner)


def _titles(zh: str | None, en: str | None, manner: Manner) -> Iterator[Block]:
    first, second = (en, zh) if manner.lang is Lang.EN else (zh, en)
    if first:
        yield _block(first, Role.TITLE, manner)
    if second:
        yield _block(second, Role.SUBTITLE if first else Role.TITLE, manner)


def _metadata(paper: Paper, manner: Manner) -> Block:
    """ID (a link), version, category, kind of announcement, day, other channels."""
    t = manner.t
    own = home(paper)
    rest = [channel for channel in channels(paper) if channel != own]
    facts = [own, announcement(paper.announce, None, t)]
    if paper.last_seen:
        facts.append(date_label(paper.last_seen, t, year=manner.year))
    if rest:
        facts.append(t("also in {channels}", channels=t(", ").join(rest)))
    version = f" v{paper.version}" if paper.version is not None else ""
    parts = [Span(paper.id, Role.LINK, link=paper.link), Span(version, Role.META)]
    parts += [Span(DOT + fact, Role.META) for fact in facts if fact]
    return Block(tuple(part for part in parts if part.text), gap=1)


def _marks(marked: MarkedPaper, manner: Manner) -> Iterator[Block]:
    marks, t = marked.marks, manner.t
    parts = []
    if marks.bookmarked:
        parts.append(Span(f"★ {t('bookmarked')}  ", Role.STAR))
    if marks.skipped:
        parts.append(Span(f"– {t('skipped')}  ", Role.META))
    parts += [Span(f"#{tag}  ", Role.TAG) for tag in marks.tags]
    if parts:
        yield Block(tuple(parts))
    if marks.note:
        yield _block(manner.text(marks.note), Role.NOTE, manner, gap=1, shown=True)


def _section(zh: str | None, en: str | None, manner: Manner, *, wide: bool, summary: bool = False) -> Iterator[Item]:
    """Summary or abstract in the language wanted; in the other one, with a word about it, where that is missing."""
    role = Role.SUMMARY if summary else Role.TEXT
    if manner.lang is Lang.BOTH and zh and en:
        yield from _parallel(zh, en, role, manner, wide=wide, summary=summary)
        return
    wanted, other = (en, zh) if manner.lang is Lang.EN else (zh, en)
    text = wanted or other
    if not text:
        return
    if not wanted and manner.lang is not Lang.BOTH and not summary:
        t = manner.t
        missing = t("There is no English text.") if manner.lang is Lang.EN else t("There is no Chinese text.")
        yield paragraph(missing, Role.NOTICE, gap=1)
    yield _block(text, role, manner, gap=1, bar=summary)


def _parallel(zh: str, en: str, role: Role, manner: Manner, *, wide: bool, summary: bool) -> Iterator[Item]:
    """Sentences of both languages against each other: side by side where there is room, else one below the other."""
    for chinese, english in align(manner.text(zh), manner.text(en)):
        left = _block(chinese, role, manner, bar=summary, shown=True)
        right = _block(english, role if wide else Role.SECOND, manner, bar=summary, shown=True)
        if wide:
            yield Pair(left, right, gap=1)
            continue
        for block in (left, right):
            if block.text:
                yield Block(block.parts, 1 if block is left or not chinese else 0, block.bar, block.hits)


def _remarks(paper: Paper, manner: Manner) -> Iterator[Block]:
    if not (paper.texts.abstract_en or paper.texts.abstract_zh):
        yield paragraph(manner.t("There is no abstract."), Role.NOTICE, gap=1)
    if paper.cut:
        key = Span(manner.open_key, Role.KEY)
        before = Span(manner.t("The publisher cut the abstract here") + DOT, Role.NOTICE)
        yield Block((before, key, Span(" " + manner.t("opens the full page"), Role.NOTICE)), gap=1)


def _block(text: str, role: Role, manner: Manner, *, gap: int = 0, bar: bool = False, shown: bool = False) -> Block:
    """A paragraph with its matches; `shown`: the text was made ready already."""
    ready = text if shown else manner.text(text)
    hits: Sequence[tuple[int, int]] = manner.highlight(ready)
    return paragraph(ready, role, gap=gap, bar=bar, hits=hits)
