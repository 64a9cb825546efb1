"""Our own export: JSON Lines, one object a paper (see `reader.export.jsonl`, whose keys are a promise).

It gives back the texts that were shown, as told by "export of DAY", and every appearance as told by whoever told it.
What a model translated stays told by that model.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import chain
from typing import Any, TypeVar

from reader.model import (
    TEXT_FIELDS,
    Announce,
    Author,
    Details,
    Digest,
    Entry,
    Lang,
    Link,
    LinkKind,
    Section,
    Texts,
)
from reader.model.publishers import translator_name
from reader.sources.arxiv_id import find_id
from reader.sources.cleaning import clean, clean_line
from reader.sources.decoding import decode
from reader.sources.facts import day_told
from reader.sources.forms.jsontext import has_one_a_line
from reader.sources.limits import HEAD_BYTES
from reader.sources.problems import Problems
from reader.sources.streams import Pieces, Stream, pieces_of, whole
from reader.sources.texts import byte_lines, depth_of, first_keys, json_objects

PAPERS_A_STEP = 1000
"""Papers that are gathered before they are handed on."""

_KEYS = {"id", "title_en", "title_zh", "abstract_en", "abstract_zh", "appearances", "bookmarked"}
_TELLING = {"bookmarked"}
_Kind = TypeVar("_Kind", Announce, LinkKind, Lang)


@dataclass(frozen=True, slots=True)
class _Where:
    """Where and by whom a paper was announced."""

    source: str | None
    channel: str | None
    topic: str | None
    day: date | None


@dataclass(slots=True)
class _Step:
    entries: list[Entry] = field(default_factory=list)
    seen: dict[_Where, list[Entry]] = field(default_factory=dict)
    translated: dict[tuple[str, date | None], list[Entry]] = field(default_factory=dict)


def is_export(head: str) -> bool:
    """Whether one of the first records of a file is a paper of ours."""
    if '"appearances"' not in head or '"bookmarked"' not in head:
        return False
    return any(keys >= _KEYS for keys in first_keys(head, depth_of(head, _TELLING)))


def is_laid_out_anew(head: str) -> bool:
    """Whether the beginning of an export is no longer one paper a line: another program wrote the same JSON."""
    return is_export(head) and not (head.startswith("{") and has_one_a_line(head))


def objects_in(stream: Stream, head: str) -> Iterator[tuple[int, str | None]]:
    """Line and text of each paper of such an export; None is one that is too long. `head` is its beginning."""
    return json_objects(stream, depth_of(head, _TELLING))


def read_export(stream: Stream, place: str, day: date | None) -> Iterator[Digest]:
    """The digests that an export makes: one paper a line, or as other programs write the same JSON anew.

    day  of the export, as far as it is known
    """
    beginning = whole(stream, HEAD_BYTES)
    head = decode(beginning)[0].lstrip("\ufeff \t\r\n")
    stream = Pieces(chain([beginning], pieces_of(stream)))
    if is_laid_out_anew(head):
        return _digests_of(objects_in(stream, head), place, day)
    lines = (line if line is None else decode(line)[0] for line in byte_lines(stream))
    return _digests_of(enumerate(lines, start=1), place, day)


def _digests_of(records: Iterable[tuple[int, str | None]], place: str, day: date | None) -> Iterator[Digest]:
    """`records` are lines and texts; None is one that was too long."""
    problems, step = Problems(place), _Step()
    publisher = publisher_of(day)
    for number, line in records:
        if line is not None and not line.strip():
            continue
        record = _record(line) if line is not None else None
        if record is None or not _take(record, number, step):
            problems.add(number, "a record that cannot be read", lost=True)
        if len(step.entries) >= PAPERS_A_STEP:
            yield from _digests(step, place, publisher)
            step = _Step()
    yield from _digests(step, place, publisher)
    if problems.all():
        yield Digest(place, None, None, (), problems.all(), announces=False)


def publisher_of(day: date | None) -> str:
    """Who tells what stands in an export of `day`."""
    return f"export of {day.isoformat() if day else 'an unknown day'}"


def _record(line: str) -> dict[str, Any] | None:
    try:
        record = json.loads(line.strip().removeprefix("\ufeff"))
    except (ValueError, RecursionError):
        return None
    return record if isinstance(record, dict) else None


def _take(record: dict[str, Any], line: int, step: _Step) -> bool:
    """Put what a record tells into `step`; False if it is of no paper. Marks that stand alone tell nothing of it."""
    found = find_id(str(record.get("id", "")))
    if not found:
        return False
    if "appearances" not in record:
        return True
    arxiv_id, told = found[0], _Told(record)
    texts = {name: told.text(name, lines=name.startswith("abstract")) for name in TEXT_FIELDS}
    _take_translations(told, arxiv_id, texts, line, step)
    step.entries.append(
        Entry(
            arxiv_id,
            Texts(**texts),
            told.version(),
            told.text("category"),
            told.one_of("announce", Announce),
            cut=told.truth("cut"),
            line=line,
            details=_details(told),
        )
    )
    for seen in told.objects("appearances"):
        where = _Where(seen.text("source"), seen.text("channel"), seen.text("topic"), seen.day("day"))
        entry = Entry(arxiv_id, Texts(), seen.version(), announce=seen.one_of("announce", Announce), line=line)
        step.seen.setdefault(where, []).append(entry)
    return True


def _take_translations(told: _Told, arxiv_id: str, texts: dict[str, str | None], line: int, step: _Step) -> None:
    """Take out of `texts` what a model translated: it stays its own, and ranks below what publishers say."""
    made: dict[tuple[str, date | None], dict[str, str | None]] = {}
    for one in told.objects("translations"):
        name, model = one.text("field"), one.text("model")
        if name in TEXT_FIELDS and model:
            who = translator_name(model, doubtful=one.truth("doubtful"))
            made.setdefault((who, one.day("day")), {})[name] = texts[name]
            texts[name] = None
    for by, translated in made.items():
        entry = Entry(arxiv_id, Texts(**translated), told.version(), line=line)
        step.translated.setdefault(by, []).append(entry)


def _details(told: _Told) -> Details:
    detailed = [
        Author(name, tuple(one.texts("affiliations")))
        for one in told.objects("authors_detail")
        if (name := one.text("name"))
    ]
    return Details(
        authors=tuple(detailed or (Author(name) for name in told.texts("authors"))),
        categories=tuple(told.texts("categories")),
        comment=told.text("comment", lines=True),
        doi=told.text("doi"),
        journal=told.text("journal"),
        links=tuple(
            Link(kind, url)
            for one in told.objects("links")
            if (kind := one.one_of("kind", LinkKind)) and (url := one.text("url"))
        ),
        keywords=tuple(told.texts("keywords")),
        sections=tuple(
            Section(language, name, text)
            for one in told.objects("sections")
            if (language := one.one_of("language", Lang))
            and (name := one.text("name"))
            and (text := one.text("text", lines=True))
        ),
        submitted=told.day("submitted"),
        revised=told.day("revised"),
    )


def _digests(step: _Step, place: str, publisher: str) -> Iterator[Digest]:
    if step.entries:
        yield Digest(place, None, None, tuple(step.entries), announces=False, publisher=publisher)
    for (translator, day), translated in step.translated.items():
        yield Digest(place, None, day, tuple(translated), announces=False, publisher=translator)
    for where, entries in step.seen.items():
        yield Digest(
            place, where.channel, where.day, tuple(entries),
            topic=where.topic, publisher=where.source or publisher, kept=True,
        )  # fmt: skip


class _Told:
    """An object of the export; what is not as it should be is not there."""

    def __init__(self, record: dict[str, Any]) -> None:
        self._record = record

    def text(self, name: str, *, lines: bool = False) -> str | None:
        value = self._record.get(name)
        return (clean(value) if lines else clean_line(value)) if isinstance(value, str) else None

    def texts(self, name: str) -> list[str]:
        value = self._record.get(name)
        values = value if isinstance(value, list) else []
        return [text for one in values if isinstance(one, str) and (text := clean_line(one))]

    def objects(self, name: str) -> list[_Told]:
        value = self._record.get(name)
        return [_Told(one) for one in value if isinstance(one, dict)] if isinstance(value, list) else []

    def truth(self, name: str) -> bool:
        return self._record.get(name) is True

    def version(self) -> int | None:
        value = self._record.get("version")
        return value if isinstance(value, int) and 0 < value < 10_000 else None

    def day(self, name: str) -> date | None:
        value = self._record.get(name)
        return day_told(value) if isinstance(value, str) else None

    def one_of(self, name: str, kinds: type[_Kind]) -> _Kind | None:
        value = self._record.get(name)
        return kinds(value) if value in set(kinds) else None
