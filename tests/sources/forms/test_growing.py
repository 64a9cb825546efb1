"""Files to which a publisher adds every day's papers: what is announced, and how much of them is read."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from reader.model import Digest, Entry
from reader.sources.contract import Reading
from reader.sources.facts import Facts, entry_of
from reader.sources.forms import mapped
from reader.sources.gathering import Wanted
from reader.sources.history import read_git
from reader.sources.progress import silent
from tests.sources.repository import Repository

Rows = dict[str, dict[str, str]]


def row(number: int, day: int, code: str = "null") -> str:
    identity = f"2401.{number:05}"
    return f"|**2024-01-{day:02}**|**Teapot {number}**|Ana Muster et.al.|[{identity}](http://arxiv.org/abs/{identity})|{code}|\n"


def rows(*days: int, a_day: int = 3) -> Rows:
    """Rows of these days of two topics, the newest first."""
    return {
        topic: {
            f"2401.{n:05}": row(n, day)
            for day in reversed(days)
            for n in range(base + day * 10, base + day * 10 + a_day)
        }
        for topic, base in (("Kettles", 0), ("Cups", 1000))
    }


def read(repository: Repository, known: Mapping[str, str] | None = None) -> list[Reading]:
    return list(read_git(str(repository.path), known or {}, silent, repository.path.parent, Wanted()))


def told(readings: list[Reading]) -> list[tuple[str, str | None, list[str]]]:
    digests: list[Digest] = [digest for reading in readings for digest in reading.digests]
    return [(str(digest.day), digest.topic, [entry.id for entry in digest.entries]) for digest in digests]


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    made = Repository(tmp_path / "published")
    for last in (1, 2, 3):
        made.commit({"docs/cv-arxiv-daily.json": json.dumps(rows(*range(1, last + 1)))}, f"2024-01-0{last}")
    return made


def test_each_version_of_a_growing_file_tells_what_is_new_in_it(repository: Repository) -> None:
    found = told(read(repository))
    assert [(day, topic) for day, topic, _ in found] == [
        (f"2024-01-0{day}", topic) for day in (1, 2, 3) for topic in ("Kettles", "Cups")
    ]
    assert all(len(ids) == 3 for _, _, ids in found)


def test_the_work_is_proportional_to_what_changed(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[Facts] = []

    def counted(facts: Facts) -> Entry | None:
        made.append(facts)
        return entry_of(facts)

    monkeypatch.setattr(mapped, "entry_of", counted)
    read(repository)
    assert len(made) == 18  # recognising a file reads some, too, of other kinds


def test_the_next_run_knows_what_the_file_held_before(repository: Repository) -> None:
    readings = read(repository)
    known = {reading.key: reading.fingerprint for reading in readings}
    repository.commit({"docs/cv-arxiv-daily.json": json.dumps(rows(1, 2, 3, 4))}, "2024-01-04")
    assert [day for day, _, _ in told(read(repository, known))] == ["2024-01-04"] * 2


def test_a_row_that_changed_is_told_again_and_one_that_came_late_is_added(repository: Repository) -> None:
    known = {reading.key: reading.fingerprint for reading in read(repository)}
    later = rows(1, 2, 3)
    later["Cups"]["2401.01010"] = row(1010, 1, "**[link](https://github.com/example/cups)**")
    later["Kettles"]["2401.00500"] = row(500, 2)
    repository.commit({"docs/cv-arxiv-daily.json": json.dumps(later)}, "2024-01-04")
    readings = read(repository, known)
    assert sorted(told(readings)) == [("2024-01-01", "Cups", ["2401.01010"]), ("2024-01-02", "Kettles", ["2401.00500"])]
    assert all(digest.kept for reading in readings for digest in reading.digests)  # parts of days that are known


def test_a_list_without_days_that_grows_announces_only_what_was_added(tmp_path: Path) -> None:
    made = Repository(tmp_path / "published")

    def line(number: int) -> str:
        record = {"arxiv_id": f"arXiv:2401.{number:05}", "title": f"Teapot {number}", "abstract": "A kettle."}
        return f"{record!r}\n"

    for day in (1, 2, 3):
        made.commit({"papers.jsonl": "".join(line(n) for n in range(1, day * 2 + 1))}, f"2024-01-0{day}")
    assert [(day, len(ids)) for day, _, ids in told(read(made))] == [(f"2024-01-0{day}", 2) for day in (1, 2, 3)]
    made.commit({"papers.jsonl": line(6) + line(9)}, "2024-01-04")  # another list: all of it is that day's
    assert told(read(made))[-1] == ("2024-01-04", None, ["2401.00006", "2401.00009"])


def test_a_record_that_cannot_be_read_is_told_once_and_not_with_every_version(tmp_path: Path) -> None:
    made = Repository(tmp_path / "published")
    lines = [
        repr({"arxiv_id": f"arXiv:2401.{n:05}", "title": f"Teapot {n}", "abstract": "It sings."}) for n in range(1, 8)
    ]
    lines[1:1] = ["{'arxiv_id': oops", "{'arxiv_id': ouch"]
    for last in (4, 6):
        made.commit({"papers.jsonl": "\n".join(lines[:last])}, f"2024-01-0{last}")
    readings = read(made)
    problems = [problem for reading in readings for digest in reading.digests for problem in digest.problems]
    assert [(problem.line, problem.lost) for problem in problems] == [(2, True), (3, True)]
    assert [len(ids) for _, _, ids in told(readings) if ids] == [2, 2]
    made.commit({"papers.jsonl": "\n".join([*lines, "{'arxiv_id': again"])}, "2024-01-07")
    known = {reading.key: reading.fingerprint for reading in readings}
    later = [problem for reading in read(made, known) for digest in reading.digests for problem in digest.problems]
    assert [problem.line for problem in later] == [10]
    mended = lines[:1] + lines[3:]  # one that could not be read is gone: nothing that was announced is
    made.commit(
        {"papers.jsonl": "\n".join([*mended, repr({"arxiv_id": "2401.00009", "title": "Teapot"})])}, "2024-01-08"
    )
    assert told(read(made))[-1] == ("2024-01-08", None, ["2401.00009"])
