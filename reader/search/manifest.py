"""Noticing that an index file was cut short or altered: lengths and checksums, kept beside Whoosh's table of contents.

A manifest is one small JSON file a generation. It is in place before the table of contents it belongs to, so that
whoever finds a table of contents finds its manifest; a process that dies in between leaves one nobody looks for.
"""

from __future__ import annotations

import json
import os
import zlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from reader.search.segment_format import FORMAT


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
            if stat.st_size != self.length:
                return False
            return stat.st_mtime_ns == self.modified or checksum(path) == self.crc
        except OSError:
            return False


@dataclass(frozen=True, slots=True)
class Manifest:
    """What one generation of the index consists of.

    change  highest change number of the library that is searchable
    toc     Whoosh's table of contents
    files   all files of all segments, by name
    """

    change: int
    toc: FileEntry
    files: Mapping[str, FileEntry]

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return self.toc.length + sum(file.length for file in self.files.values())

    def broken(self, folder: Path) -> str | None:
        """The first file that is not as it was written, or None."""
        return next((name for name, file in self.files.items() if not file.holds(folder / name)), None)


def checksum(path: Path) -> int:
    """CRC-32 of a file."""
    crc = 0
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            crc = zlib.crc32(block, crc)
    return crc


def manifest_path(folder: Path, generation: int) -> Path:
    """Where the manifest of a generation lies."""
    return folder / f"manifest-{generation}.json"


def write_manifest(folder: Path, generation: int, manifest: Manifest) -> None:
    """Put a manifest in place, whole or not at all."""
    path = manifest_path(folder, generation)
    body = {"format": FORMAT, **asdict(manifest)}
    text = json.dumps({"crc": zlib.crc32(json.dumps(body, sort_keys=True).encode()), **body})
    write_whole(path, text.encode())


def write_whole(path: Path, data: bytes) -> None:
    """Write a file under another name, and give it its own when all of it is on disk."""
    new = path.with_name(path.name + ".new")
    with new.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)


def read_manifest(folder: Path, generation: int) -> Manifest | str:
    """The manifest of a generation, or what is wrong with it. Raises FileNotFoundError if there is none."""
    try:
        body = json.loads(manifest_path(folder, generation).read_bytes())
        crc = body.pop("crc")
        if body.pop("format") != FORMAT:
            return "it was written by another version"
        if zlib.crc32(json.dumps({"format": FORMAT, **body}, sort_keys=True).encode()) != crc:
            return "its manifest was altered"
        files = {name: FileEntry(**file) for name, file in body["files"].items()}
        return Manifest(body["change"], FileEntry(**body["toc"]), files)
    except (ValueError, KeyError, TypeError, AttributeError):
        return "its manifest cannot be read"
