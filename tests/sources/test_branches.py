"""Branches: named, found, moved and gone."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

import pytest

from reader.errors import SourceError
from reader.model import Digest
from reader.sources.contract import Kind, Reading
from reader.sources.dispatch import read_source
from reader.sources.gathering import EVERYTHING, Wanted
from reader.sources.history import BRANCH, read_git
from reader.sources.identify import identify
from reader.sources.naming import split_branch
from reader.sources.progress import silent
from tests.sources.invented import ENTRIES, digest, entry, record
from tests.sources.repository import Repository
from tests.sources.servers import git_backend, serving

FIRST, SECOND, THIRD = "2024-01-05", "2024-01-06", "2024-01-08"
IDS = [item.id for item in ENTRIES]


def daily(*numbers: int) -> str:
    """JSON Lines of a publisher whose digests are on a branch of their own."""
    lines = (
        {
            "id": f"2401.{n:05}",
            "pdf": f"https://arxiv.org/pdf/2401.{n:05}",
            "abs": f"https://arxiv.org/abs/2401.{n:05}",
            "authors": ["Ana Muster"],
            "title": f"Teapot {n}",
            "categories": ["cs.XX"],
            "comment": None,
            "summary": f"We invent teapot {n}.",
        }
        for n in numbers
    )
    return "".join(json.dumps(line) + "\n" for line in lines)


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """A default branch with a program, a branch with notes, and one with two days of digests."""
    made = Repository(tmp_path / "up/stream")
    made.commit({"README.md": "# A program\n", "main.py": "pass\n"}, FIRST)
    made.git("checkout", "-q", "-b", "data/notes")
    made.commit({"notes.md": "# Notes\n"}, FIRST)
    made.git("checkout", "-q", "-b", "digests", "main")
    made.commit({"data/2024-01-05.jsonl": daily(1, 2)}, FIRST)
    made.commit({"data/2024-01-06.jsonl": daily(3)}, SECOND)
    made.git("checkout", "-q", "main")
    return made


@pytest.fixture(params=["local", "http", "bundle"])
def location(request: pytest.FixtureRequest, repository: Repository, tmp_path: Path) -> Iterator[str]:
    """The repository where it lies, behind a server, and as a bundle."""
    if request.param == "local":
        yield str(repository.path)
    elif request.param == "bundle":
        bundle = tmp_path / "all.bundle"
        repository.git("bundle", "create", str(bundle), "--all")
        yield str(bundle)
    else:
        with serving(git_backend(tmp_path / "up")) as server:
            yield f"{server}/stream"


def read(
    location: str, folder: Path, known: Mapping[str, str] | None = None, wanted: Wanted = EVERYTHING
) -> list[Reading]:
    return list(read_git(location, known or {}, silent, folder / "clones", wanted))


def facts(readings: list[Reading], known: Mapping[str, str] | None = None) -> dict[str, str]:
    return {**(known or {}), **{reading.key: reading.fingerprint for reading in readings}}


def digests(readings: list[Reading]) -> list[Digest]:
    return [found for reading in readings for found in reading.digests]


def ids(readings: list[Reading]) -> list[str]:
    return [item.id for found in digests(readings) for item in found.entries]


def test_a_repository_without_digests_on_its_default_branch_is_looked_through(location: str, tmp_path: Path) -> None:
    readings = read(location, tmp_path)
    assert ids(readings) == ["2401.00001", "2401.00002", "2401.00003"]
    assert [str(found.day) for found in digests(readings)] == [FIRST, SECOND]
    assert facts(readings)[BRANCH] == "digests"


def test_the_branch_that_was_found_is_followed(repository: Repository, location: str, tmp_path: Path) -> None:
    known = facts(read(location, tmp_path))
    repository.git("checkout", "-q", "digests")
    repository.commit({"data/2024-01-08.jsonl": daily(4)}, THIRD)
    repository.git("checkout", "-q", "main")
    if location.endswith(".bundle"):
        repository.git("bundle", "create", location, "--all")
    assert ids(read(location, tmp_path, known)) == ["2401.00004"]


def test_a_named_branch_is_read_and_no_other(location: str, tmp_path: Path) -> None:
    assert ids(read(f"{location}#digests", tmp_path)) == ["2401.00001", "2401.00002", "2401.00003"]
    with pytest.raises(SourceError, match="holds no digests"):
        read(f"{location}#data/notes", tmp_path)


def test_a_branch_that_is_not_there_is_said_with_those_that_are(location: str, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"has no branch nowhere \(any more\); it has .*digests"):
        read(f"{location}#nowhere", tmp_path)


def test_a_branch_that_vanished_is_said_and_what_was_read_stays(
    repository: Repository, location: str, tmp_path: Path
) -> None:
    known = facts(read(location, tmp_path))
    repository.git("branch", "-q", "-D", "digests")
    if location.endswith(".bundle"):
        repository.git("bundle", "create", location, "--all")
    with pytest.raises(SourceError, match="has no branch digests"):
        read(location, tmp_path, known)


def test_the_branches_of_a_clones_remote_are_looked_through(repository: Repository, tmp_path: Path) -> None:
    repository.git("clone", "-q", str(repository.path), str(tmp_path / "clone"))
    assert ids(read(str(tmp_path / "clone"), tmp_path)) == ["2401.00001", "2401.00002", "2401.00003"]


def test_nothing_new_in_a_branch_that_was_found_is_nothing(location: str, tmp_path: Path) -> None:
    known = facts(read(location, tmp_path))
    again = read(location, tmp_path, known)
    assert digests(again) == []


def test_a_repository_of_notes_only_is_refused(tmp_path: Path) -> None:
    made = Repository(tmp_path / "notes")
    made.commit({"README.md": "# A program\n"}, FIRST)
    made.git("branch", "data")
    with pytest.raises(SourceError, match="holds no digests"):
        read(str(made.path), tmp_path)


def test_a_form_that_changes_in_the_middle_of_a_history_loses_nothing(tmp_path: Path) -> None:
    made = Repository(tmp_path / "digests")
    made.commit({"cs.AI.md": digest([entry(1)])}, FIRST)
    made.commit({"cs.AI.md": None, "data/2024-01-06.jsonl": daily(2)}, SECOND)
    made.commit(
        {"data/2024-01-08.md": digest([entry(3)], "2024"), "papers/24/01/2401.00004.json": record(entry(4))}, THIRD
    )
    readings = read(str(made.path), tmp_path)
    assert ids(readings) == ["2401.00001", "2401.00002", "2401.00003", "2401.00004"]
    assert [str(found.day) for found in digests(readings)] == [FIRST, SECOND, THIRD, "None"]


def test_since_a_day_only_the_records_of_its_papers_are_read(tmp_path: Path) -> None:
    made = Repository(tmp_path / "digests")
    papers = {f"papers/24/01/2401.0000{n}.json": record(entry(n)) for n in range(1, 6)}
    made.commit({"cs.AI.md": digest([entry(1)]), **papers}, FIRST)
    made.commit({"cs.AI.md": digest([entry(2), entry(3)])}, SECOND)
    readings = list(
        read_source(
            identify(str(made.path)), {}, clones=tmp_path, since=date.fromisoformat(SECOND), there={"2401.00004"}
        )
    )
    assert ids(readings) == ["2401.00002", "2401.00003", "2401.00002", "2401.00003", "2401.00004"]


def test_since_a_day_is_about_folders_too(tmp_path: Path) -> None:
    for day, number in ((FIRST, 1), (THIRD, 2)):
        (tmp_path / f"{day} cs.AI.md").write_text(digest([entry(number)]))
    (tmp_path / "papers").mkdir()
    for number in (1, 2):
        (tmp_path / f"papers/2401.0000{number}.json").write_text(record(entry(number)))
    spec = identify(str(tmp_path))
    readings = list(read_source(spec, {}, clones=tmp_path, since=date.fromisoformat(SECOND), there=set()))
    assert ids(readings) == ["2401.00002", "2401.00002"]


def test_an_earlier_day_brings_what_was_left_out_of_a_folder(tmp_path: Path) -> None:
    for day, number in ((FIRST, 1), (SECOND, 2), (THIRD, 3)):
        (tmp_path / f"{day} cs.AI.md").write_text(digest([entry(number)]))
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers/2401.00001.json").write_text(record(entry(1)))
    known: dict[str, str] = {}

    def read(since: str | None) -> list[str]:
        day = date.fromisoformat(since) if since else None
        found = list(read_source(identify(str(tmp_path)), known, clones=tmp_path, since=day, there=set()))
        known.update((reading.key, reading.fingerprint) for reading in found)
        return ids(found)

    assert read(THIRD) == ["2401.00003"]
    assert read(THIRD) == []
    assert read(SECOND) == ["2401.00002"]
    assert read(None) == ["2401.00001", "2401.00001"]
    assert read(None) == []


@pytest.mark.parametrize(
    ("typed", "branch", "spec"),
    [
        ("https://github.com/o/r/tree/data", None, "https://github.com/o/r#data"),
        ("https://github.com/o/r/tree/feature/one?tab=x", None, "https://github.com/o/r#feature/one"),
        ("https://gitlab.com/o/r/-/tree/data", None, "https://gitlab.com/o/r#data"),
        ("https://git.example.org/group/sub/r/-/tree/data", None, "https://git.example.org/group/sub/r#data"),
        ("https://codeberg.org/o/r/src/branch/data", None, "https://codeberg.org/o/r#data"),
        ("https://github.com/o/r", "data", "https://github.com/o/r#data"),
        ("https://github.com/o/r#data", None, "https://github.com/o/r#data"),
        ("https://github.com/o/r/tree/data", "other", "https://github.com/o/r#other"),
        ("https://example.org/r", "data", "https://example.org/r#data"),
        ("https://github.com/o/r#readme", None, "https://github.com/o/r"),
    ],
)
def test_a_branch_is_named_by_option_page_or_sign(typed: str, branch: str | None, spec: str) -> None:
    found = identify(typed, branch)
    assert (found.kind, found.location) == (Kind.GIT, spec)
    if "example.org" not in typed:  # elsewhere a fragment may be anything: such a source is known by its listed name
        assert identify(found.location) == found
    assert split_branch(found.location) == (spec.partition("#")[0], spec.partition("#")[2] or None)


def test_a_fragment_of_a_page_is_no_branch() -> None:
    assert identify("https://example.org/cs.AI.xml#top").location == "https://example.org/cs.AI.xml"


def test_what_is_no_repository_has_no_branches(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="has no branches"):
        identify(str(tmp_path), "data")
    with pytest.raises(SourceError, match="cannot be the name of a branch"):
        identify("https://github.com/o/r", "--upload-pack=x")
    (tmp_path / "odd#name").mkdir()
    assert identify(str(tmp_path / "odd#name")).kind is Kind.FOLDER
