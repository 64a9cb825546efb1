"""The publisher's paper record: one JSON object a paper, in `papers/YY/MM/ID.json`.

It belongs to no channel and no day. Its English summary is spelt `en_tdlr` or `en_tldr`.
"""

from __future__ import annotations

import json
import re

from reader.model import Entry, Problem
from reader.sources.decoding import decode
from reader.sources.stated import Stated, make_entry, missing

RECORD_NAME = re.compile(r"\d{4}\.\d{4,5}(?:v\d+)?\.json", re.ASCII)
"""How a record's file is named, to be used with `fullmatch`."""


def parse_record(data: bytes, place: str) -> tuple[Entry | None, Problem | None]:
    """The entry, None if there is none to be had; and what was wrong, None if nothing."""
    text, _ = decode(data)
    try:
        record = json.loads(text)
    except (ValueError, RecursionError):
        return None, Problem(place, 0, "not a readable JSON file", lost=True)
    if not isinstance(record, dict):
        return None, Problem(place, 0, "not a paper record", lost=True)

    def text_of(*keys: str) -> str:
        return next((value for key in keys if isinstance(value := record.get(key), str) and value), "")

    entry = make_entry(
        Stated(
            link=text_of("link"),
            title_zh=text_of("translated_title"),
            title_en=text_of("title"),
            tldr_zh=text_of("tldr"),
            tldr_en=text_of("en_tldr", "en_tdlr"),
            abstract_zh=text_of("translated_abstract"),
            abstract_en=text_of("abstract").lstrip().rstrip("\n"),
        )
    )
    if entry is None:
        return None, Problem(place, 0, "no arXiv link in this record", lost=True)
    gap = missing(entry.texts)
    return entry, Problem(place, 0, f"{entry.id}: {gap}") if gap else None
