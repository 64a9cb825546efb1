"""Two invented papers, and digests that tell of them."""

from __future__ import annotations

from datetime import UTC, date, datetime

from reader.model import Announce, Digest, Entry, Problem, Texts
from reader.sources.contract import Reading

NOW = datetime(2026, 8, 21, 9, 0, tzinfo=UTC)
FRIDAY, SATURDAY = date(2026, 8, 21), date(2026, 8, 22)
APPLES = Entry(
    "2608.00001", Texts(title_en="Apples", title_zh="苹果"), version=1, announce=Announce.NEW, category="cs.AI"
)
PEARS = Entry(
    "2608.00002", Texts(title_en="Pears", title_zh="梨"), version=1, announce=Announce.CROSS, category="cs.LG"
)


def digest(
    *entries: Entry, channel: str | None = "cs.AI", day: date | None = FRIDAY, problems: tuple[Problem, ...] = ()
) -> Digest:
    """A digest of these papers."""
    return Digest("a.md", channel, day, entries, problems)


def reading(*digests: Digest, key: str = "a.md", fingerprint: str = "1") -> Reading:
    """A step of reading a source that brought these digests."""
    return Reading(key, fingerprint, digests)
