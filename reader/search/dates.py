"""Dates in a query: a day, a month, a year, a range, or a stretch that ends today."""

from __future__ import annotations

import re
from datetime import date, timedelta

from reader.model import DateRange

_CALENDAR = re.compile(r"(\d{4})(?:[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?|月)?|年)?\Z")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})\Z")
_STRETCH = re.compile(r"(\d{1,4})(d|w|m|y|天|日|周|个月|月|年)\Z")
_DAYS = {"d": 1, "天": 1, "日": 1, "w": 7, "周": 7, "m": 30, "月": 30, "个月": 30, "y": 365, "年": 365}
_RANGE = re.compile(r"\.\.+|。。|…|~|至|到")


_NAMES = {
    "today": ("today", "今天", "今日"),
    "yesterday": ("yesterday", "昨天", "昨日"),
    "week": ("week", "本周", "这周"),
    "month": ("month", "本月", "这个月"),
    "year": ("year", "今年"),
}
_ENDINGS = ("0", "1", "01", "101", "d", "月", ".", ".1d")
"""Behind the beginning of any date that can be read, one of them makes it whole; names have their own."""


def _named(text: str, today: date) -> DateRange | None:
    week = today - timedelta(days=today.weekday())
    month = today.replace(day=1)
    first_and_last = {
        "today": (today, today),
        "yesterday": (today - timedelta(days=1), today - timedelta(days=1)),
        "week": (week, today),
        "month": (month, today),
        "year": (month.replace(month=1), today),
    }
    for name, spellings in _NAMES.items():
        if text in spellings:
            return DateRange(*first_and_last[name])
    return None


def _stretch(text: str, today: date) -> DateRange | None:
    match = _STRETCH.match(text)
    if not match or (len(match[1]) == 4 and match[2] == "年"):
        return None
    days = int(match[1]) * _DAYS[match[2]]
    return DateRange(today - timedelta(days=min(days - 1, today.toordinal() - 1)), today) if days else None


def _calendar(text: str) -> DateRange | None:
    match = _CALENDAR.match(text) or _COMPACT.match(text)
    if not match:
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    try:
        if year is None or month is None:
            return DateRange(date(year or 0, 1, 1), date(year or 0, 12, 31))
        if day is not None:
            return DateRange(date(year, month, day), date(year, month, day))
        after = date(year + month // 12, month % 12 + 1, 1)
        return DateRange(date(year, month, 1), after - timedelta(days=1))
    except ValueError:
        return None


def _single(text: str, today: date) -> DateRange | None:
    return _named(text, today) or _stretch(text, today) or _calendar(text)


def parse_date(text: str, today: date) -> DateRange | None:
    """The days that `text` names; `7d` is the seven days that end with `today`. None if it cannot be read.

    Forms: `2026-08-14`, `2026-08`, `2026`, `2026-07..2026-08-15` (either end may be missing), `7d`, `2w`, `3m`, `1y`,
    `today`, `yesterday`, and the same in Chinese.
    """
    text = text.strip().lower()
    whole = _single(text, today)
    if whole:
        return whole
    ends = _RANGE.split(text, maxsplit=1)
    if len(ends) != 2 or not any(ends):
        return None
    first, last = (_single(end.strip(), today) if end.strip() else DateRange(None, None) for end in ends)
    if first is None or last is None:
        return None
    return DateRange(first.first, last.last)


def may_become_date(text: str, today: date) -> bool:
    """Whether `text` is the beginning of what `parse_date` reads."""
    last = _RANGE.split(text.strip().lower())[-1]
    names = (name[len(last) :] for spellings in _NAMES.values() for name in spellings if name.startswith(last))
    return any(parse_date(text + ending, today) for ending in (*_ENDINGS, *names))
