"""What a record of any form says of one paper, in fields of plain text, and the `Entry` it makes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from email.utils import parsedate_tz

from reader.model import Announce, Author, Details, Entry, Lang, Link, Section, Texts
from reader.sources.arxiv_id import find_id
from reader.sources.cleaning import clean, clean_line
from reader.sources.markup import without_markup
from reader.sources.naming import MONTHS, is_category
from reader.sources.stated import Stated, make_entry, told
from reader.text.script import has_han

_DAY = re.compile(r"\s*(\d{4})(?:[-/.年]\s?(\d\d?)[-/.月]\s?(\d\d?)|(\d\d)(\d\d))(?!\d)")
_NAMED_DAY = re.compile(
    r"\s*(?:[A-Za-z]{3,9},?\s+)?(?:(\d\d?)[\s-]+([A-Za-z]{3})[a-z]{0,6}[\s,-]+|([A-Za-z]{3})[a-z]{0,6}\.?\s+(\d\d?),?\s+)"
    r"(\d{4})(?!\d)"
)
_BETWEEN_CATEGORIES = re.compile(r"[\s,;]+")
_DOI = re.compile(r"10\.\d{4,9}/[^\s\"<>]+")
_OWN_DOI = "10.48550/arxiv."


@dataclass(frozen=True, slots=True)
class Facts:
    """What a record says of one paper; empty is "not told". HTML is taken off the texts.

    links      lead to it, in any of the known ways, the most trustworthy first
    title, abstract, summary   in the language that they turn out to be written in
    title_en, ...              in a language that the form tells
    elsewhere  code, project page and the like
    sections   name and text, each in the language it is written in
    faults     what was wrong with the record, one clause each
    """

    links: tuple[str, ...]
    title: str = ""
    abstract: str = ""
    summary: str = ""
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
    revised: date | None = None
    announce: Announce | None = None
    version: int | None = None
    line: int = 0
    faults: tuple[str, ...] = ()


def entry_of(facts: Facts) -> Entry | None:
    """The entry; None if no link leads to arXiv."""
    found = [(link, one) for link in facts.links if link and (one := find_id(link))]
    if not found:
        return None
    link, (identity, _) = found[0]
    version = next((told for _, (other, told) in found if told and other == identity), None)
    stated = Stated(
        link=link,
        title_zh=without_markup(facts.title_zh),
        title_en=without_markup(facts.title_en or facts.title),
        tldr_zh=without_markup(facts.tldr_zh),
        tldr_en=without_markup(facts.tldr_en or facts.summary),
        abstract_zh=without_markup(unfolded(facts.abstract_zh)),
        abstract_en=without_markup(unfolded(facts.abstract_en) or facts.abstract),
    )
    # The abstract's prefix tells the version where no link does; the title's suffix the category.
    entry = make_entry(stated, facts.line)
    if entry is None:
        return None
    categories = tuple(dict.fromkeys(name for name in facts.categories if is_category(name)))
    primary = categories[0] if categories else entry.category
    details = Details(
        authors=facts.authors,
        categories=categories or ((primary,) if primary else ()),
        comment=told(clean_line(facts.comment)),
        doi=doi_in(facts.doi) if facts.doi else None,
        journal=told(clean_line(facts.journal)),
        links=facts.elsewhere,
        keywords=facts.keywords,
        sections=tuple(_sections(facts.sections)),
        submitted=facts.submitted,
        revised=facts.revised,
    )
    by_script = facts.title or facts.abstract or facts.summary
    return replace(
        entry,
        texts=_by_language(entry.texts) if by_script else entry.texts,
        version=facts.version or version or entry.version,
        category=primary,
        announce=facts.announce or entry.announce,
        cut=False,  # only one publisher, who is read otherwise, cuts at a certain length
        details=details,
    )


def _sections(pairs: Iterable[tuple[str, str]]) -> Iterable[Section]:
    for name, text in pairs:
        cleaned = told(clean(text))
        if cleaned:
            yield Section(Lang.ZH if has_han(cleaned) else Lang.EN, name, cleaned)


def _by_language(texts: Texts) -> Texts:
    """The texts under the languages they are written in. An abstract may hold both, one below the other."""

    def split(english: str | None, chinese: str | None) -> tuple[str | None, str | None]:
        return (None, english) if english and has_han(english) and not chinese else (english, chinese)

    title_en, title_zh = split(texts.title_en, texts.title_zh)
    tldr_en, tldr_zh = split(texts.tldr_en, texts.tldr_zh)
    abstract_en, abstract_zh = split(texts.abstract_en, texts.abstract_zh)
    if abstract_zh and not abstract_en and "\n\n" in abstract_zh:
        parts = abstract_zh.split("\n\n")
        english = [part for part in parts if not has_han(part)]
        abstract_en = "\n\n".join(english) or None
        abstract_zh = "\n\n".join(part.removeprefix("摘要：") for part in parts if has_han(part))
    return Texts(title_en, title_zh, tldr_en, tldr_zh, abstract_en, abstract_zh)


def lacks(entry: Entry, *, abstract: bool = True) -> str | None:
    """What such an entry lacks, as one clause; None if it has a title and (where the form has any) an abstract."""
    texts = entry.texts
    gaps = [] if texts.title_en or texts.title_zh else ["no title"]
    short = not abstract or entry.announce in (Announce.REPLACE, Announce.REPLACE_CROSS)
    if not (texts.abstract_en or texts.abstract_zh or short):
        gaps.append("no abstract")
    return ", ".join(gaps) or None


def categories_in(text: str) -> tuple[str, ...]:
    """Categories out of one line, between blanks, commas or semicolons."""
    return tuple(part for part in _BETWEEN_CATEGORIES.split(text) if part)


def categories_told(value: object) -> tuple[str, ...]:
    """Categories as a record of JSON holds them, in a list or on one line; those of others left out."""
    listed = value if isinstance(value, list) else [value]
    named = (name for line in listed if isinstance(line, str) for name in categories_in(line))
    return tuple(dict.fromkeys(name for name in named if is_category(name)))


def unfolded(text: str) -> str:
    """A text that was broken into lines, as arXiv keeps them: a line that is indented begins a new paragraph."""
    lines = text.strip().splitlines()
    parts: list[str] = []
    for line in lines:
        stripped = line.strip()
        new = not stripped or (parts and line[:1].isspace())
        parts.append(("\n" if new else " ") + stripped)
    return re.sub(r"\n\s*", "\n", "".join(parts)).strip()


def folded_line(text: str) -> str:
    """A field that was broken into lines, on one line."""
    return " ".join(text.split())


def doi_in(text: str) -> str | None:
    """The first DOI in `text` that is a journal's, without a resolver's address; arXiv's own is none."""
    found = _DOI.search(text)
    doi = found[0].rstrip(".,;)") if found else ""
    return doi if doi and not doi.lower().startswith(_OWN_DOI) else None


def day_told(stamp: str) -> date | None:
    """The day of a time stamp as it is written; None if it is none.

    `2026-11-23T00:00:00-05:00`, `2026/11/23`, `2026年11月23日`, `20261123`, `Mon, 23 Nov 2026 00:00:00 -0500`,
    `Nov 23, 2026`.

    Nothing is converted: it is the day where whoever wrote it was.
    """
    numbers: Iterable[int | str] = ()
    if found := _DAY.match(stamp):
        numbers = [part for part in found.groups() if part]
    elif (named := _NAMED_DAY.match(stamp)) and (month := (named[2] or named[3]).lower()) in MONTHS:
        numbers = (named[5], MONTHS.index(month) + 1, named[1] or named[4])
    elif parsed := parsedate_tz(stamp):
        numbers = parsed[:3]
    try:
        return date(*(int(number) for number in numbers))
    except (TypeError, ValueError, OverflowError):
        return None
