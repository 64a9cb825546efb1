"""A digest or feed at a URL: asked for only if it has changed, never more of it than a digest can have."""

from __future__ import annotations

import json
import ssl
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, date
from email.utils import parsedate_to_datetime
from hashlib import blake2b
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

import httpx

from reader import __version__
from reader.errors import SourceError
from reader.i18n import msg
from reader.sources.content import HEAD_BYTES, SIZE_LIMIT, Origin, form_of, read_content, too_large
from reader.sources.gitprogram import without_password
from reader.sources.progress import Progress
from reader.sources.reading import Reading

TIMEOUT = httpx.Timeout(20.0, connect=10.0)
"""Seconds to wait for a connection, and for the next bytes."""
DEADLINE_SECONDS = 180.0
"""How long one answer may take in all; a server that sends a byte now and then would never time out."""
PAUSES_SECONDS = (0.5, 2.0)
"""Before the second and the third try."""
LONGEST_PAUSE_SECONDS = 15.0
REDIRECTS = 5

_PASSING = {408, 425, 429, 500, 502, 503, 504}
_GIT_ANSWER = "application/x-git-upload-pack-advertisement"
_HTML = (b"<!doctype html", b"<html")


@dataclass(frozen=True, slots=True)
class _Answer:
    """What a server sent: the body, and what to send with the next request to be told of changes only."""

    body: bytes
    etag: str
    modified: str


class NoDigestThere(SourceError):
    """A server answered, and not with a digest."""


def read_url(url: str, known: Mapping[str, str], progress: Progress) -> Iterator[Reading]:
    """The digest at `url`, if it has changed since `known`: see `read_source`. Raises SourceError."""
    shown = without_password(url)
    progress(0, 1, shown)
    remembered = _remembered(known.get(url))
    answer = _fetch(url, remembered, progress)
    progress(1, 1, shown)
    if answer is None:
        return
    digest_of_body = blake2b(answer.body, digest_size=16).hexdigest()
    fingerprint = json.dumps({"etag": answer.etag, "modified": answer.modified, "body": digest_of_body})
    if remembered.get("body") == digest_of_body:
        yield Reading(url, fingerprint, ())
        return
    form = form_of(answer.body[:HEAD_BYTES])
    if form is None:
        page = answer.body.lstrip()[:64].lower().startswith(_HTML)
        if page:
            raise NoDigestThere(msg("{url} is a web page; give the address of the digest file itself"), url=shown)
        raise NoDigestThere(msg("{url} is neither a digest nor a feed"), url=shown)
    path = PurePosixPath(unquote(urlsplit(url).path))
    origin = Origin(shown, path.name, path.parent.name, modified=_day(answer.modified))
    yield Reading(url, fingerprint, (read_content(answer.body, form, origin),))


def serves_git(url: str) -> bool:
    """Whether there is a git repository at `url`. Asked the way git asks."""
    question = f"{url.rstrip('/')}/info/refs?service=git-upload-pack"
    try:
        with httpx.Client(timeout=TIMEOUT, follow_redirects=True) as client, client.stream("GET", question) as answer:
            return bool(answer.headers.get("Content-Type") == _GIT_ANSWER)
    except (httpx.HTTPError, httpx.InvalidURL):
        return False


def _remembered(fingerprint: str | None) -> dict[str, str]:
    try:
        facts = json.loads(fingerprint or "{}")
    except ValueError:
        return {}
    return {key: value for key, value in facts.items() if isinstance(value, str)} if isinstance(facts, dict) else {}


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


def _fetch(url: str, remembered: Mapping[str, str], progress: Progress) -> _Answer | None:
    """The answer; None if nothing has changed. Failures that may pass are tried again."""
    headers = {"User-Agent": f"digest-reader/{__version__}", "Accept": "text/markdown, application/rss+xml, */*;q=0.5"}
    if remembered.get("etag"):
        headers["If-None-Match"] = remembered["etag"]
    if remembered.get("modified"):
        headers["If-Modified-Since"] = remembered["modified"]
    with httpx.Client(timeout=TIMEOUT, headers=headers) as client:
        for pause in (*PAUSES_SECONDS, None):
            try:
                return _get(client, url, progress)
            except _Passing as failure:
                if pause is None:
                    raise
                time.sleep(min(max(pause, failure.wait), LONGEST_PAUSE_SECONDS))
    raise AssertionError("the last try returns or raises")


def _get(client: httpx.Client, url: str, progress: Progress) -> _Answer | None:
    shown = without_password(url)
    with _plainly(shown):
        request = client.build_request("GET", url)
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
                body = _body(shown, response, progress)
                return _Answer(body, response.headers.get("ETag", ""), response.headers.get("Last-Modified", ""))
    raise SourceError(msg("{url} is redirected more than {most} times"), url=shown, most=REDIRECTS)


def _check_status(shown: str, response: httpx.Response) -> None:
    status = response.status_code
    if status == httpx.codes.OK:
        return
    answers = msg("{url}: the server answers {status} {phrase}")
    waited = response.headers.get("Retry-After", "")
    if status in _PASSING:
        wait = float(waited) if waited.isdecimal() else 0.0
        raise _Passing(answers, wait, url=shown, status=status, phrase=response.reason_phrase)
    raise NoDigestThere(answers, url=shown, status=status, phrase=response.reason_phrase)


def _body(shown: str, response: httpx.Response, progress: Progress) -> bytes:
    said = response.headers.get("Content-Length", "")
    if said.isdecimal() and int(said) > SIZE_LIMIT:
        raise SourceError(msg("{url} is {reason}"), url=shown, reason=too_large(int(said)))
    end = time.monotonic() + DEADLINE_SECONDS
    parts: list[bytes] = []
    size = 0
    for part in response.iter_bytes():
        size += len(part)
        if size > SIZE_LIMIT:
            raise SourceError(msg("{url} is {reason}"), url=shown, reason=too_large(size))
        if time.monotonic() > end:
            raise SourceError(
                msg("{url}: the server is too slow (not finished after {seconds} s)"),
                url=shown,
                seconds=round(DEADLINE_SECONDS),
            )
        parts.append(part)
        progress(0, 1, shown)
    return b"".join(parts)


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
    except httpx.DecodingError as error:
        raise SourceError(msg("{url}: the answer cannot be unpacked ({reason})"), url=shown, reason=error) from error
    except httpx.TransportError as error:
        raise _Passing(msg("{url}: the connection broke off ({reason})"), url=shown, reason=error) from error
    except httpx.InvalidURL as error:
        raise SourceError(msg("{url} is not a URL: {reason}"), url=shown, reason=error) from error
