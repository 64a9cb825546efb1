"""arXiv's listing e-mail, however it was sent."""

from __future__ import annotations

import base64
import io
import quopri
from collections.abc import Callable, Container
from dataclasses import replace
from datetime import date
from email import message_from_string
from email.message import Message
from email.mime.message import MIMEMessage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText

import pytest

from reader.model import ARXIV, Announce, Author, Details, Digest
from reader.sources.content import Origin, read_stream
from reader.sources.gathering import Wanted
from reader.sources.listing import parse_listings
from tests.sources.invented import LISTING

SUBMITTED = date(2024, 2, 1)


def read(text: str | bytes, there: Container[str] | None = None) -> list[Digest]:
    data = text.encode() if isinstance(text, str) else text
    return list(read_stream(io.BytesIO(data), Origin("x", "2024-03-09 cs.AI.x"), Wanted(there=there)))


def test_a_listing_is_an_announcement_of_the_letters_day() -> None:
    [digest] = read(LISTING)
    assert (digest.channel, digest.day, digest.publisher, digest.problems) == ("stat", date(2024, 2, 5), ARXIV, ())
    assert [(entry.id, entry.announce) for entry in digest.entries] == [
        ("2402.00001", Announce.NEW), ("2402.00002", Announce.CROSS), ("2401.00003", Announce.REPLACE),
    ]  # fmt: skip
    first = digest.entries[0]
    assert (first.texts.title_en, first.texts.abstract_en) == (
        "Teapots of Glass",
        "We blow teapots of glass.\nThey break.",
    )
    people = (Author("Ana Muster"), Author("Bo Probe"))
    assert first.details == Details(people, ("stat.ML", "cs.LG"), "9 pages", "10.5555/tea.1", submitted=SUBMITTED)
    [known] = read(LISTING, {"2402.00002"})
    assert [entry.id for entry in known.entries] == ["2402.00002"]


def test_a_listing_with_the_line_ends_of_a_letter_or_without_its_head_is_read() -> None:
    assert [len(digest.entries) for digest in read(LISTING.replace("\n", "\r\n"))] == [3]
    body = LISTING.partition("\n\n")[2]
    assert [len(digest.entries) for digest in read(body)] == [3]


def test_a_listing_that_was_packed_for_the_way_is_read() -> None:
    head, _, body = LISTING.partition("\n\n")
    for name, packed in (
        ("quoted-printable", quopri.encodestring(body.encode())),
        ("base64", base64.encodebytes(body.encode())),
    ):
        letter = f"{head}\nContent-Transfer-Encoding: {name}\n\n".encode() + packed
        [digest] = parse_listings(letter, "x")
        assert (len(digest.entries), digest.day) == (3, date(2024, 2, 5))


def test_a_mailbox_of_several_letters_is_a_listing_for_each_day() -> None:
    box = "".join(
        f"From no-reply@arXiv.org Mon Feb {day} 01:02:03 2024\n"
        + LISTING.replace("Mon, 5 Feb", f"Mon, {day} Feb")
        + "\n"
        for day in (5, 6)
    )
    for text in (box, box.replace("\n", "\r\n")):
        digests = read(text)
        assert [(digest.channel, str(digest.day)) for digest in digests] == [
            ("stat", "2024-02-05"),
            ("stat", "2024-02-06"),
        ]
        assert [len(digest.entries) for digest in digests] == [3, 3]
        assert digests[1].entries[0].line > digests[0].entries[-1].line


def test_a_listing_that_was_passed_on_keeps_its_own_day_and_channel() -> None:
    passed_on = f"Subject: Fwd: read this\nDate: Fri, 9 Feb 2024 09:00:00 +0100\n\n---- Forwarded ----\n{LISTING}"
    for text in (passed_on, passed_on.partition("\n\n")[2]):
        [digest] = read(text)
        assert (digest.channel, digest.day, len(digest.entries)) == ("stat", date(2024, 2, 5), 3)


def _letter(*parts: Message) -> bytes:
    """The listing's letter, sent in parts."""
    letter = MIMEMultipart("alternative", None, parts)
    letter["Subject"], letter["Date"] = "stat daily Subj-class mailing 001", "Mon, 5 Feb 2024 00:30:00 GMT"
    return letter.as_bytes()


BODY = LISTING.partition("\n\n")[2]


LETTERS: dict[str, Callable[[], bytes]] = {
    "plain and HTML": lambda: _letter(MIMEText(BODY, "plain", "utf-8"), MIMEText("<p>Teapots</p>", "html", "utf-8")),
    "only HTML": lambda: _letter(MIMEText(f"<pre>{BODY}</pre>", "html", "utf-8")),
    "forwarded": lambda: _letter(MIMEMessage(message_from_string(LISTING))),
    "GB18030": lambda: _letter(MIMEText(BODY.replace("Ana Muster", "李小明"), "plain", "gb18030")),
    "Latin 1": lambda: _letter(MIMEText(BODY.replace("Ana Muster", "Ána Müster"), "plain", "iso-8859-1")),
    "quoted-printable": lambda: (
        LISTING.partition("\n\n")[0].encode()
        + b"\nContent-Transfer-Encoding: quoted-printable\n\n"
        + quopri.encodestring(BODY.encode())
    ),
    "CRLF": lambda: _letter(MIMEText(BODY, "plain", "utf-8")).replace(b"\n", b"\r\n"),
}


@pytest.mark.parametrize("sent", LETTERS)
def test_a_listing_is_read_however_it_was_sent(sent: str) -> None:
    [digest] = read(LETTERS[sent]())
    assert (digest.channel, digest.day) == ("stat", date(2024, 2, 5))
    assert [entry.id for entry in digest.entries] == ["2402.00001", "2402.00002", "2401.00003"]
    name = {"GB18030": "李小明", "Latin 1": "Ána Müster"}.get(sent, "Ana Muster")
    assert digest.entries[0].details.authors[0].name == name


def test_a_letter_without_end_of_parts_is_read_as_it_stands() -> None:
    head, _, body = LISTING.replace("text/plain", 'multipart/mixed; boundary="x"', 1).partition("\n\n")
    nested = "".join(f"--x\nContent-Type: multipart/mixed; boundary=x{at}\n\n" for at in range(2000))
    assert [len(digest.entries) for digest in read(f"{head}\n\n{body}\n{nested}")] == [3]


@pytest.mark.parametrize("mark", ["> ", ">> ", "> > ", ">"])
def test_a_listing_that_a_letter_quotes_is_read(mark: str) -> None:
    quoted = "\n".join(f"{mark}{line}".rstrip() for line in LISTING.splitlines())
    (own,) = read(LISTING)
    (digest,) = read(f"See below.\n\n{quoted}\n\nBest,\nA.\n")
    assert digest.day == own.day
    assert [replace(entry, line=0) for entry in digest.entries] == [replace(entry, line=0) for entry in own.entries]
