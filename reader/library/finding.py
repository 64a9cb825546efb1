"""`Library.finding`: papers by query, by likeness, and what was probably meant."""

from __future__ import annotations

import sys
import time
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from reader.errors import QueryError, SearchIndexError
from reader.i18n import msg
from reader.library.days import DayRuns
from reader.library.index import IndexKeeping
from reader.library.interest import InterestKeeping, Reasons
from reader.library.stores import Stores
from reader.model import MonthCount, QueryStatistics, Sort, Suggestion, SuggestionKind, Texts
from reader.text.safe import sound
from reader.text.script import has_han

if TYPE_CHECKING:  # what opening the screen must not wait for is imported where it is needed
    from reader.model import Results
    from reader.search.query import Query


Suggestions = tuple[Suggestion, ...]

FEWEST_SUGGESTED = 5
"""Papers that a suggested query must find, and a query must not find to be thought mistaken."""


FEW_HITS = 20
"""Where fewer papers match, papers near in meaning and other ways to ask are offered."""

MOST_NEAR = 50
"""Papers in a list that goes on with those near in meaning."""


SHORTEST_PUT_RIGHT, TIMES_MORE = 6, 100
"""Letters of a word that is put right although papers have it, and how many times more the other spelling must find: it
may well be a word, and short words have neighbours that are others (`coal`, `goal`)."""


TOLD = frozenset(("author", "venue", "doi", "code"))
"""Fields about what most digests do not tell."""


class Finding:
    """Answers questions. Raises QueryError for queries that cannot be read."""

    def __init__(self, stores: Stores, index: IndexKeeping) -> None:
        self._stores = stores
        self._index = index
        self._months: tuple[object, Sequence[int]] = (None, ())
        self._days = DayRuns(stores)
        self.interest = InterestKeeping(stores, index, self._newest)

    def parse(self, text: str, *, typing: bool = False) -> Query:
        """The query as it is understood today, saved searches filled in. Raises QueryError."""
        from reader.search.query import parse

        saved = {search.name: search.query for search in self._stores.marks.searches()}
        return parse(sound(text), today=self._stores.clock().astimezone().date(), typing=typing, saved=saved)

    def search(
        self,
        text: str,
        *,
        filters: Iterable[str] = (),
        typing: bool = False,
        sort: Sort | None = None,
        limit: int | None = None,
        near: int = 0,
    ) -> Results:
        """Papers matching the query `text`, among those that match every query of `filters`.

        Each filter is read for itself, so that no operator, bracket or quote of one text reaches into another: counts
        beside a list are the same call with one filter more (`is:unread`) and `limit=0`. `typing`: the last word of
        `text` is still being typed and matches as a prefix. `limit` is how many hits the caller looks at first;
        `Results.nums` goes on to the last. By interest, what the reader hides is left out. `near`: see `with_near`.

        Raises QueryError, also where nothing is found and a word before a colon that is no field may be why (where
        something is found, `remarks` says so), or that of no paper is told what a field looks for.
        """
        query = self.parse(text, typing=typing).narrowed(*map(self.parse, filters))
        self._stores.refresh()
        if query.has_text and not self._index.status().papers and self._index.behind():
            raise SearchIndexError(msg("texts cannot be searched: there is no full-text index yet"))
        profile = None
        if (sort or query.sort) is Sort.INTEREST:
            profile = self.interest.profile(query.interest or "")
            query = query.narrowed(self.parse(self.interest.shown(query.interest or "")))
        results = self._index.ask(
            lambda engine: engine.search(query, self._stores.filters, sort=sort, limit=limit, profile=profile)
        )
        sys.audit("digest-reader.search", text, results.total, results.ms)
        results = self.with_near(results, near)
        if not results.total and not results.near.nums:
            self._tell_why(query)
        if profile is None:
            return results
        if results.sort is Sort.INTEREST:
            return replace(results, why=Reasons(profile))
        untaught = QueryError(
            msg("newest first: no word that papers could be ranked by is known yet; keep some papers")
        )
        return replace(results, query=replace(query, remarks=(*query.remarks, untaught)))

    def _tell_why(self, query: Query) -> None:
        """Raise QueryError if it can be told why nothing is found."""
        if query.remarks:
            raise query.remarks[0]
        told = self._stores.collected.sets.tells
        for asked in query.fields():
            if asked.field in TOLD and not told(asked.field):
                template = msg('of no paper here is told what "{field}:" looks for; `digest-reader enrich` asks arXiv')
                raise QueryError(template, asked.start, asked.length, field=asked.field)

    def by_day(self, results: Results) -> Results:
        """Results with the headings they stand under, in the order of those (see `days.DayRuns.grouped`)."""
        return self._days.grouped(results)

    def with_near(self, results: Results, most: int = MOST_NEAR, without: Collection[str] = ()) -> Results:
        """An answer of `search` with papers near in meaning behind those that match, `most` in all.

        There are none where `FEW_HITS` or more match, where the answer is in order of days, or where no bare word was
        typed. `Results.near` says which they are, what each lacks, and how the words were understood:
        a screen that lists them shows `understood` in a line, with each `word` and `companion` to be struck out. It
        hands what was struck out back as `without`, with the same results; `total`, and all that counts or acts on
        what is found, means exact papers only. Quoted words, fields, `-word` and everything that narrows hold for near
        papers too. Takes some 10 ms at 50,000 papers, so a screen shows the exact papers first and asks for this then.
        """
        if results.total >= FEW_HITS or results.sort is Sort.DATE or most <= results.total:
            return results
        query = _understood(results)
        start = time.perf_counter()
        filters, limit = self._stores.filters, most - results.total
        near = self._index.ask(
            lambda engine: engine.near(query, filters, limit=limit, without=without, matching=results.nums)
        )
        return replace(results, near=near, ms=results.ms + (time.perf_counter() - start) * 1000)

    def suggestions(self, text: str, *, filters: Iterable[str] = (), typing: bool = False) -> Suggestions:
        """Other queries that may have been meant, the likeliest first. Each finds five papers or more within `filters`.

        Raises QueryError.
        """
        query = self.parse(text, typing=typing)
        rewritings = self._index.ask(lambda engine: engine.rewritings(query, self._titles))
        found = ((other, self._papers(other.text, filters, typing=typing)) for other in rewritings)
        return tuple(
            Suggestion(other.text, other.kind, papers, typed=other.typed, word=other.word)
            for other, papers in found
            if papers >= FEWEST_SUGGESTED
        )

    def offered(self, results: Results, text: str, *, filters: Iterable[str] = (), typing: bool = False) -> Suggestions:
        """The suggestions to show beside what `text` found: any where hardly a paper matches.

        Where some do, the other language and a word that is very rare beside one spelt nearly so. Where `FEW_HITS` do,
        Chinese in English: what was typed in English is left alone.
        """
        many = results.total >= FEW_HITS
        if many and not has_han(text):
            return ()
        found = self.suggestions(text, filters=filters, typing=typing)
        if results.total < FEWEST_SUGGESTED:
            return found
        if many:
            return tuple(each for each in found if each.kind is SuggestionKind.LANGUAGE and not has_han(each.word))
        return tuple(each for each in found if _is_meant_perhaps(each, results.total))

    def _papers(self, text: str, filters: Iterable[str], *, typing: bool) -> int:
        """How many papers a query finds; none if it cannot be read."""
        try:
            return self.search(text, filters=filters, typing=typing, limit=0).total
        except QueryError:
            return 0

    def months(self, nums: Sequence[int]) -> tuple[MonthCount, ...]:
        """Papers by the month of their first announcement: the newest months of the library, oldest first."""
        from reader.library.query_statistics import by_month

        return by_month(self._first_months(), nums)

    def statistics(self, text: str, *, filters: Iterable[str] = ()) -> QueryStatistics:
        """A picture of what a query finds. Raises QueryError."""
        from reader.library.query_statistics import parted
        from reader.library.statistics import most_first

        nums = self.search(text, filters=filters, sort=Sort.DATE).nums
        months = self.months(nums)
        earlier, later = parted(self._first_months(), nums, months)
        counts = self._stores.collected.counts
        return QueryStatistics(
            papers=len(nums),
            months=months,
            channels=most_first(counts.channels(nums)),
            categories=most_first(counts.categories(nums)),
            words=self._index.ask(lambda engine: engine.telling(earlier, later, self._stores.filters)),
        )

    def _first_months(self) -> Sequence[int]:
        version = self._stores.collected.version()
        if self._months[0] != version:
            self._months = (version, self._stores.collected.counts.first_months())
        return self._months[1]

    def _newest(self, text: str) -> Sequence[int]:
        return self.search(text, sort=Sort.DATE).nums

    def _titles(self, nums: Sequence[int]) -> Sequence[Texts]:
        return self._stores.collected.titles(nums)

    def similar(self, num: int, limit: int = 50, *, filters: Iterable[str] = ()) -> Results:
        """Papers most like paper `num`, among those that match every query of `filters`. Raises QueryError."""
        within = self.parse("").narrowed(*map(self.parse, filters))
        self._stores.refresh()
        return self._index.ask(lambda engine: engine.similar(num, self._stores.filters, limit=limit, within=within))


