from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from reader.errors import SourceError
from reader.model import Digest
from reader.sources import gitprogram, history
from reader.sources.contract import Reading
from reader.sources.gathering import Wanted
from reader.sources.history import HISTORY, read_git
from reader.sources.progress import silent
from tests.sources.invented import EMPTY, ENTRIES, digest, entry, feed, record
from tests.sources.repository import Repository

FIRST, SECOND, THIRD = "2024-01-05", "2024-01-06", "2024-01-08"


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """Three commits: two channels, then one of them with a new entry, then both empty."""
    made = Repository(tmp_path / "digests")
    made.commit({"cs.AI.md": digest(ENTRIES), "econ.md": digest([entry(7)]), "README.md": "about"}, FIRST)
    made.commit({"cs.AI.md": digest([entry(4), *ENTRIES])}, SECOND)
    made.commit({"cs.AI.md": EMPTY, "econ.md": EMPTY}, THIRD)
    return made


def read(
    repository: Repository | Path | str, known: Mapping[str, str] | None = None, since: date | None = None
) -> list[Reading]:
    location = repository.path if isinstance(repository, Repository) else Path(repository)
    clones = location.parent / "clones"
    return list(read_git(str(location), known or {}, silent, clones, Wanted(since)))


def facts(readings: list[Reading], known: Mapping[str, str] | None = None) -> dict[str, str]:
    return {**(known or {}), **{reading.key: reading.fingerprint for reading in readings}}


def digests(readings: list[Reading]) -> list[Digest]:
    return [found for reading in readings for found in reading.digests]


def brief(readings: list[Reading]) -> list[tuple[str | None, str, int]]:
    return [(found.channel, str(found.day), len(found.entries)) for found in digests(readings)]


WHOLE = [("cs.AI", FIRST, 3), ("econ", FIRST, 1), ("cs.AI", SECOND, 4), ("cs.AI", THIRD, 0), ("econ", THIRD, 0)]


def test_every_version_is_a_digest_with_its_commits_day_oldest_first(repository: Repository) -> None:
    assert brief(read(repository)) == WHOLE


def test_a_bare_repository_and_a_bundle_hold_the_same(repository: Repository, tmp_path: Path) -> None:
    repository.git("clone", "-q", "--bare", ".", str(tmp_path / "bare.git"))
    repository.git("bundle", "create", str(tmp_path / "all.bundle"), "main")
    assert brief(read(tmp_path / "bare.git")) == WHOLE
    bundle = tmp_path / "all.bundle"
    first = read(bundle)
    assert brief(first) == WHOLE
    assert read(bundle, facts(first)) == []


def test_places_name_commit_and_file(repository: Repository) -> None:
    first = repository.git("rev-list", "--max-parents=0", "HEAD")
    assert digests(read(repository))[0].place == f"{first[:12]}:cs.AI.md"


def test_a_later_run_reads_only_new_commits(repository: Repository) -> None:
    known = facts(read(repository))
    assert read(repository, known) == []
    repository.commit({"cs.AI.md": digest([entry(9)])}, "2024-01-09")
    assert brief(read(repository, known)) == [("cs.AI", "2024-01-09", 1)]


def test_an_interrupted_run_goes_on_where_it_was(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history, "_STEP_VERSIONS", 1)
    readings = read_git(str(repository.path), {}, silent, repository.path.parent)
    first = next(readings)
    readings.close()  # type: ignore[attr-defined]  # it is a generator
    rest = read(repository, {first.key: first.fingerprint})
    assert brief([first]) == WHOLE[:2]
    assert brief(rest) == WHOLE[2:]


def test_the_day_is_that_of_the_authors_clock(tmp_path: Path) -> None:
    made = Repository(tmp_path / "digests")
    made.commit({"cs.AI.md": digest()}, "2024-01-06T01:30:00+08:00")  # still the 5th in Greenwich
    assert str(digests(read(made))[0].day) == "2024-01-06"


def test_a_commit_of_the_future_has_no_day(tmp_path: Path) -> None:
    made = Repository(tmp_path / "digests")
    made.commit({"cs.AI.md": digest()}, "2093-01-06")
    [found] = digests(read(made))
    assert found.day is None
    assert len(found.entries) == 3
    assert "still to come" in found.problems[0].reason


