"""`Library.finding`: papers by query, by likeness, and what was probably meant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader.library.index import IndexKeeping
from reader.library.stores import Stores

if TYPE_CHECKING:  # what opening the screen must not wait for is imported where it is needed
    from reader.model import Sort
    from reader.search.protocol import Hits
    from reader.search.query import Query


@dataclass(frozen=True, slots=True)
class Results:
    """The answer to a query, with the query as it was understood (for highlighting)."""

    query: Query
    total: int
    nums: Sequence[int]
    sort: Sort
    ms: float


class Finding:
    """Answers questions. Raises QueryError for queries that cannot be read."""

    def __init__(self, stores: Stores, index: IndexKeeping) -> None:
        self._stores = stores
        self._index = index

    def parse(self, text: str, *, typing: bool = False) -> Query:
        """The query as it is understood today, saved searches filled in. Raises QueryError."""
        from reader.search.query import parse

        saved = {search.name: search.query for search in self._stores.marks.searches()}
        return parse(text, today=self._stores.clock().astimezone().date(), typing=typing, saved=saved)

    def search(self, text: str, *, typing: bool = False, sort: Sort | None = None, limit: int | None = None) -> Results:
        """Papers matching the query `text`. `typing`: its last word is still being typed and matches as a prefix.

        `limit` is how many hits the caller looks at first; `Results.nums` goes on to the last. Raises QueryError.
        """
        query = self.parse(text, typing=typing)
        self._stores.refresh()
        return _results(query, self._index.engine().search(query, self._stores.filters, sort=sort, limit=limit))

    def suggest(self, text: str) -> str | None:
        """The query with misspelt words replaced, or None if nothing better is known."""
        return self._index.engine().suggest(self.parse(text))

    def similar(self, num: int, limit: int = 50) -> Results:
        """Papers most like paper `num`."""
        return _results(self.parse(""), self._index.engine().similar(num, self._stores.filters, limit=limit))


def _results(query: Query, hits: Hits) -> Results:
    return Results(query, hits.total, hits.nums, hits.sort, hits.ms)
