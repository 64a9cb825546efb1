"""Zotero RDF: everything arrives as a preprint with authors, both abstracts, tags, notes and a collection.

What Zotero's importer does with each element was found by running it. In short: `rdf:about` must be unique; the first
title and abstract win; an attachment with `linkMode` 3 is a link, and nothing is fetched; manual tags are plain
`dc:subject`, automatic ones `z:AutomaticTag`; notes are HTML inside XML; "Extra" (`dc:description`) holds lines
`key: value` only, and a Chinese title stands there as `titleTranslation`, where the plug-in that Chinese readers use
looks for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from itertools import islice

from reader.export.names import PersonName
from reader.export.options import Options
from reader.export.texts import iso
from reader.export.zotero_item import ZoteroItem, given_name, zotero_item
from reader.model import MarkedPaper

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<rdf:RDF
 xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns:z="http://www.zotero.org/namespaces/export#"
 xmlns:bib="http://purl.org/net/biblio#"
 xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:dcterms="http://purl.org/dc/terms/"
 xmlns:foaf="http://xmlns.com/foaf/0.1/"
 xmlns:link="http://purl.org/rss/1.0/modules/link/"
 xmlns:prism="http://prismstandard.org/namespaces/1.2/basic/">
"""
_LINK = 3
"""An attachment that is an address on the web, of which nothing is fetched."""
_PUBLISHER = "<dc:publisher><foaf:Organization><foaf:name>arXiv</foaf:name></foaf:Organization></dc:publisher>"


PART = 1000
"""Papers in one of several files: Zotero takes longer for each paper of a larger one."""


def files(papers: Iterable[MarkedPaper], options: Options) -> Iterator[tuple[str, str]]:
    """Files of `PART` papers: (name, text)."""
    rest, number = iter(papers), 0
    while part := list(islice(rest, PART)):
        number += 1
        yield f"papers-{number:03}.rdf", "".join(_written(part, options, f" ({number})"))


def render(papers: Iterable[MarkedPaper], options: Options) -> Iterator[str]:
    """One item a paper, then one collection of them; a paper that comes twice is written once."""
    return _written(papers, options, "")


def _written(papers: Iterable[MarkedPaper], options: Options, part: str) -> Iterator[str]:
    yield _HEAD
    items: dict[str, None] = {}
    newest = None
    for marked in papers:
        paper = marked.paper
        if paper.link not in items:
            items[paper.link] = None
            newest = max(filter(None, (newest, paper.last_seen)), default=None)
            yield "".join(f"{line}\n" for line in _item(zotero_item(marked, options.lang)))
    name = " ".join(word for word in ("digest-reader", iso(newest)) if word) + part
    if items:
        members = "".join(f"    <dcterms:hasPart rdf:resource={_quoted(link)}/>\n" for link in items)
        title = f"    <dc:title>{name}</dc:title>\n"
        yield f'  <z:Collection rdf:about="#collection-1">\n{title}{members}  </z:Collection>\n'
    yield "</rdf:RDF>\n"


def _item(item: ZoteroItem) -> Iterator[str]:
    yield f"  <rdf:Description rdf:about={_quoted(item.url)}>"
    yield "    <z:itemType>preprint</z:itemType>"
    yield f"    {_PUBLISHER}"
    if item.authors:
        yield f"    <bib:authors><rdf:Seq>{''.join(map(_person, item.authors))}</rdf:Seq></bib:authors>"
    for name, _ in item.notes:
        yield f"    <dcterms:isReferencedBy rdf:resource={_quoted(f'#{name}-{item.id}')}/>"
    yield f"    <link:link rdf:resource={_quoted(f'#pdf-{item.id}')}/>"
    for tag in item.tags:
        yield f"    <dc:subject>{_escaped(tag)}</dc:subject>"
    for tag in item.automatic:
        value = f"<rdf:value>{_escaped(tag)}</rdf:value>"
        yield f"    <dc:subject><z:AutomaticTag>{value}</z:AutomaticTag></dc:subject>"
    yield f"    <dc:title>{_escaped(item.title)}</dc:title>"
    if item.date:
        yield f"    <dc:date>{item.date}</dc:date>"
    yield f"    <dc:identifier>DOI {_escaped(item.doi)}</dc:identifier>"
    yield f"    <dc:identifier><dcterms:URI><rdf:value>{_escaped(item.url)}</rdf:value></dcterms:URI></dc:identifier>"
    yield f"    <prism:number>arXiv:{_escaped(item.id)}</prism:number>"
    if item.abstract:
        yield f"    <dcterms:abstract>{_escaped(item.abstract)}</dcterms:abstract>"
    yield f"    <z:language>{item.language}</z:language>"
    yield f"    <dc:description>{_escaped(item.extra)}</dc:description>"
    yield "  </rdf:Description>"
    yield f"  <z:Attachment rdf:about={_quoted(f'#pdf-{item.id}')}>"
    yield "    <z:itemType>attachment</z:itemType>"
    yield f"    <dc:title>Preprint PDF</dc:title><link:type>application/pdf</link:type><z:linkMode>{_LINK}</z:linkMode>"
    yield f"    <dc:identifier><dcterms:URI><rdf:value>{_escaped(item.pdf)}</rdf:value></dcterms:URI></dc:identifier>"
    yield "  </z:Attachment>"
    for name, html in item.notes:
        about = _quoted(f"#{name}-{item.id}")
        yield f"  <bib:Memo rdf:about={about}><rdf:value>{_escaped(html)}</rdf:value></bib:Memo>"


def _person(name: PersonName) -> str:
    given = given_name(name)
    first = f"<foaf:givenName>{_escaped(given)}</foaf:givenName>" if given else ""
    surname = f"<foaf:surname>{_escaped(name.family)}</foaf:surname>"
    return f"<rdf:li><foaf:Person>{surname}{first}</foaf:Person></rdf:li>"


def _escaped(text: str) -> str:
    return escape(text, quote=False)


def _quoted(text: str) -> str:
    return f'"{escape(text)}"'
