"""Text out of a stream: its lines, and the objects of a JSON file, none of them larger than `LINE_LIMIT`."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Container, Iterator
from collections.abc import Set as AbstractSet
from contextlib import suppress
from functools import cache
from io import BytesIO
from itertools import islice

from reader.sources.decoding import decode
from reader.sources.limits import HEAD_BYTES, LINE_LIMIT
from reader.sources.streams import Stream, pieces_of, whole

TOO_LONG = "a record that is too long"

_OUTSIDE = re.compile(r'["{}\[\]]')
_INSIDE = re.compile(r'["\\\n]')
_BRACKET = re.compile(r"[{}\[\]]")
_TEXT_OR_BRACKET = re.compile(r'"(?P<text>(?:[^"\\\n]|\\.)*+)(?P<end>"(?:\s*+:)?+)?+|(?P<bracket>[{}\[\]])')
"""A text, which goes to the end of the line where no quote closes it: so each sign is looked at once; or a bracket."""
_UNCLOSED_RECORD = re.compile(
    r'^([ \t]*+\[?+[ \t]*+)\{(?:[^"\n]|"(?:[^"\\\n]|\\.)*+")*+"(?:[^"\\\n]|\\.)*+\n', re.MULTILINE
)
"""A line that begins a record and in which a quote is never closed."""
_BLANKS = re.compile(r"[ \t]*")
_STRADDLES = 1000
"""Code points of a line's beginning that wait for the next piece of a text."""


def byte_lines(stream: Stream) -> Iterator[bytes | None]:
    """The lines of a stream without their ends; None for one that is longer than `LINE_LIMIT`."""
    parts: list[bytes] = []
    size = 0
    for piece in pieces_of(stream):
        first, *others = piece.split(b"\n")
        parts, size = _grown(parts, size, first)
        for line in others:
            yield b"".join(parts) if size <= LINE_LIMIT else None
            parts, size = _grown([], 0, line)
    if size:
        yield b"".join(parts) if size <= LINE_LIMIT else None


def _grown(parts: list[bytes], size: int, part: bytes) -> tuple[list[bytes], int]:
    size += len(part)
    return ([*parts, part] if size <= LINE_LIMIT else []), size


def text_pieces(stream: Stream) -> Iterator[str]:
    """The text of a stream in pieces, decoded as its beginning shows (UTF-8 mostly)."""
    head = whole(stream, HEAD_BYTES)
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
        encoding = "utf-8-sig"
    except UnicodeDecodeError:
        encoding = "utf-8" if decode(head)[1] else "gb18030"
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    yield decoder.decode(head)
    for piece in pieces_of(stream):
        yield decoder.decode(piece)
    yield decoder.decode(b"", True)


def text_lines(stream: Stream) -> Iterator[str]:
    """The lines of a text, with their ends; one longer than `LINE_LIMIT` comes in parts."""
    rest = ""
    for piece in text_pieces(stream):
        lines = (rest + piece).splitlines(keepends=True)
        rest = lines.pop() if lines and not lines[-1].endswith("\n") and len(lines[-1]) < LINE_LIMIT else ""
        yield from lines
    if rest:
        yield rest


def json_objects(stream: Stream, depth: int) -> Iterator[tuple[int, str | None]]:
    """Line and text of each JSON object that stands in `depth` brackets; None for one that is too long.

    depth  0: one object behind the other (JSON lines); 1: an array of objects; 2: an object that holds such an array
    Nothing is checked: whoever wants the object may find that it is none. One in which a quote is never closed takes
    none of the following ones with it; one that the end cuts comes as it stands.
    """
    scan = _Scan(depth)
    for piece in _up_to_lines(text_pieces(stream)):
        yield from scan.read(piece)
    yield from scan.rest()


def _up_to_lines(pieces: Iterator[str]) -> Iterator[str]:
    """The pieces, ending where lines end as far as these are short: the beginning of a line stays whole."""
    rest = ""
    for piece in pieces:
        piece = rest + piece
        end = piece.rfind("\n") + 1
        if len(piece) - end > _STRADDLES:
            end = len(piece)
        rest = piece[end:]
        yield piece[:end]
    yield rest


_LOOKED_AT, _ENOUGH = 4, 5
"""Objects that are looked at to tell what a file is, and usual keys that one must have: it may lack something."""


