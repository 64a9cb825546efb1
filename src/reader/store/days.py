"""Days as the databases keep them: whole numbers YYYYMMDD, readable and in order; 0 is "not known".

A month that is all that is known of a day is YYYYMM00, which sorts before every day of that month.
"""

from __future__ import annotations

from datetime import date

from reader.text.identifiers import month_of


def number_of(day: date | None) -> int:
    """`date(2026, 8, 14)` -> 20260814; None -> 0."""
    return day.year * 10000 + day.month * 100 + day.day if day else 0


def day_of(number: int | None) -> date | None:
    """20260814 -> `date(2026, 8, 14)`; 0, None and a bare month -> None."""
    if not number or not number % 100:
        return None
    return date(number // 10000, number // 100 % 100, number % 100)


def listed_month(arxiv_id: str) -> int:
    """The month of first submission that an arXiv ID tells, as YYYYMM00; 0 if it tells none."""
    year, month = month_of(arxiv_id) or (0, 0)
    return year * 10000 + month * 100
