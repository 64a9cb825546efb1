"""`library.db`: what was collected from digests. One object per thread; several processes may use the file at once."""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import date, datetime
from itertools import chain, groupby
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reader.errors import SourceError
from reader.many import ascending, in_parts
from reader.model import BEFORE, Announce, DayGroup, EarlierText, Listing, Paper, Problem, Texts
from reader.store import epochs, papers
from reader.store.choosing import choose, chosen_texts, rank_of, replaced
from reader.store.counts import PaperCounts
from reader.store.database import SameFile, open_database, transaction
from reader.store.days import day_of, number_of
from reader.store.faults import GARBLED, garbled_errors, plain_errors, refuse_bytes
from reader.store.schema import LIBRARY
from reader.store.sets import PaperSets
from reader.values import dataclass

if TYPE_CHECKING:
    from reader.store.collecting import Collector, Met


@dataclass(frozen=True, slots=True)
class RememberedSource:
    """A source as it is kept: when it was added and last read without error, and what went wrong after that.

    since  the first day wanted of its history, None for all of it
    form   the mapping that the reader named for it, None: what the content says
    branch the branch of a repository that was found by looking, None: the current one, or the one it was named with
    """

    num: int
    kind: str
    location: str
    since: date | None
    added: datetime
    synced: datetime | None
    error: SourceError | None
    form: str | None = None
    branch: str | None = None


BRANCH = "branch"
"""The key of the reading that only says which branch was found (`reader.sources.history`)."""
NO_SOURCE = 0
"""Stands for a source's number where what is read comes from none."""


