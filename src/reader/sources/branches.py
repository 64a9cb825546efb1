"""Branches of repositories: which one has the digests."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from reader.sources.forms.registry import Forms
from reader.sources.gitobjects import blobs, files, is_looked_into
from reader.sources.gitprogram import Git
from reader.sources.limits import HEAD_BYTES
from reader.sources.naming import is_second_form
from reader.sources.recognition import SHIPPED, form_of
from reader.sources.record import RECORD_NAME

_USUAL = (
    "data",
    "main",
    "master",
    "gh-pages",
    "pages",
    "output",
    "outputs",
    "daily",
    "digests",
    "archive",
    "docs",
    "dev",
)

MOST_BRANCHES = 16
"""Branches of one repository that are looked into."""
_LOOKED_AT = 24
"""Files of a branch that are looked at to tell whether it has digests: of each folder's first and last."""


def in_likely_order(branches: Iterable[str]) -> list[str]:
    """Names of branches, those first that publishers use; no more than are looked into."""
    known = {name: at for at, name in enumerate(_USUAL)}
    return sorted(branches, key=lambda name: (known.get(name.rpartition("/")[2], len(known)), name))[:MOST_BRANCHES]


def local_branches(git: Git) -> dict[str, str]:
    """Branches of a repository on this machine by name, as full references; a remote's where there is none here."""
    found: dict[str, str] = {}
    for reference in git.ask("for-each-ref", "--format=%(refname)", "refs/heads", "refs/remotes").split():
        parts = reference.split("/", 3 if reference.startswith("refs/remotes/") else 2)
        if parts[-1] != "HEAD":
            found.setdefault(parts[-1], reference)
    return found


def has_digests(git: Git, commit: str, forms: Forms = SHIPPED) -> bool:
    """Whether a commit holds a file that can be read as a digest, or a paper record. Some files are looked at."""
    listed = list(files(git, commit))
    if any(RECORD_NAME.fullmatch(PurePosixPath(path).name) for path, _ in listed):
        return True
    chosen = [blob for _, blob in _sample(chosen_files(listed))]
    return any(isinstance(data, bytes) and form_of(data[:HEAD_BYTES], forms) for data in blobs(git, chosen))


def chosen_files(listed: Iterable[tuple[str, str]], most: int | None = None) -> list[tuple[str, str]]:
    """The files (path, blob) that may be digests, the last `most` of them: names tell days, the last are the newest."""
    chosen = [
        (path, blob)
        for path, blob in listed
        if is_looked_into(path) and not RECORD_NAME.fullmatch(PurePosixPath(path).name)
    ]
    present = {path for path, _ in chosen}
    wanted = [(path, blob) for path, blob in chosen if not is_second_form(path, present)]
    return wanted if most is None else wanted[-most:]


def _sample(listed: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Some files of all folders: those at the ends of the list, and some between."""
    step = max(1, len(listed) // _LOOKED_AT)
    yield from listed[-2:]
    yield from listed[::step][: _LOOKED_AT + 1]
