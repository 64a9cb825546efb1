"""What is told of a paper beside its texts, as the detail pane shows it: authors, venue, links, keywords. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date

from reader.i18n import Translator, msg
from reader.model import Details, Lang, Link, LinkKind, Section
from reader.tui.spans import Role, Span
from reader.tui.typeset import Block, paragraph

FIRST = 3
"""So many authors are named before the last one where there are more than one could read at a glance."""
KINDS = {
    LinkKind.CODE: msg("Code"),
    LinkKind.PROJECT: msg("Project page"),
    LinkKind.PDF: msg("PDF"),
    LinkKind.OTHER: msg("Link"),
}

Text = Callable[[str], str]
"""Makes a stored text one that may be shown."""


def authors_line(details: Details, text: Text, t: Translator, key: str) -> Iterator[Block]:
    """All authors where there are few; else the first ones and the last, how many there are, and the key for all."""
    names = [text(author.name) for author in details.authors]
    comma = t(", ")
    if not names:
        return
    if len(names) <= FIRST + 1:
        yield paragraph(comma.join(names), Role.SECOND)
        return
    spans = [Span(f"{comma.join(names[:FIRST])} … {names[-1]}", Role.SECOND)]
    spans.append(Span(f"  {t.n('{n} author', '{n} authors', len(names))}", Role.META))
    if key:
        spans += [Span(" ", Role.META), Span(key, Role.KEY)]
    yield Block(tuple(spans))


def all_authors(details: Details, text: Text, t: Translator) -> Iterator[Block]:
    """Every author, one a line, with affiliations where they are told."""
    for number, author in enumerate(details.authors):
        if not number:
            yield paragraph(t("Authors"), Role.HEADING, gap=1)
        places = "; ".join(text(place) for place in author.affiliations)
        spans = (Span(text(author.name), Role.TEXT), Span(f"  {places}" if places else "", Role.META))
        yield Block(tuple(span for span in spans if span.text))


def facts(details: Details, text: Text, t: Translator) -> Iterator[Block]:
    """Where it was published or what its authors say about that, links, keywords."""
    if venue := details.journal or details.comment:
        yield paragraph(text(venue), Role.META)
    for link in details.links:
        if link.kind is LinkKind.CODE:
            yield link_line(link, t)
    if details.keywords:
        words = " · ".join(text(word) for word in details.keywords)
        yield Block((Span(f"{t('Keywords')}  ", Role.META), Span(words, Role.SECOND)))


def all_facts(details: Details, text: Text, t: Translator, day: Callable[[date | None], str]) -> Iterator[Block]:
    """All of it, each under its name; `day` says a day in words, nothing for None."""
    told = (
        (t("Categories"), t(", ").join(details.categories)),
        (t("Submitted"), day(details.submitted)),
        (t("Newest version"), day(details.revised)),
        (t("Journal"), text(details.journal or "")),
        (t("Comment"), text(details.comment or "")),
    )
    for name, value in told:
        if value:
            yield Block((Span(f"{name}  ", Role.META), Span(value, Role.TEXT)))
    if details.doi:
        link = f"https://doi.org/{details.doi}"
        yield Block((Span("DOI  ", Role.META), Span(text(details.doi), Role.LINK, link=link)))
    yield from (link_line(link, t) for link in details.links)


def link_line(link: Link, t: Translator) -> Block:
    """What a link leads to, and its address without what says nothing."""
    shown = link.url.partition("://")[2].removeprefix("www.").rstrip("/") or link.url
    return Block((Span(f"{t(KINDS[link.kind])}  ", Role.META), Span(shown, Role.LINK, link=link.url)))


def sections_of(details: Details, lang: Lang) -> Sequence[Section]:
    """The sections to read in a language; those in the other one where there are none in it."""
    if lang is Lang.BOTH:
        return details.sections
    own = [section for section in details.sections if section.language is lang]
    return own or details.sections


def made_of(text: str, sections: Sequence[Section]) -> bool:
    """Everything that the sections say stands in `text` already."""
    whole = "".join(text.split())
    return bool(sections) and all("".join(section.text.split()) in whole for section in sections)
