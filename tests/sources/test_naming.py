from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.sources.naming import channel_of, credible, day_in, day_of_change

TODAY = date(2026, 3, 10)


@pytest.mark.parametrize(
    ("name", "channel"),
    [
        ("cs.AI.md", "cs.AI"),
        ("cs.AI.xml", "cs.AI"),
        ("2024-03-01 cs.AI.md", "cs.AI"),
        ("20240301_q-fin.md", "q-fin"),
        ("cs.AI--2023-03-13T144011Z--75f0eeab.md", "cs.AI"),
        ("cs.AI-2024-01-01.md", "cs.AI"),
        ("cs.AI (1).md", "cs.AI"),
        ("econ.md", "econ"),
        ("math-ph.md", "math-ph"),
        ("cond-mat.mes-hall.md", "cond-mat.mes-hall"),
        ("stat.ML", "stat.ML"),
        ("000_8b8ca398.txt", None),
        ("csv.md", None),
        ("physics-homework.md", None),
        ("mathematics.md", None),
        ("my cs.AI.md", None),
        ("", None),
    ],
)
def test_a_channel_is_what_the_name_begins_with(name: str, channel: str | None) -> None:
    assert channel_of(name) == channel


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("2024-03-01 cs.AI.md", date(2024, 3, 1)),
        ("day-2026-02-14", date(2026, 2, 14)),
        ("20240301_q-fin.md", date(2024, 3, 1)),
        ("2024.03.01.md", date(2024, 3, 1)),
        ("cs.AI--2023-03-13T144011Z--75f0eeab.md", date(2023, 3, 13)),
        ("2023-02-30 or rather 2023-03-02.md", date(2023, 3, 2)),
        ("2026-03-11.md", date(2026, 3, 11)),  # tomorrow here is today elsewhere
        ("2031-01-01 cs.AI.md", None),  # still to come
        ("2402.18789.json", None),
        ("120240301123.md", None),
        ("2024-03.01.md", None),
    ],
)
def test_a_date_is_found_in_a_name(name: str, day: date | None) -> None:
    assert day_in(name, TODAY) == day


@pytest.mark.parametrize(
    ("modified", "newest", "day"),
    [
        (date(2024, 2, 5), "2402.00001", date(2024, 2, 5)),
        (date(2024, 2, 5), "2401.18789", date(2024, 2, 5)),
        (date(2024, 1, 2), "2312.18789", date(2024, 1, 2)),
        (date(2024, 3, 5), "2401.18789", None),  # copied long after it was published
        (date(2024, 1, 31), "2402.00001", None),  # older than its newest paper
        (date(2026, 4, 1), "2603.00001", None),  # still to come
    ],
)
def test_a_files_age_counts_only_if_its_newest_paper_makes_it_plausible(
    modified: date, newest: str, day: date | None
) -> None:
    assert day_of_change(modified, newest, TODAY) == day


def test_tomorrow_is_credible_and_the_day_after_is_not() -> None:
    assert credible(date(2026, 3, 11), TODAY)
    assert not credible(date(2026, 3, 12), TODAY)


@given(st.text())
def test_any_name_is_looked_at_without_failing(name: str) -> None:
    day_in(name, TODAY)
    channel = channel_of(name)
    assert channel is None or channel in name
