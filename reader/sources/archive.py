"""Packed digests (zip, tar, gzip, bzip2, xz), read in place: nothing is unpacked to disk, or to much memory."""

from __future__ import annotations

import io
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import chain
from pathlib import PurePosixPath
from typing import Any, BinaryIO, cast

from reader.i18n import msg
from reader.model import Digest
from reader.sources.cleaning import escaped
from reader.sources.content import Origin, problem_digest, read_stream
from reader.sources.contract import Reading
from reader.sources.gathering import EVERYTHING, Wanted
from reader.sources.limits import HEAD_BYTES, SIZE_LIMIT, TOTAL_LIMIT, unpacked_limit
from reader.sources.naming import folders_of, is_second_form
from reader.sources.streams import MAGICS, Pieces, StreamError, limited, pieces_of, unpacked_by
from reader.sources.zips import zip_members

MEMBERS_A_STEP = 500

_ZIP, _TAR_OFFSET = b"PK\x03\x04", 257
_PACKED = (".gz", ".bz2", ".xz")
_ENDINGS = (".tar", ".tgz", ".tbz2", ".txz", ".zip", *_PACKED)

_OF_THE_FINDER = "__MACOSX/"
"""What macOS puts into a zip file beside what was packed."""

_HEADER_BYTES = 1 << 18
"""What tar's headers of one member may take; real ones have a few hundred bytes."""

_FAILURES = (
    StreamError,
    tarfile.TarError,
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
    ValueError,
)
"""What the modules for archives raise on damaged ones."""


@dataclass(frozen=True, slots=True)
class Member:
    """A file inside an archive: its name there, its bytes, the day of its last change; why it cannot be read, if so."""

    name: str
    stream: Pieces
    day: date | None
    refused: str = ""


def is_archive(head: bytes) -> bool:
    """Whether the first bytes are those of an archive or packed file that can be read."""
    return head.startswith(_ZIP) or _packing(head) is not None or _is_tar(head)


def _packing(head: bytes) -> bytes | None:
    """How a packed file begins; None if it is none."""
    return next((magic for magic in MAGICS if head.startswith(magic)), None)


def _is_tar(head: bytes) -> bool:
    return head[_TAR_OFFSET : _TAR_OFFSET + 5] == b"ustar"


def read_archive(
    file: BinaryIO, name: str, place: str, key: str, fingerprint: str, wanted: Wanted = EVERYTHING
) -> Iterator[Reading]:
    """Everything in the archive `file`, in several readings; only the last one carries `key` and its fingerprint.

    name   the archive's file name
    place  the same for messages
    wanted  see `Wanted`
    """
    gathered: list[Digest] = []
    part = size = 0
    try:
        for member in _members(file, name):
            for digest in _read_member(member, place, wanted):
                gathered.append(digest)
                size += member.stream.position
                if size >= SIZE_LIMIT or len(gathered) >= MEMBERS_A_STEP:
                    part += 1
                    yield Reading(f"{key}!{part}", fingerprint, _joined(place, gathered))
                    gathered, size = [], 0
    except _FAILURES as error:
        # Many a program's file is a zip or gzip file inside, and none of ours.
        if part or gathered or name.endswith(_ENDINGS):
            gathered.append(problem_digest(place, f"damaged archive: {error}"))
    yield Reading(key, fingerprint, _joined(place, gathered))


def only_file(file: BinaryIO, name: str) -> Iterator[bytes]:
    """The one file in an archive or packed file called `name`, piece by piece.

    Raises StreamError if it is damaged, or holds no file, or several.
    """
    try:
        members = (member for member in _members(file, name) if not member.name.startswith(_OF_THE_FINDER))
        first = next(members, None)
        if first is None:
            raise StreamError(msg("holds no file"))
        if first.refused:
            raise StreamError(first.refused)
        yield from pieces_of(first.stream)
        if next(members, None) is not None:
            raise StreamError(msg("holds several files"))
    except StreamError:
        raise
    except _FAILURES as error:
        raise StreamError(str(error)) from error


