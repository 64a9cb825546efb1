from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import date
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from reader.errors import SourceError
from reader.sources import clones
from reader.sources.clones import Remote, clone_folder, update_clone
from reader.sources.contract import Reading
from reader.sources.gathering import Wanted
from reader.sources.gitprogram import environment, without_password
from reader.sources.history import read_git
from reader.sources.progress import silent
from tests.sources.invented import ENTRIES, digest, entry, record
from tests.sources.repository import Repository
from tests.sources.servers import git_backend, send, serving


@pytest.fixture
def upstream(tmp_path: Path) -> Repository:
    made = Repository(tmp_path / "upstream" / "digests")
    made.commit({"cs.AI.md": digest(ENTRIES)}, "2024-01-05")
    made.commit({"cs.AI.md": digest([entry(4)])}, "2024-02-06")
    return made


@pytest.fixture
def url(upstream: Repository) -> Iterator[str]:
    with serving(git_backend(upstream.path.parent)) as server:
        yield f"{server}/digests/.git"


def read(url: str, tmp_path: Path, known: Mapping[str, str] | None = None, since: date | None = None) -> list[Reading]:
    return list(read_git(url, known or {}, silent, tmp_path / "clones", Wanted(since)))


def brief(readings: list[Reading]) -> list[tuple[str, int]]:
    return [(str(found.day), len(found.entries)) for reading in readings for found in reading.digests]


def facts(readings: list[Reading]) -> dict[str, str]:
    return {reading.key: reading.fingerprint for reading in readings}


def test_a_repository_is_cloned_once_and_fetched_afterwards(url: str, upstream: Repository, tmp_path: Path) -> None:
    first = read(url, tmp_path)
    assert brief(first) == [("2024-01-05", 3), ("2024-02-06", 1)]
    assert read(url, tmp_path, facts(first)) == []
    upstream.commit({"cs.AI.md": digest([entry(5)]), "papers/24/02/2402.00001.json": record(entry(6))}, "2024-02-07")
    assert brief(read(url, tmp_path, facts(first))) == [("2024-02-07", 1), ("None", 1)]
    assert [path.name for path in (tmp_path / "clones").iterdir()] == [clone_folder(tmp_path, url).name]


def test_only_the_wanted_part_is_cloned_and_the_rest_when_it_is_wanted(url: str, tmp_path: Path) -> None:
    since = date(2024, 2, 1)
    first = read(url, tmp_path, since=since)
    assert brief(first) == [("2024-02-06", 1)]
    assert (clone_folder(tmp_path / "clones", url) / "shallow").exists()
    assert read(url, tmp_path, facts(first), since) == []
    assert brief(read(url, tmp_path, facts(first))) == [("2024-01-05", 3), ("2024-02-06", 1)]


def test_nothing_since_that_day_is_no_failure(url: str, tmp_path: Path) -> None:
    assert brief(read(url, tmp_path, {"history": "0" * 40}, since=date(2025, 1, 1))) == []
    with pytest.raises(SourceError, match="holds no digests since 2025-01-01"):
        read(url, tmp_path, since=date(2025, 1, 1))


def test_a_forced_push_upstream_is_followed(url: str, upstream: Repository, tmp_path: Path) -> None:
    known = facts(read(url, tmp_path))
    upstream.git("reset", "-q", "--hard", "HEAD~1")
    upstream.commit({"cs.AI.md": digest([entry(9)])}, "2024-02-09")
    assert brief(read(url, tmp_path, known)) == [("2024-02-09", 1)]


