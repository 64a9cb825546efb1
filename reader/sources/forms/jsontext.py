"""Records out of text that should be JSON: a record that cannot be read is lost alone."""

from __future__ import annotations

import ast
import json
import re
import warnings
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any

from reader.sources.texts import json_objects

Record = tuple[int, Any]
"""The line at which a record begins, and the record; where it cannot be read its text (None: too long), no object."""

_CLOSING = re.compile(r"^[}\]]", re.MULTILINE)


def json_lines(text: str) -> Iterator[Record]:
    """One record a line (JSON Lines); empty lines count as lines only."""
    return _by_line(text, json.loads)


def python_lines(text: str) -> Iterator[Record]:
    """One record a line as Python writes a dictionary, with literals only."""
    return _by_line(text, _literal)


def _literal(line: str) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # such as "1and 2": what is read is no program of the reader's
        return ast.literal_eval(line)


def _by_line(text: str, read: Callable[[str], Any]) -> Iterator[Record]:
    for number, line in enumerate(text.split("\n"), start=1):
        stripped = line.strip()
        if not stripped:
            continue
        try:
            yield number, read(stripped)
        except (ValueError, SyntaxError, RecursionError, MemoryError):
            yield number, stripped


def json_records(text: str, depth: int) -> Iterator[Record]:
    """The objects that stand in `depth` brackets."""
    for number, found in json_objects(BytesIO(text.encode("utf-8", "surrogatepass")), depth):
        try:
            yield number, json.loads(found or "")
        except (ValueError, RecursionError):
            yield number, found


def loose_records(text: str, depth: int) -> Iterator[Record]:
    """The records of what is no JSON document: one a line, or else those in `depth` brackets.

    The latter are those of a broken document, or objects over several lines one behind the other.
    """
    listed = text.lstrip().startswith("[")
    if not listed and has_one_a_line(text):
        return json_lines(text)
    return json_records(text, depth if listed or depth > 1 else 0)


def has_one_a_line(text: str) -> bool:
    """Whether some line is an object, and none closes one that others began."""
    lines = (line for line in text.split("\n") if line.startswith("{"))
    return not _CLOSING.search(text) and any(isinstance(json_document(line), dict) for line in lines)


def json_document(text: str) -> Any:
    """A whole JSON document; None if it is none. Its records can then be had one by one: see `loose_records`."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None
