"""The history of a git repository: every version of every digest, each with its commit's day, oldest first.

Git's objects are read through two streams of the `git` program, without a checkout. Paper records are read at the
newest commit only, and a feed beside a digest of the same name not at all.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Mapping as Fingerprints
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b
from pathlib import Path, PurePosixPath

from reader.errors import SourceError
from reader.i18n import msg
from reader.model import Digest, Problem
from reader.regular import read_regular
from reader.sources.branches import has_digests
from reader.sources.content import Earlier, Origin, digest_of_records, is_long, problem_digest, read_content
from reader.sources.contract import Reading
from reader.sources.files import read_folder
from reader.sources.forms.mapping import Mapping
from reader.sources.gathering import EVERYTHING, Wanted
from reader.sources.gitobjects import Version, blobs, changed_records, files, versions
from reader.sources.gitprogram import GitFailed
from reader.sources.limits import HEAD_BYTES
from reader.sources.naming import folders_of
from reader.sources.progress import Progress
from reader.sources.recognition import form_of
from reader.sources.record import paper_of
from reader.sources.repositories import FOLLOWED, Repository, open_repository

HISTORY, RECORDS, SHALLOW, WORKING_TREE, BRANCH = "history", "records", "shallow", "working tree", "branch"
"""The keys of the remembered facts: up to which commit history was read, and records; where history begins; that files
are read because no digest was ever committed; which branch has the digests."""

_STEP_VERSIONS = 40
_RECORDS_A_STEP = 1000
_LOOKED_BACK = 300
"""Commits before the new ones in which a digest is looked for that was merely put back as it was."""


def read_git(
    location: str, known: Fingerprints[str, str], progress: Progress, clones: Path, wanted: Wanted = EVERYTHING
) -> Iterator[Reading]:
    """What a repository (path, bundle or URL) holds that `known` has not: see `read_source`. Raises SourceError.

    If no branch is named and the current one has no digests, the likeliest one that has some is followed.
    """
    repository = open_repository(location, clones, progress, wanted, known.get(BRANCH), look=not known)
    if repository.found:
        yield Reading(BRANCH, repository.found, ())
    history = _History(repository, known, wanted)
    if repository.reference:
        try:
            yield from history.read(progress)
        except GitFailed as error:
            raise repository.damaged() from error
    found = history.found
    if found or (known and WORKING_TREE not in known):
        return
    if repository.tree and not history.has_older():
        yield Reading(WORKING_TREE, "files", ())
        for reading in read_folder(repository.tree, known, progress, wanted=wanted):
            found = found or bool(reading.digests)
            yield reading
    if not found and not known:
        raise _no_digests(repository.shown, wanted.since)


def _no_digests(shown: str, since: date | None) -> SourceError:
    if since:
        return SourceError(msg("{location} holds no digests since {day}"), location=shown, day=since)
    return SourceError(msg("{location} holds no digests, neither now nor in its history"), location=shown)


@dataclass(frozen=True, slots=True)
class _Mark:
    """How far history was read: up to `commit`, leaving out what was before `since`."""

    commit: str
    since: date | None

    @classmethod
    def from_fingerprint(cls, text: str) -> _Mark:
        commit, _, since = text.partition(" since ")
        return cls(commit, date.fromisoformat(since) if since else None)

    def fingerprint(self, commit: str) -> str:
        return f"{commit} since {self.since.isoformat()}" if self.since else commit


class _History:
    """One reading of one repository's history."""

    def __init__(self, repository: Repository, known: Fingerprints[str, str], wanted: Wanted) -> None:
        self._git, self._head, self._place = repository.git, repository.reference, repository.shown
        self._known, self._wanted = known, wanted
        self._named: set[str] = set()
        self._before: dict[str, str] | None = None  # blobs by path at the commit to go on from, once they are asked for
        self.found = False

    def read(self, progress: Progress) -> Iterator[Reading]:
        """The steps: history oldest first, then the paper records of the newest commit. Raises GitFailed."""
        head = self._git.ask("rev-parse", "--verify", "--end-of-options", f"{self._head}^{{commit}}").strip()
        begins = self._beginning()
        yield from self._shallow(begins)
        start = self._start(begins)
        if start.commit != head:
            yield from self._versions(start, head, progress)
            yield Reading(HISTORY, start.fingerprint(head), ())
        yield from self._records(head, progress)

    def has_older(self) -> bool:
        """Whether digests were committed, only none since the day that is wanted: then the files hold nothing new."""
        return bool(self._wanted.since and self._head) and has_digests(self._git, str(self._head), self._wanted.forms)

    def _beginning(self) -> str:
        """Where a shallow history begins, as a short text that changes with it; "" if it is whole."""
        if self._head == FOLLOWED:  # our own copy, as short as it was asked for
            return ""
        boundary = Path(self._git.ask("rev-parse", "--git-path", "shallow").strip())
        try:
            return blake2b(read_regular(boundary), digest_size=8).hexdigest()
        except FileNotFoundError:
            return ""

    def _shallow(self, begins: str) -> Iterator[Reading]:
        if begins == self._known.get(SHALLOW, ""):
            return
        reason = "only the newest part of the history is here; `git fetch --unshallow` brings the rest"
        problems = (Problem(self._place, 0, reason),) if begins else ()
        yield Reading(SHALLOW, begins, (Digest(self._place, None, None, (), problems),) if problems else ())

    def _start(self, begins: str) -> _Mark:
        """The mark from which to go on; from the beginning where that one is of no use any more."""
        remembered = _Mark.from_fingerprint(self._known.get(HISTORY, ""))
        since = self._wanted.since
        anew = _Mark("", since)
        if begins != self._known.get(SHALLOW, "") or not remembered.commit:
            return anew
        if remembered.since and (since is None or since < remembered.since):
            return anew  # older digests are wanted now
        return remembered if self._git.holds(remembered.commit) else anew

    def _versions(self, start: _Mark, head: str, progress: Progress) -> Iterator[Reading]:
        wanted = versions(self._git, head, start.commit, start.since)
        before = versions(self._git, start.commit, newest=_LOOKED_BACK) if start.commit else []
        seen = {(version.path, version.blob) for version in before}
        earlier = Earlier()
        done = 0
        for step in _steps(wanted):
            progress(done, len(wanted), f"{self._place} {step[0].day or ''}".rstrip())
            whole: list[Digest] = []
            for version, data in zip(step, blobs(self._git, [version.blob for version in step]), strict=True):
                digests = self._digests(version, data, earlier, start.commit)
                if not digests:
                    continue
                self.found = True
                if self._wanted.since:
                    self._named.update(entry.id for one in digests for entry in one.entries)
                repeated = (version.path, version.blob) in seen
                seen.add((version.path, version.blob))
                if repeated and any(one.entries for one in digests):  # put back: no appearance on another day
                    continue
                if any(one.problems for one in digests):  # under a key of their own: the next step would clear them
                    yield Reading(f"{version.commit[:12]}:{version.path}", version.blob, tuple(digests))
                else:
                    whole += digests
            yield Reading(HISTORY, start.fingerprint(step[-1].commit), tuple(whole))
            done += len(step)
        progress(len(wanted), len(wanted), self._place)

    def _digests(self, version: Version, data: bytes | str, earlier: Earlier, start: str) -> list[Digest]:
        place = f"{version.commit[:12]}:{version.path}"
        if isinstance(data, str):
            return [problem_digest(place, data)]
        form = form_of(data[:HEAD_BYTES], self._wanted.forms, version.path)
        if form is None or is_long(form):  # a bibliography in a repository is no digest of it
            return []
        path = PurePosixPath(version.path)
        origin = Origin(place, path.name, folders_of(path), version.day)
        if start and isinstance(form, Mapping) and not earlier.holds(origin):
            self._hold(version.path, start, form, origin, earlier)
        return read_content(data, form, origin, earlier)

    def _hold(self, path: str, start: str, form: Mapping, origin: Origin, earlier: Earlier) -> None:
        """Keep what a file held at the commit up to which its history was read before."""
        if self._before is None:
            self._before = dict(files(self._git, start))
        blob = self._before.get(path)
        for data in blobs(self._git, [blob]) if blob else ():
            if isinstance(data, bytes):
                earlier.hold(data, form, origin)

    def _records(self, head: str, progress: Progress) -> Iterator[Reading]:
        """Paper records that are new or other than at the commit they were last read at.

        The fingerprint is "commit" when all were read, "commit from count" (`from` may be empty) on the way there.
        """
        before, _, partly = self._known.get(RECORDS, "").partition(" ")
        base, _, count = partly.rpartition(" ") if partly else (before, "", "0")
        if before == head and not partly:
            return
        if partly and before != head:
            base = ""  # interrupted, and other records have come since
        base = base if base and self._git.holds(base) else ""
        records = [record for record in changed_records(self._git, head, base) if self._is_wanted(record[0])]
        first = int(count) if partly and before == head else 0
        for at in range(first, len(records), _RECORDS_A_STEP):
            progress(at, len(records), self._place)
            self.found = True
            step = records[at : at + _RECORDS_A_STEP]
            read = zip(step, blobs(self._git, [blob for _, blob in step]), strict=True)
            contents = [(data, f"{head[:12]}:{path}") for (path, _), data in read if isinstance(data, bytes)]
            yield Reading(f"{RECORDS} {at}", head, (digest_of_records(f"{self._place} {at}", contents),))
            yield Reading(RECORDS, f"{head} {base} {at + len(step)}", ())
        yield Reading(RECORDS, head, ())

    def _is_wanted(self, record: str) -> bool:
        """Whether the paper of a record is wanted: all are, or those of the digests since a day and those there."""
        if self._wanted.since is None or self._wanted.there is None:
            return True
        identity = paper_of(PurePosixPath(record).name)
        return identity in self._named or identity in self._wanted.there


def _steps(wanted: Sequence[Version]) -> Iterator[list[Version]]:
    """Versions in steps that end with a commit."""
    step: list[Version] = []
    for version in wanted:
        if len(step) >= _STEP_VERSIONS and version.commit != step[-1].commit:
            yield step
            step = []
        step.append(version)
    if step:
        yield step
