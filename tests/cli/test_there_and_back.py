"""What `export` writes `restore` and `sync` take back, packed or not, also of papers that are not here."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
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
    for words in (
        ["lantern", "shade"],
        [APPLES, "is:bookmarked"],
        [APPLES, "#fruit"],
        [APPLES, "(lantern", "shade)"],
        [APPLES, "lantern", "OR", "shade"],
    ):
        assert filled("export", *words, "-f", "ids").err == "0 papers exported\n"


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ({"id": APPLES, "bookmarked": "0001-01-01T00:00:00+14:00"}, "'bookmarked' is not what an export holds there"),
        ({"id": APPLES, "read": "9999-12-31T23:59:59-14:00"}, "'read' is not what an export holds there"),
        ({"id": APPLES, "tags": ["long" * 100]}, "line 1: a tag has at most 100 characters"),
        ({"word": "fruit", "weight": float("inf"), "own": True}, "a weight is a number from -10.0 to 10.0"),
        ({"word": "fruit", "weight": float("nan"), "own": True}, "a weight is a number from -10.0 to 10.0"),
        ({"word": "", "weight": 1, "own": True}, "is no word"),
    ],
)
def test_what_could_not_have_been_typed_is_not_restored(
    filled: Cli, tmp_path: Path, line: dict[str, object], problem: str
) -> None:
    file = tmp_path / "wrong.jsonl"
    file.write_text(json.dumps(line))
    done = filled("restore", file)
    assert done.status == 1
    assert f"{file}: " in done.err
    assert problem in done.err


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le"])
def test_what_a_shell_wrote_in_another_encoding_comes_back(filled: Cli, tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "marks.jsonl"
    lines = [{"id": APPLES, "note": "苹果"}, {"id": ABSENT, "tags": ["\ud800lone", " #fruit "]}]
    file.write_bytes(
        "".join(json.dumps(line, ensure_ascii=n > 0) + "\r\n" for n, line in enumerate(lines)).encode(encoding)
    )
    assert filled("restore", file).status == 0
    found = alone(filled("export", "*", "-f", "jsonl").out)
    assert found[ABSENT]["tags"] == ["fruit", "\ufffdlone"]


@pytest.mark.parametrize("words", [['""'], ["()"], ["#"], ["AND"], ["OR", "NOT"], ["|"], ["(", "#", ")"]])
@pytest.mark.parametrize("command", [["export"], ["export", "-f", "ids"], ["new"], ["enrich"]])
def test_what_holds_nothing_to_look_for_is_not_everything(filled: Cli, command: list[str], words: list[str]) -> None:
    done = filled(*command, *words)
    assert (done.status, done.out, done.err) == (2, "", "digest-reader: the query is empty; everything is '*'\n")
    assert filled("mark", "--bookmark", "--query", " ".join(words)).status == 2
    assert filled("search", "is:bookmarked", "-f", "ids").out == ""


def test_an_order_alone_is_a_query(filled: Cli) -> None:
    assert len(filled("export", "sort:date", "-f", "ids").lines) == 2
    assert len(filled("export", "*", "sort:date", "-f", "ids").lines) == 2


def test_a_dash_among_names_stands_for_those_on_stdin(filled: Cli) -> None:
    assert filled("export", "-", "-", "-f", "ids", stdin=f"{APPLES}\n").lines == [APPLES]
    assert filled("export", "2608.00002", "-", "-f", "ids", stdin=f"{APPLES}\n").lines == ["2608.00002", APPLES]
    done = filled("export", "-", "lantern", "-f", "ids", stdin=f"{APPLES}\n")
    assert (done.status, done.lines) == (1, [APPLES])
    assert "'lantern' is not an arXiv ID" in done.err


@pytest.mark.parametrize(
    "laid_out",
    [
        lambda records: "\n".join(json.dumps(record, indent=2, ensure_ascii=False) for record in records),
        lambda records: json.dumps(records),
        lambda records: json.dumps(records, indent=1),
    ],
    ids=["objects over lines", "a list", "a list over lines"],
)
def test_an_export_that_another_program_laid_out_anew_comes_back_with_its_marks(
    filled: Cli, tmp_path: Path, laid_out: Callable[[list[object]], str]
) -> None:
    assert filled("mark", APPLES, "--tag", "fruit", "--note", "苹果").status == 0
    exported = filled("export", "*", "-f", "jsonl").out
    file = tmp_path / "anew.json"
    file.write_text(laid_out([json.loads(line) for line in exported.splitlines()]))
    assert filled("mark", APPLES, "--untag", "fruit", "--note", "").status == 0
    done = filled("sync", "--papers", file)
    assert (done.status, "marks were not" in done.err) == (0, False)
    (again,) = (one for one in map(json.loads, filled("export", APPLES, "-f", "jsonl").lines) if one["id"] == APPLES)
    assert (again["tags"], again["note"]) == (["fruit"], "苹果")
    assert filled("restore", file).status == 0
