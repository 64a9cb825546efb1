"""What arXiv answers with: RSS (2024 and the RDF before), Atom feeds, the API, OAI-PMH. papers.cool's Atom is like it.

https://info.arxiv.org/help/rss_specifications.html, https://info.arxiv.org/help/api/user-manual.html,
https://info.arxiv.org/help/oa/index.html
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date

from reader.model import ARXIV, Author, Digest, Link, LinkKind
from reader.sources.announcement import announce_of
from reader.sources.facts import Facts, day_told, doi_in, folded_line, unfolded
from reader.sources.gathering import There, digests_of
from reader.sources.markup import without_markup
from reader.sources.people import author, authors_in, full_name, turned
from reader.sources.streams import Stream
from reader.sources.xmltext import Item, read_long

_API = re.compile(r"arxiv\.org/api/|arxiv\.org/oai|oaipmh\.arxiv\.org", re.IGNORECASE)
_OWN = re.compile(r" updates on arXiv\.org|://(?:(?:rss|export|www)\.)?arxiv\.org/", re.IGNORECASE)
_HARVEST = re.compile(r"<(?:\w+:)?OAI-PMH[\s>]")
_VERSION = re.compile(r"v(\d{1,4})$")


def announces(head: Item) -> bool:
    """Whether these are announcements: the answers of arXiv's API and of OAI-PMH are not."""
    links = [found.attributes.get("href", "") for found in head.all("link")]
    is_answer = any(_API.search(place) for place in (head.text("id"), *links))
    return not (is_answer or head.text("responseDate") or head.text("totalResults"))


def is_arxivs(head: Item) -> bool:
    """Whether arXiv itself made the feed."""
    links = [found.attributes.get("href") or found.text for found in head.all("link")]
    return any(_OWN.search(place) for place in (head.text("title"), head.text("id"), *links))


def feed_day(head: Item, items: Iterable[date | None]) -> date | None:
    """The day of a feed as it is written: its own, else the one that its items agree on, else when it was made.

    items  what `item_day` says of each of its items
    """
    days = set(items)
    agreed = days.pop() if len(days) == 1 else None
    return day_told(head.text("pubDate", "date")) or agreed or day_told(head.text("lastBuildDate", "updated"))


def item_day(item: Item) -> date | None:
    """The day that an item gives itself, as written."""
    return day_told(item.text("pubDate", "published", "date", "updated"))


def facts_of(item: Item, head: Item) -> Facts | None:
    """What an item says of a paper; None if it says that the paper is gone."""
    if any(found.attributes.get("status") == "deleted" for found in item.all("header")):
        return None
    links = [found.attributes.get("href") or found.text for found in item.all("link")]
    spellings = [*links, *(item.text(path) for path in ("guid", "id", "header/identifier", "identifier"))]
    kind = item.text("announce_type")
    named = [doi_in(found.text) for name in ("doi", "DOI") for found in item.all(name)]
    named += [doi_in(link) for link in links if "doi.org/" in link]
    dois = list(dict.fromkeys(doi for doi in named if doi))  # a paper may have appeared in several places
    return Facts(
        links=tuple(text for text in spellings if text),
        title=folded_line(item.text("title")),
        abstract=unfolded(item.text("description", "summary", "abstract", "encoded", "content")),
        authors=_authors(item),
        categories=_categories(item),
        comment=folded_line(item.text("comment", "comments")),
        doi=dois[0] if dois else "",
        journal=folded_line(item.text("journal_ref", "journal-ref", "journal_reference")),
        submitted=None if announces(head) else day_told(item.text("created", "published", "version/date", "date")),
        revised=None if announces(head) else day_told(item.text("updated")),
        elsewhere=tuple(Link(LinkKind.OTHER, f"https://doi.org/{doi}") for doi in dois[1:]),
        announce=announce_of(kind) if kind else None,
        version=_version(item),
        line=item.line,
        faults=tuple(sorted(item.faults)),
    )


def is_harvest(head: str) -> bool:
    """Whether the beginning of a file is that of an answer of OAI-PMH."""
    return _HARVEST.search(head) is not None


def read_harvest(stream: Stream, place: str, there: There = None) -> Iterator[Digest]:
    """The papers of a harvest of any size, those only that are `there`."""
    items = read_long(stream)
    head = next(items, Item(1))
    facts = (facts_of(item, head) for item in items)
    return digests_of(place, (told for told in facts if told), there, ARXIV)


def _version(item: Item) -> int | None:
    """The newest version that OAI's `arXivRaw` lists; elsewhere it stands in the ID."""
    listed = [_VERSION.fullmatch(found.attributes.get("version", "")) for found in item.all("version")]
    return max((int(found[1]) for found in listed if found), default=None)


def _categories(item: Item) -> tuple[str, ...]:
    """The primary category first: it is named, or the first one."""
    primary = [found.attributes.get("term", "") for found in item.all("primary_category")]
    listed = [found.attributes.get("term") or found.text.strip() for found in item.all("category")]
    return (*primary, *listed, *item.text("categories").split())


def _authors(item: Item) -> tuple[Author, ...]:
    """Authors in any of the ways: one element each with parts, Dublin Core's "Last, First", or one line for all."""
    people = _apart(item)
    if people:
        return people
    creators = [without_markup(found.text) for found in item.all("creator")]
    if len(creators) > 1:
        return tuple(told for name in creators if (told := author(turned(name))))
    return authors_in(creators[0] if creators else without_markup(item.text("authors")))


def _apart(item: Item) -> tuple[Author, ...]:
    people: list[tuple[str, list[str]]] = []
    for found in item.fields:
        path, text = found.path.removeprefix("authors/"), folded_line(found.text)
        if path in ("author/name", "author/keyname"):
            people.append((text, []))
        elif path == "author/forenames" and people:
            people[-1] = (full_name(text, people[-1][0]), people[-1][1])
        elif path == "author/suffix" and people:
            people[-1] = (f"{people[-1][0]} {text}", people[-1][1])
        elif path == "author/affiliation" and people:
            people[-1][1].append(text)
    return tuple(told for name, places in people if (told := author(name, *places)))
