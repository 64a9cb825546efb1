"""Copies of repositories that are elsewhere: fetched once into the cache, brought up to date afterwards."""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
from collections.abc import Callable
from datetime import date
from hashlib import blake2b
from pathlib import Path
from typing import IO

from reader.errors import SourceError
from reader.i18n import msg
from reader.sources.gitprogram import REMOTE, Git, GitFailed, without_password
from reader.sources.progress import Progress

HEAD = "refs/digests/head"
"""The reference in a copy that stands for the other side's current branch."""

_USUAL_BRANCHES = ("HEAD", "refs/heads/main", "refs/heads/master")
_COUNTED = re.compile(rb"(Receiving objects|Resolving deltas|remote: Compressing objects):\s+\d+% \((\d+)/(\d+)\)")
_WAIT_SECONDS = 0.2
_TAIL_BYTES = 1000


def clone_folder(clones: Path, location: str) -> Path:
    """Where the copy of `location` lies below `clones`: a name that people can read, and a digest that makes it one."""
    words = re.sub(r"[^A-Za-z0-9.]+", "-", without_password(location).rpartition("://")[2]).strip("-.")[-60:]
    return clones / f"{words}-{blake2b(location.encode(), digest_size=6).hexdigest()}.git"


def update_clone(location: str, clones: Path, since: date | None, progress: Progress) -> Path:
    """Fetch what is new at `location` into its copy, and return the copy's folder. Raises SourceError.

    since   take only the history from that day on; None takes all, also where less was taken before
    """
    folder = clone_folder(clones, location)
    shown = without_password(location)
    git = Git(folder, location, REMOTE)
    if not (folder / "HEAD").is_file():
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise SourceError(msg("{path} cannot be made: {reason}"), path=folder, reason=error.strerror) from error
        git.ask("init", "--quiet", "--bare", "--template=")
    progress(0, 0, shown)
    branch = _branch(git, location)
    depth = [f"--shallow-since={since.isoformat()}"] if since else []
    if not since and (folder / "shallow").exists():
        depth = ["--unshallow"]
    wanted = ["--", location, f"+{branch}:{HEAD}"]

    def fetch(*depth: str) -> None:
        arguments = ["fetch", "--progress", "--no-tags", "--force", "--no-write-fetch-head", *depth, *wanted]
        _run(git, arguments, lambda done, total: progress(done, total, shown))

    try:
        fetch(*depth)
    except GitFailed:
        if not since:
            raise
        fetch("--depth=1")  # what git has instead of "there is nothing since then"
    return folder


def _branch(git: Git, location: str) -> str:
    """The branch to follow: the other side's current one, or the usual ones, or the first there is."""
    listed = [line.partition("\t")[2] for line in git.ask("ls-remote", "--", location).splitlines()]
    for name in _USUAL_BRANCHES:
        if name in listed:
            return name
    branches = [name for name in listed if name.startswith("refs/heads/")]
    if not branches:
        shown = without_password(location)
        raise SourceError(msg("{location} is no git repository, or one that has no commits"), location=shown)
    return branches[0]


def _run(git: Git, arguments: list[str], told: Callable[[int, int], None]) -> None:
    """Run a long command and hand on the counts that it reports."""
    with tempfile.TemporaryFile() as messages, git.running(*arguments, stderr=messages) as process:
        while process.poll() is None:
            try:
                process.wait(_WAIT_SECONDS)
            except subprocess.TimeoutExpired:
                _tell(messages, told)


def _tell(messages: IO[bytes], told: Callable[[int, int], None]) -> None:
    # Not by seek and read: git writes at the same file position.
    end = os.fstat(messages.fileno()).st_size
    counted = _COUNTED.findall(os.pread(messages.fileno(), _TAIL_BYTES, max(0, end - _TAIL_BYTES)))
    if counted:
        _, done, total = counted[-1]
        told(int(done), int(total))
