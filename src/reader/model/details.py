"""What is told of a paper beside its texts."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from reader.values import dataclass


class Lang(StrEnum):
    """Which language a paper is shown in. `BOTH` is the parallel view."""

    ZH = "zh"
    EN = "en"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Author:
    """One author as a publisher writes the name ("Ada M. Beispiel"), with affiliations where told."""

    name: str
    affiliations: tuple[str, ...] = ()


class LinkKind(StrEnum):
    """What a link of a paper leads to. The abstract page is no link: it follows from the ID."""

    CODE = "code"
    PROJECT = "project"
    PDF = "pdf"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Link:
    """Something about a paper elsewhere."""

    kind: LinkKind
    url: str


@dataclass(frozen=True, slots=True)
class Section:
    """A named part of what a publisher says about a paper.

    language  of `text`: `Lang.ZH` or `Lang.EN`
    name      as the publisher's form names it, in that language (`动机`, `Method`)
    """

    language: Lang
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Details:
    """What is told of a paper beside its texts. Empty means "not told"; nothing is invented.

    authors      in the paper's order
    categories   arXiv categories, the primary one first
    comment      arXiv's comment ("12 pages, accepted at ...")
    doi          of the journal's version, without a resolver's address
    journal      arXiv's journal reference
    submitted    day of first submission
    revised      day of the newest version
    """

    authors: tuple[Author, ...] = ()
    categories: tuple[str, ...] = ()
    comment: str | None = None
    doi: str | None = None
    journal: str | None = None
    links: tuple[Link, ...] = ()
    keywords: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()
    submitted: date | None = None
    revised: date | None = None


NO_DETAILS = Details()
