"""Asking arXiv's API: a batch, its oddities, and what is done when it wants to be left alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from reader.errors import OutsideError
from reader.outside import arxiv_api
from reader.outside.arxiv_api import WAITS_SECONDS, ArxivApi
from reader.outside.pace import Clock, Pace
from reader.outside.transport import Transport
from tests.outside.arxiv_server import ArxivServer, entry, feed
from tests.sources.servers import send, serving

Answer = Callable[[BaseHTTPRequestHandler], None]


class Desk:
    """An API at a server of ours, and how long was slept for it."""

    def __init__(self, tmp_path: Path, stack: ExitStack) -> None:
        self._tmp_path = tmp_path
        self._stack = stack
        self.now = 1_000_000.0
        self.slept: list[float] = []
        self.said: list[float] = []

    def api(self, server: Answer) -> ArxivApi:
        url = self._stack.enter_context(serving(server))
        transport = self._stack.enter_context(Transport(f"{url}/api/query", seconds=5))
        clock = Clock(lambda: self.now, self._sleep)
        return ArxivApi(transport, Pace(self._tmp_path / "pace", 3.0, clock), clock, self.said.append)

    def _sleep(self, seconds: float) -> None:
        self.slept.append(round(seconds, 1))
        self.now += seconds


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with ExitStack() as stack:
        yield Desk(tmp_path, stack)


def test_what_it_knows_is_matched_by_id_and_not_by_order(desk: Desk) -> None:
    server = ArxivServer(entry("2611.00001"), entry("2611.00002"), entry("math/0601999"), shuffled=True)
    known = desk.api(server).ask(["2611.00001", "math/0601999", "2611.00002"])
    assert [found.id for found in known.entries] == ["2611.00001", "math/0601999", "2611.00002"]
    assert known.unknown == ()
    (query,) = server.queries
    assert query == {"id_list": ["2611.00001,math/0601999,2611.00002"], "max_results": ["3"]}


def test_an_entry_holds_all_that_is_told(desk: Desk) -> None:
    full = entry(
        "2611.00001", version=2, title="Folding\n  at $O(n \\log n)$ &amp; Beyond", summary="One,\nbroken.\n\n  Two.",
        authors=[("Anna M. van der Muster", ["Invented University", "Paper Institute"]), (":", []), ("小明 李", [])],
        categories=["cs.CL", "cs.AI"], comment="12 pages", journal="J. Inv. 1",
        dois=["10.48550/arXiv.2611.00001", "10.1234/a", "10.1234/b"],
        published="2026-11-03T17:59:46Z",
    )  # fmt: skip
    (found,) = desk.api(ArxivServer(full)).ask(["2611.00001"]).entries
    details = found.details
    assert (found.version, found.cut, found.category) == (2, False, "cs.CL")
    assert found.texts.title_en == "Folding at $O(n \\log n)$ & Beyond"
    assert found.texts.abstract_en is not None
    assert "broken" in found.texts.abstract_en
    assert [(author.name, author.affiliations) for author in details.authors] == [
        ("Anna M. van der Muster", ("Invented University", "Paper Institute")),
        ("小明 李", ()),
    ]
    assert details.categories == ("cs.CL", "cs.AI")
    assert (details.comment, details.journal) == ("12 pages", "J. Inv. 1")
    assert details.doi == "10.1234/a"
    assert (str(details.submitted), str(details.revised)) == ("2026-11-03", "2026-11-20")
    assert [link.url for link in details.links] == ["https://doi.org/10.1234/b"]


def test_a_title_of_one_zero_is_a_title(desk: Desk) -> None:
    (found,) = desk.api(ArxivServer(entry("2611.00001", title="0"))).ask(["2611.00001"]).entries
    assert found.texts.title_en == "0"


def test_what_it_does_not_know_is_said_whatever_the_total(desk: Desk) -> None:
    known = desk.api(ArxivServer(entry("2611.00001"), total=2)).ask(["2611.00009", "2611.00001"])
    assert ([found.id for found in known.entries], known.unknown) == (["2611.00001"], ("2611.00009",))


def test_an_id_it_calls_wrong_does_not_cost_the_batch(desk: Desk) -> None:
    server = ArxivServer(entry("2611.00001"), entry("2611.00003"), wrong=frozenset({"2611.00002"}))
    known = desk.api(server).ask(["2611.00001", "2611.00002", "2611.00003"])
    assert [found.id for found in known.entries] == ["2611.00001", "2611.00003"]
    assert (known.unknown, known.refused) == ((), ("2611.00002",))
    assert len(server.queries) == 2


def test_an_error_that_comes_as_if_all_were_well_does_not_cost_the_batch(desk: Desk) -> None:
    server = ArxivServer(entry("2611.00001"), entry("2611.00003"), wrong=frozenset({"2611.00002"}), wrong_status=200)
    known = desk.api(server).ask(["2611.00001", "2611.00002", "2611.00003"])
    assert ([found.id for found in known.entries], known.refused) == (["2611.00001", "2611.00003"], ("2611.00002",))


def test_of_two_entries_of_one_paper_the_newest_version_counts(desk: Desk) -> None:
    versions = [entry("2611.00001", version=version, title=f"Version {version}") for version in (1, 10, 9)]
    (found,) = desk.api(ArxivServer(*versions)).ask(["2611.00001"]).entries
    assert (found.version, found.texts.title_en) == (10, "Version 10")


def test_an_empty_page_is_waited_out(desk: Desk) -> None:
    """They come below the limit, too, and do not mean that fifty papers are unknown."""
    pages = [feed(total=0), feed(total=0), feed(entry("2611.00001"), entry("2611.00002"))]
    known = desk.api(lambda handler: send(handler, pages.pop(0).encode())).ask(["2611.00001", "2611.00002"])
    assert len(known.entries) == 2
    assert desk.said == list(WAITS_SECONDS[:2])


def test_an_empty_page_that_stays_empty_is_believed(desk: Desk) -> None:
    known = desk.api(ArxivServer()).ask(["2611.00001", "2611.00002"])
    assert known.unknown == ("2611.00001", "2611.00002")
    assert desk.said == list(WAITS_SECONDS)


def test_one_unknown_paper_is_believed_at_once(desk: Desk) -> None:
    assert desk.api(ArxivServer()).ask(["2611.00001"]).unknown == ("2611.00001",)
    assert desk.said == []


def test_papers_of_thousands_of_authors_are_asked_for_in_smaller_batches(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(arxiv_api, "SIZE_LIMIT", 5_000)
    ids = [f"2611.{num:05}" for num in range(1, 9)]
    crowd = [(f"Ada Beispiel {num}", ()) for num in range(30)]
    server = ArxivServer(*(entry(identity, authors=crowd) for identity in ids))
    assert [found.id for found in desk.api(server).ask(ids).entries] == ids


def test_what_is_no_id_is_not_even_asked(desk: Desk) -> None:
    server = ArxivServer(entry("2611.00001"))
    assert desk.api(server).ask(["not-an-id", "2611.00001"]).refused == ("not-an-id",)
    assert server.queries[0]["id_list"] == ["2611.00001"]


def test_an_error_entry_and_one_without_an_id_never_become_papers(desk: Desk) -> None:
    error = "<entry><id>http://arxiv.org/api/errors#something</id><title>Error</title><summary>no</summary></entry>"
    nameless = "<entry><title>Nameless</title><summary>text</summary></entry>"
    known = desk.api(ArxivServer(error, nameless, entry("2611.00001"))).ask(["2611.00001"])
    assert [found.id for found in known.entries] == ["2611.00001"]


def test_it_is_asked_every_three_seconds_at_most(desk: Desk) -> None:
    api = desk.api(ArxivServer(entry("2611.00001")))
    for _ in range(3):
        api.ask(["2611.00001"])
    assert desk.slept == [0.0, 3.0, 3.0]


@pytest.mark.parametrize("status", [406, 429, 503])
def test_when_it_wants_to_be_left_alone_it_is_left_for_longer_and_longer(desk: Desk, status: int) -> None:
    server = ArxivServer(entry("2611.00001"), busy=[status] * 3)
    assert desk.api(server).ask(["2611.00001"]).entries
    assert desk.said == list(WAITS_SECONDS)


def test_a_longer_wait_that_it_asks_for_is_kept(desk: Desk) -> None:
    desk.api(ArxivServer(entry("2611.00001"), busy=[503], retry_after="45")).ask(["2611.00001"])
    assert desk.said == [45.0]


def test_it_is_given_up_in_the_end(desk: Desk) -> None:
    server = ArxivServer(entry("2611.00001"), busy=[429] * 9)
    with pytest.raises(OutsideError, match="asks to be left alone"):
        desk.api(server).ask(["2611.00001"])
    assert len(server.queries) == len(WAITS_SECONDS) + 1


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"<html>Sign in to the proxy</html>", "does not answer as arXiv's API does"),
        (b"", "does not answer as arXiv's API does"),
        (feed(entry("2611.00001")).encode()[:-40], "the answer was cut off"),
    ],
)
def test_an_answer_that_is_none_is_said(desk: Desk, body: bytes, words: str) -> None:
    with pytest.raises(OutsideError, match=words):
        desk.api(lambda handler: send(handler, body)).ask(["2611.00001"])


def test_a_server_error_is_said(desk: Desk) -> None:
    with pytest.raises(OutsideError, match="answers 500"):
        desk.api(lambda handler: send(handler, b"oh", 500)).ask(["2611.00001"])


def test_no_papers_are_no_request(desk: Desk) -> None:
    server = ArxivServer()
    assert desk.api(server).ask([]).entries == ()
    assert server.queries == []


def test_the_address_stays_short(desk: Desk) -> None:
    lengths: list[int] = []

    def server(handler: BaseHTTPRequestHandler) -> None:
        lengths.append(len(handler.path))
        assert "max_results" in parse_qs(urlsplit(handler.path).query)
        send(handler, feed().encode())

    desk.api(server).ask([f"2611.{n:05}" for n in range(50)])
    assert lengths[0] < 2000


def test_of_bytes_that_are_no_text_nothing_is_taken(desk: Desk) -> None:
    """What was lost cannot be seen in what is left of it. Where all is text, the sign for it is the author's own."""
    body = feed(entry("2611.00001"), entry("2611.00002", summary="We fold \ufffd.")).encode()
    assert len(desk.api(lambda handler: send(handler, body)).ask(["2611.00001", "2611.00002"]).entries) == 2
    damaged = body.replace("\ufffd".encode(), b"\xff\xfe")
    known = desk.api(lambda handler: send(handler, damaged)).ask(["2611.00001", "2611.00002"])
    assert ([found.id for found in known.entries], known.garbled) == (["2611.00001"], ("2611.00002",))
    assert known.unknown == ()


@pytest.mark.parametrize("published", ["9999-12-31T00:00:00Z", "1066-10-14T00:00:00Z"])
def test_a_day_that_cannot_be_is_left_out_and_said(desk: Desk, published: str) -> None:
    known = desk.api(ArxivServer(entry("2611.00001", published=published))).ask(["2611.00001"])
    (found,) = known.entries
    assert (found.details.submitted, str(found.details.revised)) == (None, "2026-11-20")
    assert known.remarks == (f"2611.00001: submitted or revised on {published[:10]}, which cannot be",)
