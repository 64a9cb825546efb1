"""Authors, as arXiv and reference managers write them in one line."""

from __future__ import annotations

import re

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
    for name in _BETWEEN.split(_without_brackets(line[:_MOST])):
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
