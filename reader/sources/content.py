"""From the bytes of a file, of whatever form, to a digest with its channel and day."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from itertools import chain

from reader.model import Digest, Entry, Problem
from reader.sources.arxiv_xml import read_harvest
from reader.sources.bibtex import read_bibtex
from reader.sources.days import with_possible_days
from reader.sources.decoding import decode, wide_encoding
from reader.sources.feed import parse_feed
from reader.sources.forms.daily_arxiv import parse_daily_lines, parse_daily_markdown
from reader.sources.forms.growing import Growing
from reader.sources.forms.mapped import hold, read_mapped
from reader.sources.forms.mapping import Mapping
from reader.sources.forms.own_export import read_export
from reader.sources.forms.own_markdown import read_reading_list
from reader.sources.gathering import EVERYTHING, There, Wanted
from reader.sources.kaggle import read_kaggle
from reader.sources.limits import HEAD_BYTES, SIZE_LIMIT, too_large
from reader.sources.listing import parse_listings
from reader.sources.markdown import Memo, parse_digest
from reader.sources.naming import channel_of, day_in, day_in_folders, day_of_change
from reader.sources.recognition import Form, form_of
from reader.sources.record import parse_records
from reader.sources.referencejson import read_reference_json
from reader.sources.remarked import told_apart
from reader.sources.ris import read_ris
from reader.sources.streams import Pieces, Stream, pieces_of, whole
from reader.sources.texts import text_lines
from reader.sources.zotero import read_zotero_rdf
from reader.text.identifiers import month_of

LONG_FORMS: dict[Form, Callable[[Stream, str, There], Iterator[Digest]]] = {
    Form.KAGGLE: read_kaggle,
    Form.HARVEST: read_harvest,
    Form.BIBTEX: read_bibtex,
    Form.RIS: read_ris,
    Form.REFERENCES: read_reference_json,
    Form.ZOTERO: read_zotero_rdf,
}
"""Forms that are read piece by piece, so that they may be of any size; they announce nothing."""


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

    @property
    def path(self) -> str:
        """Folders and name, with slashes between."""
        return f"{self.folder}/{self.name}" if self.folder else self.name


def is_long(form: Form | Mapping | None) -> bool:
    """Whether files of this form are read piece by piece, so that they may be of any size."""
    return form in (Form.OWN_EXPORT, Form.OWN_MARKDOWN) or form in LONG_FORMS


def name_of(form: Form | Mapping) -> str:
    """The name of a form, for people."""
    return form.name if isinstance(form, Mapping) else form.value


def read_stream(stream: Stream, origin: Origin, wanted: Wanted = EVERYTHING, size: int = 0) -> Iterator[Digest]:
    """The digests in `stream`; none if it is none of ours. What cannot be read is a `Problem`.

    wanted  see `Wanted`
    size    of the whole in bytes, 0 if it is not known
    Raises only what reading the stream raises.
    """
    head = whole(stream, HEAD_BYTES)
    form = form_of(head, wanted.forms, origin.path)
    if form is None:
        return
    if is_long(form):
        pieces: Iterable[bytes] = chain([head], pieces_of(stream))
        if wide := wide_encoding(head):
            pieces = (text.encode() for text in codecs.iterdecode(pieces, wide, "replace"))
        today = datetime.now(UTC).date()
        for digest in _read_long(Pieces(pieces), form, origin, wanted):
            yield with_possible_days(replace(digest, form=name_of(form)), today)
        return
    rest = whole(stream, max(0, SIZE_LIMIT + 1 - len(head))) if size <= SIZE_LIMIT else b""
    if max(size, len(head) + len(rest)) > SIZE_LIMIT:
        yield problem_digest(origin.place, too_large(max(size, len(head) + len(rest))))
    else:
        yield from read_content(head + rest, form, origin, there=wanted.there)


def _read_long(stream: Stream, form: Form | Mapping, origin: Origin, wanted: Wanted) -> Iterator[Digest]:
    day = day_in(origin.name, datetime.now(UTC).date()) or origin.day or origin.modified
    if form is Form.OWN_MARKDOWN:
        return read_reading_list(text_lines(stream), origin.place, day)
    if form is Form.OWN_EXPORT:
        return read_export(stream, origin.place, day)
    assert isinstance(form, Form)
    return LONG_FORMS[form](stream, origin.place, wanted.there)


class Earlier:
    """What is remembered of a history's versions while the next ones are read."""

    def __init__(self) -> None:
        self.blocks = Memo()
        self.files = Growing()

    def holds(self, origin: Origin) -> bool:
        """Whether an earlier version of a file was read by a mapping."""
        return self.files.before(origin.path) is not None

    def hold(self, data: bytes, form: Mapping, origin: Origin) -> None:
        """Keep what a version of a file holds that was read in an earlier run."""
        hold(decode(data)[0], form, self.files, origin.path)


def read_content(
    data: bytes, form: Form | Mapping, origin: Origin, earlier: Earlier | None = None, there: There = None
) -> list[Digest]:
    """The digests in `data`, each with its channel and day. Never raises; what cannot be read is a `Problem`.

    form     none of those that are read piece by piece; of a mapping there may be several digests, or none
    earlier  what the file's earlier versions held is not told again, and what this one holds is added
    there    see `There`
    """
    today = datetime.now(UTC).date()
    if isinstance(form, Mapping):
        digests = [digest for digest in _mapped(data, form, origin, earlier) if digest.entries or digest.problems]
    else:
        digests = _read(data, form, origin, earlier.blocks if earlier else None, there)
    if there is not None and form is not Form.MARKDOWN:  # what a model translated comes with the papers of the digest
        digests = [digest if digest.announces else _only(digest, there) for digest in digests]
    return [with_possible_days(_dated(replace(digest, form=name_of(form)), origin, today), today) for digest in digests]


def _only(digest: Digest, there: Container[str]) -> Digest:
    return replace(digest, entries=tuple(entry for entry in digest.entries if entry.id in there))


def _mapped(data: bytes, mapping: Mapping, origin: Origin, earlier: Earlier | None) -> list[Digest]:
    text, damage = decode(data)
    growing = (earlier.files, origin.path) if earlier else None
    first, *others = read_mapped(text, mapping, origin.place, origin.name, growing=growing)
    channel = None if first.topic or first.channel else channel_of(origin.name)
    if damage:
        first = replace(first, problems=(Problem(origin.place, 0, damage), *first.problems))
    return [replace(digest, channel=digest.channel or channel) for digest in (first, *others)]


def _read(data: bytes, form: Form, origin: Origin, memo: Memo | None, there: There) -> list[Digest]:
    channel = channel_of(origin.name)
    if form is Form.RECORD:
        return [digest_of_records(origin.place, [(data, origin.place)])]
    if form is Form.LISTING:
        return parse_listings(data, origin.place, there)
    if form is Form.FEED:
        return parse_feed(data, origin.place, channel)
    text, damage = decode(data)
    digest = _of_text(text, form, origin.place, channel, memo)
    if damage:
        digest = replace(digest, problems=(Problem(origin.place, 0, damage), *digest.problems))
    return told_apart(text, digest)


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
    return Digest(place, None, None, tuple(entries), tuple(problems), form=Form.RECORD)


def problem_digest(place: str, reason: str) -> Digest:
    """A digest that only says why there is none."""
    return Digest(place, None, None, (), (Problem(place, 0, reason, lost=True),))
