"""A small invented library, on disk and searchable."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from reader.library.library import Library
from reader.model import Announce, Digest, Entry, Texts
from reader.paths import Places
from reader.sources.contract import Reading

FRIDAY, SATURDAY = date(2026, 8, 21), date(2026, 8, 22)

APPLES = Entry(
    "2608.00001",
    Texts(
        "Counting apples with diffusion models",
        "用扩散模型数苹果",
        None,
        "我们数苹果。",
        "We count apples.",
        "我们用扩散模型来数苹果。",
    ),
    version=1,
    category="cs.AI",
    announce=Announce.NEW,
)
PEARS = Entry(
    "2608.00002",
    Texts("Pears and their transformers", "梨与变换器", None, "梨被变换。", "Pears are transformed.", None),
    version=2,
    category="cs.LG",
    announce=Announce.REPLACE,
    cut=True,
)
PLUMS = Entry(
    "2608.00003", Texts(title_en="Plums", abstract_en="Plums, too, are transformed."), announce=Announce.CROSS
)


class Clock:
    """A clock that goes on by a second each time it is looked at."""

    def __init__(self) -> None:
        self.now = datetime(2026, 8, 22, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


@pytest.fixture
def places(tmp_path: Path) -> Places:
    return Places(data=tmp_path / "data", cache=tmp_path / "cache", config=tmp_path / "config.toml")


@pytest.fixture
def library(places: Places) -> Iterator[Library]:
    """Apples and pears of Friday (pears in two channels), plums of Saturday."""
    opened = Library(places, Clock())
    digests = (
        Digest("a", "cs.AI", FRIDAY, (APPLES, PEARS)),
        Digest("b", "cs.LG", FRIDAY, (PEARS,)),
        Digest("c", "cs.LG", SATURDAY, (PLUMS,)),
    )
    opened.sources.bring_in("invented", Reading("all", "1", digests))
    yield opened
    opened.close()
