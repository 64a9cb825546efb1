"""Authors, as arXiv and reference managers write them in one line."""

from __future__ import annotations

import re
from typing import Any

from reader.model import Author
from reader.sources.cleaning import clean_line
from reader.text.latex import plain
from reader.text.script import has_han

_SUFFIXES = {"jr", "jr.", "sr", "sr.", "ii", "iii", "iv"}
_BETWEEN = re.compile(r"\s*[,;:]\s*(?:and\s+)?|\s+and\s+|\s*[，；、]\s*")
_OTHERS = re.compile(r"et\.?\s*al\.?|and others|others", re.IGNORECASE)
_MOST = 100_000
"""Code points of a list of authors that are read."""


def author(name: str, *affiliations: str) -> Author | None:
    """One author; accents written in TeX are resolved. None if nothing is left of the name."""
    told = clean_line(plain(name))
    if told is None or not any(character.isalnum() for character in told):
        return None
    return Author(told, tuple(place for text in affiliations if (place := clean_line(plain(text)))))


def people_in(value: Any) -> tuple[Author, ...]:
    """The authors that a value of JSON tells: one line, a list of names, or of objects with a name or its parts."""
    if isinstance(value, str):
        return authors_in(value)
    listed = value if isinstance(value, list) else [value] if isinstance(value, dict) else []
    return tuple(told for one in listed if (told := _named(one) if isinstance(one, str) else _person(one)))


def _named(name: str) -> Author | None:
    """One author of a list, also as `Beispiel, Ana`."""
    last, comma, first = name.partition(",")
    return author(turned(name) if comma and "(" not in last and first.strip().lower() not in _SUFFIXES else name)


def _person(told: Any) -> Author | None:
    """The author that an object tells of: `name`, or first and last name as any of the usual programs call them."""
    if not isinstance(told, dict):
        return None
    said = {key.lower().replace("_", ""): value for key, value in told.items() if isinstance(value, str)}

    def first(*keys: str) -> str:
        return next((said[key] for key in keys if said.get(key)), "")

    whole = first("name", "fullname", "literal", "author")
    places = told.get("affiliations", told.get("affiliation"))
    places = places if isinstance(places, list) else [places]
    return author(
        whole
        or full_name(first("given", "first", "firstname", "forenames"), first("family", "last", "lastname", "keyname")),
        *(place for place in places if isinstance(place, str)),
    )


def full_name(first: str, last: str, suffix: str = "") -> str:
    """A name from its parts, in the order of its script: `Ana Beispiel`, `李小明`."""
    if has_han(last):
        return f"{last}{first}".strip()
    return " ".join(part for part in (first.strip(), last.strip(), suffix.strip()) if part)


def turned(name: str) -> str:
    """`Beispiel, Ana` as `Ana Beispiel`; a name without a comma as it is."""
    last, comma, first = name.partition(",")
    return full_name(first, last) if comma else name


def authors_in(line: str) -> tuple[Author, ...]:
    """The authors named in `line` ("Ana Beispiel (Nowhere), Wei Li and Bo Muster, Jr."), without affiliations.

    A collaboration before a colon is an author, too.
    """
    names: list[str] = []
    for name in _BETWEEN.split(" ".join(_without_brackets(line[:_MOST]).split())):
        name = name.strip()
        if names and name.lower() in _SUFFIXES:
            names[-1] += f" {name}"
        elif name and not _OTHERS.fullmatch(name):
            names.append(name)
    return tuple(told for name in names if (told := author(name)))


def _without_brackets(line: str) -> str:
    """`line` without what stands in round brackets, nested ones too: affiliations and their numbers."""
    if "(" not in line:
        return line
    kept: list[str] = []
    depth = 0
    for piece in re.split(r"([()])", line):
        if piece == "(":
            depth += 1
        elif piece == ")":
            depth = max(0, depth - 1)
        elif not depth:
            kept.append(piece)
    return "".join(kept)
