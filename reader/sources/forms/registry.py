"""The mappings there are: those that come with the program, and the reader's own before them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import islice
from pathlib import Path

from reader.errors import UsageError
from reader.i18n import msg
from reader.regular import read_regular
from reader.sources.forms.kinds import KINDS
from reader.sources.forms.mapped import read_mapped
from reader.sources.forms.mapping import Mapping, parse_mappings

_LIKE_AN_ID = re.compile(r"\d{4}\.?\d{4,5}|[a-z-]/\d{7}", re.ASCII)
# One that is not closed is taken to the end of its line: each sign is looked at once.
_STRING = re.compile(r'"(?:[^"\\\n]|\\.){20,}+(?P<end>"?)')
_LINES_LOOKED_AT = 3
"""Lines of one record each that tell a form: one of them may be broken."""
_LOOKED_AT = 40
"""Texts of a document that are looked at for a row."""


@dataclass(frozen=True, slots=True)
class Forms:
    """Which mappings a source is read with.

    mappings  those that are tried on every file that has none of the forms which are read without; None: the shipped
    only      the one that the reader named: every file is of this form, or it is not read
    """

    mappings: tuple[Mapping, ...] | None = None
    only: Mapping | None = None

    def of(self, head: str, path: str) -> Mapping | None:
        """The mapping for a file by its beginning and, where one was named, its path; None if none fits."""
        if self.only:
            return self.only if self.only.opens(path) else None
        if not _LIKE_AN_ID.search(head):
            return None
        return next((one for one in self._tried() if _fits(one, head)), None)

    def _tried(self) -> tuple[Mapping, ...]:
        return shipped() if self.mappings is None else self.mappings


@cache
def shipped() -> tuple[Mapping, ...]:
    """The mappings that come with the program."""
    text = files("reader.sources.forms").joinpath("shipped.toml").read_text("utf-8")
    return tuple(parse_mappings(text, "shipped.toml"))


def own_mappings(folder: Path, configuration: Path) -> Iterator[Mapping]:
    """The reader's own: in TOML files in `folder`, beside the file `configuration`, or in `forms` below.

    Raises UsageError for one that cannot be read or is wrong.
    """
    for path in sorted([*folder.glob("*.toml"), *folder.glob("forms/*.toml")]):
        if path == configuration:
            continue
        try:
            text = read_regular(path).decode()
        except (OSError, UnicodeDecodeError) as error:
            reason = getattr(error, "strerror", None) or error
            raise UsageError(msg("{path} cannot be read: {reason}"), path=path, reason=reason) from error
        yield from parse_mappings(text, str(path))


def forms_of(own: Iterable[Mapping], name: str | None = None) -> Forms:
    """The reader's own mappings and then the shipped ones; with `name` only that one. Raises UsageError if unknown."""
    mappings = (*own, *shipped())
    if not name:
        return Forms(mappings)
    only = next((one for one in mappings if one.name == name), None)
    if only is None:
        known = ", ".join(dict.fromkeys(one.name for one in mappings))
        raise UsageError(msg("there is no form {name}; there are {known}"), name=name, known=known)
    return Forms(mappings, only)


def _strings(head: str) -> Iterator[str]:
    """The longer texts in the beginning of a JSON document."""
    for found in _STRING.finditer(head):
        if not found["end"]:
            continue
        with suppress(ValueError):  # no such escape, or a control character
            yield json.loads(found[0])


def _fits(mapping: Mapping, head: str) -> bool:
    """Whether the beginning of a file looks as the mapping says: it gives a paper with an ID and a title."""
    head = head.lstrip("\ufeff")
    start = head.lstrip()[:1]
    if mapping.kind in {"json", "json-rows", "jsonl", "python-lines"} and start not in {"{", "["}:
        return False
    if mapping.kind == "json":
        return all(f'"{key}"' in head for key in mapping.keys)
    if mapping.kind == "json-rows":
        row = mapping.shape.row
        return row is not None and any(row.search(text) for text in islice(_strings(head), _LOOKED_AT))
    if mapping.kind in {"jsonl", "python-lines"}:
        lines = head.lstrip().split("\n", _LINES_LOOKED_AT)[:_LINES_LOOKED_AT]
        head = "\n".join(lines) if any(line.rstrip().endswith("}") for line in lines) else head
    elif mapping.kind == "blocks" and not (mapping.shape.start and mapping.shape.start.search(head)):
        return False
    if not any(isinstance(record, dict) for _, record in islice(KINDS[mapping.kind](head, mapping.shape), 3)):
        return False
    entries = (entry for digest in read_mapped(head, mapping, "", "") for entry in digest.entries)
    return any(entry.texts.title_en or entry.texts.title_zh for entry in entries)
