"""Libraries of earlier versions are brought up to date without a loss."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from reader.model import Announce, Appearance
from reader.store.collected import Collected
from reader.store.database import open_database
from reader.store.schema import LIBRARY
from reader.store.statements import digest_of
from tests.store.invented import APPLES, FRIDAY, NOW, SATURDAY, digest, reading


@pytest.mark.parametrize("version", range(1, len(LIBRARY.steps)))
def test_a_library_of_every_earlier_version_is_brought_up_to_date(tmp_path: Path, version: int) -> None:
    path = tmp_path / "older.db"
    older = open_database(path, replace(LIBRARY, steps=LIBRARY.steps[:version]))
    older.execute("INSERT INTO source (kind, location, added) VALUES ('folder', '/digests', ?)", (NOW.isoformat(),))
    older.close()
    library = Collected(path)
    (source,) = library.sources()
    library.begin_sync()
    library.collector(source.num).store([reading(digest(APPLES))])
    assert library.find("2608.00001") is not None
    library.check()
    library.close()
    assert path.with_name(f"older.db.before-schema-{len(LIBRARY.steps)}").exists()


def older_library(path: Path) -> None:
    """A library as it was before statements were kept by publisher: one paper, changed once, in one digest."""
    older = open_database(path, replace(LIBRARY, steps=LIBRARY.steps[:3]))
    texts = ("Apples", "苹果", None, None, "See https://github.com/ada/apples, apples.", "苹果。")
    digest = digest_of(APPLES.texts, None)
    older.execute("INSERT INTO source (kind, location, added) VALUES ('folder', '/digests', ?)", (NOW.isoformat(),))
    older.execute(
        "INSERT INTO paper (num, id, version, category, announce, cut, text_day, text_version, text_hash, listed,"
        " listed_version, first_seen, last_seen, change, arrived)"
        " VALUES (1, '2608.00001', 2, 'cs.AI', 'new', 0, 20260821, 2, ?, 20260821, 2, 20260820, 20260821, 1, 1)",
        (digest,),
    )
    older.execute("INSERT INTO text VALUES (1, ?, ?, ?, ?, ?, ?)", texts)
    older.execute("INSERT INTO earlier VALUES (1, x'00', 20260820, 1, 'Appels', NULL, NULL, NULL, NULL, NULL)")
    older.execute("INSERT INTO appearance VALUES (1, 20260821, 'cs.AI', 'new', 2)")
    older.execute("INSERT INTO announced VALUES (20260821, 'cs.AI', 1)")
    older.close()


def test_an_older_library_keeps_its_texts_as_those_of_nobody_known(tmp_path: Path) -> None:
    older_library(tmp_path / "library.db")
    library = Collected(tmp_path / "library.db")
    paper = library.paper(1)
    assert paper is not None
    assert (paper.texts.title_en, paper.version, paper.category, paper.announce) == ("Apples", 2, "cs.AI", "new")
    assert {one.source for one in paper.told if one} == {"before"}
    assert paper.appearances == (Appearance("cs.AI", FRIDAY, Announce.NEW, 2, None, "before"),)
    assert (paper.listed, paper.first_seen, paper.last_seen) == (20260821, date(2026, 8, 20), FRIDAY)
    assert [text.texts.title_en for text in library.earlier(1)] == ["Appels"]
    assert list(library.sets.nums_with_code()) == [1]
    assert list(library.sets.nums_untranslated()) == []
    assert library.days() == [(FRIDAY, 1, 1)]
    library.close()


def test_what_an_older_library_holds_is_its_publishers_when_it_is_read_again(tmp_path: Path) -> None:
    older_library(tmp_path / "library.db")
    library = Collected(tmp_path / "library.db")
    again = replace(APPLES, version=2)
    library.collector(1).store([reading(digest(again))])
    paper = library.paper(1)
    assert paper is not None
    assert {one.source for one in paper.told if one} == {"/digests"}
    assert paper.appearances == (Appearance("cs.AI", FRIDAY, Announce.NEW, 2, None, "/digests"),)
    library.close()


def test_a_repeat_of_what_an_older_library_holds_adds_nothing(tmp_path: Path) -> None:
    older_library(tmp_path / "library.db")
    library = Collected(tmp_path / "library.db")
    before = library.paper(1)
    again, other = replace(APPLES, version=2), replace(APPLES, version=3)
    library.collector(1).store([reading(digest(again, day=SATURDAY))])
    after = library.paper(1)
    assert before is not None
    assert after is not None
    assert (after.appearances, after.last_seen) == (before.appearances, before.last_seen)
    library.collector(1).store([reading(digest(other, day=SATURDAY))])
    news = library.paper(1)
    assert news is not None
    assert news.last_seen == SATURDAY
    library.close()
