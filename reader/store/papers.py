"""Papers out of the tables of `library.db`, many with three queries: what exports of a whole library live on."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain, groupby
from operator import itemgetter
from typing import Any

from reader.many import in_parts
from reader.model import Announce, Appearance, Paper, Told
from reader.store.choosing import Said, choose
from reader.store.days import day_of
from reader.store.faults import refuse_bytes
from reader.store.statements import TEXT_COLUMNS, Statement, content_of

Ask = Callable[..., list[Any]]
"""Runs a query with values and answers its rows."""

_PAPER = "num, id, version, category, announce, listed, first_seen, last_seen"
SAID = (
    "statement.publisher, statement.digest, statement.text, statement.version, statement.day, statement.turn,"
    f" statement.cut, {TEXT_COLUMNS}"
)
"""The columns of `as_said`."""

_WANTED = "FROM (SELECT DISTINCT value FROM json_each(?)) JOIN"


def read(ask: Ask, nums: Sequence[int]) -> Iterator[Paper]:
    """The papers with these numbers, in the order given; unknown ones are left out."""
    known = publishers(ask)
    ranked = {publisher: rank for publisher, (_, rank) in known.items()}
    for few in in_parts(nums):
        wanted = json.dumps(list(few))
        rows = {row[0]: row for row in ask(f"SELECT {_PAPER} {_WANTED} paper ON num = value", wanted)}
        said = _grouped(
            ask(
                f"SELECT paper, {SAID} {_WANTED} statement ON paper = value JOIN text ON text.num = statement.text"
                " ORDER BY paper",
                wanted,
            )
        )
        seen = _grouped(
            ask(
                f"SELECT paper, channel, day, announce, appearance.version, topic, name {_WANTED} appearance"
                " ON paper = value JOIN publisher ON publisher.num = publisher"
                " ORDER BY paper, day, channel, topic, announce, appearance.version, name",
                wanted,
            )
        )
        for num in few:
            if num in rows:
                yield _paper(
                    rows[num], [as_said(row[1:]) for row in said.get(num, ())], seen.get(num, ()), known, ranked
                )


def said_of(ask: Ask, num: int) -> list[Said]:
    """All that was said of one paper."""
    rows = ask(f"SELECT {SAID} FROM statement JOIN text ON text.num = statement.text WHERE paper = ?", num)
    return [as_said(row) for row in rows]


def publishers(ask: Ask) -> dict[int, tuple[str, int]]:
    """Name and rank of every publisher, by number."""
    return {num: (name, rank) for num, name, rank in ask("SELECT num, name, rank FROM publisher")}


def ranks(ask: Ask) -> dict[int, int]:
    """The rank of every publisher, by number."""
    return {num: rank for num, (_, rank) in publishers(ask).items()}


def as_said(row: Sequence[Any]) -> Said:
    """A statement and its content from the columns of `SAID`. Raises GarbledValue."""
    publisher, digest, text, version, day, turn, cut = row[:7]
    refuse_bytes((publisher, text, version, day, turn))
    return Statement(publisher, digest, text, version, day, turn, bool(cut)), content_of(row[7:])


def _grouped(rows: Sequence[Any]) -> dict[int, list[Any]]:
    """Rows by their first column, by which they are ordered."""
    return {num: list(group) for num, group in groupby(rows, key=itemgetter(0))}


def _paper(
    row: Sequence[Any],
    said: Sequence[Said],
    seen: Sequence[Any],
    known: Mapping[int, tuple[str, int]],
    ranked: Mapping[int, int],
) -> Paper:
    refuse_bytes(row)
    refuse_bytes(chain.from_iterable(seen))
    num, identity, version, category, announce, listed, first, last = row
    shown = choose(said, ranked)
    return Paper(
        num=num,
        id=identity,
        texts=shown.texts,
        version=version or None,
        category=category,
        announce=Announce(announce) if announce else None,
        cut=shown.cut,
        listed=listed,
        first_seen=day_of(first),
        last_seen=day_of(last),
        appearances=tuple([_appearance(*values) for _, *values in seen]),
        details=shown.details,
        told=tuple([_told(one, known[one.publisher][0]) if one else None for one in shown.told]),
    )


@lru_cache(maxsize=512)  # a day's papers appeared in the same places
def _appearance(channel: str, day: int, announce: str, version: int, topic: str, publisher: str) -> Appearance:
    kind = Announce(announce) if announce else None
    return Appearance(channel or None, day_of(day), kind, version or None, topic or None, publisher)


def _told(statement: Statement, publisher: str) -> Told:
    return Told(publisher, statement.version or None, day_of(statement.day), statement.cut)
