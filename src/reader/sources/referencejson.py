"""Lists of works in JSON: CSL-JSON (https://docs.citationstyles.org/en/stable/specification.html) and what Semantic
Scholar's API answers with (https://api.semanticscholar.org/api-docs/graph)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import chain
from typing import Any

from reader.model import Author, Digest
from reader.sources.decoding import decode
from reader.sources.facts import Facts, day_told, folded_line
from reader.sources.gathering import There, Unread, digests_of
from reader.sources.limits import HEAD_BYTES
from reader.sources.people import author, full_name
from reader.sources.streams import Pieces, Stream, pieces_of, whole
from reader.sources.texts import TOO_LONG, depth_of, json_objects

_CSL_TYPE = re.compile(
    r'"type"\s*:\s*"(?:article|article-journal|paper-conference|manuscript|report|book|chapter|thesis)"'
)
_CSL_NAMES = re.compile(r'"(?:given|family|issued|date-parts|container-title|literal)"\s*:')
_CSL_ALONE = re.compile(r'"(?:family|date-parts)"\s*:')
_SCHOLAR = re.compile(r'"externalids"\s*:', re.IGNORECASE)
_KEYS = frozenset({"externalIds", "externalids", "issued", "container-title", "author"})
"""What stands in a work of either kind, and not in what it stands in."""
_PREPRINTS = {"article", "manuscript", "report"}
_CATEGORY = re.compile(r"\[([a-z][\w.-]{1,20})\]")
_VERSION = re.compile(r"^version:\s*(\d{1,4})\s*$", re.MULTILINE)
_TRANSLATION = re.compile(r"^titleTranslation:\s*(.+)$", re.MULTILINE)


def is_reference_json(head: str) -> bool:
    """Whether the beginning of a file is that of such a list."""
    if not head.lstrip().startswith(("[", "{")):
        return False
    is_csl = _CSL_ALONE.search(head) or (_CSL_TYPE.search(head) and _CSL_NAMES.search(head))
    return _SCHOLAR.search(head) is not None or is_csl is not None


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
        yield facts_of_work(record, line)


def facts_of_work(record: dict[str, Any], line: int = 0) -> Facts:
    """What one work's record says, of either kind."""
    for role in ("citingPaper", "citedPaper", "paper"):  # an answer about citations
        if isinstance(record.get(role), dict):
            record = record[role]
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
    """The name of a journal or conference; that of arXiv is none."""
    return "" if "arxiv" in name.lower() else folded_line(name)


def _csl(record: dict[str, Any], line: int) -> Facts:
    note = _text(record, "note")
    category = _CATEGORY.search(note)
    version = _VERSION.search(note)
    translation = _TRANSLATION.search(note)
    people = record.get("author")
    return Facts(
        links=tuple(_text(record, key) for key in ("URL", "number", "DOI", "archive_location", "note", "id")),
        title=folded_line(_text(record, "title")),
        title_zh=translation[1] if translation else "",
        abstract=_text(record, "abstract"),
        authors=tuple(p for one in people if (p := _csl_author(one))) if isinstance(people, list) else (),
        categories=(category[1],) if category else (),
        doi=_text(record, "DOI"),
        journal=_venue(_text(record, "container-title")),
        submitted=day_told(_csl_day(record)) if _text(record, "type") in _PREPRINTS else None,
        version=int(version[1]) if version else None,
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
    return value if isinstance(value, str) else ""
