"""The marks of a paper as JSON and back: one table, made of the fields of `Marks`, so that none can be forgotten."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from typing import Any

from reader.model import Marks


@dataclass(frozen=True, slots=True)
class Kind:
    """How one kind of field is written as a JSON value, and read; `read` raises ValueError for what it is not."""

    write: Callable[[Any], Any]
    read: Callable[[Any], Any]


_YEARS = range(1970, 3000)
"""When somebody may have marked a paper: at the ends of the calendar no time can be told in another zone."""


def _time_written(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _time_read(value: Any) -> datetime | None:
    if value is None:
        return None
    if not isinstance(value, str):
        raise ValueError(value)
    moment = datetime.fromisoformat(value)
    if moment.year not in _YEARS:
        raise ValueError(value)
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _names_read(value: Any) -> tuple[str, ...]:
    if not isinstance(value or [], list) or not all(isinstance(name, str) for name in value or []):
        raise ValueError(value)
    return tuple(value or ())


def _text_read(value: Any) -> str | None:
    if value is not None and not isinstance(value, str):
        raise ValueError(value)
    return value or None


_KINDS = {
    "datetime | None": Kind(_time_written, _time_read),
    "tuple[str, ...]": Kind(list, _names_read),
    "str | None": Kind(lambda text: text, _text_read),
}
_ORDER = ("bookmarked", "tags", "note", "read", "skipped")
"""The order of the keys that were promised; a later field comes behind them."""

MARK_FIELDS: Mapping[str, Kind] = {
    name: _KINDS[kind]
    for name, kind in sorted(
        ((field.name, str(field.type)) for field in fields(Marks)),
        key=lambda pair: _ORDER.index(pair[0]) if pair[0] in _ORDER else len(_ORDER),
    )
}
"""Every field of `Marks`, by name. A field of a new type fails here, when the program is loaded."""


def marks_written(marks: Marks) -> dict[str, Any]:
    """Marks as JSON values by field."""
    return {name: kind.write(getattr(marks, name)) for name, kind in MARK_FIELDS.items()}


def marks_read(record: Mapping[str, Any]) -> Marks:
    """Marks out of JSON values; a key that is not there is no mark. Raises WrongMark, which names the field."""
    values = {}
    for name, kind in MARK_FIELDS.items():
        try:
            values[name] = kind.read(record.get(name))
        except ValueError as error:
            raise WrongMark(name) from error
    return Marks(**values)


class WrongMark(ValueError):
    """A value that is none of its field; says which field."""
