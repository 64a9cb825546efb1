"""What publishers said about a paper, as `library.db` keeps it: one statement for each text of each publisher.

The content of a statement (texts and details) is a row of the table `text`, which several statements may share; this
module turns it to and from columns, and says how good it is.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import fields
from datetime import date
from enum import IntEnum
from functools import lru_cache
from typing import Any

from reader.model import NO_DETAILS, TEXT_FIELDS, Author, Details, Lang, Link, LinkKind, Section, Texts
from reader.store.faults import GarbledValue, refuse_bytes
from reader.text.placeholders import is_placeholder
from reader.text.script import is_chinese
from reader.values import dataclass


class Quality(IntEnum):
    """How good the text of one language is; the higher the better."""

    ABSENT = 0
    PLACEHOLDER = 1
    UNTRANSLATED = 2
    CUT = 3
    WHOLE = 4


@dataclass(frozen=True, slots=True)
class Content:
    """The texts and details of a statement."""

    texts: Texts
    details: Details = NO_DETAILS


@dataclass(frozen=True, slots=True)
class Statement:
    """That a publisher said something about a paper.

    publisher  its number in `library.db`
    digest     16 bytes that tell contents apart
    text       number of the content
    version    the highest version it was said of, 0: unknown
    day        the last day it was said, as in `store.days`
    turn       higher for what the publisher said later, within one paper
    cut        the English abstract is cut short
    """

    publisher: int
    digest: bytes
    text: int
    version: int
    day: int
    turn: int
    cut: bool


def quality(text: str | None, language: Lang, cut: bool) -> Quality:
    """How good a text that should be in `language` is. `cut`: what it says or translates was cut short."""
    if text is None:
        return Quality.ABSENT
    if is_placeholder(text):
        return Quality.PLACEHOLDER
    if language is Lang.ZH and not is_chinese(text):
        return Quality.UNTRANSLATED
    return Quality.CUT if cut else Quality.WHOLE


def translated(texts: Texts) -> bool:
    """Whether there is an abstract in Chinese."""
    return quality(texts.abstract_zh, Lang.ZH, False) > Quality.UNTRANSLATED


@lru_cache(maxsize=4000)  # successive digests repeat most of their entries
def digest_of(texts: Texts, details: str | None) -> bytes:
    """16 bytes that tell contents apart; `details` as `details_column` gives them."""
    from hashlib import blake2b  # brings in OpenSSL, which only those who write need

    joined = "\x00".join(text or "" for text in astuple_of(texts))
    if details:
        joined = f"{joined}\x00{details}"
    return blake2b(joined.encode("utf-8", "surrogatepass"), digest_size=16).digest()


def astuple_of(texts: Texts) -> tuple[str | None, ...]:
    """The six texts in the order of `TEXT_FIELDS`."""
    return (texts.title_en, texts.title_zh, texts.tldr_en, texts.tldr_zh, texts.abstract_en, texts.abstract_zh)


TEXT_COLUMNS = f"{', '.join(TEXT_FIELDS)}, details"


def content_of(columns: Sequence[Any]) -> Content:
    """A content from its columns, in the order of `TEXT_COLUMNS`. Raises GarbledValue."""
    refuse_bytes(columns)
    *texts, details = columns
    return Content(Texts(*texts), _details(details) if details else NO_DETAILS)


def details_column(details: Details) -> str | None:
    """Details as JSON, what is empty left out; None if all is."""
    if details is NO_DETAILS or details == NO_DETAILS:
        return None
    told = {field.name: value for field in fields(details) if (value := getattr(details, field.name))}
    if details.authors:
        told["authors"] = [[author.name, *author.affiliations] for author in details.authors]
    if details.links:
        told["links"] = [[link.kind, link.url] for link in details.links]
    if details.sections:
        told["sections"] = [[section.language, section.name, section.text] for section in details.sections]
    if details.submitted:
        told["submitted"] = details.submitted.isoformat()
    if details.revised:
        told["revised"] = details.revised.isoformat()
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def _details(column: str) -> Details:
    try:
        told = json.loads(column)
    except ValueError as error:
        raise GarbledValue("details") from error
    if not isinstance(told, dict):
        raise GarbledValue("details")
    submitted, revised = told.get("submitted"), told.get("revised")
    return Details(
        authors=tuple(Author(name, tuple(places)) for name, *places in told.get("authors", ())),
        categories=tuple(told.get("categories", ())),
        comment=told.get("comment"),
        doi=told.get("doi"),
        journal=told.get("journal"),
        links=tuple(Link(LinkKind(kind), url) for kind, url in told.get("links", ())),
        keywords=tuple(told.get("keywords", ())),
        sections=tuple(Section(Lang(language), name, text) for language, name, text in told.get("sections", ())),
        submitted=date.fromisoformat(submitted) if submitted else None,
        revised=date.fromisoformat(revised) if revised else None,
    )
