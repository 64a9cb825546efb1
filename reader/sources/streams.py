"""Bytes that come in pieces (from a server, out of a packed file), read forwards and never more than was asked for."""

from __future__ import annotations

import bz2
import lzma
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain
from typing import Protocol

from reader.errors import DigestReaderError
from reader.i18n import msg

PIECE_BYTES = 1 << 18
"""Bytes that are unpacked at a time."""

GZIP, DEFLATE, RAW = 31, 15, -15
"""How a stream is packed, as zlib's `wbits`: with gzip's header (RFC 1952), zlib's own (RFC 1950), none (1951)."""


XZ_MEMORY = 80 << 20
"""Bytes that unpacking xz may take: a file says itself how much it wants, and `xz -9` wants 65 MB."""


class StreamError(DigestReaderError):
    """A stream that is damaged, ends too early or goes on for too long; its text is one clause."""


class Stream(Protocol):
    """What can be read forwards."""

    def read(self, size: int, /) -> bytes:
        """At most `size` bytes; none only at the end."""
        ...


class Pieces:
    """A `Stream` over pieces. `position` is how many bytes were read or passed over."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces = iter(pieces)
        self._rest = b""
        self.position = 0

    def read(self, size: int, /) -> bytes:
        """Exactly `size` bytes, fewer only where the stream ends."""
        parts = []
        while size > 0 and (part := self._part(size)):
            parts.append(part)
            size -= len(part)
        return b"".join(parts)

    def skip(self, size: int) -> None:
        """Pass over `size` bytes."""
        while size > 0 and (part := self._part(size)):
            size -= len(part)

    def _part(self, most: int) -> bytes:
        while not self._rest:
            piece = next(self._pieces, None)
            if piece is None:
                return b""
            self._rest = piece
        part, self._rest = self._rest[:most], self._rest[most:]
        self.position += len(part)
        return part


def pieces_of(stream: Stream) -> Iterator[bytes]:
    """The rest of a stream in pieces."""
    while piece := stream.read(PIECE_BYTES):
        yield piece


def whole(stream: Stream, size: int) -> bytes:
    """`size` bytes, fewer only where the stream ends."""
    return Pieces(iter(lambda: stream.read(min(size, PIECE_BYTES)), b"")).read(size)


def limited(pieces: Iterable[bytes], limit: int) -> Iterator[bytes]:
    """The pieces, as long as they are no more than `limit` bytes in all. Raises StreamError where they are."""
    total = 0
    for piece in pieces:
        total += len(piece)
        if total > limit:
            raise StreamError(msg("holds more than {limit} MB"), limit=limit >> 20)
        yield piece


class _Unpacker(Protocol):
    """What bz2, lzma and (made alike) zlib unpack with."""

    @property
    def eof(self) -> bool: ...
    @property
    def needs_input(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...

    def decompress(self, data: bytes, max_length: int, /) -> bytes: ...


class _Inflater:
    """zlib's, in the way of the other two."""

    def __init__(self, wbits: int) -> None:
        self._inflater = zlib.decompressobj(wbits)
        self._short = True

    @property
    def eof(self) -> bool:
        return self._inflater.eof

    @property
    def needs_input(self) -> bool:
        return self._short and not self._inflater.unconsumed_tail

    @property
    def unused_data(self) -> bytes:
        return self._inflater.unused_data

    def decompress(self, data: bytes, max_length: int) -> bytes:
        unpacked = self._inflater.decompress(self._inflater.unconsumed_tail + data, max_length)
        self._short = len(unpacked) < max_length
        return unpacked


def inflated(pieces: Iterable[bytes], wbits: int) -> Iterator[bytes]:
    """Unpack what gzip or zlib packed, `PIECE_BYTES` at most at a time. Raises StreamError if it is damaged."""
    return _unpacked(pieces, lambda: _Inflater(wbits), several=wbits == GZIP)


def unpacked_by(magic: bytes, pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Unpack a file that begins with `magic`, one of `MAGICS`, as `inflated` does."""
    return _unpacked(pieces, MAGICS[magic], several=True)


MAGICS: Mapping[bytes, Callable[[], _Unpacker]] = {
    b"\x1f\x8b\x08": lambda: _Inflater(GZIP),
    b"BZh": bz2.BZ2Decompressor,
    b"\xfd7zXZ\x00": lambda: lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=XZ_MEMORY),
}
"""How packed files begin (RFC 1952; bzip2; https://tukaani.org/xz/xz-file-format.txt), and what unpacks them."""


def unpacked_lzma(packed: Stream, size: int | None) -> Iterator[bytes]:
    """Unpack LZMA as zip files hold it (APPNOTE.TXT 5.8), as `inflated` does.

    size  of what was packed, in bytes; None: a mark in the stream tells where it ends
    """
    version_and_length = whole(packed, 4)
    properties = whole(packed, int.from_bytes(version_and_length[2:], "little"))
    told = (1 << 64) - 1 if size is None else size
    head = properties + told.to_bytes(8, "little")  # with it, it is a file of LZMA alone
    return _unpacked(
        chain([head], pieces_of(packed)), lambda: lzma.LZMADecompressor(lzma.FORMAT_ALONE, XZ_MEMORY), several=False
    )


def _unpacked(pieces: Iterable[bytes], new: Callable[[], _Unpacker], *, several: bool) -> Iterator[bytes]:
    """`several`: packed files may stand one behind the other, and zeros behind the last."""
    unpacker = new()
    began = False
    for piece in pieces:
        while piece:
            if unpacker.eof:
                piece = piece.lstrip(b"\0") if several else b""
                if not piece:
                    break
                unpacker = new()
            began = True
            yield from _parts(unpacker, piece)
            piece = unpacker.unused_data
    if began and not unpacker.eof:
        raise StreamError(msg("ends too early"))


def _parts(unpacker: _Unpacker, packed: bytes) -> Iterator[bytes]:
    while True:
        try:
            data = unpacker.decompress(packed, PIECE_BYTES)
        except (zlib.error, lzma.LZMAError, OSError) as error:
            raise StreamError(str(error)) from error
        if data:
            yield data
        packed = b""
        if unpacker.eof or unpacker.needs_input:
            return