def test_a_clone_that_was_deleted_is_made_again(url: str, tmp_path: Path) -> None:
    first = read(url, tmp_path)
    for path in sorted(clone_folder(tmp_path / "clones", url).rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    assert read(url, tmp_path, facts(first)) == []


def test_a_damaged_copy_is_named(url: str, tmp_path: Path) -> None:
    known = facts(read(url, tmp_path))
    copy = clone_folder(tmp_path / "clones", url)
    for path in (copy / "objects").rglob("*"):
        if path.is_file():
            path.chmod(0o600)
            path.write_bytes(b"")
    with pytest.raises(SourceError, match=r"damaged|git says") as caught:
        read(url, tmp_path, known)
    assert "\n" not in str(caught.value)


def test_what_is_not_there_is_said_in_one_line(url: str, tmp_path: Path, upstream: Repository) -> None:
    with pytest.raises(SourceError, match=r"git says: .*not found") as caught:
        read(url.replace("digests", "gone"), tmp_path)
    assert "\n" not in str(caught.value)
    Repository(upstream.path.parent / "empty")
    with pytest.raises(SourceError, match="has no commits"):
        read(url.replace("digests", "empty"), tmp_path)


def test_a_server_that_wants_a_password_does_not_hang(tmp_path: Path) -> None:
    with (
        serving(lambda handler: send(handler, status=401, WWW_Authenticate='Basic realm="x"')) as server,
        pytest.raises(SourceError, match=r"could not read Username|Authentication failed"),
    ):
        read(f"{server}/private.git", tmp_path)


def test_a_server_that_is_no_git_server_is_said_to_be_none(tmp_path: Path) -> None:
    with (
        serving(lambda handler: send(handler, b"<html>")) as server,
        pytest.raises(SourceError, match="is no git repository"),
    ):
        read(f"{server}/page.git", tmp_path)


def test_stopping_ends_git_and_leaves_a_clone_that_goes_on(url: str, tmp_path: Path) -> None:
    class Stop(Exception):
        pass

    def stopping(done: int, total: int, what: str) -> None:
        raise Stop

    with pytest.raises(Stop):
        list(read_git(url, {}, stopping, tmp_path / "clones"))
    assert brief(read(url, tmp_path)) == [("2024-01-05", 3), ("2024-02-06", 1)]


class Breaking:
    """A git server that hangs up from the third request for objects on, as long as it `breaks`."""

    def __init__(self, upstream: Repository) -> None:
        self._whole = git_backend(upstream.path.parent)
        self.fetches: list[bytes] = []
        self.breaks = True

    def __call__(self, handler: BaseHTTPRequestHandler) -> None:
        body = handler.rfile.peek(2000) if handler.command == "POST" else b""  # type: ignore[attr-defined]
        if b"command=fetch" in body:
            self.fetches.append(body)
        if self.breaks and len(self.fetches) >= 3:
            handler.close_connection = True
            return
        self._whole(handler)


def test_a_first_fetch_that_breaks_off_goes_on_where_it_was(
    upstream: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clones, "FIRST_DEPTH", 1)
    for day in range(7, 12):
        upstream.commit({"cs.AI.md": digest([entry(day)])}, f"2024-02-{day:02}")
    breaking = Breaking(upstream)
    with serving(breaking) as server:
        url = f"{server}/digests/.git"
        with pytest.raises(SourceError):
            read(url, tmp_path)
        copy = clone_folder(tmp_path / "clones", url)
        (copy / "shallow.lock").touch()  # as a git that was killed leaves it
        assert (copy / "shallow").exists()
        breaking.breaks, broken = False, len(breaking.fetches)
        assert len(read(url, tmp_path)[0].digests) == 7
    assert not (copy / "shallow").exists()
    assert all(b"deepen-relative" in body for body in breaking.fetches[broken:]), "the beginning is not fetched again"


def test_a_first_fetch_since_a_day_that_breaks_off_goes_on_where_it_was(
    upstream: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clones, "FIRST_DAYS", 1)
    days = [date(2024, 3, day) for day in (1, 9, 15, 18, 20)]
    for number, day in enumerate(days, start=7):
        upstream.commit({"cs.AI.md": digest([entry(number)])}, day.isoformat())
    breaking = Breaking(upstream)
    with serving(breaking) as server:
        url = f"{server}/digests/.git"
        with pytest.raises(SourceError):
            read(url, tmp_path, since=days[0])
        copy = clone_folder(tmp_path / "clones", url)
        assert int(upstream.git("--git-dir", str(copy), "rev-list", "--count", clones.FOLLOWED)) in range(1, len(days))
        breaking.breaks = False
        first = read(url, tmp_path, since=days[0])
        assert brief(first) == [(str(day), 1) for day in days]
        before = len(breaking.fetches)
        upstream.commit({"cs.AI.md": digest([entry(12)])}, "2024-03-21")
        assert brief(read(url, tmp_path, facts(first), since=days[0])) == [("2024-03-21", 1)]
        assert len(breaking.fetches) - before < 4, "what is there is not gone through step by step again"


@pytest.fixture
def trap(tmp_path: Path) -> Path:
    """A program; if it was run, there is a file `sprung` beside it."""
    made = tmp_path / "trap.sh"
    made.write_text(f"#!/bin/sh\ntouch {tmp_path}/sprung\n")
    made.chmod(0o755)
    return made


@pytest.mark.parametrize(
    "setting", ["core.gitProxy", "core.alternateRefsCommand", "credential.helper", "remote.{url}.uploadpack"]
)
def test_nothing_that_a_copy_names_is_run(
    setting: str, url: str, upstream: Repository, tmp_path: Path, trap: Path
) -> None:
    """It lies in the library's folder, which somebody else may have made."""
    known = facts(read(url, tmp_path))
    upstream.commit({"cs.AI.md": digest([entry(5)])}, "2024-02-07")
    copy = clone_folder(tmp_path / "clones", url)

    def poisoned() -> Path:
        (copy / "objects/info").mkdir(exist_ok=True)
        (copy / "objects/info/alternates").write_text(f"{upstream.path}/.git/objects\n")
        for name, value in ((setting.format(url=url), str(trap)), (f"remote.{url}.url", str(upstream.path))):
            if not setting.startswith("c") or not name.startswith("remote"):
                subprocess.run(["git", f"--git-dir={copy}", "config", name, value], check=True)
        return copy

    poisoned()
    assert brief(read(url, tmp_path, known)) == [("2024-02-07", 1)]
    assert not trap.with_name("sprung").exists()
    with serving(lambda handler: send(handler, status=401, WWW_Authenticate='Basic realm="x"')) as closed:
        elsewhere = {"core.gitProxy": "git://127.0.0.1/x", "credential.helper": f"{closed}/x"}.get(setting, url)
        made = clone_folder(tmp_path / "clones", elsewhere)
        if made != copy:
            shutil.copytree(poisoned(), made)
            with pytest.raises(SourceError):
                read(elsewhere, tmp_path)
            assert not trap.with_name("sprung").exists()
        # what a git does that is not kept from it: the trap is a real one
        fetch = ["git", f"--git-dir={poisoned()}", "fetch", "--", elsewhere, "+HEAD:refs/x"]
        environ = {**os.environ, "GIT_TERMINAL_PROMPT": "0"}
        subprocess.run(fetch, capture_output=True, check=False, env=environ)
    assert trap.with_name("sprung").exists()


def test_links_in_a_copy_lead_git_nowhere(url: str, tmp_path: Path) -> None:
    known = facts(read(url, tmp_path))
    mine = tmp_path / "mine"
    (mine / "refs").mkdir(parents=True)
    for name in ("poetry.lock", "tmp_1", "config"):
        (mine / name).write_text("mine")
    copy = clone_folder(tmp_path / "clones", url)
    for name in ("refs/digests", "objects/pack", "config"):
        place = copy / name
        shutil.rmtree(place) if place.is_dir() else place.unlink()
        place.symlink_to(mine / "config" if name == "config" else mine)
    with suppress(SourceError):  # what it held is not there any more
        read(url, tmp_path, known)
    assert {path.name: path.read_text() for path in mine.glob("*.*")} == {"poetry.lock": "mine"}
    assert sorted(path.name for path in mine.iterdir()) == ["config", "poetry.lock", "refs", "tmp_1"]
    assert (mine / "config").read_text() == "mine"


@pytest.mark.parametrize("place", ["{path}", "file://{path}"])
def test_a_repository_on_this_machine_is_never_fetched_from(upstream: Repository, tmp_path: Path, place: str) -> None:
    """Older gits run what its configuration names. A library that somebody else made may remember such a place."""
    location = place.format(path=upstream.path)
    with pytest.raises(SourceError, match="not allowed"):
        update_clone(Remote(location), tmp_path / "clones", None, silent)


def test_passwords_are_not_shown() -> None:
    assert without_password("https://me:secret@example.invalid/x") == "https://example.invalid/x"
    assert "secret" not in clone_folder(Path(), "https://me:secret@example.invalid/x").name


def test_what_would_lead_git_elsewhere_is_taken_out_of_the_environment() -> None:
    inherited = {
        "GIT_DIR": "/x",
        "GIT_EXTERNAL_DIFF": "/x",
        "GIT_SSH_COMMAND": "ssh -i key",
        "HOME": "/home/me",
        "LANGUAGE": "zh",
    }
    chosen = environment(inherited)
    assert "GIT_DIR" not in chosen
    assert "GIT_EXTERNAL_DIFF" not in chosen
    assert (chosen["GIT_SSH_COMMAND"], chosen["HOME"]) == ("ssh -i key", "/home/me")
    assert (chosen["LC_ALL"], chosen["GIT_TERMINAL_PROMPT"]) == ("C", "0")
