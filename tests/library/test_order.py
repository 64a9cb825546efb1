"""Which source is read first makes no difference to what the library holds."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from reader.library.library import Library
from reader.model import Announce, Digest, Entry, Texts
from reader.paths import Places
from reader.sources.reading import Reading

Said = tuple[int, int, int | None, Announce | None]
Drawn = tuple[int, str, list[Said]]

MONDAY = date(2026, 8, 17)
CHANNELS = ("cs.AI", "cs.LG")


def entry(number: int, day: int, filled: int, version: int | None, announce: Announce | None) -> Entry:
    """What a publisher said about paper `number` on day number `day`; `filled` has a bit for each of the six texts."""
    texts = (f"field {place} of {number} on {day}" if filled >> place & 1 else None for place in range(6))
    return Entry(f"2608.{number:05}", Texts(*texts), version, announce=announce)


entries = st.tuples(
    st.integers(1, 3), st.integers(0, 63), st.none() | st.integers(1, 2), st.none() | st.sampled_from(Announce)
)
digests = st.tuples(st.integers(0, 3), st.sampled_from(CHANNELS), st.lists(entries, max_size=3))


def digest_of(drawn: Drawn, source: int) -> Digest:
    """A digest of `source`; sources publish on different days (two texts of one day would be a tie)."""
    day, channel, said = drawn
    number = 2 * day + source
    by_paper = {paper: entry(paper, number, filled, version, announce) for paper, filled, version, announce in said}
    return Digest("invented", channel, MONDAY + timedelta(days=number), tuple(by_paper.values()))


def held(sources: Iterable[tuple[str, list[Digest]]]) -> list[object]:
    """Everything a reader can see of a library into which the sources were brought in that order."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        library = Library.open(Places(root, root / "cache", root / "config.toml"))
        for name, found in sources:
            library.sources.bring_in(name, Reading(name, "1", tuple(found)))
        listing = library.listing()
        papers = [library.paper(num).paper for num in listing.nums]
        seen: list[object] = [
            (
                paper.id, paper.texts, paper.version, paper.category, paper.announce, paper.listed, paper.first_seen,
                paper.last_seen, paper.appearances, library.earlier(paper.num),
            )
            for paper in papers
        ]  # fmt: skip
        seen += [listing.days, library.days(), library.channels()]
        seen += [
            sorted(library.ids(library.finding.search(query).nums)) for query in ("field", "type:new", "is:updated")
        ]
        library.close()
        return seen


@settings(max_examples=40, deadline=None)
@given(
    st.lists(digests, max_size=4, unique_by=lambda drawn: drawn[0]),
    st.lists(digests, max_size=4, unique_by=lambda drawn: drawn[0]),
)
def test_two_sources_make_the_same_library_in_either_order(
    first: list[Drawn],
    second: list[Drawn],
) -> None:
    one = ("one", [digest_of(drawn, 0) for drawn in first])
    two = ("two", [digest_of(drawn, 1) for drawn in second])
    assert held((one, two)) == held((two, one))
