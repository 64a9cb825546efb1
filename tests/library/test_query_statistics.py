"""A picture of a query: months, channels, categories, and words on the rise."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from reader.library.library import Library
from reader.library.query_statistics import before, by_month, parted
from reader.model import Announce, Digest, Entry, MonthCount, Texts
from reader.paths import Places
from reader.sources.contract import Reading
from tests.library.conftest import Clock

MONTHS = [(2025, 11), (2025, 12), (2026, 1), (2026, 3)]


def digest(year: int, month: int) -> Digest:
    """Twelve papers on kettles, of late with steam, and twelve on others."""
    steam = "steam" if (year, month) == MONTHS[-1] else "copper"
    entries = []
    for at in range(24):
        words = f"kettle {steam} lid" if at < 12 else f"ladder rung {at} wood"
        texts = Texts(title_en=f"A {words}", abstract_en=f"We look at {words}.")
        identity = f"{year % 100:02}{month:02}.{at + 1:05}"
        entries.append(Entry(identity, texts, category="cs.AI" if at % 2 else "cs.LG", announce=Announce.NEW))
    return Digest(f"{year}-{month}", "cs.AI", date(year, month, 5), tuple(entries))


@pytest.fixture
def shelf(places: Places) -> Iterator[Library]:
    opened = Library(places, Clock())
    opened.sources.bring_in("invented", Reading("all", "1", tuple(digest(*month) for month in MONTHS)))
    yield opened
    opened.close()


def test_hits_are_counted_by_month_those_without_any_included(shelf: Library) -> None:
    months = shelf.finding.months(shelf.finding.search("kettle").nums)
    assert [(month.month, month.papers) for month in months] == [
        (202511, 12),
        (202512, 12),
        (202601, 12),
        (202602, 0),
        (202603, 12),
    ]
    assert sum(month.papers for month in shelf.finding.months(shelf.finding.search("nothing").nums)) == 0


def test_a_picture_of_a_query_counts_what_it_finds(shelf: Library) -> None:
    picture = shelf.finding.statistics("kettle cat:cs.LG")
    assert picture.papers == 24
    assert picture.channels == (("cs.AI", 24),)
    assert picture.categories == (("cs.LG", 24),)
    assert sum(month.papers for month in picture.months) == 24


def test_words_on_the_rise_come_first(shelf: Library) -> None:
    words = shelf.finding.statistics("kettle").words
    assert words[0].word == "steam"
    assert words[0].rise > 5
    assert "ladder" not in {word.word for word in words}


def test_a_query_that_finds_nothing_has_an_empty_picture(shelf: Library) -> None:
    picture = shelf.finding.statistics("turnips")
    assert (picture.papers, picture.channels, picture.categories, picture.words) == (0, (), (), ())


def test_no_more_than_the_newest_24_months_are_counted() -> None:
    first = [0, 202001, 202602, 202402, 202401]
    months = by_month(first, [1, 2, 2, 3])
    assert len(months) == 24
    assert months[0] == MonthCount(202403, 0)
    assert months[-1] == MonthCount(202602, 2)
    assert by_month([0, 0], [1]) == ()
    assert tuple(map(list, parted(first, [1, 2, 3, 4], months))) == ([], [2])
    assert before(202601) == 202512
