"""The one way out: HTTP requests with limits, our own name, and one line of ours for everything that goes wrong."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from threading import Timer
from typing import Any
from weakref import WeakSet

import httpx

from reader.errors import OutsideError
from reader.i18n import msg
from reader.sources.connecting import address, new_client
from reader.sources.gitprogram import without_password
from reader.version import __version__

USER_AGENT = f"digest-reader/{__version__}"
CONNECT_SECONDS = 10.0
GRACE_SECONDS = 1.0
"""After the time an answer may take, until its connection is broken off."""
MOST_BYTES = 32 * 1024 * 1024
"""Of one answer, unpacked: a hundred papers of arXiv's API have half a megabyte."""
_CONNECTED = ("connect_tcp.complete", "start_tls.complete")
"""What httpcore calls a new connection; TLS puts another socket in the place of the plain one."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What a server answered.

    headers  names in lower case
    body     unpacked
    """

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """The body as UTF-8; what is none is replaced."""
        return self.body.decode("utf-8", "replace")

    @property
    def retry_after(self) -> float:
        """Seconds that the server asks to be left alone; 0 where it does not say."""
        asked = self.headers.get("retry-after", "")
        return float(asked) if asked.isdecimal() and len(asked) < 6 else 0.0


class Transport:
    """Asks one server. May be used from several threads at once. Close it, or use it as a context manager."""

    def __init__(self, endpoint: str, *, seconds: float, headers: Mapping[str, str] | None = None) -> None:
        """`endpoint` is the address that paths are joined to; `seconds` is how long one answer may take in all.

        Kept as `endpoint` is what may be shown of it: without a password. Raises OutsideError if it is no http or https
        address.
        """
        self._address = endpoint.rstrip("/")
        self.endpoint = without_password(self._address)
        self._seconds = seconds
        self._sockets: WeakSet[socket.socket] = WeakSet()
        self._abandoned = False
        try:
            place = address(self._address)
        except httpx.InvalidURL as error:
            raise OutsideError(msg("{url} is not a URL: {reason}"), url=self.endpoint, reason=error) from error
        if place.scheme not in ("http", "https") or not place.host:
            raise OutsideError(msg("{url} is not an http or https address"), url=self.endpoint or "''")
        self._client = new_client(
            OutsideError,
            headers={"User-Agent": USER_AGENT, **(headers or {})},
            timeout=httpx.Timeout(seconds, connect=min(CONNECT_SECONDS, seconds)),
            trust_env=place.host not in ("127.0.0.1", "localhost", "::1"),  # a proxy has no business with this machine
        )

    def close(self) -> None:
        """Let go of connections."""
        self._client.close()

    def abandon(self) -> None:
        """Break off what is under way in other threads, for good: each raises OutsideError instead of waiting on."""
        self._abandoned = True
        self._break_all()

    def __enter__(self) -> Transport:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def get(self, path: str = "", query: Mapping[str, str] | None = None) -> Reply:
        """What the server answers. Raises OutsideError if it does not."""
        return self._ask(self._client.build_request("GET", self._address + path, params=query or None))

    def post(self, path: str, value: Any) -> Reply:
        """What the server answers to `value` as JSON. Raises OutsideError if it does not."""
        return self._ask(self._client.build_request("POST", self._address + path, json=value))

    def _ask(self, request: httpx.Request) -> Reply:
        end = time.monotonic() + self._seconds
        request.extensions["trace"] = self._traced
        with (
            self._plainly(end),
            self._overdue(),
            self._client.stream(request.method, request.url, **_parts(request)) as response,
        ):
            parts, size = [], 0
            for part in response.iter_bytes():
                size += len(part)
                if size > MOST_BYTES:
                    raise NoAnswer(msg("{url}: the answer is too large"), url=self.endpoint)
                if time.monotonic() > end:
                    raise self._silent()
                parts.append(part)
            headers = {name.lower(): value for name, value in response.headers.items()}
            return Reply(response.status_code, headers, b"".join(parts))

    def _traced(self, event: str, info: Mapping[str, Any]) -> None:
        """Notes the socket of each new connection (https://www.encode.io/httpcore/extensions/#trace)."""
        if event.endswith(_CONNECTED):
            found = info["return_value"].get_extra_info("socket")
            if isinstance(found, socket.socket):
                self._sockets.add(found)
                if self._abandoned:
                    _break_off(found)

    def _silent(self) -> OutsideError:
        return NoAnswer(msg("{url}: no answer within {seconds} s"), url=self.endpoint, seconds=round(self._seconds))

    def _break_all(self) -> None:
        for one in list(self._sockets):
            _break_off(one)

    @contextmanager
    def _overdue(self) -> Iterator[None]:
        """Breaks off whoever sends a byte of its headers now and then, which no time-out of the client's notices."""
        timer = Timer(self._seconds + GRACE_SECONDS, self._break_all)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    @contextmanager
    def _plainly(self, end: float) -> Iterator[None]:
        try:
            yield
        except httpx.TimeoutException as error:
            raise self._silent() from error
        except httpx.ConnectError as error:
            raise NotRunning(msg("{url}: no connection ({reason})"), url=self.endpoint, reason=error) from error
        except httpx.DecodingError as error:
            raise NoAnswer(
                msg("{url}: the answer cannot be unpacked ({reason})"), url=self.endpoint, reason=error
            ) from error
        except httpx.TransportError as error:
            if time.monotonic() > end:
                raise self._silent() from error
            raise NoAnswer(
                msg("{url}: the connection broke off ({reason})"), url=self.endpoint, reason=error
            ) from error


class NoAnswer(OutsideError):
    """Whoever was asked may have heard it, but gave no answer that can be read, or has a fault of its own."""


class NotRunning(OutsideError):
    """Nobody listens at the address."""


def _break_off(one: socket.socket) -> None:
    with suppress(OSError):  # closed already
        socket.socket.shutdown(one, socket.SHUT_RDWR)  # that of an SSLSocket takes the object away from its reader


def _parts(request: httpx.Request) -> dict[str, Any]:
    """What `stream` wants of a request that was built before."""
    return {"content": request.content or None, "headers": request.headers, "extensions": request.extensions}