def test_a_digest_put_back_as_it_was_adds_nothing_but_an_empty_one_says_so_each_day(repository: Repository) -> None:
    known = facts(read(repository))
    repository.commit({"cs.AI.md": digest([entry(4), *ENTRIES])}, "2024-01-09")
    repository.commit({"cs.AI.md": EMPTY}, "2024-01-13")
    assert brief(read(repository, known)) == [("cs.AI", "2024-01-13", 0)]
    assert ("cs.AI", "2024-01-09", 4) not in brief(read(repository))


def test_the_same_digest_under_two_names_stands_in_both_channels(tmp_path: Path) -> None:
    made = Repository(tmp_path / "digests")
    made.commit({"cs.AI.md": digest(), "cs.LG.md": digest()}, FIRST)
    assert brief(read(made)) == [("cs.AI", FIRST, 3), ("cs.LG", FIRST, 3)]


def test_a_feed_beside_its_digest_and_hidden_files_are_left_out(tmp_path: Path) -> None:
    made = Repository(tmp_path / "digests")
    made.commit({"cs.AI.md": digest(), "cs.AI.xml": feed(), "cs.LG.xml": feed(), ".old/econ.md": digest()}, FIRST)
    assert brief(read(made)) == [("cs.AI", FIRST, 3), ("cs.LG", FIRST, 3)]


def test_deleted_and_renamed_files_and_links_do_no_harm(repository: Repository) -> None:
    known = facts(read(repository))
    (repository.path / "link.md").symlink_to("econ.md")
    repository.commit({"cs.AI.md": None, "deep/näme 茶.md": digest([entry(8)])}, "2024-01-10")
    assert brief(read(repository, known)) == [(None, "2024-01-10", 1)]


def test_digests_on_a_merged_branch_are_read(repository: Repository) -> None:
    known = facts(read(repository))
    repository.git("checkout", "-q", "-b", "side")
    repository.commit({"cs.CL.md": digest([entry(5)])}, "2024-01-09")
    repository.git("checkout", "-q", "main")
    repository.commit({"cs.SE.md": digest([entry(6)])}, "2024-01-10")
    repository.git("merge", "-q", "side", stamp="2024-01-11T12:00:00+00:00")
    assert sorted(brief(read(repository, known))) == [("cs.CL", "2024-01-09", 1), ("cs.SE", "2024-01-10", 1)]


def test_a_rewritten_history_is_read_from_where_it_parts(repository: Repository) -> None:
    known = facts(read(repository))
    repository.git("reset", "-q", "--hard", "HEAD~1")
    repository.commit({"cs.AI.md": digest([entry(9)])}, "2024-01-09")
    assert brief(read(repository, known)) == [("cs.AI", "2024-01-09", 1)]


def test_a_history_whose_old_commits_are_gone_is_read_anew(repository: Repository) -> None:
    known = facts(read(repository)) | {HISTORY: "0123456789" * 4}
    assert brief(read(repository, known)) == WHOLE


def test_problems_are_kept_beside_the_history(tmp_path: Path) -> None:
    made = Repository(tmp_path / "digests")
    half = digest()[: digest().index("[^2]: ")]
    made.commit({"cs.AI.md": half, "econ.md": digest()}, FIRST)
    readings = read(made)
    [key] = [reading.key for reading in readings if any(found.problems for found in reading.digests)]
    assert key.endswith(":cs.AI.md")
    assert digests([reading for reading in readings if reading.key == HISTORY])[0].channel == "econ"


def test_paper_records_are_read_at_the_newest_commit_only(tmp_path: Path) -> None:
    made = Repository(tmp_path / "digests")
    made.commit({"papers/24/01/2401.00001.json": record(entry(1)), "cs.AI.md": digest()}, FIRST)
    made.commit(
        {"papers/24/01/2401.00001.json": record(entry(1)), "papers/24/01/2401.00002.json": record(entry(2))}, SECOND
    )
    first = read(made)
    assert brief(first) == [("cs.AI", FIRST, 3), (None, "None", 2)]
    assert digests(first)[-1].entries[0].texts.tldr_en == "Teapot 2401.00001, invented."
    known = facts(first)
    assert read(made, known) == []
    made.commit({"papers/24/01/2401.00003.json": record(entry(3))}, THIRD)
    assert [item.id for found in digests(read(made, known)) for item in found.entries] == ["2401.00003"]


