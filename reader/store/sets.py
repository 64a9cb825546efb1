"""Sets of papers as queries ask for them: numbers of papers by what is known of them, in ascending order."""

from __future__ import annotations

import json
from array import array
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any

from reader.many import ascending
from reader.model import Announce
from reader.store.days import number_of
from reader.store.lookup import BREAK, folded


class PaperSets:
    """The sets of one library. Raises StoreError from any method if the file cannot be used."""

    def __init__(self, ask: Callable[..., Iterator[Any]]) -> None:
        """`ask(sql, *values)` answers row by row."""
        self._ask = ask

    def nums_in_channel(self, channel: str) -> array[int]:
        """Papers that appeared in `channel`, or under a topic of that name; `cs` alone means every `cs.…`."""
        return self._nums(
            "SELECT DISTINCT paper FROM appearance WHERE ?1 <> ''"
            " AND (channel = ?1 COLLATE NOCASE OR channel LIKE ?2 ESCAPE '!' OR topic = ?1 COLLATE NOCASE)",
            channel,
            _below(channel),
        )

    def nums_in_category(self, category: str) -> array[int]:
        """Papers whose primary category is `category`, or below it (`cs`: every `cs.…`)."""
        return self._nums(
            "SELECT num FROM paper WHERE category = ?1 COLLATE NOCASE OR category LIKE ?2 ESCAPE '!'",
            category,
            _below(category),
        )

    def nums_on_days(self, first: date | None, last: date | None) -> array[int]:
        """Papers that appeared between two days, both included (None: open).

        A paper without any known day counts as of its ID's month, if that whole month lies in the range.
        """
        low, high = number_of(first) or 1, number_of(last) or 99999999
        if low == high:  # no month lies in a day, and the scan for them takes longer than all the rest
            return self._nums("SELECT DISTINCT paper FROM appearance WHERE day = ?", low)
        return self._nums(
            "SELECT DISTINCT paper FROM appearance WHERE day BETWEEN ?1 AND ?2"
            " UNION SELECT num FROM paper WHERE first_seen = 0 AND listed + 1 >= ?1 AND listed + 28 <= ?2",
            low,
            high,
        )

    def nums_announced(self, kinds: Sequence[Announce]) -> array[int]:
        """Papers that were announced as one of `kinds`, anywhere at any time."""
        return self._nums(
            "SELECT appearance.paper FROM appearance, json_each(?1) WHERE announce = json_each.value"
            " UNION SELECT paper.num FROM paper, json_each(?1) WHERE announce = json_each.value",
            json.dumps(list(kinds)),
        )

    def nums_with_id(self, start: str) -> array[int]:
        """Papers whose ID is `start` or begins with it."""
        return self._nums("SELECT num FROM paper WHERE id >= ?1 AND id < ?1 || char(1114111)", start)

    def nums_cut(self) -> array[int]:
        """Papers whose English abstract was cut short by the publisher."""
        return self._nums("SELECT num FROM paper WHERE cut")

    def nums_updated(self) -> array[int]:
        """Papers seen in a second or later version."""
        return self._nums("SELECT num FROM paper WHERE version > 1")

    def nums_untranslated(self) -> array[int]:
        """Papers without a Chinese abstract."""
        return self._nums("SELECT num FROM paper WHERE NOT translated")

    def nums_arrived_after(self, sync: int) -> array[int]:
        """Papers that came with a sync later than number `sync`."""
        return self._nums("SELECT num FROM paper WHERE arrived > ?", sync)

    def newest_arrival(self) -> int:
        """Number of the newest sync that brought papers; 0 if none did."""
        ((newest,),) = self._ask("SELECT coalesce(max(arrived), 0) FROM paper")
        return int(newest)

    def nums_by_author(self, name: str) -> array[int]:
        """Papers with an author of that name: any parts of it, in any order, without regard to accents and case."""
        parts = folded(name).replace(",", " ").split()
        if not parts:
            return array("I")
        rows = self._ask("SELECT paper, authors FROM lookup WHERE instr(authors, ?)", max(parts, key=len))
        return ascending(num for num, names in rows if any(_has(one, parts) for one in names.split(BREAK)))

    def nums_with_authors(self) -> array[int]:
        """Papers whose authors are known."""
        return self._nums("SELECT paper FROM lookup WHERE authors <> ''")

    def tells(self, field: str) -> bool:
        """Whether of any paper it is known what `author:`, `venue:`, `doi:` or `code:` look for."""
        column = {"author": "authors", "venue": "venue", "doi": "doi", "code": "code"}[field]
        return bool(list(self._ask(f"SELECT 1 FROM lookup WHERE {column} <> '' LIMIT 1")))

    def nums_with_code(self, address: str = "") -> array[int]:
        """Papers with a link to code, with `address` somewhere in it."""
        return self._nums("SELECT paper FROM lookup WHERE code <> '' AND instr(code, ?)", address.casefold())

    def nums_in_venue(self, text: str) -> array[int]:
        """Papers with `text` in the journal reference or arXiv's comment, without regard to accents and case."""
        return self._nums("SELECT paper FROM lookup WHERE instr(venue, ?)", folded(text))

    def nums_with_doi(self, doi: str) -> array[int]:
        """Papers whose journal version has this DOI, given bare or as an address; a part of it is enough."""
        bare = doi.casefold().rpartition("doi.org/")[2].removeprefix("doi:")
        return self._nums("SELECT paper FROM lookup WHERE instr(doi, ?)", bare)

    def _nums(self, sql: str, *values: object) -> array[int]:
        return ascending(num for (num,) in self._ask(sql, *values))


def _has(name: str, parts: Sequence[str]) -> bool:
    """Whether every one of `parts` begins a word of `name`."""
    words = name.replace("-", " ").split()
    return all(any(word.startswith(part) for word in (*words, *name.split())) for part in parts)


def _below(name: str) -> str:
    """The pattern of what stands below a channel or category (`cs` -> `cs.…`); its own signs are no wildcards."""
    return name.translate({ord(sign): f"!{sign}" for sign in "!%_"}) + ".%"
