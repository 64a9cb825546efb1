"""Records that tell nothing of a paper but its ID."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reader.library.bare import LEFT_OUT
from reader.library.library import Library
from reader.paths import Places

FORM = '[form.kettles]\nkind = "json"\nitems = "papers[]"\nday = "name"\nid = "id"\ntitle_en = "title"\n'
WHOLE = {"id": "2401.00001", "title": "Kettles"}
BARE = {"id": "2401.00001"}


@pytest.fixture
def form(library: Library, places: Places) -> str:
    folder = places.config.parent
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "kettles.toml").write_text(FORM)
    return "kettles"


def published(tmp_path: Path, day: str, *records: dict[str, str]) -> str:
    path = tmp_path / f"{day}.json"
    path.write_text(json.dumps({"papers": records}))
    return str(path)


def test_a_record_with_nothing_but_an_id_is_no_paper_and_is_told(library: Library, form: str, tmp_path: Path) -> None:
    report = library.sources.sync([published(tmp_path, "2024-01-08", WHOLE, {"id": "2401.00002"})], form=form)
    assert (report.counts.new, report.counts.entries, report.counts.lost) == (1, 1, 1)
    assert [problem.reason for problem in library.sources.problems()] == [f"2401.00002: {LEFT_OUT}"]
    assert library.find("2401.00002") is None


def test_a_known_paper_appears_where_only_its_id_is_told(library: Library, form: str, tmp_path: Path) -> None:
    library.sources.sync([published(tmp_path, "2024-01-08", WHOLE)], form=form)
    report = library.sources.sync([published(tmp_path, "2024-01-09", BARE)], form=form)
    assert (report.counts.entries, report.counts.new, report.counts.lost) == (1, 0, 0)
    paper = library.find("2401.00001")
    assert paper is not None
    assert (paper.paper.texts.title_en, len(paper.paper.appearances)) == ("Kettles", 2)


def test_what_the_same_reading_tells_of_a_paper_makes_it_known(library: Library, form: str, tmp_path: Path) -> None:
    report = library.sources.sync([published(tmp_path, "2024-01-08", BARE, WHOLE)], form=form)
    assert (report.counts.new, report.counts.lost) == (1, 0)


def test_bad_records_that_stand_on_one_line_are_counted_one_by_one(library: Library, form: str, tmp_path: Path) -> None:
    path = Path(published(tmp_path, "2024-01-08", WHOLE))
    good, bad = json.dumps(WHOLE), '{"title": oops}'
    path.write_text(f'{{"papers": [{good}, {", ".join([bad] * 6)}]}}')
    report = library.sources.sync([str(path)], form=form)
    assert (report.counts.new, report.counts.lost) == (1, 6)
    assert len(library.sources.problems()) == 6
