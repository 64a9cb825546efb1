"""Which source is read first makes no difference to what the library holds."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from reader.library.library import Library
from reader.model import NO_DETAILS, Announce, Details, Digest, Entry, Texts
from reader.paths import Places
from reader.sources.contract import Reading

Said = tuple[int, int, int | None, Announce | None, bool]
Drawn = tuple[int, str, list[Said]]

MONDAY = date(2026, 8, 17)
CHANNELS = ("cs.AI", "cs.LG")


def entry(number: int, day: int, filled: int, version: int | None, announce: Announce | None, cut: bool) -> Entry:
    """What a publisher said about paper `number` on day number `day`; `filled` has a bit for each of the six texts."""
    texts = (f"field {place} 第 {number} on {day}" if filled >> place & 1 else None for place in range(6))
    details = Details(comment=f"comment of {day}", submitted=MONDAY) if filled & 1 else NO_DETAILS
    return Entry(f"2608.{number:05}", Texts(*texts), version, announce=announce, cut=cut, details=details)


entries = st.tuples(
    st.integers(1, 3),
    st.integers(0, 63),
    st.none() | st.integers(1, 2),
    st.none() | st.sampled_from(Announce),
    st.booleans(),
)
digests = st.tuples(st.integers(0, 3), st.sampled_from(CHANNELS), st.lists(entries, max_size=3))


def digest_of(drawn: Drawn, source: int) -> Digest:
    """A digest of `source`."""
    day, channel, said = drawn
    number = 2 * day + source
    by_paper = {paper: entry(paper, number, *told) for paper, *told in said}  # type: ignore[arg-type]
    return Digest("invented", channel, MONDAY + timedelta(days=number), tuple(by_paper.values()))


def held(sources: Sequence[tuple[str, list[Digest]]]) -> list[object]:
    """Everything a reader can see of a library into which the sources were brought in that order."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        library = Library.open(Places(root, root / "cache", root / "config.toml"))
        for name, _ in sorted(sources):  # how they rank is how they are listed
            library.sources.bring_in(name, Reading(name, "0", ()))
        for name, found in sources:
            library.sources.bring_in(name, Reading(name, "1", tuple(found)))
        listing = library.listing()
        papers = [library.paper(num).paper for num in listing.nums]
        seen: list[object] = [
            (
                paper.id, paper.texts, paper.version, paper.category, paper.announce, paper.listed, paper.first_seen,
                paper.last_seen, paper.appearances, paper.details, paper.told, paper.cut, library.earlier(paper.num),
            )
            for paper in papers
        ]  # fmt: skip
        seen += [listing.days, library.days(), library.channels()]
        seen += [
            sorted(library.ids(library.finding.search(query).nums))
            for query in ("field", "type:new", "is:updated", "is:cut", "is:untranslated")
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