def test_interrupted_records_go_on_where_they_were(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history, "_RECORDS_A_STEP", 2)
    made = Repository(tmp_path / "digests")
    made.commit({f"papers/24/01/2401.0000{number}.json": record(entry(number)) for number in range(1, 8)}, FIRST)
    readings = read(made)
    half = readings[: [reading.key for reading in readings].index("records 2") + 2]
    rest = read(made, facts(half))
    ids = [item.id for found in digests(half) + digests(rest) for item in found.entries]
    assert ids == [f"2401.0000{number}" for number in range(1, 8)]
    assert facts(rest, facts(half))["records"] == facts(readings)["records"]
    made.commit({"papers/24/01/2401.00009.json": record(entry(9))}, SECOND)
    assert len([item for found in digests(read(made, facts(half))) for item in found.entries]) == 8


def test_only_what_is_wanted_since_a_day_is_read(repository: Repository) -> None:
    since = date.fromisoformat(SECOND)
    first = read(repository, since=since)
    assert brief(first) == WHOLE[2:]
    assert read(repository, facts(first), since) == []
    assert brief(read(repository, facts(first))) == WHOLE  # now all of it is wanted


def test_files_whose_history_ends_before_the_day_that_is_wanted_are_not_read(repository: Repository) -> None:
    repository.commit({"cs.AI.md": digest(ENTRIES)}, THIRD)
    with pytest.raises(SourceError, match="holds no digests since 2025-01-01"):
        read(repository, since=date(2025, 1, 1))


def test_a_shallow_repository_is_read_and_says_what_is_missing(repository: Repository, tmp_path: Path) -> None:
    shallow = tmp_path / "shallow"
    repository.git("clone", "-q", "--depth=1", repository.path.as_uri(), str(shallow))
    first = read(shallow)
    assert brief(first)[1:] == [("cs.AI", THIRD, 0), ("econ", THIRD, 0)]
    assert "git fetch --unshallow" in digests(first)[0].problems[0].reason
    assert read(shallow, facts(first)) == []
    subprocess.run(["git", "-C", str(shallow), "fetch", "-q", "--unshallow"], check=True)
    again = read(shallow, facts(first))
    assert brief(again) == WHOLE
    assert read(shallow, facts(again, facts(first))) == []


def test_a_repository_without_digests_is_refused(tmp_path: Path) -> None:
    made = Repository(tmp_path / "code")
    made.git("clone", "-q", "--bare", ".", str(tmp_path / "bare"))
    with pytest.raises(SourceError, match="without commits"):
        read(tmp_path / "bare")
    with pytest.raises(SourceError, match="holds no digests"):
        read(made)
    made.commit({"README.md": "a program"}, FIRST)
    with pytest.raises(SourceError, match="holds no digests"):
        read(made)


def test_digests_that_nobody_committed_are_read_as_files(tmp_path: Path) -> None:
    made = Repository(tmp_path / "notes")
    made.commit({"README.md": "about"}, FIRST)
    (made.path / "cs.AI.md").write_text(digest())
    first = read(made)
    assert [(found.channel, len(found.entries)) for found in digests(first)] == [("cs.AI", 3)]
    (made.path / "cs.LG.md").write_text(digest())
    second = read(made, facts(first))
    assert [found.channel for found in digests(second)] == ["cs.LG"]
    made.commit({}, SECOND)
    third = read(made, facts(second, facts(first)))
    assert brief(third) == [("cs.AI", SECOND, 3), ("cs.LG", SECOND, 3)]


def test_digests_in_a_repository_without_commits_are_read_as_files(tmp_path: Path) -> None:
    made = Repository(tmp_path / "notes")
    (made.path / "cs.AI.md").write_text(digest())
    assert [(found.channel, len(found.entries)) for found in digests(read(made))] == [("cs.AI", 3)]


def test_a_repository_that_is_gone_is_said_to_be_gone(repository: Repository, tmp_path: Path) -> None:
    known = facts(read(repository))
    repository.path.rename(tmp_path / "elsewhere")
    with pytest.raises(SourceError, match="does not exist any more"):
        read(repository, known)
    assert not (tmp_path / "clones").exists()


