"""The running Zotero: where things would go, saving items there, and the reader's own tags on them.

Zotero listens on this machine for its browser connector (`/connector/...`, Zotero 7 to 9). What it answers to what was
found by running its own handlers; the rules that follow from it stand beside the code that needs them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from reader.errors import OutsideError
from reader.i18n import msg
from reader.outside.transport import NotRunning, Reply, Transport

SECONDS = 30.0
"""An old Zotero whose saving fails never answers."""
ITEMS_A_REQUEST = 50


@dataclass(frozen=True, slots=True)
class Target:
    """A library or collection of Zotero's that items can go to.

    id        as Zotero names it: `L1` a library, `C7` a collection
    name      of the collection, or of the library where `id` is one
    library   name of the library it is in
    selected  it is the one selected in Zotero's window: where items go by themselves
    """

    id: str
    name: str
    library: str
    selected: bool = False

    @property
    def shown(self) -> str:
        """Library and collection on one line."""
        return self.library if self.name == self.library else f"{self.library} / {self.name}"


@dataclass(frozen=True, slots=True)
class Parcel:
    """One paper for Zotero.

    item  as `/connector/saveItems` takes it, with `id` the arXiv ID
    tags  the reader's own, to be put on as if they had been typed
    """

    item: Mapping[str, Any]
    tags: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """The arXiv ID."""
        return str(self.item["id"])


@dataclass(frozen=True, slots=True)
class Delivery:
    """What became of some papers: `sent` are in Zotero; each of `refused` is not, and why."""

    sent: tuple[str, ...] = ()
    refused: tuple[tuple[str, OutsideError], ...] = ()
    untagged: tuple[str, ...] = ()


class Zotero:
    """The Zotero that runs on this machine."""

    def __init__(
        self, transport: Transport, new_session: Callable[[], str] = lambda: f"digest-reader-{uuid4()}"
    ) -> None:
        self._transport = transport
        self._new_session = new_session
        self._tags_as_list = self._meet()

    def target(self, name: str | None = None) -> Target:
        """Where items go: what is selected in Zotero's window, or the collection called `name`.

        Raises OutsideError if there is none of that name, or nothing may be changed there.
        """
        answer = self._object(self._post("/connector/getSelectedCollection", {}))
        library = str(answer.get("libraryName", ""))
        if name is not None:
            return self._named(name, answer, library)
        if not answer.get("editable") or not answer.get("libraryEditable", True):
            raise OutsideError(
                msg("{name} in Zotero may only be read: select another collection there, or name one with --to"),
                name=answer.get("name") or library,
            )
        selected = f"C{answer['id']}" if answer.get("id") else f"L{answer.get('libraryID', 1)}"
        return Target(selected, str(answer.get("name") or library), library, selected=True)

    def send(self, parcels: Sequence[Parcel], target: Target) -> Iterator[Delivery]:
        """Save papers into `target`; one delivery a request, so that what is there is known however this ends."""
        for tags, few in _by_tags(parcels):
            yield self._deliver(few, tags, target)

    def _deliver(self, parcels: Sequence[Parcel], tags: tuple[str, ...], target: Target) -> Delivery:
        session = self._save(parcels)
        if session is None and len(parcels) == 1:
            refused = OutsideError(msg("Zotero cannot take {id}"), id=parcels[0].id)
            return Delivery(refused=((parcels[0].id, refused),))
        if session is None:  # one bad item takes all of its request with it
            each = [self._deliver([parcel], tags, target) for parcel in parcels]
            return Delivery(*(tuple(what for one in each for what in getattr(one, part)) for part in _PARTS))
        sent = tuple(parcel.id for parcel in parcels)
        done = self._place(session, tags, target)
        return Delivery(sent=sent, untagged=() if done else sent)

    def _save(self, parcels: Sequence[Parcel]) -> str | None:
        """The session under which the items were saved; None if Zotero could not take them.

        Every try has a session of its own: Zotero remembers one also where saving failed.
        """
        for _ in range(2):
            session = self._new_session()
            items = [dict(parcel.item) for parcel in parcels]
            reply = self._post("/connector/saveItems", {"sessionID": session, "uri": items[0]["url"], "items": items})
            if reply.status in (200, 201):
                return session
            if reply.status != 409:
                break
        if reply.status in (409, 500):
            return None
        raise self._amiss(reply)

    def _place(self, session: str, tags: tuple[str, ...], target: Target) -> bool:
        """Put what was saved into its collection, with the reader's tags; False if Zotero would not.

        Tags sent with the items would be automatic ones, which vanish where the user has switched those off.
        """
        if target.selected and not tags:
            return True
        own: object = list(tags) if self._tags_as_list else ",".join(_COMMA.sub("，", tag) for tag in tags)
        reply = self._post("/connector/updateSession", {"sessionID": session, "target": target.id, "tags": own})
        return reply.status == 200

    def _meet(self) -> bool:
        """Make sure that it is a Zotero, and one that is new enough; whether it takes tags as a list (8.0 on)."""
        try:
            reply = self._transport.get("/connector/ping")
        except NotRunning as error:
            raise NotRunning(msg("Zotero is not running: start it and try again")) from error
        if "x-zotero-version" not in reply.headers:
            raise OutsideError(
                msg("at {url} something else answers than Zotero; see zotero.endpoint"), url=self._transport.endpoint
            )
        prefs = self._object(self._post("/connector/ping", {})).get("prefs")
        return isinstance(prefs, dict) and bool(prefs.get("supportsTagsAutocomplete"))

    def _named(self, name: str, answer: Mapping[str, Any], library: str) -> Target:
        targets = [target for target in answer.get("targets") or () if isinstance(target, dict)]
        for target in targets:
            if str(target.get("name", "")).casefold() == name.casefold():
                return Target(str(target["id"]), str(target["name"]), _library_of(target, targets) or library)
        raise OutsideError(msg("Zotero has no collection {name} that can be changed"), name=name)

    def _post(self, path: str, value: object) -> Reply:
        reply = self._transport.post(path, value)
        if reply.status == 404:
            raise OutsideError(msg("this Zotero is too old: version 7 is needed"))
        return reply

    def _object(self, reply: Reply) -> Mapping[str, Any]:
        try:
            value = json.loads(reply.body) if reply.status == 200 else None
        except (ValueError, RecursionError):
            value = None
        if not isinstance(value, dict):
            raise self._amiss(reply)
        return value

    def _amiss(self, reply: Reply) -> OutsideError:
        return OutsideError(msg("Zotero answers {status}: {text}"), status=reply.status, text=reply.text[:80].strip())


_PARTS = ("sent", "refused", "untagged")
_COMMA = re.compile(r",\s*")


def _by_tags(parcels: Iterable[Parcel]) -> Iterator[tuple[tuple[str, ...], list[Parcel]]]:
    """Requests: papers with the same tags, at most `ITEMS_A_REQUEST`; tags go to all items of a session."""
    groups: dict[tuple[str, ...], list[Parcel]] = {}
    for parcel in parcels:
        groups.setdefault(parcel.tags, []).append(parcel)
    for tags, group in groups.items():
        for start in range(0, len(group), ITEMS_A_REQUEST):
            yield tags, group[start : start + ITEMS_A_REQUEST]


def _library_of(target: Mapping[str, Any], targets: Sequence[Mapping[str, Any]]) -> str:
    """The name of the library that stands before a collection in Zotero's list."""
    name = ""
    for one in targets:
        if str(one.get("id", "")).startswith("L"):
            name = str(one.get("name", ""))
        if one is target:
            return name
    return ""
