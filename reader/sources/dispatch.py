"""The one way to read a source: it goes to the reader of its kind, and what is of earlier days is left out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

from reader.model import Digest
from reader.sources.contract import OF_KNOWN_PAPERS, Kind, Reading, SourceSpec
from reader.sources.files import read_file, read_folder
from reader.sources.forms.registry import Forms
from reader.sources.gathering import There, Wanted
from reader.sources.progress import Progress, silent


def read_source(
    spec: SourceSpec,
    known: Mapping[str, str],
    progress: Progress = silent,
    *,
    clones: Path,
    since: date | None = None,
    there: There = None,
    forms: Forms | None = None,
) -> Iterator[Reading]:
    """What `spec` holds and `known` does not, in steps that may be stored one by one.

    known     the fingerprints of what was read before, by key; {} reads everything
    progress  told what is being read; may raise to stop
    clones    folder for copies of repositories that are not on this machine
    since     only what was published on that day or later, and of paper records those of such papers
    there     of what announces nothing (a bibliography): only these papers; None: all
    forms     the mappings beside the forms that are read without; None: the shipped ones

    Raises SourceError when the source as a whole cannot be read; what was yielded before that stays good.
    """
    wanted = Wanted(since, there, forms or Forms())
    readings = _readings(spec, _read_whole(known, since), progress, clones, wanted)
    return _later(readings, since, wanted) if since else readings


def _readings(
    spec: SourceSpec, known: Mapping[str, str], progress: Progress, clones: Path, wanted: Wanted
) -> Iterator[Reading]:
    match spec.kind:
        case Kind.FILE:
            return read_file(Path(spec.location), known, progress, wanted)
        case Kind.FOLDER:
            bundle = partial(_read_git, progress, clones, wanted)
            return read_folder(Path(spec.location), known, progress, bundle, wanted)
        case Kind.GIT:
            return _read_git(progress, clones, wanted, spec.location, known)
        case Kind.URL:
            return _read_url(progress, clones, wanted, spec.location, known)


_FROM = re.compile(r" of (\d{4}-\d\d-\d\d) and later$", re.ASCII)
"""At the end of a fingerprint: what there was of earlier days was left out."""


def _read_whole(known: Mapping[str, str], since: date | None) -> dict[str, str]:
    """`known` without that of which something was left out that is wanted now, and the fingerprints as they were."""
    whole: dict[str, str] = {}
    for key, fact in known.items():
        left_out = _FROM.search(fact)
        if left_out is None:
            whole[key] = fact
        elif since and since.isoformat() >= left_out[1]:
            whole[key] = fact[: left_out.start()]
    return whole


def _later(readings: Iterator[Reading], since: date, wanted: Wanted) -> Iterator[Reading]:
    """The readings without digests of earlier days, and without records of papers that are not among the later ones."""
    named: set[str] = set()
    for reading in readings:
        digests = [digest for digest in reading.digests if digest.day is None or digest.day >= since]
        named.update(entry.id for digest in digests if digest.day for entry in digest.entries)
        kept = tuple(_known(digest, named, wanted) for digest in digests)
        left_out = kept != reading.digests and not reading.fingerprint.endswith(OF_KNOWN_PAPERS)
        noted = f"{reading.fingerprint} of {since.isoformat()} and later" if left_out else reading.fingerprint
        yield replace(reading, digests=kept, fingerprint=noted)


def _known(digest: Digest, named: set[str], wanted: Wanted) -> Digest:
    if digest.day or digest.channel or wanted.there is None:
        return digest
    there = wanted.there
    return replace(digest, entries=tuple(entry for entry in digest.entries if entry.id in named or entry.id in there))


def _read_url(
    progress: Progress, clones: Path, wanted: Wanted, location: str, known: Mapping[str, str]
) -> Iterator[Reading]:
    """A digest or feed; where neither is, a repository whose URL does not look like one."""
    from reader.sources.web import NoDigestThere, read_url, serves_git

    if not known or any(key.startswith(location) for key in known):  # else it was read as a repository
        try:
            yield from read_url(location, known, progress, wanted)
            return
        except NoDigestThere:
            if not serves_git(location):
                raise
    yield from _read_git(progress, clones, wanted, location, known)


def _read_git(
    progress: Progress, clones: Path, wanted: Wanted, location: str, known: Mapping[str, str]
) -> Iterator[Reading]:
    from reader.sources.history import read_git

    return read_git(location, known, progress, clones, wanted)
