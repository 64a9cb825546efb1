"""What was asked outside as text for `marks.db`, and back as a reading that the library takes in like a digest."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, islice

from reader.library.stores import Stores
from reader.model import ARXIV, TEXT_FIELDS, Digest, Entry
from reader.model.publishers import translator_name
from reader.store.answers import Answer
from reader.store.collected import Collected
from reader.store.statements import astuple_of, content_of, details_column

ENRICH, TRANSLATE, REFUSED = "enrich", "translate", "refused"
"""What is kept of a paper: what arXiv knows, what a model wrote, and that arXiv calls its ID wrong (nothing else)."""
READING = "answers"
"""The key of the reading that the answers make, of no source."""
TAKEN_IN_AT_ONCE = 2000
"""Answers that are taken into the library in one transaction."""


@dataclass(frozen=True, slots=True)
class Reading:
    """See `store.collecting.Readable`."""

    key: str
    fingerprint: str
    digests: tuple[Digest, ...]


def take_in(stores: Stores) -> int:
    """Take answers into the library that it does not have yet; returns how many. Indexing is left to the caller."""
    answers, collected = stores.marks.answers, stores.collected
    if _last_taken_in(collected) == answers.newest():
        return 0
    taken = 0
    collected.begin_sync()
    while few := list(islice(answers.after(_last_taken_in(collected)), TAKEN_IN_AT_ONCE)):
        collected.collector_of_answers().store([reading_of(few, few[-1].num)])
        taken += len(few)
    collected.keep_listing()
    return taken


def _last_taken_in(collected: Collected) -> int:
    kept = collected.fingerprints_of_answers().get(READING, "0")
    return int(kept) if kept.isdecimal() else 0


def entry_text(entry: Entry, said_by: str = "", lacking: Sequence[str] = ()) -> str:
    """An entry as JSON; `said_by` names the model that translated, `lacking` what did not come back of the original."""
    texts = dict(zip(TEXT_FIELDS, astuple_of(entry.texts), strict=True))
    told = {
        **{name: text for name, text in texts.items() if text},
        "details": details_column(entry.details),
        "version": entry.version,
        "category": entry.category,
        "cut": entry.cut,
        "by": said_by,
        "lacking": list(lacking),
    }
    return json.dumps({name: value for name, value in told.items() if value}, ensure_ascii=False)


def reading_of(answers: Iterable[Answer], last: int) -> Reading:
    """Answers as one reading up to number `last`: a digest for each kind, model and day, which announces nothing."""
    told = sorted(
        (_publisher(answer), answer.at.astimezone().date(), answer.num, answer)
        for answer in answers
        if answer.kind in (ENRICH, TRANSLATE)
    )
    digests = tuple(
        Digest(
            place=publisher,
            channel=None,
            day=day,
            entries=tuple(_entry(answer) for *_, answer in few),
            publisher=publisher,
            announces=False,
        )
        for (publisher, day), few in groupby(told, key=lambda one: (one[0], one[1]))
    )
    return Reading(READING, str(last), digests)


def _publisher(answer: Answer) -> str:
    if answer.kind == ENRICH:
        return ARXIV
    told = json.loads(answer.content)
    return translator_name(str(told.get("by", "")), doubtful=bool(told.get("lacking")))


def _entry(answer: Answer) -> Entry:
    told = json.loads(answer.content)
    content = content_of([*(told.get(name) for name in TEXT_FIELDS), told.get("details")])
    return Entry(
        id=answer.id,
        texts=content.texts,
        version=told.get("version"),
        category=told.get("category"),
        cut=bool(told.get("cut")),
        details=content.details,
    )
