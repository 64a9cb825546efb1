"""How many of some papers there are by month, channel and category."""

from __future__ import annotations

import json
from array import array
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from reader.many import in_parts

MANY = 5_000
"""Papers that are counted at a time."""


class PaperCounts:
    """Counts over one library. Raises StoreError from any method if the file cannot be used."""

    def __init__(self, ask: Callable[..., Iterator[Any]]) -> None:
        """`ask(sql, *values)` answers row by row."""
        self._ask = ask

    def first_months(self) -> array[int]:
        """By paper number, the month (YYYYMM) of its first announcement, or of its ID; 0 where neither is known."""
        ((newest,),) = self._ask("SELECT coalesce(max(num), 0) FROM paper")
        months = array("I", bytes(array("I").itemsize * (newest + 1)))
        # Others may have come in meanwhile.
        sql = "SELECT num, coalesce(nullif(first_seen, 0), listed) / 100 FROM paper WHERE num <= ?"
        for num, month in self._ask(sql, newest):
            months[num] = month
        return months

    def channels(self, nums: Sequence[int]) -> list[tuple[str, int]]:
        """Every channel, or topic of a publisher's own, that has some of the papers, with how many of them; by name."""
        return self._counted(
            "SELECT coalesce(nullif(channel, ''), topic) AS name, count(DISTINCT paper)"
            " FROM json_each(?) JOIN appearance ON paper = value WHERE name <> '' GROUP BY name",
            nums,
        )

    def categories(self, nums: Sequence[int]) -> list[tuple[str, int]]:
        """Every primary category of some of the papers, with how many of them; by name."""
        return self._counted(
            "SELECT category, count(*) FROM json_each(?) JOIN paper ON num = value"
            " WHERE category IS NOT NULL GROUP BY category",
            nums,
        )

    def _counted(self, sql: str, nums: Sequence[int]) -> list[tuple[str, int]]:
        """What `sql` counts of papers (a JSON list of numbers, each once), by name."""
        counts = Counter[str]()
        for some in in_parts(nums, MANY):
            for name, papers in self._ask(sql, json.dumps(some)):
                counts[name] += papers
        return sorted(counts.items())
