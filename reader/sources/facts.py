"""A paper's own data as arXiv and reference managers give them: texts in one language, and what stands beside."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from email.utils import parsedate_tz

from reader.model import Announce, Author, Details, Entry, Link, Texts
from reader.sources.cleaning import clean, clean_line
from reader.sources.markup import without_markup
from reader.sources.naming import is_category
from reader.sources.stated import Stated, make_entry
from reader.text.script import has_han

_DAY = re.compile(r"\s*(\d{4})-(\d\d?)-(\d\d?)(?!\d)")
_DOI = re.compile(r"10\.\d{4,9}/[^\s\"<>]+")
_OWN_DOI = "10.48550/arxiv."


@dataclass(frozen=True, slots=True)
class Facts:
    """What a record says of one paper; empty is "not told".

    links   lead to it, in any of the known ways
    faults  what was wrong with the record, one clause each
    """

    links: tuple[str, ...]
    title: str = ""
    translated_title: str = ""
    abstract: str = ""
    summary: str = ""
    authors: tuple[Author, ...] = ()
    categories: tuple[str, ...] = ()
    comment: str = ""
    doi: str = ""
    journal: str = ""
    elsewhere: tuple[Link, ...] = ()
    keywords: tuple[str, ...] = ()
    submitted: date | None = None
    announce: Announce | None = None
    version: int | None = None
    line: int = 0
    faults: tuple[str, ...] = ()


def entry_of(facts: Facts) -> Entry | None:
    """The entry; None if no link leads to arXiv. Each text goes to the language it is written in."""
    title, abstract, summary = without_markup(facts.title), without_markup(facts.abstract), clean_line(facts.summary)
    # The abstract's prefix tells the version where the link does not; the title's suffix the category.
    entries = (make_entry(Stated(link, title_en=title, abstract_en=abstract), facts.line) for link in facts.links)
    found = [entry for entry in entries if entry]
    if not found:
        return None
    entry = next((entry for entry in found if entry.version), found[0])
    categories = tuple(dict.fromkeys(name for name in facts.categories if is_category(name)))
    primary = categories[0] if categories else entry.category
    details = Details(
        authors=facts.authors,
        categories=categories or ((primary,) if primary else ()),
        comment=clean(facts.comment),
        doi=doi_in(facts.doi),
        journal=clean_line(facts.journal),
        links=facts.elsewhere,
        keywords=facts.keywords,
        submitted=facts.submitted,
    )
    return replace(
        entry,
        texts=_by_language(entry.texts, summary, clean_line(facts.translated_title)),
        version=facts.version or entry.version,
        category=primary,
        announce=facts.announce or entry.announce,
        cut=False,  # these are arXiv's own texts, whatever their length
        details=details,
    )


def _by_language(texts: Texts, summary: str | None, translated: str | None) -> Texts:
    """The texts under the languages they are written in. An abstract may hold both, one below the other."""

    def split(text: str | None) -> tuple[str | None, str | None]:
        return (None, text) if text and has_han(text) else (text, None)

    title_en, title_zh = split(texts.title_en)
    tldr_en, tldr_zh = split(summary)
    abstract_en, abstract_zh = split(texts.abstract_en)
    if abstract_zh and "\n\n" in abstract_zh:
        parts = abstract_zh.split("\n\n")
        english = [part for part in parts if not has_han(part)]
        abstract_en = "\n\n".join(english) or None
        abstract_zh = "\n\n".join(part.removeprefix("摘要：") for part in parts if has_han(part))
    return Texts(title_en, title_zh or translated, tldr_en, tldr_zh, abstract_en, abstract_zh)


def lacks(entry: Entry) -> str | None:
    """What such an entry lacks, as one clause; None if it has a title and an abstract."""
    texts = entry.texts
    gaps = [] if texts.title_en or texts.title_zh else ["no title"]
    if not (texts.abstract_en or texts.abstract_zh or entry.announce in (Announce.REPLACE, Announce.REPLACE_CROSS)):
        gaps.append("no abstract")
    return ", ".join(gaps) or None


def unfolded(text: str) -> str:
    """A text that was broken into lines, as arXiv keeps them: a line that is indented begins a new paragraph."""
    lines = text.strip().splitlines()
    parts: list[str] = []
    for line in lines:
        stripped = line.strip()
        new = not stripped or (parts and line[:1].isspace())
        parts.append(("\n" if new else " ") + stripped)
    return re.sub(r" *\n\s*", "\n", "".join(parts)).strip()


def folded_line(text: str) -> str:
    """A field that was broken into lines, on one line."""
    return " ".join(text.split())


def doi_in(text: str) -> str | None:
    """The first DOI in `text` that is a journal's, without a resolver's address; arXiv's own is none."""
    found = _DOI.search(text)
    doi = found[0].rstrip(".,;)") if found else ""
    return doi if doi and not doi.lower().startswith(_OWN_DOI) else None


def day_told(stamp: str) -> date | None:
    """The day of a time stamp as it is written (`2026-11-23T00:00:00-05:00`, `Mon, 23 Nov 2026 00:00:00 -0500`).

    Nothing is converted: it is the day where whoever wrote it was.
    """
    found = _DAY.match(stamp)
    parsed = None if found else parsedate_tz(stamp)
    numbers: Iterable[int | str] = found.groups() if found else parsed[:3] if parsed else ()
    try:
        return date(*(int(number) for number in numbers))
    except (TypeError, ValueError, OverflowError):
        return None
