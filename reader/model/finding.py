"""What is asked of the papers and what is answered: orders, suggestions, interests, listings, results."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from datetime import date
from enum import StrEnum

from reader.values import dataclass


class Sort(StrEnum):
    """How hits are ordered. `DATE`: the order of the library's listing (newest first). `INTEREST`: what the reader is
    likeliest to keep first."""

    DATE = "date"
    RELEVANCE = "relevance"
    INTEREST = "interest"


@dataclass(frozen=True, slots=True)
class WordRule:
    """What the reader decided about a word of an interest.

    weight  1 is as much as the strongest learned word; negative: papers with it go down; 0: it counts for nothing
    scope   whose word it is: empty, or an interest of its own: `#tag`, `@saved search`
    hide    papers with it are not shown where papers are ranked by interest
    """

    word: str
    weight: float
    scope: str = ""
    hide: bool = False


@dataclass(frozen=True, slots=True)
class InterestWord:
    """A word of an interest as it counts now.

    weight  see `WordRule`
    kept    how many of the kept papers have it; 0 for words that were not learned
    rule    what the reader decided about it, if anything
    """

    word: str
    weight: float
    kept: int = 0
    rule: WordRule | None = None


@dataclass(frozen=True, slots=True)
class MonthCount:
    """How many of some papers were first announced in a month (YYYYMM)."""

    month: int
    papers: int


@dataclass(frozen=True, slots=True)
class TellingWord:
    """A word that sets some papers apart.

    papers  how many of those that were looked at (`of`) have it
    rise    how many times as often the later ones have it as the earlier ones
    """

    word: str
    papers: int
    of: int
    rise: float


@dataclass(frozen=True, slots=True)
class QueryStatistics:
    """A picture of what a query finds.

    months      the newest 24 of the library's, or what there is, oldest first
    channels    (name, papers), most first; likewise `categories`
    words       those that set the papers apart, rising ones first
    """

    papers: int
    months: tuple[MonthCount, ...]
    channels: tuple[tuple[str, int], ...]
    categories: tuple[tuple[str, int], ...]
    words: tuple[TellingWord, ...]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a paper ranks as high as it does.

    words  the words that weigh most in it, heaviest first: some of each language
    like   number of the kept paper it is most like, None if it is like none
    """

    words: tuple[str, ...] = ()
    like: int | None = None


class SuggestionKind(StrEnum):
    """Why another query is suggested: a misspelt word; a Chinese run to be cut; Chinese typed by its sound, in full or
    by its initials; the same in the other language."""

    SPELLING = "spelling"
    SPACES = "spaces"
    PINYIN = "pinyin"
    INITIALS = "initials"
    LANGUAGE = "language"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Another query that may have been meant.

    text    the whole query, to be taken as it is
    papers  how many it finds: never fewer than five
    typed   what stood there; `word`: what stands there now (of the first place, if there are several)
    """

    text: str
    kind: SuggestionKind
    papers: int
    typed: str
    word: str


@dataclass(frozen=True, slots=True)
class DateRange:
    """Days from `first` to `last`, both included; `None` is open."""

    first: date | None
    last: date | None


class Part(StrEnum):
    """How the papers of one day were announced on it, in the order in which they are listed.

    KEPT     updates of papers that are bookmarked
    UPDATED  other updates
    UNKNOWN  it is not told
    """

    NEW = "new"
    CROSS = "cross"
    KEPT = "kept"
    UPDATED = "updated"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class DayGroup:
    """A run of papers that stands under one day.

    key    YYYYMMDD, YYYYMM00 where only the month is known, 0 where nothing is
    start  index of its first paper; `count` papers follow
    part   where a list is of one day only: which part of it the run is; else None
    """

    key: int
    start: int
    count: int
    part: Part | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """All papers, newest day first, within a day newest ID first; `nums` is an array of unsigned 32-bit numbers."""

    nums: array[int]
    days: tuple[DayGroup, ...]


@dataclass(frozen=True, slots=True)
class Understood:
    """How a word was understood when papers near in meaning were looked for: `幻觉 ~ hallucination, 事实性`.

    word        a word of the query, a piece of one, or a pair of them
    typed       the word that it is a piece of, as it was typed; the same as `word` where it was not cut
    companions  what goes with it in papers, in both languages, the most telling first
    """

    word: str
    typed: str
    companions: tuple[str, ...] = ()

    @property
    def said(self) -> str:
        """The word as people are told it: `骗过:骗`, a character of a word, was looked for alone."""
        return self.word.rpartition(":")[2] or self.word


@dataclass(frozen=True, slots=True)
class Near:
    """Papers near in meaning to a query, which lack a word of it.

    nums        paper numbers, nearest first
    lacking     for each of them the words of the query that it lacks, as typed; function words are not named
    understood  how the words were understood; each of them (its `word`, or one of its companions) can be struck out
    """

    nums: tuple[int, ...] = ()
    lacking: tuple[tuple[str, ...], ...] = ()
    understood: tuple[Understood, ...] = ()


NEAR = -1
"""The key of the group that papers near in meaning stand under."""


@dataclass(frozen=True, slots=True)
class Results:
    """The answer to a query: the one carrier from the engine to the list.

    nums        paper numbers, best (or newest) first; may sort its tail only when that is asked for
    total       exact number of papers that match
    sort        the order that was used
    query       the query as it was understood (`search.query.Query`); what can be asked of it, the library answers
    days        runs of `nums` that stand under one day; empty unless they are in the order of the listing
    near        papers near in meaning, which lack a word of the query; none unless they were asked for
    suggestions  other queries that may have been meant, where few papers were found and somebody asked
    ms          engine time, wall clock
    why         paper number -> why it ranks as high as it does; None unless the order is by interest
    """

    nums: Sequence[int] = ()
    total: int = 0
    sort: Sort = Sort.DATE
    query: object = None
    days: tuple[DayGroup, ...] = ()
    near: Near = Near()
    suggestions: tuple[Suggestion, ...] = ()
    ms: float = 0.0
    why: Callable[[int], Reason] | None = None

    @property
    def listed(self) -> Sequence[int]:
        """The papers of the list: those that match, behind them those near in meaning."""
        return [*self.nums[: self.total], *self.near.nums] if self.near.nums else self.nums

    @property
    def groups(self) -> tuple[DayGroup, ...]:
        """What papers of `listed` stand under."""
        if not self.near.nums:
            return self.days
        return (*self.days, DayGroup(NEAR, self.total, len(self.near.nums)))


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A query under a digit key (`slot`, 0 to 9) or beyond (10 and more: by name only)."""

    slot: int
    name: str
    query: str
