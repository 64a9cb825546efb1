"""The fields of a paper as exports name them: the keys of JSON Lines. Any of them can be left out of any format."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields, replace

from reader.errors import UsageError
from reader.i18n import msg
from reader.model import NO_DETAILS, TEXT_FIELDS, Details, MarkedPaper, Marks, Texts

FIELDS: Mapping[str, str] = {
    "id": msg("arXiv ID, without version; always there"),
    "version": msg("newest version seen"),
    "title_en": msg("title, English"),
    "title_zh": msg("title, Chinese"),
    "tldr_en": msg("summary, English"),
    "tldr_zh": msg("summary, Chinese"),
    "abstract_en": msg("abstract, English"),
    "abstract_zh": msg("abstract, Chinese"),
    "category": msg("primary category"),
    "announce": msg("kind of announcement: new, cross, replace, replace-cross"),
    "link": msg("its page on arXiv"),
    "cut": msg("whether the publisher cut the English abstract"),
    "first_seen": msg("first day it appeared"),
    "last_seen": msg("last day it appeared"),
    "appearances": msg("where and when it appeared"),
    "bookmarked": msg("time of your bookmark"),
    "tags": msg("your tags"),
    "note": msg("your note"),
    "read": msg("when you read it"),
    "skipped": msg("when you passed it over"),
    "authors": msg("authors, where a source tells them"),
    "authors_detail": msg("authors with their affiliations"),
    "categories": msg("all categories"),
    "comment": msg("arXiv's comment"),
    "doi": msg("DOI of the journal's version"),
    "journal": msg("journal reference"),
    "links": msg("code, project page and other links"),
    "keywords": msg("the publisher's keywords"),
    "sections": msg("the publisher's own sections"),
    "submitted": msg("day of first submission"),
    "revised": msg("day of the newest version"),
    "translated_by": msg("the model that translated on this machine"),
    "translated_on": msg("when it did"),
    "translations": msg("which texts it translated, when, and whether it is doubtful"),
}
"""Every field with what it holds (msgid), in the order of JSON Lines."""

ABSTRACTS = frozenset({"abstract_en", "abstract_zh"})
NOTES = frozenset({"note"})

_TRANSLATED = frozenset({"translated_by", "translated_on", "translations"})
_MARKS = frozenset(field.name for field in fields(Marks))
_DETAILS = frozenset(field.name for field in fields(Details))


def fields_named(text: str) -> frozenset[str]:
    """The fields in a list such as `title_en,authors,tags`. Raises UsageError, which names those there are."""
    names = [name.strip() for name in text.replace("，", ",").split(",") if name.strip()]
    unknown = [name for name in names if name not in FIELDS]
    if unknown or not names:
        raise UsageError(
            msg("there is no field {name}; there are {names}"), name=", ".join(unknown) or "''", names=", ".join(FIELDS)
        )
    return frozenset(names) | {"id"}


def only(marked: MarkedPaper, wanted: frozenset[str]) -> MarkedPaper:
    """`marked` with nothing in it but the fields wanted (and what follows from the ID)."""
    paper, texts, details = marked.paper, marked.paper.texts, marked.paper.details
    kept = replace(
        paper,
        texts=Texts(**{name: getattr(texts, name) for name in TEXT_FIELDS if name in wanted}),
        version=paper.version if "version" in wanted else None,
        category=paper.category if "category" in wanted else None,
        announce=paper.announce if "announce" in wanted else None,
        cut=paper.cut and "cut" in wanted,
        first_seen=paper.first_seen if "first_seen" in wanted else None,
        last_seen=paper.last_seen if "last_seen" in wanted else None,
        appearances=paper.appearances if "appearances" in wanted else (),
        told=paper.told if _TRANSLATED & wanted else (None,) * len(TEXT_FIELDS),
        details=_details(details, wanted) if details != NO_DETAILS else details,
    )
    return MarkedPaper(kept, Marks(**{name: getattr(marked.marks, name) for name in _MARKS & wanted}))


def _details(details: Details, wanted: frozenset[str]) -> Details:
    chosen = {name: getattr(details, name) for name in _DETAILS & wanted}
    if "authors" not in wanted and "authors_detail" in wanted:
        chosen["authors"] = details.authors
    return Details(**chosen)


def without(wanted: frozenset[str] | None, left_out: Iterable[str]) -> frozenset[str] | None:
    """The fields wanted (None: all) without some; None as long as nothing is left out."""
    out = frozenset(left_out)
    return wanted if not out else (frozenset(FIELDS) if wanted is None else wanted) - out
