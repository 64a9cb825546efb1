"""Zotero RDF: everything arrives as a preprint with authors, both abstracts, tags, notes and a collection.

What Zotero's importer does with each element was found by running it. In short: `rdf:about` must be unique; the first
title and abstract win; manual tags are plain `dc:subject`, automatic ones `z:AutomaticTag`; notes are HTML inside XML;
"Extra" (`dc:description`) holds lines `key: value` only, and a Chinese title stands there as `titleTranslation`, where
the plug-in that Chinese readers use looks for it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from html import escape

from reader.export.names import PersonName, person_names
from reader.export.options import Options
from reader.export.texts import abstracts, chinese_title, chosen, doi, iso, main_title, submitted, with_formulas
from reader.model import Lang, MarkedPaper, Paper
from reader.text.safe import printable

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<rdf:RDF
 xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns:z="http://www.zotero.org/namespaces/export#"
 xmlns:bib="http://purl.org/net/biblio#"
 xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:dcterms="http://purl.org/dc/terms/"
 xmlns:foaf="http://xmlns.com/foaf/0.1/"
 xmlns:prism="http://prismstandard.org/namespaces/1.2/basic/">
"""
_PUBLISHER = "<dc:publisher><foaf:Organization><foaf:name>arXiv</foaf:name></foaf:Organization></dc:publisher>"
_LONGEST_TAG = 255
"""Characters; what Zotero's servers take."""


def render(papers: Iterable[MarkedPaper], options: Options) -> Iterator[str]:
    """One item a paper, then one collection of them; a paper that comes twice is written once."""
    yield _HEAD
    items: dict[str, None] = {}
    newest = None
    for marked in papers:
        paper = marked.paper
        if paper.link not in items:
            items[paper.link] = None
            newest = max(filter(None, (newest, paper.last_seen)), default=None)
            yield "".join(f"{line}\n" for line in _item(marked, options.lang))
    name = " ".join(part for part in ("digest-reader", iso(newest)) if part)
    if items:
        parts = "".join(f"    <dcterms:hasPart rdf:resource={_quoted(link)}/>\n" for link in items)
        yield f'  <z:Collection rdf:about="#collection-1">\n    <dc:title>{name}</dc:title>\n{parts}  </z:Collection>\n'
    yield "</rdf:RDF>\n"


def _item(marked: MarkedPaper, lang: Lang) -> Iterator[str]:
    paper = marked.paper
    notes = [(name, html) for name, html in (("note", _note(marked)), ("tldr", _summary(paper, lang))) if html]
    yield f"  <rdf:Description rdf:about={_quoted(paper.link)}>"
    yield "    <z:itemType>preprint</z:itemType>"
    yield f"    {_PUBLISHER}"
    yield from _authors(paper)
    for name, _ in notes:
        yield f"    <dcterms:isReferencedBy rdf:resource={_quoted(f'#{name}-{paper.id}')}/>"
    yield from _tags(marked)
    yield f"    <dc:title>{_escaped(with_formulas(main_title(paper)))}</dc:title>"
    date = "-".join(f"{number:02}" for number in submitted(paper) or ())
    if date:
        yield f"    <dc:date>{date}</dc:date>"
    yield f"    <dc:identifier>DOI {_escaped(doi(paper))}</dc:identifier>"
    yield f"    <dc:identifier><dcterms:URI><rdf:value>{_escaped(paper.link)}</rdf:value></dcterms:URI></dc:identifier>"
    yield f"    <prism:number>arXiv:{_escaped(paper.id)}</prism:number>"
    abstract = "\n\n".join(with_formulas(text, keep_newlines=True) for text in abstracts(paper, lang))
    if abstract:
        yield f"    <dcterms:abstract>{_escaped(abstract)}</dcterms:abstract>"
    yield f"    <z:language>{'zh' if paper.texts.title_zh and not paper.texts.title_en else 'en'}</z:language>"
    extra = "\n".join(_extra(paper, lang))
    yield f"    <dc:description>{_escaped(extra)}</dc:description>"
    yield "  </rdf:Description>"
    for name, html in notes:
        about = _quoted(f"#{name}-{paper.id}")
        yield f"  <bib:Memo rdf:about={about}><rdf:value>{_escaped(html)}</rdf:value></bib:Memo>"


def _authors(paper: Paper) -> Iterator[str]:
    people = [_person(name) for name in person_names(paper.details.authors)]
    if people:
        yield f"    <bib:authors><rdf:Seq>{''.join(people)}</rdf:Seq></bib:authors>"


def _person(name: PersonName) -> str:
    given = ", ".join(part for part in (name.given, name.suffix) if part)
    first = f"<foaf:givenName>{_escaped(given)}</foaf:givenName>" if given else ""
    surname = f"<foaf:surname>{_escaped(name.family)}</foaf:surname>"
    return f"<rdf:li><foaf:Person>{surname}{first}</foaf:Person></rdf:li>"


def _tags(marked: MarkedPaper) -> Iterator[str]:
    """The reader's tags as manual ones, categories and keywords as automatic ones; none twice."""
    details = marked.paper.details
    seen: set[str] = set()
    for tag in map(_tag, marked.marks.tags):
        if tag and tag not in seen:
            seen.add(tag)
            yield f"    <dc:subject>{_escaped(tag)}</dc:subject>"
    for tag in map(_tag, (*(details.categories or (marked.paper.category or "",)), *details.keywords)):
        if tag and tag not in seen:
            seen.add(tag)
            value = f"<rdf:value>{_escaped(tag)}</rdf:value>"
            yield f"    <dc:subject><z:AutomaticTag>{value}</z:AutomaticTag></dc:subject>"


def _tag(text: str) -> str:
    return unicodedata.normalize("NFC", printable(text)).strip()[:_LONGEST_TAG]


def _extra(paper: Paper, lang: Lang) -> Iterator[str]:
    """Lines `key: value` for machines; nothing of the reader's, because Zotero obeys some keys."""
    details = paper.details
    yield f"arXiv:{paper.id}" + (f" [{printable(paper.category)}]" if paper.category else "")
    if paper.version:
        yield f"version: {paper.version}"
    translation = chinese_title(paper, lang)
    told = (("titleTranslation", translation), ("Comment", details.comment), ("Published in", details.journal))
    for name, value in (*told, ("Published DOI", details.doi)):
        if value:
            yield f"{name}: {with_formulas(value).replace('{:', '{ :')}"  # `{:type: x}` would be obeyed


def _note(marked: MarkedPaper) -> str:
    return _paragraphs(marked.marks.note or "")


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


def _escaped(text: str) -> str:
    return escape(text, quote=False)


def _quoted(text: str) -> str:
    return f'"{escape(text)}"'
