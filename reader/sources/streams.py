"""Bytes that come in pieces (from a server, out of a packed file), read forwards and never more than was asked for."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from typing import Protocol

PIECE_BYTES = 1 << 18
"""Bytes that are unpacked at a time."""

GZIP, DEFLATE = 31, 15
"""How a stream is packed, as zlib's `wbits`: with gzip's header (RFC 1952) or with zlib's own (RFC 1950)."""


class StreamError(Exception):
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
            raise StreamError(f"holds more than {limit >> 20} MB")
        yield piece


def inflated(pieces: Iterable[bytes], wbits: int) -> Iterator[bytes]:
    """Unpack what gzip or zlib packed, `PIECE_BYTES` at most at a time. Raises StreamError if it is damaged."""
    inflater = zlib.decompressobj(wbits)
    began = False
    for piece in pieces:
        while piece:
            if inflater.eof:  # gzip files may stand one behind the other, and zeros behind the last
                piece = piece.lstrip(b"\0") if wbits == GZIP else b""
                if not piece:
                    break
                inflater = zlib.decompressobj(wbits)
            began = True
            yield from _unpacked(inflater, piece)
            piece = inflater.unused_data
    if began and not inflater.eof:
        raise StreamError("ends too early")


def _unpacked(inflater: zlib._Decompress, packed: bytes) -> Iterator[bytes]:
    while True:
        try:
            data = inflater.decompress(packed, PIECE_BYTES)
        except zlib.error as error:
            raise StreamError(str(error)) from error
        if data:
            yield data
        packed = inflater.unconsumed_tail
        if inflater.eof or not (packed or len(data) == PIECE_BYTES):
            return
