"""The text of a letter (RFC 5322, MIME), however it was packed for the way: several parts, base64, any charset."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from datetime import date
from email import policy
from email.message import Message
from email.parser import BytesHeaderParser, BytesParser
from typing import NamedTuple

from reader.sources.decoding import decode, decode_as
from reader.sources.facts import day_told
from reader.sources.markup import without_markup

_HEADERS_BYTES = 1 << 16
_MOST_LINES, _MOST_PARTS = 200_000, 40
"""Of a letter that is taken apart; what has more is read as it stands. Every header and part is an object for Python's
parser, every level of parts a frame of its stack. A day of all of arXiv has some 50,000 lines."""
_LEVEL = re.compile(rb"^content-type:\s*(?:multipart|message)/", re.IGNORECASE | re.MULTILINE)
_BOUNDARY = re.compile(rb"boundary(\*?)[^=\n]{0,9}=\s*\"?([^\"\s;]{1,70})", re.IGNORECASE)
_PACKED = re.compile(
    r"^content-(?:transfer-encoding:\s*(?:base64|quoted-printable)|type:\s*multipart/|"
    r"type:[^\n]*(?:\n[ \t][^\n]*)?charset=\"?(?!utf-8|us-ascii))",
    re.IGNORECASE | re.MULTILINE,
)
_HEADER = re.compile(r"(?:From |[A-Za-z][A-Za-z-]{1,40}:[ \t])")


class Letter(NamedTuple):
    """What a letter says of itself, and its text; of a text that is no letter only that."""

    subject: str
    day: date | None
    text: str


def is_packed_letter(head: str) -> bool:
    """Whether the beginning of a file is that of a letter whose text does not stand in it as it is."""
    return _HEADER.match(head) is not None and _PACKED.search(head) is not None


def letter_in(data: bytes) -> Letter:
    """The letter in `data`, also where it is cut short. Of several parts the plain texts, else those in HTML."""
    data = data.removeprefix(codecs.BOM_UTF8).replace(b"\r\n", b"\n")
    head = data.partition(b"\n\n")[0][:_HEADERS_BYTES]
    headers = BytesHeaderParser(policy=policy.default).parsebytes(head)
    subject, day = str(headers.get("Subject", "")), day_told(str(headers.get("Date", "")))
    if not is_packed_letter(head.decode("latin-1")) or not _is_small(data):
        return Letter(subject, day, decode(data)[0])
    parts = list(_parts(BytesParser(policy=policy.compat32).parsebytes(data)))
    plain = [text for kind, text in parts if kind == "plain"] or [text for _, text in parts]
    return Letter(subject, day, "\n".join(plain) or decode(data)[0])


def _is_small(data: bytes) -> bool:
    """Whether it takes no more than it may to take a letter apart."""
    marks = _BOUNDARY.findall(data)
    if any(split for split, _ in marks) or len(marks) > _MOST_PARTS:
        return False  # a mark told in pieces cannot be counted
    parts = sum(data.count(b"\n--" + mark) for mark in {mark for _, mark in marks})
    return parts <= _MOST_PARTS and len(_LEVEL.findall(data)) <= _MOST_PARTS and data.count(b"\n") <= _MOST_LINES


def _parts(letter: Message) -> Iterator[tuple[str, str]]:
    """Kind (`plain`, `html`) and text of each part that is text."""
    for part in letter.walk():
        if part.get_content_maintype() == "text":
            content = part.get_payload(decode=True)
            text = decode_as(content, part.get_content_charset("utf-8")) if isinstance(content, bytes) else ""
            kind = part.get_content_subtype()
            yield kind, without_markup(text) if kind == "html" else text