class Collected:
    """The collected papers. Raises StoreError from any method if the file cannot be used."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._connection = open_database(path, LIBRARY)
        self._file = SameFile(path)
        self.sets = PaperSets(self._each)
        self.counts = PaperCounts(self._each)

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def rest(self) -> None:
        """Give back what was kept of the file in memory; it is read again when it is asked for."""
        with plain_errors(self._path):
            self._connection.execute("PRAGMA shrink_memory")

    # -- papers

    def paper(self, num: int) -> Paper | None:
        """The paper with that number."""
        return next(self.papers([num]), None)

    def find(self, arxiv_id: str) -> Paper | None:
        """The paper with that arXiv ID (without version)."""
        num = self.num_of(arxiv_id)
        return self.paper(num) if num is not None else None

    def num_of(self, arxiv_id: str) -> int | None:
        """The number of the paper with that arXiv ID (without version)."""
        return next((num for (num,) in self._all("SELECT num FROM paper WHERE id = ?", arxiv_id)), None)

    def papers(self, nums: Sequence[int]) -> Iterator[Paper]:
        """The papers with these numbers, in the order given, read some hundred at a time; unknown ones are left out."""
        with garbled_errors(self._path, also=()):
            yield from papers.read(self._all, nums)

    def earlier(self, num: int) -> tuple[EarlierText, ...]:
        """What the publishers of the texts of paper `num` said before, oldest first."""
        with garbled_errors(self._path, also=()):
            said = papers.said_of(self._all, num)
        shown = choose(said, papers.ranks(self._all))
        return tuple(
            EarlierText(statement.version or None, day_of(statement.day), content.texts)
            for statement, content in replaced(said, shown)
        )

    def ids(self, nums: Sequence[int]) -> list[str]:
        """The arXiv IDs of papers, in the order given; unknown numbers are left out."""
        sql = "SELECT num, id FROM (SELECT value FROM json_each(?)) JOIN paper ON num = value"
        ids: list[str] = []
        for few in in_parts(nums):
            found = dict(self._each(sql, json.dumps(list(few))))
            ids += [found[num] for num in few if num in found]
        return ids

    def titles(self, nums: Sequence[int]) -> list[Texts]:
        """The titles of papers, in any order; their other texts are left out."""
        sql = "SELECT title_en, title_zh FROM (SELECT value FROM json_each(?)) JOIN text ON num = value"
        return [Texts(title_en=en, title_zh=zh) for en, zh in self._plain(sql, json.dumps(list(nums)))]

    def nums_of(self, ids: Iterable[str]) -> array[int]:
        """Numbers of the papers with these IDs, ascending; unknown IDs are left out."""
        return ascending(num for _, num in self.numbers(ids))

    def numbers(self, ids: Iterable[str]) -> Iterator[tuple[str, int]]:
        """The papers with these IDs, in the order given: (id, num); unknown IDs are left out."""
        sql = "SELECT value, num FROM (SELECT value FROM json_each(?)) JOIN paper ON id = value"
        for few in in_parts(ids):
            found = dict(self._each(sql, json.dumps(list(few))))
            yield from ((arxiv_id, found[arxiv_id]) for arxiv_id in few if arxiv_id in found)

    def holds(self, arxiv_id: str) -> bool:
        """Whether there is a paper with that arXiv ID (without version)."""
        return self.num_of(arxiv_id) is not None

    @property
    def empty(self) -> bool:
        """Whether there are no papers; `count` takes a walk through all of them."""
        return not self._all("SELECT 1 FROM paper LIMIT 1")

    def count(self) -> int:
        """How many papers there are."""
        return int(self._all("SELECT count(*) FROM paper")[0][0])

    def newest_change(self) -> int:
        """The highest change number: texts changed later have higher ones."""
        rows = self._all("SELECT coalesce(max(change), 0) FROM paper")
        with garbled_errors(self._path):
            return int(rows[0][0])

    def changes_since(self, change: int) -> Iterator[tuple[int, int, str, Texts]]:
        """(num, change, id, texts) of every paper whose text changed after `change`, in order of change."""
        ranks = papers.ranks(self._all)
        sql = (
            f"SELECT paper.num, change, id, {papers.SAID}"
            " FROM (SELECT num, change, id FROM paper WHERE change > ? ORDER BY change LIMIT 500) AS paper"
            " LEFT JOIN statement ON statement.paper = paper.num LEFT JOIN text ON text.num = statement.text"
            " ORDER BY change"
        )
        done = change
        while rows := self._all(sql, done):
            for (num, this, identity), lines in groupby(rows, key=lambda row: row[:3]):
                with garbled_errors(self._path, also=()):
                    said = [papers.as_said(line[3:]) for line in lines if line[3] is not None]
                yield num, this, identity, chosen_texts(said, ranks)
            done = rows[-1][1]

    # -- the listing

    def listing(self) -> Listing:
        """All papers, newest first. Read from a stored copy where that is up to date (a millisecond)."""
        stamp = self._fact("stamp")
        kept = self._all("SELECT nums, days FROM listing WHERE stamp = ?", stamp)
        for nums, days in kept:
            with suppress(TypeError, *GARBLED):  # a copy that cannot be read is as good as none
                return Listing(array("I", nums), tuple(DayGroup(*group) for group in json.loads(days)))
        return self._made_listing()

    def _made_listing(self) -> Listing:
        nums, days = array("I"), list[DayGroup]()
        with plain_errors(self._path):  # row by row: there may be millions
            rows = self._connection.execute("SELECT listed, num FROM paper ORDER BY listed DESC, id DESC")
            for key, group in groupby(rows, key=itemgetter(0)):
                start = len(nums)
                nums.extend(num for _, num in group)
                days.append(DayGroup(key, start, len(nums) - start))
        return Listing(nums, tuple(days))

    def keep_listing(self) -> None:
        """Store the copy that `listing` reads. Called when a sync has ended; raises StoreError if the file is gone."""
        self._file.refuse_gone()
        with plain_errors(self._path), transaction(self._connection):
            stamp = self._fact("stamp")
            listing = self._made_listing()
            days = json.dumps([(day.key, day.start, day.count) for day in listing.days])
            self._connection.execute(
                "INSERT OR REPLACE INTO listing VALUES (1, ?, ?, ?)", (stamp, listing.nums.tobytes(), days)
            )

    def version(self) -> tuple[int, int]:
        """Two numbers, cheap to ask for, that differ whenever the papers may have changed, by whomever."""
        return int(self._all("PRAGMA data_version")[0][0]), self._fact("stamp")

    # -- days and channels

    def days(self) -> list[tuple[date, int, int]]:
        """Every day a digest is known for, newest first, with its entries and papers; 0 entries: nothing announced."""
        rows = self._all(
            "SELECT told.day, sum(most), (SELECT count(DISTINCT paper) FROM appearance WHERE appearance.day = told.day)"
            " FROM (SELECT day, max(entries) AS most FROM announced GROUP BY day, channel, topic,"
            " CASE WHEN channel || topic = '' THEN publisher END) AS told GROUP BY told.day ORDER BY told.day DESC"
        )
        return [(found, entries, papers) for day, entries, papers in rows if (found := day_of(day))]

    def announced_on(self, day: date) -> dict[int, list[Announce | None]]:
        """The papers that were announced on a day, and as what: once for each channel."""
        kinds: dict[int, list[Announce | None]] = {}
        for num, kind in self._all("SELECT paper, announce FROM appearance WHERE day = ?", number_of(day)):
            kinds.setdefault(num, []).append(Announce(kind) if kind else None)
        return kinds

    def channels(self) -> list[tuple[str, int]]:
        """Every channel, and every topic of a publisher's own, with the number of its papers, by name."""
        return self._all(
            "SELECT channel, count(DISTINCT paper) FROM appearance WHERE channel <> '' GROUP BY channel UNION ALL"
            " SELECT topic, count(DISTINCT paper) FROM appearance WHERE channel = '' AND topic <> '' GROUP BY topic"
            " ORDER BY 1"
        )

    def categories(self) -> list[tuple[str, int]]:
        """Every primary category with the number of its papers, by name; papers without one are not counted."""
        return self._all(
            "SELECT category, count(*) FROM paper WHERE category IS NOT NULL GROUP BY category ORDER BY category"
        )

    # -- sources and what they looked like

    def sources(self) -> tuple[RememberedSource, ...]:
        """Remembered sources as they rank: in the order in which they were first added, also after a removal."""
        rows = self._plain(
            "SELECT source.num, kind, location, since, added, synced, error, form, fingerprint FROM source"
            " LEFT JOIN reading ON reading.source = source.num AND reading.key = ?"
            " LEFT JOIN publisher ON publisher.name = location ORDER BY publisher.num, source.num",
            BRANCH,
        )
        with garbled_errors(self._path):
            return tuple(
                RememberedSource(
                    num, kind, location, day_of(since), datetime.fromisoformat(added),
                    datetime.fromisoformat(synced) if synced else None, _error(error), form or None, branch,
                )
                for num, kind, location, since, added, synced, error, form, branch in rows
            )  # fmt: skip

    def remember(
        self, kind: str, location: str, now: datetime, since: date | None = None, form: str | None = None
    ) -> RememberedSource:
        """Remember a source and return it. One remembered already keeps its `since` and `form` unless others are given.

        Read by another form, it is read anew.
        """
        with plain_errors(self._path):
            self._connection.execute(
                "DELETE FROM reading WHERE source IN"
                " (SELECT num FROM source WHERE location = ?1 AND form <> ?2 AND ?2 <> '')",
                (location, form or ""),
            )
            self._connection.execute(
                "INSERT INTO source (kind, location, since, added, form) VALUES (?, ?, ?, ?, ?) ON CONFLICT (location)"
                " DO UPDATE SET kind = excluded.kind, since = coalesce(nullif(excluded.since, 0), since),"
                " form = coalesce(nullif(excluded.form, ''), form)",
                (kind, location, number_of(since), now.isoformat(), form or ""),
            )
            self._connection.execute(
                "INSERT OR IGNORE INTO publisher (name, rank) VALUES (?, ?)", (location, rank_of(location))
            )
        return next(source for source in self.sources() if source.location == location)

    def forget(self, source: int) -> None:
        """Forget a source and what it looked like. Its papers stay."""
        with plain_errors(self._path), transaction(self._connection):
            for table, column in (("source", "num"), ("reading", "source"), ("problem", "source")):
                self._connection.execute(f"DELETE FROM {table} WHERE {column} = ?", (source,))

    def forget_if_never_read(self, source: int) -> None:
        """Forget a source that nothing was ever read from."""
        with plain_errors(self._path):
            self._connection.execute(
                "DELETE FROM source WHERE num = ?1 AND synced IS NULL AND num NOT IN (SELECT source FROM reading)",
                (source,),
            )

    def synced(self, source: int, now: datetime, error: SourceError | None) -> None:
        """Note how reading a source ended; `error` None: well."""
        kept = error and json.dumps([error.message, {name: str(value) for name, value in error.values.items()}])
        with plain_errors(self._path):
            self._connection.execute(
                "UPDATE source SET synced = CASE WHEN ?2 IS NULL THEN ?1 ELSE synced END, error = ?2 WHERE num = ?3",
                (now.isoformat(), kept, source),
            )

    def fingerprints(self, source: int) -> dict[str, str]:
        """What the readings of a source looked like last time, by key."""
        return dict(self._plain("SELECT key, fingerprint FROM reading WHERE source = ?", source))

    def problems(self) -> list[Problem]:
        """Everything that could not be taken whole when it was last read."""
        rows = self._plain("SELECT place, line, reason, lost FROM problem ORDER BY place, line")
        return [Problem(place, line, reason, bool(lost)) for place, line, reason, lost in rows]

    def collector(self, source: int, met: Met | None = None) -> Collector:
        """A writer for what `source` brings, under the number of the sync that is beginning (`latest_sync`).

        met  gets the numbers of the papers it tells of
        """
        from reader.store.collecting import Collector, Met  # opening the screen does without

        location = self._all("SELECT location FROM source WHERE num = ?", source)[0][0]
        return Collector(
            self._connection, self._path, source, location, self.latest_sync(), Met() if met is None else met
        )

    def collector_of_answers(self) -> Collector:
        """A writer for what was asked outside, which comes from no source."""
        from reader.store.collecting import Collector, Met

        return Collector(self._connection, self._path, NO_SOURCE, "", self.latest_sync(), Met())

    def fingerprints_of_answers(self) -> dict[str, str]:
        """What was taken in of what was asked outside: see `fingerprints`."""
        return self.fingerprints(NO_SOURCE)

    def begin_sync(self) -> int:
        """Count a new sync, with which an epoch begins, and return its number."""
        with plain_errors(self._path), transaction(self._connection):
            self._connection.execute(
                "INSERT INTO fact VALUES ('sync', 1) ON CONFLICT (name) DO UPDATE SET value = value + 1"
            )
            epochs.begin(self._connection, self.latest_sync())
        return self.latest_sync()

    def epoch(self) -> int:
        """The present epoch: what is derived from the papers keeps it beside `newest_change` (see `store.epochs`)."""
        with plain_errors(self._path):
            return epochs.current(self._connection)

    def has_been(self, epoch: int, change: int) -> bool:
        """Whether this library was in that epoch at that change number."""
        with plain_errors(self._path):
            return epochs.has_been(self._connection, epoch, change)

    def latest_sync(self) -> int:
        """The number of the newest sync; 0 if there was none."""
        return self._fact("sync")

    def identity(self) -> int:
        """A number that no other library has."""
        return self._fact("identity")

    def check(self) -> None:
        """Read the whole file. Raises DamagedError."""
        from reader.store.kinds import refuse_wrong_kinds  # opening the screen does without

        refuse_wrong_kinds(self._connection, self._path, LIBRARY)
        remembered = (self.fingerprints(source.num) for source in self.sources())
        with garbled_errors(self._path, also=(LookupError, TypeError)):  # such as a publisher that there is not
            dict(papers.publishers(self._all).values())[BEFORE]
            for _ in chain(remembered, self.papers(self.listing().nums)):
                pass

    # -- helpers

    def _fact(self, name: str) -> int:
        rows = self._all("SELECT value FROM fact WHERE name = ?", name)
        with garbled_errors(self._path):
            return int(rows[0][0]) if rows else 0

    def _all(self, sql: str, *values: object) -> list[Any]:
        with plain_errors(self._path):
            return self._connection.execute(sql, values).fetchall()

    def _plain(self, sql: str, *values: object) -> list[Any]:
        """The same, of columns in which bytes are damage."""
        with garbled_errors(self._path):
            refuse_bytes(chain.from_iterable(rows := self._all(sql, *values)))
        return rows

    def _each(self, sql: str, *values: object) -> Iterator[Any]:
        """Row by row, for what may be as many as there are papers: to be gone through to the end at once."""
        with plain_errors(self._path):
            for row in self._connection.execute(sql, values):  # noqa: UP028  # see `OpenDatabase.each`
                yield row


def _error(kept: str | None) -> SourceError | None:
    """An error as `synced` keeps it: JSON of its template and values, so that it can be told in any language."""
    if kept is None:
        return None
    message, values = json.loads(kept)
    return SourceError(message, **values)
