"""A digest or feed at a URL: asked for only if it has changed, never more of it than a digest can have."""

from __future__ import annotations

import json
import math
import ssl
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from hashlib import blake2b
from pathlib import PurePosixPath
from typing import BinaryIO, cast
from urllib.parse import unquote, urlsplit

import httpx

from reader.errors import SourceError
from reader.i18n import msg
from reader.sources.agent import USER_AGENT
from reader.sources.archive import is_archive, read_archive
from reader.sources.connecting import address, new_client
from reader.sources.content import Origin, is_long, read_stream
from reader.sources.contract import OF_KNOWN_PAPERS, Reading, in_steps
from reader.sources.gathering import EVERYTHING, Wanted
from reader.sources.gitprogram import without_password
from reader.sources.harvesting import (
    MOST_PAGES,
    PATIENCE_SECONDS,
    PAUSE_SECONDS,
    Position,
    is_refused,
    made_on,
    next_token,
    page_url,
    position_key,
    since_url,
)
from reader.sources.limits import HEAD_BYTES, SIZE_LIMIT, TOTAL_LIMIT, too_large
from reader.sources.naming import folders_of
from reader.sources.progress import Progress
from reader.sources.recognition import Form, form_of
from reader.sources.streams import DEFLATE, GZIP, StreamError, inflated

TIMEOUT = httpx.Timeout(20.0, connect=10.0)
"""Seconds to wait for a connection, and for the next bytes."""
DEADLINE_SECONDS = 180.0
"""After that long an answer must have come at `SLOWEST` or more; a server that drips would never time out."""
SLOWEST = 20_000
"""Bytes a second."""
PAUSES_SECONDS = (0.5, 2.0)
"""Before the second and the third try."""
LONGEST_PAUSE_SECONDS = 15.0
REDIRECTS = 5

_PASSING = {408, 425, 500, 502, 504}
_BUSY = {429, 503}
_PACKINGS = {"identity": 0, "": 0, "gzip": GZIP, "x-gzip": GZIP, "deflate": DEFLATE}
"""What may stand in `Content-Encoding`, and how `inflated` calls it."""
_GIT_ANSWER = "application/x-git-upload-pack-advertisement"
_HTML = (b"<!doctype html", b"<html")


@dataclass(frozen=True, slots=True)
class _Answer:
    """What a server sent: the body (a file of no name), its hash, and what to send to be told of changes only."""

    body: BinaryIO
    hash: str
    etag: str
    modified: str

    def head(self) -> bytes:
        """The beginning of the body, which is then to be read from its beginning."""
        self.body.seek(0)
        head = self.body.read(HEAD_BYTES)
        self.body.seek(0)
        return head


class NoDigestThere(SourceError):
    """A server answered, and not with a digest."""


def read_url(url: str, known: Mapping[str, str], progress: Progress, wanted: Wanted = EVERYTHING) -> Iterator[Reading]:
    """The digest at `url`, if it has changed since `known`: see `read_source`. Raises SourceError."""
    shown = without_password(url)
    progress(0, 1, shown)
    remembered = _remembered(known.get(url))
    at = Position.of(url, known)
    first = page_url(url, at.token) if at else since_url(url, remembered.get("harvested", ""))
    answer = _fetch(first, remembered if first == url else {}, progress)
    progress(1, 1, shown)
    if answer is None:
        return
    with answer.body:
        head = answer.head()
        if at and is_refused(head):  # tokens are good for a day or so
            yield Reading(position_key(url), "", ())
            raise SourceError(msg("{url}: the harvest cannot go on where it was; the next sync begins anew"), url=shown)
        if form_of(head, wanted.forms) is Form.HARVEST:
            yield from _harvest(url, answer, at, progress, wanted)
        else:
            yield from _readings(url, answer, remembered, known, wanted)


def _harvest(url: str, answer: _Answer, at: Position | None, progress: Progress, wanted: Wanted) -> Iterator[Reading]:
    """A harvest from the page `answer` on. Where it is, is remembered behind each page."""
    shown = without_password(url)
    began = at.began if at else made_on(answer.head())
    asked = {at.token} if at else set[str]()
    for page in range(1, MOST_PAGES + 1):
        with answer.body:
            token = next_token(answer.body)
            digests = tuple(read_stream(answer.body, Origin(shown, ""), wanted))
        if token is None or token in asked:
            yield Reading(position_key(url), "", ())
            done = json.dumps({"body": answer.hash, "harvested": began})
            yield Reading(url, done + OF_KNOWN_PAPERS, digests)
            return
        asked.add(token)
        yield Reading(f"{url}!{answer.hash}", "", digests)
        yield Reading(position_key(url), Position(token, began).fact(of_all=wanted.there is None), ())
        if page == MOST_PAGES:
            raise SourceError(msg("{url}: {pages} pages were read; the next sync goes on"), url=shown, pages=page)
        progress(page, 0, f"{shown} {page + 1}")
        time.sleep(PAUSE_SECONDS)
        following = _fetch(page_url(url, token), {}, progress, patience=PATIENCE_SECONDS)
        assert following is not None  # only what was asked for conditionally is not sent
        answer = following


