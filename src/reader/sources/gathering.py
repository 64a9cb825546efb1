"""Long files as several digests, so that a bibliography of any size takes little memory."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from reader.model import Digest, Entry
from reader.sources.facts import Facts, entry_of, lacks
from reader.sources.forms.registry import Forms
from reader.sources.limits import LINE_LIMIT
from reader.sources.problems import Problems

ENTRIES_A_DIGEST = 1000

There = Container[str] | None
"""IDs of the papers that are in the library. Of what announces nothing only these are read; None: all are."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of a source is wanted.

    since  what came on that day or later; None: all
    there  see `There`; with `since` it is about paper records, too
    forms  the mappings beside the forms that are read without
    """

    since: date | None = None
    there: There = None
    forms: Forms = Forms()  # noqa: RUF009  # immutable


EVERYTHING = Wanted()


@dataclass(frozen=True, slots=True)
class Unread:
    """A record that could not be read, in a line of its file, and why (one clause)."""

    line: int
    reason: str


@dataclass(slots=True)
class _Gathered:
    place: str
    publisher: str | None
    entries: list[Entry] = field(default_factory=list)
    size: int = 0
    problems: Problems = field(init=False)

    def __post_init__(self) -> None:
        self.problems = Problems(self.place)

    def add(self, entry: Entry, faults: Iterable[str]) -> None:
        self.entries.append(entry)
        self.size += sum(len(text) for text in (entry.texts.abstract_en, entry.texts.abstract_zh) if text)
        for reason in (lacks(entry), *faults):
            if reason:
                self.problems.add(entry.line, f"{entry.id}: {reason}")

    def digest(self) -> Digest:
        return Digest(
            self.place, None, None, tuple(self.entries), self.problems.all(), publisher=self.publisher, announces=False
        )


def digests_of(
    place: str, records: Iterable[Facts | Unread], there: There = None, publisher: str | None = None
) -> Iterator[Digest]:
    """Digests that announce nothing, of some thousand entries each; works that are not on arXiv are only counted.

    place      what was read, for messages
    there      only these papers; None: all
    publisher  under whose name the texts are kept; None: the source's
    """
    gathered = _Gathered(place, publisher)
    without = 0
    for record in records:
        if isinstance(record, Unread):
            gathered.problems.add(record.line, record.reason, lost=True)
            continue
        entry = entry_of(record)
        if entry is None:
            without += 1
        elif there is None or entry.id in there:
            gathered.add(entry, record.faults)
        if len(gathered.entries) >= ENTRIES_A_DIGEST or gathered.size > LINE_LIMIT:
            yield gathered.digest()
            gathered = _Gathered(place, publisher)
    if without:
        gathered.problems.add(0, f"works without an arXiv ID, left out: {without}")
    yield gathered.digest()
