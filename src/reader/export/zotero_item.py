"""One paper as an item of Zotero's, whatever the way it goes there: RDF in a file, or JSON to the running program.

What Zotero makes of each field was found by running it: "Extra" holds lines `key: value` only, and a Chinese title
stands there as `titleTranslation`, where the plug-in that Chinese readers use looks for it; notes are HTML.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape

from reader.export.names import PersonName, person_names
from reader.export.texts import (
    abstracts,
    chinese_title,
    chosen,
    doi,
    main_title,
    submitted,
    translated_here,
    with_formulas,
)
from reader.model import Lang, MarkedPaper, Paper
from reader.text.safe import printable

LONGEST_TAG = 255
"""Characters; what Zotero's servers take."""


@dataclass(frozen=True, slots=True)
class ZoteroItem:
    """A preprint as Zotero keeps it; an empty text is a field that is left out.

    date       as much of it as is known: 2024-02-28, 2024-02
    extra      machine lines, one `key: value` each
    tags       the reader's own; `automatic`: categories and keywords; none in both
    notes      (name, HTML): `note` the reader's, `tldr` the summaries
    """

    id: str
    url: str
    pdf: str
    title: str
    authors: tuple[PersonName, ...]
    date: str
    doi: str
    abstract: str
    language: str
    extra: str
    tags: tuple[str, ...]
    automatic: tuple[str, ...]
    notes: tuple[tuple[str, str], ...]


def zotero_item(marked: MarkedPaper, lang: Lang) -> ZoteroItem:
    """A paper and the reader's marks as an item; `lang` chooses texts as in every export."""
    paper = marked.paper
    tags = _distinct(marked.marks.tags)
    categories = paper.details.categories or (paper.category or "",)
    notes = (("note", _paragraphs(marked.marks.note or "")), ("tldr", _summary(paper, lang)))
    return ZoteroItem(
        id=paper.id,
        url=paper.link,
        pdf=paper.pdf,
        title=with_formulas(main_title(paper)),
        authors=tuple(person_names(paper.details.authors)),
        date="-".join(f"{number:02}" for number in submitted(paper) or ()),
        doi=doi(paper),
        abstract="\n\n".join(with_formulas(text, keep_newlines=True) for text in abstracts(paper, lang)),
        language="zh" if paper.texts.title_zh and not paper.texts.title_en else "en",
        extra="\n".join(_extra(paper, lang)),
        tags=tags,
        automatic=tuple(tag for tag in _distinct((*categories, *paper.details.keywords)) if tag not in tags),
        notes=tuple((name, html) for name, html in notes if html),
    )


def given_name(name: PersonName) -> str:
    """What Zotero calls the first name: given names and suffix; empty for one-part names and groups."""
    return ", ".join(part for part in (name.given, name.suffix) if part)


def _distinct(tags: Iterable[str]) -> tuple[str, ...]:
    kept = (unicodedata.normalize("NFC", printable(text)).strip()[:LONGEST_TAG] for text in tags)
    return tuple(dict.fromkeys(tag for tag in kept if tag))


def _extra(paper: Paper, lang: Lang) -> Iterator[str]:
    """Lines `key: value` for machines; nothing of the reader's, because Zotero obeys some keys."""
    details = paper.details
    yield f"arXiv:{paper.id}" + (f" [{_disobeyed(printable(paper.category))}]" if paper.category else "")
    if paper.version:
        yield f"version: {paper.version}"
    translation = chinese_title(paper, lang)
    by = translated_here(paper, lang)
    told = (
        ("titleTranslation", translation),
        ("translatedBy", by),
        ("Comment", details.comment),
        ("Published in", details.journal),
    )
    for name, value in (*told, ("Published DOI", details.doi)):
        if value:
            yield f"{name}: {_disobeyed(with_formulas(value))}"


def _disobeyed(text: str) -> str:
    """`text` in which Zotero finds no field of its own: it would take `{:type: x}` for one."""
    return text.replace("{:", "{ :")


def _summary(paper: Paper, lang: Lang) -> str:
    texts = [with_formulas(text) for text in chosen(paper.texts.tldr_zh, paper.texts.tldr_en, lang)]
    sections = [
        f"<p><strong>{escape(printable(part.name), quote=False)}</strong></p>{_paragraphs(part.text)}"
        for part in paper.details.sections
        if lang in (Lang.BOTH, part.language)
    ]
    summary = f"<p><strong>TL;DR</strong></p>{''.join(f'<p>{escape(text, quote=False)}</p>' for text in texts)}"
    return (summary if texts else "") + "".join(sections)


def _paragraphs(text: str) -> str:
    """A person's text as HTML: blank lines part paragraphs, other line ends are kept."""
    lines = printable(text.strip(), keep_newlines=True).split("\n")
    blocks = "\n".join(line.rstrip() for line in lines).split("\n\n")
    written = [escape(block.strip("\n"), quote=False).replace("\n", "<br/>") for block in blocks]
    return "\n".join(f"<p>{block}</p>" for block in written if block.strip())
