"""Nothing is contacted unasked: no command opens a connection or looks a name up, nor does a process that it starts."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from reader.cli.subcommands import SUBCOMMANDS
from tests.cli.conftest import write_digest
from tests.sources.invented import digest
from tests.terminal.conftest import tmux as tmux
from tests.terminal.harness import Tmux

# Imported by every Python of ours before anything else, also by those that the program starts.
GUARD = """
import os, sys
def guard(event, values):
    if event in ("socket.connect", "socket.bind", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto"):
        if event == "socket.connect" and not isinstance(values[1], tuple):
            return  # a socket of this machine's own
        with open(os.environ["CONTACTS"], "a") as file:
            file.write(f"{sys.argv} {event} {values[1:]}\\n")
        raise OSError("a socket")
sys.addaudithook(guard)
with open(os.environ["CONTACTS"] + ".python", "a") as file:
    file.write("x")
"""
# Stands before git: which protocol it may speak, if it is asked for something that could be elsewhere.
GIT = """#!/bin/sh
for word in "$@"; do
    case "$word" in fetch|clone|pull|push|ls-remote|remote-*) echo "git $*" >> "$CONTACTS" ;; esac
done
exec "$REAL_GIT" "$@"
"""
ASKS = {"open", "serve", "enrich", "send", "translate"}
"""What shows a screen, or is there to ask elsewhere: tried by itself, or not at all."""
COMMANDS: dict[str, list[str]] = {
    "sync": ["{digests}", "{repository}"],
    "sources": [],
    "search": ["teapots OR 茶壶"],
    "show": ["2401.00001"],
    "mark": ["--query", "teapots", "--bookmark"],
    "interests": [],
    "export": ["teapots", "-f", "html"],
    "new": [],
    "import": ["{list}"],
    "backup": ["{copy}"],
    "restore": ["{copy}"],
    "index": ["--rebuild"],
    "stats": [],
    "doctor": [],
    "keys": [],
    "config": [],
    "where": [],
    "completions": ["bash"],
}


@pytest.fixture
def contacts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file in which every try to contact something is written; all processes from here on are watched."""
    guard = tmp_path / "guard"
    guard.mkdir()
    (guard / "sitecustomize.py").write_text(GUARD)
    real = shutil.which("git")
    if real is None:
        pytest.skip("git is not installed")
    (guard / "git").write_text(GIT)
    (guard / "git").chmod(0o755)
    monkeypatch.setenv("PYTHONPATH", f"{guard}:{os.environ['PYTHONPATH']}")
    monkeypatch.setenv("PATH", f"{guard}:{os.environ['PATH']}")
    monkeypatch.setenv("REAL_GIT", real)
    monkeypatch.setenv("CONTACTS", str(tmp_path / "contacts"))
    return tmp_path / "contacts"


@pytest.fixture
def names(tmp_path: Path) -> dict[str, str]:
    """What stands for the names in `COMMANDS`."""
    (tmp_path / "digests").mkdir()
    (tmp_path / "digests" / "2026-08-21 cs.XX.md").write_text(digest())
    repository = tmp_path / "repository"
    repository.mkdir()
    (repository / "cs.XX.md").write_text(digest(age="2024"))
    for words in (["init", "-q"], ["add", "."], ["commit", "-qm", "x"]):
        subprocess.run(["git", "-C", str(repository), *words], check=True)
    (tmp_path / "list").write_text("2401.00001\n")
    return {name: str(tmp_path / name) for name in ("digests", "repository", "list", "copy")}


def told(contacts: Path) -> str:
    """What was contacted; and that somebody watched."""
    assert Path(f"{contacts}.python").exists()
    return contacts.read_text() if contacts.exists() else ""


def test_no_command_contacts_anything(contacts: Path, names: dict[str, str], tmp_path: Path) -> None:
    assert set(COMMANDS) == {command.name for command in SUBCOMMANDS} - ASKS
    for command, words in COMMANDS.items():
        filled = [word.format(**names) for word in words]
        called = [sys.executable, "-m", "reader", "--library", str(tmp_path / "library"), command, *filled]
        done = subprocess.run(called, capture_output=True, encoding="utf-8", check=False, timeout=120)
        assert done.returncode in (0, 3), (command, done.stderr)
        assert told(contacts) == "", command


def test_the_screen_and_its_jobs_contact_nothing(
    contacts: Path, names: dict[str, str], tmux: Callable[..., Tmux], tmp_path: Path
) -> None:
    write_digest(tmp_path / "digests" / "2026-08-22 cs.YY.md", [])
    called = [sys.executable, "-m", "reader", "--library", str(tmp_path / "library"), names["digests"]]
    watched = {name: os.environ[name] for name in ("PYTHONPATH", "PATH", "REAL_GIT", "CONTACTS")}
    terminal = tmux(called, columns=120, rows=40, environ=watched)
    terminal.wait("Invented Teapots")
    terminal.keys("/")
    terminal.wait("/ ")
    terminal.type("teapots")
    terminal.wait("/ teapots")
    terminal.keys("C-q")
    assert terminal.ended() == 0
    assert told(contacts) == ""


def test_a_watched_command_that_contacts_something_is_seen(contacts: Path, tmp_path: Path) -> None:
    called = [
        sys.executable,
        "-m",
        "reader",
        "--library",
        str(tmp_path / "library"),
        "sync",
        "http://192.0.2.1/digest.md",
    ]
    done = subprocess.run(called, capture_output=True, encoding="utf-8", check=False, timeout=120)
    assert done.returncode == 1
    assert "socket" in told(contacts)
