"""What digests are about: papers, their texts in two languages, where and when they appeared, and a reader's marks.

Everything here is immutable data without behaviour beyond reading itself. No file, no database, no screen.
The vocabulary (all layers use these words):

paper        one arXiv work, identified by its arXiv ID without version
entry        one paper as one digest states it; many entries make one paper
digest       what one channel announced at one time: one Markdown file, feed or record
channel      an arXiv feed, such as `cs.AI`
topic        a publisher's own subject heading, such as `SLAM`, where it is no arXiv channel
source       where digests are read from: one publisher, folder, repository or URL
appearance   that a paper stood in a digest of a channel or topic on a day
details      what is known of a paper beside its texts: authors, categories, links, ...
mark         what the reader did to a paper: bookmark, read state, tags, note
listing      all papers in the order of the days they stand under
results      the answer to a query, from the engine to the list
gesture      one thing the reader did to marks; it can be undone
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from reader.model.details import NO_DETAILS, Author, Details, Lang, Link, LinkKind, Section
from reader.model.finding import (
    NEAR,
    DateRange,
    DayGroup,
    InterestWord,
    Listing,
    MonthCount,
    Near,
    Part,
    QueryStatistics,
    Reason,
    Results,
    SavedSearch,
    Sort,
    Suggestion,
    SuggestionKind,
    TellingWord,
    Understood,
    WordRule,
)
from reader.model.publishers import ARXIV, BEFORE, TRANSLATED, Translator, translated_by
from reader.values import dataclass

# ... and everything below
__all__ = [
    "ARXIV",
    "BEFORE",
    "NEAR",
    "NO_DETAILS",
    "TRANSLATED",
    "Author",
    "DateRange",
    "DayGroup",
    "Details",
    "InterestWord",
    "Lang",
    "Link",
    "LinkKind",
    "Listing",
    "MonthCount",
    "Near",
    "Part",
    "QueryStatistics",
    "Reason",
    "Results",
    "SavedSearch",
    "Section",
    "Sort",
    "Suggestion",
    "SuggestionKind",
    "TellingWord",
    "Understood",
    "WordRule",
]


class Announce(StrEnum):
    """arXiv's kind of announcement, as its feeds spell it."""

    NEW = "new"
    CROSS = "cross"
    REPLACE = "replace"
    REPLACE_CROSS = "replace-cross"


@dataclass(frozen=True, slots=True)
class Texts:
    """The six texts of a paper. `None` is "not there"; a present text is never empty and has no outer white space."""

    title_en: str | None = None
    title_zh: str | None = None
    tldr_en: str | None = None
    tldr_zh: str | None = None
    abstract_en: str | None = None
    abstract_zh: str | None = None


