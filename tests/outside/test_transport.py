"""The one way out: limits, and one line for everything that goes wrong."""

from __future__ import annotations

import gzip
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler

import pytest

from reader.errors import OutsideError
from reader.outside import transport as module
from reader.outside.transport import USER_AGENT, NotRunning, Transport
from tests.sources.servers import send, serving


def test_requests_carry_the_programs_own_name() -> None:
    names: list[str] = []

    def server(handler: BaseHTTPRequestHandler) -> None:
        names.append(handler.headers["User-Agent"])
        send(handler, b"ok", Retry_After="7")

    with serving(server) as url, Transport(url, seconds=5) as transport:
        reply = transport.get("/x", {"a": "b,c"})
    assert (reply.text, reply.retry_after, names) == ("ok", 7.0, [USER_AGENT])


def is_not_waited_for(server: Callable[[BaseHTTPRequestHandler], None], over: threading.Event) -> None:
    """A request ends by itself, however the server drags it out; `over` ends the server then."""
    with serving(server) as url, Transport(url, seconds=0.2) as transport:
        with pytest.raises(OutsideError, match="no answer within"):
            transport.get()
        over.set()


def test_a_server_that_never_answers_is_said() -> None:
    over = threading.Event()

    def server(handler: BaseHTTPRequestHandler) -> None:
        over.wait(30)

    is_not_waited_for(server, over)


def test_a_server_that_sends_a_byte_now_and_then_is_not_waited_for() -> None:
    over = threading.Event()

    def server(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", "100000")
        handler.end_headers()
        while not over.wait(0.02):
            handler.wfile.write(b"x")

    is_not_waited_for(server, over)


def test_headers_that_never_end_are_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "GRACE_SECONDS", 0.0)
    over = threading.Event()

    def server(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Long: ")
        while not over.wait(0.02):
            handler.wfile.write(b"x")

    is_not_waited_for(server, over)


def test_an_answer_without_end_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_BYTES", 1000)
    body = gzip.compress(b"0" * 2000)
    with (
        serving(lambda handler: send(handler, body, Content_Encoding="gzip")) as url,
        Transport(url, seconds=5) as transport,
        pytest.raises(OutsideError, match="too large"),
    ):
        transport.get()


def test_nobody_at_the_address_is_said() -> None:
    with serving(lambda handler: send(handler)) as url:
        pass
    with Transport(url, seconds=5) as transport, pytest.raises(NotRunning, match="no connection"):
        transport.get()


@pytest.mark.parametrize("address", ["", "ftp://x.invalid", "127.0.0.1:80", "http://", "file:///x"])
def test_an_address_that_is_none_is_said(address: str) -> None:
    with pytest.raises(OutsideError):
        Transport(address, seconds=5)


@pytest.mark.parametrize("host", ["xn--", "a..b", "a" * 70 + ".invalid"])
def test_a_host_that_is_no_name_is_said(host: str) -> None:
    with pytest.raises(OutsideError, match="is not a URL"), Transport(f"http://{host}/v1", seconds=5) as transport:
        transport.get()


@pytest.mark.parametrize("proxy", ["socks://127.0.0.1:1", "socks4://127.0.0.1:1", "://secret", "ftp://secret@x"])
def test_a_proxy_that_cannot_be_used_is_said_without_its_address(proxy: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALL_PROXY", proxy)
    monkeypatch.setenv("all_proxy", proxy)
    with pytest.raises(OutsideError, match="ALL_PROXY") as caught:
        Transport("http://papers.invalid", seconds=5)
    assert "secret" not in str(caught.value)


def test_certificates_that_are_not_there_are_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", "/nowhere/certificates.pem")
    with pytest.raises(OutsideError, match="SSL_CERT_FILE"):
        Transport("https://papers.invalid", seconds=5)


def test_a_password_in_the_address_is_used_and_never_shown() -> None:
    asked: list[str | None] = []

    def server(handler: BaseHTTPRequestHandler) -> None:
        asked.append(handler.headers["Authorization"])
        send(handler, b"ok")

    with serving(server) as url:
        with Transport(url.replace("://", "://ada:secret@"), seconds=5) as transport:
            assert transport.get().text == "ok"
        assert "secret" not in transport.endpoint
    assert asked == ["Basic YWRhOnNlY3JldA=="]
    with pytest.raises(OutsideError) as raised:
        Transport("ftp://ada:secret@example.org", seconds=5)
    assert "secret" not in str(raised.value)
