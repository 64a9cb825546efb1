"""Names of authors as reference managers want them: family name, given names, suffix.

arXiv and digests write "First Last". Which particles belong to the family name, and which words are suffixes, follows
arXiv's own parser, so that a paper's author is sorted here as there. Given names before Chinese family names cannot be
told from others: the order of the source is kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from reader.model import Author
from reader.text.latex import plain
from reader.text.safe import printable

_PARTICLES = frozenset(("van", "der", "de", "la", "von", "del", "della", "da", "mac", "ter", "dem", "di"))
_SUFFIXES = frozenset(("I", "II", "III", "IV", "V", "Sr", "Jr", "Sr.", "Jr."))
_GROUP = re.compile(r".*\b(?:collaborations?|groups?|teams?|consortium|initiative)\b.*", re.IGNORECASE)
_SPACE = re.compile(r"\s+")
_MOST_PARTICLES = 2


@dataclass(frozen=True, slots=True)
class PersonName:
    """One name; a group, or a name of one word, has a family name only."""

    family: str
    given: str = ""
    suffix: str = ""


def person_names(authors: Iterable[Author]) -> Iterator[PersonName]:
    """The names of a paper's authors, in their order."""
    for author in authors:
        text = _SPACE.sub(" ", printable(plain(author.name))).strip(" ,;")
        if text.strip(":. "):
            yield split_name(text)


def split_name(text: str) -> PersonName:
    """One name, such as `Anna M. van der Berg Jr.`, or already turned round: `van der Berg, Anna M.`."""
    if _GROUP.fullmatch(text):
        return PersonName(text)
    if ", " in text:
        return _turned(text)
    words = text.split(" ")
    suffix = ""
    if len(words) > 2 and words[-1] in _SUFFIXES:
        suffix = words.pop()
    start = len(words) - 1
    for _ in range(_MOST_PARTICLES):
        if start > 1 and words[start - 1].casefold() in _PARTICLES:
            start -= 1
    return PersonName(" ".join(words[start:]), " ".join(words[:start]), suffix)


def _turned(text: str) -> PersonName:
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if len(parts) == 2 and parts[1] in _SUFFIXES:
        whole = split_name(parts[0])
        return PersonName(whole.family, whole.given, parts[1])
    if len(parts) == 3 and parts[1] in _SUFFIXES:
        return PersonName(parts[0], parts[2], parts[1])
    return PersonName(parts[0], " ".join(parts[1:]))