def _readings(
    url: str, answer: _Answer, remembered: Mapping[str, str], known: Mapping[str, str], wanted: Wanted
) -> Iterator[Reading]:
    fingerprint = json.dumps({"etag": answer.etag, "modified": answer.modified, "body": answer.hash})
    if remembered.get("body") == answer.hash:
        yield Reading(url, fingerprint + remembered.get("of", ""), ())
        return
    shown = without_password(url)
    path = PurePosixPath(unquote(urlsplit(url).path))
    head = answer.head()
    if is_archive(head):
        readings = read_archive(answer.body, path.name, shown, url, fingerprint, wanted)
    elif form_of(head, wanted.forms, path.name):
        origin = Origin(shown, path.name, folders_of(path), modified=_day(answer.modified))
        digests = read_stream(answer.body, origin, wanted)
        readings = in_steps(digests, url, fingerprint, known, of_all=wanted.there is None)
    elif head.lstrip()[:64].lower().startswith(_HTML):
        raise NoDigestThere(msg("{url} is a web page; give the address of the digest file itself"), url=shown)
    else:
        raise NoDigestThere(msg("{url} is neither a digest nor a feed"), url=shown)
    held = False
    for reading in readings:
        held = held or bool(reading.digests)
        if not held:
            raise NoDigestThere(msg("{url} is an archive without digests"), url=shown)
        yield reading


def serves_git(url: str) -> bool:
    """Whether there is a git repository at `url`. Asked the way git asks."""
    question = f"{url.rstrip('/')}/info/refs?service=git-upload-pack"
    try:
        headers = {"User-Agent": USER_AGENT}
        with (
            new_client(SourceError, timeout=TIMEOUT, headers=headers, follow_redirects=True) as client,
            client.stream("GET", address(question)) as answer,
        ):
            return bool(answer.headers.get("Content-Type") == _GIT_ANSWER)
    except (httpx.HTTPError, httpx.InvalidURL, UnicodeError):
        return False


def _remembered(fingerprint: str | None) -> dict[str, str]:
    """The facts of a fingerprint; `of` is its end, if it was only about papers that were there."""
    told = fingerprint or "{}"
    try:
        facts = json.loads(told.removesuffix(OF_KNOWN_PAPERS))
    except (ValueError, RecursionError):
        return {}
    kept = {key: value for key, value in facts.items() if isinstance(value, str)} if isinstance(facts, dict) else {}
    return kept | {"of": OF_KNOWN_PAPERS} if told.endswith(OF_KNOWN_PAPERS) else kept


def _day(stamp: str) -> date | None:
    try:
        return parsedate_to_datetime(stamp).astimezone(UTC).date()
    except (ValueError, OverflowError):
        return None


class _Passing(SourceError):
    """A failure that may be gone in a moment. `wait`: seconds the server asks to be left alone."""

    def __init__(self, message: str, wait: float = 0.0, **values: object) -> None:
        super().__init__(message, **values)
        self.wait = wait


def _fetch(
    url: str, remembered: Mapping[str, str], progress: Progress, *, patience: float = LONGEST_PAUSE_SECONDS
) -> _Answer | None:
    """The answer; None if nothing has changed. Failures that may pass are tried again, after `patience` at most."""
    headers = {
        "User-Agent": USER_AGENT,
        "Accept": "text/markdown, application/rss+xml, */*;q=0.5",
        "Accept-Encoding": "gzip",
    }
    if remembered.get("etag"):
        headers["If-None-Match"] = remembered["etag"]
    if remembered.get("modified"):
        headers["If-Modified-Since"] = remembered["modified"]
    with new_client(SourceError, timeout=TIMEOUT, headers=headers) as client:
        for pause in (*PAUSES_SECONDS, None):
            try:
                return _get(client, url, progress)
            except _Passing as failure:
                if pause is None or failure.wait > patience:
                    raise
                time.sleep(max(pause, failure.wait))
    raise AssertionError("the last try returns or raises")


def _get(client: httpx.Client, url: str, progress: Progress) -> _Answer | None:
    shown = without_password(url)
    with _plainly(shown):
        request = client.build_request("GET", address(url))
        for _ in range(REDIRECTS + 1):
            with closing(client.send(request, stream=True)) as response:
                if response.next_request:
                    request = response.next_request
                    if request.url.scheme not in {"http", "https"}:
                        raise SourceError(
                            msg("{url} is redirected to {scheme}://, which is not followed"),
                            url=shown,
                            scheme=request.url.scheme,
                        )
                    continue
                if response.status_code == httpx.codes.NOT_MODIFIED:
                    return None
                _check_status(shown, response)
                return _answer(shown, response, progress)
    raise SourceError(msg("{url} is redirected more than {most} times"), url=shown, most=REDIRECTS)


