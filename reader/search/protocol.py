"""What the rest of the program knows of the search engine: the data that go in and come out.

Papers are named by their number in the collected library (`Paper.num`). Nothing here imports whoosh or numpy.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from reader.model import (
    DateRange,
    InterestWord,
    Listing,
    Near,
    Reason,
    Results,
    Sort,
    SuggestionKind,
    TellingWord,
    Texts,
    WordRule,
)

if TYPE_CHECKING:  # parsing queries is not needed to open the screen
    from reader.search.query import Query

__all__ = ["DateRange", "Document", "Engine", "FilterSource", "IndexStatus", "Results", "Rewriting", "Sort"]


@dataclass(frozen=True, slots=True)
class Document:
    """A paper as the index takes it.

    num     paper number; a document with a number already indexed replaces the older one
    change  the library's change number that this text stands at: rises with every new or changed text
    id      arXiv ID without version
    texts   as stored (LaTeX source included)
    """

    num: int
    change: int
    id: str
    texts: Texts


@dataclass(frozen=True, slots=True)
class IndexStatus:
    """State of the index.

    papers    papers searchable now
    change    highest change number that is searchable (everything up to it is in)
    segments  files sets on disk
    bytes     size on disk
    rebuilt   why the index was found unusable at opening and started anew, None if it was fine
    """

    papers: int
    change: int
    segments: int
    bytes: int
    rebuilt: str | None = None


class FilterSource(Protocol):
    """Answers the parts of a query that are about metadata and marks, not about text."""

    def nums(self, field: str, value: str | DateRange) -> Sequence[int]:
        """Paper numbers (ascending, no repeats) for which `field` has `value`. Never changed in place.

        Fields: `in` (channel), `cat` (primary category), `tag`, `note` (substring, case folded), `type`
        (`new`, `cross`, `replace`), `is` (`new`, `unread`, ...), `id` (an ID or the beginning of one),
        `author`, `venue`, `doi`, `code` (any part), `has` (`authors`, `code`), `date` (a DateRange), `recommended` (a
        DateRange: the best papers of each of these days, which they were listed on first).
        """
        ...

    def listing(self) -> Sequence[int]:
        """All paper numbers, newest first: the order of `Sort.DATE`, and the set that "everything" means.

        Never changed in place: another listing is another object (engines remember what they worked out for one).
        """
        ...


@dataclass(frozen=True, slots=True)
class Rewriting:
    """A query with words of it replaced.

    text   the whole query as it may be asked instead
    kind   why it was rewritten
    typed  what stood there; `word`: what stands there now (of the first place, if there are several)
    """

    text: str
    kind: SuggestionKind
    typed: str
    word: str


class Profile(Protocol):
    """One interest of the reader's, ready to rank papers."""

    @property
    def words(self) -> Sequence[InterestWord]:
        """The words, heaviest first; those that push papers down come last."""
        ...

    def best(self, listing: Listing, most: int, among: Sequence[int] | None = None) -> Sequence[Sequence[int]]:
        """For each day of a listing the numbers of its `most` best papers, best first; none that has no word of the
        interest, and none but those of `among` (all that are shown) if they are given."""
        ...

    def order(self, nums: Sequence[int]) -> Sequence[int]:
        """Papers (numbers), best first; equally good ones stay in order."""
        ...

    def reasons(self, nums: Sequence[int], most: int) -> Sequence[Reason]:
        """Why papers rank as they do, in the order given: at most so many Chinese words each, and as many others."""
        ...


class Engine(Protocol):
    """The index: one object per thread and process; several processes may read while one writes."""

    def status(self) -> IndexStatus:
        """State of what this object searches."""
        ...

    def damage(self) -> str | None:
        """What is wrong with the files of the index, every byte of which is read; None if nothing is."""
        ...

    def rebuild(self, documents: Iterable[Document], *, epoch: int = 0) -> int:
        """`add` to an index of nothing, which takes the present one's place in one step, at the end.

        Until then, and after any error, the present one stays. Raises SearchIndexError if it cannot be written.
        """
        ...

    def add(self, documents: Iterable[Document], *, epoch: int = 0) -> int:
        """Index documents in ascending order of change number, in bounded memory, and return how many.

        `epoch`: the library's epoch that they were read in.

        Commits in batches; killed in the middle, everything up to some change number is searchable and
        `status().change` says which. Raises SearchIndexError if another process is writing.
        """
        ...

    def merge(self) -> bool:
        """Put small segments together and leave removed papers out, one step of at most a few seconds; searching goes
        on meanwhile. True if there is more to do. Raises SearchIndexError if another process is writing.
        """
        ...

    def remove(self, nums: Iterable[int]) -> None:
        """Take papers out."""
        ...

    def refresh(self) -> bool:
        """Look at what other processes committed; True if anything changed."""
        ...

    def search(
        self,
        query: Query,
        filters: FilterSource,
        *,
        sort: Sort | None = None,
        limit: int | None = None,
        profile: Profile | None = None,
    ) -> Results:
        """Papers matching `query`; `limit` says how many the caller will look at first (None: all).

        `sort` None means: what the query says, else relevance if it has text, else date. By interest means by
        `profile`; without one, or if it has no words, by date.
        """
        ...

    def profile(self, kept: Sequence[int], rules: Sequence[WordRule], filters: FilterSource) -> Profile:
        """What papers `kept` (numbers, newest last) tell of a reader, with what the reader decided about words."""
        ...

    def telling(self, earlier: Sequence[int], later: Sequence[int], filters: FilterSource) -> tuple[TellingWord, ...]:
        """The words that tell papers (numbers) of two periods from others, rising ones first."""
        ...

    def near(
        self,
        query: Query,
        filters: FilterSource,
        *,
        limit: int,
        without: Collection[str] = (),
        matching: Sequence[int] | None = None,
    ) -> Near:
        """Papers near in meaning to a query that do not match it, nearest first, at most `limit`.

        They may lack bare words of it; everything else in it (quoted or starred words, fields, dates, states, `-word`,
        alternatives, what narrows it) holds for them as for those that match. `without`: words struck out, as typed, as
        understood or as companions (`model.Understood`): they do not count, and are not missed. `matching`: the papers
        that match, where they are known.
        """
        ...

    def rewritings(self, query: Query, titles: Callable[[Sequence[int]], Sequence[Texts]]) -> Sequence[Rewriting]:
        """What was probably meant, the likeliest first: words put right, or said in the other language.

        `titles` gives papers' texts, of which only the titles are looked at. Not every rewriting finds papers.
        """
        ...

    def similar(self, num: int, filters: FilterSource, *, limit: int, within: Query | None = None) -> Results:
        """Papers most like paper `num` among those that match `within` (None: all), best first, itself left out."""
        ...

    def rest(self) -> None:
        """Nothing is asked for a while: let go of what the last queries worked out. They are answered the same."""
        ...

    def close(self) -> None:
        """Let go of files."""
        ...
