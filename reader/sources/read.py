"""The one way to read a source, whatever it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import partial
from pathlib import Path

from reader.sources.files import read_file, read_folder
from reader.sources.gathering import There
from reader.sources.progress import Progress, silent
from reader.sources.reading import Kind, Reading, SourceSpec


def read_source(
    spec: SourceSpec,
    known: Mapping[str, str],
    progress: Progress = silent,
    *,
    clones: Path,
    since: date | None = None,
    there: There = None,
) -> Iterator[Reading]:
    """What `spec` holds and `known` does not, in steps that may be stored one by one.

    known     the fingerprints of what was read before, by key; {} reads everything
    progress  told what is being read; may raise to stop
    clones    folder for copies of repositories that are not on this machine
    since     of a repository: only what was published on that day or later
    there     of what announces nothing (a bibliography): only these papers; None: all

    Raises SourceError when the source as a whole cannot be read; what was yielded before that stays good.
    """
    match spec.kind:
        case Kind.FILE:
            return read_file(Path(spec.location), known, progress, there)
        case Kind.FOLDER:
            bundle = partial(_read_git, progress, clones, since)
            return read_folder(Path(spec.location), known, progress, bundle, there)
        case Kind.GIT:
            return _read_git(progress, clones, since, spec.location, known)
        case Kind.URL:
            return _read_url(progress, clones, since, spec.location, known, there)


def _read_url(
    progress: Progress, clones: Path, since: date | None, location: str, known: Mapping[str, str], there: There
) -> Iterator[Reading]:
    """A digest or feed; where neither is, a repository whose URL does not look like one."""
    from reader.sources.web import NoDigestThere, read_url, serves_git

    if location in known or not known:
        try:
            yield from read_url(location, known, progress, there)
            return
        except NoDigestThere:
            if not serves_git(location):
                raise
    yield from _read_git(progress, clones, since, location, known)


def _read_git(
    progress: Progress, clones: Path, since: date | None, location: str, known: Mapping[str, str]
) -> Iterator[Reading]:
    from reader.sources.history import read_git

    return read_git(location, known, progress, clones, since)