TEXT_FIELDS = ("title_en", "title_zh", "tldr_en", "tldr_zh", "abstract_en", "abstract_zh")
"""The names of `Texts`' fields, in the order in which stores and indexes keep them."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One paper as one digest states it, with metadata taken out of the texts.

    id        arXiv ID without version (`2402.18789`, `math/0601001`)
    version   arXiv version number, where a suffix or prefix tells it
    category  primary category (`stat.ML`), where a suffix tells it
    cut       the publisher cut the English abstract short
    line      1-based line of the entry in its digest; 0 where lines mean nothing
    """

    id: str
    texts: Texts
    version: int | None = None
    category: str | None = None
    announce: Announce | None = None
    cut: bool = False
    line: int = 0
    details: Details = NO_DETAILS


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in a source that could not be taken whole.

    place   the file as the reader knows it (path, `commit:path`, URL)
    line    1-based, 0 if it concerns the whole file
    reason  one clause, plain words
    lost    True if an entry was lost; False if it was read, but not whole
    """

    place: str
    line: int
    reason: str
    lost: bool = False


@dataclass(frozen=True, slots=True)
class Digest:
    """What one channel announced at one time.

    place      where it was read, for messages
    channel    the arXiv channel, None where the name does not tell
    day        the day of publication, None where nothing trustworthy tells
    entries    in the digest's order; may be empty ("nothing announced")
    announces  False for data about papers (a bibliography, an answer of arXiv's API): it has neither channel nor day,
               makes no appearance, and by default adds to papers that are there instead of bringing new ones
    topic      a publisher's own subject heading, where it is no arXiv channel
    publisher  who says so, where that is not simply the source it is read from: see `ARXIV`
    form       the name of the form it was read as, for people
    kept       a part of what a library held: its appearances are as they were, also where they repeat each other
    """

    place: str
    channel: str | None
    day: date | None
    entries: tuple[Entry, ...]
    problems: tuple[Problem, ...] = ()
    announces: bool = True
    topic: str | None = None
    publisher: str | None = None
    form: str | None = None
    kept: bool = False


@dataclass(frozen=True, slots=True, order=True)
class Appearance:
    """A paper stood in the digest of `channel`, or of a publisher's `topic`, on `day`; `source` names who told so."""

    channel: str | None
    day: date | None
    announce: Announce | None
    version: int | None
    topic: str | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """Where a shown text comes from.

    source   the publisher's name: a source's location, or one of `ARXIV`, `TRANSLATED`, `BEFORE`, "export of DAY"
    version  of the paper when it was said, None where unknown
    day      when it was said last, None where unknown
    cut      the publisher cut the English abstract; its Chinese one is a translation of what was left
    """

    source: str
    version: int | None
    day: date | None
    cut: bool


class Mismatch(StrEnum):
    """Why a paper's Chinese and English abstract do not say the same."""

    VERSION = "version"
    LENGTH = "length"


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper: the best texts of each language, and every appearance (oldest day first).

    num          row number in the collected library: dense, positive, stable for the life of that library
    version      the highest version that was told
    cut          the English abstract shown was cut short by its publisher
    listed       sort key of the day it stands under: YYYYMMDD, or YYYYMM00 where only the ID's month is known
    first_seen   first day it appeared, None where no appearance has a day; likewise `last_seen`
    told         where each of the six texts comes from, in the order of `TEXT_FIELDS`; None where there is no text
    """

    num: int
    id: str
    texts: Texts
    version: int | None
    category: str | None
    announce: Announce | None
    cut: bool
    listed: int
    first_seen: date | None
    last_seen: date | None
    appearances: tuple[Appearance, ...]
    details: Details = NO_DETAILS
    told: tuple[Told | None, ...] = (None,) * len(TEXT_FIELDS)

    @property
    def translated(self) -> tuple[Translator, date | None] | None:
        """Who translated the Chinese on this machine, and when; None where that came from a publisher."""
        for name in ("abstract_zh", "title_zh"):
            told = self.told[TEXT_FIELDS.index(name)]
            translator = translated_by(told.source) if told else None
            if told and translator:
                return translator, told.day
        return None

    @property
    def mismatch(self) -> Mismatch | None:
        """Whether the two abstracts are known to be of different versions of the paper, or one of them is a part."""
        english, chinese = (self.told[TEXT_FIELDS.index(name)] for name in ("abstract_en", "abstract_zh"))
        if english is None or chinese is None:
            return None
        if english.version and chinese.version and english.version != chinese.version:
            return Mismatch.VERSION
        return Mismatch.LENGTH if english.cut != chinese.cut else None

    @property
    def link(self) -> str:
        """The paper's abstract page."""
        return f"https://arxiv.org/abs/{self.id}"

    @property
    def pdf(self) -> str:
        """The paper's PDF."""
        return f"https://arxiv.org/pdf/{self.id}"


@dataclass(frozen=True, slots=True)
class Marks:
    """What the reader did to one paper. Times are aware (UTC); `None` is "not"."""

    bookmarked: datetime | None = None
    read: datetime | None = None
    skipped: datetime | None = None
    tags: tuple[str, ...] = ()
    note: str | None = None


NO_MARKS = Marks()


@dataclass(frozen=True, slots=True)
class MarkedPaper:
    """A paper together with the reader's marks: what exports and front ends are given."""

    paper: Paper
    marks: Marks = NO_MARKS


@dataclass(frozen=True, slots=True)
class EarlierText:
    """A text of the same publisher that another one replaced; version and day where known."""

    version: int | None
    day: date | None
    texts: Texts


@dataclass(frozen=True, slots=True)
class Gesture:
    """One thing the user did.

    label   a message id such as "bookmark"
    papers  how many it touched
    num     its number in the undo log, by which it can be undone out of turn
    """

    label: str
    papers: int
    num: int