def beginning(file: BinaryIO, name: str) -> bytes:
    """The first `HEAD_BYTES` of a file, or of what is packed in it; of a damaged archive nothing."""
    head = file.read(HEAD_BYTES)
    file.seek(0)
    if not is_archive(head):
        return head
    with suppress(StreamError):
        return Pieces(only_file(file, name)).read(HEAD_BYTES)
    return b""


def _read_member(member: Member, place: str, wanted: Wanted) -> Iterator[Digest]:
    if member.refused:
        yield problem_digest(f"{place}!{member.name}", member.refused)
        return
    path = PurePosixPath(member.name)
    origin = Origin(f"{place}!{member.name}", path.name, folders_of(path), modified=member.day)
    yield from read_stream(member.stream, origin, wanted)


def _joined(place: str, digests: list[Digest]) -> tuple[Digest, ...]:
    """The digests, those as one that tell neither channel nor day, as paper records are: there may be thousands."""
    kept = [digest for digest in digests if not _is_loose(digest)]
    loose = [digest for digest in digests if _is_loose(digest)]
    if len(loose) < 2:
        return tuple(digests)
    entries = tuple(entry for digest in loose for entry in digest.entries)
    problems = tuple(problem for digest in loose for problem in digest.problems)
    return (*kept, Digest(place, None, None, entries, problems, form=loose[0].form))


def _is_loose(digest: Digest) -> bool:
    return digest.channel is None and digest.day is None and digest.announces


def _members(file: BinaryIO, name: str) -> Iterator[Member]:
    """The files in the archive, in its order; a packed file is its own only member."""
    size = file.seek(0, io.SEEK_END)
    file.seek(0)
    head = file.read(_TAR_OFFSET + 5)
    file.seek(0)
    packing = _packing(head)
    if packing is None and not _is_tar(head):
        yield from _zip_members(file, unpacked_limit(size))
        return
    pieces = pieces_of(file)
    if packing:
        pieces = limited(unpacked_by(packing, pieces), unpacked_limit(size))
        start = next(pieces, b"")
        pieces = chain([start], pieces)
        if not _is_tar(start):
            yield Member(_plain(_unpacked_name(PurePosixPath(name))), Pieces(pieces), None)
            return
    yield from _tar_members(_TarInput(pieces))


def _unpacked_name(path: PurePosixPath) -> str:
    return path.stem if path.suffix in _PACKED else path.name


def _plain(name: str) -> str:
    return escaped(name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace"))


class _TarInput:
    """A tar file as `tarfile` wants to read it: forwards only, its headers no longer than `_HEADER_BYTES` a member."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = Pieces(pieces)
        self.allowed = _HEADER_BYTES

    def tell(self) -> int:
        return self._pieces.position

    def seek(self, position: int) -> None:
        if position < self._pieces.position:
            raise StreamError(msg("its parts overlap"))
        self._pieces.skip(position - self._pieces.position)

    def read(self, size: int) -> bytes:
        self.allowed -= size
        if self.allowed < 0:
            raise StreamError(msg("a member has more headers than can be read"))
        return self._pieces.read(size)


def _tar_members(source: _TarInput) -> Iterator[Member]:
    with tarfile.open(fileobj=cast(BinaryIO, source), mode="r:") as archive:
        names: set[str] = set()
        while member := archive.next():
            names.add(member.name if member.name.endswith(".md") else "")
            cast(Any, archive).members.clear()  # or it would remember a million of them
            stream = None if is_second_form(member.name, names) or not member.isreg() else archive.extractfile(member)
            if stream:
                source.allowed = TOTAL_LIMIT
                yield Member(_plain(member.name), Pieces(pieces_of(stream)), _day(member.mtime))
            source.allowed = _HEADER_BYTES


def _zip_members(file: BinaryIO, limit: int) -> Iterator[Member]:
    for path, stamp, refused, stream in zip_members(file, limit):
        yield Member(_plain(path), stream, _zip_day(stamp), refused)


def _day(seconds: float) -> date | None:
    try:
        return datetime.fromtimestamp(seconds, UTC).date()
    except (OverflowError, ValueError, OSError):
        return None


def _zip_day(stamp: tuple[int, ...]) -> date | None:
    try:
        return date(*stamp[:3])
    except ValueError:
        return None
