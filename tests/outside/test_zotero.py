"""Sending to the running Zotero."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from http.server import BaseHTTPRequestHandler
from itertools import chain

import pytest

from reader.errors import OutsideError
from reader.outside.transport import Transport
from reader.outside.zotero import ITEMS_A_REQUEST, Delivery, Parcel, Zotero
from tests.outside.zotero_server import COLLECTION, FakeZotero
from tests.sources.servers import send, serving

Connect = Callable[[Callable[[BaseHTTPRequestHandler], None]], Zotero]


@pytest.fixture
def connect() -> Iterator[Connect]:
    with ExitStack() as stack:

        def to(server: Callable[[BaseHTTPRequestHandler], None]) -> Zotero:
            url = stack.enter_context(serving(server))
            return Zotero(stack.enter_context(Transport(url, seconds=5)))

        yield to


def parcel(number: int, *tags: str) -> Parcel:
    identity = f"2611.{number:05}"
    item = {
        "id": identity,
        "itemType": "preprint",
        "title": f"Lantern {number}",
        "url": f"https://arxiv.org/abs/{identity}",
    }
    return Parcel(item, tags)


def sent(deliveries: Iterator[Delivery]) -> list[str]:
    return list(chain.from_iterable(delivery.sent for delivery in deliveries))


def test_papers_go_to_the_collection_that_is_selected_in_zotero(connect: Connect) -> None:
    server = FakeZotero()
    zotero = connect(server)
    target = zotero.target()
    assert target.shown == "My Library / Lanterns"
    assert sent(zotero.send([parcel(1), parcel(2)], target)) == ["2611.00001", "2611.00002"]
    assert [path for path, _ in server.requests].count("/saveItems") == 1
    assert {item["target"] for item in server.items.values()} == {"C7"}


def test_fifty_papers_go_in_one_request(connect: Connect) -> None:
    server = FakeZotero()
    zotero = connect(server)
    list(zotero.send([parcel(n) for n in range(ITEMS_A_REQUEST)], zotero.target()))
    assert [path for path, _ in server.requests].count("/saveItems") == 1


def test_a_collection_may_be_named(connect: Connect) -> None:
    server = FakeZotero()
    zotero = connect(server)
    target = zotero.target("tops")
    assert (target.id, target.shown) == ("C12", "A Group / Tops")
    assert sent(zotero.send([parcel(1)], target)) == ["2611.00001"]
    assert server.items["2611.00001"]["target"] == "C12"
    with pytest.raises(OutsideError, match="no collection Nowhere"):
        zotero.target("Nowhere")


def test_a_name_that_several_collections_have_is_asked_for_with_its_path(connect: Connect) -> None:
    zotero = connect(FakeZotero())
    with pytest.raises(OutsideError, match=r"has 2 collections kites: say which one, .*'A Group / Tops / Kites'"):
        zotero.target("kites")
    assert zotero.target("A Group / Tops / Kites").id == zotero.target("tops/kites").id == "C13"
    assert zotero.target("My Library/Kites").id == "C9"


def test_papers_go_where_it_was_said_even_if_another_collection_is_selected_meanwhile(connect: Connect) -> None:
    server = FakeZotero()
    zotero = connect(server)
    target = zotero.target()
    server.collection["id"] = 9
    list(zotero.send([parcel(1), parcel(2, "a tag")], target))
    assert {item["target"] for item in server.items.values()} == {"C7"}


def test_a_library_that_became_read_only_is_said_once(connect: Connect) -> None:
    server = FakeZotero(read_only=True)
    zotero = connect(server)
    with pytest.raises(OutsideError, match="My Library / Lanterns in Zotero may only be read"):
        list(zotero.send([parcel(n) for n in range(3)], zotero.target()))
    assert [path for path, _ in server.requests].count("/saveItems") == 1


@pytest.mark.parametrize(("version", "kept"), [("8.0.5", ["to read", "a, b"]), ("7.0.32", ["to read", "a，b"])])
def test_the_readers_tags_arrive_as_if_typed_in_every_version(connect: Connect, version: str, kept: list[str]) -> None:
    server = FakeZotero(version=version)
    zotero = connect(server)
    deliveries = list(zotero.send([parcel(1, "to read", "a, b"), parcel(2)], zotero.target()))
    assert server.items["2611.00001"]["own"] == kept
    assert server.items["2611.00002"]["own"] == []
    assert all(not delivery.untagged for delivery in deliveries)


def test_only_the_tag_that_zotero_refuses_is_left_out(connect: Connect) -> None:
    server = FakeZotero(bad_tags=frozenset({"cursed"}))
    zotero = connect(server)
    (delivery,) = zotero.send([parcel(n, "a", "cursed", "b") for n in (1, 2)], zotero.target("Tops / Kites"))
    assert (delivery.untagged, delivery.tags_refused) == ((), ("cursed",))
    assert [(item["own"], item["target"]) for item in server.items.values()] == [(["a", "b"], "C13")] * 2
    (delivery,) = zotero.send([parcel(3, "cursed")], zotero.target())
    assert (delivery.untagged, delivery.tags_refused) == ((), ("cursed",))
    assert server.items["2611.00003"]["own"] == []


def test_one_session_holds_one_set_of_tags(connect: Connect) -> None:
    server = FakeZotero()
    zotero = connect(server)
    list(zotero.send([parcel(1, "x"), parcel(2, "y"), parcel(3, "x")], zotero.target()))
    assert sorted(map(sorted, server.sessions.values())) == [["2611.00001", "2611.00003"], ["2611.00002"]]


def test_a_paper_that_zotero_cannot_take_is_named_and_the_others_go(connect: Connect) -> None:
    server = FakeZotero(bad=frozenset({"2611.00002"}))
    zotero = connect(server)
    deliveries = list(zotero.send([parcel(n, "t") for n in (1, 2, 3)], zotero.target()))
    assert sent(iter(deliveries)) == ["2611.00001", "2611.00003"]
    assert [(identity, str(error)) for d in deliveries for identity, error in d.refused] == [
        ("2611.00002", "Zotero cannot take 2611.00002")
    ]
    assert server.items["2611.00003"]["own"] == ["t"]


def test_a_session_that_zotero_calls_used_is_tried_under_another_name(connect: Connect) -> None:
    server = FakeZotero(silent_409=1)
    zotero = connect(server)
    assert sent(zotero.send([parcel(1)], zotero.target())) == ["2611.00001"]
    names = [body["sessionID"] for path, body in server.requests if path == "/saveItems"]
    assert len(set(names)) == 2


def test_a_zotero_that_is_not_running_is_said() -> None:
    with serving(FakeZotero()) as url:
        pass
    with closing(Transport(url, seconds=5)) as transport, pytest.raises(OutsideError, match="is not running: start it"):
        Zotero(transport)


def test_something_else_at_the_address_is_said(connect: Connect) -> None:
    with pytest.raises(OutsideError, match="something else answers than Zotero"):
        connect(lambda handler: send(handler, b"<html>hello"))


def test_a_zotero_that_is_too_old_is_said(connect: Connect) -> None:
    with pytest.raises(OutsideError, match="too old"):
        connect(FakeZotero(old=True)).target()


def test_a_collection_that_may_only_be_read_is_refused_before_anything_is_sent(connect: Connect) -> None:
    server = FakeZotero(collection=dict(COLLECTION) | {"editable": False})
    with pytest.raises(OutsideError, match="Lanterns in Zotero may only be read"):
        connect(server).target()
    assert not server.items


def test_zotero_answering_amiss_is_one_line(connect: Connect) -> None:
    def odd(handler: BaseHTTPRequestHandler) -> None:
        handler.rfile.read(int(handler.headers.get("Content-Length") or 0))
        send(handler, b"[[[" * 10_000, X_Zotero_Version="8.0")

    with pytest.raises(OutsideError, match=r"^Zotero answers 200") as raised:
        connect(odd)
    assert "\n" not in str(raised.value)
