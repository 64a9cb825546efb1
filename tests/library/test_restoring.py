"""Marks come back whole: from exports, whatever their IDs look like, and from backups with all that was kept."""

from __future__ import annotations

import json
from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from reader.library.copies import fill_if_empty
from reader.library.library import Library
from reader.library.marking import united
from reader.library.restoring import restored
from reader.model import Marks
from reader.paths import find_places

NOW = datetime(2026, 8, 15, 7, 30, tzinfo=UTC)
VALUES: dict[str, Any] = {"datetime | None": NOW, "tuple[str, ...]": ("owls",), "str | None": "a note"}
EVERYTHING = Marks(**{field.name: VALUES[str(field.type)] for field in fields(Marks)})
"""Marks with every field there is."""


def opened(folder: Path) -> Library:
    return Library.open(find_places({}, folder, None))


def test_ids_are_taken_in_any_spelling_and_united(tmp_path: Path) -> None:
    file = tmp_path / "marks.jsonl"
    records = [
        {"id": "2404.02882v3", "tags": ["a"]},
        {"id": "arXiv:2404.02882", "tags": ["b"], "note": "n"},
        {"id": "https://arxiv.org/abs/2404.02883", "read": NOW.isoformat()},
        {"id": "math.GT/0601001", "tags": ["c"]},
        {"id": "not an id", "tags": ["d"]},
    ]
    file.write_text("".join(json.dumps(record) + "\n" for record in records))
    found = restored(file)
    assert found.marks == {
        "2404.02882": Marks(tags=("a", "b"), note="n"),
        "2404.02883": Marks(read=NOW),
        "math/0601001": Marks(tags=("c",)),
    }
    assert found.wrong == [(5, "not an id")]


def test_every_field_is_united() -> None:
    assert united(Marks(), EVERYTHING) == united(EVERYTHING, Marks()) == EVERYTHING


def test_a_backup_gives_back_searches_and_citation_keys(tmp_path: Path) -> None:
    source, target = opened(tmp_path / "one"), opened(tmp_path / "two")
    source.marks.bookmark(["2608.00001"], True)
    source.marks.save_search(1, "owls", "owl")
    source.marks.save_search(2, "crows", "crow")
    source.marks.set_state(**{"citation key 2608.00001": "owl2026"})
    source.marks.backup(tmp_path / "backup.db")
    target.marks.save_search(1, "mine", "jay")
    target.marks.save_search(3, "also mine", "crow")
    target.marks.restore(tmp_path / "backup.db")
    saved = {search.slot: search.query for search in target.marks.saved_searches()}
    assert saved == {1: "jay", 3: "crow", 10: "owl"}
    assert target.marks.state("citation key 2608.00001") == "owl2026"
    target.marks.restore(tmp_path / "backup.db")
    assert {search.slot: search.query for search in target.marks.saved_searches()} == saved
    source.close()
    target.close()


def test_where_nothing_was_marked_a_backup_comes_back_with_its_undo_log(tmp_path: Path) -> None:
    source = opened(tmp_path / "one")
    source.marks.tag(["2608.00001"], ["owls"])
    source.marks.backup(tmp_path / "backup.db")
    source.close()
    places = find_places({}, tmp_path / "two", None)
    assert fill_if_empty(places, tmp_path / "backup.db", NOW)
    assert not fill_if_empty(places, tmp_path / "backup.db", NOW)
    target = opened(tmp_path / "two")
    assert target.marks.tags() == [("owls", 1)]
    assert target.marks.undo() is not None
    assert target.marks.tags() == []
    target.close()
