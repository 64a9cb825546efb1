"""Archives of digests and paper records (`.tar`, `.tar.gz`, `.zip`), read in place: nothing is unpacked to disk."""

from __future__ import annotations

import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path, PurePosixPath

from reader.model import Digest
from reader.sources.cleaning import escaped
from reader.sources.content import HEAD_BYTES, SIZE_LIMIT, Form, Origin, digest_of_records, form_of, problem_digest
from reader.sources.content import read_content as read_one
from reader.sources.reading import Reading

TOTAL_LIMIT = 4 << 30
"""Bytes that an archive may hold in all: what is read of it is bounded, whatever a few kilobytes claim to unpack to."""

MEMBERS_A_STEP = 500

_GZIP, _ZIP, _TAR_OFFSET = b"\x1f\x8b\x08", b"PK\x03\x04", 257

_ENDINGS = (".tar", ".tar.gz", ".tgz", ".zip")

Member = tuple[str, bytes, date | None]
"""Name inside the archive, content, day of the last change."""


def is_archive(head: bytes) -> bool:
    """Whether the first bytes are those of an archive that can be read."""
    return head.startswith((_GZIP, _ZIP)) or head[_TAR_OFFSET : _TAR_OFFSET + 5] == b"ustar"


def read_archive(path: Path, place: str, key: str, fingerprint: str) -> Iterator[Reading]:
    """Everything in the archive, in several readings; only the last one carries `key` and its fingerprint."""
    digests: list[Digest] = []
    records: list[tuple[bytes, str]] = []
    part = 0
    try:
        for name, data, day in _members(path):
            form = form_of(data[:HEAD_BYTES])
            inner = f"{place}!{name}"
            if form is Form.RECORD:
                records.append((data, inner))
            elif form:
                inside = PurePosixPath(name)
                digests.append(read_one(data, form, Origin(inner, inside.name, inside.parent.name, modified=day)))
            if len(digests) + len(records) >= MEMBERS_A_STEP:
                part += 1
                yield Reading(f"{key}!{part}", fingerprint, _gathered(place, digests, records))
                digests, records = [], []
    except (
        tarfile.TarError,
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        OSError,
        NotImplementedError,
        RuntimeError,
    ) as error:
        # Many a program's file is a zip or gzip file inside, and none of ours.
        if part or digests or records or path.name.endswith(_ENDINGS):
            digests.append(problem_digest(place, f"damaged archive: {error}"))
    yield Reading(key, fingerprint, _gathered(place, digests, records))


def _gathered(place: str, digests: list[Digest], records: list[tuple[bytes, str]]) -> tuple[Digest, ...]:
    return (*digests, digest_of_records(place, records)) if records else tuple(digests)


def _members(path: Path) -> Iterator[Member]:
    """The files in the archive that are no larger than a digest can be, in its order."""
    members = _zip_members(path) if zipfile.is_zipfile(path) else _tar_members(path)
    total = 0
    for name, data, day in members:
        total += len(data)
        if total > TOTAL_LIMIT:
            raise OSError(f"holds more than {TOTAL_LIMIT >> 30} GB")
        yield _plain(name), data, day


def _plain(name: str) -> str:
    return escaped(name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace"))


def _tar_members(path: Path) -> Iterator[Member]:
    with tarfile.open(path, "r|*") as archive:
        read = 0
        for member in archive:
            read += member.size
            if read > TOTAL_LIMIT:
                raise OSError(f"holds more than {TOTAL_LIMIT >> 30} GB")
            stream = archive.extractfile(member) if member.isreg() and member.size <= SIZE_LIMIT else None
            if stream:
                yield member.name, stream.read(), _day(member.mtime)


def _zip_members(path: Path) -> Iterator[Member]:
    with zipfile.ZipFile(path) as archive:
        for member in archive.infolist():
            if member.is_dir() or member.file_size > SIZE_LIMIT:
                continue
            with archive.open(member) as stream:
                data = stream.read(SIZE_LIMIT + 1)
            if len(data) <= SIZE_LIMIT:
                yield member.filename, data, _zip_day(member.date_time)


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
