"""Copies of repositories that are elsewhere: fetched once into the cache, brought up to date afterwards."""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import blake2b
from pathlib import Path
from typing import IO

from reader.errors import SourceError
from reader.i18n import msg
from reader.regular import put_file
from reader.sources.branches import has_digests, in_likely_order
from reader.sources.forms.registry import Forms
from reader.sources.gitprogram import BUNDLE, REMOTE, Git, GitFailed, without_password
from reader.sources.identify import is_bundle
from reader.sources.naming import with_branch
from reader.sources.progress import Progress
from reader.sources.recognition import SHIPPED

FOLLOWED = "refs/digests/head"
"""The reference in a copy that stands for the branch that is followed."""

_LOOKED_AT = "refs/digests/looked-at"
_HEADS = "refs/heads/"
_BRANCHES_TOLD = 8

_USUAL_BRANCHES = ("HEAD", "refs/heads/main", "refs/heads/master")
_COUNTED = re.compile(rb"(Receiving objects|Resolving deltas|remote: Compressing objects):\s+\d+% \((\d+)/(\d+)\)")
FIRST_DEPTH, _DEEPEST = 250, 1 << 16
"""Commits that are fetched first of a repository; from how many on all the rest is fetched at once."""
_CONFIGURATION = b"[core]\n\trepositoryformatversion = 0\n\tfilemode = true\n\tbare = true\n"
_FORMAT = ("-c", "init.defaultObjectFormat=sha1", "-c", "init.defaultRefFormat=files")  # what that says, in any git
FIRST_DAYS = 32
"""Days that are fetched first of a repository of which only what is newer than some day is wanted."""
_FIRST_DAY = date(1970, 1, 3)
_BOUNDARY = 1000
"""Commits at which a history is cut off that are looked at."""
_WAIT_SECONDS = 0.2
_TAIL_BYTES = 1000


def clone_folder(clones: Path, location: str) -> Path:
    """Where the copy of `location` lies below `clones`: a name that people can read, and a digest that makes it one."""
    words = re.sub(r"[^A-Za-z0-9.]+", "-", without_password(location).rpartition("://")[2]).strip("-.")[-60:]
    return clones / f"{words}-{blake2b(location.encode(), digest_size=6).hexdigest()}.git"


@dataclass(frozen=True, slots=True)
class Remote:
    """A repository that is elsewhere, and the branch of it that is followed; None: its current one."""

    location: str
    branch: str | None = None


def update_clone(remote: Remote, clones: Path, since: date | None, progress: Progress) -> Path:
    """Fetch what is new at `remote` into its copy, and return the copy's folder. Raises SourceError.

    since   take only the history from that day on; None takes all, also where less was taken before
    """
    location = remote.location
    folder = clone_folder(clones, with_branch(location, remote.branch))
    shown = without_password(location)
    git = Git(folder, location, _protocols(location))
    try:
        _make_ours(folder)
    except OSError as error:
        raise SourceError(msg("{path} cannot be made: {reason}"), path=folder, reason=error.strerror) from error
    if not (folder / "HEAD").is_file():
        git.ask(*_FORMAT, "init", "--quiet", "--bare", "--template=")
    progress(0, 0, shown)
    _tidy(folder)
    _Fetching(git, folder, location, f"+{_branch(git, remote)}:{FOLLOWED}", progress).run(since)
    return folder


def _protocols(location: str) -> str:
    """By which protocols `location` may be fetched. Of what lies on this machine only bundles are: to fetch from a
    repository means to run git in it, and older gits then run what its configuration names."""
    return BUNDLE if is_bundle(Path(location)) else REMOTE


def _make_ours(folder: Path) -> None:
    """Make a copy's folder, or see to it that git obeys nothing in the one that is there. Raises OSError.

    It may have come with somebody else's library, and to fetch into a repository runs what its configuration names:
    proxies, helpers for passwords, programs that list references. Links could have git write somewhere else, and it
    would wait for pipes.
    """
    if folder.is_symlink():
        folder.unlink()
    folder.mkdir(parents=True, exist_ok=True)
    for path in folder.rglob("*"):
        if path.is_symlink() or not (path.is_dir() or path.is_file()):
            path.unlink()
    for name in ("commondir", "objects/info/alternates", "objects/info/http-alternates"):
        (folder / name).unlink(missing_ok=True)
    config = folder / "config"
    if not config.exists() or config.read_bytes() != _CONFIGURATION:
        put_file(config, _CONFIGURATION)


def _tidy(folder: Path) -> None:
    """Remove what a fetch left behind that was killed. Nobody else is at it: syncs take turns."""
    for pattern in ("shallow.lock", "refs/digests/*.lock", "objects/pack/tmp_*"):
        for path in folder.glob(pattern):
            path.unlink(missing_ok=True)


