"""From what a form tells of one paper, in fields of plain text, to an `Entry`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from reader.model import Author, Details, Entry, Lang, Link, Section
from reader.sources.cleaning import clean, clean_line
from reader.sources.facts import doi_in, unfolded
from reader.sources.naming import is_category
from reader.sources.stated import Stated, make_entry, told
from reader.text.script import has_han

_BETWEEN_CATEGORIES = re.compile(r"[\s,;]+")


@dataclass(frozen=True, slots=True)
class Described:
    """One paper as a form describes it; what is empty is not told.

    links       where its arXiv ID may stand, the most trustworthy first
    sections    name and text, each in the language it is written in
    elsewhere   code, project page and the like
    """

    links: tuple[str, ...]
    title_en: str = ""
    title_zh: str = ""
    tldr_en: str = ""
    tldr_zh: str = ""
    abstract_en: str = ""
    abstract_zh: str = ""
    authors: tuple[Author, ...] = ()
    categories: tuple[str, ...] = ()
    comment: str = ""
    doi: str = ""
    journal: str = ""
    elsewhere: tuple[Link, ...] = ()
    keywords: tuple[str, ...] = ()
    sections: tuple[tuple[str, str], ...] = ()
    submitted: date | None = None
    line: int = 0


def entry_of(said: Described) -> Entry | None:
    """The entry; None if nothing in it leads to an arXiv paper."""
    stated = Stated(
        link="",
        title_zh=said.title_zh,
        title_en=said.title_en,
        tldr_zh=said.tldr_zh,
        tldr_en=said.tldr_en,
        abstract_zh=unfolded(said.abstract_zh),
        abstract_en=unfolded(said.abstract_en),
    )
    for link in said.links:
        entry = make_entry(replace(stated, link=link), said.line) if link else None
        if entry:
            break
    else:
        return None
    categories = tuple(dict.fromkeys(name for name in said.categories if is_category(name)))
    details = Details(
        authors=said.authors,
        categories=categories,
        comment=told(clean_line(said.comment)),
        doi=doi_in(said.doi) if said.doi else None,
        journal=told(clean_line(said.journal)),
        links=said.elsewhere,
        keywords=said.keywords,
        sections=tuple(_sections(said.sections)),
        submitted=said.submitted,
    )
    category = categories[0] if categories else entry.category
    return replace(entry, category=category, cut=False, details=details)  # only one publisher cuts at a certain length


def _sections(pairs: Iterable[tuple[str, str]]) -> Iterable[Section]:
    for name, text in pairs:
        cleaned = told(clean(text))
        if cleaned:
            yield Section(Lang.ZH if has_han(cleaned) else Lang.EN, name, cleaned)


def categories_in(text: str) -> tuple[str, ...]:
    """Categories out of one line, between blanks, commas or semicolons."""
    return tuple(part for part in _BETWEEN_CATEGORIES.split(text) if part)


def gap(entry: Entry) -> str | None:
    """What an entry of such a form lacks that every one should have, as one clause; None if nothing."""
    texts = entry.texts
    return None if texts.title_en or texts.title_zh else "no title"
