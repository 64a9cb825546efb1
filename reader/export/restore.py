"""Marks back out of an exported JSON Lines file: the reverse of `reader.export.jsonl`."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, TypeGuard

from reader.errors import DigestReaderError
from reader.i18n import msg
from reader.model import NO_MARKS, Marks, WordRule


def read_marks(text: str) -> Iterator[tuple[str, Marks]]:
    """The arXiv ID and the marks of every paper in `text` that has marks; everything else in it is ignored.

    Raises DigestReaderError, with the number of the line, at the first line that no export would have written.
    """
    for number, record in _records(text):
        if not _is_word(record):
            arxiv_id, marks = _paper(record, number)
            if marks != NO_MARKS:
                yield arxiv_id, marks


def read_words(text: str) -> Iterator[WordRule]:
    """What the reader decided about words, as `interests --format jsonl` prints it. Raises DigestReaderError."""
    for number, record in _records(text):
        if _is_word(record) and record.get("own"):
            scope, weight = record.get("for", ""), record.get("weight")
            if not isinstance(scope, str) or isinstance(weight, bool) or not isinstance(weight, int | float):
                raise _wrong("weight", number)
            yield WordRule(record["word"], float(weight), scope, hide=record.get("hide") is True)


def _is_word(record: object) -> TypeGuard[dict[str, Any]]:
    return isinstance(record, dict) and "id" not in record and isinstance(record.get("word"), str)


def _records(text: str) -> Iterator[tuple[int, object]]:
    """Number and JSON of every line."""
    for number, line in enumerate(text.removeprefix("\ufeff").split("\n"), start=1):
        if line.strip():
            try:
                yield number, json.loads(line)
            except (ValueError, RecursionError) as error:
                raise DigestReaderError(
                    msg("line {line} is not JSON: it was not exported by this program"), line=number
                ) from error


def _paper(paper: object, number: int) -> tuple[str, Marks]:
    if not isinstance(paper, dict) or not isinstance(paper.get("id"), str) or not paper["id"]:
        raise DigestReaderError(msg("line {line} is not a paper: it has no id"), line=number)
    return paper["id"], Marks(
        bookmarked=_time(paper, "bookmarked", number),
        read=_time(paper, "read", number),
        skipped=_time(paper, "skipped", number),
        tags=_tags(paper, number),
        note=_note(paper, number),
    )


def _time(paper: Mapping[str, Any], name: str, number: int) -> datetime | None:
    value = paper.get(name)
    if value is None:
        return None
    try:
        moment = datetime.fromisoformat(value)
    except (TypeError, ValueError) as error:
        raise _wrong(name, number) from error
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _tags(paper: Mapping[str, Any], number: int) -> tuple[str, ...]:
    tags = paper.get("tags") or []
    if not isinstance(tags, list) or not all(isinstance(tag, str) for tag in tags):
        raise _wrong("tags", number)
    return tuple(tags)


def _note(paper: Mapping[str, Any], number: int) -> str | None:
    note = paper.get("note")
    if note is not None and not isinstance(note, str):
        raise _wrong("note", number)
    return note or None


def _wrong(name: str, number: int) -> DigestReaderError:
    return DigestReaderError(msg("line {line}: '{name}' is not what an export holds there"), line=number, name=name)