class _Fetching:
    """One fetch of a branch into a copy: the first time in steps, so that one that breaks off goes on later."""

    def __init__(self, git: Git, folder: Path, location: str, wanted: str, progress: Progress) -> None:
        self._git, self._folder, self._progress = git, folder, progress
        self._location, self._wanted = location, wanted

    def run(self, since: date | None) -> None:
        """Fetch what is wanted. Raises GitFailed; what was fetched stays."""
        if since:
            for day in self._days_back(since):
                self._fetch(_from(day))
            try:
                self._fetch(_from(since))
            except GitFailed:
                self._fetch("--depth=1")  # what git has instead of "there is nothing since then"
        elif self._is_shallow() or (not self._has_any() and self._begun()):
            self._deepen()
        else:
            self._fetch()

    def _days_back(self, since: date) -> Iterator[date]:
        """Days on which history is to begin in the steps of a first fetch, before the one that goes back to `since`.

        Each step is twice as long as the one before. After an interruption they go on where the history begins.
        """
        if not self._has_any():
            try:
                self._fetch("--depth=1")
            except GitFailed:
                return  # only the whole history can be had: see `_begun`
        begins, step = self._begins(), FIRST_DAYS
        while begins and (begins - since).days > step:
            begins -= timedelta(days=step)
            step *= 2
            yield begins

    def _begins(self) -> date | None:
        """The day of the oldest commit behind which history is cut off; None if it is whole."""
        if not self._is_shallow():
            return None
        commits = (self._folder / "shallow").read_text("ascii").split()
        days = self._git.ask("log", "--no-walk", "--format=%cs", *commits[:_BOUNDARY]).split()
        return min((date.fromisoformat(day) for day in days), default=None)

    def _begun(self) -> bool:
        """Fetch the newest commits; False if only the whole history can be had (bundles, plain web servers)."""
        try:
            self._fetch(f"--depth={FIRST_DEPTH}")
        except GitFailed:
            return False
        return True

    def _deepen(self) -> None:
        """Fetch the older commits, each time twice as many."""
        more = FIRST_DEPTH
        while self._is_shallow():
            self._fetch(f"--deepen={more}" if more < _DEEPEST else "--unshallow")
            more *= 2

    def _is_shallow(self) -> bool:
        return (self._folder / "shallow").exists()

    def _has_any(self) -> bool:
        try:
            self._git.ask("rev-parse", "--verify", "--quiet", FOLLOWED)
        except GitFailed:
            return False
        return True

    def _fetch(self, *depth: str) -> None:
        shown = self._git.name
        arguments = ["fetch", "--progress", "--no-tags", "--force", "--no-write-fetch-head", *depth]
        told = [*arguments, "--", self._location, self._wanted]
        _run(self._git, told, lambda done, total: self._progress(done, total, shown))


def _from(day: date) -> str:
    """git's option for a history that begins on `day`, wherever on Earth that is."""
    before = max(day, _FIRST_DAY) - timedelta(days=1)
    return f"--shallow-since={before.isoformat()}T00:00:00Z"  # without a time it would be the present one


def _branch(git: Git, remote: Remote) -> str:
    """The branch to follow: the one that is named, the other side's current one, a usual one, or the first there is."""
    listed = _references(git, remote.location)
    branches = [name for name in listed if name.startswith(_HEADS)]
    shown = without_password(remote.location)
    if not branches:
        raise SourceError(msg("{location} is no git repository, or one that has no commits"), location=shown)
    if remote.branch is None:
        return next((name for name in _USUAL_BRANCHES if name in listed), branches[0])
    # A page of a branch may show a folder of it: the longest name that is one counts.
    for name in sorted(branches, key=len, reverse=True):
        if f"{remote.branch}/".startswith(f"{name.removeprefix(_HEADS)}/"):
            return name
    raise no_such_branch(shown, remote.branch, [name.removeprefix(_HEADS) for name in branches])


def no_such_branch(location: str, branch: str, branches: Iterable[str]) -> SourceError:
    """What to say where a branch is wanted that is not there."""
    return SourceError(
        msg("{location} has no branch {branch} (any more); it has {branches}. What was read before stays"),
        location=location,
        branch=branch,
        branches=tuple(branches)[:_BRANCHES_TOLD],
    )


def _references(git: Git, location: str) -> list[str]:
    return [line.partition("\t")[2] for line in git.ask("ls-remote", "--", location).splitlines()]


def branch_with_digests(location: str, copy: Path, progress: Progress, forms: Forms = SHIPPED) -> str | None:
    """The likeliest of a repository's other branches that has digests at its newest commit; None if none has.

    location  where the repository is: a URL or path, as git takes it
    copy      a copy of the repository, into which the newest commits of its branches are fetched
    progress  told which branch is looked at; may raise to stop
    """
    git = Git(copy, location, _protocols(location))
    names = [name.removeprefix(_HEADS) for name in _references(git, location) if name.startswith(_HEADS)]
    for name in in_likely_order(names):
        progress(0, 0, f"{without_password(location)} {name}")
        git.ask(
            "fetch", "--quiet", "--no-tags", "--force", "--no-write-fetch-head", "--depth=1", "--",
            location, f"+{_HEADS}{name}:{_LOOKED_AT}",
        )  # fmt: skip
        if has_digests(Git(copy, location), _LOOKED_AT, forms):
            return name
    return None


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
