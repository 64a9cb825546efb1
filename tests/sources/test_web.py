from __future__ import annotations

import gzip
import socket
import ssl
import threading
import time
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import httpx
import pytest

from reader import __version__
from reader.errors import SourceError
from reader.sources import web
from reader.sources.contract import Reading
from reader.sources.dispatch import read_source
from reader.sources.identify import identify
from reader.sources.progress import silent
from reader.sources.web import PAUSES_SECONDS, read_url
from tests.sources.invented import ENTRIES, digest, feed
from tests.sources.servers import Answer, own_certificate, send, serving
from tests.sources.test_arxiv_xml import API

BODY = digest().encode()
STAMP = "Fri, 05 Jan 2024 08:00:00 GMT"


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The pauses that would have been made."""
    pauses: list[float] = []
    monkeypatch.setattr(time, "sleep", pauses.append)
    return pauses


def read(url: str, known: Mapping[str, str] | None = None) -> list[Reading]:
    return list(read_url(url, known or {}, silent))


def read_from(answer: Answer, path: str = "/cs.AI.md") -> list[Reading]:
    with serving(answer) as server:
        return read(server + path)


def ids(readings: list[Reading]) -> list[str]:
    return [item.id for reading in readings for found in reading.digests for item in found.entries]


IDS = [item.id for item in ENTRIES]


def test_a_digest_is_read_with_channel_and_day() -> None:
    [reading] = read_from(lambda handler: send(handler, BODY, Last_Modified=STAMP))
    assert ids([reading]) == IDS
    assert (reading.digests[0].channel, str(reading.digests[0].day)) == ("cs.AI", "2024-01-05")


def test_a_feed_is_read() -> None:
    assert ids(read_from(lambda handler: send(handler, feed().encode()), "/any?name=1")) == IDS


def test_only_changes_are_sent_again() -> None:
    asked: list[tuple[str | None, str | None]] = []

    def answer(handler: BaseHTTPRequestHandler) -> None:
        asked.append((handler.headers["If-None-Match"], handler.headers["If-Modified-Since"]))
        if handler.headers["If-None-Match"] == '"1"':
            send(handler, status=304)
        else:
            send(handler, BODY, ETag='"1"', Last_Modified=STAMP)

    with serving(answer) as server:
        [first] = read(f"{server}/cs.AI.md")
        assert read(f"{server}/cs.AI.md", {first.key: first.fingerprint}) == []
    assert asked == [(None, None), ('"1"', STAMP)]


def test_a_server_that_sends_everything_again_changes_nothing() -> None:
    with serving(lambda handler: send(handler, BODY)) as server:
        [first] = read(f"{server}/cs.AI.md")
        [again] = read(f"{server}/cs.AI.md", {first.key: first.fingerprint})
    assert again.digests == ()
    assert again.fingerprint == first.fingerprint


def test_a_compressed_answer_is_unpacked() -> None:
    assert ids(read_from(lambda handler: send(handler, gzip.compress(BODY), Content_Encoding="gzip"))) == IDS


def test_a_compressed_answer_cannot_fill_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web, "SIZE_LIMIT", 1 << 20)
    bomb = gzip.compress(BODY + b" " * (20 << 20))
    with pytest.raises(SourceError, match="too large"):
        read_from(lambda handler: send(handler, bomb, Content_Encoding="gzip"))
    with pytest.raises(SourceError, match="cannot be unpacked"):
        read_from(lambda handler: send(handler, b"no gzip", Content_Encoding="gzip"))


def test_an_answer_of_200_mb_is_refused_before_it_is_read() -> None:
    with pytest.raises(SourceError, match=r"too large for a digest \(200 MB; the limit is 8 MB\)"):
        read_from(lambda handler: send(handler, BODY, Content_Length=str(200 << 20)))


def test_an_endless_answer_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web, "SIZE_LIMIT", 1 << 20)

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        handler.close_connection = True
        for _ in range(1000):
            handler.wfile.write(b"x" * 10_000)

    with pytest.raises(SourceError, match="too large"):
        read_from(answer)


def test_an_answer_shorter_than_it_said_is_tried_again_and_then_refused(no_pauses: list[float]) -> None:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        send(handler, BODY, Content_Length=str(len(BODY) + 10))
        handler.close_connection = True

    with pytest.raises(SourceError, match="the connection broke off"):
        read_from(answer)
    assert no_pauses == [0.5, 2.0]


def test_a_failure_that_passes_is_survived(no_pauses: list[float]) -> None:
    statuses = [503, 429, 200]

    def answer(handler: BaseHTTPRequestHandler) -> None:
        send(handler, BODY, statuses.pop(0), Retry_After="7")

    assert ids(read_from(answer)) == IDS
    assert no_pauses == [7.0, 7.0]


def test_a_failure_that_stays_is_said_once(no_pauses: list[float]) -> None:
    with pytest.raises(SourceError, match="the server answers 404 Not Found"):
        read_from(lambda handler: send(handler, status=404))
    assert no_pauses == []
    with pytest.raises(SourceError, match="500 Internal Server Error"):
        read_from(lambda handler: send(handler, status=500))


def test_a_slow_server_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web, "TIMEOUT", httpx.Timeout(0.05))

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.connection.settimeout(1)
        handler.send_response(200)
        handler.end_headers()
        handler.close_connection = True
        handler.rfile.read(1)  # until the other side goes

    with pytest.raises(SourceError, match="no answer in time"):
        read_from(answer)


def test_a_server_that_drips_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web, "DEADLINE_SECONDS", 0.0)
    monkeypatch.setattr(web, "SLOWEST", 1 << 60)
    with pytest.raises(SourceError, match="too slow"):
        read_from(lambda handler: send(handler, BODY))


def test_no_server_at_all_is_said_in_one_line() -> None:
    with serving(lambda handler: send(handler)) as server:
        pass
    with pytest.raises(SourceError, match="no connection") as caught:
        read(f"{server}/cs.AI.md")
    assert "\n" not in str(caught.value)


def test_redirects_are_followed_to_http_only() -> None:
    targets = {"/a": "/cs.AI.md", "/file": "file:///etc/passwd", "/loop": "/loop", "/odd": "http://127.0.0.1:port/"}

    def answer(handler: BaseHTTPRequestHandler) -> None:
        target = targets.get(handler.path)
        if target:
            send(handler, status=302, Location=target)
        else:
            send(handler, BODY)

    assert ids(read_from(answer, "/a")) == IDS
    with pytest.raises(SourceError, match="redirected to file://, which is not followed"):
        read_from(answer, "/file")
    with pytest.raises(SourceError, match="redirected more than 5 times"):
        read_from(answer, "/loop")
    with pytest.raises(SourceError, match="Invalid URL"):
        read_from(answer, "/odd")


def test_a_web_page_is_no_digest() -> None:
    with pytest.raises(SourceError, match="is a web page; give the address of the digest file itself"):
        read_from(lambda handler: send(handler, b"\n<!DOCTYPE html><html># nothing"))
    with pytest.raises(SourceError, match="is neither a digest nor a feed"):
        read_from(lambda handler: send(handler, b"teapots"))


def test_a_certificate_that_is_not_valid_is_refused_at_once(tmp_path: Path, no_pauses: list[float]) -> None:
    key, certificate = own_certificate(tmp_path, "teapot.invalid")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with (
        serving(lambda handler: send(handler, BODY), context) as server,
        pytest.raises(SourceError, match="the server's certificate is not valid"),
    ):
        read(f"{server}/cs.AI.md")
    assert no_pauses == []


def test_a_password_in_the_url_is_sent_and_never_shown() -> None:
    seen: list[str | None] = []

    def answer(handler: BaseHTTPRequestHandler) -> None:
        seen.append(handler.headers["Authorization"])
        send(handler, status=404)

    with serving(answer) as server, pytest.raises(SourceError) as caught:
        read(server.replace("://", "://me:secret@") + "/cs.AI.md")
    assert "secret" not in str(caught.value)
    assert seen
    assert seen[0]


def test_a_remembered_fact_that_cannot_be_read_is_ignored() -> None:
    for fact in ("not json", "[]", '{"etag": 1}'):
        with serving(lambda handler: send(handler, BODY)) as server:
            assert ids(read(f"{server}/cs.AI.md", {f"{server}/cs.AI.md": fact})) == IDS


def test_a_server_that_wants_to_be_left_alone_is_left_alone_and_that_is_said(no_pauses: list[float]) -> None:
    later = format_datetime(datetime.now(UTC) + timedelta(minutes=30), usegmt=True)
    for status, wait in ((429, "1800"), (503, later)):
        with pytest.raises(SourceError, match=rf"wants to be left alone for (30|31) min \({status}\)"):
            read_from(lambda handler, s=status, w=wait: send(handler, status=s, Retry_After=w))  # type: ignore[misc]
    assert no_pauses == []


def test_a_short_wait_given_as_a_date_is_kept(no_pauses: list[float]) -> None:
    statuses = [503, 200]

    def answer(handler: BaseHTTPRequestHandler) -> None:
        soon = format_datetime(datetime.now(UTC) + timedelta(seconds=14), usegmt=True)
        send(handler, BODY, statuses.pop(0), Retry_After=soon)

    assert ids(read_from(answer)) == IDS
    assert PAUSES_SECONDS[0] < no_pauses[0] <= 14  # less what the answer was under way


@pytest.mark.parametrize("said", ["", "soon", "-5", "9" * 30, "Mon, 99 Foo 2024 00:00:00 GMT"])
def test_a_wait_that_says_nothing_is_no_wait(said: str, no_pauses: list[float]) -> None:
    with pytest.raises(SourceError, match=r"asked too often or busy \(429\); try again later"):
        read_from(lambda handler: send(handler, status=429, Retry_After=said))
    assert no_pauses == [0.5, 2.0]


def test_every_request_says_who_asks(tmp_path: Path) -> None:
    seen: list[str] = []

    def answer(handler: BaseHTTPRequestHandler) -> None:
        seen.append(handler.headers["User-Agent"])
        send(handler, status=404)

    with serving(answer) as server:
        for location in (f"{server}/cs.AI.md", f"{server}/digests.git"):
            with pytest.raises(SourceError):
                list(read_source(identify(location), {}, clones=tmp_path))
        assert not web.serves_git(f"{server}/digests")
    assert len(seen) >= 4
    assert all(f"digest-reader/{__version__}" in agent for agent in seen)


@pytest.mark.parametrize("name", ["HTTP_PROXY", "ALL_PROXY"])
def test_a_proxy_is_asked_if_there_is_one(name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    asked: list[str] = []

    def proxy(handler: BaseHTTPRequestHandler) -> None:
        asked.append(handler.path)
        send(handler, BODY)

    for other in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(other, raising=False)
    with serving(proxy) as server:
        monkeypatch.setenv(name, server)
        monkeypatch.setenv(name.lower(), server)
        assert ids(read("http://digests.invalid/cs.AI.md")) == IDS
        with pytest.raises(SourceError):
            list(read_source(identify("http://digests.invalid/r.git"), {}, clones=tmp_path))
    assert asked[0] == "http://digests.invalid/cs.AI.md"
    assert any(path.startswith("http://digests.invalid/r.git/info/refs") for path in asked)


def test_an_answer_that_announces_nothing_is_asked_for_again_only_if_it_changed() -> None:
    with serving(lambda handler: send(handler, API.encode(), ETag='"1"')) as server:
        [first] = read(f"{server}/api/query")
        assert [digest.announces for digest in first.digests] == [False]
        [again] = read(f"{server}/api/query", {first.key: first.fingerprint})
    assert again.digests == ()
    assert again.fingerprint == first.fingerprint


@pytest.mark.parametrize("host", ["xn--", "a..b"])
def test_a_host_that_is_no_name_is_one_line(host: str) -> None:
    with pytest.raises(SourceError, match="is not a URL"):
        read(f"http://{host}/cs.AI.md")
    assert not web.serves_git(f"http://{host}/digests")


@pytest.mark.parametrize("scheme", ["socks5", "socks5h"])
def test_a_socks_proxy_is_asked(scheme: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    with socket.create_server(("127.0.0.1", 0)) as proxy:
        for name in ("ALL_PROXY", "all_proxy"):
            monkeypatch.setenv(name, f"{scheme}://127.0.0.1:{proxy.getsockname()[1]}")
        asked: list[bytes] = []
        thread = threading.Thread(target=_socks, args=(proxy, asked))
        thread.start()
        try:
            assert ids(read("http://digests.invalid/cs.AI.md")) == IDS
        finally:  # if nobody came, the thread still waits
            socket.create_connection(proxy.getsockname()).close()
            thread.join()
    assert b"digests.invalid" in asked[0]


def _socks(proxy: socket.socket, asked: list[bytes]) -> None:
    """Answer one request as a proxy does (RFC 1928) that reaches a server with a digest."""
    connection, _ = proxy.accept()
    with connection:
        if not connection.recv(64):
            return
        connection.sendall(b"\x05\x00")  # no password
        asked.append(connection.recv(512))
        connection.sendall(b"\x05\x00\x00\x01" + bytes(6))  # connected
        connection.recv(4096)
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s" % (len(BODY), BODY))


def test_a_proxy_that_cannot_be_used_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "socks://127.0.0.1:1")
    with pytest.raises(SourceError, match="ALL_PROXY"):
        read("http://digests.invalid/cs.AI.md")
