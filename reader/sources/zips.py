"""Zip files, read in place: their members as they stand there, unpacked no further than they are read.

Python's `zipfile` finds the members; it would unpack whole what bzip2 or LZMA packed. "APPNOTE" is the format's
specification, https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from copy import copy
from typing import BinaryIO, NamedTuple

from reader.i18n import msg
from reader.sources.naming import is_second_form
from reader.sources.streams import RAW, Pieces, StreamError, inflated, limited, pieces_of, unpacked_by, unpacked_lzma

_DIRECTORY_BYTES = 12 << 20
"""Size of a zip file's table of contents, which is read whole: some 120,000 records."""
_END_OF_DIRECTORY, _END_BYTES = b"PK\x05\x06", 22
_COMMENT_BYTES = 1 << 16
_LARGE_LOCATOR = b"PK\x06\x07"
"""Where the end of a larger table of contents (zip64) is found: APPNOTE 4.3.14 to 4.3.16."""
_ENCRYPTED, _ENDS_ITSELF = 0x1, 0x2
"""Flags (APPNOTE 4.4.4): a password is needed; what LZMA packed has a mark at its end."""


class ZipMember(NamedTuple):
    """A file in a zip file: its path there, when it was changed, why it cannot be read, its bytes."""

    path: str
    stamp: tuple[int, ...]
    refused: str
    stream: Pieces


def zip_members(file: BinaryIO, limit: int) -> Iterator[ZipMember]:
    """The files in a zip file, in its order; feeds beside a digest of the same name left out.

    limit  bytes that all of them may unpack to
    Raises StreamError, and what `zipfile` raises on damaged files; so does reading a stream.
    """
    _check_directory(file)
    with zipfile.ZipFile(file) as archive:
        names = frozenset(archive.namelist())
        for member in archive.infolist():
            if member.is_dir() or is_second_form(member.filename, names):
                continue
            refused = _refused(member)
            stream = Pieces(() if refused else limited(_unpacked(archive, member), limit))
            yield ZipMember(member.filename, member.date_time, refused, stream)
            limit -= stream.position


def _refused(member: zipfile.ZipInfo) -> str:
    if member.flag_bits & _ENCRYPTED:
        return "needs a password"
    return "" if member.compress_type in _WAYS else f"packed in a way that is not read (number {member.compress_type})"


def _unpacked(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[bytes]:
    as_it_stands = copy(member)
    as_it_stands.compress_type, as_it_stands.file_size = zipfile.ZIP_STORED, member.compress_size
    del as_it_stands.CRC  # of the unpacked bytes: looked at below
    checksum = 0
    with archive.open(as_it_stands) as packed:
        for piece in _WAYS[member.compress_type](pieces_of(packed), member):
            checksum = zlib.crc32(piece, checksum)
            yield piece
    if checksum != member.CRC:
        raise StreamError(msg("{file} is damaged"), file=member.filename)


def _lzma(pieces: Iterable[bytes], member: zipfile.ZipInfo) -> Iterator[bytes]:
    return unpacked_lzma(Pieces(pieces), None if member.flag_bits & _ENDS_ITSELF else member.file_size)


_WAYS: Mapping[int, Callable[[Iterable[bytes], zipfile.ZipInfo], Iterable[bytes]]] = {
    zipfile.ZIP_STORED: lambda pieces, _: pieces,
    zipfile.ZIP_DEFLATED: lambda pieces, _: inflated(pieces, RAW),
    zipfile.ZIP_BZIP2: lambda pieces, _: unpacked_by(b"BZh", pieces),
    zipfile.ZIP_LZMA: _lzma,
}
"""Ways of packing that are read (APPNOTE 4.4.5)."""


def _check_directory(file: BinaryIO) -> None:
    """Refuse a zip file whose table of contents would fill the memory. Its size stands at the end of the file."""
    size = file.seek(0, io.SEEK_END)
    start = max(0, size - _COMMENT_BYTES - _END_BYTES)
    file.seek(start)
    tail = file.read()
    plain = tail[-_END_BYTES:].startswith(_END_OF_DIRECTORY) and tail.endswith(b"\0\0")  # as `zipfile` looks for it
    at = len(tail) - _END_BYTES if plain else tail.rfind(_END_OF_DIRECTORY)
    if at < 0:
        return
    told = int.from_bytes(tail[at + 12 : at + 16], "little")
    locator = tail[max(0, at - 20) : at]
    if locator.startswith(_LARGE_LOCATOR):
        file.seek(int.from_bytes(locator[8:16], "little"))
        told = int.from_bytes(file.read(48)[40:48], "little")
    if told > _DIRECTORY_BYTES:
        raise StreamError(msg("holds more files than can be read"))
