"""Marks, and words of interests, back out of an exported JSON Lines file: the reverse of `reader.export.jsonl`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any, TypeGuard

from reader.errors import DigestReaderError
from reader.export.markfields import WrongMark, marks_read
from reader.i18n import msg
from reader.model import NO_MARKS, Marks, WordRule


def read_records(lines: Iterable[tuple[int, str]]) -> Iterator[tuple[int, str, Marks] | WordRule]:
    """What the lines of a file hold, in their order: of every paper that has marks the number of its line, its ID as it
    is spelt there and the marks; and what the reader decided about words. Everything else in it is ignored.

    lines  each with its number
    Raises DigestReaderError, with the number of the line, at the first line that no export would have written.
    """
    for number, line in lines:
        text = line.removeprefix("\ufeff") if number == 1 else line
        if not text.strip():
            continue
        record = _json(text, number)
        if _is_word(record):
            if record.get("own"):
                yield _word(record, number)
            continue
        arxiv_id, marks = _paper(record, number)
        if marks != NO_MARKS:
            yield number, arxiv_id, marks


def _json(line: str, number: int) -> object:
    try:
        return json.loads(line)
    except (ValueError, RecursionError) as error:
        raise DigestReaderError(
            msg("line {line} is not JSON: it was not exported by this program"), line=number
        ) from error


def _is_word(record: object) -> TypeGuard[dict[str, Any]]:
    return isinstance(record, dict) and "id" not in record and isinstance(record.get("word"), str)


def _word(record: dict[str, Any], number: int) -> WordRule:
    scope, weight = record.get("for", ""), record.get("weight")
    if not isinstance(scope, str) or isinstance(weight, bool) or not isinstance(weight, int | float):
        raise _wrong("weight", number)
    return WordRule(record["word"], float(weight), scope, hide=record.get("hide") is True)


def _paper(paper: object, number: int) -> tuple[str, Marks]:
    if not isinstance(paper, dict) or not isinstance(paper.get("id"), str) or not paper["id"]:
        raise DigestReaderError(msg("line {line} is not a paper: it has no id"), line=number)
    try:
        return paper["id"], marks_read(paper)
    except WrongMark as error:
        raise _wrong(str(error), number) from error


def _wrong(name: str, number: int) -> DigestReaderError:
    return DigestReaderError(msg("line {line}: '{name}' is not what an export holds there"), line=number, name=name)
