"""A paper as the detail pane shows it: titles, metadata, summary, abstract in one language or both. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from reader.i18n import Translator
from reader.model import Lang, MarkedPaper, Mismatch, Paper, Section, Texts
from reader.text.safe import printable
from reader.tui.details import authors_line, facts, made_of, sections_of
from reader.tui.spans import Role, Span
from reader.tui.typeset import Block, Item, Pair, SetDocument, paragraph, parallel_cells, set_document
from reader.tui.wording import announcement, channels, date_label, home

Highlighter = Callable[[str, str | None], Sequence[tuple[int, int]]]
DOT = " · "
SIDE_BY_SIDE = 72
"""Cells from which on two columns are wide enough to read."""


class RenderOptions(NamedTuple):
    """How papers are shown.

    text           a stored text as it may be shown (LaTeX plain or as written; nothing a terminal obeys)
    highlight      places in a shown text that match the query; the second argument names the text's field (`Texts`)
    measure        widest line, cells
    year           the year that dates need not say
    open_key       the key that opens the paper's page
    more_key       the key that shows everything that is told of it
    in_the_middle  of the pane, instead of at its left edge
    why            paper number -> the words it is recommended for, and the title of a kept paper like it
    """

    lang: Lang
    text: Callable[[str], str]
    highlight: Highlighter
    t: Translator
    measure: int
    year: int
    open_key: str = "o"
    more_key: str = "i"
    in_the_middle: bool = False
    why: Callable[[int], tuple[Sequence[str], str]] = lambda num: ((), "")


def paper_document(marked: MarkedPaper, options: RenderOptions, cells: int) -> SetDocument:
    """`marked` set for a pane of `cells` cells."""
    wide = options.lang is Lang.BOTH and cells >= SIDE_BY_SIDE
    room = min(cells, parallel_cells(options.measure) if wide else options.measure)
    document = set_document(_items(marked, options, wide=wide), room)
    return centred(document, cells, room) if options.in_the_middle else document


def centred(document: SetDocument, cells: int, room: int) -> SetDocument:
    """A document set for `room` cells moved to the middle of `cells`."""
    margin = (cells - room) // 2
    if margin <= 0:
        return document
    lines = tuple(tuple(piece._replace(at=piece.at + margin) for piece in line) for line in document.lines)
    return document._replace(lines=lines)


def _items(marked: MarkedPaper, options: RenderOptions, *, wide: bool) -> Iterator[Item]:
    paper = marked.paper
    yield from titles(paper.texts, options)
    yield from head(paper, options)
    yield from marks_line(marked, options)
    yield from reasons(paper, options)
    yield from section(paper.texts, "tldr", options, wide=wide)
    yield from _body(paper, options, wide=wide)
    yield from _remarks(paper, options)


def _body(paper: Paper, options: RenderOptions, *, wide: bool) -> Iterator[Item]:
    """Abstract and sections: first what is in the language that is read, nothing twice."""
    texts, lang = paper.texts, options.lang
    sections = sections_of(paper.details, lang)
    own = Lang.EN if lang is Lang.EN else Lang.ZH
    abstract, other = (
        (texts.abstract_en, texts.abstract_zh) if own is Lang.EN else (texts.abstract_zh, texts.abstract_en)
    )
    if not abstract and any(part.language is own for part in sections):
        yield from _sections(sections, options)
        if other:
            yield paragraph(options.t("Abstract"), Role.HEADING, gap=1)
            yield _block(options.text(other), Role.TEXT, options, "abstract_zh" if own is Lang.EN else "abstract_en")
        return
    if lang is Lang.BOTH or not made_of(abstract or other or "", sections):
        yield from section(texts, "abstract", options, wide=wide)
    yield from _sections(sections, options)


def titles(texts: Texts, options: RenderOptions) -> Iterator[Block]:
    """The title in the language of the screen, below it in the other one."""
    role = Role.TITLE
    for field in ("title_en", "title_zh") if options.lang is Lang.EN else ("title_zh", "title_en"):
        title = getattr(texts, field)
        if title:
            yield _block(options.text(title), role, options, field)
            role = Role.SUBTITLE


def head(paper: Paper, options: RenderOptions) -> Iterator[Block]:
    """What is told of the paper, below its titles."""
    text, t = options.text, options.t
    authors = list(authors_line(paper.details, text, t, options.more_key))
    yield from (block._replace(gap=1) for block in authors)
    yield metadata(paper, options)._replace(gap=0 if authors else 1)
    if _withdrawn(paper):
        yield paragraph(t("Probably withdrawn"), Role.NOTICE)
    yield from facts(paper.details, text, t)


def _withdrawn(paper: Paper) -> bool:
    comment, abstract = paper.details.comment, paper.texts.abstract_en
    if "withdrawn" not in f"{comment}{abstract}".lower():  # nearly always: the rest is not even loaded
        return False
    from reader.text.withdrawn import probably_withdrawn

    return probably_withdrawn(comment, abstract)


def metadata(paper: Paper, options: RenderOptions) -> Block:
    """ID (a link), version, category, kind of announcement, day, other channels."""
    t = options.t
    own = home(paper)
    rest = [channel for channel in channels(paper) if channel != own]
    facts = [own, announcement(paper.announce, None, t)]
    if paper.first_seen and paper.last_seen:
        days = dict.fromkeys((paper.first_seen, paper.last_seen))
        facts.append(" – ".join(date_label(day, t, year=options.year) for day in days))
    if rest:
        facts.append(t("also in {channels}", channels=t(", ").join(rest)))
    version = f" v{paper.version}" if paper.version is not None else ""
    parts = [Span(paper.id, Role.LINK, link=paper.link), Span(version, Role.META)]
    parts += [Span(DOT + fact, Role.META) for fact in facts if fact]
    return Block(tuple(part for part in parts if part.text), gap=1)


def marks_line(marked: MarkedPaper, options: RenderOptions) -> Iterator[Block]:
    """What the reader did to the paper, if anything."""
    marks, t = marked.marks, options.t
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
        yield paragraph(t("Note"), Role.HEADING, gap=1)
        for line in printable(marks.note, keep_newlines=True).split("\n"):
            yield _block(line, Role.NOTE, options, None)


def reasons(paper: Paper, options: RenderOptions) -> Iterator[Block]:
    """Why the paper is one for the reader: words of what was kept, and the kept paper it is most like."""
    words, like = options.why(paper.num)
    if words:
        yield paragraph(options.t("because: {words}", words=DOT.join(map(printable, words))), Role.META)
        if like:
            yield paragraph(options.t("like: {title}", title=like), Role.META)


def section(texts: Texts, name: str, options: RenderOptions, *, wide: bool) -> Iterator[Item]:
    """Summary or abstract as wanted; in the other language, with a word about it, where that is missing."""
    zh, en = getattr(texts, f"{name}_zh"), getattr(texts, f"{name}_en")
    if options.lang is Lang.BOTH and zh and en:
        yield from _parallel(options.text(zh), options.text(en), name, options, wide=wide)
        return
    english = bool(en) and (options.lang is Lang.EN or not zh)
    text = en if english else zh
    if not text:
        return
    if name == "abstract" and options.lang is not (Lang.EN if english else Lang.ZH):
        t = options.t
        yield paragraph(
            t("There is no Chinese text.") if english else t("There is no English text."), Role.NOTICE, gap=1
        )
    field = f"{name}_en" if english else f"{name}_zh"
    yield _block(options.text(text), _ROLES[name], options, field, gap=1, bar=name == "tldr")


_ROLES = {"tldr": Role.SUMMARY, "abstract": Role.TEXT}


def _parallel(zh: str, en: str, name: str, options: RenderOptions, *, wide: bool) -> Iterator[Item]:
    """Sentences of both languages against each other: side by side where there is room, else one below the other."""
    from reader.text.sentences import align  # needed in this view only

    bar = name == "tldr"
    for chinese, english in align(zh, en):
        left = _block(chinese, _ROLES[name], options, f"{name}_zh", gap=1, bar=bar)
        role = _ROLES[name] if wide else Role.SECOND
        right = _block(english, role, options, f"{name}_en", gap=0 if chinese else 1, bar=bar)
        if wide:
            yield Pair(left, right, gap=1)
        else:
            yield from (block for block in (left, right) if block.text)


def _sections(sections: Sequence[Section], options: RenderOptions) -> Iterator[Block]:
    """Named parts, each below its name."""
    for part in sections:
        field = "abstract_en" if part.language is Lang.EN else "abstract_zh"
        yield paragraph(options.text(part.name), Role.HEADING, gap=1)
        yield _block(options.text(part.text), Role.TEXT, options, field)


def _remarks(paper: Paper, options: RenderOptions) -> Iterator[Block]:
    if not (paper.texts.abstract_en or paper.texts.abstract_zh or paper.details.sections):
        yield paragraph(options.t("There is no abstract."), Role.NOTICE, gap=1)
    if paper.cut:
        before = Span(options.t("The publisher cut the abstract here") + DOT, Role.NOTICE)
        after = Span(" " + options.t("opens the full page"), Role.NOTICE)
        yield Block((before, Span(options.open_key, Role.KEY), after), gap=1)
    yield from (paragraph(text, Role.NOTICE, gap=1) for text in _provenance(paper, options))


def _provenance(paper: Paper, options: RenderOptions) -> Iterator[str]:
    """What one should know of where the two languages come from."""
    t = options.t
    if paper.translated is not None:
        translator, day = paper.translated
        on = date_label(day, t, year=options.year) if day else ""
        yield t("Translated here by {model}, {day}.", model=printable(translator.model), day=on or t("no date"))
        if translator.doubtful:
            yield t("The translation is doubtful: a formula, a number or a name of the original is missing.")
    if paper.mismatch is Mismatch.VERSION:
        yield t("The Chinese and the English abstract are of different versions of the paper.")
    elif paper.mismatch is Mismatch.LENGTH:
        yield t("One of the two abstracts is longer: the other one was cut, or made of a cut one.")


def _block(
    text: str, role: Role, options: RenderOptions, field: str | None, *, gap: int = 0, bar: bool = False
) -> Block:
    """A paragraph with its matches."""
    return paragraph(text, role, gap=gap, bar=bar, hits=options.highlight(text, field))
