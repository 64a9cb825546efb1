"""Lists of works in JSON: CSL-JSON (https://docs.citationstyles.org/en/stable/specification.html) and what Semantic
Scholar's API answers with (https://api.semanticscholar.org/api-docs/graph), and Zotero's items as its API and Better
BibTeX write them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import chain
from typing import Any

from reader.model import Author, Digest
from reader.sources.decoding import decode
from reader.sources.extra import extra_in
from reader.sources.facts import Facts, categories_told, day_told, folded_line
from reader.sources.gathering import There, Unread, digests_of
from reader.sources.limits import HEAD_BYTES
from reader.sources.people import author, full_name, people_in
from reader.sources.streams import Pieces, Stream, pieces_of, whole
from reader.sources.texts import TOO_LONG, depth_of, json_objects

_CSL_TYPE = re.compile(
    r'"type"\s*:\s*"(?:article|article-journal|paper-conference|manuscript|report|book|chapter|thesis)"'
)
_CSL_NAMES = re.compile(r'"(?:given|family|issued|date-parts|container-title|literal)"\s*:')
_CSL_ALONE = re.compile(r'"(?:family|date-parts)"\s*:')
_SCHOLAR = re.compile(r'"externalids"\s*:', re.IGNORECASE)
_ITEM = re.compile(r'"itemType"\s*:')
_KEYS = frozenset({"externalIds", "externalids", "issued", "container-title", "author", "itemType"})
"""What stands in a work of either kind, and not in what it stands in."""
_OF_WORKS = {*_KEYS, "title", "URL", "DOI", "citingPaper", "citedPaper", "paper"}
"""One of these stands in every work; other objects are beside them."""
_PREPRINTS = {"article", "manuscript", "report"}


def is_reference_json(head: str) -> bool:
    """Whether the beginning of a file is that of such a list."""
    if not head.lstrip().startswith(("[", "{")):
        return False
    is_csl = _CSL_ALONE.search(head) or (_CSL_TYPE.search(head) and _CSL_NAMES.search(head))
    is_item = _ITEM.search(head) is not None and '"creators"' in head
    return is_item or _SCHOLAR.search(head) is not None or is_csl is not None


def read_reference_json(stream: Stream, place: str, there: There = None) -> Iterator[Digest]:
    """The works that are on arXiv, those only that are `there`."""
    beginning = whole(stream, HEAD_BYTES)
    depth = depth_of(decode(beginning)[0], _KEYS)
    return digests_of(place, _records(Pieces(chain([beginning], pieces_of(stream))), depth), there)


def _records(stream: Stream, depth: int) -> Iterator[Facts | Unread]:
    for line, text in json_objects(stream, depth):
        if text is None:
            yield Unread(line, TOO_LONG)
            continue
        try:
            record = json.loads(text)
        except (ValueError, RecursionError):
            yield Unread(line, "a record that cannot be read")
            continue
        if record.keys() & _OF_WORKS:
            yield facts_of_work(record, line)


def facts_of_work(record: dict[str, Any], line: int = 0) -> Facts:
    """What one work's record says, of either kind."""
    for role in ("citingPaper", "citedPaper", "paper"):  # an answer about citations
        if isinstance(record.get(role), dict):
            record = record[role]
    if "itemType" in record:
        return _item(record, line)
    return _scholar(record, line) if "externalIds" in record or "externalids" in record else _csl(record, line)


def _scholar(record: dict[str, Any], line: int) -> Facts:
    ids = record.get("externalIds") or record.get("externalids")
    told = {str(name).lower(): str(value) for name, value in ids.items()} if isinstance(ids, dict) else {}
    summary = record.get("tldr")
    journal = record.get("journal")
    authors = record.get("authors")
    names = [person.get("name") for person in authors if isinstance(person, dict)] if isinstance(authors, list) else []
    return Facts(
        links=(told.get("arxiv", ""), told.get("doi", "")),
        title=folded_line(_text(record, "title")),
        abstract=_text(record, "abstract"),
        summary=_text(summary, "text") if isinstance(summary, dict) else "",
        authors=tuple(person for name in names if isinstance(name, str) and (person := author(name))),
        doi=told.get("doi", ""),
        journal=_venue(_text(journal, "name") if isinstance(journal, dict) else "") or _venue(_text(record, "venue")),
        line=line,
    )


def _venue(name: str) -> str:
    """The name of a journal or conference; arXiv is none, whatever it is called."""
    return "" if "arxiv" in name.lower() or name.strip() == "CoRR" else folded_line(name)


def _csl(record: dict[str, Any], line: int) -> Facts:
    extra = extra_in(_text(record, "note"))
    people = record.get("author")
    return Facts(
        links=tuple(_text(record, key) for key in ("URL", "number", "DOI", "archive_location", "note", "id")),
        title=folded_line(_text(record, "title")),
        title_zh=extra.title_zh,
        abstract=_text(record, "abstract"),
        authors=tuple(p for one in people if (p := _csl_author(one))) if isinstance(people, list) else (),
        categories=extra.categories or categories_told(record.get("categories")),
        doi=_text(record, "DOI"),
        journal=_venue(_text(record, "container-title")),
        submitted=day_told(_csl_day(record)) if _text(record, "type") in _PREPRINTS else None,
        version=extra.version,
        line=line,
    )


def _item(record: dict[str, Any], line: int) -> Facts:
    """An item as Zotero's API and Better BibTeX write it: https://www.zotero.org/support/dev/web_api/v3/types_and_fields"""
    extra = extra_in(_text(record, "extra"))
    people = record.get("creators")
    named = [one for one in people if isinstance(one, dict)] if isinstance(people, list) else []
    return Facts(
        links=tuple(_text(record, key) for key in ("url", "archiveID", "number", "DOI", "extra")),
        title=folded_line(_text(record, "title")),
        title_zh=extra.title_zh,
        abstract=_text(record, "abstractNote"),
        authors=people_in([one for one in named if one.get("creatorType", "author") == "author"]),
        categories=extra.categories,
        doi=_text(record, "DOI"),
        journal=_venue(_text(record, "publicationTitle") or _text(record, "proceedingsTitle")),
        submitted=day_told(_text(record, "date")) if _text(record, "itemType") == "preprint" else None,
        version=extra.version,
        line=line,
    )


def _csl_author(person: object) -> Author | None:
    if not isinstance(person, dict):
        return None
    particles = [_text(person, key) for key in ("dropping-particle", "non-dropping-particle")]
    last = " ".join(part for part in (*particles, _text(person, "family")) if part)
    return author(_text(person, "literal") or full_name(_text(person, "given"), last, _text(person, "suffix")))


def _csl_day(record: dict[str, Any]) -> str:
    """The day as text; a date without a day is none."""
    issued = record.get("issued")
    if not isinstance(issued, dict):
        return ""
    parts = issued.get("date-parts")
    if isinstance(parts, list) and parts and isinstance(parts[0], list):
        return "-".join(str(part) for part in parts[0])
    return _text(issued, "raw")


def _text(record: dict[str, Any], key: str) -> str:
    value = record.get(key)
    if isinstance(value, list):  # as Crossref answers
        value = next(iter(value), "")
    return value if isinstance(value, str) else ""
