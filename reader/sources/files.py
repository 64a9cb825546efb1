"""Single files and whole folders: which of them hold digests, and which have not changed since they were last read."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from hashlib import blake2b
from itertools import groupby
from pathlib import Path, PurePosixPath

from reader.errors import SourceError
from reader.i18n import msg
from reader.model import Digest
from reader.regular import is_pseudo_folder, is_regular, open_regular
from reader.sources.archive import is_archive, read_archive
from reader.sources.cleaning import escaped
from reader.sources.content import Origin, digest_of_records, problem_digest, read_stream
from reader.sources.contract import Reading, in_steps, is_unchanged
from reader.sources.gathering import EVERYTHING, Wanted
from reader.sources.identify import is_bundle
from reader.sources.limits import HEAD_BYTES, SIZE_LIMIT
from reader.sources.naming import folders_of, is_second_form
from reader.sources.progress import Progress, Told, silent
from reader.sources.record import RECORD_NAME

BundleReader = Callable[[str, Mapping[str, str]], Iterator[Reading]]
"""`read_bundle(path, known)`: what the git bundle at `path` holds."""

UNREAD = ""
"""The fingerprint of what could not be read: it is tried again next time."""

LEADS_OUT = "a link that leads out of the folder: not followed"


class NotADigest(SourceError):
    """A file that was named is none that can be read."""


@dataclass(frozen=True, slots=True)
class Found:
    """A file as the folder lists it. `size` in bytes, `changed` in nanoseconds; `error` if it cannot be looked at."""

    path: str
    size: int = 0
    changed: int = 0
    error: str | None = None

    @property
    def name(self) -> str:
        """The name without folders."""
        return os.path.basename(self.path)  # noqa: PTH119  # twice as quick as Path, for 65,000 records

    @property
    def fingerprint(self) -> str:
        """What changes whenever the file does."""
        return f"{self.size}:{self.changed}"


def read_file(
    path: Path, known: Mapping[str, str], progress: Progress, wanted: Wanted = EVERYTHING
) -> Iterator[Reading]:
    """The digest, feed, record or archive that the user named; nothing if it is as `known` (fingerprints by key) says.

    Raises SourceError if it cannot be read, or is none of these (NotADigest).
    """
    try:
        status = path.stat()
    except OSError as error:
        raise _refusal(path, error) from error
    if not is_regular(status):
        raise SourceError(msg("{path} is neither a file nor a folder"), path=path)
    found = Found(str(path), status.st_size, status.st_mtime_ns)
    if is_unchanged(known.get(found.name), found.fingerprint):
        return
    progress(0, 1, found.name)
    held = False
    for reading in _read(found, found.name, known, wanted, progress):
        refusal = None if held else _refused(reading)
        if refusal:
            raise SourceError(msg("{path}: {reason}"), path=path, reason=refusal)
        held = held or bool(reading.digests)
        if not held:
            raise NotADigest(
                msg("{path} is not a digest: it has neither a digest's headings nor its entries"), path=path
            )
        yield reading
    progress(1, 1, found.name)


def _refused(reading: Reading) -> str | None:
    """Why nothing at all could be read, if that is what the reading says."""
    reasons = [p.reason for digest in reading.digests for p in digest.problems if p.lost and not p.line]
    return reasons[0] if reasons and not any(digest.entries for digest in reading.digests) else None


def read_folder(
    root: Path,
    known: Mapping[str, str],
    progress: Progress,
    read_bundle: BundleReader | None = None,
    wanted: Wanted = EVERYTHING,
) -> Iterator[Reading]:
    """Every digest below `root`, hidden files and folders left out; unchanged files are not opened.

    known        the fingerprints of what was read before, by path below `root`
    progress     told what is being read; may raise to stop
    read_bundle  reads a git bundle that lies in the folder; None leaves bundles out
    wanted       see `Wanted`

    Raises SourceError if `root` cannot be listed, or is no folder of files.
    """
    try:
        os.scandir(root).close()
        if is_pseudo_folder(os.path.realpath(root), root.stat()):
            raise SourceError(msg("{path} is no folder of files, but a view into the system"), path=root)
    except OSError as error:
        raise _refusal(root, error) from error
    progress(0, 0, str(root))
    steps = list(_steps(walk(root), root))
    for done, (key, group) in enumerate(steps):
        fingerprint = _fingerprint(group)
        if is_unchanged(known.get(key), fingerprint):
            continue
        progress(done, len(steps), key)
        if RECORD_NAME.fullmatch(group[0].name):
            yield Reading(key, fingerprint, (_read_records(group, root, key),))
        elif read_bundle and group[0].name.endswith(".bundle") and is_bundle(Path(group[0].path)):
            yield from _inside(key, fingerprint, known, partial(read_bundle, group[0].path))
        else:
            yield from _read(group[0], key, known, wanted, silent)
    progress(len(steps), len(steps), str(root))


def _inside(
    key: str, fingerprint: str, known: Mapping[str, str], read: Callable[[Mapping[str, str]], Iterator[Reading]]
) -> Iterator[Reading]:
    """A source inside a source: its readings under `key`, and its failure as a problem, for others go on."""
    prefix = f"{key}!"
    inner = {name.removeprefix(prefix): fact for name, fact in known.items() if name.startswith(prefix)}
    try:
        for reading in read(inner):
            yield Reading(prefix + reading.key, reading.fingerprint, reading.digests)
    except SourceError as error:
        yield Reading(key, UNREAD, (problem_digest(key, str(error)),))
    else:
        yield Reading(key, fingerprint, ())


def walk(root: Path) -> Iterator[Found]:
    """All regular files below `root`, folder by folder, in the order of their names.

    Links are followed inside `root`, once; one that leads out of it is listed with an error.
    """
    real_root = os.path.realpath(root)
    seen: set[tuple[int, int]] = set()
    waiting = [str(root)]
    while waiting:
        folder = waiting.pop()
        try:
            status = os.stat(folder)  # noqa: PTH116  # as above
            if (status.st_dev, status.st_ino) in seen or is_pseudo_folder(folder, status):
                continue  # a link that leads back, a second way to the same folder, or no place for files
            seen.add((status.st_dev, status.st_ino))
            with os.scandir(folder) as listing:
                listed = sorted((item for item in listing if not item.name.startswith(".")), key=lambda item: item.name)
        except OSError as error:
            yield Found(folder, error=error.strerror or "cannot be read")
            continue
        folders = []
        for item in listed:
            if _leads_out(item, real_root):
                yield Found(item.path, error=LEADS_OUT)
            elif _is_folder(item):
                folders.append(item.path)
            else:
                yield from _looked_at(item)
        waiting += reversed(folders)


def _leads_out(item: os.DirEntry[str], root: str) -> bool:
    """Whether this is a link to something that is there, and not below `root`."""
    if not item.is_symlink():
        return False
    target = os.path.realpath(item.path)
    return os.path.exists(target) and os.path.commonpath((target, root)) != root  # noqa: PTH110  # as above


def _is_folder(item: os.DirEntry[str]) -> bool:
    try:
        return item.is_dir()
    except OSError:
        return False


def _looked_at(item: os.DirEntry[str]) -> Iterator[Found]:
    try:
        status = item.stat()
    except FileNotFoundError:  # a link to nothing
        return
    except OSError as error:
        yield Found(item.path, error=error.strerror or "cannot be read")
        return
    if is_regular(status):
        yield Found(item.path, status.st_size, status.st_mtime_ns)


def _steps(found: Iterable[Found], root: Path) -> Iterator[tuple[str, list[Found]]]:
    """Key and files of each step: paper records by folder and month, everything else by itself.

    A feed beside a digest of the same name holds the same entries and is left out.
    """
    for folder, listed in groupby(found, key=lambda file: os.path.dirname(file.path)):  # noqa: PTH120  # as above
        files = list(listed)
        names = {file.name for file in files}
        base = key_of(os.path.relpath(folder, root))
        records: dict[str, list[Found]] = {}
        for file in files:
            if RECORD_NAME.fullmatch(file.name):
                records.setdefault(file.name[:4], []).append(file)
            elif not is_second_form(file.name, names):
                yield str(PurePosixPath(base, key_of(file.name))), [file]
        for month, group in records.items():
            yield str(PurePosixPath(base, f"{month}.*.json")), group


def key_of(path: str) -> str:
    """A path as text that can be stored, whatever bytes a file system put into it."""
    return escaped(os.fsencode(path).decode("utf-8", "backslashreplace"))


def _fingerprint(group: list[Found]) -> str:
    if len(group) == 1:
        return group[0].fingerprint
    state = "\n".join(f"{file.name} {file.size} {file.changed}" for file in group)
    return f"{len(group)}:{blake2b(state.encode('utf-8', 'surrogateescape'), digest_size=16).hexdigest()}"


def _read(file: Found, key: str, known: Mapping[str, str], wanted: Wanted, progress: Progress) -> Iterator[Reading]:
    """What one file holds: one reading (without digests if it is none of ours), of a long one or an archive several."""
    place = key_of(file.path)
    if file.error:
        fingerprint = file.fingerprint if file.error == LEADS_OUT else UNREAD
        yield Reading(key, fingerprint, (problem_digest(place, file.error),))
        return
    try:
        with open_regular(file.path) as stream:
            head = stream.read(HEAD_BYTES)
            stream.seek(0)
            if is_archive(head):
                yield from read_archive(stream, file.name, place, key, file.fingerprint, wanted)
            else:
                origin = Origin(place, file.name, folders_of(file.path), modified=day_of(file.changed))
                yield from in_steps(
                    read_stream(Told(stream, file.size, file.name, progress), origin, wanted, file.size),
                    key,
                    file.fingerprint,
                    known,
                    of_all=wanted.there is None,
                )
    except OSError as error:
        yield Reading(key, UNREAD, (problem_digest(place, error.strerror or "cannot be read"),))


def _read_records(group: list[Found], root: Path, key: str) -> Digest:
    def contents() -> Iterator[tuple[bytes, str]]:
        for file in group:
            if file.size <= SIZE_LIMIT:
                with open_regular(file.path) as stream:
                    yield stream.read(SIZE_LIMIT), key_of(file.path)

    return digest_of_records(key_of(str(root / key)), contents())


def day_of(nanoseconds: int) -> date | None:
    """The local day of a file's time stamp; None where it is beyond all calendars."""
    try:
        return datetime.fromtimestamp(nanoseconds / 1e9, UTC).astimezone().date()
    except (OverflowError, ValueError, OSError):
        return None


def _refusal(path: Path, error: OSError) -> SourceError:
    reason = error.strerror or error
    return SourceError(msg("{path} cannot be read: {reason}"), path=key_of(str(path)), reason=reason)
