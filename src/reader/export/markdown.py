"""A reading list in Markdown: front matter, then one list item a paper, under headings where wanted.

Written for CommonMark (spec 0.31, sections 2.4 and 6) and what Obsidian and GitHub add to it: text from digests is
escaped wherever one of them would take it for markup.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain

from reader.export.options import Grouping, Options
from reader.export.texts import (
    abstracts,
    authors_line,
    chinese_title,
    chosen,
    iso,
    main_title,
    shown,
    translated_here,
    web_links,
)
from reader.model import Lang, MarkedPaper
from reader.text.safe import printable

_MARKUP = re.compile(r"([\\`*\[\]<>|~$]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])|&(?=#?\w+;)|==|%%)")
_LINE_START = re.compile(r"^(\s*)(#{1,6}(?=\s|$)|[-+=:>](?=[\s-]|$)|-{2,}|={2,})")
_NUMBERED_START = re.compile(r"^(\s*\d{1,9})([.)])(?=\s|$)")
_TAG_BREAKER = re.compile(r"[^\w/-]+")
_NOTHING = "none"


def render(papers: Iterable[MarkedPaper], options: Options) -> Iterator[str]:
    """The reading list; `options` choose languages, headings, and fields."""
    yield f"---\ntitle: Reading list\nsource: arXiv\nlanguage: {options.lang}\n---\n\n"
    yield "# Reading list\n"
    if options.grouping is Grouping.NONE:
        yield from chain.from_iterable(_item(marked, options) for marked in papers)
        return
    for heading, group in _groups(papers, options.grouping).items():
        yield f"\n## {escaped(heading)}\n"
        yield from chain.from_iterable(_item(marked, options) for marked in group)


def escaped(text: str) -> str:
    """`text` as one line of Markdown that shows exactly `text`."""
    line = _MARKUP.sub(lambda match: "".join(f"\\{character}" for character in match[1]), text)
    line = _LINE_START.sub(r"\1\\\2", line)
    return _NUMBERED_START.sub(r"\1\\\2", line)


def _groups(papers: Iterable[MarkedPaper], grouping: Grouping) -> dict[str, list[MarkedPaper]]:
    """Papers by heading, headings in the order in which papers come; a paper stands under each of its tags."""
    groups: dict[str, list[MarkedPaper]] = {}
    for marked in papers:
        for heading in _headings(marked, grouping):
            groups.setdefault(heading, []).append(marked)
    return groups


def _headings(marked: MarkedPaper, grouping: Grouping) -> tuple[str, ...]:
    if grouping is Grouping.TAG:
        return marked.marks.tags or (_NOTHING,)
    value = marked.paper.category if grouping is Grouping.CATEGORY else iso(marked.paper.last_seen)
    return (value or _NOTHING,)


def _item(marked: MarkedPaper, options: Options) -> Iterator[str]:
    """One paper: title and facts, then its paragraphs, indented below the bullet."""
    paper = marked.paper
    yield f"\n- [{_line(main_title(paper))}]({paper.link})\n"
    translation = chinese_title(paper, options.lang)
    if translation:
        yield _paragraph(_line(translation))
    people = authors_line(paper)
    if people:
        yield _paragraph(escaped(people))
    yield _paragraph(_facts(marked, options.lang))
    for summary in chosen(paper.texts.tldr_zh, paper.texts.tldr_en, options.lang):
        yield _paragraph(f"> {_line(summary)}")
    for abstract in abstracts(paper, options.lang):
        yield _paragraph(_line(abstract))
    if marked.marks.note:
        lines = printable(marked.marks.note, keep_newlines=True).split("\n")
        yield _paragraph("**Note:** " + "\\\n  ".join(escaped(line.strip()) for line in lines if line.strip()))


def _line(text: str) -> str:
    return escaped(shown(text))


def _paragraph(text: str) -> str:
    return f"\n  {text}\n"


def _facts(marked: MarkedPaper, lang: Lang) -> str:
    """ID, category, announcement, day and tags, such as `2608.20317v2 · cs.IR · new · 2026-08-14 · #owls`."""
    paper = marked.paper
    version = f"v{paper.version}" if paper.version else ""
    facts = (paper.id + version, paper.category, paper.announce, iso(paper.last_seen))
    tags = (_TAG_BREAKER.sub("-", tag).strip("-") for tag in marked.marks.tags)
    by = translated_here(paper, lang)
    translated = [f"translated by {escaped(by)}"] if by else []
    told = [escaped(fact) for fact in facts if fact]
    told += [f"[{kind}]({url})" for kind, url in web_links(paper)]
    return " · ".join([*told, *translated, *(f"#{tag}" for tag in tags if tag)])
