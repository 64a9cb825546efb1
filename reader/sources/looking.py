"""A first look at a source: what it holds, before anything of it is stored."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path, PurePosixPath

from reader.errors import SourceError
from reader.i18n import msg
from reader.model import Digest
from reader.sources.branches import chosen_files
from reader.sources.content import Origin, is_long, read_content
from reader.sources.contract import Kind, SourceSpec
from reader.sources.dispatch import read_source
from reader.sources.files import NotADigest
from reader.sources.forms.registry import Forms, shipped
from reader.sources.gathering import Wanted
from reader.sources.gitobjects import blobs, commit_days, files
from reader.sources.gitprogram import GitFailed
from reader.sources.limits import HEAD_BYTES
from reader.sources.naming import folders_of
from reader.sources.progress import Progress
from reader.sources.recognition import SHIPPED, Form, form_of
from reader.sources.record import RECORD_NAME, paper_of
from reader.sources.repositories import Repository, open_repository

MOST_DIGESTS = 2000
"""Digests that are read for a first look; where there are more, that is said."""


@dataclass(frozen=True, slots=True)
class Look:
    """What a source holds.

    forms      names of forms with the number of their digests, most frequent first
    days       how many days there are digests of; `first` and `last` of them
    papers     different papers: of a repository, in its newest state
    newest     its digests are overwritten: the papers are those of the last day only
    branch     the branch of a repository that has them, where it is not the current one
    announces  False if it only knows papers, and announces none
    whole      False if there is more than was looked at
    """

    forms: tuple[tuple[str, int], ...]
    days: int
    first: date | None
    last: date | None
    papers: int
    branch: str | None = None
    announces: bool = True
    whole: bool = True
    newest: bool = False


def look_at(
    spec: SourceSpec, clones: Path, progress: Progress, since: date | None = None, forms: Forms = SHIPPED
) -> Look:
    """What `spec` holds, on `since` or later; of a repository the newest state, if there is a digest in it.

    If there is only what is older, its forms are told, and neither days nor papers.

    clones  folder for copies of repositories that are not on this machine

    Raises SourceError if it cannot be read, or if nothing in it can.
    """
    if spec.kind is Kind.GIT:
        repository = open_repository(spec.location, clones, progress, Wanted(since, forms=forms))
        return _look_into(repository, spec, clones, progress, forms, since)
    try:
        for first_day in dict.fromkeys((since, None)):
            readings = read_source(spec, {}, progress, clones=clones, since=first_day, forms=forms)
            look = _summed_up((digest for reading in readings for digest in reading.digests), since)
            if look:
                return look
    except NotADigest as error:
        raise nothing_there(spec.location) from error
    raise nothing_there(spec.location)


def _look_into(
    repository: Repository, spec: SourceSpec, clones: Path, progress: Progress, forms: Forms, since: date | None
) -> Look:
    """The newest state of a repository; where that holds nothing, its history and its working tree."""
    if repository.reference:
        try:
            look = _newest_state(repository, repository.reference, forms, since)
        except GitFailed as error:
            raise repository.damaged() from error
        if look:
            return look
    readings = read_source(spec, {}, progress, clones=clones, since=since, forms=forms)
    look = _summed_up((digest for reading in readings for digest in reading.digests), since)
    if look is None:
        raise nothing_there(repository.shown)
    return look


def _newest_state(repository: Repository, reference: str, forms: Forms, since: date | None) -> Look | None:
    git = repository.git
    listed = list(files(git, reference))
    records = {paper_of(name) for path, _ in listed if RECORD_NAME.fullmatch(name := PurePosixPath(path).name)}
    digests = list(_digests(repository, chosen_files(listed, MOST_DIGESTS), forms))
    days: set[date] | None = None
    if digests and not any(digest.day for digest in digests):  # overwritten every day: the commits tell
        days = commit_days(git, reference, [digest.place for digest in digests])
    return _summed_up(digests, since, days=days, records=records, branch=repository.found)


def _digests(repository: Repository, chosen: list[tuple[str, str]], forms: Forms) -> Iterator[Digest]:
    """The digests among the files of the newest commit."""
    for (path, _), data in zip(chosen, blobs(repository.git, [blob for _, blob in chosen]), strict=True):
        form = form_of(data[:HEAD_BYTES], forms, path) if isinstance(data, bytes) else None
        if form and not is_long(form) and isinstance(data, bytes):
            inside = PurePosixPath(path)
            yield from read_content(data, form, Origin(path, inside.name, folders_of(inside)))


def _summed_up(
    digests: Iterable[Digest],
    since: date | None,
    *,
    days: set[date] | None = None,
    records: Iterable[str] = (),
    branch: str | None = None,
) -> Look | None:
    """What these digests and `records` are together; None if they are none.

    days  those on which the digests were overwritten; None: each tells its own
    """
    forms: Counter[str] = Counter()
    found = {day for day in days or () if since is None or day >= since}
    papers = set() if since else set(records)  # of records, those of the digests since then are read
    announces, seen = bool(records), 0
    if records:
        forms[Form.RECORD] = len(set(records))
    for digest in islice(digests, MOST_DIGESTS):
        seen += 1
        if digest.form and (digest.entries or not digest.problems):
            forms[digest.form] += 1
            announces = announces or digest.announces
        if since and (digest.day < since if digest.day else days is not None and not found):
            continue
        papers.update(entry.id for entry in digest.entries)
        found.update({digest.day} if digest.day else ())
    if not forms:
        return None
    return Look(
        tuple(forms.most_common()), len(found), min(found, default=None), max(found, default=None), len(papers),
        branch, announces, seen < MOST_DIGESTS, days is not None and len(found) > 1,
    )  # fmt: skip


def nothing_there(location: str) -> SourceError:
    """What to say of a source in which nothing can be read."""
    known = [*Form, *(mapping.name for mapping in shipped())]
    return SourceError(
        msg("{location} holds nothing that can be read; known forms: {forms}"),
        location=location,
        forms=tuple(known),
    )
