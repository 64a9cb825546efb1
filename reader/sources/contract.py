"""The contract between sources and the library that stores what they bring.

A source is read in steps. Every step brings some digests and one remembered fact, `key: fingerprint`; the library
stores both in one transaction. The next run is handed all remembered facts and skips what has not changed.
A source that is interrupted goes on from the last step that was stored.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from reader.model import Digest


class Kind(StrEnum):
    """What a source is."""

    FILE = "file"
    FOLDER = "folder"
    GIT = "git"
    URL = "url"


@dataclass(frozen=True, slots=True)
class SourceSpec:
    """A source as it is remembered: `location` is an absolute path or a URL, the same text for the same source."""

    kind: Kind
    location: str


OF_KNOWN_PAPERS = " of known papers"
"""At the end of a fingerprint: only what was told of papers that were there was taken. When others have come, the same
file may tell more."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One step of reading a source.

    key          what was read, unique within the source (relative path, "history", URL)
    fingerprint  what it looked like, so that the next run can tell whether it changed
    digests      what it held; empty when only the fingerprint is worth remembering
    """

    key: str
    fingerprint: str
    digests: tuple[Digest, ...]


OF_ALL_PAPERS = " of all papers"
"""At the end of the fingerprint of a part: everything in it was taken. A run that was interrupted goes on behind it."""


def in_steps(
    digests: Iterable[Digest], key: str, fingerprint: str, stored: Mapping[str, str], *, of_all: bool
) -> Iterator[Reading]:
    """Readings of a file that was read as `digests`, one for each; only the last carries `key` and is remembered.

    stored  the facts that are remembered of its parts
    of_all  all papers are taken, so that a part that was stored need not be stored again
    """
    held: Digest | None = None
    announces = True
    of_part = fingerprint + (OF_ALL_PAPERS if of_all else OF_KNOWN_PAPERS)
    for part, digest in enumerate(digests):
        if held and not (of_all and stored.get(f"{key}!{part}") == of_part):
            yield Reading(f"{key}!{part}", of_part, (held,))
        held = digest
        announces = announces and digest.announces
    yield Reading(key, fingerprint if announces else fingerprint + OF_KNOWN_PAPERS, (held,) if held else ())


def is_unchanged(fact: str | None, fingerprint: str) -> bool:
    """Whether what is remembered of a file says that it was read as it is."""
    return fact is not None and fact.removesuffix(OF_KNOWN_PAPERS) == fingerprint
