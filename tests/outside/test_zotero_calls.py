"""What `send` asks of Zotero is what was tried with Zotero's own code, request by request."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest

from reader.model import Author, Details, MarkedPaper, Marks, Paper, Texts
from reader.outside.transport import Transport
from reader.outside.zotero import Zotero
from reader.outside.zotero_items import parcel
from tests.outside.zotero_server import FakeZotero
from tests.sources.servers import serving

PAPER = MarkedPaper(
    Paper(
        1,
        "2402.99001",
        Texts(
            title_en=r"Invented Retrieval at $O(n \log n)$ & Beyond: Is <5% Enough?",
            title_zh=r"虚构检索：$O(n \log n)$ 及以后",
            tldr_en="One line. 一句话。",
            abstract_en=r"First paragraph with $\mathcal{L}_{x<y}$ and <b>tags</b>.",
            abstract_zh=r"摘要：本文提出一种虚构的方法，复杂度为 $O(n \log n)$。",
        ),
        2,
        "cs.CL",
        None,
        False,
        0,
        None,
        None,
        (),
        Details(
            authors=tuple(map(Author, ("Anna M. van der Berg", "小明 李", "欧阳娜娜", "ATLAS Collaboration"))),
            categories=("cs.CL",),
            submitted=date(2024, 2, 28),
        ),
    ),
    Marks(
        tags=("to read", "RAG, long context; v2", "大模型/检索"),
        note="My line one with <b>bold</b> & 5 < 6\nDOI: 10.1/fake\nType: dataset\n\n第二段：公式 $x^2$。",
    ),
)


class Listening(FakeZotero):
    """A Zotero that keeps the headers of what it is asked."""

    headers: list[Mapping[str, str]]

    def __call__(self, handler: BaseHTTPRequestHandler) -> None:
        self.headers = [*getattr(self, "headers", []), {k.lower(): v for k, v in handler.headers.items()}]
        super().__call__(handler)


@pytest.fixture
def asked() -> tuple[list[tuple[str, Any]], list[Mapping[str, str]]]:
    """What `PAPER` on its way to the selected collection asks: paths with bodies, and headers."""
    server = Listening()
    with serving(server) as url, Transport(url, seconds=5) as transport:
        zotero = Zotero(transport, new_session=lambda: "digest-reader-0f1e2d3c-2402.99001")
        assert [one.sent for one in zotero.send([parcel(PAPER)], zotero.target())] == [("2402.99001",)]
    return server.requests, server.headers


def test_the_requests_come_in_the_order_that_zotero_needs(asked: tuple[list[tuple[str, Any]], Any]) -> None:
    assert [(path, body is None) for path, body in asked[0]] == [
        ("/ping", True), ("/ping", False), ("/getSelectedCollection", False),
        ("/saveItems", False), ("/updateSession", False),
    ]  # fmt: skip
    assert [body for path, body in asked[0] if path in ("/ping", "/getSelectedCollection")] == [None, {}, {}]


def test_headers_are_those_that_no_version_refuses(asked: tuple[Any, list[Mapping[str, str]]]) -> None:
    for headers in asked[1]:
        assert headers["host"].startswith(("127.0.0.1", "localhost"))
        assert not headers["user-agent"].startswith("Mozilla/")
        assert not {"origin", "transfer-encoding", "x-zotero-connector-api-version"} & {*headers}
    for headers in asked[1][1:]:
        assert headers["content-type"].startswith("application/json")
        assert int(headers["content-length"]) >= 2


def test_bodies_are_those_that_were_tried(asked: tuple[list[tuple[str, Any]], Any], corpus: Path) -> None:
    bodies = dict(asked[0])
    for path, name in (("/saveItems", "save-items.json"), ("/updateSession", "update-session.json")):
        tried = json.loads((corpus / "zotero" / name).read_text(encoding="utf-8"))
        assert same(bodies[path]) == same(tried)


def same(value: Any) -> Any:
    """A body in which two spellings of one note are one: `<br>` and `<br/>`, lines between paragraphs."""
    text = json.dumps(value, ensure_ascii=False)
    return json.loads(re.sub(r"</p>\\n<p>", "</p><p>", text.replace("<br/>", "<br>")))
