"""A harvest of several pages, from files side by side and from a server that gives one page after the other."""

from __future__ import annotations

import io
import time
from collections.abc import Mapping
from contextlib import suppress
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from reader.errors import SourceError
from reader.sources import web
from reader.sources.content import Origin, read_stream
from reader.sources.contract import OF_KNOWN_PAPERS, Reading
from reader.sources.files import read_folder
from reader.sources.gathering import Wanted
from reader.sources.harvesting import next_token, page_url, since_url
from reader.sources.progress import silent
from reader.sources.web import read_url
from tests.sources.servers import send, serving
from tests.sources.test_arxiv_xml import OAI

PAGES = 3
START = "/oai?verb=ListRecords&metadataPrefix=arXiv&set=cs"


def page(number: int) -> str:
    """One of `PAGES` pages, each with one paper."""
    token = f'<resumptionToken cursor="{number}">t&amp;{number + 1}</resumptionToken>' if number < PAGES else ""
    return OAI.replace("2402.00001", f"2402.0000{number}").replace("</ListRecords>", f"{token}</ListRecords>")


class Server:
    """Gives the pages by their tokens; `asked` is what was asked for, `refuses` the tokens that are none any more."""

    def __init__(self) -> None:
        self.asked: list[dict[str, list[str]]] = []
        self.fails: set[str] = set()
        self.refuses: set[str] = set()

    def __call__(self, handler: BaseHTTPRequestHandler) -> None:
        query = parse_qs(urlsplit(handler.path).query)
        self.asked.append(query)
        token = query.get("resumptionToken", ["t&1"])[0]
        if token in self.fails:
            send(handler, status=404)
        elif token in self.refuses:
            send(handler, OAI[: OAI.index("<ListRecords>")].encode() + b'<error code="badResumptionToken"/></OAI-PMH>')
        else:
            send(handler, page(int(token[2:])).encode())


@pytest.fixture(autouse=True)
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The pauses that would have been made."""
    made: list[float] = []
    monkeypatch.setattr(time, "sleep", made.append)
    return made


def read(url: str, known: Mapping[str, str] | None = None) -> list[Reading]:
    return list(read_url(url, known or {}, silent))


def ids(readings: list[Reading]) -> list[str]:
    return [entry.id for reading in readings for digest in reading.digests for entry in digest.entries]


WHOLE = ["2402.00001", "2402.00002", "2402.00003"]


def test_pages_side_by_side_or_one_behind_the_other_are_all_read(tmp_path: Path) -> None:
    for number in range(1, PAGES + 1):
        (tmp_path / f"page{number}.xml").write_text(page(number))
    assert ids(list(read_folder(tmp_path, {}, silent))) == WHOLE
    joined = "\n".join(page(number) for number in range(1, PAGES + 1))
    digests = read_stream(io.BytesIO(joined.encode()), Origin("x.xml", "x.xml"))
    assert [entry.id for digest in digests for entry in digest.entries] == WHOLE


def test_every_page_is_asked_for_with_a_pause_before_it(pauses: list[float]) -> None:
    server = Server()
    with serving(server) as url:
        readings = read(url + START)
    assert ids(readings) == WHOLE
    assert [query.get("resumptionToken") for query in server.asked] == [None, ["t&2"], ["t&3"]]
    assert all(query.keys() == {"verb", "resumptionToken"} for query in server.asked[1:])
    assert pauses == [3.0, 3.0]


def test_the_next_run_asks_only_for_what_changed_since() -> None:
    server = Server()
    with serving(server) as url:
        known = {reading.key: reading.fingerprint for reading in read(url + START)}
        read(url + START, known)
    assert server.asked[PAGES]["from"] == ["2024-03-01"]
    assert known[url + START].endswith(OF_KNOWN_PAPERS)


def test_an_interrupted_harvest_goes_on_where_it_was() -> None:
    server = Server()
    server.fails = {"t&3"}
    with serving(server) as url:
        known = {reading.key: reading.fingerprint for reading in read_first(url + START, {})}
        server.fails = set()
        assert ids(rest := read(url + START, known)) == ["2402.00003"]
        assert not {reading.key: reading.fingerprint for reading in rest}[f"{url}{START} at"]


def test_a_token_that_is_of_no_use_any_more_is_forgotten_and_said() -> None:
    server = Server()
    server.refuses = {"t&2"}
    with serving(server) as url:
        known = {f"{url}{START} at": '{"token": "t&2", "began": "2024-03-01"}'}
        with pytest.raises(SourceError, match="the next sync begins anew"):
            read(url + START, known)
        known |= {reading.key: reading.fingerprint for reading in read_first(url + START, known)}
        assert ids(read(url + START, {key: fact for key, fact in known.items() if fact})[:1]) == WHOLE[:1]


def read_first(url: str, known: Mapping[str, str]) -> list[Reading]:
    """What comes before the error."""
    found: list[Reading] = []
    with suppress(SourceError):
        for reading in read_url(url, known, silent):
            found.append(reading)  # what comes before the error is wanted
        raise AssertionError("no error")
    return found


def test_a_harvest_without_end_is_left_where_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web, "MOST_PAGES", 2)
    with serving(Server()) as url:
        found = read_first(url + START, {})
    assert ids(found) == WHOLE[:2]
    assert "t&3" in found[-1].fingerprint


def test_a_server_that_repeats_itself_is_left() -> None:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        send(handler, page(1).encode())

    with serving(answer) as url:
        assert ids(read(url + START)) == WHOLE[:1] * 2


def test_a_token_is_one_only_where_the_protocol_has_it() -> None:
    assert next_token(io.BytesIO(page(1).encode())) == "t&2"
    assert next_token(io.BytesIO(page(3).encode())) is None
    assert next_token(io.BytesIO(b"<resumptionToken completeListSize='3'></resumptionToken>")) is None
    assert page_url("https://x.invalid/oai?verb=ListRecords&set=cs", "a b") == (
        "https://x.invalid/oai?verb=ListRecords&resumptionToken=a+b"
    )
    assert since_url("https://x.invalid/oai?verb=ListRecords&from=2024-01-01", "2024-03-01").count("from=") == 1
    assert "from" not in since_url("https://x.invalid/oai?verb=GetRecord", "2024-03-01")


def test_all_papers_are_taken_where_they_are_wanted() -> None:
    with serving(Server()) as url:
        none = list(read_url(url + START, {}, silent, Wanted(there=frozenset())))
        assert ids(none) == []