def test_a_damaged_repository_is_refused_in_one_line(repository: Repository) -> None:
    for pack in (repository.path / ".git/objects").rglob("*"):
        if pack.is_file():
            pack.chmod(0o600)
            pack.write_bytes(b"")
    with pytest.raises(SourceError) as caught:
        read(repository)
    assert "\n" not in str(caught.value)


def test_a_huge_file_is_refused_and_the_rest_read(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reader.sources.gitobjects.SIZE_LIMIT", len(digest().encode()) + 50)
    repository.commit({"cs.AI.md": digest([entry(number) for number in range(9)])}, "2024-01-09")
    readings = read(repository)
    refused = [found.problems[0] for found in digests(readings) if found.problems]
    assert [problem.lost for problem in refused] == [True, True]
    assert ("econ", FIRST, 1) in brief(readings)


def test_without_git_the_message_says_so(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(repository.path))
    with pytest.raises(SourceError, match="the program git is not installed"):
        read(repository)


def test_nothing_in_a_repository_is_run(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trap = tmp_path / "trap.sh"
    trap.write_text(f"#!/bin/sh\ntouch {tmp_path}/sprung\n")
    trap.chmod(0o755)
    for setting in (
        "core.fsmonitor",
        "diff.external",
        "core.pager",
        "gpg.program",
        "core.sshCommand",
        "diff.x.textconv",
    ):
        repository.git("config", setting, str(trap))
    repository.git("config", "log.showSignature", "true")
    repository.git("config", "color.ui", "always")
    repository.git("config", "diff.orderFile", str(trap))
    (repository.path / ".git/info/attributes").write_text("*.md diff=x filter=x\n")
    monkeypatch.setenv("GIT_EXTERNAL_DIFF", str(trap))
    monkeypatch.setenv("GIT_DIR", os.devnull)
    assert brief(read(repository)) == WHOLE
    assert not (tmp_path / "sprung").exists()


@pytest.mark.parametrize("url", ["{other}", "file://{other}", "ext::{trap}", "{trap}:x"])
def test_a_repository_that_lacks_something_cannot_have_a_program_run_to_fetch_it(
    url: str, repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its configuration names a remote that has the rest, and how that one is to be asked.

    Gits before 2.44 do not know GIT_NO_LAZY_FETCH: it is taken away here, and the protocols alone must do.
    """
    trap = tmp_path / "trap.sh"
    trap.write_text(f"#!/bin/sh\ntouch {tmp_path}/sprung\n")
    trap.chmod(0o755)
    other = Repository(tmp_path / "other")
    for setting, value in {
        "core.repositoryFormatVersion": "1",
        "extensions.partialClone": "origin",
        "remote.origin.promisor": "true",
        "remote.origin.url": url.format(other=other.path, trap=trap),
        "remote.origin.uploadpack": str(trap),
        "core.sshCommand": str(trap),
        "protocol.allow": "always",
        "protocol.ext.allow": "always",
    }.items():
        repository.git("config", setting, value)
    blob = repository.git("rev-parse", "HEAD:cs.AI.md")
    (repository.path / ".git/objects" / blob[:2] / blob[2:]).unlink()
    chosen = gitprogram.environment

    def of_an_older_git(*arguments: Any) -> dict[str, str]:
        return {name: value for name, value in chosen(*arguments).items() if name != "GIT_NO_LAZY_FETCH"}

    missing = "its content is missing from the repository"
    assert missing in [problem.reason for found in digests(read(repository)) for problem in found.problems]
    monkeypatch.setattr(gitprogram, "environment", of_an_older_git)
    with suppress(SourceError):  # such a git may die of the fetch that is refused
        read(repository)
    assert not (tmp_path / "sprung").exists()
    # what a git does that is not kept from it: the trap is a real one
    subprocess.run(["git", "-C", str(repository.path), "cat-file", "-p", blob], capture_output=True, check=False)
    assert (tmp_path / "sprung").exists()


def test_progress_counts_versions(repository: Repository) -> None:
    told: list[tuple[int, int]] = []
    clones = repository.path.parent
    list(read_git(str(repository.path), {}, lambda done, total, _: told.append((done, total)), clones))
    assert told == [(0, 6), (6, 6)]
