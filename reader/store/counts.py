"""How many of some papers there are by month, channel and category."""

from __future__ import annotations

import json
from array import array
from collections.abc import Callable, Iterator, Sequence
from typing import Any


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
        rows = self._ask(
            "SELECT coalesce(nullif(channel, ''), topic) AS name, count(DISTINCT paper)"
            " FROM json_each(?) JOIN appearance ON paper = value WHERE name <> '' GROUP BY name ORDER BY name",
            json.dumps(list(nums)),
        )
        return list(rows)

    def categories(self, nums: Sequence[int]) -> list[tuple[str, int]]:
        """Every primary category of some of the papers, with how many of them; by name."""
        rows = self._ask(
            "SELECT category, count(*) FROM json_each(?) JOIN paper ON num = value"
            " WHERE category IS NOT NULL GROUP BY category ORDER BY category",
            json.dumps(list(nums)),
        )
        return list(rows)
