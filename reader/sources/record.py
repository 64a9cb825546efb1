"""The publisher's paper record: one JSON object a paper, in `papers/YY/MM/ID.json`.

It belongs to no channel and no day. Several may stand in one file, in a list or one a line. Its English summary is
spelt `en_tdlr` or `en_tldr`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from reader.model import Entry, Problem
from reader.sources.decoding import decode
from reader.sources.facts import categories_told
from reader.sources.forms.jsontext import json_document, loose_records
from reader.sources.limits import HEAD_BYTES
from reader.sources.people import people_in
from reader.sources.stated import Stated, make_entry, missing
from reader.sources.texts import depth_of

_KEYS = frozenset({"link", "abstract"})
RECORD_NAME = re.compile(r"\d{4}\.\d{4,5}(?:v\d+)?\.json", re.ASCII)
"""How a record's file is named, to be used with `fullmatch`."""


def paper_of(name: str) -> str:
    """The paper whose record has this file name."""
    return name.removesuffix(".json").partition("v")[0]


def parse_records(data: bytes, place: str) -> tuple[list[Entry], list[Problem]]:
    """The entries of a file of records: one, a list of them, or one a line; and what was wrong, record by record."""
    text, _ = decode(data)
    entries: list[Entry] = []
    problems: list[Problem] = []
    found = list(_records(text)) or [(0, ())]
    for line, record in found:
        entry, problem = _read(record, place, line if len(found) > 1 else 0)
        if entry:
            entries.append(entry)
        if problem:
            problems.append(problem)
    return entries, problems


def _records(text: str) -> Iterator[tuple[int, Any]]:
    """Line and record; line 0 where the file does not tell them apart by lines."""
    document = json_document(text)
    if document is None:
        records = list(loose_records(text, depth_of(text[:HEAD_BYTES], _KEYS)))
        yield from records if any(isinstance(record, dict) for _, record in records) else [(0, None)]
        return
    if isinstance(document, dict) and "link" not in document:  # a list in a wrapper
        document = next((value for value in document.values() if _is_list_of_objects(value)), document)
    for record in document if isinstance(document, list) else [document]:
        yield 0, record


def _is_list_of_objects(value: Any) -> bool:
    return isinstance(value, list) and any(isinstance(item, dict) for item in value)


def _read(record: Any, place: str, line: int) -> tuple[Entry | None, Problem | None]:
    if record is None:
        return None, Problem(place, line, "not a readable JSON file", lost=True)
    if not isinstance(record, dict):
        unread = isinstance(record, str)
        reason = "a record that cannot be read" if unread else "not a paper record"
        return None, Problem(place, line, reason, lost=True)

    def text_of(*keys: str) -> str:
        return next((value for key in keys if isinstance(value := record.get(key), str) and value), "")

    entry = make_entry(
        Stated(
            link=text_of("link", "id"),
            title_zh=text_of("translated_title", "title_zh"),
            title_en=text_of("title"),
            tldr_zh=text_of("tldr"),
            tldr_en=text_of("en_tldr", "en_tdlr"),
            abstract_zh=text_of("translated_abstract", "abstract_zh"),
            abstract_en=text_of("abstract").lstrip().rstrip("\n"),
        ),
        line,
    )
    if entry is None:
        return None, Problem(place, line, "no arXiv link in this record", lost=True)
    authors, categories = people_in(record.get("authors")), categories_told(record.get("categories"))
    if authors or categories:  # others write such records, too
        entry = replace(entry, details=replace(entry.details, authors=authors, categories=categories))
    gap = missing(entry.texts)
    return entry, Problem(place, line, f"{entry.id}: {gap}") if gap else None
