"""The benchmarks run to their end on a few invented papers and print their tables; no time is looked at."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from screenshots.papers import write_digests
from tests.benchmarks.bench_cli import COMMANDS


def table(name: str, *arguments: str | Path) -> list[str]:
    command = [sys.executable, "-m", f"tests.benchmarks.{name}", *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_every_sub_command_is_timed() -> None:
    lines = table("bench_cli", "--runs", "1")
    assert len(lines) == 2 + len(COMMANDS)
    assert lines[1].startswith("python -c pass")


def test_syncs_of_a_repository_and_of_single_records_are_measured(tmp_path: Path) -> None:
    digests = tmp_path / "digests"
    digests.mkdir()
    write_digests(digests)
    for command in (("init", "-q"), ("add", "."), ("commit", "-q", "-m", "a day")):
        subprocess.run(["git", "-C", str(digests), *command], check=True, capture_output=True)
    (tmp_path / "day").mkdir()
    write_digests(tmp_path / "day")
    lines = table("bench_sync", "--repository", digests, "--day", tmp_path / "day")
    assert [line.split("  ")[0] for line in lines[1:]] == [
        "history of the repository",
        "nothing new",
        "one more day",
        "17 paper records",
        "nothing new",
    ]
    assert "17 new" in lines[1]
    assert "17 new" in lines[4]
    assert "papers in the library: 17" in lines[5]


def test_what_is_typed_by_its_sound_is_measured(tmp_path: Path) -> None:
    (tmp_path / "digests").mkdir()
    write_digests(tmp_path / "digests")
    sync = [sys.executable, "-m", "reader", "--library", str(tmp_path / "library"), "sync", str(tmp_path / "digests")]
    subprocess.run(sync, check=True, capture_output=True)
    lines = table("bench_suggest", "--library", tmp_path / "library", "--words", "3", "--english", "20")
    assert lines[0].split("  ")[0] == "typed"
    assert len(lines) == 11
    assert "0 get a Chinese offer" in lines[-2]


def test_a_list_of_papers_is_measured() -> None:
    lines = table("bench_bibliography", "--records", "30", "--known", "3", "--papers")
    assert len(lines) == 3
    assert "30 papers" in lines[2]


def test_exports_are_measured_in_every_format_named(tmp_path: Path) -> None:
    digests, library = tmp_path / "digests", tmp_path / "library"
    digests.mkdir()
    write_digests(digests)
    command = [sys.executable, "-m", "reader", "--library", str(library), "sync", str(digests)]
    subprocess.run(command, check=True, capture_output=True)
    lines = table("bench_export", library, "ids", "zotero")
    assert [line.split()[:2] for line in lines[1:3]] == [["ids", "17"], ["zotero", "17"]]
    assert [line.split()[0] for line in lines[5:]] == ["search", "export"]


def test_titles_that_the_list_cuts_are_counted_at_every_width(tmp_path: Path) -> None:
    write_digests(tmp_path)
    lines = table("bench_titles", tmp_path)
    assert [line.split()[0] for line in lines[1::2]] == ["80x24", "120x40", "160x45", "160x45"]
    assert all("English   17" in line or "Chinese   17" in line for line in lines[1:])


def test_asking_outside_is_measured_against_servers_of_ours() -> None:
    lines = table("bench_asking", "--papers", "60")
    assert [line.split()[0] for line in lines[1:]] == ["enrich", "...", "send", "translate", "most"]


def test_every_form_is_counted_and_a_mapping_is_compared(tmp_path: Path) -> None:
    record = {"id": "2401.00001", "abs": "", "pdf": "", "title": "Kettles", "authors": ["Ada"], "categories": ["cs.SD"]}
    lines = json.dumps(record | {"summary": "They sing."}) + "\n"
    forms, daily = tmp_path / "forms", tmp_path / "daily"
    for folder in (forms, daily):
        folder.mkdir()
        (folder / "2026-11-20.jsonl").write_text(lines, encoding="utf-8")
    for command in (("init", "-q"), ("add", "."), ("commit", "-q", "-m", "a day")):
        subprocess.run(["git", "-C", str(daily), *command], check=True, capture_output=True)
    said = table("bench_forms", "--forms", forms, "--paper", "2401.00001", "--repository", daily)
    assert any(" ".join(line.split()) == "2026-11-20.jsonl daily-arXiv JSON Lines 1 1 0 1" for line in said)
    assert any(line.startswith("mapping / native") for line in said)
    assert any("1 digest, 1 entry, 1 paper: 1 new" in line for line in said)


def test_a_history_that_grows_is_measured() -> None:
    lines = table("bench_growing", "--commits", "4", "--papers", "6")
    assert [line.split("  ")[0] for line in lines[1:]] == ["4 commits", "the last version alone"]
    assert all("24 papers: 24 new" in line for line in lines[1:])
