"""Records out of text that should be JSON: a record that cannot be read is lost alone."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any

from reader.sources.texts import json_objects

Record = tuple[int, Any]
"""The line at which a record begins, and the record; None where it cannot be read."""

_MARKS = re.compile(r'["{}\[\]]')
_IN_STRING = re.compile(r'(?:[^"\\]|\\.)*"?', re.DOTALL)


def json_lines(text: str) -> Iterator[Record]:
    """One record a line (JSON Lines); empty lines count as lines only."""
    return _by_line(text, json.loads)


def python_lines(text: str) -> Iterator[Record]:
    """One record a line as Python writes a dictionary, with literals only."""
    return _by_line(text, ast.literal_eval)


def _by_line(text: str, read: Callable[[str], Any]) -> Iterator[Record]:
    for number, line in enumerate(text.split("\n"), start=1):
        stripped = line.strip()
        if not stripped:
            continue
        try:
            yield number, read(stripped)
        except (ValueError, SyntaxError, RecursionError, MemoryError):
            yield number, None


def json_records(text: str, depth: int) -> Iterator[Record]:
    """The objects that stand in `depth` brackets."""
    for number, found in json_objects(BytesIO(text.encode("utf-8", "surrogatepass")), depth):
        try:
            yield number, json.loads(found or "")
        except (ValueError, RecursionError):
            yield number, None


def json_document(text: str) -> Any:
    """A whole JSON document; None if it is none. In a broken one, objects that cannot be read are None."""
    try:
        return json.loads(text)
    except RecursionError:
        return None
    except ValueError:
        return _mended(text)


def _mended(text: str) -> Any:
    """A document in whose lists of objects the broken objects are replaced by null, as long as brackets tell them."""
    pieces, kept = list(_objects_in_lists(text)), 0
    if not pieces:
        return None
    parts = []
    for start, end in pieces:
        try:
            json.loads(text[start:end])
        except (ValueError, RecursionError):
            parts += [text[kept:start], "null"]
            kept = end
    try:
        return json.loads("".join([*parts, text[kept:]]))
    except (ValueError, RecursionError):
        return None


def _objects_in_lists(text: str) -> Iterator[tuple[int, int]]:
    """Where the outermost objects inside of lists begin and end."""
    opened: list[str] = []
    start = depth = at = 0
    while found := _MARKS.search(text, at):
        mark, at = found[0], found.end()
        if mark == '"':
            within = _IN_STRING.match(text, at)
            at = within.end() if within else at
        elif mark in "{[":
            if mark == "{" and not depth and opened and opened[-1] == "[":
                start, depth = found.start(), len(opened) + 1
            opened.append(mark)
        elif opened:
            opened.pop()
            if depth and len(opened) < depth:
                yield start, at
                depth = 0
