"""Kaggle's copy of all of arXiv's metadata: one JSON object a line, 4 GB of them, read in one pass.

https://www.kaggle.com/datasets/Cornell-University/arxiv
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import chain
from typing import Any

from reader.model import ARXIV, Author, Digest
from reader.sources.arxiv_id import canonical, spelt
from reader.sources.decoding import decode
from reader.sources.facts import Facts, day_told, folded_line, unfolded
from reader.sources.gathering import There, Unread, digests_of
from reader.sources.limits import HEAD_BYTES
from reader.sources.people import author, authors_in, full_name
from reader.sources.streams import Pieces, Stream, pieces_of, whole
from reader.sources.texts import TOO_LONG, byte_lines, depth_of, has_records, json_objects

_ID = re.compile(rb'\s*\{\s*"id"\s*:\s*"([^"\\]{1,40})"')
_KEYS = frozenset({"authors_parsed", "submitter", "report-no"})
"""What stands in a record, and in no other form."""
_USUAL = {"id", "authors", "title", "comments", "categories", "abstract", "versions", "update_date"}
_VERSION = re.compile(r"v(\d{1,4})")


def is_kaggle(head: str) -> bool:
    """Whether the beginning of a file is that of such a list."""
    if not head.lstrip("\ufeff \t\r\n").startswith(("{", "[")) or '"categories"' not in head:
        return False
    return has_records(head, _KEYS, _USUAL)


def read_kaggle(stream: Stream, place: str, there: There = None) -> Iterator[Digest]:
    """The papers, those only that are `there`."""
    return digests_of(place, _records(stream, there), there, ARXIV)


def _records(stream: Stream, there: There) -> Iterator[Facts | Unread]:
    beginning = whole(stream, HEAD_BYTES)
    head = decode(beginning)[0]
    stream = Pieces(chain([beginning], pieces_of(stream)))
    depth = depth_of(head, _KEYS)
    if depth or '"abstract"' not in head.lstrip().partition("\n")[0]:  # a list, or not one record a line
        for number, text in json_objects(stream, depth):
            yield Unread(number, TOO_LONG) if text is None else _record(text, number)
        return
    for number, line in enumerate(byte_lines(stream), start=1):
        if line is None:
            yield Unread(number, TOO_LONG)
            continue
        found = _ID.match(line) if there is not None else None
        if found and there is not None and canonical(found[1].decode("utf-8", "replace")) not in there:
            continue  # most of them: not even looked at
        if line.strip():
            yield _record(line, number)


def _record(line: bytes | str, number: int) -> Facts | Unread:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError):
        return Unread(number, "not a readable JSON file")
    if not isinstance(record, dict):
        return Unread(number, "not a paper record")
    versions = record.get("versions")
    versions = [version for version in versions if isinstance(version, dict)] if isinstance(versions, list) else []
    return Facts(
        links=(spelt(record.get("id")),),
        title=folded_line(_text(record, "title")),
        abstract=unfolded(_text(record, "abstract")),
        authors=_authors(record),
        categories=tuple(_text(record, "categories").split()),
        comment=folded_line(_text(record, "comments")),
        doi=_text(record, "doi"),
        journal=folded_line(_text(record, "journal-ref")),
        submitted=day_told(_text(versions[0], "created")) if versions else None,
        version=_version(_text(versions[-1], "version")) if versions else None,
        line=number,
    )


def _text(record: dict[str, Any], key: str) -> str:
    value = record.get(key)
    return value if isinstance(value, str) else ""


def _version(text: str) -> int | None:
    found = _VERSION.fullmatch(text)
    return int(found[1]) if found else None


def _authors(record: dict[str, Any]) -> tuple[Author, ...]:
    """`authors_parsed` holds lists of last name, first names, suffix, and sometimes affiliations."""
    parsed = record.get("authors_parsed")
    if not isinstance(parsed, list) or not parsed:
        return authors_in(folded_line(_text(record, "authors")))
    people = []
    for parts in parsed:
        if isinstance(parts, list) and all(isinstance(part, str) for part in parts):
            last, first, suffix, *places = (*parts, "", "", "")[: max(3, len(parts))]
            people.append(author(full_name(first, last, suffix), *places))
    return tuple(person for person in people if person)
