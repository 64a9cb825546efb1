"""Paths into a record: `paper.authors[].name | authors`, as mappings write them.

    a.b     the value of `b` in the value of `a`
    a[]     every item of a list, or every value of an object; of anything else that itself
    a[].b   of every item the value of `b`; an item that is a text stands for itself
    x | y   `y` where `x` is not there

A key may hold anything but dots, brackets and bars; in quotes (`"a.b"`) anything.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

Getter = Callable[[Any], list[Any]]
"""Every value that is there, in order; none is empty text, None or an empty list."""

# Word by word: a key that may end anywhere in a line of blanks takes the square of it.
_KEY = r'[^.|\[\]"\s]+(?:\s+[^.|\[\]"\s]+)*'
_STEP = re.compile(rf'\s*(?:"(?P<quoted>[^"]*)"|(?P<key>{_KEY}))?\s*(?P<walk>(?:\[\])*)\s*(?P<end>\.|$)')
_EMPTY: tuple[Any, ...] = (None, "", [], {})


def getter(path: str) -> Getter:
    """The function that follows `path`. Raises ValueError, with one clause that says what is wrong."""
    ways = [_way(part.strip()) for part in _alternatives(path)]
    if len(ways) == 1:
        return ways[0]

    def first(record: Any) -> list[Any]:
        for way in ways:
            if found := way(record):
                return found
        return []

    return first


def first_keys(path: object) -> list[str]:
    """The keys on the first way that a path names; none of what is no path."""
    if not isinstance(path, str):
        return []
    return [step for step in _steps(_alternatives(path)[0].strip()) if step]


def keys_of_all(path: object) -> list[str]:
    """The keys on every way that a path names."""
    ways = (
        [[step for step in _steps(way.strip()) if step] for way in _alternatives(path)]
        if isinstance(path, str)
        else [[]]
    )
    return [key for key in ways[0] if all(key in way for way in ways)]


def brackets(path: object, *, listed: bool = False) -> int:
    """In how many brackets of a document the values stand to which a path leads; 0 for what is no path.

    listed  the document is a list: the way counts that begins with one, if there is any
    """
    ways = [_steps(way.strip()) for way in _alternatives(path)] if isinstance(path, str) else [[]]
    return len(next((way for way in ways if way and (way[0] is None) is listed), ways[0]))


def _alternatives(path: str) -> list[str]:
    if path.count('"') % 2:
        raise ValueError("a quote is never closed")
    parts, quoted = [""], False
    for sign in path:
        quoted ^= sign == '"'
        if sign == "|" and not quoted:
            parts.append("")
        else:
            parts[-1] += sign
    return parts


def _way(path: str) -> Getter:
    steps = _steps(path)
    if len(steps) == 1 and isinstance(steps[0], str):
        key = steps[0]

        def at_once(record: Any) -> list[Any]:
            value = record.get(key) if isinstance(record, dict) else None
            return [] if value in _EMPTY else [value]

        return at_once

    def follow(record: Any) -> list[Any]:
        found = [record]
        walked = False
        for step in steps:
            if step is None:
                found = [item for value in found for item in _items(value)]
            else:
                found = [value for item in found for value in _value(item, step, plain=walked)]
            walked = step is None
        return [value for value in found if value not in _EMPTY]

    return follow


def _steps(path: str) -> list[str | None]:
    """Keys to follow; None walks a list."""
    steps: list[str | None] = []
    at = 0
    while at < len(path) or not steps:
        found = _STEP.match(path, at)
        if not found or found.end() == at:
            raise ValueError(f'"{path}" is no path')
        key = found["quoted"] if found["quoted"] is not None else found["key"]
        if key is None and not found["walk"]:
            raise ValueError(f'"{path}" is no path')
        steps += [key] if key is not None else []
        steps += [None] * (len(found["walk"]) // 2)
        at = found.end()
        if found["end"] == "." and at == len(path):
            raise ValueError(f'"{path}" ends too early')
    return steps


def _items(value: Any) -> list[Any]:
    if isinstance(value, list):
        return value
    return list(value.values()) if isinstance(value, dict) else [value]


def _value(item: Any, key: str, *, plain: bool) -> list[Any]:
    """What stands under `key`. `plain`: a publisher may write a text where others write an object with a name."""
    if isinstance(item, dict):
        return [item.get(key)]
    return [item] if plain and isinstance(item, str) else []