def highlight(results: Results, text: str, field: str | None) -> Sequence[tuple[int, int]]:
    """Ascending (begin, end) code points at which a shown text matches the query that found it.

    field  the name in `Texts` that `text` comes from: parts of the query that look elsewhere are left out; None: any
    """
    if results.query is None:  # everything: nothing was searched for, and the search is not imported for it
        return ()
    from reader.search.highlight import spans

    return spans(_understood(results), text, field)


def interest_in(results: Results, sort: Sort | None = None) -> str | None:
    """Whose interest was asked for to rank an answer (see `WordRule.scope`), by `sort` or the query; None: no one's."""
    query = _understood(results) if results.query is not None else None
    wanted = sort or (query.sort if query else None)
    return (query.interest if query else None) or "" if wanted is Sort.INTEREST else None


def remarks(results: Results) -> tuple[QueryError, ...]:
    """What of the query was understood otherwise than it may have been meant."""
    return _understood(results).remarks if results.query is not None else ()


def _is_meant_perhaps(offer: Suggestion, found: int) -> bool:
    """Whether an offer may be what was meant although `found` papers match: the other language, or a spelling beside
    which that number is very small."""
    if offer.kind is SuggestionKind.SPELLING:
        return len(offer.typed) >= SHORTEST_PUT_RIGHT and offer.papers >= TIMES_MORE * found
    return offer.kind is SuggestionKind.LANGUAGE


def unasked_order(results: Results) -> Sort:
    """The order that an answer has unless another is asked for."""
    return Sort.RELEVANCE if results.query is not None and _understood(results).has_text else Sort.DATE


def _understood(results: Results) -> Query:
    from reader.search.query import Query

    if not isinstance(results.query, Query):
        raise TypeError(results.query)
    return results.query
