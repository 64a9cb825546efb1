"""Jobs: what is under way at most, when they end by themselves, and that nobody waits who leaves them."""

from __future__ import annotations

import json
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from functools import partial
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from reader.errors import OutsideError
from reader.model import Paper, Texts
from reader.outside import transport as transport_module
from reader.outside.jobs import REQUESTS_AT_ONCE, UNANSWERED_AT_MOST, translate
from reader.outside.model_endpoint import Model
from reader.outside.transport import NoAnswer, NotRunning, Transport
from reader.sources.connecting import new_client
from tests.sources.servers import Answer, own_certificate, send, serving

CHINESE = {"title": "折叠纸灯笼", "summary": "折叠纸灯笼。", "abstract": ""}


def papers(count: int) -> list[Paper]:
    return [
        Paper(num, f"2608.{num:05}", Texts(title_en="Folding lanterns"), 1, None, None, False, 20260801, None, None, ())
        for num in range(1, count + 1)
    ]


@pytest.fixture
def asking() -> Iterator[Callable[[Answer], Model]]:
    with ExitStack() as stack:

        def to(server: Answer) -> Model:
            url = stack.enter_context(serving(server))
            return Model(stack.enter_context(Transport(url, seconds=60)), "a-model")

        yield to


def translated(handler: BaseHTTPRequestHandler) -> None:
    handler.rfile.read(int(handler.headers["Content-Length"]))
    send(handler, json.dumps({"choices": [{"message": {"content": json.dumps(CHINESE)}}]}).encode())


def test_who_leaves_a_translation_does_not_wait_for_those_under_way(asking: Callable[[Answer], Model]) -> None:
    """A model that takes minutes must not keep a reader who pressed ctrl+c."""
    first, over, waited_out = threading.Event(), threading.Event(), threading.Event()

    def server(handler: BaseHTTPRequestHandler) -> None:
        if first.is_set() and not over.wait(50):
            waited_out.set()
        first.set()
        translated(handler)

    with closing(translate(papers(20), asking(server))) as steps:
        assert next(steps).done == 1
    assert not waited_out.is_set()
    assert [thread for thread in threading.enumerate() if thread.name.startswith("ThreadPoolExecutor")] == []
    over.set()


def test_what_is_under_way_is_broken_off_through_tls_as_well(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    key, certificate = own_certificate(tmp_path, "localhost")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    monkeypatch.setattr(
        transport_module, "new_client", partial(new_client, verify=ssl.create_default_context(cafile=certificate))
    )
    asked, over = threading.Event(), threading.Event()

    def server(handler: BaseHTTPRequestHandler) -> None:
        asked.set()
        over.wait(50)

    ended: list[str] = []
    with serving(server, context) as url, Transport(url.replace("127.0.0.1", "localhost"), seconds=60) as transport:

        def ask() -> None:
            with pytest.raises(NoAnswer) as raised:
                transport.get()
            ended.append(str(raised.value))

        thread = threading.Thread(target=ask)
        thread.start()
        assert asked.wait(50)
        transport.abandon()
        thread.join(40)
        over.set()
    assert len(ended) == 1


def test_a_model_that_does_not_run_is_asked_no_further(asking: Callable[[Answer], Model]) -> None:
    with serving(translated) as url:
        pass
    with Transport(url, seconds=5) as transport, pytest.raises(NotRunning):
        list(translate(papers(200), Model(transport, "a-model")))


@pytest.mark.parametrize("status", [500, 503])
def test_a_model_that_fails_again_and_again_is_asked_no_further(asking: Callable[[Answer], Model], status: int) -> None:
    asked: list[str] = []

    def server(handler: BaseHTTPRequestHandler) -> None:
        handler.rfile.read(int(handler.headers["Content-Length"]))
        asked.append(handler.path)
        send(handler, b"", status)

    with pytest.raises(OutsideError, match=str(status)):
        list(translate(papers(200), asking(server)))
    assert len(asked) < UNANSWERED_AT_MOST + REQUESTS_AT_ONCE


def test_an_address_where_something_else_answers_than_a_model_is_asked_no_further(
    asking: Callable[[Answer], Model],
) -> None:
    asked: list[str] = []

    def proxy(handler: BaseHTTPRequestHandler) -> None:
        handler.rfile.read(int(handler.headers["Content-Length"]))
        asked.append(handler.path)
        send(handler, b"<html>Please log in</html>", 200)

    with pytest.raises(OutsideError, match="does not answer as a model does"):
        list(translate(papers(200), asking(proxy)))
    assert len(asked) < UNANSWERED_AT_MOST + REQUESTS_AT_ONCE


def test_a_model_that_fails_now_and_then_is_asked_on(asking: Callable[[Answer], Model]) -> None:
    turn = iter(range(1_000))

    def server(handler: BaseHTTPRequestHandler) -> None:
        if next(turn) % 3 == 0:
            handler.rfile.read(int(handler.headers["Content-Length"]))
            send(handler, b"", 500)
        else:
            translated(handler)

    steps = list(translate(papers(60), asking(server)))
    assert sum(step.done for step in steps) == 60
    assert sum(len(step.failed) for step in steps) == 20


def test_a_key_that_is_refused_is_said_once(asking: Callable[[Answer], Model]) -> None:
    def server(handler: BaseHTTPRequestHandler) -> None:
        handler.rfile.read(int(handler.headers["Content-Length"]))
        send(handler, b"", 401)

    steps = translate(papers(30), asking(server))
    with pytest.raises(OutsideError, match="refuses the key"):
        next(steps)
