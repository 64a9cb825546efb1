"""Opening a repository: where its objects lie on this machine, and which of its commits is to be read."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from reader.errors import SourceError
from reader.i18n import msg
from reader.sources.branches import has_digests, in_likely_order, local_branches
from reader.sources.clones import FOLLOWED, Remote, branch_with_digests, no_such_branch, update_clone
from reader.sources.forms.registry import Forms
from reader.sources.gathering import EVERYTHING, Wanted
from reader.sources.gitprogram import Git, GitFailed, without_password
from reader.sources.identify import is_repository
from reader.sources.naming import split_branch
from reader.sources.progress import Progress

__all__ = ["FOLLOWED", "Repository", "open_repository"]


@dataclass(frozen=True, slots=True)
class Repository:
    """A repository to be read.

    shown      its name in messages, without password
    reference  what is to be read; None if nothing was ever committed
    found      the name of the branch, if it is another than the current one and was found by looking
    tree       the working tree, where there is one
    copy       where our copy lies, if it is one
    """

    git: Git
    shown: str
    reference: str | None
    found: str | None = None
    tree: Path | None = None
    copy: Path | None = None

    def damaged(self) -> SourceError:
        """What to say when git cannot read it."""
        if self.copy:
            text = msg("{location}: its copy {path} is damaged; delete it, and it is fetched again")
            return SourceError(text, location=self.shown, path=self.copy)
        return SourceError(msg("{location} is a repository without commits, or a damaged one"), location=self.shown)


def open_repository(
    location: str,
    clones: Path,
    progress: Progress,
    wanted: Wanted = EVERYTHING,
    followed: str | None = None,
    *,
    look: bool = True,
) -> Repository:
    """The repository at `location` (path, bundle or URL; `#BRANCH` behind it names a branch). Raises SourceError.

    clones    folder for copies of repositories that are not on this machine: fetched, or brought up to date
    wanted    the first day wanted of its history, and the forms that digests may have
    followed  the branch that was found to have the digests
    look      look through the branches if none is named and the current one has no digests
    """
    place, named = split_branch(location)
    branch = named or followed or (wanted.forms.only.branch if wanted.forms.only else None)
    if is_repository(Path(place)):
        return _local(Path(place), branch, wanted.forms, look=look)
    if Path(place).is_absolute() and not Path(place).exists():
        raise SourceError(msg("{path} does not exist any more"), path=place)
    copy = update_clone(Remote(place, branch), clones, wanted.since, progress)
    opened = Repository(Git(copy, place), without_password(place), FOLLOWED, copy=copy)
    try:
        if branch or not look or has_digests(opened.git, FOLLOWED, wanted.forms):
            return opened
        found = branch_with_digests(place, copy, progress, wanted.forms)
    except GitFailed as error:
        raise opened.damaged() from error
    if found is None:
        return opened
    copy = update_clone(Remote(place, found), clones, wanted.since, progress)
    return Repository(Git(copy, place), opened.shown, FOLLOWED, found, copy=copy)


def _local(path: Path, branch: str | None, forms: Forms, *, look: bool) -> Repository:
    is_tree = (path / ".git").exists()
    git = Git(path / ".git" if is_tree else path, str(path))
    tree = path if is_tree else None
    try:
        reference, found = _local_branch(git, branch, forms, look=look)
    except GitFailed as error:
        if tree and not _has_references(git):
            return Repository(git, str(path), None, tree=tree)
        raise Repository(git, str(path), None).damaged() from error
    return Repository(git, str(path), reference, found, tree)


def _has_references(git: Git) -> bool:
    try:
        return bool(git.ask("for-each-ref", "--count=1"))
    except GitFailed:
        return True


def _local_branch(git: Git, branch: str | None, forms: Forms, *, look: bool) -> tuple[str, str | None]:
    """The reference to read, and the name of the branch if it is another than the current one and was found."""
    if branch is None and (not look or has_digests(git, "HEAD", forms)):
        git.ask("rev-parse", "--verify", "--quiet", "HEAD^{commit}")
        return "HEAD", None
    listed = local_branches(git)
    if branch is not None:
        if branch not in listed:
            raise no_such_branch(git.name, branch, listed)
        return listed[branch], None
    for name in in_likely_order(listed):
        if has_digests(git, listed[name], forms):
            return listed[name], name
    return "HEAD", None
