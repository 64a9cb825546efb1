"""What one generation of the index consists of, as one small JSON file: segments, their files, lengths, checksums.

It is the index's table of contents: in place when all it names is on disk, so a kill leaves the old generation or the
new one. It is read as data, name by name; nothing in the folder is ever unpickled. Its checksum tells damage, not
malice: whatever it says is checked against what the program knows before a file is opened.
"""

from __future__ import annotations

import json
import os
import re
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from reader.errors import shortages
from reader.regular import open_regular, read_regular
from reader.search.segment_format import EXTENSIONS, FORMAT, MAX_PAPERS

_NAME = re.compile(r"manifest-(\d{1,12})\.json\Z")
_SEGMENT = re.compile(r"MAIN_[0-9a-z]{1,32}\Z")
_LONGEST = 64_000_000
"""Bytes of a manifest."""

HIGHEST = 1 << 27
"""No library has so many papers: a higher paper number is damage."""


@dataclass(frozen=True, slots=True)
class FileEntry:
    """Length, CRC-32 and modification time (ns) of a file as it was written."""

    length: int
    crc: int
    modified: int

    def holds(self, path: Path) -> bool:
        """Whether the file is as it was written. It is read only if its modification time is not the one expected."""
        try:
            stat = path.stat()
            return stat.st_size == self.length and (stat.st_mtime_ns == self.modified or checksum(path) == self.crc)
        except OSError:
            return False

    def holds_byte_for_byte(self, path: Path) -> bool:
        """The same, reading the file."""
        try:
            return path.stat().st_size == self.length and checksum(path) == self.crc
        except OSError:
            return False


@dataclass(frozen=True, slots=True)
class SegmentEntry:
    """One segment.

    name     what its files are called
    papers   how many it holds, the deleted ones included
    highest  the highest paper number in it
    deleted  places in it of papers that are deleted
    """

    name: str
    papers: int
    highest: int
    deleted: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        """Raises ValueError for what cannot be."""
        if not _SEGMENT.match(self.name) or not 0 < self.papers <= MAX_PAPERS or not 0 < self.highest < HIGHEST:
            raise ValueError(self.name)
        if not all(0 <= place < self.papers for place in self.deleted):
            raise ValueError(self.deleted)

    @property
    def files(self) -> tuple[str, ...]:
        """The names of its files."""
        return tuple(self.name + extension for extension in EXTENSIONS)


@dataclass(frozen=True, slots=True)
class Manifest:
    """One generation.

    generation  rises with every commit
    epoch       the library's epoch at that time (see `store.epochs`)
    change      highest change number of the library that is searchable
    segments    by their age
    files       all files of all segments, by name
    """

    generation: int = -1
    epoch: int = 0
    change: int = 0
    segments: tuple[SegmentEntry, ...] = ()
    files: Mapping[str, FileEntry] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(file.length for file in self.files.values())

    def broken(self, folder: Path, *, thoroughly: bool = False) -> str | None:
        """The first file that is not as it was written, or None. `thoroughly`: read every byte."""
        for name, file in self.files.items():
            if not (file.holds_byte_for_byte if thoroughly else file.holds)(folder / name):
                return name
        return None

    def of(self, names: Iterable[str]) -> Manifest:
        """The same with some of the segments only."""
        wanted = set(names)
        segments = tuple(entry for entry in self.segments if entry.name in wanted)
        return replace(self, segments=segments, files={n: self.files[n] for entry in segments for n in entry.files})

    def write(self, folder: Path) -> None:
        """Put it in place, whole or not at all. Raises OSError."""
        body = {"format": FORMAT, **asdict(self)}
        text = json.dumps({"crc": _crc(body), **body})
        path = manifest_path(folder, self.generation)
        new = path.with_name(path.name + ".new")
        new.unlink(missing_ok=True)  # of a process that was shot, or a link of somebody's
        with new.open("xb") as file:
            file.write(text.encode())
            file.flush()
            os.fsync(file.fileno())
        new.replace(path)


def checksum(path: Path) -> int:
    """CRC-32 of a file. Raises OSError, and ShortageError where it cannot be opened for want of files."""
    crc = 0
    with shortages(), open_regular(path) as file:
        while block := file.read(1 << 20):
            crc = zlib.crc32(block, crc)
    return crc


def manifest_path(folder: Path, generation: int) -> Path:
    """Where the manifest of a generation lies."""
    return folder / f"manifest-{generation}.json"


def newest_generation(folder: Path) -> int:
    """The highest generation that has a manifest in `folder`; -1 if there is none."""
    try:
        with shortages():
            names = [path.name for path in folder.iterdir()]
    except OSError:  # there is no such folder, or it is none
        return -1
    return max((int(match[1]) for name in names if (match := _NAME.match(name))), default=-1)


def read_manifest(folder: Path, generation: int) -> Manifest | str:
    """The manifest of a generation, or what is wrong with it. Raises OSError if there is none."""
    path = manifest_path(folder, generation)
    try:
        if path.stat().st_size > _LONGEST:
            return "its manifest is too large"
        with shortages():
            body = json.loads(read_regular(path))
        crc = body.pop("crc")
        if body["format"] != FORMAT:
            return "it was written by another version"
        if _crc(body) != crc:
            return "its manifest was altered"
        return _manifest(body, generation)
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return "its manifest cannot be read"


def _manifest(body: Mapping[str, Any], generation: int) -> Manifest:
    segments = tuple(
        SegmentEntry(str(entry["name"]), int(entry["papers"]), int(entry["highest"]), tuple(map(int, entry["deleted"])))
        for entry in body["segments"]
    )
    files = {
        name: FileEntry(*(int(body["files"][name][key]) for key in ("length", "crc", "modified")))
        for segment in segments
        for name in segment.files
    }
    if body["generation"] != generation:
        raise ValueError(generation)
    return Manifest(generation, int(body["epoch"]), int(body["change"]), segments, files)


def _crc(body: Mapping[str, Any]) -> int:
    return zlib.crc32(json.dumps(body, sort_keys=True).encode())