def depth_of(head: str, keys: Container[str]) -> int:
    """In how many brackets the objects stand that have one of these keys, by the beginning of a JSON file.

    The outermost ones count: 0 also where there are none.
    """
    depth, found = 0, set[int]()
    for mark in _TEXT_OR_BRACKET.finditer(_UNCLOSED_RECORD.sub(r"\1", head)):
        if not mark["end"]:  # where a quote is missing, brackets were taken for text
            signs = mark["bracket"] or mark["text"]
            depth += sum(map(signs.count, "{[")) - sum(map(signs.count, "}]"))
        elif mark["end"][-1] == ":" and mark["text"] in keys:
            found.add(depth - 1)
    return max(0, min(found, default=0))


def has_records(head: str, telling: AbstractSet[str], usual: AbstractSet[str]) -> bool:
    """Whether one of the first objects of a JSON file is a record of the form that is known by its keys.

    It has one of the `telling` keys, which stand in no other form, and most (`_ENOUGH`) of the `usual` ones.
    """
    found = first_keys(head, depth_of(head, telling))
    return any(keys & telling and len(keys & usual) >= _ENOUGH for keys in found)


def first_keys(head: str, depth: int) -> Iterator[AbstractSet[str]]:
    """The keys of each of the first objects that stand in `depth` brackets and can be read."""
    objects = json_objects(BytesIO(head.encode("utf-8", "surrogatepass")), depth)
    for _, text in islice(objects, _LOOKED_AT):
        with suppress(ValueError, RecursionError):
            found = json.loads(text or "")
            if isinstance(found, dict):
                yield found.keys()


class _Scan:
    """Where in the brackets a text is, from one piece to the next."""

    def __init__(self, wanted: int) -> None:
        self._wanted = wanted
        self._depth = 0
        self._quoted = self._escaped = self._lost = False
        self._parts: list[str] | None = None
        self._size = self._indent = 0
        self._line = self._began = 1

    def read(self, piece: str) -> Iterator[tuple[int, str | None]]:
        """The objects that end in this piece."""
        at = start = counted = 0
        if self._escaped and piece:
            at, self._escaped = 1, False
        while found := self._next(piece, at):
            at = found.end()
            sign = found[0]
            if self._lost:
                self._lost, at = False, at - 1
                self._depth = self._wanted
                self._keep(piece[start:at])
                yield self._taken()
            elif self._quoted or sign == '"':
                at = self._quoting(sign, piece, at)
            elif sign in "{[":
                if sign == "{" and self._depth == self._wanted and self._parts is None:
                    self._line += piece.count("\n", counted, at)
                    counted = at
                    self._parts, self._size, self._began, start = [], 0, self._line, at - 1
                    self._indent = _indent(piece, _line_at(piece, at))
                self._depth += 1
            else:
                self._depth -= 1
                if self._depth == self._wanted and self._parts is not None:
                    self._keep(piece[start:at])
                    yield self._taken()
        if self._parts is not None:
            self._keep(piece[start:])
        self._line += piece.count("\n", counted)

    def rest(self) -> Iterator[tuple[int, str | None]]:
        """The object that the end of the text cuts."""
        if self._parts is not None:
            yield self._taken()

    def _quoting(self, sign: str, piece: str, at: int) -> int:
        """Take a sign of a text or of its ends; where to go on."""
        if sign == "\\":
            self._escaped = at >= len(piece)
            return at + 1
        if sign == "\n":  # no text goes over a line: a quote is missing, and brackets were taken for text
            doubtful = _BRACKET.search(piece, _line_at(piece, at - 1), at) is not None
            self._lost = self._parts is not None and doubtful
        self._quoted = not self._quoted
        return at

    def _next(self, piece: str, at: int) -> re.Match[str] | None:
        """The next sign that counts; where the depth is not known, the brace of a line that is no deeper indented."""
        if self._lost:
            return _begins(self._indent).search(piece, at)
        return (_INSIDE if self._quoted else _OUTSIDE).search(piece, at)

    def _taken(self) -> tuple[int, str | None]:
        taken = "".join(self._parts or ()) if self._size <= LINE_LIMIT else None
        self._parts = None
        return self._began, taken

    def _keep(self, part: str) -> None:
        assert self._parts is not None
        self._size += len(part)
        if self._size <= LINE_LIMIT:
            self._parts.append(part)
        else:
            self._parts.clear()


def _line_at(text: str, at: int) -> int:
    """Where the line begins that `at` is in."""
    return text.rfind("\n", 0, at) + 1


def _indent(text: str, at: int) -> int:
    """Blanks from there on."""
    found = _BLANKS.match(text, at)
    return found.end() - at if found else 0


@cache
def _begins(indent: int) -> re.Pattern[str]:
    return re.compile(rf"^[ \t]{{0,{min(indent, _STRADDLES)}}}\{{", re.MULTILINE)
