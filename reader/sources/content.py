"""What a file holds is decided by its content: from bytes to a digest, or to "not one of ours"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from enum import Enum, auto

from reader.model import Digest, Entry, Problem
from reader.sources.decoding import decode
from reader.sources.feed import is_feed, parse_feed
from reader.sources.forms.daily_arxiv import (
    is_daily_lines,
    is_daily_markdown,
    parse_daily_lines,
    parse_daily_markdown,
)
from reader.sources.limits import HEAD_BYTES, SIZE_LIMIT, too_large
from reader.sources.markdown import Memo, is_digest, parse_digest
from reader.sources.naming import channel_of, credible, day_in, day_in_folders, day_of_change
from reader.sources.record import parse_records
from reader.sources.streams import Stream, whole
from reader.text.identifiers import month_of


class Form(Enum):
    """The forms a digest has."""

    MARKDOWN = auto()
    FEED = auto()
    RECORD = auto()
    DAILY_LINES = auto()
    DAILY_MARKDOWN = auto()


LONG_FORMS: frozenset[Form] = frozenset()
"""Those that are read piece by piece."""


@dataclass(frozen=True, slots=True)
class Origin:
    """What is known of a file besides its bytes.

    place     for messages
    name      the file's name without folder, which may tell channel and day
    folder    the folders it lies in, with slashes between, which may tell the day
    day       the day of the commit that brought it
    modified  the day of its last change
    """

    place: str
    name: str
    folder: str = ""
    day: date | None = None
    modified: date | None = None


def form_of(head: bytes) -> Form | None:
    """What a file is, by its first `HEAD_BYTES` bytes; None if it is no digest. Never raises."""
    text, _ = decode(head)
    start = text.lstrip("\ufeff \t\r\n")[:2000]
    if start.startswith("<") and is_feed(start):
        return Form.FEED
    if start.startswith(("{", "[")) and (form := _json_form(text)):
        return form
    if is_daily_markdown(text):
        return Form.DAILY_MARKDOWN
    return Form.MARKDOWN if is_digest(text.replace("\r\n", "\n").replace("\r", "\n")) else None


def _json_form(text: str) -> Form | None:
    if is_daily_lines(text):
        return Form.DAILY_LINES
    return Form.RECORD if '"abstract"' in text and "arxiv.org" in text else None


def is_long(head: bytes) -> bool:
    """Whether a file that begins so is read piece by piece, so that it may be of any size."""
    return form_of(head) in LONG_FORMS


def read_stream(stream: Stream, origin: Origin, memo: Memo | None = None, size: int = 0) -> Iterator[Digest]:
    """The digests in `stream`; none if it is none of ours. What cannot be read is a `Problem`.

    size  of the whole in bytes, 0 if it is not known
    Raises only what reading the stream raises.
    """
    head = whole(stream, HEAD_BYTES)
    form = form_of(head)
    if form is None:
        return
    rest = whole(stream, max(0, SIZE_LIMIT + 1 - len(head))) if size <= SIZE_LIMIT else b""
    if max(size, len(head) + len(rest)) > SIZE_LIMIT:
        yield problem_digest(origin.place, too_large(max(size, len(head) + len(rest))))
    else:
        yield read_content(head + rest, form, origin, memo)


def read_content(data: bytes, form: Form, origin: Origin, memo: Memo | None = None) -> Digest:
    """The digest in `data`, with its channel and day. Never raises; what cannot be read is a `Problem`."""
    channel, today = channel_of(origin.name), datetime.now(UTC).date()
    if form is Form.RECORD:
        return digest_of_records(origin.place, [(data, origin.place)])
    if form is Form.FEED:
        digest = parse_feed(data, origin.place, channel)
    else:
        text, damage = decode(data)
        digest = _of_text(text, form, origin.place, channel, memo)
        if damage:
            digest = replace(digest, problems=(Problem(origin.place, 0, damage), *digest.problems))
    return _dated(digest, origin, today)


def _of_text(text: str, form: Form, place: str, channel: str | None, memo: Memo | None) -> Digest:
    if form is Form.DAILY_LINES:
        return parse_daily_lines(text, place)
    if form is Form.DAILY_MARKDOWN:
        return parse_daily_markdown(text, place)
    return parse_digest(text, place, channel, None, memo)


def _dated(digest: Digest, origin: Origin, today: date) -> Digest:
    """`digest` with the most trustworthy day: its own, one in a name, the commit's, the file's last change."""
    if not digest.announces:
        return digest
    day = digest.day or day_in(origin.name, today) or day_in_folders(origin.folder, today) or origin.day
    if day and not credible(day, today):
        future = Problem(origin.place, 0, f"dated {day}, which is still to come: taken as undated")
        return replace(digest, day=None, problems=(*digest.problems, future))
    if day is None and origin.modified and digest.entries:
        newest = max((entry.id for entry in digest.entries), key=lambda one: month_of(one) or (0, 0))
        day = day_of_change(origin.modified, newest, today)
    return replace(digest, day=day)


def digest_of_records(place: str, records: Iterable[tuple[bytes, str]]) -> Digest:
    """Paper records, given as bytes and place, as one digest without channel and day: they tell neither."""
    entries: list[Entry] = []
    problems: list[Problem] = []
    for data, record_place in records:
        found, wrong = parse_records(data, record_place)
        entries += found
        problems += wrong
    return Digest(place, None, None, tuple(entries), tuple(problems))


def problem_digest(place: str, reason: str) -> Digest:
    """A digest that only says why there is none."""
    return Digest(place, None, None, (), (Problem(place, 0, reason, lost=True),))
