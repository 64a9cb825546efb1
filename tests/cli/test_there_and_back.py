"""What `export` writes `restore` and `sync` take back, packed or not, also of papers that are not here."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from tests.cli.conftest import Cli, write_digest

APPLES, ABSENT, NOTED = "2608.00001", "2607.11111", "2607.22222"
MARKS = ("bookmarked", "tags", "note", "read", "skipped")


@pytest.fixture
def waiting(filled: Cli, tmp_path: Path) -> Cli:
    """A command line with marks of one paper that is there and of two that are not."""
    file = tmp_path / "before.jsonl"
    own = [
        {"id": APPLES, "tags": ["fruit"]},
        {"id": ABSENT, "bookmarked": "2026-08-01T08:00:00+00:00", "tags": ["later"]},
        {"id": NOTED, "note": "ask Ada"},
    ]
    file.write_text("".join(json.dumps(each) + "\n" for each in own))
    assert filled("restore", file).status == 0
    return filled


def alone(text: str) -> dict[str, dict[str, object]]:
    """The lines of an export that hold nothing but marks, by ID."""
    records = [json.loads(line) for line in text.splitlines()]
    return {record.pop("id"): record for record in records if "title_en" not in record}


def test_everything_holds_marks_of_papers_that_are_not_in_the_library(waiting: Cli, tmp_path: Path) -> None:
    done = waiting("export", "*", "-f", "jsonl")
    found = alone(done.out)
    assert sorted(found) == [ABSENT, NOTED]
    assert {tuple(record) for record in found.values()} == {MARKS}
    assert "and the marks of 2 papers that are not in the library" in done.err
    file = tmp_path / "all.jsonl"
    file.write_text(done.out)
    other = ("--library", tmp_path / "other")
    assert waiting(*other, "restore", file).status == 0
    back = waiting(*other, "export", "*", "-f", "jsonl").out
    wanted = {name: {mark: record[mark] for mark in MARKS} for name, record in found.items()}
    assert {name: record for name, record in alone(back).items() if name != APPLES} == wanted


def test_sync_of_everything_brings_papers_with_marks_and_none_without_text(waiting: Cli, tmp_path: Path) -> None:
    file = tmp_path / "all.jsonl.gz"
    file.write_bytes(gzip.compress(waiting("export", "*", "-f", "jsonl").out.encode()))
    other = ("--library", tmp_path / "other")
    assert waiting(*other, "sync", file).status == 0
    assert waiting(*other, "export", "*", "-f", "jsonl").out.count('"title_en"') == 2
    assert waiting(*other, "search", "tag:fruit", "-f", "ids").lines == [APPLES]
    late = tmp_path / "late.md"
    write_digest(
        late,
        [
            {"zh": "晚", "en": "Late", "suffix": "", "id": ABSENT, "tldr": "晚。", "announce": "new"}
            | {"abstract_zh": "晚。", "abstract_en": "Late."}
        ],
    )
    assert waiting(*other, "sync", late).status == 0
    assert waiting(*other, "search", "is:bookmarked tag:later", "-f", "ids").lines == [ABSENT]


def test_only_everything_holds_them_and_only_what_was_asked_for(waiting: Cli) -> None:
    assert not alone(waiting("export", "apples", "-f", "jsonl").out)
    assert not alone(waiting("export", "*", "--limit", "2", "-f", "jsonl").out)
    assert sorted(waiting("export", "*", "-f", "ids").lines) == [APPLES, "2608.00002"]
    tags = waiting("export", "*", "-f", "jsonl", "--fields", "title_en,tags").out
    assert alone(tags) == {ABSENT: {"tags": ["later"]}}
    assert sorted(alone(waiting("export", "*", "-f", "jsonl", "--no-notes").out)) == [ABSENT]


def test_packed_exports_and_backups_come_back_from_files_and_pipes(waiting: Cli, tmp_path: Path) -> None:
    packed = gzip.compress(waiting("export", "*", "-f", "jsonl").out.encode())
    (tmp_path / "all.gz").write_bytes(packed)
    done = waiting("--library", tmp_path / "one", "restore", tmp_path / "all.gz")
    assert (done.status, done.err) == (0, "marks of 3 papers restored\n")
    assert waiting("backup", tmp_path / "marks.db").status == 0
    (tmp_path / "marks.db.gz").write_bytes(gzip.compress((tmp_path / "marks.db").read_bytes()))
    done = waiting("--library", tmp_path / "two", "restore", tmp_path / "marks.db.gz")
    assert done.status == 0
    assert f"{tmp_path / 'marks.db.gz'} is in place" in done.err


def test_a_word_among_ids_that_is_none_is_said(filled: Cli) -> None:
    done = filled("export", APPLES, "lantern", "-f", "ids")
    assert (done.status, done.out) == (1, "")
    assert "'lantern' is not an arXiv ID" in done.err
    assert len(done.err.splitlines()) == 2  # and that nothing was exported
    assert filled("export", APPLES, "apples", "-f", "ids").lines == [APPLES]  # a query that finds something is one
    assert filled("export", "lantern", "shade", "-f", "ids").err == "0 papers exported\n"