def _check_status(shown: str, response: httpx.Response) -> None:
    status = response.status_code
    if status == httpx.codes.OK:
        return
    said = {"url": shown, "status": status, "phrase": response.reason_phrase}
    wait = _seconds(response.headers.get("Retry-After", ""))
    if status in _BUSY and wait > LONGEST_PAUSE_SECONDS:
        text = msg(
            "{url}: the server is asked too often or busy, and wants to be left alone for {minutes} min ({status})"
        )
        raise _Passing(text, wait, minutes=math.ceil(wait / 60), **said)
    if status in _BUSY:
        raise _Passing(msg("{url}: the server is asked too often or busy ({status}); try again later"), wait, **said)
    answers = msg("{url}: the server answers {status} {phrase}")
    if status in _PASSING:
        raise _Passing(answers, wait, **said)
    raise NoDigestThere(answers, **said)


def _seconds(retry_after: str) -> float:
    """What `Retry-After` asks for, given in seconds or as a date (RFC 9110, 10.2.3); 0 if it says neither."""
    if retry_after.isascii() and retry_after.isdecimal() and len(retry_after) < 10:
        return float(retry_after)
    try:
        moment = parsedate_to_datetime(retry_after)
    except (ValueError, OverflowError):
        return 0.0
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())


def _answer(shown: str, response: httpx.Response, progress: Progress) -> _Answer:
    """The body, into a file that has no name. Raises SourceError if it is larger than such a thing may be."""
    headers = response.headers
    size = int(headers["Content-Length"]) if headers.get("Content-Length", "").isdecimal() else 0
    body = cast(BinaryIO, tempfile.TemporaryFile())  # noqa: SIM115  # closed by whoever reads it
    hashed = blake2b(digest_size=16)
    limit, took = HEAD_BYTES, 0
    head = b""
    try:
        for part in _unpacked(shown, response, progress):
            body.write(part)
            hashed.update(part)
            took += len(part)
            head += part[: HEAD_BYTES - len(head)]
            if limit == HEAD_BYTES and max(took, size) > HEAD_BYTES and head:  # enough to tell what it is
                limit = TOTAL_LIMIT if is_archive(head) or is_long(form_of(head)) else SIZE_LIMIT
            if limit != HEAD_BYTES and max(took, size) > limit:
                raise SourceError(msg("{url} is {reason}"), url=shown, reason=too_large(max(took, size)))
    except BaseException:
        body.close()
        raise
    body.seek(0)
    return _Answer(body, hashed.hexdigest(), headers.get("ETag", ""), headers.get("Last-Modified", ""))


def _unpacked(shown: str, response: httpx.Response, progress: Progress) -> Iterator[bytes]:
    """The body as it is meant, some KB at a time. Only one packing is undone, and only the one that was asked for."""
    packing = response.headers.get("Content-Encoding", "identity").strip().lower()
    pieces = _arriving(shown, response, progress)
    if packing not in _PACKINGS:
        raise SourceError(
            msg("{url}: the answer is packed in a way that was not asked for ({packing})"), url=shown, packing=packing
        )
    wbits = _PACKINGS[packing]
    try:
        yield from inflated(pieces, wbits) if wbits else pieces
    except StreamError as error:
        raise SourceError(msg("{url}: the answer cannot be unpacked ({reason})"), url=shown, reason=error) from error


def _arriving(shown: str, response: httpx.Response, progress: Progress) -> Iterator[bytes]:
    began = time.monotonic()
    for part in response.iter_raw():
        yield part
        progress(0, 1, shown)
        seconds = time.monotonic() - began
        if seconds > DEADLINE_SECONDS and response.num_bytes_downloaded < SLOWEST * seconds:
            raise SourceError(
                msg("{url}: the server is too slow (not finished after {seconds} s)"), url=shown, seconds=round(seconds)
            )


@contextmanager
def _plainly(shown: str) -> Iterator[None]:
    """Turn httpx's errors into ours."""
    try:
        yield
    except httpx.TimeoutException as error:
        raise _Passing(msg("{url}: no answer in time"), url=shown) from error
    except httpx.ConnectError as error:
        cause: BaseException | None = error
        while cause and not isinstance(cause, ssl.SSLError):
            cause = cause.__cause__ or cause.__context__
        if isinstance(cause, ssl.SSLCertVerificationError):
            raise SourceError(
                msg("{url}: the server's certificate is not valid ({reason})"), url=shown, reason=cause.verify_message
            ) from error
        raise _Passing(msg("{url}: no connection ({reason})"), url=shown, reason=error) from error
    except httpx.TransportError as error:
        raise _Passing(msg("{url}: the connection broke off ({reason})"), url=shown, reason=error) from error
    except (httpx.InvalidURL, UnicodeError) as error:  # UnicodeError: a redirect to no host
        raise SourceError(msg("{url} is not a URL: {reason}"), url=shown, reason=error) from error
